"""Every row of transitions.csv as something to do: how its state is reached, the act, and its guard not met."""

from tests.factories.trials.cases import CASE_TRIALS
from tests.factories.trials.incidents import INCIDENT_TRIALS
from tests.factories.trials.penalties import PENALTY_TRIALS

TRIALS = {
    (machine, *key): trial
    for machine, trials in (("incident", INCIDENT_TRIALS), ("case", CASE_TRIALS), ("penalty", PENALTY_TRIALS))
    for key, trial in trials.items()
}

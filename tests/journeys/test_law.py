"""The law, row by row: transitions.csv is what can be done, and everything else is refused with a sentence."""

from contextlib import contextmanager

import pytest
from django.db import transaction

from commission import law
from monitoring_site import clock
from monitoring_site.refusals import Refused
from record.models import Act
from tests.conftest import Cast
from tests.factories.procedure import member
from tests.factories.trials import TRIALS
from tests.factories.trials.attempts import ATTEMPTS, EVERY_STATE, NOBODYS_OWN
from tests.factories.trials.trial import again

pytestmark = pytest.mark.django_db

ROWS = law.rows()


def key_of(row):
    return (row.machine, row.source, row.act)


@contextmanager
def undone():
    """What happens inside has not happened afterwards, and no time has passed."""
    before = clock.offset()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    clock.put_back()
    clock.move(before)


def test_every_row_of_the_law_has_its_trial_and_no_other():
    assert len(ROWS) == len({key_of(row) for row in ROWS}) == 62
    assert set(TRIALS) == {key_of(row) for row in ROWS}


def test_every_row_with_a_refusal_has_its_guard_tried_and_no_other():
    assert {key for key, trial in TRIALS.items() if trial.unmet} == {key_of(row) for row in ROWS if row.refusal}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "-".join(part or "new" for part in key_of(row)))
def test_row(cast, row):
    """Refused with the row's own sentence while its guard does not hold; done, where it does, as the row says."""
    trial = TRIALS[key_of(row)]
    subject = trial.start()
    assert subject is None or subject.state == row.source

    if trial.unmet:
        with undone(), pytest.raises(Refused) as refused:
            trial.unmet(subject)
        # Where particulars are missing, the sentence is followed by which.
        assert str(refused.value.reason).partition(" Missing: ")[0] == row.refusal
    known = Act.objects.count()
    subject = trial.act(subject) if subject is None else (trial.act(subject), subject)[1]

    assert again(subject).state == row.target
    new = Act.objects.order_by("pk").values_list("event", flat=True)[known:]
    # A draft that is thrown away was never filed: nothing of it is common, so nothing is recorded.
    assert not row.event or row.event in {event.partition(".")[2] for event in new}


# --- wrong seat, wrong state -------------------------------------------------------------------------------------


def test_every_act_of_a_member_is_attempted():
    assert set(ATTEMPTS) | NOBODYS_OWN == {(row.machine, row.verb) for row in ROWS}
    assert not set(ATTEMPTS) & NOBODYS_OWN


def test_every_state_of_the_law_can_be_tried():
    """A penalty is proposed only inside the act that orders it."""
    for machine, states in EVERY_STATE.items():
        assert set(states) == set(law.transitions(machine)) - {"", "proposed"}


@pytest.mark.parametrize(("machine", "verb"), ATTEMPTS, ids="-".join)
def test_act_is_for_the_seats_that_the_law_names_and_for_no_other(cast, machine, verb):
    attempt = ATTEMPTS[machine, verb]
    subject = attempt.start()

    for username in Cast.usernames():
        if username not in attempt.entitled:
            is_refused_and_changes_nothing(attempt, subject, by=member(username))
    for username in sorted(attempt.entitled):
        with undone():
            attempt.do(subject, by=member(username))


@pytest.mark.parametrize("machine", EVERY_STATE)
def test_act_is_refused_in_every_state_that_the_law_does_not_name(cast, machine):
    for state, start in EVERY_STATE[machine].items():
        subject = start()
        assert subject.state == state
        for (of, verb), attempt in ATTEMPTS.items():
            if of == machine and state not in law.sources(verb, machine=machine):
                entitled = member(min(attempt.entitled))  # whose seat is right: it is the state that refuses
                is_refused_and_changes_nothing(attempt, subject, by=entitled)


def is_refused_and_changes_nothing(attempt, subject, *, by):
    acts, state = Act.objects.count(), again(subject).state
    with pytest.raises(Refused) as refused:
        attempt.do(again(subject), by=by)
    sentence = str(refused.value.reason)
    assert len(sentence.split()) > 3 and sentence[0].isupper() and sentence.endswith((".", "!")), sentence
    assert (Act.objects.count(), again(subject).state) == (acts, state)

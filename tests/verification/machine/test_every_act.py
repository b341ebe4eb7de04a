"""The machine knows every act: those of the two tables' members, and those of DESIGN 3 that move no state; no other."""

from commission import law
from commission.steps import Step
from penalties import steps as steps_of_penalties
from tests.factories.trials.attempts import NOBODYS_OWN
from tests.verification.machine.acts_after import ACTS, OF_SEATS
from tests.verification.machine.turns import BESIDE, STAGES, TURNS
from verification import steps as steps_of_cases
from verification.states import TRANSITIONS

# DESIGN 3, "Acts that move no state", word for word.
STILL = [
    "send_reply", "extend_clock", "ask_question", "answer_question", "name_team", "ask_access", "grant_access",
    "refuse_access", "add_site_note", "submit_interim_report", "name_rapporteur", "draft_finding", "send_comment",
    "name_substitute", "challenge_member", "decide_challenge", "request_correction", "correct_verdict",
    "release_verdict", "log_release_reasons", "link_counter_report",
]  # fmt: skip
# A clerical act of the secretariat (DESIGN 2), and the change of a seat with its second admin.
OF_ADMINS = ["log_compliance_received", "change_seat", "confirm_seat_change", "refuse_seat_change"]


def of_members():
    """The acts of transitions.csv that a member does; the others come with another act, or with a clock."""
    return {row.verb for row in law.rows() if (row.machine, row.verb) not in NOBODYS_OWN}


def test_the_machine_has_every_act_of_the_law_and_no_other():
    assert (len(of_members()), len(STILL), len(OF_ADMINS)) == (27, 21, 4)
    assert not of_members() & {*STILL, *OF_ADMINS}
    assert set(ACTS) == {*of_members(), *STILL, *OF_ADMINS}
    assert len(ACTS) == 52


def test_every_step_that_a_page_offers_is_one_of_them():
    rooms = (steps_of_cases, steps_of_penalties)
    assert {step.act for room in rooms for step in vars(room).values() if isinstance(step, Step)} <= set(ACTS)


def test_every_act_is_tried_in_some_state_and_every_state_has_its_acts():
    tried = {name for turns in [*TURNS.values(), BESIDE] for name, _way in turns}

    assert tried | {act.__name__ for act in OF_SEATS} | {"waive_review"} == set(ACTS)
    assert set(TURNS) == set(TRANSITIONS)
    assert len(STAGES) == 6

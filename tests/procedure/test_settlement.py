"""Settlement: the heads of both parties agree to exactly the same text, and the case ends with it."""

import pytest

from tests.factories.procedure import case_at, fresh, hours_pass, member
from tests.procedure.stories import bodies, refused
from verification.actions import cases

pytestmark = pytest.mark.django_db

TEXT = "Both posts withdraw by two hundred metres."


def settled(case, *by, text=TEXT):
    for username in by:
        cases.settle_case(case, agreed_text=text, by=member(username))
    return fresh(case)


@pytest.mark.parametrize("state", ["verification", "deliberation", "escalated"])
def test_two_heads_and_one_text_settle_a_case(state):
    case = case_at(state)

    assert settled(case, "pk.head").state == state
    case = settled(case, "af.head")

    assert (case.state, case.ending_text) == ("settled", TEXT)
    assert bodies(case, "case_settled", reader="QA") == [{"agreed_text": TEXT}]
    assert not case.clocks.filter(stopped_at=None).exists()


def test_two_texts_or_other_hands_settle_nothing():
    case = case_at("verification")

    for username in ("pk.deputy", "tr.head", "admin1"):
        with refused("needs both heads"):
            settled(case, username)
    with refused("the one text that both heads agree to"):
        settled(case, "pk.head", text=" ")
    settled(case, "pk.head")
    assert settled(case, "af.head", text=f"{TEXT} At once.").state == "verification"
    assert settled(case, "pk.head", text=f"{TEXT} At once.").state == "settled"


def test_an_assent_does_not_outlive_the_stage_in_which_it_was_given():
    case = case_at("verification")
    settled(case, "pk.head")
    cases.escalate_case(case, reasons="Too grave for us.", by=member("tr.head"))

    assert settled(case, "af.head").state == "escalated"
    assert settled(case, "pk.head").state == "settled"


def test_neither_a_ballot_nor_the_principals_silence_is_settled_over():
    with refused("does not belong to the stage|needs both heads"):
        settled(case_at("ballot"), "pk.head")

    silent = case_at("escalated")
    hours_pass(240.1)
    with refused("principals' time has passed"):
        settled(silent, "pk.head")

"""Escalation: a mediator gives the case to the principals, once; both mediators record the answer."""

import pytest

from tests.factories.procedure import case_at, fresh, hours_pass, in_ballot, in_deliberation, member, registered_case
from tests.procedure.stories import bodies, clock_of, refused, runs
from verification.actions import ballots, cases
from verification.actions.clocks import perform_due

pytestmark = pytest.mark.django_db


def escalated(case, *, by="qa.deputy", reasons="No access, and no text."):
    return cases.escalate_case(case, reasons=reasons, by=member(by))


def answered(case, *by, answer="ballot", text="Vote once more."):
    for username in by:
        cases.record_principals_answer(case, answer=answer, text=text, by=member(username))
    return fresh(case)


def test_a_mediator_escalates_with_reasons_before_the_ballot():
    case = registered_case()

    with refused("for the mediators"):
        escalated(case, by="pk.head")
    with refused("Your role"):
        escalated(case, by="tr.officer")
    with refused("needs its reasons"):
        escalated(case, reasons=" ")
    escalated(case)

    assert runs(case, "principals", "principals")
    assert clock_of(case, "principals", "principals").started_at == fresh(case).escalated_at
    with refused("escalated once"):
        escalated(case)
    with refused("does not belong to the stage"):
        escalated(case_at("ballot"))


def test_both_mediators_record_the_same_answer_in_time():
    case = case_at("escalated")

    with refused("Both mediators record"):
        answered(case, "pk.head")
    with refused("Summarise the principals' instructions"):
        answered(case, "tr.head", text=" ")
    assert answered(case, "tr.head").state == "escalated"
    assert answered(case, "qa.head", answer="none").state == "escalated"  # not the same answer
    case = answered(case, "qa.head")

    assert case.state == "deliberation"
    assert bodies(case, "principals_answered", reader="AF") == [{"text": "Vote once more."}]
    with refused("not yet shown a draft finding in this round"):
        ballots.open_ballot(case, by=member("tr.head"))
    assert in_ballot(case).open_ballot().round == 2


def test_the_principals_none_ends_the_case_with_all_four_positions_recorded():
    case = answered(case_at("escalated"), "tr.head", "qa.head", answer="none", text="The four positions.")

    assert (case.state, case.ending_text) == ("no_determination", "The four positions.")
    assert not case.clocks.filter(stopped_at=None).exists()


def test_their_clock_reminds_and_then_ends_the_case():
    case = in_deliberation()
    escalated(case)

    hours_pass(180.1)
    perform_due()
    moments = [body["moment"] for body in bodies(case, "clock_reminded") if body["clock"] == "principals"]
    assert moments == ["half", "three_quarters"]
    hours_pass(60)
    perform_due()

    assert fresh(case).state == "no_determination"
    assert len(bodies(case, "no_determination_recorded")) == 1

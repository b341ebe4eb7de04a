"""Reopening: after a settlement or no determination, both mediators on the same new decisive fact; all starts anew."""

import pytest

from tests.factories.procedure import case_at, fresh, in_ballot, member, replied, voted, with_team
from tests.procedure.stories import bodies, refused, runs
from verification.actions import cases

pytestmark = pytest.mark.django_db

FACT = "The log of the post was found."


def reopened(case, *by, fact=FACT):
    for username in by:
        cases.reopen_case(case, new_fact=fact, by=member(username))
    return fresh(case)


@pytest.mark.parametrize("state", ["settled", "no_determination"])
def test_both_mediators_reopen_on_the_same_fact(state):
    case = case_at(state)

    with refused("Both mediators reopen"):
        reopened(case, "pk.head")
    with refused("State the new decisive fact"):
        reopened(case, "tr.head", fact=" ")
    assert reopened(case, "tr.head").state == state
    assert reopened(case, "qa.head", fact="Another fact.").state == state
    case = reopened(case, "qa.deputy")

    assert case.state == "verification"
    assert bodies(case, "case_reopened", reader="PK") == [{"new_fact": FACT}]


def test_rounds_and_the_one_escalation_start_anew():
    case = reopened(case_at("no_determination"), "tr.head", "qa.head")
    assert (case.round, case.escalated_at, case.ended_at) == (0, None, None)
    assert runs(case, "report", "team")  # the team stays named, and owes a report anew

    cases.submit_report(case, text="What the team found.", by=member("qa.officer"))
    case = in_ballot(fresh(case))

    assert case.open_ballot().round == 1
    assert voted(case, {"PK": "approve", "AF": "approve", "TR": "reject", "QA": "approve"}).state == "deliberation"
    cases.escalate_case(case, reasons="We cannot agree.", by=member("tr.head"))
    assert fresh(case).state == "escalated"


def test_a_case_that_was_settled_early_still_needs_its_team_and_its_replies():
    case = reopened(case_at("settled"), "tr.head", "qa.head")
    assert runs(case, "team", "TR")

    with refused("members of the verification team"):
        cases.submit_report(case, text="What we found.", by=member("qa.officer"))
    case = replied(with_team(case))
    cases.submit_report(case, text="What we found.", by=member("qa.officer"))

    assert fresh(case).state == "deliberation"


def test_no_other_case_is_reopened_so():
    for state in ("deliberation", "withdrawn", "ruled"):
        with refused("does not belong to the stage"):
            reopened(case_at(state), "tr.head")

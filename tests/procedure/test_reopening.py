"""Reopening: after a settlement or no determination, both mediators on the same new decisive fact; all starts anew."""

import pytest

from tests.factories.procedure import (
    case_at,
    fresh,
    hours_pass,
    in_ballot,
    in_deliberation,
    member,
    registered_case,
    replied,
    voted,
    with_team,
)
from tests.procedure.stories import bodies, clock_of, refused, runs
from verification.actions import cases, replies
from verification.actions.clocks import perform_due

pytestmark = pytest.mark.django_db

FACT = "The log of the post was found."


def settled(case):
    for head in ("pk.head", "af.head"):
        cases.settle_case(case, agreed_text="Settled so.", by=member(head))
    return fresh(case)


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
    case = case_at("settled")
    hours_pass(100)
    case = reopened(case, "tr.head", "qa.head")
    assert perform_due() == 0
    assert runs(case, "team", "TR")
    assert clock_of(case, "team", "QA").started_at == fresh(case).reopened_at

    with refused("members of the verification team"):
        cases.submit_report(case, text="What we found.", by=member("qa.officer"))
    case = replied(with_team(case))
    cases.submit_report(case, text="What we found.", by=member("qa.officer"))

    assert fresh(case).state == "deliberation"


def test_no_other_case_is_reopened_so():
    for state in ("deliberation", "withdrawn", "ruled"):
        with refused("does not belong to the stage"):
            reopened(case_at(state), "tr.head")


def test_who_had_not_replied_has_the_whole_time_again_and_is_not_called_silent():
    case = registered_case()
    hours_pass(10)
    case = settled(case)
    hours_pass(490)
    case = reopened(case, "tr.head", "qa.head")

    assert perform_due() == 0  # neither reminders of what passed while it was settled, nor an end
    hours_pass(71.9)
    perform_due()
    assert not [one for one in bodies(case, "clock_ended") if one["clock"] == "reply"]
    with refused("right of reply is still running"):
        cases.submit_report(with_team(case), text="What we found.", by=member("qa.officer"))
    replies.send_reply(case.incidents.get(), stance="deny", text="It was not so.", by=member("af.head"))

    assert not runs(case, "reply", "AF")
    with refused("already replied"):
        replies.send_reply(case.incidents.get(), stance="deny", text="Once more.", by=member("af.head"))


def test_who_stays_silent_after_the_reopening_is_told_from_when_the_time_ran():
    case = settled(registered_case())
    hours_pass(500)
    case = reopened(case, "tr.head", "qa.head")
    hours_pass(72.1)
    perform_due()

    said = [one for one in bodies(case, "clock_ended") if one["clock"] == "reply"]

    assert [(one["owner"], one["silence"]) for one in said] == [("AF", True)]
    assert said[0]["notified_at"] == case.reopened_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def test_who_replied_before_the_reopening_has_replied():
    case = settled(in_deliberation())
    hours_pass(500)

    assert not runs(reopened(case, "tr.head", "qa.head"), "reply", "AF")

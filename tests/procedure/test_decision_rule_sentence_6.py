"""A party's absence never blocks: votes are given in writing, without meeting; a mediator cannot be dispensed with."""

import pytest

from tests.factories.procedure import (
    ballot_ends,
    case_at,
    finding_terms,
    fresh,
    hours_pass,
    member,
    registered_case,
    vote,
    voted,
    with_team,
)
from tests.procedure.stories import refused, what_if
from verification.actions import ballots, cases, findings

pytestmark = pytest.mark.django_db


def test_a_case_reaches_its_verdict_though_a_party_never_says_a_word():
    case = with_team(registered_case())
    with refused("right of reply is still running"):
        cases.submit_report(case, text="What the team saw.", by=member("qa.officer"))
    hours_pass(72.1)
    cases.submit_report(case, text="What the team saw.", by=member("qa.officer"))
    findings.draft_finding(case, terms=finding_terms(fresh(case)), by=member("tr.officer"))
    with refused("right of reply or of comment is running"):
        ballots.open_ballot(case, by=member("tr.head"))
    hours_pass(48.1)
    ballots.open_ballot(case, by=member("tr.head"))

    case = ballot_ends(voted(fresh(case), {"PK": "approve", "TR": "approve", "QA": "approve"}))

    assert (case.state, case.latest_verdict().adoption) == ("ruled", "determined")


def test_votes_are_given_one_by_one_and_at_any_hour_of_the_ballot():
    case = case_at("ballot")

    for username in ("qa.deputy", "af.head", "pk.deputy", "tr.head"):
        vote(case, by=username)
        hours_pass(17.9)

    assert fresh(case).state == "ruled"


def test_no_verdict_without_either_mediator():
    case = case_at("ballot")

    for absent in ("TR", "QA"):
        with what_if():
            votes = {"PK": "approve", "AF": "approve", "TR": "approve", "QA": "approve", absent: None}
            assert ballot_ends(voted(case, votes)).latest_verdict() is None

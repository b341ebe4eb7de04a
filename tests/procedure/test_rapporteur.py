"""The rapporteur: named by both mediators, of no delegation that filed, and never a voter in the case."""

import pytest

from tests.factories.procedure import (
    case_at,
    finding_terms,
    fresh,
    in_ballot,
    member,
    registered_case,
    replied,
    voted,
)
from tests.procedure.stories import refused, runs
from verification.actions import cases, findings

pytestmark = pytest.mark.django_db

FAILED = {"PK": "approve", "AF": "reject", "TR": "reject", "QA": "approve"}


def named(case, username, *, by=("tr.deputy", "qa.deputy")):
    for mediator in by:
        cases.name_rapporteur(case, rapporteur=member(username), by=member(mediator))
    return fresh(case).rapporteur


def test_who_voted_in_the_first_round_does_not_draft_for_the_second():
    case = voted(in_ballot(case_at("deliberation")), FAILED)
    assert case.state == "deliberation"

    for voter in ("tr.head", "qa.head"):
        with refused("the rapporteur is never a voter in it"):
            named(case, voter)

    assert named(case, "tr.deputy") == member("tr.deputy")  # who did not vote


def test_who_has_not_voted_yet_may_be_named_and_then_does_not_vote():
    case = case_at("deliberation")

    assert named(case, "tr.head") == member("tr.head")
    assert case.recusals.filter(member=member("tr.head"), reason="rapporteur").exists()


def test_who_voted_before_a_reopening_is_a_voter_in_the_case_still():
    case = voted(in_ballot(case_at("deliberation")), FAILED)
    for party in ("pk.head", "af.head"):
        cases.settle_case(case, agreed_text="Settled so.", by=member(party))
    for mediator in ("tr.head", "qa.head"):
        cases.reopen_case(fresh(case), new_fact="A photograph came to light.", by=member(mediator))

    with refused("the rapporteur is never a voter in it"):
        named(fresh(case), "qa.head")


def test_report_waits_for_no_rapporteur():
    """The table asks of a report only who writes it and that the replies are in; the finding waits for a rapporteur."""
    case = registered_case()
    for mediator in ("tr.head", "qa.head"):
        cases.name_team(case, team=[member("qa.officer")], by=member(mediator))
    replied(case)

    cases.submit_report(case, text="What the team saw.", by=member("qa.officer"))

    assert fresh(case).state == "deliberation"
    assert runs(case, "draft_finding", "rapporteur")
    with refused("drafted by the rapporteur"):
        findings.draft_finding(case, terms=finding_terms(case), by=member("tr.officer"))
    assert named(case, "tr.officer") == member("tr.officer")
    findings.draft_finding(fresh(case), terms=finding_terms(case), by=member("tr.officer"))

"""Recusal follows every person who filed an incident for a mediator: the first time, and after a return."""

import pytest

from commission.models import Delegation, Member
from incidents.actions import file_incident
from incidents.models import Filing
from tests.factories.incidents import filed_incident
from tests.factories.procedure import (
    case_at,
    fresh,
    in_ballot,
    in_deliberation,
    member,
    registered_case,
    replied,
    vote,
    with_finding,
)
from tests.procedure.stories import refused
from verification.actions import ballots, cases, registration
from verification.models import Recusal
from verification.standing import eligible_voters

pytestmark = pytest.mark.django_db


def filed_twice(*, first, then, respondents=("AF",)):
    """One files, it is returned, another of the delegation mends it and files again."""
    incident = filed_incident(by=member(first), respondents=list(respondents))
    registration.return_incident(incident, missing="At what hour?", by=member("qa.head"))
    file_incident(incident, by=member(then))
    return incident


def seated(username, *, delegation, role):
    """A change of seat, done."""
    Member.objects.filter(username=username).update(delegation=delegation, role=role)
    return member(username)


def test_each_filing_has_its_row_with_the_digest_of_its_receipt():
    incident = filed_twice(first="pk.head", then="pk.deputy")
    incident.refresh_from_db()

    rows = list(Filing.objects.filter(incident=incident))

    assert [(row.filed_by.username, row.delegation_id) for row in rows] == [("pk.head", "PK"), ("pk.deputy", "PK")]
    assert bytes(rows[1].digest) == bytes(incident.filed_digest) != bytes(rows[0].digest)
    assert rows[1].filed_at == incident.filed_at


def test_both_of_a_mediators_filers_are_recused_and_neither_votes():
    third = Member.objects.create_member(
        "tr.second",
        password="peace-in-the-valley",
        name="Second",
        delegation=Delegation.objects.get(pk="TR"),
        role="deputy",
    )
    case = registered_case(filed_twice(first="tr.head", then="tr.deputy"))

    recused = case.recusals.filter(reason=Recusal.Reason.FILER).order_by("member__username")
    assert [one.member.username for one in recused] == ["tr.deputy", "tr.head"]
    assert list(eligible_voters(case, delegation="TR")) == [third]
    for mediator in ("tr.second", "qa.head"):
        cases.name_team(case, team=[member("qa.officer")], by=member(mediator))
        cases.name_rapporteur(case, rapporteur=member("qa.deputy"), by=member(mediator))
    replied(case)
    cases.submit_report(case, text="What the team saw.", by=member("qa.officer"))
    case = with_finding(fresh(case))
    ballots.open_ballot(case, by=member("qa.head"))
    for username in ("tr.head", "tr.deputy"):
        with refused("You do not vote in this case"):
            vote(case, by=username)
    vote(case, by="tr.second")


def test_a_registration_that_would_leave_the_mediator_without_a_voter_is_refused():
    """Türkiye has a head and a deputy: when both have filed, nobody is left to vote for it."""
    incident = filed_twice(first="tr.head", then="tr.deputy")

    with refused("without a member who may vote"):
        registration.register_incident(incident, by=member("qa.head"))


def test_who_filed_first_and_sits_for_a_mediator_since_does_not_decide_nor_vote():
    incident = filed_twice(first="pk.deputy", then="pk.head")
    moved = seated("pk.deputy", delegation="TR", role="deputy")

    with refused("You filed this incident"):
        registration.register_incident(incident, by=moved)
    case = registered_case(incident)  # by Türkiye's other deputy

    assert moved not in eligible_voters(case, delegation="TR")
    assert not case.recusals.filter(reason=Recusal.Reason.FILER).exists()  # it filed for a party: a position, no doubt


def test_a_partys_filers_keep_their_vote():
    incident = filed_twice(first="pk.head", then="pk.deputy")
    case = in_ballot(in_deliberation(registered_case(incident)))

    assert not case.recusals.filter(reason=Recusal.Reason.FILER).exists()
    vote(case, by="pk.head")
    assert case.ballots.get().votes.get().delegation_id == "PK"


def test_who_filed_nothing_is_not_recused():
    assert not case_at("verification").recusals.exists()

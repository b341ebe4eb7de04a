"""Substitution: the head of a delegation names an officer who may vote for it in one case."""

import pytest

from tests.factories.procedure import case_at, in_ballot, member, registered_case, vote
from tests.procedure.stories import bodies, refused
from verification.actions import cases, persons

pytestmark = pytest.mark.django_db


def test_the_head_names_an_officer_of_its_own_who_is_not_recused():
    case = case_at("deliberation")  # Qatar's officer is on the team, Türkiye's is rapporteur

    with refused("named by the head"):
        persons.name_substitute(case, substitute=member("pk.officer"), by=member("pk.deputy"))
    for wrong in ("af.officer", "pk.observer", "pk.deputy"):
        with refused("an officer of one's own delegation"):
            persons.name_substitute(case, substitute=member(wrong), by=member("pk.head"))
    with refused("recused in the case"):
        persons.name_substitute(case, substitute=member("qa.officer"), by=member("qa.head"))
    persons.name_substitute(case, substitute=member("pk.officer"), by=member("pk.head"))

    assert bodies(case, "substitute_named", reader="AF") == [
        {"substitute": {"name": member("pk.officer").name, "delegation": "PK"}}
    ]
    with refused("named substitute voter in the case already"):
        persons.name_substitute(case, substitute=member("pk.officer"), by=member("pk.head"))


def test_the_substitute_votes_in_that_case_and_in_no_other():
    case, other = in_ballot(), in_ballot()
    persons.name_substitute(case, substitute=member("pk.officer"), by=member("pk.head"))

    vote(case, by="pk.officer")

    assert case.open_ballot().votes.get().cast_by == member("pk.officer")
    with refused("has already voted"):  # one delegation, one voice
        vote(case, by="pk.head")
    with refused("Your role"):
        vote(other, by="pk.officer")


def test_a_substitute_lets_head_and_deputy_serve_on_the_team():
    case = registered_case()
    both_of_qatar = [member("qa.head"), member("qa.deputy")]

    with refused("without a member who may vote"):
        cases.name_team(case, team=both_of_qatar, by=member("tr.head"))
    persons.name_substitute(case, substitute=member("qa.officer"), by=member("qa.head"))
    for mediator in ("tr.head", "qa.head"):
        cases.name_team(case, team=both_of_qatar, by=member(mediator))

    assert set(case.team.values_list("member__username", flat=True)) == {"qa.head", "qa.deputy"}
    with refused("without a member who may vote"):  # the substitute is now Qatar's only voter
        cases.name_rapporteur(case, rapporteur=member("qa.officer"), by=member("tr.head"))


def test_after_the_verdict_nobody_is_named():
    with refused("does not belong to the stage"):
        persons.name_substitute(case_at("ruled"), substitute=member("pk.officer"), by=member("pk.head"))

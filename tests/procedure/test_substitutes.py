"""Substitution: the head of a delegation names an officer who may vote for it in one case."""

import pytest

from commission.actions import change_member, change_seat, reset_password
from tests.factories.procedure import case_at, in_ballot, in_deliberation, member, registered_case, vote, with_finding
from tests.procedure.stories import bodies, refused, seated
from verification.actions import ballots, cases, persons
from verification.standing import eligible_voters

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


NAMED_BEFORE = "named before their seat or password changed; the head names them again"


def named(username="pk.officer", *, case=None):
    """The head of the officer's delegation has named it in a case that is in ballot."""
    case = case or in_ballot()
    persons.name_substitute(case, substitute=member(username), by=member(f"{username[:2]}.head"))
    return case


def moved_away_and_back(username):
    home = member(username).delegation_id
    seated(username, delegation="TR", role="officer")
    seated(username, delegation=home, role="officer")


def closed_and_opened(username):
    for is_active in (False, True):
        one = member(username)
        change_seat(one, role=one.role, delegation=one.delegation, is_active=is_active, by=member("admin1"))


CHANGES_OF_ACCESS = {
    "a new password": lambda one: reset_password(member(one), password="long enough", by=member("admin1")),
    "moved away and back": moved_away_and_back,
    "closed and opened": closed_and_opened,
}


@pytest.mark.parametrize("change", CHANGES_OF_ACCESS.values(), ids=CHANGES_OF_ACCESS)
@pytest.mark.parametrize("officer", ["pk.officer", "af.officer"])
def test_one_admin_alone_casts_no_vote_through_a_substitute(officer, change):
    case, delegation = named(officer), officer[:2].upper()
    assert member(officer) in eligible_voters(case, delegation=delegation)

    change(officer)

    assert member(officer) not in eligible_voters(case, delegation=delegation)
    with refused(NAMED_BEFORE):
        vote(case, by=officer)
    assert not case.open_ballot().votes.exists()


def test_whoever_was_named_before_a_change_is_named_again_and_votes():
    case = named()
    reset_password(member("pk.officer"), password="long enough", by=member("admin1"))
    persons.name_substitute(case, substitute=member("pk.officer"), by=member("pk.head"))

    vote(case, by="pk.officer")

    assert case.open_ballot().votes.get().cast_by == member("pk.officer")
    assert len(bodies(case, "substitute_named")) == 2
    with refused("named substitute voter in the case already"):
        persons.name_substitute(case, substitute=member("pk.officer"), by=member("pk.head"))


@pytest.mark.parametrize(("delegation", "role"), [("PK", "observer"), ("AF", "officer"), ("AF", "observer")])
def test_a_substitute_who_no_longer_acts_for_the_delegation_does_not_vote(delegation, role):
    case = named()

    seated("pk.officer", delegation=delegation, role=role)

    with refused("Your role"):
        vote(case, by="pk.officer")
    assert not any(member("pk.officer") in eligible_voters(case, delegation=code) for code in ("PK", "AF"))


def test_a_substitute_keeps_the_vote_while_a_change_only_waits_and_under_another_name():
    case = named()
    one = member("pk.officer")
    change_seat(one, role="deputy", delegation=one.delegation, is_active=True, by=member("admin1"))
    change_member(one, name="Another Name", email="", by=member("admin1"))

    vote(case, by="pk.officer")

    assert case.open_ballot().votes.get().cast_by == one


def test_a_substitute_who_becomes_deputy_votes_as_deputy():
    case = named()

    seated("pk.officer", delegation="PK", role="deputy")
    vote(case, by="pk.officer")

    assert case.open_ballot().votes.get().cast_by.role == "deputy"


def test_a_ballot_does_not_open_on_a_substitute_whose_password_one_admin_changed():
    case = with_finding(in_deliberation())
    seated("qa.observer", delegation="QA", role="officer")
    named("qa.observer", case=case)
    for challenged, other in (("qa.head", "qa.deputy"), ("qa.deputy", "qa.head")):
        challenge = persons.challenge_member(
            case, challenged=member(challenged), grounds="Doubt.", by=member("pk.head")
        )
        for mediator in ("tr.head", other):
            persons.decide_challenge(challenge, is_upheld=True, reasons="So.", by=member(mediator))
    reset_password(member("qa.observer"), password="long enough", by=member("admin1"))

    with refused("no member who may vote in this case; its head may name a substitute"):
        ballots.open_ballot(case, by=member("tr.head"))
    persons.name_substitute(case, substitute=member("qa.observer"), by=member("qa.head"))
    ballots.open_ballot(case, by=member("tr.head"))

    assert eligible_voters(case, delegation="QA").get() == member("qa.observer")


def test_one_admin_alone_keeps_no_mediator_from_voting():
    case = in_ballot()
    for seat in ("tr.head", "tr.deputy"):
        reset_password(member(seat), password="long enough", by=member("admin1"))

    assert {one.username for one in eligible_voters(case, delegation="TR")} >= {"tr.head", "tr.deputy"}
    vote(case, by="tr.head")

    assert case.open_ballot().votes.get().delegation_id == "TR"

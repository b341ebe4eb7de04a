"""Challenges: a delegation doubts, for stated grounds, that a member is impartial; the mediators decide."""

import pytest

from monitoring_site.clock import database_time
from reports.awaiting import asked_of
from tests.factories.procedure import (
    case_at,
    finding_terms,
    fresh,
    hours_pass,
    in_ballot,
    member,
    rapporteur_named,
    registered_case,
    vote,
    voted,
    with_finding,
    with_team,
)
from tests.factories.trials.cases import back_from_principals
from tests.procedure.stories import bodies, clock_of, entries, refused, runs, seated
from verification.actions import ballots, cases, findings, persons, team
from verification.actions.clocks import perform_due, sync_clocks

pytestmark = pytest.mark.django_db

GROUNDS = "He owns land beside the post."
REASONS = "The doubt is justified."


def challenged(case, username, *, by="pk.deputy"):
    return persons.challenge_member(case, challenged=member(username), grounds=GROUNDS, by=member(by))


def decided(challenge, *, is_upheld=True, by=("tr.deputy", "qa.deputy")):
    for username in by:
        challenge = persons.decide_challenge(challenge, is_upheld=is_upheld, reasons=REASONS, by=member(username))
    return challenge


def test_any_delegation_challenges_a_mediators_member_and_nobody_else():
    case = registered_case()

    with refused("a party's vote is its position"):
        challenged(case, "af.head")
    with refused("role in the delegation"):
        challenged(case, "tr.head", by="pk.officer")
    with refused("needs its reasons"):
        persons.challenge_member(case, challenged=member("tr.head"), grounds=" ", by=member("pk.head"))
    challenged(case, "tr.head")

    assert bodies(case, "member_challenged", reader="AF")[0]["grounds"] == GROUNDS
    with refused("awaits its decision"):
        challenged(case, "tr.head", by="af.head")


def test_each_delegation_challenges_the_same_member_once():
    """Or a party could keep the ballot from opening, challenge by challenge."""
    case = registered_case()
    decided(challenged(case, "tr.head"), is_upheld=False)

    with refused("has challenged this member in this case already"):
        challenged(case, "tr.head", by="pk.head")

    challenged(case, "tr.head", by="af.head")
    challenged(case, "qa.head", by="pk.head")


def test_while_a_ballot_is_open_nobody_is_challenged_and_votes_are_held_up_by_nothing():
    case = case_at("ballot")

    with refused("A ballot is open: a challenge is raised and decided before it opens"):
        challenged(case, "tr.head", by="pk.head")

    assert voted(case).state == "ruled"


def test_no_ballot_opens_before_a_challenge_is_decided():
    case = with_finding(case_at("deliberation"))
    challenge = challenged(case, "qa.deputy")

    with refused("A challenge awaits its decision"):
        ballots.open_ballot(case, by=member("tr.head"))
    decided(challenge, by=["tr.head"])
    with refused("A challenge awaits its decision"):
        ballots.open_ballot(case, by=member("tr.head"))
    decided(challenge, by=["qa.head"])
    ballots.open_ballot(case, by=member("tr.head"))

    with refused("You do not vote in this case"):
        vote(case, by="qa.deputy")


def test_a_challenge_that_a_mediator_has_nobody_to_decide_on_keeps_no_ballot_from_opening():
    case = with_finding(case_at("deliberation"))
    challenge = challenged(case, "tr.head")
    seated("tr.deputy", delegation="TR", role="observer")

    ballots.open_ballot(case, by=member("tr.head"))

    seated("tr.deputy", delegation="TR", role="deputy")
    with refused("A ballot is open"):
        decided(challenge)
    voted(case)
    with refused("does not belong to the stage"):
        decided(challenge)
    assert asked_of(member("qa.head")) == []  # it awaits nobody any more


def test_a_challenge_that_one_mediator_leaves_undecided_does_not_keep_the_case():
    case = with_finding(case_at("deliberation"))
    decided(challenged(case, "tr.officer"), by=["qa.head"])

    cases.escalate_case(case, reasons="Türkiye does not decide.", by=member("qa.head"))

    assert fresh(case).state == "escalated"
    decided(case.challenges.get(), is_upheld=False)  # it can still be decided there
    assert asked_of(member("qa.head")) == []


def test_an_undecided_challenge_of_a_case_that_has_ended_awaits_nobody_until_it_is_reopened():
    case = case_at("deliberation")
    challenge = challenged(case, "tr.officer")
    for head in ("pk.head", "af.head"):
        cases.settle_case(case, agreed_text="Settled.", by=member(head))

    assert asked_of(member("qa.head")) == []
    with refused("does not belong to the stage"):
        decided(challenge)
    for mediator in ("tr.head", "qa.head"):
        cases.reopen_case(case, new_fact="A film.", by=member(mediator))
    assert [one.words for one in asked_of(member("qa.head"))] == ["Decide the challenge"]
    assert decided(challenge).is_upheld


def test_both_mediators_decide_and_never_the_member_who_was_challenged():
    case = with_finding(case_at("deliberation"))
    challenge = challenged(case, "tr.head")

    with refused("challenged does not decide"):
        decided(challenge, by=["tr.head"])
    with refused("for the mediators"):
        decided(challenge, by=["pk.head"])
    with refused("needs its reasons"):
        persons.decide_challenge(challenge, is_upheld=True, reasons=" ", by=member("qa.head"))
    decided(challenge, by=["tr.deputy"])
    assert not entries(case, "challenge_decided")  # one mediator alone decides nothing
    assert not case.recusals.filter(member=member("tr.head")).exists()
    challenge = decided(challenge, by=["qa.deputy"])

    assert challenge.is_upheld
    ballots.open_ballot(case, by=member("tr.deputy"))
    with refused("You do not vote in this case"):
        vote(case, by="tr.head")
    vote(case, by="tr.deputy")  # the delegation keeps its voice
    with refused("has been decided"):
        decided(challenge, by=["qa.head"])


def test_a_challenge_that_is_not_upheld_recuses_nobody():
    case = with_finding(case_at("deliberation"))

    decided(challenged(case, "tr.head"), is_upheld=False)

    ballots.open_ballot(case, by=member("tr.head"))
    vote(case, by="tr.head")
    assert bodies(case, "challenge_decided", reader="PK")[0]["is_upheld"] is False


def test_a_challenge_that_would_leave_no_voter_is_refused_until_a_substitute_is_named():
    case = case_at("deliberation")
    decided(challenged(case, "tr.head"))
    last = challenged(case, "tr.deputy")
    by = ["tr.head", "qa.deputy"]  # who was recused still sits for Türkiye

    with refused("without a member who may vote"):
        decided(last, by=by)
    decided(last, is_upheld=False, by=by)  # refusing it is always open

    assert not fresh(case).recusals.filter(member=member("tr.deputy")).exists()


def test_an_upheld_challenge_relieves_the_rapporteur():
    case = case_at("deliberation")

    decided(challenged(case, "tr.officer"))

    case = fresh(case)
    assert case.rapporteur is None
    with refused("drafted by the rapporteur"):
        findings.draft_finding(case, terms=finding_terms(case), by=member("tr.officer"))
    with refused("cannot be named"):
        cases.name_rapporteur(case, rapporteur=member("tr.officer"), by=member("tr.head"))
    assert rapporteur_named(case, "tr.deputy").rapporteur == member("tr.deputy")


def test_an_upheld_challenge_relieves_the_team_and_another_is_owed():
    case = with_team(registered_case())
    assert runs(case, "report", "team")

    decided(challenged(case, "qa.officer"))

    assert not case.team.filter(relieved_at=None).exists()
    assert not runs(case, "report", "team")
    assert runs(case, "team", "TR")
    with refused("members of the verification team"):
        team.add_site_note(case, place="Post 14", text="Shell holes.", by=member("qa.officer"))
    with refused("cannot be named"):
        cases.name_team(case, team=[member("qa.officer")], by=member("tr.head"))


def test_after_the_verdict_nobody_is_challenged():
    with refused("does not belong to the stage"):
        challenged(case_at("ruled"), "tr.head")


def test_the_time_to_name_another_team_runs_from_the_relief():
    case = with_team(registered_case())
    hours_pass(100)
    perform_due()
    decided(challenged(case, "qa.officer"))

    assert perform_due() == 0  # nothing of the first 100 hours is owed now
    assert runs(case, "team", "TR")
    hours_pass(24.1)
    perform_due()
    assert {one["owner"] for one in bodies(case, "clock_ended") if one["clock"] == "team"} == {"TR", "QA"}


def test_the_text_of_a_rapporteur_who_was_removed_goes_to_no_ballot():
    case = with_finding(case_at("deliberation"))
    hours_pass(130)
    perform_due()
    decided(challenged(case, "tr.officer"))

    case = rapporteur_named(case, "tr.deputy")
    with refused("not yet shown a draft finding"):
        ballots.open_ballot(case, by=member("tr.head"))
    # The next rapporteur has the whole time, and the parties comment anew.
    assert perform_due() == 0
    assert clock_of(case, "draft_finding", "rapporteur").started_at == case.rapporteur_relieved_at
    assert in_ballot(case).open_ballot().finding.drafted_by == member("tr.deputy")


def test_back_from_the_principals_a_removed_rapporteur_gives_nobody_the_case_to_end():
    case = with_finding(back_from_principals())
    hours_pass(60)
    decided(challenged(case, "tr.officer"))

    with refused("escalated once"):
        cases.escalate_case(case, reasons="No rapporteur.", by=member("tr.head"))
    hours_pass(119.9)
    with refused("escalated once"):
        cases.escalate_case(case, reasons="No rapporteur.", by=member("tr.head"))
    hours_pass(0.2)
    cases.escalate_case(case, reasons="No rapporteur.", by=member("tr.head"))

    assert fresh(case).state == "no_determination"


def test_back_from_the_principals_a_rapporteur_s_new_seat_gives_nobody_the_case_to_end():
    case = with_finding(back_from_principals())
    hours_pass(1)
    seated("tr.officer", delegation="PK", role="officer")
    sync_clocks(fresh(case), at=database_time())  # as the next act would

    assert runs(case, "opening_ballot", "TR") and runs(case, "opening_ballot", "QA")
    hours_pass(46.9)
    with refused("escalated once"):
        cases.escalate_case(case, reasons="No rapporteur.", by=member("qa.head"))
    hours_pass(0.2)
    cases.escalate_case(case, reasons="No rapporteur.", by=member("qa.head"))

    assert fresh(case).state == "no_determination"

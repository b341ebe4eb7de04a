"""Ballots: opened on one exact text, voted once by each delegation, sealed until closed, annulled once."""

import pytest

from tests.factories.incidents import filed_incident
from tests.factories.procedure import (
    case_at,
    fresh,
    hours_pass,
    in_ballot,
    in_deliberation,
    member,
    registered_case,
    replied,
    vote,
    with_finding,
    with_team,
)
from tests.procedure.stories import bodies, refused, what_if
from verification.actions import ballots, cases

pytestmark = pytest.mark.django_db

REASONS = "A page was missing from the text."


def annulled(case, *, by=("tr.head", "qa.deputy"), reasons=REASONS):
    for username in by:
        ballots.annul_ballot(case, reasons=reasons, by=member(username))
    return fresh(case)


def test_the_rapporteur_s_delegation_opens_the_ballot():
    case = with_finding(in_deliberation())

    with refused("rapporteur's delegation"):
        ballots.open_ballot(case, by=member("qa.head"))
    with refused("for the mediators"):
        ballots.open_ballot(case, by=member("pk.head"))
    with refused("Your role"):
        ballots.open_ballot(case, by=member("tr.officer"))
    ballot = ballots.open_ballot(case, by=member("tr.deputy"))

    assert bytes(ballot.digest) == bytes(ballot.finding.digest)


def test_one_vote_for_each_delegation_by_those_who_may_and_on_the_text_that_was_read():
    case = case_at("ballot")

    for username, sentence in {
        "pk.officer": "Your role",
        "pk.observer": "Your role",
        "tr.officer": "Your role",
        "admin1": "Your role",
    }.items():
        with refused(sentence):
            vote(case, by=username)
    with refused("is not the text of this ballot"):
        ballots.cast_vote(case, choice="approve", digest="00" * 32, by=member("pk.head"))
    with refused("needs its reasons"):
        vote(case, by="pk.head", choice="reserve", reasons=" ")
    vote(case, by="pk.head")
    with refused("has already voted in this ballot"):
        vote(case, by="pk.deputy")
    hours_pass(72.1)
    with refused("time to vote has passed"):
        vote(case, by="af.head")


def test_votes_are_sealed_until_the_ballot_closes_and_then_open_to_all_four():
    case = case_at("ballot")
    vote(case, by="pk.head", choice="reject")

    assert [body["choice"] for body in bodies(case, "vote_cast", reader="PK")] == ["reject"]
    for reader in ("AF", "TR", "QA"):
        assert bodies(case, "vote_cast", reader=reader) == [None]  # that it was cast, not how
    for username in ("af.head", "tr.head", "qa.head"):
        vote(case, by=username)

    for reader in ("PK", "AF", "TR", "QA"):
        choices = [body["choice"] for body in bodies(case, "vote_cast", reader=reader)]
        assert choices == ["reject", "approve", "approve", "approve"]


def test_a_mediator_s_filer_does_not_vote_and_a_party_s_does():
    theirs = filed_incident(by=member("tr.head"), respondents=["AF"])
    case = registered_case(filed_incident(by=member("pk.head")), theirs)
    case = in_ballot(in_deliberation_of(with_team(case, team="tr.officer", rapporteur="qa.officer")))

    vote(case, by="pk.head")  # a party's vote is its position, whoever filed
    with refused("You do not vote in this case"):
        vote(case, by="tr.head")
    vote(case, by="tr.deputy")


def in_deliberation_of(case):
    replied(case)
    cases.submit_report(case, text="What the team saw.", by=member("tr.officer"))
    return fresh(case)


def test_a_ballot_is_annulled_by_both_mediators_once_and_counts_as_a_round():
    case = case_at("ballot")
    with refused("for the mediators"):
        annulled(case, by=["pk.head"])
    with refused("needs its reasons"):
        annulled(case, by=["tr.head"], reasons=" ")
    assert annulled(case, by=["tr.head"]).state == "ballot"  # one mediator alone annuls nothing
    with what_if():
        ballots.annul_ballot(case, reasons="For other reasons.", by=member("qa.head"))
        assert fresh(case).state == "ballot"
    vote(case, by="af.head")
    case = annulled(case, by=["qa.head"])

    assert (case.state, case.ballots.get().outcome) == ("deliberation", "annulled")
    with refused("not yet shown a draft finding in this round"):
        ballots.open_ballot(case, by=member("tr.head"))
    case = in_ballot(case)
    assert case.open_ballot().round == 2
    with refused("annulled once in a case"):
        annulled(case, by=["tr.head"])

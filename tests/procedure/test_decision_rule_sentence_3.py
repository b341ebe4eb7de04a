"""Otherwise: a mediator silent at the end escalates; a mediator who rejected or reserved brings a new round, twice at most."""

from dataclasses import replace

import pytest

from tests.factories.procedure import (
    ballot_ends,
    case_at,
    finding_terms,
    fresh,
    in_ballot,
    member,
    vote,
    voted,
    with_finding,
)
from tests.procedure.stories import bodies, refused, what_if
from verification.actions import ballots, findings

pytestmark = pytest.mark.django_db

PARTIES = {"PK": "approve", "AF": "approve"}
DISSENT = {**PARTIES, "TR": "approve", "QA": "reject"}


def test_a_silent_mediator_escalates_and_a_dissenting_one_brings_a_new_round():
    case = case_at("ballot")

    with what_if():
        silent = ballot_ends(voted(case, {**PARTIES, "TR": "approve"}))
        assert silent.state == "escalated"
        assert bodies(case, "case_escalated")[0]["votes"] == {**PARTIES, "TR": "approve", "QA": None}
    with what_if():  # silence weighs more than a dissent: a new text cannot make a mediator speak
        assert ballot_ends(voted(case, {**PARTIES, "TR": "reject"})).state == "escalated"
    for choice in ("reject", "reserve"):
        with what_if():
            failed = voted(case, {**DISSENT, "QA": choice})
            assert (failed.state, failed.ballots.get().outcome) == ("deliberation", "next_round")


def test_the_new_round_needs_a_new_text_and_after_two_the_case_is_escalated():
    case = voted(case_at("ballot"), DISSENT)

    with refused("not yet shown a draft finding in this round"):
        ballots.open_ballot(case, by=member("tr.head"))
    case = in_ballot(case)
    first, second = case.ballots.order_by("number")
    assert (first.round, second.round) == (1, 2)
    assert first.digest != second.digest
    case = voted(case, DISSENT)

    assert case.state == "escalated"


def drafted(case, *, reasons, answer=""):
    terms = replace(finding_terms(case), reasons=reasons, answer_to_comments=answer)
    return findings.draft_finding(fresh(case), terms=terms, by=member("tr.officer"))


def test_the_text_that_was_voted_on_is_no_new_text_in_the_next_round():
    case = case_at("ballot")
    said = case.open_ballot().finding.reasons
    case = voted(case, DISSENT)

    with refused("A new round needs a new text"):
        drafted(case, reasons=said)
    drafted(case, reasons=said, answer="We weighed what the dissent says.")

    assert fresh(case).facts_shown_at is not None


def test_the_text_of_a_ballot_that_was_annulled_may_be_voted_on_again():
    case = case_at("ballot")
    said = case.open_ballot().finding.reasons
    for mediator in ("tr.head", "qa.head"):
        ballots.annul_ballot(case, reasons="Two voters were ill.", by=member(mediator))

    assert drafted(case, reasons=said).shown_at is not None


def test_until_all_have_voted_or_the_clock_has_run_out_the_ballot_stays_open():
    case = case_at("ballot")

    voted(case, {"TR": "reject", "QA": "reject", "AF": "reject"})  # whatever is cast, it tells nobody anything
    assert fresh(case).state == "ballot"
    with refused("does not belong to the stage"):
        with_finding(case)  # and the text cannot change meanwhile
    vote(case, by="pk.head")

    assert fresh(case).state == "deliberation"

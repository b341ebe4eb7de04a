"""A ballot: opened on one exact text, voted, closed by the decision rule, or annulled."""

from datetime import datetime, timedelta

from django.db import transaction

from commission.models import Member
from monitoring_site.clock import database_time
from monitoring_site.refusals import refuse_if
from record.actions import give_openings_about
from record.actor import CLOCK, Actor
from verification import rules, tally
from verification.actions.cases import escalate, record_no_determination
from verification.actions.clocks import sync_clocks
from verification.actions.joint import MEDIATORS, assent
from verification.actions.moves import FOUR, locked, move_case, record_case_act
from verification.models import Ballot, Case, Verdict, Vote
from verification.rules.ballots import why_not_these_terms
from verification.rules.seats import why_not_without_words
from verification.standing import latest_shown_finding
from verification.vocabularies import Choice, Outcome, State

Votes = dict[str, str | None]  # by delegation; None where it cast none


@transaction.atomic
def open_ballot(case: Case, *, by: Member) -> Ballot:
    """The four vote on exactly the text that was shown last, under its digest. Raises Refused."""
    case = locked(case)
    at = database_time()
    refuse_if(rules.why_not_open_ballot(by, case, at=at))
    finding = latest_shown_finding(case)
    assert finding is not None and finding.digest is not None, "the rule saw a shown finding"
    ballot = Ballot.objects.create(
        case=case,
        finding=finding,
        number=case.ballots.count() + 1,
        round=tally.LAST_ROUND if case.is_last_ballot else min(case.round + 1, tally.LAST_ROUND),
        digest=finding.digest,
        opened_at=at,
        opened_by=by,
        closes_at=at + timedelta(hours=case.protocol.clock_hours("ballot")),
    )
    move_case(case, to=State.BALLOT, at=at, round=case.round + 1)
    sync_clocks(case, at=at)
    body = {"ballot": ballot.number, "round": ballot.round, "digest": ballot.digest_hex}
    record_case_act(case, event="ballot_opened", actor=by.as_actor(), at=at, about=[_subject(ballot)], body=body)
    return ballot


@transaction.atomic
def cast_vote(case: Case, *, choice: str, digest: str, by: Member, reasons: str = "") -> Vote:
    """The delegation's vote is cast, final and sealed; the fourth one closes the ballot. Raises Refused.

    `digest` is the hexadecimal SHA-256 of the text that the member read.
    """
    assert choice in Choice.values, choice
    case = locked(case)
    at = database_time()
    refuse_if(rules.why_not_cast_vote(by, case, at=at))
    ballot = case.open_ballot()
    assert ballot is not None, "the rule saw an open ballot"
    refuse_if(why_not_these_terms(ballot, choice=choice, reasons=reasons, digest=digest))
    vote = Vote.objects.create(
        ballot=ballot,
        delegation=by.delegation,
        choice=choice,
        reasons=reasons,
        digest=ballot.digest,
        cast_at=at,
        cast_by=by,
    )
    body = {"choice": choice, "reasons": reasons, "digest": ballot.digest_hex, "ballot": ballot.number}
    record_case_act(
        case,
        event="vote_cast",
        actor=by.as_actor(),
        at=at,
        about=[_subject(ballot)],
        body=body,
        body_readers=[vote.delegation_id],
    )
    _close_if_decided(case, ballot, is_time_over=False, actor=by.as_actor(), at=at)
    sync_clocks(case, at=at)
    return vote


@transaction.atomic
def annul_ballot(case: Case, *, reasons: str, by: Member) -> Case:
    """Both mediators having given the same reasons, the open ballot counts for nothing but a round. Raises Refused."""
    case = locked(case)
    at = database_time()
    refuse_if(rules.why_not_annul_ballot(by, case, at=at) or why_not_without_words(reasons))
    terms = {"reasons": reasons}
    if assent(case, act="annul_ballot", terms=terms, required=MEDIATORS, by=by, at=at):
        ballot = case.open_ballot()
        assert ballot is not None, "the rule saw an open ballot"
        _reveal(ballot, outcome=Outcome.ANNULLED, at=at, annulment_reasons=reasons)
        move_case(case, to=State.DELIBERATION, at=at, is_annulment_spent=True, round_failed_at=at, facts_shown_at=None)
        record_case_act(case, event="ballot_annulled", actor=by.as_actor(), at=at, about=[_subject(ballot)], body=terms)
    sync_clocks(case, at=at)
    return case


def close_ballot_at_its_end(case: Case, *, at: datetime) -> None:
    """The ballot's time is over: what was cast is tallied. The caller holds the lock and brings the clocks up to date."""
    ballot = case.open_ballot()
    if ballot is not None and at >= ballot.closes_at:
        _close_if_decided(case, ballot, is_time_over=True, actor=CLOCK, at=at)


def _close_if_decided(case: Case, ballot: Ballot, *, is_time_over: bool, actor: Actor, at: datetime) -> None:
    votes = _votes(ballot)
    outcome = tally.outcome(votes, round=ballot.round, closed=is_time_over)
    if outcome == tally.Outcome.OPEN:
        return
    _reveal(ballot, outcome=outcome.value, at=at)
    FOLLOWING[outcome](case, ballot, votes=votes, actor=actor, at=at)


def _reveal(ballot: Ballot, *, outcome: str, at: datetime, annulment_reasons: str = "") -> None:
    """The ballot is closed and all four delegations may open all its votes."""
    ballot.closed_at, ballot.outcome, ballot.annulment_reasons = at, outcome, annulment_reasons
    ballot.save(update_fields=["closed_at", "outcome", "annulment_reasons"])
    give_openings_about(*_subject(ballot), readers=FOUR, at=at, events=["verification.vote_cast"])


def _adopt(case: Case, ballot: Ballot, *, votes: Votes, actor: Actor, at: datetime) -> None:
    former = case.latest_verdict()
    verdict = Verdict.objects.create(
        case=case,
        number=former.number + 1 if former else 1,
        finding=ballot.finding,
        ballot=ballot,
        adoption=ballot.outcome,
        adopted_at=at,
        supersedes=former,
    )
    move_case(case, to=State.RULED, at=at)
    body = {"verdict": verdict.number, "outcome": ballot.outcome, "digest": ballot.digest_hex, "votes": votes}
    about = [_subject(ballot), verdict.subject]
    record_case_act(case, event="verdict_adopted", actor=actor, at=at, about=about, body=body)


def _to_next_round(case: Case, ballot: Ballot, *, votes: Votes, actor: Actor, at: datetime) -> None:
    move_case(case, to=State.DELIBERATION, at=at, round_failed_at=at, facts_shown_at=None)
    body = {"ballot": ballot.number, "votes": votes}
    record_case_act(case, event="round_failed", actor=actor, at=at, about=[_subject(ballot)], body=body)


def _to_principals(case: Case, ballot: Ballot, *, votes: Votes, actor: Actor, at: datetime) -> None:
    """Decision rule 4: a case is escalated once; escalated again means no determination. The positions are recorded."""
    positions, about = {"ballot": ballot.number, "votes": votes}, [_subject(ballot)]
    if case.escalated_at is not None:
        record_no_determination(case, text="", actor=actor, at=at, ballot=positions, about=about)
        return
    escalate(case, reasons="", actor=actor, at=at, ballot=positions, about=about)


def _votes(ballot: Ballot) -> Votes:
    cast = dict(ballot.votes.values_list("delegation_id", "choice"))
    return {delegation: cast.get(delegation) for delegation in FOUR}


def _subject(ballot: Ballot) -> tuple[str, str]:
    return ("ballot", f"{ballot.case.reference}/{ballot.number}")


FOLLOWING = {
    tally.Outcome.CONSENSUS: _adopt,
    tally.Outcome.DETERMINED: _adopt,
    tally.Outcome.NEXT_ROUND: _to_next_round,
    tally.Outcome.ESCALATED: _to_principals,
}

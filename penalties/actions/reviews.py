"""A second look at a verdict: asked for by a party, concluded by both mediators through persons who did not vote on it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commission.models import Member
from monitoring_site.clock import database_time
from monitoring_site.refusals import refuse_if
from penalties.actions.finality import give_effect, make_final
from penalties.actions.moves import record_act
from penalties.actions.orders import lift_stays, reverse_penalties
from penalties.actions.postings import reverse
from penalties.actions.variations import write_varied_verdict
from penalties.models import Review
from penalties.queries import pending_review
from penalties.rules.variations import DeterminationChange, why_not_vary
from penalties.rules.verdicts import (
    why_not_conclude_review,
    why_not_lapse,
    why_not_on_this_ground,
    why_not_request_review,
)
from penalties.vocabularies import ReviewOutcome
from record.canonical import parse_canonical
from verification.actions.cases import begin_anew
from verification.actions.clocks import sync_clocks
from verification.actions.joint import MEDIATORS, assent
from verification.actions.moves import locked, move_case, save_fields
from verification.models import Case, Verdict
from verification.rules.seats import why_not_without_words
from verification.standing import standing_verdict
from verification.vocabularies import State


@dataclass(frozen=True)
class Conclusion:
    """What both mediators agree to: the outcome, its reasons, and what a varied verdict changes."""

    outcome: str
    reasons: str
    changes: Sequence[DeterminationChange] = field(default_factory=tuple)
    withdrawn_measures: Sequence[int] = field(default_factory=tuple)  # by their place in the finding, from 1

    def as_terms(self) -> dict[str, Any]:
        """The words and numbers that both assent to."""
        return {
            "outcome": str(self.outcome),
            "reasons": self.reasons,
            "changes": [asdict(change) for change in sorted(self.changes, key=lambda change: change.incident)],
            "withdrawn_measures": sorted(self.withdrawn_measures),
        }


@transaction.atomic
def request_review(case: Case, *, ground: str, reasons: str, by: Member, discovered_on: date | None = None) -> Review:
    """The party's request stands and the case is in review; what was ordered stays in force. Raises Refused."""
    case = locked(case)
    at = database_time()
    refuse_if(
        why_not_request_review(by, case, at=at)
        or why_not_without_words(reasons)
        or why_not_on_this_ground(case, ground=ground, discovered_on=discovered_on, at=at)
    )
    verdict = standing_verdict(case)
    review = Review.objects.create(
        verdict=verdict,
        delegation=by.delegation,
        ground=ground,
        reasons=reasons,
        discovered_on=discovered_on,
        requested_at=at,
        requested_by=by,
    )
    move_case(case, to=State.REVIEW, at=at, review_requested_at=at, ended_at=None)
    sync_clocks(case, at=at)
    body = {
        "verdict": verdict.number,
        "ground": str(ground),
        "reasons": reasons,
        "discovered_on": discovered_on.isoformat() if discovered_on else None,
    }
    record_act("review_requested", actor=by.as_actor(), at=at, about=[case.subject, verdict.subject], body=body)
    return review


@transaction.atomic
def conclude_review(case: Case, *, conclusion: Conclusion, by: Member) -> Case:
    """Both mediators having agreed to exactly this conclusion, case and ledger follow it at once. Raises Refused.

    That a review has lapsed, because its time passed without an agreement, one mediator alone may say.
    """
    case = locked(case)
    at = database_time()
    refuse_if(why_not_conclude_review(by, case))
    if conclusion.outcome == ReviewOutcome.LAPSED:
        refuse_if(why_not_lapse(case, at=at))
    verdict = standing_verdict(case)
    _refuse_unfit(verdict, conclusion)
    terms = {"verdict": verdict.number, **conclusion.as_terms()}
    required = {by.delegation_id} if conclusion.outcome == ReviewOutcome.LAPSED else MEDIATORS
    if assent(case, act="conclude_review", terms=terms, required=required, by=by, at=at):
        _conclude(verdict, conclusion, terms=terms, by=by, at=at)
    sync_clocks(case, at=at)
    return case


def _refuse_unfit(verdict: Verdict, conclusion: Conclusion) -> None:
    assert conclusion.outcome in ReviewOutcome.values, conclusion.outcome
    refuse_if(why_not_without_words(conclusion.reasons, _("The conclusion of a review needs its reasons.")))
    if conclusion.outcome == ReviewOutcome.VARIED:
        refuse_if(why_not_vary(verdict, conclusion.changes, conclusion.withdrawn_measures))


def _conclude(verdict: Verdict, conclusion: Conclusion, *, terms: dict[str, Any], by: Member, at: datetime) -> None:
    review = pending_review(verdict)
    assert review is not None, "a case in review has a pending review"
    review.outcome, review.outcome_reasons, review.concluded_at = conclusion.outcome, conclusion.reasons, at
    review.save(update_fields=["outcome", "outcome_reasons", "concluded_at"])
    FOLLOWING[ReviewOutcome(conclusion.outcome)](verdict, conclusion, terms=terms, by=by, at=at)


def _uphold(verdict: Verdict, conclusion: Conclusion, *, terms: dict[str, Any], by: Member, at: datetime) -> None:
    becomes_final = verdict.final_at is None and verdict.reversed_at is None
    if becomes_final:
        make_final(verdict, by=by, at=at)
    _move_to_final(verdict.case, at=at)
    _record(verdict, terms=terms, by=by, at=at)
    if becomes_final:
        give_effect(verdict, by=by, at=at)
    lift_stays(verdict, actor=by.as_actor(), at=at)


def _vary(verdict: Verdict, conclusion: Conclusion, *, terms: dict[str, Any], by: Member, at: datetime) -> None:
    varied = write_varied_verdict(
        verdict,
        reasons=conclusion.reasons,
        changes=conclusion.changes,
        withdrawn_measures=conclusion.withdrawn_measures,
        by=by,
        at=at,
    )
    make_final(varied, by=by, at=at)
    _move_to_final(verdict.case, at=at)
    _record(verdict, terms=terms, by=by, at=at, varied=varied)
    _take_back(verdict, by=by, at=at)
    give_effect(varied, by=by, at=at)


def _reverse(verdict: Verdict, conclusion: Conclusion, *, terms: dict[str, Any], by: Member, at: datetime) -> None:
    _mark_reversed(verdict, at=at)
    _move_to_final(verdict.case, at=at)
    _record(verdict, terms=terms, by=by, at=at)
    _take_back(verdict, by=by, at=at)


def _reopen(verdict: Verdict, conclusion: Conclusion, *, terms: dict[str, Any], by: Member, at: datetime) -> None:
    _mark_reversed(verdict, at=at)
    begin_anew(verdict.case, at=at)
    save_fields(verdict.case, review_requested_at=None)
    _record(verdict, terms=terms, by=by, at=at)
    _take_back(verdict, by=by, at=at)


def _move_to_final(case: Case, *, at: datetime) -> None:
    move_case(case, to=State.FINAL, at=at, review_requested_at=None)


def _mark_reversed(verdict: Verdict, *, at: datetime) -> None:
    if verdict.reversed_at is None:
        verdict.reversed_at = at
        verdict.save(update_fields=["reversed_at"])


def _take_back(verdict: Verdict, *, by: Member, at: datetime) -> None:
    """Points and penalties of a verdict that stands no more are reversed; one that was never final has none."""
    reverse(verdict, actor=by.as_actor(), at=at)
    reverse_penalties(verdict, actor=by.as_actor(), at=at)


def _record(
    verdict: Verdict, *, terms: dict[str, Any], by: Member, at: datetime, varied: Verdict | None = None
) -> None:
    about, body = [verdict.case.subject, verdict.subject], dict(terms)
    if varied is not None:
        about.append(varied.subject)
        # The whole text, as every other finding has it in an act: whoever replays the record works from it.
        text = parse_canonical(bytes(varied.finding.text_bytes or b""))
        body |= {"new_verdict": varied.number, "digest": varied.finding.digest_hex, "finding": text}
    record_act("review_concluded", actor=by.as_actor(), at=at, about=about, body=body)


FOLLOWING = {
    ReviewOutcome.UPHELD: _uphold,
    ReviewOutcome.VARIED: _vary,
    ReviewOutcome.REVERSED: _reverse,
    ReviewOutcome.REOPENED: _reopen,
    ReviewOutcome.LAPSED: _uphold,  # without both mediators nothing of a verdict changes that both had approved
}

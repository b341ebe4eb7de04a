"""Orders: a final verdict's measures become penalties, the secretariat notifies them, a review stays or reverses them."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from commission.models import Member
from monitoring_site.clock import database_time
from monitoring_site.refusals import refuse_if
from penalties.actions.moves import locked_penalty, move_penalty, record_penalty_act
from penalties.models import Penalty
from penalties.rules.penalties import (
    why_not_lift_stay,
    why_not_log_notified,
    why_not_refer_to_principals,
    why_not_stay_penalty,
)
from penalties.vocabularies import PenaltyState
from record.actor import Actor
from verification.actions.joint import MEDIATORS, assent
from verification.models import ProposedMeasure, Verdict


def order_penalties(verdict: Verdict, *, actor: Actor, at: datetime) -> list[Penalty]:
    """Every measure of the verdict is ordered of the party that answers for its determination.

    The caller holds the case's lock and has just made the verdict final.
    """
    measures = verdict.finding.proposed_measures.select_related("determination", "measure")
    addressed = [measure for measure in measures if measure.determination.is_violation]
    return [_order(verdict, measure, actor=actor, at=at) for measure in addressed]


def reverse_penalties(verdict: Verdict, *, actor: Actor, at: datetime) -> list[Penalty]:
    """Every penalty of the verdict is reversed, whatever became of it. The caller holds the case's lock."""
    reversed_ones = list(_of_verdict(verdict).exclude(state=PenaltyState.REVERSED))
    for penalty in reversed_ones:
        penalty.verdict = verdict
        move_penalty(penalty, to=PenaltyState.REVERSED, at=at, ended_at=at)
        record_penalty_act(
            penalty, event="penalty_reversed", actor=actor, at=at, body=_named(penalty), is_for_secretariat=True
        )
    return reversed_ones


def lift_stays(verdict: Verdict, *, actor: Actor, at: datetime) -> None:
    """The stays of the verdict's penalties end with their review. The caller holds the case's lock."""
    for penalty in _of_verdict(verdict).filter(state=PenaltyState.STAYED):
        penalty.verdict = verdict
        _lift(penalty, actor=actor, at=at)


@transaction.atomic
def log_notified(penalty: Penalty, *, by: Member) -> Penalty:
    """The secretariat has notified the addressee, and its time to comply runs. Raises Refused."""
    penalty = locked_penalty(penalty)
    refuse_if(why_not_log_notified(by, penalty))
    at = database_time()
    due_at = at + timedelta(days=penalty.proposed_measure.due_days)
    move_penalty(penalty, to=PenaltyState.NOTIFIED, at=at, notified_at=at, due_at=due_at)
    body = {**_named(penalty), "due_days": penalty.proposed_measure.due_days}
    record_penalty_act(
        penalty, event="penalty_notified", actor=by.as_actor(), at=at, body=body, is_for_secretariat=True
    )
    return penalty


@transaction.atomic
def refer_to_principals(penalty: Penalty, *, by: Member) -> Penalty:
    """Both mediators having agreed, an overdue penalty is with the principals. Raises Refused."""
    penalty = locked_penalty(penalty)
    refuse_if(why_not_refer_to_principals(by, penalty))
    at = database_time()
    if _both_mediators(penalty, act="refer_to_principals", by=by, at=at):
        move_penalty(penalty, to=PenaltyState.REFERRED, at=at)
        record_penalty_act(penalty, event="penalty_referred", actor=by.as_actor(), at=at)
    return penalty


@transaction.atomic
def stay_penalty(penalty: Penalty, *, by: Member) -> Penalty:
    """Both mediators having agreed, the time to comply stands still while the review is pending. Raises Refused."""
    penalty = locked_penalty(penalty)
    refuse_if(why_not_stay_penalty(by, penalty))
    at = database_time()
    if _both_mediators(penalty, act="stay_penalty", by=by, at=at):
        move_penalty(penalty, to=PenaltyState.STAYED, at=at, stayed_at=at)
        record_penalty_act(penalty, event="penalty_stayed", actor=by.as_actor(), at=at)
    return penalty


@transaction.atomic
def lift_stay(penalty: Penalty, *, by: Member) -> Penalty:
    """Both mediators having agreed, the time to comply runs on. Raises Refused."""
    penalty = locked_penalty(penalty)
    refuse_if(why_not_lift_stay(by, penalty))
    at = database_time()
    if _both_mediators(penalty, act="lift_stay", by=by, at=at):
        _lift(penalty, actor=by.as_actor(), at=at)
    return penalty


def _order(verdict: Verdict, measure: ProposedMeasure, *, actor: Actor, at: datetime) -> Penalty:
    number = Penalty.objects.filter(verdict__case=verdict.case).count() + 1
    penalty = Penalty.objects.create(
        reference=f"{verdict.case.reference}/P{number}",
        verdict=verdict,
        proposed_measure=measure,
        addressee_id=measure.determination.answerable,
    )
    move_penalty(penalty, to=PenaltyState.ORDERED, at=at, ordered_at=at)
    body = {
        **_named(penalty),
        "measure": measure.measure_id,
        "required_act": measure.required_act,
        "place": measure.place,
        "due_days": measure.due_days,
        "checked_by": measure.checked_by_id,
        "amount": measure.amount,
        "currency": measure.currency,
    }
    record_penalty_act(penalty, event="penalty_ordered", actor=actor, at=at, body=body, is_for_secretariat=True)
    return penalty


def _lift(penalty: Penalty, *, actor: Actor, at: datetime) -> None:
    """The time that was left when it was stayed is left now."""
    assert penalty.stayed_at is not None and penalty.due_at is not None, "a stayed penalty was notified and stayed"
    due_at = penalty.due_at + (at - penalty.stayed_at)
    move_penalty(penalty, to=PenaltyState.NOTIFIED, at=at, due_at=due_at, stayed_at=None)
    record_penalty_act(penalty, event="stay_lifted", actor=actor, at=at)


def _of_verdict(verdict: Verdict) -> QuerySet[Penalty]:
    return Penalty.objects.select_for_update().filter(verdict=verdict).order_by("pk")


def _both_mediators(penalty: Penalty, *, act: str, by: Member, at: datetime) -> bool:
    terms = {"penalty": penalty.reference}
    case = penalty.verdict.case
    return assent(case, act=act, terms=terms, required=MEDIATORS, by=by, at=at, subject=penalty.reference)


def _named(penalty: Penalty) -> dict[str, Any]:
    return {"penalty": penalty.reference, "addressee": penalty.addressee_id}

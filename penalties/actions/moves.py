"""The one place that assigns a penalty its state, and the one that keeps this app's acts in the record."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from penalties.models import Penalty
from penalties.states import TRANSITIONS
from record.actions import append
from record.actor import Actor
from record.models import Act
from verification.actions.moves import FOUR, locked
from verification.clocks import HALF, NOTHING_MORE, moment_resumed
from verification.models import Assent, Case, Verdict

SECRETARIAT = "secretariat"


def locked_penalty(penalty: Penalty) -> Penalty:
    """The penalty as it is now, its case's row and then its own locked until the transaction ends."""
    case = locked(Case.objects.get(verdicts__penalties=penalty.pk))
    fresh = (
        Penalty.objects.select_for_update(of=("self",)).select_related("verdict", "proposed_measure").get(pk=penalty.pk)
    )
    fresh.verdict.case = case
    return fresh


def locked_verdict(verdict: Verdict) -> Verdict:
    """The verdict as it is now, under the lock of its case's row."""
    case = locked(Case.objects.get(pk=verdict.case_id))
    fresh = Verdict.objects.get(pk=verdict.pk)
    fresh.case = case
    return fresh


def move_penalty(penalty: Penalty, *, to: str, at: datetime, **fields: Any) -> None:
    """The penalty stands in state `to`, with these fields set beside it. Asserts that the law has the move.

    The caller holds the lock of its case: assents given to an act on it in its former state are spent, as a case's are.
    Where its clock runs then, the next moment is the first that lies ahead: what passed while it stood still is over.
    """
    assert to in TRANSITIONS[penalty.state], f"the law has no move of a penalty from {penalty.state} to {to}"
    penalty.state = to
    for name, value in fields.items():
        setattr(penalty, name, value)
    running = penalty.is_clock_running
    penalty.next_moment, penalty.next_at = (
        moment_resumed(HALF, among=penalty.moments, after=at) if running else NOTHING_MORE
    )
    penalty.save(update_fields=["state", "next_moment", "next_at", *fields])
    live = Assent.objects.filter(case=penalty.verdict.case_id, subject=penalty.reference, spent_at=None)
    live.update(spent_at=at)


def record_act(
    event: str,
    *,
    actor: Actor,
    at: datetime,
    about: Sequence[tuple[str, str]],
    body: Mapping[str, Any] | None = None,
    is_for_secretariat: bool = False,
) -> Act:
    """One entry of this app for all four delegations; the ledger's and the orders' own also for the secretariat."""
    readers = (*FOUR, SECRETARIAT) if is_for_secretariat else FOUR
    return append(
        event=f"penalties.{event}",
        actor=actor,
        at=at,
        subjects=list(about),
        envelope_readers=readers,
        body=body,
        body_readers=readers if body is not None else (),
    )


def record_penalty_act(
    penalty: Penalty,
    *,
    event: str,
    actor: Actor,
    at: datetime,
    body: Mapping[str, Any] | None = None,
    is_for_secretariat: bool = False,
) -> Act:
    """One entry about the penalty, its verdict and its case."""
    about = [penalty.verdict.case.subject, penalty.verdict.subject, penalty.subject]
    return record_act(event, actor=actor, at=at, about=about, body=body, is_for_secretariat=is_for_secretariat)

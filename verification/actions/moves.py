"""The one place that assigns a case its state, and the one that keeps the case's acts in the record."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from record.actions import append
from record.actor import Actor
from record.models import Act
from verification.models import Assent, Case
from verification.states import TRANSITIONS

FOUR = ("PK", "AF", "TR", "QA")


def locked(case: Case) -> Case:
    """The case as it is now, its row locked until the transaction ends."""
    return Case.objects.select_for_update(of=("self",)).select_related("protocol", "rapporteur").get(pk=case.pk)


def move_case(case: Case, *, to: str, at: datetime, **fields: Any) -> None:
    """The case stands in state `to`; assents given in its former state are spent. Asserts that the law has the move."""
    assert to in TRANSITIONS[case.state], f"the law has no move of a case from {case.state} to {to}"
    case.state = to
    save_fields(case, **fields)
    Assent.objects.filter(case=case, spent_at=None).update(spent_at=at)


def save_fields(case: Case, **fields: Any) -> None:
    """Only the changed columns are written."""
    for name, value in fields.items():
        setattr(case, name, value)
    case.save(update_fields=["state", *fields])


def record_case_act(
    case: Case,
    *,
    event: str,
    actor: Actor,
    at: datetime,
    body: Mapping[str, Any] | None = None,
    about: Collection[tuple[str, str]] = (),
    body_readers: Collection[str] = FOUR,
) -> Act:
    """One entry about the case (and what else it concerns): its envelope for all four, its body for these readers."""
    return append(
        event=f"verification.{event}",
        actor=actor,
        at=at,
        subjects=[case.subject, *about],
        envelope_readers=FOUR,
        body=body,
        body_readers=body_readers if body is not None else (),
    )

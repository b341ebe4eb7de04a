"""The acts of the record, read as they were sealed."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from hashlib import sha256
from typing import Any

from django.db.models import Q

from record.models import Act
from reports.rows_and_acts.pairing import WHOLE, Group, Sealed

ROWS_AT_ONCE = 2_000


def acts_about(group: Group, references: Sequence[str]) -> dict[str, list[Sealed]]:
    """The acts of the group's events, in their order, by what they are about."""
    found: dict[str, list[Sealed]] = defaultdict(list)
    if group.kind == WHOLE:
        found[WHOLE] = list(all_acts(group.events))
        return found
    about = Q(event__in=group.events, subjects__kind=group.kind, subjects__reference__in=references)
    for reference, sealed in _read(about, "subjects__reference"):
        found[reference].append(sealed)
    return found


def all_acts(events: Collection[str]) -> Iterator[Sealed]:
    """Every act of these events, in their order."""
    for _event, sealed in _read(Q(event__in=events), "event"):
        yield sealed


def _read(condition: Q, also: str) -> Iterator[tuple[Any, Sealed]]:
    rows = Act.objects.filter(condition).order_by("pk")
    columns = ("event", "envelope", "body_commitment", "body__body")
    for first, event, envelope, commitment, content in rows.values_list(also, *columns).iterator(ROWS_AT_ONCE):
        yield first, _sealed(event, envelope, content, has_body=commitment is not None)


def _sealed(event: str, envelope: bytes, content: bytes | None, *, has_body: bool) -> Sealed:
    stated, body = _parsed(envelope), _parsed(content or b"{}")
    who, named = stated.get("actor"), stated.get("subjects")
    actor: dict[str, Any] = who if isinstance(who, dict) else {}
    return Sealed(
        event=event,
        time=stated.get("time", ""),
        actor=actor.get("name", ""),
        delegation=actor.get("delegation", ""),
        subjects=dict(named) if isinstance(named, list) else {},
        body=body,
        digest=sha256(content or b"").hexdigest(),
        is_open=content is not None or not has_body,
    )


def _parsed(encoded: bytes) -> dict[str, Any]:
    """What is no JSON object says nothing here; that it was altered is said of the acts themselves."""
    try:
        found = json.loads(bytes(encoded))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}

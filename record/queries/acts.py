"""Acts about a subject, what a reader may open of them, and how far each has come."""

import base64
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.db.models import Prefetch, QuerySet

from record.canonical import canonical_bytes, parse_canonical
from record.models import Act, ActQuerySet, Body, Inbox, Opening, Part, Status


class Opened(NamedTuple):
    """An act as one reader may open it; `body` is None where there is none, or it is sealed from them, or deleted."""

    envelope: dict[str, Any]
    body: dict[str, Any] | None


def acts_about(kind: str, reference: str, *, reader: str) -> ActQuerySet:
    """The acts about a subject whose envelopes the reader may open, oldest first, each with `entry_index`."""
    return acts_about_any([(kind, reference)], reader=reader)


def acts_about_any(subjects: Collection[tuple[str, str]], *, reader: str) -> ActQuerySet:
    """The same for several subjects at once (a case and its incidents), each act once."""
    return Act.objects.about(subjects).open_to(reader).with_entry_index().order_by("pk")


def entries_open_to(reader: str) -> QuerySet[Opening]:
    """The openings of the envelopes given to a reader, newest act first, each `act` with its `entry_index`.

    Openings, their acts fetched apart: so a page is one step down the index (reader, part, act), however deep it
    lies and however few are the reader's. In a join the planner walks all newer acts first.
    """
    acts = Prefetch("act", Act.objects.with_entry_index())
    return Opening.objects.filter(reader=reader, part=Part.ENVELOPE).prefetch_related(acts).order_by("-act_id")


def opening_of(act: Act, *, reader: str) -> Opened | None:
    """The act as the reader may open it; None where not even its envelope is theirs."""
    parts = _parts_open_to(reader, act=act)
    if Part.ENVELOPE not in parts:
        return None
    body = Body.objects.filter(act=act).first() if Part.BODY in parts else None
    return Opened(
        envelope=_mapping(act.envelope),
        body=_mapping(body.body) if body is not None else None,
    )


def opening_bytes(act: Act, *, reader: str) -> bytes | None:
    """What the reader needs to open the act without this server: bytes and salts, as canonical JSON.

    None where not even the envelope is theirs.
    """
    parts = _parts_open_to(reader, act=act)
    if Part.ENVELOPE not in parts:
        return None
    body = Body.objects.filter(act=act).first() if Part.BODY in parts else None
    return canonical_bytes(
        {
            "envelope": _salted(act.envelope, salt=act.salt),
            "body": _salted(body.body, salt=body.salt) if body is not None else None,
        }
    )


def pending_bodies(event: str) -> list[dict[str, Any]]:
    """The bodies of this event's acts that are still on their way into the log."""
    pending = Inbox.objects.values("commitment")
    bodies = Body.objects.filter(act__event=event, act__commitment__in=pending).order_by("act_id")
    return [_mapping(encoded) for encoded in bodies.values_list("body", flat=True)]


def status_of(acts: Iterable[Act]) -> dict[int, Status]:
    """How far each act has come, by the acts' primary keys: one query for all of them."""
    keys = [act.pk for act in acts]
    return {act.pk: act.status for act in Act.objects.filter(pk__in=keys).with_entry_index()}


def _parts_open_to(reader: str, *, act: Act) -> set[str]:
    return set(Opening.objects.filter(act=act, reader=reader).values_list("part", flat=True))


def _salted(content: bytes, *, salt: bytes) -> dict[str, str]:
    return {"bytes": base64.b64encode(content).decode(), "salt": salt.hex()}


def _mapping(encoded: bytes) -> dict[str, Any]:
    value = parse_canonical(encoded)
    assert isinstance(value, dict), "An envelope or a body is a mapping."
    return value

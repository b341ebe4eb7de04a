"""Reading the record: acts about a subject, what a reader may open, how far each act has come."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.db.models import Prefetch, QuerySet

from record.canonical import parse_canonical
from record.models import Act, ActQuerySet, Body, Entry, Opening, Part, Status


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
    parts = set(Opening.objects.filter(act=act, reader=reader).values_list("part", flat=True))
    if Part.ENVELOPE not in parts:
        return None
    body = Body.objects.filter(act=act).first() if Part.BODY in parts else None
    return Opened(
        envelope=_mapping(act.envelope),
        body=_mapping(body.body) if body is not None else None,
    )


def status_of(acts: Iterable[Act]) -> dict[int, Status]:
    """Pending or recorded, by the acts' primary keys: one query for all of them."""
    acts = list(acts)
    commitments = [act.commitment for act in acts]
    recorded = set(Entry.objects.filter(commitment__in=commitments).values_list("commitment", flat=True))
    return {act.pk: Status.RECORDED if act.commitment in recorded else Status.PENDING for act in acts}


def _mapping(encoded: bytes) -> dict[str, Any]:
    value = parse_canonical(encoded)
    assert isinstance(value, dict), "An envelope or a body is a mapping."
    return value

"""The repeatable rows of a draft: observations, casualty figures, sources. What was filed once is not overwritten."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from commission.models import Member
from commission.texts import normalised
from incidents.drafting import DraftContent, Rows
from incidents.models import CasualtyFigure, Incident, Observation, Source

FIGURES = ("low", "best", "high", "source", "as_of")


def save_rows(draft: Incident, content: DraftContent, *, at: datetime, by: Member) -> None:
    """Each group of rows that is given replaces the old one; a group that is None stays."""
    if content.observations is not None:
        draft.observations.all().delete()
        Observation.objects.bulk_create([Observation(incident=draft, **_plain(row)) for row in content.observations])
    if content.casualties is not None:
        _save_casualties(draft, content.casualties)
    if content.sources is not None:
        _save_sources(draft, content.sources, at=at, by=by)


def _save_casualties(draft: Incident, given: Rows) -> None:
    """A draft's figures are replaced; a filed figure stays, and another one stands beside it (DESIGN 4)."""
    if draft.filed_at is None:
        draft.casualty_figures.all().delete()
    newest = {(one.harm, one.group): one for one in draft.casualty_figures.order_by("version")}
    for row in map(_plain, given):
        before = newest.get((row["harm"], row["group"]))
        if before is None:
            CasualtyFigure.objects.create(incident=draft, **row)
        elif any(getattr(before, name) != row[name] for name in FIGURES):
            CasualtyFigure.objects.create(incident=draft, **row, version=before.version + 1)


def _save_sources(draft: Incident, given: Rows, *, at: datetime, by: Member) -> None:
    """A source that was there keeps who graded it and when, unless its grades change (DESIGN 4)."""
    before = {source.description: source for source in draft.sources.all()}
    kept = set()
    for row in map(_plain, given):
        source = before.get(row["description"])
        if source is None or source.pk in kept:
            source = Source(incident=draft, graded_at=at, graded_by=by)
        elif (source.reliability, source.credibility) != (row["reliability"], row["credibility"]):
            source.graded_at, source.graded_by = at, by
        for name, value in row.items():
            setattr(source, name, value)
        source.save()
        kept.add(source.pk)
    draft.sources.exclude(pk__in=kept).delete()


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: normalised(value) if isinstance(value, str) else value for name, value in row.items()}

"""What one act of the record is about, fetched once: its incident, case and penalty, and the clocks that run in them."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q

from commission.models import Protocol
from incidents.models import Incident
from incidents.vocabularies import State as IncidentState
from notices.audience import NOBODY_S_DUTY, Told, audience_of, clock_ended, clock_reminded
from penalties.models import Penalty
from record.canonical import parse_canonical
from record.models import Act, Body, Opening, Part
from verification.models import Case, Clock

# What a notice is about, by the room of the act: the first of these kinds that the act names; else its first subject.
SUBJECTS_OF_ROOM = {
    "incidents": ("incident", "case"),
    "verification": ("case", "incident"),
    "penalties": ("penalty", "verdict", "case"),
}
AFTER_THE_END = "after"


class Known:
    """What several acts of one turn have in common, read once for all of them: the turn sees one state of affairs."""

    def __init__(self, acts: Iterable[Act] = ()) -> None:
        self._acts = list(acts)
        self._found: dict[Hashable, Any] = {}

    def once(self, key: Hashable, read: Callable[[], Any]) -> Any:
        """What `read` gave at the first asking of this key."""
        if key not in self._found:
            self._found[key] = read()
        return self._found[key]

    def readers_of(self, act: Act) -> frozenset[str]:
        """Who may open the envelope of one of the acts."""
        return self.once("readers", self._readers).get(act.pk, frozenset())

    def body_of(self, act: Act) -> bytes | None:
        """What one of the acts says; those of one event are read together."""
        return self.once(("bodies", act.event), lambda: self._bodies(act.event)).get(act.pk)

    def _bodies(self, event: str) -> dict[int, bytes]:
        same = [act.pk for act in self._acts if act.event == event]
        found = Body.objects.filter(act__in=same).values_list("act_id", "body")
        return {key: bytes(body) for key, body in found}

    def _readers(self) -> dict[int, frozenset[str]]:
        found: dict[int, set[str]] = {}
        opened = Opening.objects.filter(act__in=[act.pk for act in self._acts], part=Part.ENVELOPE)
        for key, reader in opened.values_list("act_id", "reader"):
            found.setdefault(key, set()).add(reader)
        return {key: frozenset(readers) for key, readers in found.items()}


@dataclass
class Matter:
    """An act, and what it is about as it stands now."""

    act: Act
    known: Known

    @property
    def event(self) -> str:
        """The event without its room."""
        return self.act.event.rpartition(".")[2]

    @cached_property
    def subjects(self) -> dict[str, str]:
        """The reference of each kind of subject; of several of one kind, the first."""
        found: dict[str, str] = {}
        for subject in sorted(self.act.subjects.all(), key=lambda one: one.pk):
            found.setdefault(subject.kind, subject.reference)
        return found

    @cached_property
    def subject(self) -> tuple[str, str]:
        """What a notice of this act is about."""
        kinds = SUBJECTS_OF_ROOM.get(self.act.event.partition(".")[0], ())
        kind = next((kind for kind in kinds if kind in self.subjects), None) or next(iter(self.subjects))
        return kind, self.subjects[kind]

    @cached_property
    def body(self) -> dict[str, Any]:
        """What the act says, for who must know of it; none of it ever enters a notice."""
        body = self.known.body_of(self.act)
        content = parse_canonical(body) if body else {}
        assert isinstance(content, dict), "A body is a mapping."
        return content

    @cached_property
    def incident(self) -> Incident | None:
        """The incident that the act names."""
        found = Incident.objects.select_related("delegation")
        return self._named("incident", lambda code: found.filter(code=code).first())

    @cached_property
    def case(self) -> Case | None:
        """The case that the act names."""
        found = Case.objects.select_related("rapporteur")
        return self._named("case", lambda reference: found.filter(reference=reference).first())

    @cached_property
    def penalty(self) -> Penalty | None:
        """The penalty that the act names."""
        return self._named("penalty", lambda reference: Penalty.objects.filter(reference=reference).first())

    def _named(self, kind: str, read: Callable[[str], Any]) -> Any:
        reference = self.subjects.get(kind)
        return self.known.once((kind, reference), lambda: read(reference)) if reference else None

    @property
    def audience(self) -> tuple[Told, ...]:
        """Who must know of the act, by the table."""
        if self.event == "clock_reminded":
            return clock_reminded(self.body["clock"], is_over=self.body["moment"] == AFTER_THE_END)
        if self.event == "clock_ended":
            return clock_ended(self.body["clock"])
        return audience_of(self.act.event)

    @property
    def running_clocks(self) -> list[tuple[str, str, datetime]]:
        """Kind, owner and end of the clocks that run in the case, or in an incident without one; nearest first.

        Of the times to reply, only those for the incident that the act names.
        """
        return self.known.once(("clocks", self.case, self.incident), self._running_clocks)

    def _running_clocks(self) -> list[tuple[str, str, datetime]]:
        running = Clock.objects.filter(stopped_at=None, performed_at=None).order_by("ends_at")
        running = running.exclude(kind__in=NOBODY_S_DUTY)
        if self.case is not None:
            concerning = ~Q(kind="reply") | Q(incident=self.incident)
            return list(running.filter(concerning, case=self.case).values_list("kind", "owner", "ends_at"))
        if self.incident is None:
            return []
        rows = running.filter(incident=self.incident, case=None).values_list("kind", "owner", "ends_at")
        return list(rows) or self._clocks_not_begun(self.incident)

    def _clocks_not_begun(self, incident: Incident) -> list[tuple[str, str, datetime]]:
        """The worker begins the clocks of a filed incident some seconds after this: their end is known already."""
        if incident.state != IncidentState.FILED or incident.filed_at is None:
            return []
        hours = Protocol.objects.in_effect().clock_hours("admissibility")
        until = incident.filed_at + timedelta(hours=hours)
        return [("admissibility", mediator, until) for mediator in ("TR", "QA") if mediator != incident.delegation_id]

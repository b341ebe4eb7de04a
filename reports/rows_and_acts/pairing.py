"""How rows and acts are held against each other: a table's columns, and where in an act each of them is said."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model, Q

from record.canonical import fixed_width

PERSONS = frozenset({"by", "member", "rapporteur"})
# The kind, and the reference, of a group that is compared as a whole.
WHOLE = ""

Key = tuple[Any, ...]
Said = Callable[["Sealed"], Any]


@dataclass(frozen=True)
class Sealed:
    """An act as it was sealed. `is_open` is False where its body was deleted, so that it no longer tells."""

    event: str
    time: str
    actor: str
    delegation: str
    subjects: Mapping[str, str]
    body: Mapping[str, Any]
    digest: str
    is_open: bool


@dataclass(frozen=True)
class Pairing:
    """Rows of one table, and the acts that made them: what the columns hold must be what the acts say.

    `reference` leads from a row to what the acts are about. Where an act may be done again, only the last one with
    the same first `last_of` columns still speaks of the row.
    """

    words: Any
    model: type[Model]
    reference: str
    events: tuple[str, ...]
    columns: Mapping[str, Said]
    where: Q | None = None
    last_of: int = 0

    def says(self, acts: Sequence[Sealed], *, called: "Called") -> Iterable[Key]:
        """What these acts, in their order, say that the rows hold."""
        keys = [tuple(said(act) for said in self.columns.values()) for act in acts]
        return {key[: self.last_of]: key for key in keys}.values() if self.last_of else keys


@dataclass(frozen=True)
class Followed:
    """Rows that several acts change, one after the other: `follow` gives what the columns hold after all of them.

    It is given the acts, and a function from a name to whoever was called so: people are renamed between two acts.
    """

    words: Any
    model: type[Model]
    reference: str
    events: tuple[str, ...]
    columns: tuple[str, ...]
    follow: "Follow"
    where: Q | None = None

    def says(self, acts: Sequence[Sealed], *, called: "Called") -> Iterable[Key]:
        """What these acts, in their order, say that the rows hold."""
        return self.follow(acts, called)


Called = Callable[[str | None], str | None]
Follow = Callable[[Sequence[Sealed], Called], Iterable[Key]]
AnyPairing = Pairing | Followed


@dataclass(frozen=True)
class Group:
    """What acts name as one of their subjects, and every table whose rows belong to it.

    `head` and `reference` find all there are; a group of the kind WHOLE is small, and compared at once.
    """

    kind: str
    head: type[Model]
    reference: str
    pairings: tuple[AnyPairing, ...]
    # What of a row must follow from other rows, a text from its parts: given the references and their acts, in sentences.
    texts: Callable[[Sequence[str], Mapping[str, Sequence[Sealed]]], Iterator[str]] | None = None

    @property
    def events(self) -> set[str]:
        """Every event that one of the tables rests on."""
        return {event for pairing in self.pairings for event in pairing.events}


def is_person(column: str) -> bool:
    """Whether a column points at a member: acts name people as they were called then."""
    return column.endswith("_by") or column in PERSONS


def plain(value: Any) -> Any:
    """A value as both sides write it, so that equal ones are equal."""
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    if isinstance(value, datetime):
        return fixed_width(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.6f}"
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, sort_keys=True, separators=(",", ":"))
    return value


def body(name: str) -> Said:
    """What the act's body says under this name."""
    return lambda act: act.body.get(name)


def named(name: str) -> Said:
    """Whom the act's body names under this name, as they were called."""
    return lambda act: act.body[name]["name"]


def subject(kind: str) -> Said:
    """What the act names as its subject of this kind, if it names one."""
    return lambda act: act.subjects.get(kind)


def number_of(kind: str) -> Said:
    """The last part of a subject's reference: 2 of JMC-2026-00042/2."""
    return lambda act: int(act.subjects[kind].rpartition("/")[2])


def time(act: Sealed) -> str:
    """When the act was done."""
    return act.time


def actor(act: Sealed) -> str:
    """Who did the act, as they were called."""
    return act.actor


def delegation(act: Sealed) -> str:
    """The delegation of who did the act, as it was."""
    return act.delegation

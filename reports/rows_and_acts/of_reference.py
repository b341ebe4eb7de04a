"""Delegations, sectors, crossings, catalogues, protocol versions and witnesses: the start data, and the acts since."""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import Any

from django.utils.translation import gettext_lazy as _

from commission.models import Crossing, Delegation, Measure, Protocol, Sector, ViolationType
from record.models import CosigningRefusal, Witness
from reports.rows_and_acts.pairing import (
    WHOLE,
    AnyPairing,
    Called,
    Followed,
    Key,
    Pairing,
    Sealed,
    body,
    time,
)  # fmt: skip

DELEGATION_COLUMNS = ("code", "name", "kind")
SECTOR_COLUMNS = (
    "code", "version", "order", "af_province_districts", "pk_districts", "polygon", "made_at", "made_by",
)  # fmt: skip
CROSSING_COLUMNS = ("name", "sector_code", "latitude", "longitude", "is_notified_for_trade", "certainty")
TYPE_COLUMNS = ("code", "group", "gravity", "name", "definition", "is_in_use")
MEASURE_COLUMNS = ("level", "order", "name", "precedent", "is_in_use")
PROTOCOL_COLUMNS = ("number", "numbers", "drafted_at", "drafted_by", "confirmed_at", "confirmed_by")


class _StartData:
    """What the migration writes, collected instead of written: the rows that no act made."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {}
        import_module("commission.migrations.0002_start_data").add_start_data(self, None)

    def get_model(self, app: str, name: str) -> Any:
        """Stands for the model: called with fields it gives a row, and it takes rows."""
        collected = self.rows.setdefault(name, [])

        class Collected:
            bulk_create = collected.extend

            def __new__(cls, **fields: Any) -> Any:
                return fields

        Collected.objects = Collected  # type: ignore[attr-defined]
        return Collected


@cache
def start_rows(name: str) -> tuple[dict[str, Any], ...]:
    """The rows of a model of the commission that every site starts with."""
    return tuple(_StartData().rows[name])


def follow_delegations(acts: Sequence[Sealed], called: Called) -> Iterator[Key]:
    """The four, whom no act makes or changes."""
    yield from _keys(start_rows("Delegation"), DELEGATION_COLUMNS)


def follow_sectors(acts: Sequence[Sealed], called: Called) -> Iterator[Key]:
    """Every version of every sector."""
    yield from _keys(start_rows("Sector"), SECTOR_COLUMNS, version=1, made_by=None)
    for act in acts:
        stated = {**act.body, "polygon": json.loads(act.body["polygon"])}
        yield from _keys([stated], SECTOR_COLUMNS, code=act.subjects["sector"], made_at=act.time, made_by=act.actor)


def follow_crossings(acts: Sequence[Sealed], called: Called) -> Iterator[Key]:
    """Each crossing under its present name."""
    rows = {row["name"]: row for row in start_rows("Crossing")}
    for act in acts:
        stated = act.body if act.event == "commission.crossing_made" else act.body["new"]
        rows.pop(act.subjects["crossing"], None)
        rows[stated["name"]] = {**stated, "sector_code": stated["sector"]}
    for row in rows.values():
        place = {name: Decimal(row[name]) for name in ("latitude", "longitude")}
        yield from _keys([row | place], CROSSING_COLUMNS)


def follow_violation_types(acts: Sequence[Sealed], called: Called) -> Iterator[Key]:
    """The catalogue of types as it reads now."""
    yield from _follow_catalogue(acts, kind="violation_type", code="code", start="ViolationType", columns=TYPE_COLUMNS)


def follow_measures(acts: Sequence[Sealed], called: Called) -> Iterator[Key]:
    """The catalogue of measures as it reads now."""
    yield from _follow_catalogue(acts, kind="measure", code="level", start="Measure", columns=MEASURE_COLUMNS)


def follow_protocols(acts: Sequence[Sealed], called: Called) -> Iterator[Key]:
    """Every protocol version, drafted by one and confirmed by another."""
    nobody = {"drafted_by": None, "confirmed_by": None, "confirmed_at": None}
    rows = {str(row["number"]): nobody | row for row in start_rows("Protocol")}
    for act in acts:
        number = act.subjects["protocol"]
        if act.event == "commission.protocol_drafted":
            rows[number] = {**nobody, "number": int(number), "drafted_at": act.time, "drafted_by": act.actor}
        else:
            rows[number] |= {"confirmed_at": act.time, "confirmed_by": act.actor}
        rows[number]["numbers"] = act.body["numbers"]
    yield from _keys(rows.values(), PROTOCOL_COLUMNS)


def _follow_catalogue(
    acts: Sequence[Sealed], *, kind: str, code: str, start: str, columns: Sequence[str]
) -> Iterator[Key]:
    rows = {row[code]: {"is_in_use": True, **row} for row in start_rows(start)}
    for act in acts:
        named = act.subjects[kind]
        rows[named] = rows.get(named, {}) | act.body.get("new", act.body) | {code: named}
    yield from _keys(rows.values(), columns)


def _keys(rows: Any, columns: Sequence[str], **also: Any) -> Iterator[Key]:
    for row in rows:
        yield tuple({**row, **also}[column] for column in columns)


PAIRINGS: tuple[AnyPairing, ...] = (
    Followed(_("Delegation"), Delegation, WHOLE, (), DELEGATION_COLUMNS, follow_delegations),
    Followed(_("Sector"), Sector, WHOLE, ("commission.sector_version_made",), SECTOR_COLUMNS, follow_sectors),
    Followed(
        _("Crossing"), Crossing, WHOLE, ("commission.crossing_made", "commission.crossing_changed"), CROSSING_COLUMNS,
        follow_crossings,
    ),
    Followed(
        _("Type of violation"), ViolationType, WHOLE,
        ("commission.violation_type_made", "commission.violation_type_changed"), TYPE_COLUMNS, follow_violation_types,
    ),
    Followed(
        _("Measure"), Measure, WHOLE, ("commission.measure_made", "commission.measure_changed"), MEASURE_COLUMNS,
        follow_measures,
    ),
    Followed(
        _("Protocol version"), Protocol, WHOLE, ("commission.protocol_drafted", "commission.protocol_confirmed"),
        PROTOCOL_COLUMNS, follow_protocols,
    ),
    Pairing(
        _("Witness"), Witness, WHOLE, ("record.witness_enrolled",),
        {
            "delegation": body("delegation"), "vkey": body("vkey"), "is_demonstration": body("is_demonstration"),
            "enrolled_at": time,
        },
    ),
    Pairing(
        _("Refusal to cosign"), CosigningRefusal, WHOLE, ("record.cosigning_refused",),
        {
            "witness__delegation": body("delegation"), "size": body("size"), "root": body("root"),
            "kind": body("kind"), "reason": body("reason"), "is_ours": body("is_ours"), "received_at": time,
        },
    ),
)  # fmt: skip

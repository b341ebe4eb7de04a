"""The start data: four delegations, 13 sectors, crossings, the two catalogues, protocol version 1."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

DATA = Path(__file__).resolve().parent.parent / "data"
DRAFTED_AT = datetime(2026, 11, 22, tzinfo=UTC)
DELEGATIONS = [
    ("AF", "Afghanistan", "party"),
    ("PK", "Pakistan", "party"),
    ("QA", "Qatar", "mediator"),
    ("TR", "Türkiye", "mediator"),
]


def add_start_data(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The tables hold what data/ says."""
    _bulk(apps, "Delegation", [{"code": code, "name": name, "kind": kind} for code, name, kind in DELEGATIONS])
    _bulk(apps, "Sector", _sectors())
    _bulk(apps, "Crossing", [_crossing(line) for line in _lines("crossings.csv")])
    _bulk(apps, "ViolationType", [{**line, "gravity": int(line["gravity"])} for line in _lines("violation_types.csv")])
    _bulk(apps, "Measure", [{**line, "order": int(line["level"][1:])} for line in _lines("measures.csv")])
    numbers = json.loads((DATA / "protocol_1.json").read_text())
    _bulk(apps, "Protocol", [{"number": 1, "numbers": numbers, "drafted_at": DRAFTED_AT, "confirmed_at": DRAFTED_AT}])


def remove_start_data(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The tables are empty again."""
    for name in ["Protocol", "Measure", "ViolationType", "Crossing", "Sector", "Delegation"]:
        apps.get_model("commission", name).objects.all().delete()


def _bulk(apps: Apps, name: str, rows: list[dict[str, Any]]) -> None:
    model = apps.get_model("commission", name)
    model.objects.bulk_create([model(**row) for row in rows])


def _lines(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="") as file:
        return list(csv.DictReader(file))


def _sectors() -> list[dict[str, Any]]:
    features = json.loads((DATA / "sectors.geojson").read_text())["features"]
    polygons = {feature["properties"]["code"]: feature["geometry"] for feature in features}
    return [
        {**line, "order": int(line["order"]), "polygon": polygons[line["code"]], "made_at": DRAFTED_AT}
        for line in _lines("sectors.csv")
    ]


def _crossing(line: dict[str, str]) -> dict[str, Any]:
    return {
        "name": line["name"],
        "sector_code": line["sector"],
        "latitude": line["latitude"],
        "longitude": line["longitude"],
        "is_notified_for_trade": line["notified_for_trade_2021"] == "yes",
        "certainty": line["certainty"],
    }


class Migration(migrations.Migration):
    dependencies = [("commission", "0001_commission")]

    operations = [migrations.RunPython(add_start_data, remove_start_data)]

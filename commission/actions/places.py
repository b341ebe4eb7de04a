"""Sectors, only ever as new versions, and crossings."""

import json
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext

from commission import rules
from commission.actions.entries import append_administration
from commission.models import Crossing, Member, Sector
from commission.sectors import validate_polygon
from commission.sectors.geojson import Geometry
from monitoring_site.clock import database_time
from monitoring_site.refusals import Refused, refuse_if


@transaction.atomic
def make_sector_version(
    code: str, *, order: int, af_province_districts: str, pk_districts: str, polygon: str | Geometry, by: Member
) -> Sector:
    """The sector has a new version, in effect from now on; every earlier one stands as it was."""
    _lock_name(f"sector {code}")
    refuse_if(rules.why_not_administer(by))
    geometry = _checked(polygon)
    at = database_time()
    newest = Sector.objects.filter(code=code).order_by("-version").first()
    sector = Sector.objects.create(
        code=code,
        version=newest.version + 1 if newest is not None else 1,
        order=order,
        af_province_districts=af_province_districts,
        pk_districts=pk_districts,
        polygon=geometry,
        made_at=at,
        made_by=by,
    )
    body = {
        "version": sector.version,
        "order": order,
        "af_province_districts": af_province_districts,
        "pk_districts": pk_districts,
        # As text: the record takes no floating-point numbers, which two computers may write differently.
        "polygon": json.dumps(geometry),
    }
    append_administration("sector_version_made", about=("sector", code), body=body, by=by, at=at)
    return sector


@transaction.atomic
def make_crossing(
    *,
    name: str,
    sector_code: str,
    latitude: Decimal,
    longitude: Decimal,
    is_notified_for_trade: bool,
    certainty: str,
    by: Member,
) -> Crossing:
    """The crossing stands on the maps."""
    _lock_name("crossings")
    refuse_if(rules.why_not_make_crossing(by, name=name, sector_code=sector_code))
    at = database_time()
    crossing = Crossing.objects.create(
        name=name,
        sector_code=sector_code,
        latitude=latitude,
        longitude=longitude,
        is_notified_for_trade=is_notified_for_trade,
        certainty=certainty,
    )
    append_administration("crossing_made", about=("crossing", name), body=_terms_of(crossing), by=by, at=at)
    return crossing


@transaction.atomic
def change_crossing(
    crossing: Crossing,
    *,
    name: str,
    sector_code: str,
    latitude: Decimal,
    longitude: Decimal,
    is_notified_for_trade: bool,
    certainty: str,
    by: Member,
) -> Crossing:
    """The crossing is as told now; the record keeps how it was."""
    _lock_name("crossings")
    locked = Crossing.objects.select_for_update().get(pk=crossing.pk)
    refuse_if(rules.why_not_make_crossing(by, name=name, sector_code=sector_code, besides=locked))
    at = database_time()
    old = _terms_of(locked)
    locked.name, locked.sector_code, locked.certainty = name, sector_code, certainty
    locked.latitude, locked.longitude = latitude, longitude
    locked.is_notified_for_trade = is_notified_for_trade
    locked.save()
    body = {"old": old, "new": _terms_of(locked)}
    append_administration("crossing_changed", about=("crossing", old["name"]), body=body, by=by, at=at)
    return locked


def _checked(polygon: str | Geometry) -> Geometry:
    try:
        return validate_polygon(polygon)
    except ValueError as problem:
        raise Refused(gettext(str(problem))) from problem


def _terms_of(crossing: Crossing) -> dict[str, Any]:
    return {
        "name": crossing.name,
        "sector": crossing.sector_code,
        "latitude": str(crossing.latitude),
        "longitude": str(crossing.longitude),
        "is_notified_for_trade": crossing.is_notified_for_trade,
        "certainty": str(crossing.certainty),
    }


def _lock_name(name: str) -> None:
    """What does not exist yet has no row to lock: its name is locked instead, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])

"""Positions of incidents in words: degrees, MGRS, how far from the line. Never a side."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from commission.models import Protocol
from commission.queries import sector_index
from commission.sectors import distance_to_line_m, mgrs_of

PLACES = Decimal("0.000001")


@dataclass(frozen=True)
class Proposal:
    """What a position suggests to the person who gave it."""

    position: str
    mgrs: str
    sector: str | None
    distance_km: int
    is_far: bool
    limit_km: int


def degrees_words(latitude: Decimal | None, longitude: Decimal | None) -> str:
    """Latitude and longitude as they are typed: 34.115000, 71.085000; "" for none."""
    if latitude is None or longitude is None:
        return ""
    return f"{latitude:.6f}, {longitude:.6f}"


def mgrs_words(latitude: Decimal | None, longitude: Decimal | None) -> str:
    """The MGRS reference of the position; "" for none, and near the poles, where there is none."""
    if latitude is None or longitude is None:
        return ""
    try:
        return mgrs_of(float(latitude), float(longitude))
    except ValueError:
        return ""


def proposal_for(latitude: Decimal, longitude: Decimal) -> Proposal:
    """The sector within the protocol's tolerance, and whether the position must be confirmed as far from the line."""
    numbers: dict[str, Any] = Protocol.objects.in_effect().numbers
    where = (float(latitude), float(longitude))
    distance_m = distance_to_line_m(*where)
    limit_km = numbers["distance_to_confirm_km"]
    return Proposal(
        position=degrees_words(latitude, longitude),
        mgrs=mgrs_words(latitude, longitude),
        sector=sector_index().proposed_sector(*where, tolerance_m=numbers["sector_tolerance_m"]),
        distance_km=round(distance_m / 1000),
        is_far=distance_m > limit_km * 1000,
        limit_km=limit_km,
    )

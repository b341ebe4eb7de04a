"""Where the demonstration's incidents lie: near real crossings, inside the sectors, at places that do not exist."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import cycle

from shapely.geometry import Point, shape

from commission.models import Crossing, Sector

SPREAD_DEGREES = 0.09
FEATURES = ("Ridge", "Spring", "Terrace", "Ford", "Orchard", "Hamlet", "Spur", "Bend", "Meadow", "Cairn")
WORDS = (
    "Juniper", "Walnut", "Heron", "Basalt", "Saffron", "Lantern", "Thistle", "Copper", "Willow", "Falcon", "Quartz",
    "Mulberry", "Amber", "Swallow", "Granite", "Poplar", "Marble", "Larch", "Ochre", "Sparrow", "Almond", "Cobalt",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One invented place."""

    sector: Sector
    name: str
    latitude: Decimal
    longitude: Decimal


def places(*, seed: int) -> Iterator[Place]:
    """Without end, two in each sector after sector along the line, the same ones for the same seed."""
    chance = random.Random(seed)
    sectors = list(Sector.objects.in_effect())
    crossings: dict[str, list[Crossing]] = {}
    for crossing in Crossing.objects.order_by("name"):
        crossings.setdefault(crossing.sector_code, []).append(crossing)
    words = cycle(WORDS)
    for sector in (sector for sector in cycle(sectors) for _time in range(2)):
        crossing = chance.choice(crossings[sector.code])
        point = _inside(sector, near=crossing, chance=chance)
        name = f"{chance.choice(FEATURES)} {next(words)}, near {crossing.name} (invented place)"
        yield Place(sector, name, Decimal(f"{point.y:.6f}"), Decimal(f"{point.x:.6f}"))


def _inside(sector: Sector, *, near: Crossing, chance: random.Random) -> Point:
    polygon = shape(sector.polygon)
    while True:
        point = Point(
            chance.gauss(float(near.longitude), SPREAD_DEGREES), chance.gauss(float(near.latitude), SPREAD_DEGREES)
        )
        if polygon.contains(point):
            return point

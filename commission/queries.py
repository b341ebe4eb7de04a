"""What the rooms ask of the commission's rows."""

from datetime import datetime
from functools import lru_cache

from commission.models import Sector
from commission.sectors import SectorIndex


def sector_index() -> SectorIndex:
    """The index of the sectors in effect: one query for their versions; it is built anew only when one changed."""
    return _sector_index(tuple(Sector.objects.in_effect().values_list("pk", "made_at")))


# Rows of sectors are never edited in place, so that a row's key stands for its polygon.
@lru_cache(maxsize=4)
def _sector_index(versions: tuple[tuple[int, datetime], ...]) -> SectorIndex:
    keys = [key for key, _made_at in versions]
    return SectorIndex(dict(Sector.objects.filter(pk__in=keys).values_list("code", "polygon")))

"""The time zones that a member may choose; the list is read from the disk once."""

from functools import cache
from zoneinfo import available_timezones

# The zones of the four capitals and of the procedure, before all others.
FIRST_ZONES = ("UTC", "Asia/Kabul", "Asia/Karachi", "Asia/Qatar", "Europe/Istanbul")


@cache
def known_zones() -> frozenset[str]:
    """The name of every zone that this machine knows."""
    return frozenset(available_timezones())


def zones_to_choose() -> list[tuple[str, str]]:
    """Every zone of a place, those of the capitals first."""
    others = sorted(zone for zone in known_zones() if "/" in zone and zone not in FIRST_ZONES)
    return [(zone, zone) for zone in [*FIRST_ZONES, *others]]

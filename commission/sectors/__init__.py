"""Sectors as geometry, without Django: polygons from the line, a point's proposed sector, ways to write a position."""

from commission.sectors.index import SectorIndex, proposed_sector
from commission.sectors.line import distance_to_line_m
from commission.sectors.polygons import validate_polygon
from commission.sectors.positions import mgrs_of, position_of_degrees, position_of_mgrs

__all__ = [
    "SectorIndex",
    "distance_to_line_m",
    "mgrs_of",
    "position_of_degrees",
    "position_of_mgrs",
    "proposed_sector",
    "validate_polygon",
]

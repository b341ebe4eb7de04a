"""Checks a sector's polygon as an admin typed it: GeoJSON that closes, is valid and lies by the line."""

import json
from typing import Any

import shapely
from shapely.geometry import shape

from commission.sectors.geojson import Geometry, geometry_of
from commission.sectors.line import projected_line
from commission.sectors.projection import project
from commission.sectors.words import gettext_noop

# A sector runs along the line: a polygon that comes nowhere nearer than this is a slip, often swapped coordinates.
FARTHEST_FROM_LINE_M = 50_000.0
# Nothing that a person draws for a sector needs more, and a page must stay quick.
VERTICES_MAX = 20_000

NOT_JSON = gettext_noop("This is not JSON. Paste the text of a GeoJSON polygon.")
NOT_A_POLYGON = gettext_noop(
    'This is not a GeoJSON polygon. It needs "type": "Polygon" (or "MultiPolygon") and "coordinates".'
)
NO_RINGS = gettext_noop("A polygon needs at least one ring, each of four or more positions.")
NOT_NUMBERS = gettext_noop("Each position is two numbers: the longitude, then the latitude.")
NOT_CLOSED = gettext_noop("A ring is not closed: repeat its first position at its end.")
OUT_OF_RANGE = gettext_noop(
    "A longitude lies between -180 and 180 and a latitude between -90 and 90 degrees; the longitude comes first."
)
NOT_VALID = gettext_noop("The polygon crosses or touches itself. Draw its edge once around, without crossings.")
FAR_FROM_LINE = gettext_noop(
    "The polygon lies farther than 50 km from the line. Check that each position has the longitude first."
)
TOO_MANY_VERTICES = gettext_noop("The polygon has more than 20000 positions. Simplify it first.")


def validate_polygon(text_or_geometry: str | Geometry) -> Geometry:
    """The GeoJSON geometry, without anything that is not geometry; takes text, a geometry, or a feature around one.

    Raises ValueError with a sentence that the person can act on.
    """
    geometry = _geometry(_parsed(text_or_geometry))
    rings = _rings(geometry)
    for ring in rings:
        _check_ring(ring)
    if sum(len(ring) for ring in rings) > VERTICES_MAX:
        raise ValueError(TOO_MANY_VERTICES)
    flat = shapely.force_2d(shape(geometry))
    if not flat.is_valid or flat.is_empty:
        raise ValueError(NOT_VALID)
    _check_near_line(flat)
    return geometry_of(flat)


def _parsed(text_or_geometry: str | Geometry) -> object:
    if not isinstance(text_or_geometry, str):
        return text_or_geometry
    try:
        return json.loads(text_or_geometry)
    # Brackets nested thousands deep end in a RecursionError.
    except (ValueError, RecursionError) as error:
        raise ValueError(NOT_JSON) from error


def _geometry(parsed: object) -> Geometry:
    if isinstance(parsed, dict) and parsed.get("type") == "Feature":
        parsed = parsed.get("geometry")
    if not isinstance(parsed, dict) or parsed.get("type") not in ("Polygon", "MultiPolygon"):
        raise ValueError(NOT_A_POLYGON)
    if not isinstance(parsed.get("coordinates"), list):
        raise ValueError(NOT_A_POLYGON)
    return {"type": parsed["type"], "coordinates": parsed["coordinates"]}


def _rings(geometry: Geometry) -> list[list[Any]]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    if not polygons or not all(isinstance(polygon, list) and polygon for polygon in polygons):
        raise ValueError(NO_RINGS)
    rings = [ring for polygon in polygons for ring in polygon]
    if not all(isinstance(ring, list) and len(ring) >= 4 for ring in rings):
        raise ValueError(NO_RINGS)
    return rings


def _check_ring(ring: list[Any]) -> None:
    if not all(_is_position(position) for position in ring):
        raise ValueError(NOT_NUMBERS)
    if ring[0] != ring[-1]:
        raise ValueError(NOT_CLOSED)
    # Also refuses "not a number" and infinity, which Python's JSON reader lets through.
    if not all(abs(position[0]) <= 180 and abs(position[1]) <= 90 for position in ring):
        raise ValueError(OUT_OF_RANGE)


def _is_position(position: object) -> bool:
    # A third number, the height, is permitted by RFC 7946 and dropped here.
    return (
        isinstance(position, list | tuple)
        and 2 <= len(position) <= 3
        and all(isinstance(number, int | float) and not isinstance(number, bool) for number in position)
    )


def _check_near_line(geometry: shapely.Geometry) -> None:
    west, south, east, north = geometry.bounds
    # Beyond this window the projection is not meant to be used; a sector does not reach there.
    if south < 20 or north > 46 or west < 47 or east > 88:
        raise ValueError(FAR_FROM_LINE)
    if shapely.distance(shapely.transform(geometry, project), projected_line()) > FARTHEST_FROM_LINE_M:
        raise ValueError(FAR_FROM_LINE)

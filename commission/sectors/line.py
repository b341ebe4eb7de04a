"""The line as reference data: its course, stations along it, and how far a point is from it. It knows no sides."""

import json
from functools import lru_cache
from pathlib import Path

import numpy as np
import shapely
from geographiclib.geodesic import Geodesic

from commission.sectors.projection import project, unproject

LINE_FILE = Path(__file__).resolve().parent.parent / "data" / "line.geojson"

# Where the projection's scale is true enough to find the nearest place on the line.
_PROJECTED_LATITUDES = (25.0, 41.0)
_PROJECTED_LONGITUDES = (52.0, 83.0)


@lru_cache(maxsize=1)
def line_coordinates() -> tuple[tuple[float, float], ...]:
    """The line's vertices as (longitude, latitude), from the south-west to the north-east."""
    feature = json.loads(LINE_FILE.read_text(encoding="utf-8"))["features"][0]
    return tuple((longitude, latitude) for longitude, latitude in feature["geometry"]["coordinates"])


@lru_cache(maxsize=1)
def projected_line() -> shapely.LineString:
    """The line in the metres of the projection, prepared for repeated questions."""
    line = shapely.LineString(project(np.array(line_coordinates())))
    shapely.prepare(line)
    return line


@lru_cache(maxsize=1)
def line_length_km() -> float:
    """The line's geodesic length in kilometres."""
    return float(_vertex_stations_km()[-1])


def position_at_station(station_km: float) -> tuple[float, float]:
    """The (latitude, longitude) of the place this many kilometres along the line from its south-western end."""
    if not 0 <= station_km <= line_length_km():
        raise ValueError("This station is not on the line.")
    longitudes, latitudes = np.array(line_coordinates()).T
    stations = _vertex_stations_km()
    return float(np.interp(station_km, stations, latitudes)), float(np.interp(station_km, stations, longitudes))


def distance_to_line_m(latitude: float, longitude: float) -> float:
    """The geodesic distance in metres, true within 1 per cent, from any point on Earth to the line."""
    nearest_latitude, nearest_longitude = _nearest_on_line(latitude, longitude)
    return _geodesic_m(latitude, longitude, nearest_latitude, nearest_longitude)


def _nearest_on_line(latitude: float, longitude: float) -> tuple[float, float]:
    south, north = _PROJECTED_LATITUDES
    west, east = _PROJECTED_LONGITUDES
    if south <= latitude <= north and west <= longitude <= east:
        return _nearest_in_the_plane(latitude, longitude)
    return _nearest_vertex(latitude, longitude)


def _nearest_in_the_plane(latitude: float, longitude: float) -> tuple[float, float]:
    point = shapely.Point(project(np.array([[longitude, latitude]]))[0])
    line = projected_line()
    nearest = line.interpolate(line.project(point))
    nearest_longitude, nearest_latitude = unproject(np.array([[nearest.x, nearest.y]]))[0]
    return float(nearest_latitude), float(nearest_longitude)


def _nearest_vertex(latitude: float, longitude: float) -> tuple[float, float]:
    # Hundreds of kilometres away, a vertex is as good as the place between two of them.
    nearest = min(line_coordinates(), key=lambda vertex: _geodesic_m(latitude, longitude, vertex[1], vertex[0]))
    return nearest[1], nearest[0]


@lru_cache(maxsize=1)
def _vertex_stations_km() -> np.ndarray:
    vertices = line_coordinates()
    steps = [_geodesic_m(a[1], a[0], b[1], b[0]) / 1000 for a, b in zip(vertices, vertices[1:], strict=False)]
    return np.concatenate(([0.0], np.cumsum(steps)))


def _geodesic_m(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    return float(Geodesic.WGS84.Inverse(latitude, longitude, other_latitude, other_longitude, Geodesic.DISTANCE)["s12"])

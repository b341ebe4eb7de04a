"""The sectors' polygons, built from the line: a band along it, cut where data/sector_cuts.csv says (docs/sectors.md).

A place belongs to the sector that owns the nearest place on the line, if that is no farther than the half width.
`python -m commission.sectors.band` writes data/sectors.geojson anew.
"""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import shapely

from commission.sectors.geojson import Geometry, geometry_of
from commission.sectors.line import line_length_km, position_at_station, projected_line
from commission.sectors.projection import project, unproject

DATA_FOLDER = Path(__file__).resolve().parent.parent / "data"
SECTORS_FILE = DATA_FOLDER / "sectors.geojson"
CUTS_FILE = DATA_FOLDER / "sector_cuts.csv"

# Wide enough for artillery and for places known only by their district; the same on both sides of the line.
HALF_WIDTH_M = 30_000.0
# The line is seen as points this far apart; the edges between sectors are then true to a few metres.
SPACING_KM = 0.4
# Edges are smoothed by no more than this, far less than the line's own uncertainty of about 300 m.
SMOOTHING_M = 60.0
# Five decimals of a degree are about a metre.
DECIMALS = 5


@dataclass(frozen=True)
class Stretch:
    """The part of the line that a sector owns, in kilometres from the south-western end."""

    code: str
    starts_km: float
    ends_km: float


def stretches() -> list[Stretch]:
    """The stretches of all sectors in the order of their codes, from the north-east to the south-west."""
    with CUTS_FILE.open(encoding="utf-8", newline="") as file:
        cuts = list(csv.DictReader(file))
    codes = [cuts[0]["north_east_sector"], *(cut["south_west_sector"] for cut in cuts)]
    ends = [line_length_km(), *(float(cut["station_km"]) for cut in cuts), 0.0]
    return [Stretch(code, start, end) for code, (end, start) in zip(codes, pairwise(ends), strict=True)]


def build_sectors() -> dict[str, Geometry]:
    """The sectors' polygons as GeoJSON geometries by code: contiguous, without overlap, together the whole band."""
    owned = stretches()
    runs = [_points_along(stretch) for stretch in owned]
    band = projected_line().buffer(HALF_WIDTH_M, quad_segs=16)
    return {stretch.code: _in_degrees(part) for stretch, part in zip(owned, cut_band(band, runs), strict=True)}


def cut_band(band: shapely.Polygon, runs: Sequence[np.ndarray]) -> list[shapely.Polygon]:
    """For each run of projected points, the part of the band that is nearer to that run than to any other."""
    cells = _cells(np.concatenate(runs), around=band)
    ends = np.cumsum([len(run) for run in runs])
    owned = [shapely.coverage_union_all(part) for part in np.split(cells, ends[:-1])]
    return list(shapely.coverage_simplify(shapely.intersection(owned, band), SMOOTHING_M))


def write_sectors() -> None:
    """Writes data/sectors.geojson from the line and the cuts."""
    SECTORS_FILE.write_text(as_feature_collection(build_sectors()), encoding="utf-8")


def as_feature_collection(polygons: dict[str, Geometry]) -> str:
    """The text of data/sectors.geojson: one feature a line, so that a change can be read."""
    features = ",\n".join(
        json.dumps({"type": "Feature", "properties": {"code": code}, "geometry": geometry})
        for code, geometry in polygons.items()
    )
    return f'{{"type": "FeatureCollection", "features": [\n{features}\n]}}\n'


def read_sectors() -> dict[str, Geometry]:
    """The committed polygons by code: the first version of every sector."""
    collection = json.loads(SECTORS_FILE.read_text(encoding="utf-8"))
    return {feature["properties"]["code"]: feature["geometry"] for feature in collection["features"]}


def _points_along(stretch: Stretch) -> np.ndarray:
    count = round((stretch.ends_km - stretch.starts_km) / SPACING_KM)
    # Half a step away from the cut on either side: the edge between two sectors then starts exactly in the cut.
    step = (stretch.ends_km - stretch.starts_km) / count
    places = [position_at_station(stretch.ends_km - step * (index + 0.5)) for index in range(count)]
    return project(np.array([(longitude, latitude) for latitude, longitude in places]))


def _cells(points: np.ndarray, *, around: shapely.Polygon) -> np.ndarray:
    """The Voronoi cell of every point, in the points' order."""
    diagram = shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=around, ordered=True)
    return np.array(shapely.get_parts(diagram))


def _in_degrees(polygon: shapely.Polygon) -> Geometry:
    degrees = shapely.transform(shapely.orient_polygons(polygon), lambda metres: unproject(metres).round(DECIMALS))
    return geometry_of(degrees)


if __name__ == "__main__":
    write_sectors()

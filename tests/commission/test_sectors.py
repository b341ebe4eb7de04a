"""The sectors' polygons and the sector proposed for a point (issue 2, "Where"; docs/sectors.md)."""

import csv
import math

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from commission.sectors import SectorIndex, distance_to_line_m, proposed_sector
from commission.sectors import band as band_module
from commission.sectors.band import (
    CUTS_FILE,
    DATA_FOLDER,
    HALF_WIDTH_M,
    build_sectors,
    cut_band,
    read_sectors,
    stretches,
)
from commission.sectors.line import line_coordinates, line_length_km, position_at_station
from commission.sectors.projection import CENTRAL_MERIDIAN, project, unproject

POLYGONS = read_sectors()
INDEX = SectorIndex(POLYGONS)
PROJECTED = {code: shapely.transform(shape(polygon), project) for code, polygon in POLYGONS.items()}
CODES = [f"S{number:02}" for number in range(1, 14)]
# Smoothing of edges, the line's straight pieces in two projections, and a circle drawn with chords.
DRAWING_M = 150.0

stations = st.floats(0.5, 2245.0)


def rows(name):
    with (DATA_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def degrees_away(latitude, longitude, *, bearing, metres):
    found = Geodesic.WGS84.Direct(latitude, longitude, bearing, metres)
    return found["lat2"], found["lon2"]


def beside(station_km, *, offset_m, side):
    """The point at a right angle to the line's general course (10 km), on its left (-1) or on its right (+1)."""
    behind = position_at_station(max(station_km - 5, 0))
    ahead = position_at_station(min(station_km + 5, line_length_km()))
    course = Geodesic.WGS84.Inverse(*behind, *ahead)["azi1"]
    return degrees_away(*position_at_station(station_km), bearing=course + 90 * side, metres=offset_m)


# The polygons


def test_committed_polygons_are_those_the_line_and_the_cuts_give():
    built = build_sectors()

    assert list(built) == list(POLYGONS)
    for code, polygon in built.items():
        # Another build of the geometry library may round otherwise, by a metre or two.
        assert shapely.hausdorff_distance(shapely.transform(shape(polygon), project), PROJECTED[code]) < 5


def test_sectors_are_the_thirteen_of_the_catalogue_in_its_order():
    assert [row["code"] for row in rows("sectors.csv")] == list(POLYGONS) == CODES


def test_first_sector_is_in_the_north_east_and_last_in_the_south_west():
    south_west, north_east = line_coordinates()[0], line_coordinates()[-1]

    assert INDEX.proposed_sector(north_east[1], north_east[0], tolerance_m=0) == "S01"
    assert INDEX.proposed_sector(south_west[1], south_west[0], tolerance_m=0) == "S13"


@pytest.mark.parametrize("code", CODES)
def test_sector_is_one_valid_polygon_without_holes(code):
    polygon = shape(POLYGONS[code])

    assert polygon.geom_type == "Polygon"
    assert polygon.is_valid
    assert not polygon.interiors
    assert polygon.exterior.is_ccw


def test_sectors_do_not_overlap():
    overlaps = [
        first.intersection(second).area
        for position, first in enumerate(PROJECTED.values())
        for second in list(PROJECTED.values())[position + 1 :]
    ]

    assert len(overlaps) == 78
    assert max(overlaps) < 1


def test_sectors_share_their_edges_without_gaps():
    degrees = np.array([shape(polygon) for polygon in POLYGONS.values()])

    assert shapely.coverage_is_valid(degrees)
    assert not shapely.union_all(degrees).interiors


def test_neighbours_along_the_line_share_an_edge():
    for north_east, south_west in zip(CODES, CODES[1:], strict=False):
        assert (
            PROJECTED[north_east].buffer(1).intersection(PROJECTED[south_west].buffer(1)).length > 2 * HALF_WIDTH_M / 2
        )


def test_sectors_together_are_the_whole_band():
    line = shapely.LineString(project(np.array(line_coordinates())))
    whole = shapely.union_all(list(PROJECTED.values()))

    assert whole.symmetric_difference(line.buffer(HALF_WIDTH_M, quad_segs=64)).area < 0.002 * whole.area
    assert shapely.hausdorff_distance(whole.exterior, line.buffer(HALF_WIDTH_M).exterior) < 2 * DRAWING_M


@pytest.mark.parametrize("row", rows("crossings.csv"), ids=lambda row: row["name"])
def test_crossing_lies_in_its_sector_and_in_no_other(row):
    point = shapely.Point(float(row["longitude"]), float(row["latitude"]))

    assert [code for code, polygon in POLYGONS.items() if shape(polygon).covers(point)] == [row["sector"]]


def test_every_kilometre_of_the_line_lies_in_the_sector_whose_stretch_it_is():
    owned = stretches()

    for station in np.arange(0.5, line_length_km(), 1.0):
        owner = next(stretch for stretch in owned if stretch.starts_km <= station <= stretch.ends_km)
        if min(station - owner.starts_km, owner.ends_km - station) > 0.1 or owner.starts_km == 0:
            assert INDEX.proposed_sector(*position_at_station(station), tolerance_m=0) == owner.code, station


def test_stretches_cover_the_line_once():
    owned = stretches()

    assert [stretch.code for stretch in owned] == CODES
    assert owned[0].ends_km == line_length_km()
    assert owned[-1].starts_km == 0
    assert all(north.starts_km == south.ends_km for north, south in zip(owned, owned[1:], strict=False))
    assert all(stretch.starts_km < stretch.ends_km for stretch in owned)


@pytest.mark.parametrize("row", rows("sector_cuts.csv"), ids=lambda row: row["north_east_sector"])
def test_cut_lies_where_its_row_says(row):
    latitude, longitude = position_at_station(float(row["station_km"]))

    assert (round(latitude, 2), round(longitude, 2)) == pytest.approx(
        (float(row["latitude"]), float(row["longitude"])), abs=0.011
    )
    assert row["why"]


def test_sectors_geojson_is_rewritten_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(band_module, "SECTORS_FILE", tmp_path / "sectors.geojson")

    band_module.write_sectors()

    assert read_sectors().keys() == POLYGONS.keys()
    assert (tmp_path / "sectors.geojson").read_text().count("\n") == 15
    assert CUTS_FILE.exists()


# Neither side is preferred


@given(station_km=stations, offset_m=st.floats(0, HALF_WIDTH_M * 2), bearing=st.floats(0, 360))
def test_point_is_in_the_band_exactly_when_it_is_within_the_half_width(station_km, offset_m, bearing):
    latitude, longitude = degrees_away(*position_at_station(station_km), bearing=bearing, metres=offset_m)

    distance = distance_to_line_m(latitude, longitude)

    if abs(distance - HALF_WIDTH_M) > 2 * DRAWING_M:
        assert (INDEX.proposed_sector(latitude, longitude, tolerance_m=0) is not None) == (distance < HALF_WIDTH_M)


def test_band_reaches_equally_far_on_both_sides_of_a_straight_stretch():
    # Between kilometres 20 and 180 the line runs straight, so that nothing but the half width decides.
    for station in range(40, 160, 20):
        for side in (-1, 1):
            inside = beside(station, offset_m=HALF_WIDTH_M - 2 * DRAWING_M, side=side)
            outside = beside(station, offset_m=HALF_WIDTH_M + 2 * DRAWING_M, side=side)

            assert INDEX.proposed_sector(*inside, tolerance_m=0) == "S13"
            assert INDEX.proposed_sector(*outside, tolerance_m=0) is None


def test_mirrored_line_gives_the_mirrored_polygons():
    runs = [project(np.array([(lon, lat) for lat, lon in places_along(stretch)])) for stretch in stretches()]
    mirrored = [run * (-1, 1) for run in runs]
    band, mirrored_band = (shapely.LineString(np.concatenate(each)).buffer(HALF_WIDTH_M) for each in (runs, mirrored))

    for part, mirrored_part in zip(cut_band(band, runs), cut_band(mirrored_band, mirrored), strict=True):
        unmirrored = shapely.transform(mirrored_part, lambda metres: metres * (-1, 1))
        assert part.symmetric_difference(unmirrored).area < 0.001 * part.area


def test_line_read_from_its_other_end_gives_the_same_polygons():
    runs = [project(np.array([(lon, lat) for lat, lon in places_along(stretch)])) for stretch in stretches()]
    band = shapely.LineString(np.concatenate(runs)).buffer(HALF_WIDTH_M)

    backwards = cut_band(band, [run[::-1] for run in runs[::-1]])[::-1]

    for part, reversed_part in zip(cut_band(band, runs), backwards, strict=True):
        assert part.symmetric_difference(reversed_part).area < 0.001 * part.area


def places_along(stretch):
    return [position_at_station(km) for km in np.linspace(stretch.ends_km - 0.2, stretch.starts_km + 0.2, 60)]


# The proposal


def test_point_within_the_tolerance_gets_the_nearest_sector():
    latitude, longitude = beside(100, offset_m=HALF_WIDTH_M + 2_000, side=1)

    assert INDEX.proposed_sector(latitude, longitude, tolerance_m=0) is None
    assert INDEX.proposed_sector(latitude, longitude, tolerance_m=1_500) is None
    assert INDEX.proposed_sector(latitude, longitude, tolerance_m=2_500) == "S13"


def test_single_question_gets_the_same_answer_as_the_index():
    assert proposed_sector(34.115, 71.085, polygons=POLYGONS, tolerance_m=0) == "S07"
    assert proposed_sector(24.86, 67.0, polygons=POLYGONS, tolerance_m=5_000) is None


def test_without_sectors_nothing_is_proposed():
    assert proposed_sector(34.115, 71.085, polygons={}, tolerance_m=5_000) is None


@pytest.mark.parametrize("point", [(90, 0), (-90, 0), (0, 0), (34, -109), (34, 180), (19, 67), (47, 67)])
def test_point_on_the_other_side_of_the_earth_has_no_sector(point):
    assert INDEX.proposed_sector(*point, tolerance_m=100_000) is None


def test_overlapping_polygons_give_the_first_code():
    overlapping = {"S02": POLYGONS["S07"], "S01": POLYGONS["S07"]}

    assert proposed_sector(34.115, 71.085, polygons=overlapping, tolerance_m=0) == "S01"


def test_proposal_is_a_sector_and_never_a_side():
    points = [beside(station, offset_m=5_000, side=side) for station in range(50, 2200, 50) for side in (-1, 1)]

    assert {INDEX.proposed_sector(*point, tolerance_m=0) for point in points} <= set(CODES)


# Distances


def test_line_is_as_long_as_its_file_says():
    assert line_length_km() == pytest.approx(2245.7, abs=0.1)


def test_station_off_the_line_is_refused():
    for station in (-0.1, line_length_km() + 0.1, math.nan):
        with pytest.raises(ValueError, match="not on the line"):
            position_at_station(station)


def brute_distance_m(latitude, longitude):
    """The least geodesic distance to a place on the line, from 100 m steps around the nearest 5 km step."""

    def away(station):
        return Geodesic.WGS84.Inverse(latitude, longitude, *position_at_station(station))["s12"]

    coarse = sorted(np.arange(0, line_length_km(), 5.0), key=away)[:4]
    fine = [s for centre in coarse for s in np.arange(max(centre - 5, 0), min(centre + 5, line_length_km()), 0.1)]
    return min(away(station) for station in fine)


@pytest.mark.parametrize(
    "point",
    [
        (34.115, 71.085),
        (33.0, 68.0),
        (36.0, 66.0),
        (29.43, 64.06),
        (31.52, 74.35),
        (25.1, 62.3),
        (40.9, 82.9),
        (24.9, 67.0),
        (41.01, 28.98),
        (25.29, 51.53),
        (51.5, -0.1),
        (-33.9, 151.2),
        (90.0, 0.0),
        (-90.0, 0.0),
        (-33.0, -112.0),
    ],
)
def test_distance_to_the_line_is_true_within_one_per_cent(point):
    assert distance_to_line_m(*point) == pytest.approx(brute_distance_m(*point), rel=0.01, abs=50)


@given(station_km=stations)
def test_place_on_the_line_is_no_distance_from_it(station_km):
    assert distance_to_line_m(*position_at_station(station_km)) < 20


@given(st.floats(60, 76), st.floats(28, 38))
def test_projection_returns_what_it_was_given(longitude, latitude):
    returned = unproject(project(np.array([[longitude, latitude]])))[0]

    assert returned == pytest.approx([longitude, latitude], abs=1e-8)


@given(st.floats(60, 76), st.floats(28.5, 37.8), st.floats(0, 360))
def test_projection_keeps_metres_near_the_line_within_half_a_per_cent(longitude, latitude, bearing):
    other_latitude, other_longitude = degrees_away(latitude, longitude, bearing=bearing, metres=10_000)

    here, there = project(np.array([[longitude, latitude], [other_longitude, other_latitude]]))

    assert math.dist(here, there) == pytest.approx(10_000, rel=0.005)


def test_projection_is_symmetric_about_its_central_meridian():
    west, east = project(np.array([[CENTRAL_MERIDIAN - 3, 34.0], [CENTRAL_MERIDIAN + 3, 34.0]]))

    assert west * (-1, 1) == pytest.approx(east)

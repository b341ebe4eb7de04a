"""A sector's polygon as an admin types it: read, or refused with a sentence (issue 2, "Who")."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commission.sectors import polygons, validate_polygon
from commission.sectors.band import read_sectors

SQUARE = [[71, 34], [71.2, 34], [71.2, 34.2], [71, 34.2], [71, 34]]
HOLE = [[71.05, 34.05], [71.05, 34.1], [71.1, 34.1], [71.1, 34.05], [71.05, 34.05]]


def polygon(*rings, kind="Polygon"):
    return {"type": kind, "coordinates": list(rings)}


@pytest.mark.parametrize("code", sorted(read_sectors()))
def test_every_committed_sector_passes_unchanged(code):
    geometry = read_sectors()[code]

    assert validate_polygon(json.dumps(geometry)) == geometry


def test_text_and_geometry_are_taken_alike():
    assert validate_polygon(polygon(SQUARE)) == validate_polygon(json.dumps(polygon(SQUARE)))


def test_feature_is_stripped_to_its_geometry():
    feature = {"type": "Feature", "properties": {"name": "<script>"}, "geometry": polygon(SQUARE) | {"bbox": [1]}}

    assert set(validate_polygon(feature)) == {"type", "coordinates"}


def test_hole_and_several_parts_are_taken():
    assert len(validate_polygon(polygon(SQUARE, HOLE))["coordinates"]) == 2
    assert validate_polygon(polygon([SQUARE], kind="MultiPolygon"))["type"] == "MultiPolygon"


def test_heights_are_dropped():
    with_heights = [[*position, 900] for position in SQUARE]

    assert validate_polygon(polygon(with_heights))["coordinates"] == validate_polygon(polygon(SQUARE))["coordinates"]


@pytest.mark.parametrize(
    ("given_text", "sentence"),
    [
        ("", polygons.NOT_JSON),
        ("{", polygons.NOT_JSON),
        ("[" * 200_000, polygons.NOT_JSON),
        ("null", polygons.NOT_A_POLYGON),
        ("[]", polygons.NOT_A_POLYGON),
        ("{}", polygons.NOT_A_POLYGON),
        ('{"type": ["Polygon"], "coordinates": []}', polygons.NOT_A_POLYGON),
        ('{"type": "Point", "coordinates": [71, 34]}', polygons.NOT_A_POLYGON),
        ('{"type": "Polygon"}', polygons.NOT_A_POLYGON),
        ('{"type": "Polygon", "coordinates": {}}', polygons.NOT_A_POLYGON),
        ('{"type": "Feature", "geometry": null}', polygons.NOT_A_POLYGON),
        (polygon(), polygons.NO_RINGS),
        (polygon([]), polygons.NO_RINGS),
        (polygon(SQUARE[:3]), polygons.NO_RINGS),
        (polygon(5), polygons.NO_RINGS),
        (polygon([], kind="MultiPolygon"), polygons.NO_RINGS),
        (polygon(SQUARE, kind="MultiPolygon"), polygons.NO_RINGS),
        (polygon([1, 2, 3, 1]), polygons.NOT_NUMBERS),
        (polygon([["71", "34"]] * 4), polygons.NOT_NUMBERS),
        (polygon([[True, 34]] * 4), polygons.NOT_NUMBERS),
        (polygon([[71]] * 4), polygons.NOT_NUMBERS),
        (polygon(SQUARE[:4]), polygons.NOT_CLOSED),
        (polygon([[71, 34], [71, 134], [72, 134], [71, 34]]), polygons.OUT_OF_RANGE),
        (polygon([[181, 34], [71, 35], [72, 34], [181, 34]]), polygons.OUT_OF_RANGE),
        ('{"type": "Polygon", "coordinates": [[[NaN, 34], [71, 35], [72, 34], [NaN, 34]]]}', polygons.OUT_OF_RANGE),
        ('{"type": "Polygon", "coordinates": [[[71, 34], [Infinity, 35], [72, 34], [71, 34]]]}', polygons.OUT_OF_RANGE),
        (polygon([[71, 34], [71.2, 34.2], [71.2, 34], [71, 34.2], [71, 34]]), polygons.NOT_VALID),
        (polygon([[71, 34]] * 4), polygons.NOT_VALID),
        (polygon([[latitude, longitude] for longitude, latitude in SQUARE]), polygons.FAR_FROM_LINE),
        (polygon([[67, 25], [67.2, 25], [67.2, 25.2], [67, 25]]), polygons.FAR_FROM_LINE),
        (polygon([[0, -89], [1, -89], [1, -90], [0, -89]]), polygons.FAR_FROM_LINE),
    ],
)
def test_wrong_polygon_is_refused_with_its_reason(given_text, sentence):
    with pytest.raises(ValueError) as refusal:
        validate_polygon(given_text)

    assert str(refusal.value) == sentence


def test_polygon_of_too_many_positions_is_refused():
    ring = [[71 + step / 1_000_000, 34] for step in range(polygons.VERTICES_MAX)] + [[71, 34.1], [71, 34]]

    with pytest.raises(ValueError, match="more than 20000"):
        validate_polygon(polygon(ring))


anything_json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "geometry", "coordinates"]), inner)
    ),
    max_leaves=20,
)


@given(anything_json, st.sampled_from(["Polygon", "MultiPolygon"]))
def test_anything_is_taken_or_refused_but_never_breaks(anything, kind):
    for candidate in (anything, {"type": kind, "coordinates": anything}):
        try:
            validate_polygon(candidate)
        except ValueError as refusal:
            assert str(refusal).endswith((".", '"coordinates".'))

"""A position clicked on the map, written in degrees or as MGRS is one and the same (issue 2, "Where")."""

import math

import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from commission.sectors import mgrs_of, position_of_degrees, position_of_mgrs, positions
from commission.sectors.line import line_length_km, position_at_station

TORKHAM = (34.115, 71.085)
TORKHAM_MGRS = "42S XC 92301 76869"


@st.composite
def points_near_the_line(draw):
    """As a click gives them: six decimals of a degree."""
    station = position_at_station(draw(st.floats(0, line_length_km())))
    found = Geodesic.WGS84.Direct(*station, draw(st.floats(0, 360)), draw(st.floats(0, 150_000)))
    return round(found["lat2"], 6), round(found["lon2"], 6)


def metres_between(first, second):
    return Geodesic.WGS84.Inverse(*first, *second)["s12"]


def in_minutes_and_seconds(degrees, *, letter):
    hundredths = round(degrees * 360_000)
    minutes, seconds = divmod(hundredths, 6_000)
    return f"{minutes // 60}°{minutes % 60:02}'{seconds / 100:05.2f}\"{letter}"


# The three ways agree


@given(points_near_the_line())
def test_mgrs_names_the_square_metre_of_the_point(point):
    assert metres_between(position_of_mgrs(mgrs_of(*point)), point) < math.sqrt(2) + 0.01


@given(points_near_the_line(), st.integers(1, 4))
def test_shorter_mgrs_names_the_middle_of_a_larger_square(point, digits):
    zone, square, easting, northing = mgrs_of(*point).split()

    shorter = position_of_mgrs(f"{zone}{square}{easting[:digits]}{northing[:digits]}")

    assert metres_between(shorter, point) < 10 ** (5 - digits) * (math.sqrt(0.5) + 0.01) + 1


@given(points_near_the_line())
def test_decimal_degrees_come_back_as_they_were_written(point):
    assert position_of_degrees(f"{point[0]:.6f}, {point[1]:.6f}") == point


@given(points_near_the_line())
def test_minutes_and_seconds_agree_with_the_click_within_a_metre(point):
    written = f"{in_minutes_and_seconds(point[0], letter='N')} {in_minutes_and_seconds(point[1], letter='E')}"

    assert metres_between(position_of_degrees(written), point) < 1


@given(points_near_the_line())
def test_click_degrees_and_mgrs_give_the_same_place(point):
    typed = position_of_degrees(f"{point[0]:.6f} {point[1]:.6f}")
    reference = mgrs_of(*typed)

    assert reference == mgrs_of(*point)
    assert metres_between(position_of_mgrs(reference), typed) < math.sqrt(2) + 0.01


@given(points_near_the_line())
def test_mgrs_read_and_written_again_does_not_wander(point):
    first = position_of_mgrs(mgrs_of(*point))

    assert metres_between(position_of_mgrs(mgrs_of(*first)), first) < math.sqrt(2) + 0.01


@pytest.mark.parametrize("latitude", [31.999999, 32.0, 32.000001, 31.97, 32.03])
@pytest.mark.parametrize("digits", range(1, 6))
def test_squares_across_the_edge_between_two_mgrs_bands_are_read(latitude, digits):
    zone, square, easting, northing = mgrs_of(latitude, 69.25).split()

    position = position_of_mgrs(f"{zone} {square} {easting[:digits]} {northing[:digits]}")

    assert metres_between(position, (latitude, 69.25)) < 10 ** (5 - digits) * 1.5


@pytest.mark.parametrize(
    "point", [(83.9, 20.0), (-79.9, -120.5), (0.0, 0.0), (-0.0001, 0.0), (60.5, 4.9), (34.0, 179.99)]
)
def test_mgrs_is_read_everywhere_that_it_is_used(point):
    assert metres_between(position_of_mgrs(mgrs_of(*point)), point) < math.sqrt(2) + 0.01


# Ways to write


@pytest.mark.parametrize(
    "text",
    [
        TORKHAM_MGRS,
        "42SXC9230176869",
        "42sxc9230176869",
        "  42S  XC 92301  76869 ",
        "42S-XC-92301-76869",
        "\u200e42S XC 92301 76869\u200f",
        "۴۲S XC ۹۲۳۰۱ ۷۶۸۶۹",
    ],
)
def test_mgrs_is_read_however_it_is_spaced(text):
    assert metres_between(position_of_mgrs(text), TORKHAM) < 2


@pytest.mark.parametrize(
    "text",
    [
        "34.115, 71.085",
        "34.115 71.085",
        "34.115,71.085",
        "34.115; 71.085",
        "+34.115 +71.085",
        "34.115N 71.085E",
        "N34.115 E71.085",
        "34.115n71.085e",
        "71.085E, 34.115N",
        "E 71.085 N 34.115",
        "34°06'54\"N 71°05'06\"E",
        "34°06'54\"N71°05'06\"E",
        "34° 06' 54\" N, 71° 05' 06\" E",
        "34°06′54″N 71°05′06″E",
        "34°06’54”N 71°05’06”E",
        "34°06''54 N".replace("''", "'") + " 71°05'06 E",
        "34 06 54 N 71 05 06 E",
        "N 34 06 54 E 71 05 06",
        "34°06.9'N 71°05.1'E",
        "34°06.9' 71°05.1'",
        "34°06'54'' 71°05'06''",
        "۳۴٫۱۱۵، ۷۱٫۰۸۵",
        "٣٤٫١١٥، ٧١٫٠٨٥",
        "\u200f34.115, 71.085\u200e",
    ],
)
def test_degrees_are_read_in_every_usual_writing(text):
    assert position_of_degrees(text) == pytest.approx(TORKHAM, abs=1e-9)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("-34.5, -71.25", (-34.5, -71.25)),
        ("34.5S 71.25W", (-34.5, -71.25)),
        ("−34.5 71.25", (-34.5, 71.25)),
        ("-0.5 0", (-0.5, 0)),
        ("0°30'S 0°15'W", (-0.5, -0.25)),
        ("90 180", (90, 180)),
        ("-90, -180", (-90, -180)),
    ],
)
def test_signs_and_letters_name_the_hemisphere(text, position):
    assert position_of_degrees(text) == position


# Refusals, each with the sentence that helps


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", positions.NOT_MGRS),
        ("34.115, 71.085", positions.NOT_MGRS),
        ("42I XC 12345 67890", positions.NOT_MGRS),
        ("61S XC 12345 67890", positions.NOT_MGRS),
        ("0S XC 12345 67890", positions.NOT_MGRS),
        ("42S XC 1234X 67890", positions.NOT_MGRS),
        ("42S XC\x00 12345 67890", positions.NOT_MGRS),
        ("42S XC", positions.MGRS_DIGITS_UNEVEN),
        ("42S XC 123 45", positions.MGRS_DIGITS_UNEVEN),
        ("42S XC 123456 123456", positions.MGRS_DIGITS_UNEVEN),
        ("42S AA 12345 67890", positions.MGRS_NO_SUCH_SQUARE),
        ("42S XX 12345 67890", positions.MGRS_NO_SUCH_SQUARE),
        ("42R XC 12345 67890", positions.MGRS_NO_SUCH_SQUARE),
        ("42S XN 12345 67890", positions.MGRS_NO_SUCH_SQUARE),
    ],
)
def test_wrong_mgrs_is_refused_with_its_reason(text, sentence):
    with pytest.raises(ValueError) as refusal:
        position_of_mgrs(text)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", positions.NOT_DEGREES),
        ("Torkham", positions.NOT_DEGREES),
        ("34.115", positions.NOT_DEGREES),
        ("34.115,", positions.NOT_DEGREES),
        ("34,115 71,085", positions.NOT_DEGREES),
        ("34.1, 71.2, 900", positions.NOT_DEGREES),
        ("34 06 33 05", positions.NOT_DEGREES),
        ("nan, nan", positions.NOT_DEGREES),
        ("1e2 71", positions.NOT_DEGREES),
        ("34.1" + " " * 100 + "71.2 x", positions.NOT_DEGREES),
        ("34.1\x00 71.2", positions.NOT_DEGREES),
        ("34N 35N", positions.DEGREES_AMBIGUOUS),
        ("71E 72W", positions.DEGREES_AMBIGUOUS),
        ("34N, 71", positions.DEGREES_AMBIGUOUS),
        ("-34N, 71E", positions.SIGN_AND_LETTER),
        ("34°60'N 71°00'E", positions.SIXTIETHS_RANGE),
        ("34°59'60\"N 71°00'00\"E", positions.SIXTIETHS_RANGE),
        ("34.5°30'N 71°00'E", positions.SIXTIETHS_RANGE),
        ("90.1, 71", positions.LATITUDE_RANGE),
        ("71E 91N", positions.LATITUDE_RANGE),
        ("34, 180.1", positions.LONGITUDE_RANGE),
        ("9" * 70 + ", 1", positions.LATITUDE_RANGE),
    ],
)
def test_wrong_degrees_are_refused_with_their_reason(text, sentence):
    with pytest.raises(ValueError) as refusal:
        position_of_degrees(text)

    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("point", "sentence"),
    [
        ((84, 0), positions.MGRS_OUTSIDE),
        ((-80.1, 0), positions.MGRS_OUTSIDE),
        ((91, 0), positions.LATITUDE_RANGE),
        ((34, 181), positions.LONGITUDE_RANGE),
        ((math.nan, 71), positions.LATITUDE_RANGE),
        ((34, math.inf), positions.LONGITUDE_RANGE),
    ],
)
def test_point_that_mgrs_cannot_name_is_refused(point, sentence):
    with pytest.raises(ValueError) as refusal:
        mgrs_of(*point)

    assert str(refusal.value) == sentence


@given(st.text(max_size=120))
def test_any_text_is_read_or_refused_but_never_breaks(text):
    for read in (position_of_degrees, position_of_mgrs):
        try:
            latitude, longitude = read(text)
        except ValueError:
            continue
        assert -90 <= latitude <= 90
        assert -180 <= longitude <= 180


@given(st.from_regex(r"[0-9]{1,2}[C-X][A-Z]{2}[0-9]{2,10}", fullmatch=True))
def test_any_text_that_looks_like_mgrs_is_read_or_refused(text):
    try:
        latitude, longitude = position_of_mgrs(text)
    except ValueError as refusal:
        assert str(refusal) in {positions.NOT_MGRS, positions.MGRS_DIGITS_UNEVEN, positions.MGRS_NO_SUCH_SQUARE}
    else:
        assert -90 <= latitude <= 90
        assert -180 <= longitude <= 180

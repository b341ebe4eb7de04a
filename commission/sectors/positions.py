"""The ways to write a position: decimal degrees (as a map click gives), minutes and seconds, and MGRS."""

import math
import re
import warnings

import mgrs

from commission.sectors.words import gettext_noop

# Latitudes at which MGRS has zones; nearer to the poles it changes its system.
_MGRS_LATITUDES = (-80.0, 84.0)
_BANDS = "CDEFGHJKLMNPQRSTUVWX"
_BAND_HEIGHT = 8.0
_LAST_BAND_HEIGHT = 12.0
# The middle of a 10 km square may lie in the next band.
_BAND_MARGIN = 0.05
# Ten digits name a square of one metre.
_MGRS_DIGITS = 5

_MGRS_PATTERN = re.compile(r"(\d{1,2}[C-HJ-NP-X])([A-HJ-NP-Z]{2})(\d*)")
_NUMBER = r"\d+(?:\.\d+)?"
_ANGLE_PATTERN = re.compile(
    rf"(?P<before>[NSEW])?\s*(?P<sign>[+-])?\s*(?P<degrees>{_NUMBER})\s*°?"
    rf"(?:[\s°]\s*(?P<minutes>{_NUMBER})\s*'?(?:[\s']\s*(?P<seconds>{_NUMBER})\s*\"?)?)?\s*(?P<after>[NSEW])?"
)
_GAP_PATTERN = re.compile(r"\s+|(?<=[NSEW])(?=\d)|(?<=[\d°'\"])(?=[NSEW])")
# Longer than any way to write a position; keeps the search for the gap short.
_LETTERS_MAX = 80

# People type, and other programs write, many signs for the same thing, in many digits.
_SIGNS = str.maketrans({
    "º": "°", "˚": "°", "′": "'", "’": "'", "‘": "'", "ʹ": "'", "″": '"', "”": '"', "“": '"', "ʺ": '"',
    "−": "-", "–": "-", "،": ",", "؛": ";", "٫": ".",
})  # fmt: skip
# Marks that a right-to-left keyboard leaves in a text without showing them.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")

NOT_MGRS = gettext_noop("This is not an MGRS reference. Write it like 42S XC 12345 67890.")
MGRS_DIGITS_UNEVEN = gettext_noop(
    "An MGRS reference has as many digits for the easting as for the northing: 2, 4, 6, 8 or 10 in all."
)
MGRS_NO_SUCH_SQUARE = gettext_noop("There is no such MGRS square. Check the zone and the letters.")
MGRS_OUTSIDE = gettext_noop("MGRS references are used only between 80 degrees south and 84 degrees north.")
NOT_DEGREES = gettext_noop(
    "This is not a position in degrees. Write the latitude, then the longitude: "
    "34.115, 71.085 or 34°06'54\"N 71°05'06\"E."
)
DEGREES_AMBIGUOUS = gettext_noop("Write one latitude (N or S) and one longitude (E or W).")
SIGN_AND_LETTER = gettext_noop("Write either a minus sign or a letter for the direction, not both.")
LATITUDE_RANGE = gettext_noop("A latitude lies between -90 and 90 degrees.")
LONGITUDE_RANGE = gettext_noop("A longitude lies between -180 and 180 degrees.")
SIXTIETHS_RANGE = gettext_noop("Minutes and seconds are less than 60, and only the last part may have decimals.")

_CONVERTER = mgrs.MGRS()


def mgrs_of(latitude: float, longitude: float) -> str:
    """The MGRS reference of the square metre that holds the point, written as officers do: 42S XC 92322 78042.

    Raises ValueError outside the latitudes that MGRS covers.
    """
    _check_range(latitude, longitude)
    if not _MGRS_LATITUDES[0] <= latitude < _MGRS_LATITUDES[1]:
        raise ValueError(MGRS_OUTSIDE)
    reference = _CONVERTER.toMGRS(latitude, longitude, MGRSPrecision=_MGRS_DIGITS)
    zone, square, digits = _parts_of_mgrs(reference)
    return f"{zone} {square} {digits[:_MGRS_DIGITS]} {digits[_MGRS_DIGITS:]}"


def position_of_mgrs(text: str) -> tuple[float, float]:
    """The (latitude, longitude) of the middle of the square that the reference names, from 10 km down to 1 m.

    Takes spaces, hyphens and lower case; raises ValueError with a sentence for the person who typed it.
    """
    zone, square, digits = _parts_of_mgrs(text)
    easting, northing = (_to_the_middle(half) for half in (digits[: len(digits) // 2], digits[len(digits) // 2 :]))
    latitude, longitude = _converted(f"{zone}{square}{easting}{northing}")
    south = _MGRS_LATITUDES[0] + _BAND_HEIGHT * _BANDS.index(zone[-1])
    north = south + (_LAST_BAND_HEIGHT if zone[-1] == _BANDS[-1] else _BAND_HEIGHT)
    if not south - _BAND_MARGIN <= latitude <= north + _BAND_MARGIN:
        raise ValueError(MGRS_NO_SUCH_SQUARE)
    return latitude, longitude


def position_of_degrees(text: str) -> tuple[float, float]:
    """The (latitude, longitude) that a person wrote in degrees, with a decimal fraction or with minutes and seconds.

    With letters the two may come in either order, without letters the latitude comes first. Raises ValueError
    with a sentence for the person who typed it.
    """
    angles = _two_angles(_cleaned(text))
    if not any(_letter(angle) for angle in angles):
        northing, easting = angles
    elif {_letter(angle) for angle in angles} in ({"N", "E"}, {"N", "W"}, {"S", "E"}, {"S", "W"}):
        northing, easting = sorted(angles, key=lambda angle: _letter(angle) in "EW")
    else:
        raise ValueError(DEGREES_AMBIGUOUS)
    latitude, longitude = _signed_degrees(northing), _signed_degrees(easting)
    _check_range(latitude, longitude)
    return latitude, longitude


def _check_range(latitude: float, longitude: float) -> None:
    # Written so that "not a number" is refused as well.
    if not -90 <= latitude <= 90:
        raise ValueError(LATITUDE_RANGE)
    if not -180 <= longitude <= 180:
        raise ValueError(LONGITUDE_RANGE)


def _parts_of_mgrs(text: str) -> tuple[str, str, str]:
    """Zone and band, square, and digits of a reference."""
    found = _MGRS_PATTERN.fullmatch(re.sub(r"[\s-]", "", _cleaned(text)))
    if found is None or not 1 <= int(found[1][:-1]) <= 60:
        raise ValueError(NOT_MGRS)
    if len(found[3]) % 2 or not 2 <= len(found[3]) <= 2 * _MGRS_DIGITS:
        raise ValueError(MGRS_DIGITS_UNEVEN)
    return found[1], found[2], found[3]


def _converted(reference: str) -> tuple[float, float]:
    try:
        with warnings.catch_warnings():
            # The library warns of a square that leaves its band by a metre, and only warns of one on another continent.
            warnings.filterwarnings("ignore", message='Warning in "Convert_MGRS_To_Geodetic"')
            latitude, longitude = _CONVERTER.toLatLon(reference)
    except mgrs.core.MGRSError as error:
        raise ValueError(MGRS_NO_SUCH_SQUARE) from error
    return float(latitude), float(longitude)


def _to_the_middle(digits: str) -> str:
    return digits if len(digits) == _MGRS_DIGITS else (digits + "5").ljust(_MGRS_DIGITS, "0")


def _cleaned(text: str) -> str:
    text = _INVISIBLE.sub("", text).translate(_SIGNS).replace("''", '"').upper().strip()
    # Eastern digits are digits too.
    return "".join(str(int(letter)) if letter.isdecimal() else letter for letter in text)


def _two_angles(text: str) -> tuple[re.Match[str], re.Match[str]]:
    parts = re.split(r"[,;]", text)
    if len(text) > _LETTERS_MAX or len(parts) > 2:
        raise ValueError(NOT_DEGREES)
    splits = [(parts[0], parts[1])] if len(parts) == 2 else _splits(text)
    readings = [(first, second) for first, second in ((_angle(a), _angle(b)) for a, b in splits) if first and second]
    # "34 06 33 05" can be read in three ways: better to ask than to guess.
    if len(readings) != 1:
        raise ValueError(NOT_DEGREES)
    return readings[0]


def _splits(text: str) -> list[tuple[str, str]]:
    return [(text[: gap.start()], text[gap.end() :]) for gap in _GAP_PATTERN.finditer(text)]


def _angle(text: str) -> re.Match[str] | None:
    found = _ANGLE_PATTERN.fullmatch(text.strip())
    return None if found is None or (found["before"] and found["after"]) else found


def _letter(angle: re.Match[str]) -> str:
    return angle["before"] or angle["after"] or ""


def _signed_degrees(angle: re.Match[str]) -> float:
    if _letter(angle) and angle["sign"]:
        raise ValueError(SIGN_AND_LETTER)
    parts = [part for part in (angle["degrees"], angle["minutes"], angle["seconds"]) if part is not None]
    if any("." in part for part in parts[:-1]) or any(float(part) >= 60 for part in parts[1:]):
        raise ValueError(SIXTIETHS_RANGE)
    degrees = math.fsum(float(part) / 60**power for power, part in enumerate(parts))
    return -degrees if angle["sign"] == "-" or _letter(angle) in ("S", "W") else degrees

"""A map projection fitted to the line, so that metres in the plane are metres on the ground (pure, no Django).

Lambert's conformal conic on the WGS 84 ellipsoid with two standard parallels (Snyder, Map Projections: A Working
Manual, section 15). Between 28.5 and 38 degrees north its scale is within half a per cent of the truth; it is not meant
for anywhere else.
"""

import math

import numpy as np
import numpy.typing as npt

SEMI_MAJOR_AXIS_M = 6_378_137.0
FLATTENING = 1 / 298.257223563
STANDARD_PARALLELS = (30.5, 36.0)
CENTRAL_MERIDIAN = 67.7

Coordinates = npt.NDArray[np.float64]

_ECCENTRICITY = math.sqrt(FLATTENING * (2 - FLATTENING))


def project(degrees: Coordinates) -> Coordinates:
    """Rows of (longitude, latitude) in degrees become rows of (easting, northing) in metres."""
    radius = _radius(_conformal(np.radians(degrees[:, 1])))
    angle = _CONE * np.radians(degrees[:, 0] - CENTRAL_MERIDIAN)
    return np.column_stack((radius * np.sin(angle), _ORIGIN_RADIUS - radius * np.cos(angle)))


def unproject(metres: Coordinates) -> Coordinates:
    """The reverse of project, to better than a millimetre."""
    east, south = metres[:, 0], _ORIGIN_RADIUS - metres[:, 1]
    conformal = (np.hypot(east, south) / (SEMI_MAJOR_AXIS_M * _SCALE)) ** (1 / _CONE)
    longitude = np.degrees(np.arctan2(east, south) / _CONE) + CENTRAL_MERIDIAN
    return np.column_stack((longitude, np.degrees(_latitude(conformal))))


def _latitude(conformal: Coordinates) -> Coordinates:
    latitude = math.pi / 2 - 2 * np.arctan(conformal)
    # Snyder's iteration (7-9) gains more than two digits a turn: eight turns pass the precision of a float.
    for _turn in range(8):
        sine = _ECCENTRICITY * np.sin(latitude)
        latitude = math.pi / 2 - 2 * np.arctan(conformal * ((1 - sine) / (1 + sine)) ** (_ECCENTRICITY / 2))
    return latitude


def _conformal(latitude: Coordinates) -> Coordinates:
    sine = _ECCENTRICITY * np.sin(latitude)
    return np.tan(math.pi / 4 - latitude / 2) / ((1 - sine) / (1 + sine)) ** (_ECCENTRICITY / 2)


def _parallel(latitude: Coordinates) -> Coordinates:
    return np.cos(latitude) / np.sqrt(1 - (_ECCENTRICITY * np.sin(latitude)) ** 2)


def _radius(conformal: Coordinates) -> Coordinates:
    return SEMI_MAJOR_AXIS_M * _SCALE * conformal**_CONE


_PARALLELS = np.radians(np.array(STANDARD_PARALLELS))
_CONE = float(np.diff(np.log(_parallel(_PARALLELS)))[0] / np.diff(np.log(_conformal(_PARALLELS)))[0])
_SCALE = float(_parallel(_PARALLELS)[0] / (_CONE * _conformal(_PARALLELS)[0] ** _CONE))
_ORIGIN_RADIUS = float(_radius(_conformal(_PARALLELS)).mean())

"""A point's proposed sector. A proposal only: a person confirms it, and it says nothing about the side of the line."""

from collections.abc import Mapping

import numpy as np
import shapely
from shapely.geometry import shape

from commission.sectors.geojson import Geometry
from commission.sectors.projection import project

# Outside this window around the line no tolerance reaches a sector, and the projection is not meant for it.
_LATITUDES = (20.0, 46.0)
_LONGITUDES = (47.0, 88.0)


class SectorIndex:
    """The polygons of one set of sectors, projected and indexed once, to be asked about many points."""

    def __init__(self, polygons: Mapping[str, Geometry]) -> None:
        """Takes GeoJSON geometries by sector code; where polygons overlap, the first code in sorted order wins."""
        self._codes = sorted(polygons)
        shapes = [shapely.transform(shape(polygons[code]), project) for code in self._codes]
        shapely.prepare(shapes)
        self._tree = shapely.STRtree(shapes)

    def proposed_sector(self, latitude: float, longitude: float, *, tolerance_m: float) -> str | None:
        """The sector that contains the point, else the nearest one within the tolerance in metres, else None."""
        if not (_LATITUDES[0] <= latitude <= _LATITUDES[1] and _LONGITUDES[0] <= longitude <= _LONGITUDES[1]):
            return None
        point = shapely.Point(project(np.array([[longitude, latitude]]))[0])
        containing = self._tree.query(point, predicate="intersects")
        if len(containing):
            return self._codes[int(containing.min())]
        near = self._tree.query_nearest(point, max_distance=tolerance_m) if tolerance_m > 0 else containing
        return self._codes[int(near.min())] if len(near) else None


def proposed_sector(
    latitude: float, longitude: float, *, polygons: Mapping[str, Geometry], tolerance_m: float
) -> str | None:
    """SectorIndex.proposed_sector for a single question; keep a SectorIndex where there are many."""
    return SectorIndex(polygons).proposed_sector(latitude, longitude, tolerance_m=tolerance_m)

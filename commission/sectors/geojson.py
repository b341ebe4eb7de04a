"""The shape of a GeoJSON geometry as it stands in a JSONField: plain dictionaries, lists and numbers."""

import json
from typing import Any

import shapely
from shapely.geometry import mapping

Geometry = dict[str, Any]


def geometry_of(polygon: shapely.Geometry) -> Geometry:
    """The GeoJSON geometry, with lists where shapely gives tuples, as it comes back from a database."""
    geometry: Geometry = json.loads(json.dumps(mapping(polygon)))
    return geometry

"""What the maps draw, as GeoJSON: the line, the sectors in effect, the crossings. Reference data, without any side."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from commission.access import requires_anyone_signed_in
from commission.models import Crossing, Sector
from commission.sectors.line import line_coordinates

MEDIA_TYPE = "application/geo+json"
# The line changes only with a release; sectors and crossings with an admin's act, so they are asked about each time.
LINE_SECONDS = 3600


@require_safe
@requires_anyone_signed_in
@cache_control(private=True, max_age=LINE_SECONDS)
@conditional_page
def line_geojson(request: HttpRequest) -> HttpResponse:
    """The line, indicative and without prejudice to status."""
    return _collection([_feature({"type": "LineString", "coordinates": line_coordinates()}, status="indicative")])


@require_safe
@requires_anyone_signed_in
@cache_control(private=True, no_cache=True)
@conditional_page
def sectors_geojson(request: HttpRequest) -> HttpResponse:
    """The sectors in effect, in the order of the line."""
    return _collection(
        _feature(sector.polygon, code=sector.code, name=sector.code, version=sector.version)
        for sector in Sector.objects.in_effect()
    )


@require_safe
@requires_anyone_signed_in
@cache_control(private=True, no_cache=True)
@conditional_page
def crossings_geojson(request: HttpRequest) -> HttpResponse:
    """The crossings, each with how well its place is known."""
    return _collection(
        _feature(
            {"type": "Point", "coordinates": [float(crossing.longitude), float(crossing.latitude)]},
            name=crossing.name,
            sector=crossing.sector_code,
            certainty=crossing.certainty,
        )
        for crossing in Crossing.objects.all()
    )


def _feature(geometry: dict[str, Any], **properties: object) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _collection(features: Iterable[dict[str, Any]]) -> JsonResponse:
    return JsonResponse({"type": "FeatureCollection", "features": list(features)}, content_type=MEDIA_TYPE)

"""The incidents that a member may see, as points for the map."""

from typing import Any

from django.utils.translation import gettext

from commission.models import Member
from incidents.models import Incident
from incidents.visibility import incidents_for

POINTS_MAX = 2_000


def points_of(member: Member) -> dict[str, Any]:
    """A GeoJSON FeatureCollection of the newest incidents with a position, at most two thousand."""
    found = (
        incidents_for(member)
        .exclude(latitude=None)
        .exclude(state="discarded")
        .select_related("primary_type")
        .only("code", "latitude", "longitude", "primary_type")
        .order_by("-id")[:POINTS_MAX]
    )
    return {"type": "FeatureCollection", "features": [_feature(incident) for incident in found]}


def _feature(incident: Incident) -> dict[str, Any]:
    assert incident.latitude is not None and incident.longitude is not None
    kind = str(incident.primary_type) if incident.primary_type else gettext("type not stated")
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [float(incident.longitude), float(incident.latitude)]},
        "properties": {"title": f"{incident.code} · {kind}", "url": incident.get_absolute_url()},
    }

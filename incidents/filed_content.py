"""What is filed, as canonical values: the digest on the receipt and the body of the record's entry are made of it."""

import hashlib
from datetime import datetime
from decimal import Decimal
from typing import Any

from commission.models import Member
from incidents.models import CasualtyFigure, Evidence, Incident, Observation
from record.canonical import canonical_bytes, fixed_width

MICRODEGREES = Decimal(1_000_000)


def filed_content(incident: Incident, *, at: datetime, by: Member) -> dict[str, Any]:
    """Everything that is filed. Sources stand in it as salted commitments; evidence as digests and summaries."""
    return {
        "code": incident.code,
        "delegation": incident.delegation_id,
        "filed_at": fixed_width(at),
        "filed_by": {"name": by.name, "role": by.role},
        **_time_and_place(incident),
        **_allegation(incident),
        "observations": [_observation(one) for one in incident.observations.all()],
        "casualties": [_casualty(one) for one in incident.casualty_figures.all()],
        "sources": [source.commitment.hex() for source in incident.sources.all()],
        "evidence": [_evidence(item) for item in _filed_evidence(incident, at=at)],
    }


def digest_of(content: dict[str, Any]) -> bytes:
    """SHA-256 of the content's canonical bytes: what the receipt shows."""
    return hashlib.sha256(canonical_bytes(content)).digest()


def _filed_evidence(incident: Incident, *, at: datetime) -> list[Evidence]:
    """The filer's own, without what it added later in answer to others: what was filed can be worked out again."""
    own = [item for item in incident.evidence.all() if item.delegation_id == incident.delegation_id]
    return [item for item in own if item.submitted_at <= at]


def _time(at: datetime | None) -> str | None:
    return None if at is None else fixed_width(at)


def _time_and_place(incident: Incident) -> dict[str, Any]:
    return {
        "starts_at": _time(incident.starts_at),
        "ends_at": _time(incident.ends_at),
        "time_zone_entered": incident.time_zone_entered,
        "time_precision": incident.time_precision,
        "aware_at": _time(incident.aware_at),
        "late_reasons": incident.late_reasons,
        "sector": incident.sector and {"code": incident.sector.code, "version": incident.sector.version},
        "place_name": incident.place_name,
        "latitude_microdegrees": _microdegrees(incident.latitude),
        "longitude_microdegrees": _microdegrees(incident.longitude),
        "is_far_confirmed": incident.is_far_confirmed,
        "location_precision": incident.location_precision,
        "side": incident.side,
    }


def _allegation(incident: Incident) -> dict[str, Any]:
    return {
        "primary_type": incident.primary_type_id,
        "secondary_types": sorted(kind.pk for kind in incident.secondary_types.all()),
        "gravity_proposed": incident.gravity_proposed,
        "respondents": None if incident.respondents is None else sorted(incident.respondents),
        "force_named": incident.force_named,
        "narrative": incident.narrative,
        "narrative_language": incident.narrative_language,
    }


def _observation(one: Observation) -> dict[str, Any]:
    return {
        "count": one.count,
        "means": one.means,
        "weapon": one.weapon,
        "direction": one.direction,
        "bearing": one.bearing,
    }


def _casualty(one: CasualtyFigure) -> dict[str, Any]:
    return {
        "harm": one.harm,
        "group": one.group,
        "low": one.low,
        "best": one.best,
        "high": one.high,
        "source": one.source,
        "as_of": _time(one.as_of),
        "version": one.version,
    }


def _evidence(item: Evidence) -> dict[str, Any]:
    return {
        "code": item.code,
        "kind": item.kind,
        "audience": item.audience,
        "summary": item.summary,
        "media_type": item.media_type,
        "size_bytes": item.size_bytes,
        "sha256": item.digest_hex,
    }


def _microdegrees(degrees: Decimal | None) -> int | None:
    return None if degrees is None else int(degrees * MICRODEGREES)

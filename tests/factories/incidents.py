"""Incidents as the procedure makes them: drafted and filed through the actions, by a member of the cast."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from commission.models import Member, Sector
from incidents.actions import file_incident, save_draft, start_draft
from incidents.drafting import DraftContent
from incidents.evidence.intake import examined
from incidents.models import Incident
from monitoring_site.clock import database_time

STATEMENT = {
    "kind": "statement",
    "text": "I heard four bursts from the ridge to the north.",
    "audience": "case",
    "summary": "A guard's account",
}
ROW_NAMES = ("observations", "casualties", "sources", "files", "statements", "files_audience", "files_summary")


def picture(name: str = "post.jpg", *, colour: str = "red", size: tuple[int, int] = (16, 12)) -> SimpleUploadedFile:
    """A real JPEG with what a camera writes into it."""
    written = BytesIO()
    image = Image.new("RGB", size, colour)
    exif = image.getexif()
    exif[0x010F] = "Make of the camera"
    image.save(written, "JPEG", exif=exif)
    return SimpleUploadedFile(name, written.getvalue(), content_type="image/jpeg")


def particulars(by: Member, **changed) -> dict:
    """Everything a filing needs, as the fields of an incident; it happened five hours ago, near Torkham."""
    now = database_time().replace(second=0, microsecond=0)
    against = "PK" if by.delegation_id == "AF" else "AF"
    fields = {
        "starts_at": now - timedelta(hours=5),
        "ends_at": now - timedelta(hours=4),
        "aware_at": now - timedelta(hours=3),
        "sector": Sector.objects.in_effect().get(code="S07"),
        "place_name": "Ridge above the crossing",
        "latitude": Decimal("34.115000"),
        "longitude": Decimal("71.085000"),
        "side": "unknown",
        "primary_type_id": "A1",
        "gravity_proposed": 1,
        "respondents": [against],
        "narrative": "Small-arms fire from the ridge for about twenty minutes.",
        "narrative_language": "en",
    }
    return {**fields, **changed}


def draft_incident(*, by: Member, **changed) -> Incident:
    """A draft with everything a filing needs; any field, group of rows or files can be given otherwise."""
    rows = {name: changed.pop(name) for name in ROW_NAMES if name in changed}
    rows.setdefault("statements", [STATEMENT])
    rows["files"] = [examined(file) for file in rows.get("files", [])]
    content = DraftContent(fields=particulars(by, **changed), **rows)
    return save_draft(start_draft(by=by), content=content, by=by)


def filed_incident(*, by: Member, **changed) -> Incident:
    """The draft, filed by the same member (a head or a deputy)."""
    return file_incident(draft_incident(by=by, **changed), by=by)

"""What was filed, and what was voted on, worked out again from the rows that people read: a text follows from its parts."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from incidents.filed_content import filed_content
from incidents.models import Incident
from record.canonical import NotCanonical, canonical_bytes
from reports.rows_and_acts.of_incidents import FILED
from reports.rows_and_acts.pairing import Sealed
from verification.actions.findings import finding_body
from verification.models import Finding

Acts = Mapping[str, Sequence[Sealed]]

RETURNED = "incidents.incident_returned"
PARTS = ("secondary_types", "observations", "casualty_figures", "sources", "evidence")


def differences_of_findings(references: Sequence[str], acts: Acts) -> Iterator[str]:
    """A sentence for every shown finding of these cases whose determinations or measures are not those of its text."""
    shown = Finding.objects.filter(case__reference__in=references, shown_at__isnull=False).select_related("case")
    for finding in shown.order_by("pk"):
        named = {"number": finding.number, "case": finding.case.reference}
        text = bytes(finding.text_bytes or b"")
        if sha256(text).digest() != bytes(finding.digest or b""):
            yield _("The text of finding %(number)d of %(case)s is not that of its digest.") % named
        if _canonical(finding_body(finding)) != text:
            yield _("The rows of finding %(number)d of %(case)s are not the text that was shown.") % named


def differences_of_filings(references: Sequence[str], acts: Acts) -> Iterator[str]:
    """A sentence for every incident of these whose rows are no longer what was filed; returned ones are being mended."""
    filed = {reference: _standing_filing(acts[reference]) for reference in references if acts[reference]}
    codes = [reference for reference, content in filed.items() if content is not None]
    incidents = list(Incident.objects.filter(code__in=codes).select_related("sector", "filed_by").order_by("pk"))
    prefetch_related_objects(incidents, *PARTS)
    for incident in incidents:
        if incident.filed_at is None or incident.filed_by is None:
            continue
        content = filed_content(incident, at=incident.filed_at, by=incident.filed_by)
        if _canonical(_without_person(content)) != _canonical(_without_person(filed[incident.code] or {})):
            yield _("The rows of incident %s are not what was filed.") % incident.code


def _standing_filing(acts: Sequence[Sealed]) -> Mapping[str, Any] | None:
    newest = [act for act in acts if act.event in (FILED, RETURNED)][-1:]
    return next((act.body for act in newest if act.event == FILED and act.is_open), None)


def _without_person(content: Mapping[str, Any]) -> dict[str, Any]:
    """The act itself says who filed; a member may have been renamed since."""
    return {name: value for name, value in content.items() if name != "filed_by"}


def _canonical(content: Mapping[str, Any]) -> bytes | None:
    try:
        return canonical_bytes(content)
    except NotCanonical:
        return None

"""What the pages of this app read: the list, one visible incident, one visible file."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from commission.models import Member, Protocol
from incidents.filing_clock import FilingClock, filing_clock
from incidents.models import Evidence, Incident
from incidents.visibility import evidence_for, incidents_for
from incidents.vocabularies import EvidenceKind, State


def incident_rows(member: Member) -> QuerySet[Incident]:
    """The visible incidents with all that a line of the list shows."""
    return (
        incidents_for(member)
        .select_related("delegation", "primary_type", "sector")
        .defer("narrative", "typed", "sector__polygon")
    )


def visible_incident(member: Member, *, code: str) -> Incident:
    """The incident if the member may see it; else Http404, as if it did not exist."""
    return get_object_or_404(incidents_for(member).select_related("delegation", "sector", "primary_type"), code=code)


def filing_clock_for(member: Member, incident: Incident) -> FilingClock | None:
    """The clock of a draft, for its own delegation alone; None once it was filed, and while nobody has said since when."""
    if member.delegation_id != incident.delegation_id or incident.state != State.DRAFT:
        return None
    return filing_clock(incident.aware_at, numbers=Protocol.objects.in_effect().numbers)


def visible_file(member: Member, *, code: str) -> Evidence:
    """The item whose bytes the member may see; else Http404. Statements and links have no bytes."""
    return get_object_or_404(evidence_for(member).filter(kind=EvidenceKind.FILE), code=code)

"""What the pages of this app read: the list, one visible incident, one visible file."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from commission.models import Member, Protocol
from incidents.filing_clock import FilingClock, filing_clock
from incidents.models import Evidence, Incident
from incidents.visibility import evidence_for, incidents_for, originals_for
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


def filing_clocks_for(member: Member, incidents: Iterable[Incident]) -> dict[int, FilingClock]:
    """The clocks of the drafts among these, by their keys, for their own delegation alone.

    None once an incident was filed (what was returned has been: whether in time is settled), and while nobody has said
    since when.
    """
    own = [one for one in incidents if one.delegation_id == member.delegation_id and one.state == State.DRAFT]
    numbers = Protocol.objects.in_effect().numbers if own else {}
    clocks = {draft.pk: filing_clock(draft.aware_at, numbers=numbers) for draft in own}
    return {key: clock for key, clock in clocks.items() if clock is not None}


def filing_clock_for(member: Member, incident: Incident) -> FilingClock | None:
    """The clock of this draft, where it has one for the member."""
    return filing_clocks_for(member, [incident]).get(incident.pk)


def visible_file(member: Member, *, code: str) -> Evidence:
    """The item whose bytes the member may see; else Http404. Statements and links have no bytes."""
    return get_object_or_404(evidence_for(member).filter(kind=EvidenceKind.FILE), code=code)


def visible_original(member: Member, *, code: str) -> Evidence:
    """The item whose original the member may have; else Http404."""
    return get_object_or_404(originals_for(member).filter(kind=EvidenceKind.FILE), code=code)

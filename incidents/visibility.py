"""Who may see which incident, evidence and source: one queryset per model, asked by everything (DESIGN 6)."""

from django.db.models import F, Q, QuerySet

from commission.models import Member
from incidents.evidence.previews import MOVING
from incidents.models import Evidence, Incident, Source
from incidents.vocabularies import Audience


def incidents_for(member: Member) -> QuerySet[Incident]:
    """A delegation's own; for the parties every registered one; nothing for others.

    For mediators every filed one: what was returned is its filer's again until it is filed again.
    """
    return Incident.objects.filter(_sees_incident(member))


def knows_of_incident(member: Member, *, code: str) -> bool:
    """Whether the member may know that there is such an incident: mediators of every one that was ever filed.

    Its acts are open to them in the record, also while it is its filer's again and they do not see it.
    """
    known = _sees_incident(member)
    if member.is_mediator:
        known |= Q(filed_at__isnull=False)
    return Incident.objects.filter(known, code=code).exists()


def evidence_for(member: Member) -> QuerySet[Evidence]:
    """Items whose bytes the member may see: its delegation's own, and sealed ones of visible incidents shown to it."""
    if member.delegation_id is None:
        return Evidence.objects.none()
    shown = Q(is_sealed=True) & _sees_incident(member, prefix="incident__")
    if member.is_party:
        shown &= Q(audience=Audience.CASE)
    return Evidence.objects.filter(Q(delegation=member.delegation_id) | shown)


def originals_for(member: Member) -> QuerySet[Evidence]:
    """Items whose original the member may have: whose bytes it may see, but of a picture not another delegation's.

    What a camera wrote into it, a place or a device, is for the delegation that gave it and for the mediators; the
    other party sees the copy that was drawn anew. Where there is no copy, what is shown is the original.
    """
    seen = evidence_for(member)
    if member.is_mediator:
        return seen
    # No camera writes into a moving picture, and its copy holds the first picture alone.
    is_shown_whole = Q(shown_copy=F("original")) | Q(media_type=MOVING)
    return seen.filter(Q(delegation=member.delegation_id) | is_shown_whole)


def evidence_listed_for(member: Member) -> QuerySet[Evidence]:
    """Items whose existence and summary the member may see: also those for the mediators only."""
    if member.delegation_id is None:
        return Evidence.objects.none()
    shown = Q(is_sealed=True) & _sees_incident(member, prefix="incident__")
    return Evidence.objects.filter(Q(delegation=member.delegation_id) | shown)


def sources_for(member: Member) -> QuerySet[Source]:
    """A delegation's own sources, and those that the filer lets a mediator see, once filed."""
    if member.delegation_id is None:
        return Source.objects.none()
    own = Q(incident__delegation=member.delegation_id)
    if not member.is_mediator:
        return Source.objects.filter(own)
    shown = Q(shown_to__contains=[member.delegation_id]) & Q(incident__is_open_to_mediators=True)
    return Source.objects.filter(own | shown)


def _sees_incident(member: Member, *, prefix: str = "") -> Q:
    if member.delegation_id is None:
        return Q(pk__in=[])
    own = Q(**{f"{prefix}delegation": member.delegation_id})
    column = "is_open_to_mediators" if member.is_mediator else "is_open_to_parties"
    return own | Q(**{f"{prefix}{column}": True})

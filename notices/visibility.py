"""Whose notices a member sees, and what nobody may be told of: it follows the visibility of what a notice is about."""

from django.db.models import QuerySet

from commission.models import Member
from incidents.visibility import knows_of_incident
from notices.models import Notice
from penalties.visibility import penalties_for
from verification.visibility import cases_for, verdicts_for

# Kinds of subjects of acts of administration, which the record opens to everyone.
OPEN_KINDS = frozenset({"member", "protocol", "witness"})


def notices_for(member: Member) -> QuerySet[Notice]:
    """The member's own, told to the seat it has now; never another's, whoever asks."""
    return Notice.objects.filter(member=member, reader=member.reader_code)


def may_see_subject(member: Member, kind: str, reference: str) -> bool:
    """Whether the member may see what the notice would be about."""
    if kind in OPEN_KINDS:
        return True
    if kind == "incident":
        return knows_of_incident(member, code=reference)
    if kind == "case":
        return cases_for(member).filter(reference=reference).exists()
    if kind == "verdict":
        case, _slash, number = reference.rpartition("/")
        return verdicts_for(member).filter(case__reference=case, number=number).exists()
    if kind == "penalty":
        return penalties_for(member).filter(reference=reference).exists()
    return False

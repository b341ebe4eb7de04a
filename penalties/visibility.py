"""Who may see which posting, penalty, report of compliance and review: one queryset per model (DESIGN 6).

An admin sees the ledger's lines and an order's reference and text, nothing else of a case: no verdict, no review, and of
a report of compliance its digest only, which the pages for the secretariat fetch apart.
"""

from django.db.models import QuerySet

from commission.models import Member
from commission.roles import ADMINISTER, READ
from penalties.models import ComplianceReport, Penalty, Posting, Review


def postings_for(member: Member) -> QuerySet[Posting]:
    """The whole ledger, for all four delegations and the secretariat."""
    return Posting.objects.all() if _reads_the_ledger(member) else Posting.objects.none()


def penalties_for(member: Member) -> QuerySet[Penalty]:
    """Every penalty, for all four delegations and the secretariat."""
    return Penalty.objects.all() if _reads_the_ledger(member) else Penalty.objects.none()


def compliance_reports_for(member: Member) -> QuerySet[ComplianceReport]:
    """Every report of compliance, for all four delegations; never for the secretariat."""
    return ComplianceReport.objects.none() if member.delegation_id is None else ComplianceReport.objects.all()


def reviews_for(member: Member) -> QuerySet[Review]:
    """Every review, for all four delegations."""
    return Review.objects.none() if member.delegation_id is None else Review.objects.all()


def _reads_the_ledger(member: Member) -> bool:
    return member.may(READ) or member.may(ADMINISTER)

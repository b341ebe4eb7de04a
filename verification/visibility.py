"""Who may see which case, reply, finding, vote and verdict: one queryset per model (DESIGN 6)."""

from django.db.models import Q, QuerySet

from commission.models import Member
from verification.models import AdmissibilityDecision, Case, Finding, Reply, Verdict, Vote
from verification.vocabularies import AdmissibilityDecisionKind


def cases_for(member: Member) -> QuerySet[Case]:
    """Every case is for all four delegations, and for nobody else."""
    return Case.objects.none() if member.delegation_id is None else Case.objects.all()


def admissibility_decisions_for(member: Member) -> QuerySet[AdmissibilityDecision]:
    """For the filer and the mediators all of them; for another party what was decided on the filing that stands."""
    if member.delegation_id is None:
        return AdmissibilityDecision.objects.none()
    if member.is_mediator:
        return AdmissibilityDecision.objects.all()
    own = Q(incident__delegation=member.delegation_id)
    return AdmissibilityDecision.objects.filter(own | ~Q(kind=AdmissibilityDecisionKind.RETURNED))


def replies_for(member: Member) -> QuerySet[Reply]:
    """A delegation's own, and every reply that was sent."""
    if member.delegation_id is None:
        return Reply.objects.none()
    return Reply.objects.filter(Q(delegation=member.delegation_id) | Q(sent_at__isnull=False))


def findings_for(member: Member) -> QuerySet[Finding]:
    """Every finding that was shown; a draft only for the case's rapporteur."""
    if member.delegation_id is None:
        return Finding.objects.none()
    return Finding.objects.filter(Q(shown_at__isnull=False) | Q(case__rapporteur=member))


def votes_for(member: Member) -> QuerySet[Vote]:
    """A delegation's own vote; everyone's once the ballot has closed. Sealed until then."""
    if member.delegation_id is None:
        return Vote.objects.none()
    return Vote.objects.filter(Q(delegation=member.delegation_id) | Q(ballot__closed_at__isnull=False))


def verdicts_for(member: Member) -> QuerySet[Verdict]:
    """Every verdict is for all four delegations."""
    return Verdict.objects.none() if member.delegation_id is None else Verdict.objects.all()


def released_verdicts() -> QuerySet[Verdict]:
    """What anyone may read."""
    return Verdict.objects.filter(released_at__isnull=False)

"""How a page gets its subject: through the visibility queryset, or not at all."""

from django.shortcuts import get_object_or_404

from commission.models import Member
from incidents.models import Incident
from incidents.visibility import incidents_for
from verification.models import Case, Verdict
from verification.visibility import cases_for, verdicts_for


def incident_for(member: Member, *, code: str) -> Incident:
    """The incident by its code, if the member may see it; raises Http404."""
    found = incidents_for(member).select_related(
        "delegation", "sector", "primary_type", "filed_by", "drafted_by", "caseincident__case"
    )
    return get_object_or_404(found, code=code)


def case_for(member: Member, *, reference: str) -> Case:
    """The case by its reference, if the member may see it; raises Http404."""
    found = cases_for(member).select_related("protocol", "rapporteur__delegation", "opened_by")
    return get_object_or_404(found, reference=reference)


def verdict_for(member: Member, *, reference: str, number: int) -> Verdict:
    """The verdict of a case by its number, if the member may see it; raises Http404."""
    found = verdicts_for(member).select_related("case__protocol", "finding", "ballot", "supersedes", "final_by")
    return get_object_or_404(found, case__reference=reference, number=number)

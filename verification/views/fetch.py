"""How a page gets its subject: through the visibility queryset, or not at all."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from commission.models import Member
from incidents.models import Incident
from incidents.visibility import incidents_for, knows_of_incident
from monitoring_site.refusals import Refused
from verification.models import Case, Verdict
from verification.visibility import cases_for, verdicts_for

_WITH_ITS_FILER = _(
    "This incident went back to the delegation that filed it. What was filed stays readable in the acts of the record; "
    "once it is filed again, the incident itself is seen here again."
)


def incident_for(member: Member, *, code: str) -> Incident:
    """The incident by its code, if the member may see it; raises Http404.

    Raises Refused where a mediator knows of it by its acts, and it is its filer's again.
    """
    found = incidents_for(member).select_related(
        "delegation", "sector", "primary_type", "filed_by", "drafted_by", "caseincident__case"
    )
    incident = found.filter(code=code).first()
    if incident is not None:
        return incident
    if knows_of_incident(member, code=code):
        raise Refused(_WITH_ITS_FILER)
    raise Http404


def case_for(member: Member, *, reference: str) -> Case:
    """The case by its reference, if the member may see it; raises Http404."""
    found = cases_for(member).select_related("protocol", "rapporteur__delegation", "opened_by")
    return get_object_or_404(found, reference=reference)


def verdict_for(member: Member, *, reference: str, number: int) -> Verdict:
    """The verdict of a case by its number, if the member may see it; raises Http404."""
    found = verdicts_for(member).select_related("case__protocol", "finding", "ballot", "supersedes", "final_by")
    return get_object_or_404(found, case__reference=reference, number=number)

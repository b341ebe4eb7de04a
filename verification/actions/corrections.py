"""Clerical corrections of a verdict, and counter-reports: what stands beside the older text, never in its place."""

from django.db import transaction

from commission.models import Member
from incidents.models import Incident
from monitoring_site.clock import database_time
from monitoring_site.refusals import refuse_if
from verification.actions.joint import MEDIATORS, assent
from verification.actions.moves import locked, record_case_act
from verification.models import Case, CaseIncident, Correction, Verdict
from verification.rules import proceedings as rules
from verification.rules.seats import why_not_without_words


@transaction.atomic
def request_correction(verdict: Verdict, *, request: str, by: Member) -> Correction:
    """The mediators are asked to mend a clerical error. Raises Refused."""
    case = locked(verdict.case)
    at = database_time()
    refuse_if(rules.why_not_request_correction(by, verdict, at=at) or why_not_without_words(request))
    correction = Correction.objects.create(
        verdict=verdict, delegation=by.delegation, request=request, requested_at=at, requested_by=by
    )
    body = {"verdict": verdict.number, "request": request}
    record_case_act(case, event="correction_requested", actor=by.as_actor(), at=at, about=[verdict.subject], body=body)
    return correction


@transaction.atomic
def correct_verdict(correction: Correction, *, corrected_text: str, by: Member) -> Correction:
    """Both mediators having given the same corrected passage, it stands beside the verdict. Raises Refused."""
    case = locked(correction.verdict.case)
    correction = Correction.objects.select_related("verdict__case").get(pk=correction.pk)
    refuse_if(rules.why_not_correct_verdict(by, correction) or why_not_without_words(corrected_text))
    at = database_time()
    terms = {"corrected_text": corrected_text}
    subject = correction.assent_subject
    if assent(case, act="correct_verdict", terms=terms, required=MEDIATORS, by=by, at=at, subject=subject):
        correction.corrected_text, correction.corrected_at = corrected_text, at
        correction.save(update_fields=["corrected_text", "corrected_at"])
        verdict = correction.verdict
        body = {"verdict": verdict.number, **terms}
        record_case_act(case, event="verdict_corrected", actor=by.as_actor(), at=at, about=[verdict.subject], body=body)
    return correction


@transaction.atomic
def link_counter_report(incident: Incident, *, of: Incident, by: Member) -> CaseIncident:
    """The incident is another delegation's account of the same event: linked, never merged away. Raises Refused."""
    # Which case to lock is known only for an incident that is in one: the rule is asked before, and again after.
    refuse_if(rules.why_not_link_counter_report(by, incident))
    case = locked(Case.objects.get(caseincident__incident=incident))
    incident, of = (Incident.objects.get(pk=one.pk) for one in (incident, of))
    refuse_if(rules.why_not_link_counter_report(by, incident) or rules.why_not_counter(incident, of=of))
    at = database_time()
    link = CaseIncident.objects.get(incident=incident)
    link.is_counter_report_of = of
    link.save(update_fields=["is_counter_report_of"])
    about = [incident.subject, of.subject]
    body = {"incident": incident.code, "counter_report_of": of.code}
    record_case_act(case, event="counter_report_linked", actor=by.as_actor(), at=at, about=about, body=body)
    return link

"""An incident's own page, and the steps about it after filing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commission.access import requires, requires_member
from commission.roles import DRAFT
from commission.steps import offered
from commission.views.steps import StepPage, step_view
from incidents.models import Incident
from incidents.queries import filing_clock_for
from incidents.steps import steps_before_registration
from incidents.visibility import evidence_for, evidence_listed_for, originals_for, sources_for
from monitoring_site.clock import database_time
from monitoring_site.refusals import Refusal, Refused
from record.queries import acts_about
from verification import steps
from verification.actions import registration, replies
from verification.forms import incidents as forms
from verification.models import Clock, Reply
from verification.views.fetch import incident_for
from verification.visibility import admissibility_decisions_for, replies_for


@requires_member
@require_safe
def incident_detail(request: HttpRequest, code: str) -> HttpResponse:
    """What is alleged, what has been decided about it, and what the reader may do."""
    member = request.user
    try:
        incident = incident_for(member, code=code)
    except Refused as refused:
        return _with_its_filer(request, code, reason=refused.reason)
    listed = evidence_listed_for(member).filter(incident=incident).select_related("delegation")
    context = {
        "incident": incident,
        "case": getattr(getattr(incident, "caseincident", None), "case", None),
        "evidence": listed,
        "visible_evidence_ids": set(evidence_for(member).filter(incident=incident).values_list("pk", flat=True)),
        "open_original_ids": set(originals_for(member).filter(incident=incident).values_list("pk", flat=True)),
        "sources": sources_for(member).filter(incident=incident),
        "observations": incident.observations.all(),
        "casualties": incident.casualty_figures.all(),
        "decisions": admissibility_decisions_for(member)
        .filter(incident=incident)
        .select_related("decided_by", "delegation"),
        "replies": replies_for(member)
        .filter(incident=incident, sent_at__isnull=False)
        .select_related("delegation", "sent_by")
        .prefetch_related("evidence"),
        "filing_clock": filing_clock_for(member, incident),
        "clocks": Clock.objects.filter(incident=incident, stopped_at=None),
        "steps": steps_before_registration(incident, member=member)
        + offered(steps.steps_of_incident(incident.state), subject=incident, address=[incident.code], member=member),
        "acts": acts_about(*incident.subject, reader=member.reader_code),
        "now": database_time(),
    }
    return render(request, "verification/incident_detail.html", context)


def _with_its_filer(request: HttpRequest, code: str, *, reason: Refusal) -> HttpResponse:
    acts = acts_about("incident", code, reader=request.user.reader_code)
    context = {"code": code, "reason": reason, "acts": acts}
    return render(request, "verification/incident_with_its_filer.html", context)


SEND_REPLY_PAGE = StepPage(
    steps.SEND_REPLY, replies.send_reply, forms.SendReplyForm, template="verification/send_reply.html"
)


@requires(DRAFT)
@require_http_methods(["GET", "POST"])
def send_reply(request: HttpRequest, code: str) -> HttpResponse:
    """The reply: drafted by any of the delegation, saved at any moment, sent by its head or deputy."""
    incident = incident_for(request.user, code=code)
    if request.method == "POST" and "save_draft" in request.POST:
        return _save_reply_draft(request, incident)
    draft = Reply.objects.filter(incident=incident, delegation=request.user.delegation_id, sent_at=None).first()
    initial = {"stance": draft.stance, "text": draft.text} if draft else {}
    return SEND_REPLY_PAGE.answer(request, incident, initial=initial)


def _save_reply_draft(request: HttpRequest, incident: Incident) -> HttpResponse:
    form = forms.ReplyDraftForm(request.POST, subject=incident, member=request.user)
    if not form.is_valid():
        return SEND_REPLY_PAGE.answer(request, incident)
    try:
        replies.save_reply_draft(incident, by=request.user, **form.terms())
    except Refused:
        return SEND_REPLY_PAGE.answer(request, incident)
    messages.success(request, _("The draft of the reply is saved. Files are sent with the reply itself."))
    return redirect("send_reply", code=incident.code)


register_incident = step_view(
    StepPage(
        steps.REGISTER_INCIDENT,
        registration.register_incident,
        forms.RegisterIncidentForm,
        template="verification/register_incident.html",
    ),
    fetch=incident_for,
)
return_incident = step_view(
    StepPage(steps.RETURN_INCIDENT, registration.return_incident, forms.ReturnIncidentForm), fetch=incident_for
)
declare_inadmissible = step_view(
    StepPage(steps.DECLARE_INADMISSIBLE, registration.declare_inadmissible, forms.ReasonsForm), fetch=incident_for
)
object_to_inadmissibility = step_view(
    StepPage(
        steps.OBJECT_TO_INADMISSIBILITY, registration.object_to_inadmissibility, forms.ObjectToInadmissibilityForm
    ),
    fetch=incident_for,
)
withdraw_incident = step_view(
    StepPage(steps.WITHDRAW_INCIDENT, registration.withdraw_incident, forms.ReasonsForm), fetch=incident_for
)

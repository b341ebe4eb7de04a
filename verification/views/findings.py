"""The rapporteur's page: the working draft, saved at any moment, and shown to the parties when it is whole."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commission.access import requires
from commission.roles import WRITE_FINDING
from monitoring_site.refusals import Refusal, Refused
from record.actions import once
from verification.actions import findings
from verification.forms.findings import WholeFindingForm
from verification.models import Case
from verification.standing import draft_finding_of, latest_shown_finding
from verification.steps import DRAFT_FINDING
from verification.views.fetch import case_for
from verification.visibility import findings_for


@requires(WRITE_FINDING)
@require_http_methods(["GET", "POST"])
def draft_finding(request: HttpRequest, reference: str) -> HttpResponse:
    """The finding as the rapporteur writes it: saved as a working draft, or shown to the parties."""
    case = case_for(request.user, reference=reference)
    reason = DRAFT_FINDING.why_not(request.user, case)
    draft = draft_finding_of(case) if reason is None else None
    form = WholeFindingForm(
        request.POST if request.method == "POST" else None,
        case=case,
        member=request.user,
        finding=draft or latest_shown_finding(case),
    )
    if request.method == "GET":
        return _page(request, case, form, reason=reason, status=200)
    if not form.is_valid():
        return _page(request, case, form, reason=reason, status=409 if reason else 422)
    try:
        return redirect(_write(request, case, form))
    except Refused as refused:
        return _page(request, case, form, reason=refused.reason, status=409)


def _write(request: HttpRequest, case: Case, form: WholeFindingForm) -> str:
    if "show" not in request.POST:
        findings.save_finding_draft(case, terms=form.terms(), by=request.user)
        messages.success(request, _("The working draft is saved. Nobody else sees it until it is shown."))
        return request.path

    def perform() -> str:
        findings.draft_finding(case, terms=form.terms(), by=request.user)
        return case.get_absolute_url()

    return once(form.finding.cleaned_data["idempotency_key"], by=str(request.user.pk), perform=perform)


@requires(WRITE_FINDING)
@require_http_methods(["POST"])
def discard_finding_draft(request: HttpRequest, reference: str) -> HttpResponse:
    """The working draft is gone; the text that was shown last stands."""
    case = case_for(request.user, reference=reference)
    findings.discard_finding_draft(case, by=request.user)
    return redirect(case)


def _page(
    request: HttpRequest, case: Case, form: WholeFindingForm, *, reason: Refusal | None, status: int
) -> HttpResponse:
    context = {
        "step": DRAFT_FINDING,
        "subject": case,
        "case": case,
        "form": form,
        "reason": reason,
        "has_draft": draft_finding_of(case) is not None,
        "has_text": findings_for(request.user).filter(case=case).exists(),
    }
    return render(request, "verification/draft_finding.html", context, status=status)

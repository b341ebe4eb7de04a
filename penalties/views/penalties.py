"""A penalty's page, and its steps, each on its page."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commission.access import requires_anyone_signed_in
from commission.steps import offered
from commission.views.steps import StepPage, step_view
from incidents.visibility import evidence_for
from monitoring_site.clock import database_time
from penalties import forms, steps
from penalties.actions import compliance, orders
from penalties.views.fetch import penalty_for
from penalties.visibility import compliance_reports_for
from record.queries import acts_about

JOINT = "penalties/joint_step.html"


@require_safe
@requires_anyone_signed_in
def penalty_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The order, what became of it, and the steps open to the reader; of reports, the secretariat sees the digests."""
    penalty = penalty_for(request.user, pk=pk)
    reports = compliance_reports_for(request.user).filter(penalty=penalty).select_related("reported_by")
    context = {
        "penalty": penalty,
        "order": penalty.proposed_measure,
        "reports": reports.prefetch_related(Prefetch("evidence", evidence_for(request.user))),
        "digests": penalty.compliance_reports.defer("text", "rejection_reasons"),
        "steps": offered(steps.PENALTY_STEPS, subject=penalty, address=[penalty.pk], member=request.user),
        "acts": acts_about(*penalty.subject, reader=request.user.reader_code),
        "now": database_time(),
    }
    return render(request, "penalties/penalty_detail.html", context)


log_notified = step_view(StepPage(steps.LOG_NOTIFIED, orders.log_notified), fetch=penalty_for)
log_compliance_received = step_view(
    StepPage(steps.LOG_COMPLIANCE_RECEIVED, compliance.log_compliance_received), fetch=penalty_for
)
report_compliance = step_view(
    StepPage(steps.REPORT_COMPLIANCE, compliance.report_compliance, forms.ReportComplianceForm), fetch=penalty_for
)
confirm_discharge = step_view(StepPage(steps.CONFIRM_DISCHARGE, compliance.confirm_discharge), fetch=penalty_for)
reject_compliance = step_view(
    StepPage(steps.REJECT_COMPLIANCE, compliance.reject_compliance, forms.ReasonsForm), fetch=penalty_for
)
refer_to_principals = step_view(
    StepPage(steps.REFER_TO_PRINCIPALS, orders.refer_to_principals, forms.ReferToPrincipalsForm, template=JOINT),
    fetch=penalty_for,
)
stay_penalty = step_view(
    StepPage(steps.STAY_PENALTY, orders.stay_penalty, forms.StayPenaltyForm, template=JOINT), fetch=penalty_for
)
lift_stay = step_view(
    StepPage(steps.LIFT_STAY, orders.lift_stay, forms.LiftStayForm, template=JOINT), fetch=penalty_for
)

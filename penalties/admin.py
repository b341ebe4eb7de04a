"""The secretariat's view of the ledger: read-only, with its clerical acts as actions; nothing of a case or an incident."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commission.admin.acts import each
from penalties.actions.compliance import log_compliance_received
from penalties.actions.orders import log_notified
from penalties.models import ComplianceReport, Penalty, Posting
from penalties.queries import whole_penalty


class ReadOnlyAdmin(admin.ModelAdmin):
    """Shows rows; adds, changes and deletes none."""

    # A link to each row's own page on the site would be a second way in; the columns say all there is.
    view_on_site = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """The ledger grows through the procedure only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is edited."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is deleted."""
        return False


@admin.register(Posting)
class PostingAdmin(ReadOnlyAdmin):
    """The lines of the ledger, newest first."""

    list_display = fields = ["id", "party", "dated", "posted_at", "unit", "amount", "verdict", "reverses_line"]
    list_filter = ["party", "unit"]
    ordering = ["-id"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Posting]:
        """With what the columns show."""
        return Posting.objects.select_related("party", "verdict__case")

    @admin.display(description=_("reverses line"))
    def reverses_line(self, posting: Posting) -> str:
        """The number of the line that this one reverses."""
        return str(posting.reverses_id or "–")


@admin.register(Penalty)
class PenaltyAdmin(ReadOnlyAdmin):
    """The orders: reference, text and dates; and of reports of compliance their digests."""

    list_display = ["reference", "addressee", "measure", "state", "due_at", "reports"]
    fields = [
        "reference",
        "addressee",
        "state",
        "measure",
        "required_act",
        "place",
        "due_days",
        "checked_by",
        "ordered_at",
        "notified_at",
        "due_at",
        "ended_at",
        "reports",
    ]
    list_filter = ["state", "addressee"]
    ordering = ["-id"]
    actions = ["log_notified", "log_compliance_received"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Penalty]:
        """With what the columns show."""
        return whole_penalty(Penalty.objects.all()).prefetch_related("compliance_reports")

    @admin.action(description=_("Log: the addressee was notified"))
    def log_notified(self, request: HttpRequest, penalties: QuerySet[Penalty]) -> None:
        """Each chosen order is logged as notified, or it is said why not."""
        each(request, penalties, act=log_notified, words=_logged_notified)

    @admin.action(description=_("Log: the oldest report of compliance not yet logged was received"))
    def log_compliance_received(self, request: HttpRequest, penalties: QuerySet[Penalty]) -> None:
        """For each chosen order the oldest report that waits is logged by its digest, or it is said why not."""
        each(request, penalties, act=log_compliance_received, words=_logged_received)

    @admin.display(description=_("measure"))
    def measure(self, penalty: Penalty) -> str:
        """The measure of the catalogue."""
        return str(penalty.proposed_measure.measure)

    @admin.display(description=_("what is to be done"))
    def required_act(self, penalty: Penalty) -> str:
        """The text of the order."""
        return penalty.proposed_measure.required_act

    @admin.display(description=_("where"))
    def place(self, penalty: Penalty) -> str:
        """Where it is to be done."""
        return penalty.proposed_measure.place

    @admin.display(description=_("days from notification"))
    def due_days(self, penalty: Penalty) -> int:
        """How long the addressee has."""
        return penalty.proposed_measure.due_days

    @admin.display(description=_("checked by"))
    def checked_by(self, penalty: Penalty) -> str:
        """Which mediator checks it."""
        return str(penalty.proposed_measure.checked_by)

    @admin.display(description=_("reports of compliance, by digest"))
    def reports(self, penalty: Penalty) -> str:
        """The digests, each with whether its receipt is logged."""
        return "; ".join(_report_words(report) for report in penalty.compliance_reports.all()) or "–"


def _report_words(report: ComplianceReport) -> str:
    logged = gettext("logged") if report.logged_at else gettext("not yet logged")
    return f"{report.digest_hex} ({logged})"


def _logged_notified(penalty: Any) -> str:
    return gettext("Logged as notified: %(penalty)s") % {"penalty": penalty}


def _logged_received(penalty: Any) -> str:
    return gettext("Logged as received: a report of compliance on %(penalty)s") % {"penalty": penalty}

"""Compliance: reported by the addressee, logged by the secretariat, accepted or not by a mediator; the clock reminds."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from commission.models import Member
from incidents.evidence.custody import receive_sealed
from incidents.evidence.intake import ReceivedFile
from incidents.models import Incident
from incidents.vocabularies import Audience
from monitoring_site.clock import database_time
from monitoring_site.refusals import refuse_if
from penalties.actions.moves import locked_penalty, move_penalty, record_penalty_act
from penalties.models import ComplianceReport, Penalty
from penalties.rules.penalties import (
    unlogged_report,
    why_not_confirm_discharge,
    why_not_log_compliance_received,
    why_not_reject_compliance,
    why_not_report_compliance,
    why_not_report_so,
)
from penalties.vocabularies import PenaltyState
from record.actor import CLOCK
from record.canonical import canonical_bytes
from verification.actions.due import perform_in_order
from verification.clocks import END, moment_after
from verification.rules.seats import why_not_without_words


@transaction.atomic
def report_compliance(penalty: Penalty, *, text: str, files: Sequence[ReceivedFile], by: Member) -> ComplianceReport:
    """The addressee's report stands with its evidence, known to the secretariat by its digest only. Raises Refused."""
    # The incident's row before the case's, as everywhere: the evidence will point at it. That row alone: whoever has the
    # case already would wait for the order, and this report for the case.
    incidents = Incident.objects.select_for_update(of=("self",))
    incident = incidents.get(determinations__proposed_measures__penalty=penalty.pk)
    penalty = locked_penalty(penalty)
    refuse_if(why_not_report_compliance(by, penalty) or why_not_report_so(text, files))
    at = database_time()
    evidence = receive_sealed(incident, files, audience=Audience.CASE, summary=penalty.reference, at=at, by=by)
    body = {
        "penalty": penalty.reference,
        "text": text,
        "evidence": [{"code": item.code, "digest": item.digest_hex} for item in evidence],
    }
    digest = hashlib.sha256(canonical_bytes(body)).digest()
    report = ComplianceReport.objects.create(penalty=penalty, text=text, digest=digest, reported_at=at, reported_by=by)
    report.evidence.set(evidence)
    move_penalty(penalty, to=PenaltyState.REPORTED, at=at)
    record_penalty_act(
        penalty, event="compliance_reported", actor=by.as_actor(), at=at, body={**body, "digest": digest.hex()}
    )
    return report


@transaction.atomic
def log_compliance_received(penalty: Penalty, *, by: Member) -> ComplianceReport:
    """The secretariat has received the oldest report that it had not logged; the log names its digest. Raises Refused."""
    penalty = locked_penalty(penalty)
    refuse_if(why_not_log_compliance_received(by, penalty))
    at = database_time()
    report = unlogged_report(penalty)
    assert report is not None, "the rule saw a report that waits to be logged"
    report.logged_at, report.logged_by = at, by
    report.save(update_fields=["logged_at", "logged_by"])
    body = {"penalty": penalty.reference, "digest": report.digest_hex}
    record_penalty_act(
        penalty, event="compliance_received", actor=by.as_actor(), at=at, body=body, is_for_secretariat=True
    )
    return report


@transaction.atomic
def confirm_discharge(penalty: Penalty, *, by: Member) -> Penalty:
    """What was ordered is done. Raises Refused."""
    penalty = locked_penalty(penalty)
    refuse_if(why_not_confirm_discharge(by, penalty))
    at = database_time()
    move_penalty(penalty, to=PenaltyState.DISCHARGED, at=at, ended_at=at)
    body = {"penalty": penalty.reference, "report": _last_report(penalty).digest_hex}
    record_penalty_act(
        penalty, event="penalty_discharged", actor=by.as_actor(), at=at, body=body, is_for_secretariat=True
    )
    return penalty


@transaction.atomic
def reject_compliance(penalty: Penalty, *, reasons: str, by: Member) -> Penalty:
    """The report does not show what was ordered; the due date stays as it was. Raises Refused."""
    penalty = locked_penalty(penalty)
    refuse_if(why_not_reject_compliance(by, penalty) or why_not_without_words(reasons))
    at = database_time()
    report = _last_report(penalty)
    report.rejected_at, report.rejected_by, report.rejection_reasons = at, by, reasons
    report.save(update_fields=["rejected_at", "rejected_by", "rejection_reasons"])
    move_penalty(penalty, to=PenaltyState.NOTIFIED, at=at)
    body = {"penalty": penalty.reference, "report": report.digest_hex, "reasons": reasons}
    record_penalty_act(penalty, event="compliance_rejected", actor=by.as_actor(), at=at, body=body)
    return penalty


def perform_due(*, limit: int = 10_000) -> int:
    """What is due of the time to comply is done: reminders at half and at three quarters, overdue at its end; once each.

    Gives how many were done, in the order of their moments. The clock reminds and shows what is overdue: it orders,
    discharges and refers nothing. One penalty that cannot be moved keeps no other waiting: what failed is raised at last.
    """
    return perform_in_order(
        _first_due, _perform, limit=limit, failure_words="moments of penalties that could not be performed"
    )


def _first_due(besides: Collection[int]) -> int | None:
    due = Penalty.objects.filter(next_at__lte=database_time()).exclude(pk__in=besides)
    return due.order_by("next_at", "pk").values_list("pk", flat=True).first()


@transaction.atomic
def _perform(pk: int) -> int:
    # The case's lock comes first, as on every member's way here: a move spends assents, which are the case's. Read under
    # the locks, so that a second worker finds the moment done.
    penalty, at = locked_penalty(Penalty(pk=pk)), database_time()
    if penalty.next_at is None or penalty.next_at > at:
        return 0
    if penalty.next_moment == END:
        _show_overdue(penalty, at=at)
    else:
        _remind(penalty, at=at)
    return 1


def _remind(penalty: Penalty, *, at: datetime) -> None:
    body = {
        "penalty": penalty.reference,
        "clock": "compliance",
        "owner": penalty.addressee_id,
        "moment": penalty.next_moment,
    }
    penalty.next_moment, penalty.next_at = moment_after(penalty.next_moment, among=penalty.moments)
    penalty.save(update_fields=["next_moment", "next_at"])
    record_penalty_act(penalty, event="clock_reminded", actor=CLOCK, at=at, body=body)


def _show_overdue(penalty: Penalty, *, at: datetime) -> None:
    move_penalty(penalty, to=PenaltyState.OVERDUE, at=at)
    body = {"penalty": penalty.reference}
    record_penalty_act(penalty, event="penalty_overdue", actor=CLOCK, at=at, body=body, is_for_secretariat=True)


def _last_report(penalty: Penalty) -> ComplianceReport:
    report = penalty.compliance_reports.order_by("-id").first()
    assert report is not None, "a penalty that was reported on has a report"
    return report

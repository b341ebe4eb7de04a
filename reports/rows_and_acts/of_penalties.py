"""What follows from a case's verdicts, and the acts that made it: reviews, postings, penalties, reports of compliance."""

from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from penalties.models import ComplianceReport, Penalty, Posting, Review
from reports.rows_and_acts.following import PENALTY_COLUMNS, follow_penalties
from reports.rows_and_acts.pairing import (
    AnyPairing,
    Called,
    Followed,
    Key,
    Pairing,
    Sealed,
    actor,
    body,
    delegation,
    number_of,
    time,
)  # fmt: skip

POSTING_COLUMNS = ("id", "verdict__number", "party_id", "unit", "amount", "dated", "reverses_id", "posted_at")


def follow_postings(acts: Sequence[Sealed], called: Called) -> Iterator[Key]:
    """Every line of the ledger, as it was posted."""
    for act in acts:
        for line in act.body["postings"]:
            stated = (line[name] for name in ("party", "unit", "amount", "dated", "reverses"))
            yield line["line"], number_of("verdict")(act), *stated, act.time


def follow_evidence_of_compliance(acts: Sequence[Sealed], called: Called) -> Iterator[Key]:
    """What each report of compliance rests on."""
    for act in acts:
        for item in act.body["evidence"]:
            yield act.body["penalty"], act.body["digest"], item["code"], item["digest"]


PAIRINGS: tuple[AnyPairing, ...] = (
    Pairing(
        _("Review"), Review, "verdict__case__reference", ("penalties.review_requested",),
        {
            "verdict__number": body("verdict"), "delegation_id": delegation, "ground": body("ground"),
            "reasons": body("reasons"), "discovered_on": body("discovered_on"), "requested_at": time,
            "requested_by": actor,
        },
    ),
    Pairing(
        _("Concluded review"), Review, "verdict__case__reference", ("penalties.review_concluded",),
        {
            "verdict__number": body("verdict"), "outcome": body("outcome"), "outcome_reasons": body("reasons"),
            "concluded_at": time,
        },
        where=Q(concluded_at__isnull=False),
    ),
    Followed(
        _("Posting"), Posting, "verdict__case__reference", ("penalties.points_posted",), POSTING_COLUMNS,
        follow_postings,
    ),
    Pairing(
        _("Order"), Penalty, "verdict__case__reference", ("penalties.penalty_ordered",),
        {
            "reference": body("penalty"), "addressee_id": body("addressee"),
            "proposed_measure__measure_id": body("measure"), "proposed_measure__required_act": body("required_act"),
            "proposed_measure__place": body("place"), "proposed_measure__due_days": body("due_days"),
            "proposed_measure__checked_by_id": body("checked_by"), "proposed_measure__amount": body("amount"),
            "proposed_measure__currency": body("currency"),
        },
    ),
    Followed(
        _("Penalty"), Penalty, "verdict__case__reference",
        (
            "penalties.penalty_ordered", "penalties.penalty_notified", "penalties.compliance_reported",
            "penalties.compliance_rejected", "penalties.penalty_overdue", "penalties.penalty_referred",
            "penalties.penalty_stayed", "penalties.stay_lifted", "penalties.penalty_discharged",
            "penalties.penalty_reversed",
        ),
        PENALTY_COLUMNS, follow_penalties,
    ),
    Pairing(
        _("Compliance report"), ComplianceReport, "penalty__verdict__case__reference",
        ("penalties.compliance_reported",),
        {
            "penalty__reference": body("penalty"), "text": body("text"), "digest": body("digest"),
            "reported_at": time, "reported_by": actor,
        },
    ),
    Followed(
        _("Evidence of compliance"), ComplianceReport.evidence.through,
        "compliancereport__penalty__verdict__case__reference", ("penalties.compliance_reported",),
        (
            "compliancereport__penalty__reference", "compliancereport__digest", "evidence__code", "evidence__digest",
        ),
        follow_evidence_of_compliance,
    ),
    Pairing(
        _("Receipt of a compliance report"), ComplianceReport, "penalty__verdict__case__reference",
        ("penalties.compliance_received",),
        {"penalty__reference": body("penalty"), "digest": body("digest"), "logged_at": time, "logged_by": actor},
        where=Q(logged_at__isnull=False),
    ),
    Pairing(
        _("Rejected compliance report"), ComplianceReport, "penalty__verdict__case__reference",
        ("penalties.compliance_rejected",),
        {
            "penalty__reference": body("penalty"), "digest": body("report"), "rejection_reasons": body("reasons"),
            "rejected_at": time, "rejected_by": actor,
        },
        where=Q(rejected_at__isnull=False),
    ),
)  # fmt: skip

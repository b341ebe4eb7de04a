"""The rows that belong to an incident, and the acts that made them: filings, evidence, replies, admissibility."""

from collections.abc import Iterator, Sequence

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from incidents.evidence.custody import SEALED
from incidents.models import CustodyStep, Evidence, Filing, Incident
from penalties.models import ComplianceReport
from reports.rows_and_acts.following import INCIDENT_COLUMNS, follow_incident
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
    time,
)  # fmt: skip
from verification.models import AdmissibilityDecision, Clock, Reply

FILED = "incidents.incident_filed"
REPLIED = "verification.reply_sent"
DECIDED = {
    "incidents.incident_returned": "returned",
    "incidents.incident_registered": "registered",
    "incidents.incident_declared_inadmissible": "inadmissible",
    "incidents.inadmissibility_objected": "objected",
}
# Evidence of compliance is compared with the report it came with; see of_penalties.py.
OF_COMPLIANCE = Exists(ComplianceReport.evidence.through.objects.filter(evidence=OuterRef("pk")))
STEP_OF_COMPLIANCE = Exists(ComplianceReport.evidence.through.objects.filter(evidence=OuterRef("evidence")))


def follow_sealed_evidence(acts: Sequence[Sealed], called: Called) -> Iterator[Key]:
    """Every item that was sealed, under its digest, however often the incident was filed again."""
    yield from {code: (code, digest) for act in acts for code, digest in _items(act)}.values()


def follow_sealing(acts: Sequence[Sealed], called: Called) -> Iterator[Key]:
    """When each item was sealed, and by whom: with the first act that names it."""
    first: dict[str, Sealed] = {}
    for act in acts:
        for code, _digest in _items(act):
            first.setdefault(code, act)
    for code, act in first.items():
        yield code, act.time, act.actor


def follow_evidence_of_replies(acts: Sequence[Sealed], called: Called) -> Iterator[Key]:
    """What each reply rests on."""
    for act in acts:
        for code, digest in _items(act):
            yield act.delegation, code, digest


def follow_ends(acts: Sequence[Sealed], called: Called) -> Iterator[Key]:
    """The ends of clocks that ran before there was a case."""
    for act in acts:
        if "case" not in act.subjects:
            yield act.body["clock"], act.body["owner"], act.time


def _items(act: Sealed) -> Iterator[tuple[str, str]]:
    for item in act.body["evidence"]:
        yield item["code"], item["sha256"] if act.event == FILED else item["digest"]


PAIRINGS: tuple[AnyPairing, ...] = (
    Followed(
        _("Incident"), Incident, "code", (FILED, *DECIDED, "incidents.incident_withdrawn"), INCIDENT_COLUMNS,
        follow_incident, where=Q(filed_at__isnull=False),
    ),
    Pairing(
        _("Filing"), Filing, "incident__code", (FILED,),
        {
            "filed_at": time, "filed_by": actor, "delegation_id": delegation, "digest": lambda act: act.digest,
        },
    ),
    Pairing(
        _("Decision on admissibility"), AdmissibilityDecision, "incident__code", tuple(DECIDED),
        {
            "kind": lambda act: DECIDED[act.event],
            "reasons": lambda act: act.body["missing" if act.event == "incidents.incident_returned" else "reasons"],
            "decided_at": time, "decided_by": actor, "delegation_id": delegation,
        },
    ),
    Followed(
        _("Evidence"), Evidence, "incident__code", (FILED, REPLIED), ("code", "digest"), follow_sealed_evidence,
        where=Q(is_sealed=True) & ~Q(OF_COMPLIANCE),
    ),
    Followed(
        _("Sealing of evidence"), CustodyStep, "evidence__incident__code", (FILED, REPLIED),
        ("evidence__code", "at", "by"), follow_sealing, where=Q(step=SEALED) & ~Q(STEP_OF_COMPLIANCE),
    ),
    Pairing(
        _("Reply"), Reply, "incident__code", (REPLIED,),
        {
            "delegation_id": delegation, "stance": body("stance"),
            "text": body("text"), "sent_at": time, "sent_by": actor,
        },
        where=Q(sent_at__isnull=False),
    ),
    Followed(
        _("Evidence of a reply"), Reply.evidence.through, "reply__incident__code", (REPLIED,),
        ("reply__delegation_id", "evidence__code", "evidence__digest"), follow_evidence_of_replies,
    ),
    Followed(
        _("End of a clock"), Clock, "incident__code", ("verification.clock_ended",), ("kind", "owner", "performed_at"),
        follow_ends, where=Q(case=None, performed_at__isnull=False),
    ),
)  # fmt: skip

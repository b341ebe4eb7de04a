"""What happens to a filed incident: returned, registered, declared inadmissible, objected, withdrawn."""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from commission.models import Member, Protocol
from incidents.actions.moves import move_incident, open_to_parties
from incidents.models import Incident
from incidents.vocabularies import State as IncidentState
from monitoring_site.clock import database_time
from monitoring_site.refusals import refuse_if
from record.actions import append
from verification import rules
from verification.actions.clocks import sync_clocks, sync_incident_clocks
from verification.actions.moves import FOUR, locked, move_case, record_case_act
from verification.models import AdmissibilityDecision, Case, CaseCounter, CaseIncident, Recusal
from verification.rules.admissibility import why_not_join_case, why_not_return_without
from verification.rules.cases import why_not_recuse
from verification.rules.seats import why_not_without_words
from verification.vocabularies import AdmissibilityDecisionKind, State


@transaction.atomic
def return_incident(incident: Incident, *, missing: str, by: Member) -> Incident:
    """The incident is its filer's again, who is told what is missing: seen by nobody else until filed again.

    What was filed stays readable to the mediators in the acts of the record. Raises Refused.
    """
    incident = locked_incident(incident)
    refuse_if(rules.why_not_return_incident(by, incident) or why_not_return_without(missing))
    at = database_time()
    _decide(incident, kind=AdmissibilityDecisionKind.RETURNED, reasons=missing, by=by, at=at)
    move_incident(incident, to=IncidentState.RETURNED, is_open_to_mediators=False)
    sync_incident_clocks(incident, at=at)
    _record_incident_act(incident, event="incident_returned", by=by, at=at, body={"missing": missing})
    return incident


@transaction.atomic
def register_incident(incident: Incident, *, case: Case | None = None, by: Member) -> Case:
    """The incident stands in a case, new or existing; both parties see it from now on. Raises Refused."""
    incident = locked_incident(incident)
    refuse_if(rules.why_not_register_incident(by, incident))
    return _register(incident, case=case, by=by, kind=AdmissibilityDecisionKind.REGISTERED, reasons="")


@transaction.atomic
def declare_inadmissible(incident: Incident, *, reasons: str, by: Member) -> Incident:
    """The incident is not taken up; the other mediator may object within its hours. Raises Refused."""
    incident = locked_incident(incident)
    refuse_if(rules.why_not_declare_inadmissible(by, incident) or why_not_without_words(reasons))
    at = database_time()
    _decide(incident, kind=AdmissibilityDecisionKind.INADMISSIBLE, reasons=reasons, by=by, at=at)
    move_incident(incident, to=IncidentState.INADMISSIBLE)
    sync_incident_clocks(incident, at=at)
    _record_incident_act(incident, event="incident_declared_inadmissible", by=by, at=at, body={"reasons": reasons})
    return incident


@transaction.atomic
def object_to_inadmissibility(incident: Incident, *, case: Case | None = None, reasons: str = "", by: Member) -> Case:
    """The other mediator objects: the incident is registered after all. Raises Refused."""
    incident = locked_incident(incident)
    refuse_if(rules.why_not_object_to_inadmissibility(by, incident))
    return _register(incident, case=case, by=by, kind=AdmissibilityDecisionKind.OBJECTED, reasons=reasons)


@transaction.atomic
def withdraw_incident(incident: Incident, *, reasons: str, by: Member) -> Incident:
    """The incident is withdrawn, with reasons; a case with no other incident ends with it. Raises Refused."""
    incident = locked_incident(incident)
    case = Case.objects.filter(caseincident__incident=incident).first()
    case = locked(case) if case else None
    refuse_if(rules.why_not_withdraw_incident(by, incident) or why_not_without_words(reasons))
    at = database_time()
    move_incident(incident, to=IncidentState.WITHDRAWN)
    sync_incident_clocks(incident, at=at)
    _record_incident_act(incident, event="incident_withdrawn", by=by, at=at, body={"reasons": reasons}, case=case)
    if case is not None:
        _leave(case, by=by, at=at)
    return incident


def locked_incident(incident: Incident) -> Incident:
    """The incident as it is now, its row locked until the transaction ends."""
    return (
        Incident.objects.select_for_update(of=("self",))
        .select_related("delegation", "filed_by", "sector", "primary_type")
        .get(pk=incident.pk)
    )


def _register(incident: Incident, *, case: Case | None, by: Member, kind: str, reasons: str) -> Case:
    known = locked(case) if case else None
    if known:
        refuse_if(why_not_join_case(known))
    at = database_time()
    case = known or _opened_case(by=by, at=at)
    _decide(incident, kind=kind, reasons=reasons, by=by, at=at)
    move_incident(incident, to=IncidentState.REGISTERED)
    CaseIncident.objects.create(case=case, incident=incident, joined_at=at)
    recused = _recused_filers(case, incident, at=at)
    sync_incident_clocks(incident, at=at)
    event = "incident_registered" if kind == AdmissibilityDecisionKind.REGISTERED else "inadmissibility_objected"
    body = {"case": case.reference, "reasons": reasons, "recused": [filer.name for filer in recused]}
    _record_incident_act(incident, event=event, by=by, at=at, body=body, case=case)
    open_to_parties(incident, at=at)
    sync_clocks(case, at=at)
    return case


def _opened_case(*, by: Member, at: datetime) -> Case:
    year = at.astimezone(UTC).year
    CaseCounter.objects.get_or_create(year=year)
    # Locked until the transaction ends: numbers have no gaps, because a refused case gives its number back.
    counter = CaseCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    case = Case.objects.create(
        reference=f"JMC-{year}-{counter.last:05d}",
        protocol=Protocol.objects.in_effect(),
        opened_at=at,
        opened_by=by,
    )
    body = {"protocol": case.protocol_id}
    record_case_act(case, event="case_opened", actor=by.as_actor(), at=at, body=body)
    return case


def _recused_filers(case: Case, incident: Incident, *, at: datetime) -> list[Member]:
    """A mediator's members who filed an incident do not vote in its case; a party's member does (DESIGN 2).

    Whoever filed it before it was returned has taken its side as much as who filed it again.
    """
    if not incident.delegation.is_mediator:
        return []
    filers = list(Member.objects.filter(pk__in=incident.filings.values("filed_by")).order_by("pk"))
    refuse_if(why_not_recuse(case, filers))
    for filer in filers:
        Recusal.objects.get_or_create(case=case, member=filer, reason=Recusal.Reason.FILER, defaults={"at": at})
    return filers


def _decide(incident: Incident, *, kind: str, reasons: str, by: Member, at: datetime) -> None:
    AdmissibilityDecision.objects.create(
        incident=incident, kind=kind, reasons=reasons, decided_at=at, decided_by=by, delegation=by.delegation
    )


def _leave(case: Case, *, by: Member, at: datetime) -> None:
    if not case.live_incidents().exists():
        move_case(case, to=State.WITHDRAWN, at=at, ended_at=at)
        record_case_act(case, event="case_withdrawn", actor=by.as_actor(), at=at)
    sync_clocks(case, at=at)


def _record_incident_act(
    incident: Incident,
    *,
    event: str,
    by: Member,
    at: datetime,
    body: dict[str, Any],
    case: Case | None = None,
) -> None:
    readers = FOUR if case else {incident.delegation_id, "TR", "QA"}
    append(
        event=f"incidents.{event}",
        actor=by.as_actor(),
        at=at,
        subjects=[incident.subject, *([case.subject] if case else [])],
        envelope_readers=readers,
        body=body,
        body_readers=readers,
    )

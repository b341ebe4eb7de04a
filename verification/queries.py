"""Reading cases: their facts for the clocks, who may vote, what awaits whom, and what a case's page shows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Prefetch, Q, QuerySet

from commission.models import Member
from incidents.models import Incident
from verification.clocks import MEDIATORS, CaseFacts, IncidentFacts, pause_of
from verification.models import (
    Ballot,
    Case,
    Clock,
    ClockExtension,
    Determination,
    Finding,
    Question,
    Reply,
    TeamMember,
    Vote,
)
from verification.standing import (
    comments_on_facts,
    declaration_of_inadmissibility,
    parties_that_waived,
    standing_verdict,
)

GRAVEST = 3


def facts_of_incident(incident: Incident) -> IncidentFacts:
    """What the clocks ask of an incident that has no case."""
    declared = declaration_of_inadmissibility(incident)
    return IncidentFacts(
        code=incident.code,
        state=incident.state,
        filer=incident.delegation_id,
        filed_at=incident.filed_at,
        declared_inadmissible_at=declared.decided_at if declared else None,
        declared_inadmissible_by=declared.delegation_id if declared else "",
    )


def facts_of_case(case: Case) -> CaseFacts:
    """What the clocks ask of this case in its present state; what they do not ask there is not read."""
    beginnings = (case.reported_at, case.round_failed_at, case.principals_answered_at, case.rapporteur_relieved_at)
    columns = CaseFacts(
        state=case.state,
        opened_at=case.opened_at,
        reopened_at=case.reopened_at,
        team_named_at=case.team_named_at,
        deliberation_began_at=max(filter(None, beginnings), default=None),
        facts_shown_at=case.facts_shown_at,
        escalated_at=case.escalated_at,
        review_requested_at=case.review_requested_at,
    )
    read = FACTS_OF_STATE.get(case.state)
    return replace(columns, **read(case)) if read else columns


def _of_incidents(case: Case) -> dict[str, Any]:
    incidents = list(case.live_incidents())
    replied = _replied(incidents)
    return {
        "incidents": tuple(
            IncidentFacts(
                code=incident.code,
                state=incident.state,
                filer=incident.delegation_id,
                registered_at=incident.registered_at,
                answering=tuple(incident.answering_parties),
                replied=replied.get(incident.pk, {}),
            )
            for incident in incidents
        ),
        "lengthened": _lengthened(case),
    }


def _of_verification(case: Case) -> dict[str, Any]:
    relieved = case.team.aggregate(last=Max("relieved_at"))["last"] if case.team_named_at is None else None
    return {
        **_of_incidents(case),
        "is_gravest_alleged": _is_gravest_alleged(case),
        "interim_reported_at": _interim_reported_at(case),
        "team_relieved_at": relieved,
    }


def _of_deliberation(case: Case) -> dict[str, Any]:
    return {
        **_of_incidents(case),
        "rapporteurs_delegation": _rapporteurs_delegation(case),
        "commented": dict(comments_on_facts(case).order_by("-id").values_list("delegation_id", "sent_at")),
    }


def _of_ballot(case: Case) -> dict[str, Any]:
    ballot = case.open_ballot()
    return {"ballot_opened_at": ballot.opened_at if ballot else None, "voted": _voted(ballot)}


def _of_verdict(case: Case) -> dict[str, Any]:
    verdict = standing_verdict(case)
    return {
        "verdict_adopted_at": verdict.adopted_at,
        "waived": parties_that_waived(case),
        "final_at": verdict.final_at if verdict.reversed_at is None else None,
        "is_release_decided": bool(verdict.released_at or verdict.release_reasons),
        "lengthened": _lengthened(case),
    }


FACTS_OF_STATE: dict[str, Callable[[Case], dict[str, Any]]] = {
    "verification": _of_verification,
    "deliberation": _of_deliberation,
    "ballot": _of_ballot,
    "escalated": _of_incidents,
    "ruled": _of_verdict,
    "review": _of_verdict,
    "final": _of_verdict,
    "closed": _of_verdict,
}


def whole_finding(finding: Finding) -> Finding:
    """The finding with all that its page shows, in a handful of queries."""
    return whole_findings(Finding.objects.filter(pk=finding.pk)).get()


def whole_findings(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """The findings with all that a page shows of them: as many queries for ten as for one."""
    determinations = Determination.objects.select_related("incident", "type", "sector").prefetch_related("evidence")
    return findings.prefetch_related(
        Prefetch("determinations", determinations),
        "proposed_measures__measure",
        "proposed_measures__checked_by",
        "proposed_measures__determination__incident",
        "comments__delegation",
    )


def clocks_of(case: Case) -> QuerySet[Clock]:
    """The clocks that run in a case, the most urgent first; also those whose end has passed but stops nothing."""
    return Clock.objects.filter(case=case, stopped_at=None).select_related("incident").order_by("ends_at", "owner")


def clocks_awaiting(member: Member) -> QuerySet[Clock]:
    """The clocks that run for this member: its delegation's, and the team's and the rapporteur's where it is named."""
    # Cases as a subquery, not a join: a clock is one row however many others are named with the member.
    named = Q(owner="team", case__in=TeamMember.objects.filter(member=member, relieved_at=None).values("case"))
    rapporteur = Q(owner="rapporteur", case__in=Case.objects.filter(rapporteur=member).values("pk"))
    return (
        Clock.objects.filter(Q(owner=member.delegation_id) | named | rapporteur, stopped_at=None)
        .exclude(kind="correction")
        .select_related("case", "incident")
        .order_by("ends_at", "id")
    )


def _replied(incidents: list[Incident]) -> dict[int, dict[str, datetime]]:
    replied: dict[int, dict[str, datetime]] = {}
    for reply in Reply.objects.filter(incident__in=incidents, sent_at__isnull=False):
        assert reply.sent_at is not None
        replied.setdefault(reply.incident_id, {})[reply.delegation_id] = reply.sent_at
    return replied


def _interim_reported_at(case: Case) -> datetime | None:
    if case.team_named_at is None:
        return None
    return (
        case.reports.filter(is_interim=True, submitted_at__gte=case.team_named_at)
        .values_list("submitted_at", flat=True)
        .first()
    )


def _lengthened(case: Case) -> dict[tuple[str, str, str, datetime], timedelta]:
    """How much longer each clock runs: by its extension, and by the question that its owner asked."""
    more: dict[tuple[str, str, str, datetime], timedelta] = {}
    clocks = case.protocol.numbers["clocks"]
    for extension in case.extensions.select_related("incident"):
        hours = clocks[extension.kind]["extension_hours"]
        more[_clock_key(extension)] = timedelta(hours=hours)
    for question in case.questions.select_related("incident"):
        pause = pause_of(
            question.asked_at,
            answered_at=question.answered_at,
            hours_max=case.protocol.numbers["question_hours"],
        )
        more[_clock_key(question)] = more.get(_clock_key(question), timedelta(0)) + pause
    return more


def _clock_key(one: ClockExtension | Question) -> tuple[str, str, str, datetime]:
    return (one.kind, one.owner, one.incident.code if one.incident else "", one.started_at)


def _rapporteurs_delegation(case: Case) -> str:
    """Whose time it is to open the ballot; nobody's while a rapporteur who took a party's seat is not replaced."""
    code = case.rapporteur.delegation_id if case.rapporteur else None
    return code if code in MEDIATORS else ""


def _voted(ballot: Ballot | None) -> frozenset[str]:
    if ballot is None:
        return frozenset()
    return frozenset(Vote.objects.filter(ballot=ballot).values_list("delegation_id", flat=True))


def _is_gravest_alleged(case: Case) -> bool:
    gravest = Q(primary_type__gravity=GRAVEST) | Q(secondary_types__gravity=GRAVEST)
    return case.live_incidents().filter(gravest).exists()

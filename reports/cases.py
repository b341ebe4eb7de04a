"""What a case's page shows, gathered from every app; each part through its visibility queryset."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Prefetch, Q

from commission.models import Member
from commission.steps import OfferedStep, Step, offered
from commission.templatetags.delegations import in_reading_order
from incidents.beginnings import address_on_refused_access
from incidents.models import Incident
from incidents.rules import why_not_draft_incident
from incidents.visibility import incidents_for
from penalties.steps import CASE_STEPS as STEPS_AFTER_VERDICT
from penalties.visibility import penalties_for, postings_for, reviews_for
from record.models import Act
from record.queries import acts_about_any
from verification.clocks import FOUR
from verification.comparison import Comparison, comparison_before
from verification.models import Assent, Ballot, Case, Clock, Finding, Reply, Vote
from verification.queries import clocks_of, whole_findings
from verification.states import TURN_OF
from verification.states import acts_of as acts_of_state
from verification.steps import (
    ANSWER_QUESTION,
    CASE_STEPS,
    CLOCK_STEPS,
    DECIDE_CHALLENGE,
    GRANT_ACCESS,
    REFUSE_ACCESS,
)
from verification.visibility import findings_for, replies_for, verdicts_for, votes_for

REMINDERS = ("verification.clock_reminded", "penalties.clock_reminded")


@dataclass(frozen=True)
class DelegationsVoice:
    """One delegation's place in a ballot, as this reader may see it."""

    delegation_id: str
    has_voted: bool
    vote: Vote | None  # None while it is sealed from the reader, and where none was cast


@dataclass(frozen=True)
class ShownBallot:
    """A ballot with the four voices."""

    ballot: Ballot
    voices: list[DelegationsVoice]


@dataclass(frozen=True)
class ShownText:
    """A finding, and what it says otherwise than the text that it follows."""

    finding: Finding
    comparison: Comparison | None  # of the newest that was shown alone; None for a first text


@dataclass(frozen=True)
class WithSteps:
    """A row of the case beside the steps about it that the reader may take."""

    row: Any
    steps: list[OfferedStep]


@dataclass(frozen=True)
class ShownClock(WithSteps):
    """A clock; where it runs alike for several owners, once for all of them."""

    owners: list[str]


@dataclass(frozen=True)
class AskedAccess(WithSteps):
    """A request for access; where it was refused, the page of the incident that the reader may file about it."""

    own_motion: str


@dataclass(frozen=True)
class Account:
    """One incident of a case with the replies to it: both sides' accounts of one event stand side by side."""

    incident: Incident
    replies: list[Reply]
    silent: list[str]  # answering parties whose time to reply has passed without a reply


def accounts(case: Case, *, member: Member, at: datetime) -> list[Account]:
    """The case's incidents that the reader may see, in the order they entered, with their replies."""
    replies = replies_for(member).filter(sent_at__isnull=False).select_related("delegation", "sent_by")
    incidents = list(
        incidents_for(member)
        .filter(caseincident__case=case)
        .order_by("caseincident__id")
        .select_related("delegation", "sector", "primary_type", "caseincident__is_counter_report_of")
        .prefetch_related(Prefetch("replies", replies.prefetch_related("evidence"), to_attr="sent_replies"))
    )
    # A reply stops its clock; one that ran to its end, in whatever stage the case is now, is a silence.
    ran_out = Clock.objects.filter(Q(stopped_at=None) | Q(stopped_at__gte=F("ends_at")), kind="reply", ends_at__lte=at)
    answered = {(incident.pk, reply.delegation_id) for incident in incidents for reply in incident.sent_replies}
    silent = set(ran_out.filter(case=case).values_list("incident_id", "owner")) - answered
    return [
        Account(
            incident=incident,
            replies=incident.sent_replies,
            silent=[party for party in incident.answering_parties if (incident.pk, party) in silent],
        )
        for incident in incidents
    ]


def ballots_of(case: Case, *, member: Member) -> list[ShownBallot]:
    """Every ballot of the case; who has voted is shown, how only where the reader may see it."""
    ballots = list(Ballot.objects.filter(case=case).order_by("-number").select_related("finding"))
    seen = votes_for(member).filter(ballot__in=ballots).select_related("cast_by")
    visible = {(vote.ballot_id, vote.delegation_id): vote for vote in seen}
    cast = set(Vote.objects.filter(ballot__in=ballots).values_list("ballot_id", "delegation_id"))
    return [
        ShownBallot(
            ballot=ballot,
            voices=[DelegationsVoice(code, (ballot.pk, code) in cast, visible.get((ballot.pk, code))) for code in FOUR],
        )
        for ballot in ballots
    ]


def findings_of(case: Case, *, member: Member) -> list[ShownText]:
    """Every text that the reader may see, the newest first, whole; the last one shown beside the one that it follows."""
    # A case may have many texts, each as long as its rapporteur likes: only one of them is compared.
    found = list(whole_findings(findings_for(member).filter(case=case).order_by("-number")))
    newest = next((finding for finding in found if finding.shown_at), None)
    return [ShownText(one, comparison_before(one) if one is newest else None) for one in found]


def acts_of(case: Case, *, member: Member) -> list[Act]:
    """The acts of the case and of its incidents that the reader can open; reminders stand in the record alone."""
    subjects = [case.subject, *(("incident", code) for code in case.incidents.values_list("code", flat=True))]
    return list(acts_about_any(subjects, reader=member.reader_code).exclude(event__in=REMINDERS))


def steps_of(case: Case, *, member: Member) -> list[OfferedStep]:
    """Every step of the case's present stage that concerns the reader's seat."""
    acts = acts_of_state(case.state)
    steps = [step for step in (*CASE_STEPS, *STEPS_AFTER_VERDICT) if step.act in acts]
    return offered(steps, subject=case, address=[case.reference], member=member)


def rows_of(rows: Iterable[Any], steps: Iterable[Step], *, member: Member) -> list[WithSteps]:
    """Each row with the steps about it that are open to the reader; refused ones would only repeat themselves."""
    steps = list(steps)
    return [
        WithSteps(row, [one for one in offered(steps, subject=row, address=[row.pk], member=member) if one.is_open])
        for row in rows
    ]


def access_of(case: Case, *, member: Member) -> list[AskedAccess]:
    """Every request for access; a refusal offers the mediators an incident on their own motion (DESIGN 3)."""
    requests = case.access_requests.select_related("party", "asked_by", "answered_by", "case")
    may_file = member.is_mediator and why_not_draft_incident(member) is None
    sectors = set(case.live_incidents().values_list("sector__code", flat=True)) if may_file else set()
    return [
        AskedAccess(
            one.row,
            one.steps,
            address_on_refused_access(party=one.row.party_id, sectors=sectors, case=case.reference)
            if may_file and one.row.is_granted is False
            else "",
        )
        for one in rows_of(requests, [GRANT_ACCESS, REFUSE_ACCESS], member=member)
    ]


def clocks_shown(case: Case, *, member: Member) -> list[ShownClock]:
    """The clocks that run, the most urgent first; what ends for several at the same moment is one line."""
    alike: dict[Any, list[WithSteps]] = {}
    for one in rows_of(clocks_of(case).select_related("case__protocol"), CLOCK_STEPS, member=member):
        alike.setdefault((one.row.kind, one.row.incident_id, one.row.ends_at), []).append(one)
    return [
        ShownClock(
            row=group[0].row,
            steps=[step for one in group for step in one.steps],
            owners=_in_reading_order([one.row.owner for one in group]),
        )
        for group in alike.values()
    ]


def _in_reading_order(owners: list[str]) -> list[str]:
    """Delegations in the reader's alphabet; the team or the rapporteur is always alone."""
    return in_reading_order(owners) if len(owners) > 1 else owners


def proceedings_of(case: Case, *, member: Member) -> dict[str, object]:
    """What is done in the case without moving it."""
    questions = case.questions.select_related("addressed_to", "incident", "case")
    challenges = case.challenges.select_related("member__delegation", "delegation", "case")
    return {
        "questions": rows_of(questions, [ANSWER_QUESTION], member=member),
        "access_requests": access_of(case, member=member),
        "challenges": rows_of(challenges, [DECIDE_CHALLENGE], member=member),
        "site_notes": case.site_notes.select_related("noted_by"),
        "substitutes": case.substitutes.standing().select_related("member", "delegation"),
    }


def case_context(case: Case, *, member: Member, at: datetime) -> dict[str, object]:
    """Everything on the case's page."""
    verdicts = verdicts_for(member).filter(case=case).order_by("-number").select_related("finding")
    return {
        "case": case,
        "now": at,
        "accounts": accounts(case, member=member, at=at),
        "turn": TURN_OF[case.state],
        "clocks": clocks_shown(case, member=member),
        **proceedings_of(case, member=member),
        "steps": steps_of(case, member=member),
        "assents": Assent.objects.filter(case=case, spent_at=None).select_related("delegation", "given_by"),
        "team": case.team.filter(relieved_at=None).select_related("member__delegation"),
        "reports": case.reports.select_related("submitted_by__delegation"),
        "findings": findings_of(case, member=member),
        "ballots": ballots_of(case, member=member),
        "verdicts": verdicts,
        "postings": postings_for(member).filter(verdict__case=case).select_related("party").order_by("id"),
        "penalties": penalties_for(member).filter(verdict__case=case).select_related("proposed_measure__measure"),
        "reviews": reviews_for(member).filter(verdict__case=case).select_related("delegation"),
        "acts": acts_of(case, member=member),
    }

"""What moves a case along outside the ballot: team, rapporteur, report, escalation, settlement, principals, reopening."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commission.models import Member
from monitoring_site.clock import database_time
from monitoring_site.refusals import refuse_if
from record.actor import CLOCK, Actor
from verification import rules
from verification.actions.clocks import sync_clocks
from verification.actions.joint import MEDIATORS, PARTIES, assent
from verification.actions.moves import FOUR, locked, move_case, record_case_act, save_fields
from verification.models import Case, Recusal, Report, TeamMember
from verification.rules.cases import why_not_answer_so, why_not_these_in_team, why_not_this_rapporteur
from verification.rules.seats import why_not_without_words
from verification.vocabularies import State

NO_BALLOT: Mapping[str, Any] = MappingProxyType({})
NO_POSITIONS: Mapping[str, str] = MappingProxyType({})


@transaction.atomic
def name_team(case: Case, *, team: Sequence[Member], by: Member) -> Case:
    """Both mediators having named the same members, they are the verification team. Raises Refused."""
    case = locked(case)
    refuse_if(rules.why_not_name_team(by, case) or why_not_these_in_team(case, team))
    at = database_time()
    terms = {"team": sorted(member.username for member in team)}
    if assent(case, act="name_team", terms=terms, required=MEDIATORS, by=by, at=at):
        case.team.filter(relieved_at=None).exclude(member__in=team).update(relieved_at=at)
        for member in team:
            TeamMember.objects.get_or_create(case=case, member=member, relieved_at=None, defaults={"named_at": at})
            recuse(case, member, reason=Recusal.Reason.TEAM, at=at)
        save_fields(case, team_named_at=case.team_named_at or at)
        body = {"team": [{"name": member.name, "delegation": member.delegation_id} for member in team]}
        record_case_act(case, event="team_named", actor=by.as_actor(), at=at, body=body)
    sync_clocks(case, at=at)
    return case


@transaction.atomic
def name_rapporteur(case: Case, *, rapporteur: Member, by: Member) -> Case:
    """Both mediators having named the same member, that member drafts the finding. Raises Refused."""
    case = locked(case)
    refuse_if(rules.why_not_name_rapporteur(by, case) or why_not_this_rapporteur(case, rapporteur))
    at = database_time()
    terms = {"rapporteur": rapporteur.username}
    if assent(case, act="name_rapporteur", terms=terms, required=MEDIATORS, by=by, at=at):
        save_fields(case, rapporteur=rapporteur)
        recuse(case, rapporteur, reason=Recusal.Reason.RAPPORTEUR, at=at)
        body = {"rapporteur": {"name": rapporteur.name, "delegation": rapporteur.delegation_id}}
        record_case_act(case, event="rapporteur_named", actor=by.as_actor(), at=at, body=body)
    sync_clocks(case, at=at)
    return case


@transaction.atomic
def submit_report(case: Case, *, text: str, by: Member) -> Report:
    """The team's report stands, and the case is in deliberation. Raises Refused."""
    case = locked(case)
    at = database_time()
    refuse_if(rules.why_not_submit_report(by, case, at=at) or why_not_without_words(text, _("The report is empty.")))
    report = Report.objects.create(case=case, text=text, submitted_at=at, submitted_by=by)
    move_case(case, to=State.DELIBERATION, at=at, reported_at=at)
    sync_clocks(case, at=at)
    record_case_act(case, event="report_submitted", actor=by.as_actor(), at=at, body={"text": text})
    return report


@transaction.atomic
def escalate_case(case: Case, *, reasons: str, by: Member) -> Case:
    """The case is with the principals; again means no determination (decision rule 4). Raises Refused."""
    case = locked(case)
    refuse_if(rules.why_not_escalate_case(by, case) or why_not_without_words(reasons))
    at = database_time()
    if case.escalated_at is None:
        escalate(case, reasons=reasons, actor=by.as_actor(), at=at)
    else:
        record_no_determination(case, text=reasons, actor=by.as_actor(), at=at)
    sync_clocks(case, at=at)
    return case


def escalate(
    case: Case,
    *,
    reasons: str,
    actor: Actor,
    at: datetime,
    ballot: Mapping[str, Any] = NO_BALLOT,
    about: Collection[tuple[str, str]] = (),
) -> None:
    """The case is with the principals; the caller holds its lock and brings the clocks up to date."""
    move_case(case, to=State.ESCALATED, at=at, escalated_at=at, escalation_reasons=reasons)
    body = {"reasons": reasons, **ballot}
    record_case_act(case, event="case_escalated", actor=actor, at=at, about=about, body=body)


@transaction.atomic
def settle_case(case: Case, *, agreed_text: str, by: Member) -> Case:
    """Both heads having agreed to exactly this text, the case is settled. Raises Refused."""
    case = locked(case)
    at = database_time()
    refuse_if(
        rules.why_not_settle_case(by, case, at=at)
        or why_not_without_words(agreed_text, _("A settlement needs the one text that both heads agree to."))
    )
    terms = {"agreed_text": agreed_text}
    if assent(case, act="settle_case", terms=terms, required=PARTIES, by=by, at=at):
        move_case(case, to=State.SETTLED, at=at, ended_at=at, ending_text=agreed_text)
        record_case_act(case, event="case_settled", actor=by.as_actor(), at=at, body=terms)
    sync_clocks(case, at=at)
    return case


@transaction.atomic
def record_principals_answer(
    case: Case, *, answer: str, by: Member, text: str = "", positions: Mapping[str, str] = NO_POSITIONS
) -> Case:
    """Both mediators having recorded the same answer: `ballot` opens one last round, `none` ends the case.

    `text` summarises the instructions; `positions` are those of all four, by delegation, and belong to `none` alone.
    Raises Refused.
    """
    case = locked(case)
    assert answer in {"ballot", "none"}, answer
    at = database_time()
    refuse_if(
        rules.why_not_record_principals_answer(by, case, at=at)
        or why_not_answer_so(answer, text=text, positions=positions)
    )
    stated = {code: positions[code] for code in FOUR} if answer == "none" else {}
    terms = {"answer": answer, "text": text, **({"positions": stated} if stated else {})}
    if assent(case, act="record_principals_answer", terms=terms, required=MEDIATORS, by=by, at=at):
        _follow_principals(case, answer=answer, text=text, positions=stated, by=by, at=at)
    sync_clocks(case, at=at)
    return case


def _follow_principals(
    case: Case, *, answer: str, text: str, positions: Mapping[str, str], by: Member, at: datetime
) -> None:
    if answer == "none":
        record_no_determination(case, text=text, actor=by.as_actor(), at=at, positions=positions)
        return
    # A new text is needed: what was shown before the principals answered is not what they answered to.
    move_case(
        case,
        to=State.DELIBERATION,
        at=at,
        principals_answered_at=at,
        principals_answer=text,
        facts_shown_at=None,
    )
    record_case_act(case, event="principals_answered", actor=by.as_actor(), at=at, body={"text": text})


def record_no_determination(
    case: Case,
    *,
    text: str,
    actor: Actor,
    at: datetime,
    positions: Mapping[str, str] = NO_POSITIONS,
    ballot: Mapping[str, Any] = NO_BALLOT,
    about: Collection[tuple[str, str]] = (),
) -> None:
    """No penalty follows; the caller holds the lock and brings the clocks up to date.

    The positions are those that the mediators recorded for the principals, or those of the ballot; none after silence.
    """
    stated = {"positions": dict(positions)} if positions else {}
    move_case(case, to=State.NO_DETERMINATION, at=at, ended_at=at, ending_text=text, **stated)
    body = {"text": text, **stated, **ballot}
    record_case_act(case, event="no_determination_recorded", actor=actor, at=at, about=about, body=body)


def end_principals_clock(case: Case, *, at: datetime) -> None:
    """The principals stayed silent until their time ended: no determination.

    The caller holds the lock and brings the clocks up to date.
    """
    if case.state == State.ESCALATED:
        record_no_determination(case, text="", actor=CLOCK, at=at)


@transaction.atomic
def reopen_case(case: Case, *, new_fact: str, by: Member) -> Case:
    """Both mediators having stated the same new decisive fact, the case is verified anew. Raises Refused."""
    case = locked(case)
    refuse_if(rules.why_not_reopen_case(by, case) or why_not_without_words(new_fact, _("State the new decisive fact.")))
    at = database_time()
    terms = {"new_fact": new_fact}
    if assent(case, act="reopen_case", terms=terms, required=MEDIATORS, by=by, at=at):
        begin_anew(case, at=at)
        record_case_act(case, event="case_reopened", actor=by.as_actor(), at=at, body=terms)
    sync_clocks(case, at=at)
    return case


def begin_anew(case: Case, *, at: datetime) -> None:
    """The case is in verification again; rounds and the one escalation start anew; team and rapporteur stay named."""
    is_team_named = case.team.filter(relieved_at=None).exists()
    move_case(
        case,
        to=State.VERIFICATION,
        at=at,
        reopened_at=at,
        round=0,
        team_named_at=at if is_team_named else None,
        reported_at=None,
        round_failed_at=None,
        facts_shown_at=None,
        escalated_at=None,
        principals_answered_at=None,
        ended_at=None,
        positions={},
    )


def recuse(case: Case, member: Member, *, reason: str, at: datetime) -> None:
    """The member does not vote in this case from now on, in whatever seat."""
    Recusal.objects.get_or_create(case=case, member=member, reason=reason, defaults={"at": at})

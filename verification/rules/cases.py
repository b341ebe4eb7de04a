"""Who may move a case along: team, rapporteur, reply, report, escalation, settlement, principals, reopening."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from commission.models import Delegation, Member
from commission.roles import PRESIDE, SUBMIT, WRITE_FINDING
from commission.words import delegation_words
from incidents.models import Incident
from monitoring_site.clock import database_time
from monitoring_site.refusals import Refusal
from verification.clocks import FOUR
from verification.models import Case, Clock, Recusal, Reply, Vote
from verification.rules.seats import (
    first_of,
    why_not_in_state,
    why_not_in_states,
    why_not_mediator,
    why_not_party,
    why_not_party_head,
    why_not_without_words,
    words_of_law,
)
from verification.standing import candidates_for_rapporteur, candidates_for_verification, clock_runs, eligible_voters
from verification.vocabularies import Stance, State

DELIBERATING = frozenset({State.VERIFICATION, State.DELIBERATION})


def why_not_name_team(member: Member, case: Case) -> Refusal | None:
    """A head or deputy of a mediator, while the case is in verification."""
    return first_of(
        lambda: why_not_mediator(member, PRESIDE),
        lambda: why_not_in_states(case, {State.VERIFICATION}),
    )


def why_not_name_rapporteur(member: Member, case: Case) -> Refusal | None:
    """A head or deputy of a mediator, until the case has gone to a ballot."""
    return first_of(
        lambda: why_not_mediator(member, PRESIDE),
        lambda: why_not_in_states(case, DELIBERATING),
    )


def why_not_these_in_team(case: Case, team: Collection[Member]) -> Refusal | None:
    """The team has members, all of the mediators, and leaves every delegation an eligible voter."""
    if not team:
        return _("Name at least one member of the verification team.")
    if reason := _why_not_after_challenge(case, team):
        return reason
    if not set(team) <= set(candidates_for_verification(case)):
        return _("Members of a verification team sit for a mediator, as head, deputy or officer.")
    return why_not_recuse(case, team)


def why_not_this_rapporteur(case: Case, rapporteur: Member) -> Refusal | None:
    """Never of a delegation that filed one of the case's incidents, unless both mediators did."""
    if reason := _why_not_after_challenge(case, [rapporteur]):
        return reason
    if rapporteur not in set(candidates_for_verification(case)):
        return _("The rapporteur sits for a mediator, as head, deputy or officer.")
    if rapporteur not in set(candidates_for_rapporteur(case)):
        return _("The rapporteur is never of a delegation that filed one of the case's incidents.")
    if Vote.objects.filter(ballot__case=case, cast_by=rapporteur).exists():
        return _("This member has voted in the case: the rapporteur is never a voter in it.")
    return why_not_recuse(case, [rapporteur])


def why_not_recuse(case: Case, members: Collection[Member]) -> Refusal | None:
    """An act that would leave a delegation without an eligible voter is refused (DESIGN 2)."""
    for delegation in {member.delegation_id for member in members if member.delegation_id}:
        left = eligible_voters(case, delegation=delegation).exclude(pk__in=[member.pk for member in members])
        if not left.exists():
            return _("This would leave %(delegation)s without a member who may vote in this case.") % {
                "delegation": Delegation.objects.get(pk=delegation)
            }
    return None


def why_not_send_reply(member: Member, incident: Incident, *, at: datetime | None = None) -> Refusal | None:
    """A head or deputy of an answering party, once, while its time to reply runs."""
    return first_of(
        lambda: why_not_party(member, SUBMIT),
        lambda: why_not_draft_reply(member, incident, at=at),
    )


def why_not_draft_reply(member: Member, incident: Incident, *, at: datetime | None = None) -> Refusal | None:
    """A member of an answering party, while its time to reply runs."""
    if member.delegation_id not in incident.answering_parties:
        return _("This incident does not allege your delegation to be responsible: the reply is for its respondents.")
    if Reply.objects.filter(incident=incident, delegation=member.delegation_id, sent_at__isnull=False).exists():
        return _("Your delegation has already replied to this incident.")
    running = Clock.objects.running(at or database_time())
    if not running.filter(incident=incident, kind="reply", owner=member.delegation_id).exists():
        return _("The time to reply does not run: it ends some days after registration, and with the report.")
    return None


def why_not_reply_so(stance: str, text: str) -> Refusal | None:
    """A reply takes a stance and says something."""
    if stance not in Stance.values:
        return _("Say which stance your delegation takes.")
    return why_not_without_words(text, _("The reply is empty."))


def why_not_submit_report(member: Member, case: Case, *, at: datetime | None = None) -> Refusal | None:
    """A member of the verification team, once every reply is given or its time has ended."""
    return first_of(
        lambda: why_not_mediator(member, WRITE_FINDING),  # also of one who has taken a party's seat since
        lambda: why_not_in_state(case, "submit_report"),
        lambda: _why_not_on_team(member, case),
        lambda: _why_not_after_replies(case, at=at or database_time()),
    )


def why_not_escalate_case(member: Member, case: Case) -> Refusal | None:
    """A head or deputy of a mediator; a case is escalated once, and again only when its last ballot is not opened in time."""
    return first_of(
        lambda: why_not_mediator(member, PRESIDE),
        lambda: words_of_law("escalate_case") if case.escalated_at and not _waits_in_vain(case) else None,
        lambda: why_not_in_state(case, "escalate_case"),
    )


def why_not_settle_case(member: Member, case: Case, *, at: datetime | None = None) -> Refusal | None:
    """The heads of both parties."""
    return first_of(
        lambda: words_of_law("settle_case") if why_not_party_head(member) else None,
        lambda: why_not_in_state(case, "settle_case"),
        lambda: _why_not_after_principals_time(case, at=at or database_time()),
    )


def why_not_record_principals_answer(member: Member, case: Case, *, at: datetime | None = None) -> Refusal | None:
    """Both mediators record it, while the case is with the principals and their time runs."""
    return first_of(
        lambda: words_of_law("record_principals_answer") if why_not_mediator(member, PRESIDE) else None,
        lambda: why_not_in_state(case, "record_principals_answer"),
        lambda: _why_not_after_principals_time(case, at=at or database_time()),
    )


def why_not_answer_so(answer: str, *, text: str, positions: Mapping[str, str]) -> Refusal | None:
    """One last ballot goes by instructions; without a determination each of the four has said where it stands."""
    if answer == "ballot":
        return why_not_without_instructions(text)
    return next((reason for code in FOUR if (reason := why_not_position(code, positions.get(code, "")))), None)


def why_not_without_instructions(text: str) -> Refusal | None:
    """The last ballot goes by what the principals said."""
    return why_not_without_words(text, _("Summarise the principals' instructions."))


def why_not_position(delegation: str, text: str) -> Refusal | None:
    """The position of this delegation is put into words."""
    return why_not_without_words(
        text, _("Record the position of %(delegation)s.") % {"delegation": delegation_words(delegation)}
    )


def why_not_reopen_case(member: Member, case: Case) -> Refusal | None:
    """Both mediators, on a new decisive fact, after a settlement or no determination."""
    if why_not_mediator(member, PRESIDE):
        return words_of_law("reopen_case")
    return why_not_in_state(case, "reopen_case")


def _waits_in_vain(case: Case) -> bool:
    # Back from the principals, with nobody's time running to bring the last ballot about: one mediator's silence, or a
    # delegation without a voter, would keep the case for ever. A clock ends nothing here; a mediator may.
    return case.state == State.DELIBERATION and not clock_runs(
        case, "draft_finding", "comment", "opening_ballot", at=database_time()
    )


def _why_not_on_team(member: Member, case: Case) -> Refusal | None:
    if case.team.filter(member=member, relieved_at=None).exists():
        return None
    return _("The report is for the members of the verification team that the mediators named.")


def _why_not_after_challenge(case: Case, members: Collection[Member]) -> Refusal | None:
    removed = (
        case.recusals.filter(member__in=members, reason=Recusal.Reason.CHALLENGED).select_related("member").first()
    )
    if removed is None:
        return None
    return _("A challenge of %(member)s was upheld: the member cannot be named in this case.") % {
        "member": removed.member.name
    }


def _why_not_after_replies(case: Case, *, at: datetime) -> Refusal | None:
    if clock_runs(case, "reply", at=at):
        return words_of_law("submit_report")
    return None


def _why_not_after_principals_time(case: Case, *, at: datetime) -> Refusal | None:
    # What their silence means is the law's, not a matter of how soon the worker comes to say it.
    if case.state == State.ESCALATED and not clock_runs(case, "principals", at=at):
        return _("The principals' time has passed; the case is being ended.")
    return None

"""Who may extend a clock, ask, answer, ask for access, note, challenge, substitute, and correct."""

from datetime import datetime

from django.utils.translation import gettext as _

from commission.models import Delegation, Member
from commission.roles import PRESIDE, SUBMIT, WRITE_FINDING, Role
from incidents.models import Incident
from incidents.vocabularies import State as IncidentState
from monitoring_site.clock import database_time
from monitoring_site.refusals import Refusal
from verification.models import (
    AccessRequest,
    Case,
    CaseIncident,
    Challenge,
    Clock,
    ClockExtension,
    Correction,
    Question,
    Recusal,
    Verdict,
)
from verification.rules.cases import DELIBERATING, why_not_recuse
from verification.rules.seats import first_of, why_not_in_states, why_not_mediator, why_not_party, why_not_role
from verification.standing import (
    STATES_OF_DECIDING_CHALLENGES,
    candidates_for_verification,
    clock_runs,
    is_substitute,
)
from verification.vocabularies import State

BEFORE_VERDICT = frozenset({State.VERIFICATION, State.DELIBERATION, State.BALLOT})
# A ballot and an escalation end for all at once: one owner's question cannot stop them for the others. Nor does a party's
# question hold up the other's verdict or a correction; and before registration there is no case to ask in.
ASKING_CLOCKS = frozenset(
    {"reply", "team", "report", "interim_report", "draft_finding", "comment", "opening_ballot", "review", "release"}
)


def why_not_extend_clock(member: Member, clock: Clock, *, at: datetime | None = None) -> Refusal | None:
    """The clock's owner, once, while it runs, where the protocol has an extension: it awaits its capital."""
    return first_of(
        lambda: _why_not_owner(member, clock),
        lambda: _why_not_running(clock, at=at or database_time()),
        lambda: None if extension_hours(clock) else _("The protocol has no extension of this clock."),
        lambda: _("This clock has been extended once already.") if _has(ClockExtension, clock) else None,
    )


def why_not_ask_question(member: Member, clock: Clock, *, at: datetime | None = None) -> Refusal | None:
    """The clock's owner, once, while it runs."""
    return first_of(
        lambda: _why_not_owner(member, clock),
        lambda: None if clock.kind in ASKING_CLOCKS else _("A question does not stop this clock."),
        lambda: _why_not_running(clock, at=at or database_time()),
        lambda: _("A clock is stopped by a question once, and this one has been.") if _has(Question, clock) else None,
    )


def why_not_address(clock: Clock, *, delegation: Delegation, member: Member) -> Refusal | None:
    """A question is another's to answer."""
    if delegation.code == member.delegation_id:
        return _("A question is addressed to another delegation than one's own.")
    return None


def why_not_answer_question(member: Member, question: Question) -> Refusal | None:
    """A head or deputy of the delegation addressed, once."""
    return first_of(
        lambda: why_not_role(member, SUBMIT),
        lambda: (
            None
            if member.delegation_id == question.addressed_to_id
            else _("The question is addressed to another delegation.")
        ),
        lambda: _("The question has been answered.") if question.answered_at else None,
    )


def why_not_ask_access(member: Member, case: Case) -> Refusal | None:
    """A member of the verification team, while the case is in verification."""
    return first_of(lambda: why_not_on_team(member, case), lambda: why_not_in_states(case, {State.VERIFICATION}))


def why_not_ask_access_of(delegation: Delegation) -> Refusal | None:
    """It is a party that lets the team in."""
    return None if delegation.is_party else _("Access is asked of a party.")


def why_not_answer_access(member: Member, request: AccessRequest) -> Refusal | None:
    """A head or deputy of the party asked, once."""
    return first_of(
        lambda: why_not_party(member, SUBMIT),
        lambda: None if member.delegation_id == request.party_id else _("Access was asked of the other party."),
        lambda: _("The request for access has been answered.") if request.answered_at else None,
    )


def why_not_add_site_note(member: Member, case: Case) -> Refusal | None:
    """A member of the verification team, while the case is in verification."""
    return why_not_ask_access(member, case)


def why_not_submit_interim_report(member: Member, case: Case) -> Refusal | None:
    """A member of the verification team, while the case is in verification."""
    return why_not_ask_access(member, case)


def why_not_name_substitute(member: Member, case: Case) -> Refusal | None:
    """The head of a delegation, before the verdict."""
    return first_of(
        lambda: None if member.role == Role.HEAD else _("A substitute voter is named by the head of the delegation."),
        lambda: why_not_in_states(case, BEFORE_VERDICT),
    )


def why_not_this_substitute(case: Case, substitute: Member, *, by: Member) -> Refusal | None:
    """An officer of the same delegation who is not recused in the case; again where an earlier naming has ended."""
    if substitute.delegation_id != by.delegation_id or substitute.role != Role.OFFICER or not substitute.is_active:
        return _("A substitute voter is an officer of one's own delegation.")
    if case.recusals.filter(member=substitute).exists():
        return _("This member is recused in the case, and does not vote in it.")
    if is_substitute(substitute, case):
        return _("This member has been named substitute voter in the case already.")
    return None


def why_not_challenge_member(member: Member, case: Case) -> Refusal | None:
    """A head or deputy of any delegation, before a ballot opens."""
    return first_of(
        lambda: why_not_role(member, SUBMIT),
        lambda: _why_not_while_voting(case),
        lambda: why_not_in_states(case, DELIBERATING),
    )


def why_not_challenge_this(case: Case, challenged: Member, *, by: Member) -> Refusal | None:
    """A mediators' member who could verify, draft or vote in the case, once by each delegation."""
    if case.recusals.filter(member=challenged, reason=Recusal.Reason.CHALLENGED).exists():
        return _("A challenge of this member has been upheld already.")
    if challenged not in set(candidates_for_verification(case)):
        return _("Only a mediators' member can be challenged: a party's vote is its position.")
    if case.challenges.filter(member=challenged, decided_at=None).exists():
        return _("A challenge of this member awaits its decision.")
    # Asked again and again, it would keep the ballot from opening.
    if case.challenges.filter(member=challenged, delegation=by.delegation_id).exists():
        return _("Your delegation has challenged this member in this case already.")
    return None


def why_not_decide_challenge(member: Member, challenge: Challenge) -> Refusal | None:
    """Both mediators, by members other than the one challenged, before a ballot opens."""
    return first_of(
        lambda: why_not_mediator(member, PRESIDE),
        lambda: _("The member who was challenged does not decide on it.") if challenge.member_id == member.pk else None,
        lambda: _("The challenge has been decided.") if challenge.decided_at else None,
        lambda: _why_not_while_voting(challenge.case),
        lambda: why_not_in_states(challenge.case, STATES_OF_DECIDING_CHALLENGES),
    )


def why_not_uphold(challenge: Challenge) -> Refusal | None:
    """An act that would leave a delegation without an eligible voter is refused (DESIGN 2)."""
    return why_not_recuse(challenge.case, [challenge.member])


def why_not_link_counter_report(member: Member, incident: Incident) -> Refusal | None:
    """A head or deputy of a mediator, once, while the incident's case has not gone to a ballot."""
    link = CaseIncident.objects.filter(incident=incident).select_related("case", "is_counter_report_of").first()
    return first_of(
        lambda: why_not_mediator(member, PRESIDE),
        lambda: _("The incident is not yet in a case.") if link is None else why_not_in_states(link.case, DELIBERATING),
        lambda: _why_not_withdrawn(incident),
        lambda: _why_not_linked(link),
    )


def why_not_counter(incident: Incident, *, of: Incident) -> Refusal | None:
    """Both sides' accounts of one event: two incidents of one case, of different delegations, neither withdrawn."""
    if incident.pk == of.pk or incident.delegation_id == of.delegation_id:
        return _("A counter-report is another delegation's account of the event.")
    other = CaseIncident.objects.filter(incident=of, case__caseincident__incident=incident).first()
    if other is None:
        return _("Both accounts must be in the same case.")
    if other.is_counter_report_of_id == incident.pk:
        return _("%(other)s is linked as the counter-report of this incident already.") % {"other": of.code}
    return _why_not_withdrawn(of)


def why_not_request_correction(member: Member, verdict: Verdict, *, at: datetime | None = None) -> Refusal | None:
    """A head or deputy of any delegation, while the time for it runs, one request at a time."""
    return first_of(
        lambda: why_not_role(member, SUBMIT),
        lambda: (
            None
            if clock_runs(verdict.case, "correction", at=at or database_time(), since=verdict.adopted_at)
            else _("The time to ask for a correction has passed.")
        ),
        lambda: (
            _("A correction of this verdict awaits its decision.")
            if verdict.corrections.filter(corrected_at=None).exists()
            else None
        ),
    )


def why_not_correct_verdict(member: Member, correction: Correction) -> Refusal | None:
    """Both mediators, once."""
    return first_of(
        lambda: why_not_mediator(member, PRESIDE),
        lambda: _("The correction has been made.") if correction.corrected_at else None,
    )


def why_not_on_team(member: Member, case: Case) -> Refusal | None:
    """The member was named to the verification team, and still sits for a mediator."""
    if reason := why_not_mediator(member, WRITE_FINDING):
        return reason
    if case.team.filter(member=member, relieved_at=None).exists():
        return None
    return _("This step is for the members of the verification team that the mediators named.")


def extension_hours(clock: Clock) -> int | None:
    """By how many hours the protocol of the clock's case extends it; None where it does not."""
    if clock.case is None:
        return None
    hours = clock.case.protocol.numbers["clocks"][clock.kind].get("extension_hours")
    return int(hours) if hours else None


def _why_not_while_voting(case: Case) -> Refusal | None:
    # A vote that was cast is final: what would take its voter away comes before it.
    if case.state != State.BALLOT:
        return None
    return _(
        "A ballot is open: a challenge is raised and decided before it opens, "
        "and afterwards a doubt about a person belongs in a request for a review."
    )


def _why_not_withdrawn(incident: Incident) -> Refusal | None:
    if incident.state != IncidentState.WITHDRAWN:
        return None
    return _("%(incident)s was withdrawn: it is no account of the event any more.") % {"incident": incident.code}


def _why_not_linked(link: CaseIncident | None) -> Refusal | None:
    """A link once made stands: another in its place would unsay what the record says."""
    if link is None or link.is_counter_report_of is None:
        return None
    other = link.is_counter_report_of.code
    return _("This incident is linked as the counter-report of %(other)s already.") % {"other": other}


def _why_not_owner(member: Member, clock: Clock) -> Refusal | None:
    if clock.owner == "team":
        return _("This clock is about no case.") if clock.case is None else why_not_on_team(member, clock.case)
    if clock.owner == "rapporteur":
        is_rapporteur = clock.case is not None and clock.case.rapporteur_id == member.pk
        return None if is_rapporteur else _("This time is the rapporteur's.")
    if clock.owner != member.delegation_id:
        return _("This is another's time.")
    return why_not_role(member, SUBMIT)


def _why_not_running(clock: Clock, *, at: datetime) -> Refusal | None:
    # The time to open a ballot stands in the table while the parties still comment, from when it will begin.
    is_within = clock.started_at <= at < clock.ends_at
    if clock.case is not None and clock.stopped_at is None and clock.performed_at is None and is_within:
        return None
    return _("This clock does not run.")


def _has(model: type[ClockExtension] | type[Question], clock: Clock) -> bool:
    return model.objects.filter(
        case=clock.case, incident=clock.incident_id, kind=clock.kind, owner=clock.owner, started_at=clock.started_at
    ).exists()

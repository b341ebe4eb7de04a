"""Who may decide about a filed incident, and who may withdraw one."""

from django.utils.translation import gettext as _

from commission.models import Member
from commission.roles import PRESIDE, SUBMIT
from incidents.models import Incident
from monitoring_site.clock import database_time
from monitoring_site.refusals import Refusal
from verification.models import Case, Clock
from verification.rules.seats import (
    first_of,
    why_not_incident_in_state,
    why_not_mediator,
    why_not_role,
    why_not_without_words,
    words_of_law,
)
from verification.standing import declaration_of_inadmissibility
from verification.vocabularies import State


def why_not_return_incident(member: Member, incident: Incident) -> Refusal | None:
    """A head or deputy of a mediator that did not file it; the incident is filed."""
    return _why_not_decide(member, incident, "return_incident")


def why_not_register_incident(member: Member, incident: Incident) -> Refusal | None:
    """A head or deputy of a mediator that did not file it; the incident is filed."""
    return _why_not_decide(member, incident, "register_incident")


def why_not_declare_inadmissible(member: Member, incident: Incident) -> Refusal | None:
    """A head or deputy of a mediator that did not file it; the incident is filed."""
    return _why_not_decide(member, incident, "declare_inadmissible")


def why_not_return_without(missing: str) -> Refusal | None:
    """A return says what is missing."""
    return why_not_without_words(missing, words_of_law("return_incident", machine="incident"))


def why_not_object_to_inadmissibility(member: Member, incident: Incident) -> Refusal | None:
    """A head or deputy of the other mediator, within its hours of the declaration."""
    return first_of(
        lambda: why_not_mediator(member, PRESIDE),
        lambda: why_not_incident_in_state(incident, "object_to_inadmissibility"),
        lambda: _why_not_other_mediator(member, incident),
    )


def why_not_withdraw_incident(member: Member, incident: Incident) -> Refusal | None:
    """A head or deputy of the filing delegation, as long as the case has not gone to a ballot."""
    return first_of(
        lambda: why_not_role(member, SUBMIT),
        lambda: _why_not_filing_delegation(member, incident),
        lambda: why_not_incident_in_state(incident, "withdraw_incident"),
        lambda: _why_not_leave_case(incident),
    )


def why_not_join_case(case: Case) -> Refusal | None:
    """An incident can join a case while it is being verified: later, its parties' replies would come too late."""
    if case.state == State.VERIFICATION:
        return None
    return _("An incident can join a case only while the case is in verification; %(case)s is in %(state)s.") % {
        "case": case.reference,
        "state": case.get_state_display(),
    }


def _why_not_decide(member: Member, incident: Incident, act: str) -> Refusal | None:
    return first_of(
        lambda: why_not_mediator(member, PRESIDE),
        lambda: _why_not_own(member, incident),
        lambda: why_not_incident_in_state(incident, act),
    )


def _why_not_own(member: Member, incident: Incident) -> Refusal | None:
    if member.delegation_id == incident.delegation_id:
        return words_of_law("register_incident", machine="incident")
    # Who filed it from another seat does not decide on it either: recusal follows the person (DESIGN 2).
    if incident.filings.filter(filed_by=member).exists():
        return _("You filed this incident: another member decides on its admissibility.")
    return None


def _why_not_other_mediator(member: Member, incident: Incident) -> Refusal | None:
    if own := _why_not_own(member, incident):
        return own
    declared = declaration_of_inadmissibility(incident)
    assert declared is not None, "an inadmissible incident was declared so"
    if declared.delegation_id == member.delegation_id:
        return _("The mediator that declared an incident inadmissible does not object to its own declaration.")
    # The time that was shown, also when a new protocol version came into effect meanwhile.
    running = Clock.objects.running(database_time()).filter(
        incident=incident,
        kind="inadmissibility_objection",
        owner=member.delegation_id,
        started_at=declared.decided_at,
    )
    return None if running.exists() else words_of_law("object_to_inadmissibility", machine="incident")


def _why_not_filing_delegation(member: Member, incident: Incident) -> Refusal | None:
    if member.delegation_id == incident.delegation_id:
        return None
    return words_of_law("withdraw_incident", machine="incident", source="filed")


def _why_not_leave_case(incident: Incident) -> Refusal | None:
    case = Case.objects.filter(caseincident__incident=incident).first()
    if case is None or case.state in {State.VERIFICATION, State.DELIBERATION}:
        return None
    return words_of_law("withdraw_incident", machine="incident", source="registered")

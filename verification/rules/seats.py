"""The refusals that every act shares: the member's role, its side, and the stage of the case; and the law's own words."""

from collections.abc import Callable, Collection

from django.utils.translation import gettext as _

from commission import law
from commission.models import Member
from commission.roles import Role
from incidents.models import Incident
from monitoring_site.refusals import Refusal
from verification.models import Case


def why_not_role(member: Member, permission: str) -> Refusal | None:
    """The member's role does not carry the permission (roles.py)."""
    if member.may(permission):
        return None
    return _("Your role in the delegation does not include this step.")


def why_not_mediator(member: Member, permission: str) -> Refusal | None:
    """Only a mediator's member with the permission may."""
    if not member.is_mediator:
        return _("This step is for the mediators.")
    return why_not_role(member, permission)


def why_not_party(member: Member, permission: str) -> Refusal | None:
    """Only a party's member with the permission may."""
    if not member.is_party:
        return _("This step is for the parties.")
    return why_not_role(member, permission)


def why_not_party_head(member: Member) -> Refusal | None:
    """Only the head of a party may."""
    if not member.is_party or member.role != Role.HEAD:
        return _("This step is for the heads of the parties.")
    return None


def why_not_in_state(case: Case, verb: str) -> Refusal | None:
    """The law has no such act in the state in which the case is."""
    return why_not_in_states(case, law.sources(verb, machine="case"))


def why_not_in_states(case: Case, states: Collection[str]) -> Refusal | None:
    """The case is in none of these states, in which alone the act is done."""
    if case.state in states:
        return None
    return _("This step does not belong to the stage in which the case is: %(state)s.") % {
        "state": case.get_state_display()
    }


def why_not_incident_in_state(incident: Incident, verb: str) -> Refusal | None:
    """The law has no such act in the state in which the incident is."""
    if incident.state in law.sources(verb, machine="incident"):
        return None
    return _("This step does not belong to the state in which the incident is: %(state)s.") % {
        "state": incident.get_state_display()
    }


def why_not_without_words(text: str, reason: Refusal | None = None) -> Refusal | None:
    """An act that is to say something says it: `reason` names what is missing, reasons where it names nothing."""
    return None if text.strip() else reason or _("This step needs its reasons.")


def words_of_law(act: str, *, machine: str = "case", source: str | None = None) -> str:
    """The refusal that the law gives for the act, in the reader's language."""
    return _(law.refusal_of(act, machine=machine, source=source))


def first_of(*reasons: Callable[[], Refusal | None]) -> Refusal | None:
    """The first refusal, asked in order; later questions may rely on earlier ones having no objection."""
    return next((reason for ask in reasons if (reason := ask()) is not None), None)

"""Who may draft, edit, file and discard an incident, and why not: a sentence for a person, or None."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commission import law
from commission.models import Member, Protocol
from commission.roles import DRAFT, SUBMIT
from commission.sectors import distance_to_line_m
from incidents.filing_clock import filing_clock
from incidents.models import Incident
from incidents.vocabularies import State
from monitoring_site.clock import database_time
from monitoring_site.refusals import Refusal

EDITABLE = frozenset({State.DRAFT, State.RETURNED})


def why_not_draft_incident(member: Member) -> Refusal | None:
    """A head, deputy or officer of any delegation may."""
    if member.delegation_id is None:
        return _("Incidents are drafted by the delegations.")
    return _why_not_role(member, DRAFT)


def why_not_edit_draft(member: Member, incident: Incident) -> Refusal | None:
    """A head, deputy or officer of the filing delegation may, while it is a draft or was returned."""
    if reason := _why_not_seat(member, incident, DRAFT):
        return reason
    if incident.state in EDITABLE:
        return None
    return _("Only a draft, or an incident that was returned, can be edited; this one is %(state)s.") % {
        "state": incident.get_state_display()
    }


def why_not_file_incident(member: Member, incident: Incident) -> Refusal | None:
    """A head or deputy of the filing delegation may, once nothing that a filing needs is missing, and in time."""
    if reason := _why_not_seat(member, incident, SUBMIT) or _why_not_state(incident, "file_incident"):
        return reason
    at = _time_of_filing(incident)
    numbers = Protocol.objects.in_effect().numbers
    missing = [*_missing_particulars(incident), *_missing_reasons(incident, at=at, numbers=numbers)]
    missing += _missing_confirmation(incident, numbers=numbers)
    if missing:
        law_sentence = _(law.refusal_of("file_incident", machine="incident"))
        return _("%(sentence)s Missing: %(missing)s.") % {"sentence": law_sentence, "missing": "; ".join(missing)}
    return _why_too_late(incident, at=at, numbers=numbers)


def why_not_discard_draft(member: Member, incident: Incident) -> Refusal | None:
    """A head, deputy or officer of the filing delegation may, as long as it was never filed."""
    if reason := _why_not_seat(member, incident, DRAFT):
        return reason
    if incident.state == State.DISCARDED:
        return _why_not_state(incident, "discard_draft")
    if incident.state != State.DRAFT:
        return _(law.refusal_of("discard_draft", machine="incident"))
    return None


def is_far_from_line(incident: Incident, *, numbers: dict[str, int]) -> bool:
    """Whether the position lies so far from the line that a person must confirm it."""
    if incident.latitude is None or incident.longitude is None:
        return False
    distance = distance_to_line_m(float(incident.latitude), float(incident.longitude))
    return distance > numbers["distance_to_confirm_km"] * 1000


def _why_not_role(member: Member, permission: str) -> Refusal | None:
    return None if member.may(permission) else _("Your role in the delegation does not include this step.")


def _why_not_seat(member: Member, incident: Incident, permission: str) -> Refusal | None:
    if member.delegation_id != incident.delegation_id:
        return _("This step is for the delegation that drafted the incident.")
    return _why_not_role(member, permission)


def _why_not_state(incident: Incident, verb: str) -> Refusal | None:
    if incident.state in law.sources(verb, machine="incident"):
        return None
    return _("This step does not belong to the state in which the incident is: %(state)s.") % {
        "state": incident.get_state_display()
    }


def _missing_particulars(incident: Incident) -> list[str]:
    asked = [
        (not incident.typed, _("what was typed but not understood, see the fields marked in the draft")),
        (incident.starts_at, _("when it happened")),
        (incident.aware_at, _("since when your delegation has known of it")),
        (incident.sector_id, _("where: the sector, confirmed by a person")),
        (incident.latitude is not None or incident.place_name, _("where: a place name or a position")),
        (incident.primary_type_id, _("what: the primary type")),
        (incident.narrative, _("what: the narrative")),
        (incident.respondents is not None, _("whom it alleges, or that none is alleged")),
    ]
    missing = [words for is_there, words in asked if not is_there]
    if not incident.evidence.filter(delegation=incident.delegation_id).exists():
        missing.append(_("one item of evidence"))
    return missing


def _time_of_filing(incident: Incident) -> datetime:
    """Until when the filing clock is counted.

    What was filed in time and returned was filed in time: a mediator's return does not run down the filer's hours. A
    first filing from before the awareness told of something else, and keeps no time for this (docs/adr/0013).
    """
    first = incident.filings.first()
    known = [time for time in (incident.aware_at, incident.starts_at) if time is not None]
    return first.filed_at if first and all(time <= first.filed_at for time in known) else database_time()


def _missing_reasons(incident: Incident, *, at: datetime, numbers: dict) -> list[str]:
    clock = filing_clock(incident.aware_at, numbers=numbers)
    if clock is None or not clock.is_late(at) or incident.late_reasons.strip():
        return []
    free = numbers["clocks"]["filing"]["hours"]
    return [_("the reasons for filing later than %(hours)s hours after awareness") % {"hours": free}]


def _missing_confirmation(incident: Incident, *, numbers: dict) -> list[str]:
    if incident.is_far_confirmed or not is_far_from_line(incident, numbers=numbers):
        return []
    words = _("the confirmation that the position is right, although more than %(distance)s km from the line")
    return [words % {"distance": numbers["distance_to_confirm_km"]}]


def _why_too_late(incident: Incident, *, at: datetime, numbers: dict) -> Refusal | None:
    clock = filing_clock(incident.aware_at, numbers=numbers)
    if clock is None or not clock.is_over(at):
        return None
    days = numbers["clocks"]["filing"]["refused_after_hours"] // 24
    return ngettext(
        "An incident is filed within %(days)s day of awareness; more time has passed.",
        "An incident is filed within %(days)s days of awareness; more time has passed.",
        days,
    ) % {"days": days}

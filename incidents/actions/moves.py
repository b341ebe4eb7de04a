"""The only places where an incident's state and its audience change; every act that does so comes through here."""

from datetime import datetime
from typing import Any

from incidents.models import Incident
from incidents.states import TRANSITIONS
from record.actions import give_openings_about
from record.models import Part

PARTIES = ("PK", "AF")


def move_incident(incident: Incident, *, to: str, **fields: Any) -> None:
    """The incident stands in state `to`, with these fields set beside it; only they are written.

    The caller holds the lock of the incident's row and has asked the rule: a move the law does not know is a defect.
    """
    assert to in TRANSITIONS[incident.state], f"No act moves an incident from {incident.state} to {to}."
    incident.state = to
    for name, value in fields.items():
        setattr(incident, name, value)
    incident.save(update_fields=["state", *fields])


def open_to_parties(incident: Incident, *, at: datetime) -> None:
    """From now on both parties see the incident: that every act about it so far was done, and what was filed last.

    What the filer took out after a return stays with it and the mediators: the texts of earlier filings and the words
    that returned them are given to nobody else.
    """
    incident.is_open_to_parties = True
    incident.registered_at = at
    incident.save(update_fields=["is_open_to_parties", "registered_at"])
    give_openings_about(*incident.subject, readers=PARTIES, at=at, parts=[Part.ENVELOPE])
    give_openings_about(*incident.subject, readers=PARTIES, at=at, parts=[Part.BODY], since=incident.filed_at)

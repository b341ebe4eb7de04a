"""The rows of incidents."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from incidents.actions import discard_draft, file_incident, save_draft
from incidents.drafting import DraftContent
from incidents.models import Incident
from tests.factories.incidents import draft_incident, filed_incident
from tests.factories.procedure import case_at, hours_pass, member
from tests.factories.trials.trial import Trial, again
from verification.actions import registration

KNOWN_HOURS_BEFORE = {"starts_at": 28, "ends_at": 27, "aware_at": 26}


def incident_at(state: str) -> Incident:
    """The Pakistani head's incident in this state."""
    return INCIDENT_WAYS[state]()


def _returned() -> Incident:
    return registration.return_incident(incident_at("filed"), missing="The hour.", by=member("tr.head"))


def _registered() -> Incident:
    incident = incident_at("filed")
    registration.register_incident(incident, by=member("tr.head"))
    return again(incident)


def _inadmissible() -> Incident:
    return registration.declare_inadmissible(incident_at("filed"), reasons="Out of scope.", by=member("tr.head"))


def _withdrawn() -> Incident:
    return registration.withdraw_incident(incident_at("filed"), reasons="An error.", by=member("pk.head"))


def _discarded() -> Incident:
    draft = incident_at("draft")
    discard_draft(draft, by=member("pk.head"))
    return again(draft)


INCIDENT_WAYS: dict[str, Callable[[], Incident]] = {
    "draft": lambda: draft_incident(by=member("pk.head")),
    "filed": lambda: filed_incident(by=member("pk.head")),
    "returned": _returned,
    "registered": _registered,
    "inadmissible": _inadmissible,
    "withdrawn": _withdrawn,
    "discarded": _discarded,
}


def _known_long_before(incident: Incident) -> None:
    """Rewritten: its filer says now that it had known for more than 24 hours when it filed first."""
    filed_at = incident.filings.get().filed_at
    times = {name: filed_at - timedelta(hours=hours) for name, hours in KNOWN_HOURS_BEFORE.items()}
    save_draft(incident, content=DraftContent(fields=times), by=member("pk.head"))
    file_incident(incident, by=member("pk.head"))


def _by_its_filer(action: Callable[..., Any], **terms: str) -> Callable[[Incident], Any]:
    """Türkiye's deputy decides about what Türkiye's head filed."""
    return lambda _incident: action(filed_incident(by=member("tr.head")), by=member("tr.deputy"), **terms)


def _object(incident: Incident) -> None:
    registration.object_to_inadmissibility(incident, reasons="It is in scope.", by=member("qa.head"))


def _object_late(incident: Incident) -> None:
    hours_pass(12.01)
    _object(incident)


def _withdraw(by: str = "pk.head") -> Callable[[Incident], Any]:
    return lambda incident: registration.withdraw_incident(incident, reasons="An error.", by=member(by))


INCIDENT_TRIALS = {
    ("draft", "file_incident"): Trial(
        lambda: incident_at("draft"),
        lambda incident: file_incident(incident, by=member("pk.deputy")),
        lambda _incident: filed_incident(by=member("pk.head"), statements=[]),
    ),
    ("returned", "file_incident"): Trial(
        lambda: incident_at("returned"),
        lambda incident: file_incident(incident, by=member("pk.head")),
        _known_long_before,
    ),
    ("filed", "return_incident"): Trial(
        lambda: incident_at("filed"),
        lambda incident: registration.return_incident(incident, missing="The hour.", by=member("qa.deputy")),
        lambda incident: registration.return_incident(incident, missing=" ", by=member("qa.deputy")),
    ),
    ("filed", "register_incident"): Trial(
        lambda: incident_at("filed"),
        lambda incident: registration.register_incident(incident, by=member("qa.deputy")),
        _by_its_filer(registration.register_incident),
    ),
    ("filed", "declare_inadmissible"): Trial(
        lambda: incident_at("filed"),
        lambda incident: registration.declare_inadmissible(incident, reasons="Out of scope.", by=member("tr.head")),
        _by_its_filer(registration.declare_inadmissible, reasons="Out of scope."),
    ),
    ("inadmissible", "object_to_inadmissibility"): Trial(lambda: incident_at("inadmissible"), _object, _object_late),
    ("draft", "discard_draft"): Trial(
        lambda: incident_at("draft"),
        lambda incident: discard_draft(incident, by=member("pk.officer")),
        lambda _incident: discard_draft(incident_at("filed"), by=member("pk.officer")),
    ),
    ("filed", "withdraw_incident"): Trial(lambda: incident_at("filed"), _withdraw(), _withdraw("af.head")),
    ("returned", "withdraw_incident"): Trial(lambda: incident_at("returned"), _withdraw(), _withdraw("tr.head")),
    ("registered", "withdraw_incident"): Trial(
        lambda: incident_at("registered"),
        _withdraw("pk.deputy"),
        lambda _incident: _withdraw()(case_at("ballot").live_incidents().get()),
    ),
}

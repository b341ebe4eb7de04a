"""What is done with an incident before it has a case, as acts of a story."""

from datetime import datetime, timedelta
from typing import Any

from commission.models import Member
from commission.texts import normalised
from incidents import actions
from incidents.drafting import DraftContent
from incidents.models import Incident
from monitoring_site.clock import database_time
from reports.demonstration import exhibits
from reports.demonstration.plot import OTHER, Plot
from verification.actions import registration

LANGUAGES = {"PK": ("en", "ur", "ps"), "AF": ("en", "fa-af", "ps"), "TR": ("tr", "en"), "QA": ("ar", "en")}
LATE_HOURS = 40
LATE_REASONS = "The telephone line to the post was down for a day; the report came by messenger."
RELIABILITIES, CREDIBILITIES = "ABCBCF", "123326"


def draft(plot: Plot) -> None:
    """The filer's officer has written down everything that a filing needs."""
    plot.incidents.append(_drafted(plot, filer=plot.filer, respondent=plot.respondent))


def draft_counter_report(plot: Plot) -> None:
    """The respondent's officer has written its own account of the same event."""
    plot.incidents.append(_drafted(plot, filer=plot.respondent, respondent=plot.filer))


def draft_in_haste(plot: Plot) -> None:
    """A draft saved before it is whole: no narrative, no evidence."""
    by = plot.member("filer.officer")
    fields = _fields(plot, filer=plot.filer, respondent=plot.respondent)
    kept = ("starts_at", "sector", "place_name", "primary_type_id", "side")
    content = DraftContent(fields={name: fields[name] for name in kept})
    plot.incidents.append(actions.save_draft(actions.start_draft(by=by), content=content, by=by))


def discard(plot: Plot) -> None:
    """The draft is discarded."""
    actions.discard_draft(plot.incidents[0], by=plot.member("filer.officer"))


def file(plot: Plot) -> None:
    """The newest draft is filed by its delegation's deputy, or for a party by turns its head."""
    incident = plot.incidents[-1]
    is_of_mediator = incident.delegation_id in {"TR", "QA"}
    seat = "head" if plot.number % 4 < 2 and not is_of_mediator else "deputy"
    plot.incidents[-1] = actions.file_incident(incident, by=plot.people[f"{incident.delegation_id.lower()}.{seat}"])


def give_back(plot: Plot) -> None:
    """The mediator returns it, saying what is missing."""
    missing = "Say from where the observation was made, and since when your delegation has known of it."
    plot.incidents[0] = registration.return_incident(
        plot.incidents[0], missing=missing, by=plot.member("registrar.deputy")
    )


def mend(plot: Plot) -> None:
    """The filer adds what was missing, and files again."""
    addition = "The observation was made from the northern watch point of the post."
    incident = plot.incidents[0]
    content = DraftContent(
        fields={"force_named": "Not known to us"},
        statements=[{"kind": "statement", "text": addition, "audience": "case", "summary": "Where the observer stood"}],
    )
    actions.save_draft(incident, content=content, by=plot.member("filer.officer"))
    plot.incidents[0] = actions.file_incident(incident, by=plot.member("filer.deputy"))


def withdraw(plot: Plot) -> None:
    """The filer withdraws it, with reasons."""
    reasons = "On a second look the sounds came from road works that had been announced."
    registration.withdraw_incident(plot.incidents[0], reasons=reasons, by=plot.member("filer.head"))


def declare_inadmissible(plot: Plot) -> None:
    """The mediator does not take it up."""
    reasons = "The report concerns a matter between two civilian authorities, which this procedure does not cover."
    registration.declare_inadmissible(plot.incidents[0], reasons=reasons, by=plot.member("registrar.head"))


def object_to_inadmissibility(plot: Plot) -> None:
    """The other mediator objects: it is registered after all."""
    reasons = "Armed personnel were present: that suffices for the matter to be looked at."
    plot.case = registration.object_to_inadmissibility(
        plot.incidents[0], reasons=reasons, by=plot.member("colleague.deputy")
    )


def register(plot: Plot) -> None:
    """The newest incident is registered: the first one into a new case, the next ones into that case."""
    plot.case = registration.register_incident(plot.incidents[-1], case=plot.case, by=plot.member("registrar.deputy"))


def _drafted(plot: Plot, *, filer: str, respondent: str) -> Incident:
    by = plot.people[f"{filer.lower()}.officer"]
    content = DraftContent(
        fields=_fields(plot, filer=filer, respondent=respondent),
        observations=[dict(row) for row in plot.event.observations],
        casualties=[{**row, "as_of": _whole_minute()} for row in plot.event.casualties],
        sources=_sources(plot),
        statements=_statements(plot, by=by),
        files=_files(plot, filer=filer),
        files_summary="Taken on the day by the filing delegation (invented)",
    )
    return actions.save_draft(actions.start_draft(by=by), content=content, by=by)


def _fields(plot: Plot, *, filer: str, respondent: str) -> dict[str, Any]:
    aware_at, starts_at = _times(plot)
    language = _language(plot, filer=filer)
    return {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=20 + 5 * (plot.number % 7)),
        "aware_at": aware_at,
        "late_reasons": LATE_REASONS if plot.is_late else "",
        "sector": plot.place.sector,
        "place_name": plot.place.name,
        "latitude": plot.place.latitude,
        "longitude": plot.place.longitude,
        "location_precision": ("exact", "near", "near")[plot.number % 3],
        "side": _side(plot, filer=filer),
        "primary_type_id": plot.event.type,
        "secondary_types": list(plot.event.secondary),
        "gravity_proposed": plot.event.gravity,
        "respondents": [respondent] if plot.names_respondent else [],
        "narrative": plot.event.narrative(language),
        "narrative_language": language,
    }


def _times(plot: Plot) -> tuple[datetime, datetime]:
    """Since when the filer knows, and when it happened: a counter-report is about the same event."""
    hours = LATE_HOURS if plot.is_late else 2
    aware_at = _whole_minute() - timedelta(hours=hours, minutes=7 * (plot.number % 8))
    if plot.incidents and plot.incidents[0].starts_at:
        return aware_at, plot.incidents[0].starts_at + timedelta(minutes=5)
    return aware_at, aware_at - timedelta(hours=1 + plot.number % 5)


def _language(plot: Plot, *, filer: str) -> str:
    """The delegation's languages by turns, English where the event is not told in the one whose turn it is."""
    turns = LANGUAGES[filer]
    wanted = turns[plot.number // 2 % len(turns)]
    return wanted if wanted in plot.event.narratives else "en"


def _side(plot: Plot, *, filer: str) -> str:
    """As the filer states it, by turns; the parties' statements mirror each other."""
    own = filer if filer in {"PK", "AF"} else "unknown"
    other = OTHER[filer] if filer in {"PK", "AF"} else "unknown"
    return (own, "disputed", own, other, "both", "unknown")[plot.number // 2 % 6]


def _sources(plot: Plot) -> list[dict[str, Any]]:
    grade = plot.number // 2 % len(RELIABILITIES)
    return [
        {
            "description": "A guard on duty that night, known to the officer who wrote this down (invented).",
            "reliability": RELIABILITIES[grade],
            "credibility": CREDIBILITIES[grade],
            "shown_to": [["TR", "QA"], ["TR", "QA"], []][plot.number // 2 % 3],
        }
    ]


def _statements(plot: Plot, *, by: Member) -> list[dict[str, str]]:
    """A statement, every third time for the mediators only, with its summary for the parties."""
    statement = "I was at my post and noted what I saw and heard at once. I can show the place to the team (invented)."
    audience = "mediators_only" if plot.number // 2 % 3 == 2 else "case"
    summary = f"An eyewitness's account, taken by the officer {by.name}"
    return [{"kind": "statement", "text": normalised(statement), "audience": audience, "summary": summary}]


def _files(plot: Plot, *, filer: str) -> list[exhibits.ReceivedFile]:
    serial = 2 * plot.number + (filer != plot.filer)
    kinds = {0: [exhibits.picture], 1: [exhibits.picture, exhibits.log], 2: [exhibits.log], 3: []}
    made = [make(serial) for make in kinds[plot.number // 2 % 4]]
    if plot.event.secondary:
        made.append(exhibits.page(serial, lines=["Measurements taken on the day:", "1.4 m by 0.5 m", "0.9 m by 0.4 m"]))
    return made


def _whole_minute() -> datetime:
    return database_time().replace(second=0, microsecond=0)

"""Keeps the clock rows as verification/clocks.py says, and does at a clock's end what the law says, exactly once."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from commission.models import Protocol
from incidents.models import Incident
from incidents.vocabularies import State as IncidentState
from monitoring_site.clock import database_time
from verification.actions.moves import locked
from verification.clocks import RunningClock, case_clocks, incident_clocks
from verification.models import Case, Clock
from verification.queries import facts_of_case, facts_of_incident

# Kinds whose end the clock itself performs; every other end only closes a step or shows as overdue.
PERFORMED = ("ballot", "principals")


def sync_clocks(case: Case, *, at: datetime) -> None:
    """The case's clock rows are those that run by the facts as they stand in this transaction."""
    running = case_clocks(facts_of_case(case), hours=hours_of(case.protocol))
    codes = {incident.code: incident for incident in case.incidents.all()} if running else {}
    wanted = {_key(clock, codes): clock for clock in running}
    _bring_to(Clock.objects.filter(case=case), wanted, case=case, at=at)


def sync_incident_clocks(incident: Incident, *, at: datetime) -> None:
    """The clock rows of an incident that has no case yet are those that run by the facts."""
    running = incident_clocks(facts_of_incident(incident), hours=hours_of(Protocol.objects.in_effect()))
    wanted = {_key(clock, {incident.code: incident}): clock for clock in running}
    _bring_to(Clock.objects.filter(incident=incident, case=None), wanted, case=None, at=at)


def hours_of(protocol: Protocol) -> dict[str, int]:
    """The length of every clock in hours, by this version of the protocol."""
    return {clock: int(numbers["hours"]) for clock, numbers in protocol.numbers["clocks"].items()}


def perform_due(*, limit: int = 100) -> int:
    """Perform the ends that are due, oldest first, each in its own transaction, each once; gives how many were done.

    Incidents filed since the last time get their clocks as well: filing knows nothing of what decides about it. One
    case that cannot be ended keeps no other waiting: what failed is raised after the rest is done.
    """
    _start_clocks_of_filed()
    done, failures = 0, []
    for clock_id in _due(limit):
        try:
            done += _perform(clock_id)
        except Exception as failure:  # raised again below, with all others
            failures.append(failure)
    if failures:
        raise ExceptionGroup("ends of clocks that could not be performed", failures)
    return done


Key = tuple[str, str, int | None, datetime]


def _key(clock: RunningClock, codes: dict[str, Incident]) -> Key:
    incident = codes[clock.incident].pk if clock.incident else None
    return (clock.kind, clock.owner, incident, clock.since)


def _bring_to(rows: Iterable[Clock], wanted: dict[Key, RunningClock], *, case: Case | None, at: datetime) -> None:
    known = {(row.kind, row.owner, row.incident_id, row.started_at): row for row in rows}
    gone = [row.pk for key, row in known.items() if row.stopped_at is None and key not in wanted]
    back = [row.pk for key, row in known.items() if row.stopped_at is not None and key in wanted]
    if gone:
        Clock.objects.filter(pk__in=gone).update(stopped_at=at)
    if back:
        Clock.objects.filter(pk__in=back).update(stopped_at=None)
    Clock.objects.bulk_create(
        Clock(
            kind=clock.kind,
            owner=clock.owner,
            case=case,
            incident_id=key[2],
            started_at=clock.since,
            ends_at=clock.until,
        )
        for key, clock in wanted.items()
        if key not in known
    )


def _due(limit: int) -> list[int]:
    running = Clock.objects.filter(stopped_at=None, performed_at=None, kind__in=PERFORMED)
    return list(
        running.filter(ends_at__lte=database_time()).order_by("ends_at", "id").values_list("pk", flat=True)[:limit]
    )


def _start_clocks_of_filed() -> None:
    begun = Clock.objects.filter(incident=OuterRef("pk"), kind="admissibility", started_at=OuterRef("filed_at"))
    for incident in Incident.objects.filter(~Exists(begun), state=IncidentState.FILED).values_list("pk", flat=True):
        _start_clocks_of(incident)


@transaction.atomic
def _start_clocks_of(incident_id: int) -> None:
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident_id)
    sync_incident_clocks(incident, at=database_time())


@transaction.atomic
def _perform(clock_id: int) -> int:
    # The case's lock first, as everywhere; the clock row is read again under it, so a second worker finds it done.
    case = locked(Case.objects.get(clocks=clock_id))
    at = database_time()
    won = Clock.objects.filter(pk=clock_id, stopped_at=None, performed_at=None, ends_at__lte=at).update(performed_at=at)
    if not won:
        return 0
    clock = Clock.objects.get(pk=clock_id)
    ENDS[clock.kind](case, at=at)
    return 1


def _end_ballot(case: Case, *, at: datetime) -> None:
    from verification.actions.ballots import close_ballot_at_its_end  # the two modules call each other

    close_ballot_at_its_end(case, at=at)


def _end_principals(case: Case, *, at: datetime) -> None:
    from verification.actions.cases import end_principals_clock

    end_principals_clock(case, at=at)


ENDS = {"ballot": _end_ballot, "principals": _end_principals}

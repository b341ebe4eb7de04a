"""Keeps the clock rows as verification/clocks.py says, and does at each moment of a clock what the law says, once."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from commission.models import Protocol
from incidents.models import Incident
from incidents.vocabularies import State as IncidentState
from monitoring_site.clock import database_time
from verification.actions.due import perform_in_order
from verification.actions.endings import end_clock, remind
from verification.actions.moves import locked
from verification.clocks import (
    END,
    Moment,
    RunningClock,
    case_clocks,
    incident_clocks,
    moment_after,
    moment_resumed,
    moments_of,
)
from verification.models import Case, Clock
from verification.queries import facts_of_case, facts_of_incident

Key = tuple[str, str, int | None, datetime]


def sync_clocks(case: Case, *, at: datetime) -> None:
    """The case's clock rows are those that run by the facts as they stand in this transaction."""
    running = case_clocks(facts_of_case(case), hours=hours_of(case.protocol))
    codes = {incident.code: incident for incident in case.incidents.all()} if running else {}
    wanted = {_key(clock, codes): clock for clock in running}
    _bring_to(Clock.objects.filter(case=case), wanted, case=case, protocol=case.protocol, at=at)


def sync_incident_clocks(incident: Incident, *, at: datetime) -> None:
    """The clock rows of an incident that has no case yet are those that run by the facts."""
    protocol = Protocol.objects.in_effect()
    running = incident_clocks(facts_of_incident(incident), hours=hours_of(protocol))
    wanted = {_key(clock, {incident.code: incident}): clock for clock in running}
    _bring_to(Clock.objects.filter(incident=incident, case=None), wanted, case=None, protocol=protocol, at=at)


def hours_of(protocol: Protocol) -> dict[str, int]:
    """The length of every clock in hours, by this version of the protocol."""
    return {clock: int(numbers["hours"]) for clock, numbers in protocol.numbers["clocks"].items()}


def perform_due(*, limit: int = 10_000) -> int:
    """Do what is due at every moment that has passed, in the order of the moments, each in its own transaction, once.

    Gives how many were done. Incidents filed since the last time get their clocks first: filing knows nothing of what
    decides about it. One case that fails keeps no other waiting: what failed is raised after the rest is done.
    """
    _start_clocks_of_filed()
    return perform_in_order(
        _first_due, _perform, limit=limit, failure_words="moments of clocks that could not be performed"
    )


def _key(clock: RunningClock, codes: dict[str, Incident]) -> Key:
    incident = codes[clock.incident].pk if clock.incident else None
    return (clock.kind, clock.owner, incident, clock.since)


def _bring_to(
    rows: Iterable[Clock], wanted: dict[Key, RunningClock], *, case: Case | None, protocol: Protocol, at: datetime
) -> None:
    known = {(row.kind, row.owner, row.incident_id, row.started_at): row for row in rows}
    gone = [row.pk for key, row in known.items() if row.stopped_at is None and key not in wanted]
    if gone:
        Clock.objects.filter(pk__in=gone).update(stopped_at=at)
    for key, row in known.items():
        clock = wanted.get(key)
        if clock is not None and (row.stopped_at is not None or row.ends_at != clock.until):
            _go_on(row, clock, protocol=protocol, at=at)
    Clock.objects.bulk_create(
        _new_row(clock, incident_id=key[2], case=case, protocol=protocol)
        for key, clock in wanted.items()
        if key not in known
    )


def _new_row(clock: RunningClock, *, incident_id: int | None, case: Case | None, protocol: Protocol) -> Clock:
    row = Clock(
        kind=clock.kind,
        owner=clock.owner,
        case=case,
        incident_id=incident_id,
        started_at=clock.since,
        ends_at=clock.until,
    )
    row.next_moment, row.next_at = _moments(row, protocol)[0]
    return row


def _go_on(row: Clock, clock: RunningClock, *, protocol: Protocol, at: datetime) -> None:
    """A clock that was extended, or runs again, goes on where it was; of what passed meanwhile nobody is reminded."""
    row.stopped_at, row.ends_at = None, clock.until
    if row.next_at is not None:
        row.next_moment, row.next_at = moment_resumed(row.next_moment, among=_moments(row, protocol), after=at)
    row.save(update_fields=["stopped_at", "ends_at", "next_moment", "next_at"])


def _moments(row: Clock, protocol: Protocol) -> tuple[Moment, ...]:
    hours_after = protocol.numbers["clocks"][row.kind].get("reminder_after_hours")
    return moments_of(row.started_at, row.ends_at, hours_after=hours_after)


def _first_due(besides: Collection[int]) -> int | None:
    due = Clock.objects.filter(stopped_at=None, next_at__lte=database_time()).exclude(pk__in=besides)
    return due.order_by("next_at", "id").values_list("pk", flat=True).first()


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
    # The lock of what the clock is about comes first, as everywhere; the row is read again under it, so that a second
    # worker finds the moment done.
    case = _locked_subject(clock_id)
    at = database_time()
    clock = Clock.objects.select_related("incident", "case").get(pk=clock_id)
    if clock.stopped_at is not None or clock.next_at is None or clock.next_at > at:
        return 0
    moment = clock.next_moment
    _to_next_moment(clock, protocol=case.protocol if case else Protocol.objects.in_effect(), at=at)
    if moment == END:
        if end_clock(clock, case=case, at=at):
            assert case is not None, "a clock that moves a state is about a case"
            sync_clocks(case, at=at)
    else:
        remind(clock, moment=moment, case=case, at=at)
    return 1


def _locked_subject(clock_id: int) -> Case | None:
    clock = Clock.objects.get(pk=clock_id)
    if clock.case_id is not None:
        return locked(clock.case)
    Incident.objects.select_for_update(of=("self",)).get(pk=clock.incident_id)
    return None


def _to_next_moment(clock: Clock, *, protocol: Protocol, at: datetime) -> None:
    # An incident's clock follows the version in effect, which may have no such moment any more: then nothing follows.
    if clock.next_moment == END:
        clock.performed_at = at
    clock.next_moment, clock.next_at = moment_after(clock.next_moment, among=_moments(clock, protocol))
    clock.save(update_fields=["performed_at", "next_moment", "next_at"])

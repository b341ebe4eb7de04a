"""Which clocks run, since when, until when, stopped by what: from a case's facts alone (clocks.csv). Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

PARTIES = ("PK", "AF")
MEDIATORS = ("TR", "QA")
FOUR = (*PARTIES, *MEDIATORS)
ENDED_STATES = frozenset({"settled", "no_determination", "withdrawn"})

# Clocks whose end closes a step; the end of any other moves the case, or shows as overdue.
CLOSING = frozenset({"reply", "comment", "inadmissibility_objection", "review_request", "correction"})

Moment = tuple[str, datetime]
HALF, THREE_QUARTERS, END, AFTER = "half", "three_quarters", "end", "after"
REMINDERS = frozenset({HALF, THREE_QUARTERS})
NOTHING_MORE: tuple[str, None] = ("", None)


@dataclass(frozen=True)
class IncidentFacts:
    """What the clocks ask of an incident."""

    code: str
    state: str
    filer: str
    filed_at: datetime | None = None
    declared_inadmissible_at: datetime | None = None
    declared_inadmissible_by: str = ""  # a mediator's code
    registered_at: datetime | None = None
    answering: tuple[str, ...] = ()
    replied: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class CaseFacts:
    """What the clocks ask of a case."""

    state: str
    opened_at: datetime
    reopened_at: datetime | None = None
    team_relieved_at: datetime | None = None  # where a challenge left nobody on it
    incidents: tuple[IncidentFacts, ...] = ()
    team_named_at: datetime | None = None
    is_gravest_alleged: bool = False
    interim_reported_at: datetime | None = None
    # The report was submitted, a round failed, the principals answered, or the rapporteur was relieved.
    deliberation_began_at: datetime | None = None
    rapporteurs_delegation: str = ""
    facts_shown_at: datetime | None = None
    commented: Mapping[str, datetime] = field(default_factory=dict)
    ballot_opened_at: datetime | None = None
    voted: frozenset[str] = frozenset()
    escalated_at: datetime | None = None
    verdict_adopted_at: datetime | None = None
    waived: frozenset[str] = frozenset()
    review_requested_at: datetime | None = None
    final_at: datetime | None = None
    is_release_decided: bool = False
    # By a clock's kind, owner, incident and start: how much longer it runs, by an extension or a question asked.
    lengthened: Mapping[tuple[str, str, str, datetime], timedelta] = field(default_factory=dict)


@dataclass(frozen=True)
class RunningClock:
    """One clock that started and nothing has stopped; whether its end has passed is the reader's question."""

    kind: str
    owner: str  # a delegation's code, "team", "rapporteur" or "principals"
    since: datetime
    until: datetime
    incident: str = ""  # an incident's code where the clock is about one incident


def incident_clocks(facts: IncidentFacts, *, hours: Mapping[str, int]) -> tuple[RunningClock, ...]:
    """The clocks of an incident before it has a case: admissibility, and objection to inadmissibility."""
    deciding = [mediator for mediator in MEDIATORS if mediator != facts.filer]
    if facts.state == "filed" and facts.filed_at:
        return tuple(_run("admissibility", deciding, facts.filed_at, hours, incident=facts.code))
    if facts.state == "inadmissible" and facts.declared_inadmissible_at:
        objecting = [mediator for mediator in deciding if mediator != facts.declared_inadmissible_by]
        return tuple(
            _run("inadmissibility_objection", objecting, facts.declared_inadmissible_at, hours, incident=facts.code)
        )
    return ()


def case_clocks(facts: CaseFacts, *, hours: Mapping[str, int]) -> tuple[RunningClock, ...]:
    """Every clock of a case that runs in its present state, in the order of the procedure."""
    if facts.state in ENDED_STATES:
        return ()
    stage = STAGES.get(facts.state)
    running = [*(stage(facts, hours) if stage else ()), *_corrections(facts, hours)]
    return tuple(_lengthened(clock, facts) for clock in running)


def pause_of(asked_at: datetime, *, answered_at: datetime | None, hours_max: int) -> timedelta:
    """How long a clock stands still for a question: until its answer, at most `hours_max`; all of that while it waits."""
    longest = timedelta(hours=hours_max)
    return longest if answered_at is None else min(longest, answered_at - asked_at)


def moments_of(since: datetime, until: datetime, *, hours_after: int | None = None) -> tuple[Moment, ...]:
    """When the worker has something to do for a clock, in order: reminders at half and three quarters, its end.

    `hours_after` adds one more reminder that long after the end.
    """
    length = until - since
    found = [(HALF, since + length / 2), (THREE_QUARTERS, since + length * 3 / 4), (END, until)]
    if hours_after is not None:
        found.append((AFTER, until + timedelta(hours=hours_after)))
    return tuple(found)


def moment_after(name: str, *, among: Sequence[Moment]) -> Moment | tuple[str, None]:
    """What follows this moment; nothing after the last, nor after one that the protocol has no more."""
    names = [one for one, _time in among]
    following = names.index(name) + 1 if name in names else len(names)
    return among[following] if following < len(among) else NOTHING_MORE


def moment_resumed(name: str, *, among: Sequence[Moment], after: datetime) -> Moment | tuple[str, None]:
    """From the moment of this name on, the first that is due: a reminder whose time has passed is left out, an end never.

    Nothing where the protocol has a moment of this name no more.
    """
    names = [one for one, _time in among]
    left = among[names.index(name) :] if name in names else ()
    return next((one for one in left if one[1] > after or one[0] not in REMINDERS), NOTHING_MORE)


def _lengthened(clock: RunningClock, facts: CaseFacts) -> RunningClock:
    more = facts.lengthened.get((clock.kind, clock.owner, clock.incident, clock.since))
    return replace(clock, until=clock.until + more) if more else clock


def _verification(facts: CaseFacts, hours: Mapping[str, int]) -> Iterator[RunningClock]:
    for incident in facts.incidents:
        yield from _replies(incident, facts, hours)
    if facts.team_named_at is None:
        begin = _latest(facts.opened_at, facts.reopened_at, facts.team_relieved_at)
        yield from _run("team", MEDIATORS, begin, hours)
        return
    yield from _run("report", ["team"], facts.team_named_at, hours)
    if facts.is_gravest_alleged and facts.interim_reported_at is None:
        yield from _run("interim_report", ["team"], facts.team_named_at, hours)


def _replies(incident: IncidentFacts, facts: CaseFacts, hours: Mapping[str, int]) -> Iterator[RunningClock]:
    if incident.registered_at is None:
        return
    silent = [party for party in incident.answering if party not in incident.replied]
    # A case verified anew asks anew who has not replied; what the first proceedings took of the time counts for nothing.
    begin = _latest(incident.registered_at, facts.reopened_at)
    yield from _run("reply", silent, begin, hours, incident=incident.code)


def _deliberation(facts: CaseFacts, hours: Mapping[str, int]) -> Iterator[RunningClock]:
    for incident in facts.incidents:  # an incident that joined late, or a report after the first reply of two
        yield from _replies(incident, facts, hours)
    if facts.facts_shown_at is None:
        if facts.deliberation_began_at:
            yield from _run("draft_finding", ["rapporteur"], facts.deliberation_began_at, hours)
        return
    silent = [party for party in PARTIES if party not in facts.commented]
    yield from _run("comment", silent, facts.facts_shown_at, hours)
    # Where no mediator has the rapporteur, it is for both to name one: nobody may call the case stuck before that time.
    opening = [facts.rapporteurs_delegation] if facts.rapporteurs_delegation else MEDIATORS
    yield from _run("opening_ballot", opening, comment_ends_at(facts, hours=hours), hours)


def comment_ends_at(facts: CaseFacts, *, hours: Mapping[str, int]) -> datetime:
    """When the parties' time to comment ends: when both have commented, or when the clock has run out."""
    assert facts.facts_shown_at is not None
    clocks = [_lengthened(clock, facts) for clock in _run("comment", PARTIES, facts.facts_shown_at, hours)]
    return max(min(clock.until, facts.commented.get(clock.owner, clock.until)) for clock in clocks)


def _ballot(facts: CaseFacts, hours: Mapping[str, int]) -> Iterator[RunningClock]:
    assert facts.ballot_opened_at is not None
    yield from _run("ballot", [one for one in FOUR if one not in facts.voted], facts.ballot_opened_at, hours)


def _escalated(facts: CaseFacts, hours: Mapping[str, int]) -> Iterator[RunningClock]:
    assert facts.escalated_at is not None
    for incident in facts.incidents:  # an escalation does not take a respondent's time to reply away
        yield from _replies(incident, facts, hours)
    yield from _run("principals", ["principals"], facts.escalated_at, hours)


def _ruled(facts: CaseFacts, hours: Mapping[str, int]) -> Iterator[RunningClock]:
    assert facts.verdict_adopted_at is not None
    if facts.waived >= set(PARTIES):
        return
    yield from _run("review_request", PARTIES, facts.verdict_adopted_at, hours)


def _review(facts: CaseFacts, hours: Mapping[str, int]) -> Iterator[RunningClock]:
    if facts.review_requested_at:
        yield from _run("review", MEDIATORS, facts.review_requested_at, hours)


def _final(facts: CaseFacts, hours: Mapping[str, int]) -> Iterator[RunningClock]:
    if facts.final_at and not facts.is_release_decided:
        yield from _run("release", MEDIATORS, facts.final_at, hours)


def _corrections(facts: CaseFacts, hours: Mapping[str, int]) -> Iterator[RunningClock]:
    if facts.verdict_adopted_at and facts.state in {"ruled", "review", "final", "closed"}:
        yield from _run("correction", FOUR, facts.verdict_adopted_at, hours)


def _latest(first: datetime, *others: datetime | None) -> datetime:
    return max([first, *(time for time in others if time is not None)])


def _run(
    kind: str, owners: Iterable[str], since: datetime, hours: Mapping[str, int], *, incident: str = ""
) -> Iterator[RunningClock]:
    until = since + timedelta(hours=hours[kind])
    for owner in owners:
        yield RunningClock(kind, owner, since, until, incident)


STAGES = {
    "verification": _verification,
    "deliberation": _deliberation,
    "ballot": _ballot,
    "escalated": _escalated,
    "ruled": _ruled,
    "review": _review,
    "final": _final,
}

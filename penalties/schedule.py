"""Class to points, points in the window to the recommended measure, and the arithmetic shown to people (DESIGN 5). Pure.

Every number is data of a protocol version. What this module recommends, people decide.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from commission.law import DATA

BELOW_MINOR = frozenset({"out_of_scope", "not_an_incident", "without_violation"})


@dataclass(frozen=True)
class Schedule:
    """The numbers of one protocol version that turn classes into points, and points into a recommendation."""

    points: Mapping[str, int]
    window_days: int
    thresholds: tuple[tuple[int, str], ...]  # points, measure; ascending
    repetition_days: int
    first_repetition_measure: str
    highest_measure: str
    levels: tuple[str, ...]  # the catalogue, mildest first

    @classmethod
    def of(cls, numbers: Mapping[str, Any], *, levels: Sequence[str] | None = None) -> "Schedule":
        """The schedule in a protocol's numbers; `levels` is the catalogue of measures, else that of version 1."""
        return cls(
            points={name: int(value) for name, value in numbers["points"].items()},
            window_days=int(numbers["points_window_days"]),
            thresholds=tuple(sorted((int(least), str(measure)) for least, measure in numbers["thresholds"])),
            repetition_days=int(numbers["repetition_days"]),
            first_repetition_measure=str(numbers["first_repetition_measure"]),
            highest_measure=str(numbers["highest_measure"]),
            levels=tuple(levels) if levels is not None else _levels_of_version_1(),
        )


@cache
def version_1() -> Schedule:
    """The schedule of protocol version 1, read from the start data."""
    return Schedule.of(json.loads((DATA / "protocol_1.json").read_text()))


def points_of(class_: str, *, schedule: Schedule | None = None) -> int:
    """The points that a violation of this class brings; 0 below minor. Raises ValueError for an unknown class."""
    points = (schedule or version_1()).points
    if class_ in BELOW_MINOR:
        return 0
    if class_ not in points:
        raise ValueError(f"A class is one of {sorted({*points, *BELOW_MINOR})}, not {class_!r}.")
    return points[class_]


def recommended_measure(points_in_window: int, *, repeated: bool, schedule: Schedule | None = None) -> str | None:
    """The measure that the points recommend, one level higher when repeated; None where nothing is recommended.

    Thresholds are inclusive. Below the lowest there is nothing, and repetition makes of nothing the first measure.
    No recommendation goes past the highest measure.
    """
    schedule = schedule or version_1()
    by_points = threshold_reached(points_in_window, schedule=schedule)
    if not repeated:
        return by_points[1] if by_points else None
    if by_points is None:
        return schedule.first_repetition_measure
    return _next_level(by_points[1], schedule=schedule)


def threshold_reached(points_in_window: int, *, schedule: Schedule | None = None) -> tuple[int, str] | None:
    """The highest threshold that the points reach, with its measure; None below the lowest."""
    reached = [one for one in (schedule or version_1()).thresholds if points_in_window >= one[0]]
    return reached[-1] if reached else None


def day_of(at: datetime) -> date:
    """The UTC day of a time; the ledger knows no other days."""
    return at.astimezone(UTC).date()


def counts_on(dated: date, *, on_day: date, window_days: int) -> bool:
    """Whether points dated this day count on `on_day`; both are UTC days.

    With a window of 90 days they count on the day the verdict became final and on the 89 days after it: the 90th day
    after it is the first on which they count no more. On a day before it they do not count yet.
    """
    return 0 <= (on_day - dated).days < window_days


def points_in_window(postings: Iterable[tuple[date, int]], *, on_day: date, window_days: int) -> int:
    """The sum of one party's points that count on this day, of pairs (date, amount).

    A counter-posting is negative and bears the date of what it reverses, so that the two leave the window together.
    """
    return sum(amount for dated, amount in postings if counts_on(dated, on_day=on_day, window_days=window_days))


@dataclass(frozen=True)
class Violation:
    """What repetition looks at in a determination: who answers for what, where, and when its incident ended."""

    party: str
    type: str
    sector: str
    ended_at: datetime
    name: str = field(default="", compare=False)  # what people call it: the case and the incident
    event: int | None = field(default=None, compare=False)  # two accounts of one event bear the same


def is_repetition(violation: Violation, *, of: Violation, repetition_days: int) -> bool:
    """Whether two violations make a repetition: same party answerable, same type, same sector, ended close together.

    Close is at most so many days (30) between the two ends, to the second and inclusive, whichever came first. Two
    accounts of one event are no repetition of each other.
    """
    if violation.event is not None and violation.event == of.event:
        return False
    if (violation.party, violation.type, violation.sector) != (of.party, of.type, of.sector):
        return False
    apart = abs(violation.ended_at - of.ended_at)
    return apart.total_seconds() <= repetition_days * 24 * 60 * 60


def repetitions_among(
    violations: Iterable[Violation], *, beside: Iterable[Violation] = (), repetition_days: int
) -> list[tuple[Violation, Violation]]:
    """Each of these violations that is a repetition, with the one that it repeats.

    That is the last of them that ended before it, or else one of those beside them, whichever of the two ended first.
    """
    alike: dict[tuple[str, str, str], list[Violation]] = defaultdict(list)
    for one in beside:
        alike[one.party, one.type, one.sector].append(one)
    found = []
    for one in sorted(violations, key=lambda violation: violation.ended_at):
        others = alike[one.party, one.type, one.sector]
        repeated = (
            other for other in reversed(others) if is_repetition(one, of=other, repetition_days=repetition_days)
        )
        if (other := next(repeated, None)) is not None:
            found.append((one, other))
        others.append(one)
    return found


def events_of(counter_reports: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Of pairs (incident, the one whose counter-report it is): each incident's event, which is one of its incidents.

    Counter-reports of the same incident are accounts of one event, and so is the counter-report of a counter-report.
    """
    nearer: dict[int, int] = {}

    def event(incident: int) -> int:
        while incident in nearer:
            incident = nearer[incident]
        return incident

    for one, other in counter_reports:
        if event(one) != event(other):
            nearer[event(one)] = event(other)
    return {incident: event(incident) for incident in nearer}


@dataclass(frozen=True)
class Line:
    """One line of the arithmetic: so many points, from this, of that day (None: not posted, only proposed)."""

    points: int
    source: str
    dated: date | None = None


@dataclass(frozen=True)
class Arithmetic:
    """How a recommendation for one party comes about, line by line; one party is never netted against the other."""

    party: str
    on_day: date
    schedule: Schedule
    counted: tuple[Line, ...]  # posted, and counting on that day
    added: tuple[Line, ...] = ()  # what a finding would add
    repetitions: tuple[tuple[str, str], ...] = ()  # (violation, the other one that it repeats), by name

    @property
    def points_counted(self) -> int:
        """The points in the window."""
        return sum(line.points for line in self.counted)

    @property
    def points_added(self) -> int:
        """The points that the finding would add."""
        return sum(line.points for line in self.added)

    @property
    def total(self) -> int:
        """What is compared with the thresholds."""
        return self.points_counted + self.points_added

    @property
    def repeated(self) -> bool:
        """Whether repetition raises the recommendation."""
        return bool(self.repetitions)

    @property
    def threshold(self) -> tuple[int, str] | None:
        """The threshold reached and its measure, before repetition."""
        return threshold_reached(self.total, schedule=self.schedule)

    @property
    def recommended(self) -> str | None:
        """The recommended measure, or None."""
        return recommended_measure(self.total, repeated=self.repeated, schedule=self.schedule)


def _next_level(measure: str, *, schedule: Schedule) -> str:
    highest = schedule.levels.index(schedule.highest_measure)
    return schedule.levels[min(schedule.levels.index(measure) + 1, highest)]


@cache
def _levels_of_version_1() -> tuple[str, ...]:
    with (DATA / "measures.csv").open(newline="") as file:
        return tuple(line["level"] for line in csv.DictReader(file))

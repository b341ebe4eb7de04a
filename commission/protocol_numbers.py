"""Pure: whether the numbers of a protocol version have the shape that every part of the procedure relies on."""

import csv
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from commission.law import DATA, ClockRow, clock_rows
from commission.sectors.words import gettext_noop

# Nothing of the procedure lasts longer than a lifetime, or reaches farther than the Earth.
LARGEST = 1_000_000
SINGLE_NUMBERS = (
    "question_hours",
    "new_fact_days",
    "distance_to_confirm_km",
    "sector_tolerance_m",
    "points_window_days",
    "repetition_days",
)
CLASSES_WITH_POINTS = ("minor", "serious", "very_serious")
PARTS = ("clocks", *SINGLE_NUMBERS, "points", "thresholds", "first_repetition_measure", "highest_measure")
# Only this clock refuses something at a time of its own; which clocks can be extended is clocks.csv.
REFUSING_CLOCK = "filing"

NOT_JSON = gettext_noop("This is not JSON: %(problem)s")
NOT_A_MAPPING = gettext_noop("The numbers are a JSON object, as in version 1.")
MISSING = gettext_noop('"%(name)s" is missing.')
UNKNOWN = gettext_noop('"%(name)s" is not a number of the procedure.')
NOT_A_NUMBER = gettext_noop('"%(name)s" must be a whole number from 1 to 1000000.')
NOT_AN_OBJECT = gettext_noop('"%(name)s" must be an object, as in version 1.')
NOT_ASCENDING = gettext_noop('"%(name)s" must grow from step to step.')
NOT_A_MEASURE = gettext_noop('"%(name)s" must name a measure of the catalogue, such as P3.')
NOT_THRESHOLDS = gettext_noop('"thresholds" must be a list of pairs, each of points and a measure, such as [3, "P3"].')

# A sentence with %(name)s in it, and the name: translated where it is shown.
Problem = tuple[str, dict[str, str]]


def parsed(text: str) -> Any:
    """The numbers as typed. Raises ValueError with what the JSON reader found."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise ValueError(str(problem)) from problem


def problems_of(numbers: Any) -> list[Problem]:
    """Every reason why these numbers cannot be a protocol version; empty when they can."""
    if not isinstance(numbers, dict):
        return [(NOT_A_MAPPING, {})]
    return [
        *_missing_or_unknown(numbers, demanded=PARTS),
        *(_not_a_number(name) for name in SINGLE_NUMBERS if name in numbers and not _is_number(numbers[name])),
        *_problems_of_clocks(numbers.get("clocks", {})),
        *_problems_of_points(numbers.get("points", {})),
        *_problems_of_thresholds(numbers.get("thresholds", [])),
        *_problems_of_measures(numbers),
    ]


def _problems_of_clocks(clocks: Any) -> Iterator[Problem]:
    if not isinstance(clocks, dict):
        yield NOT_AN_OBJECT, {"name": "clocks"}
        return
    rows = {row.clock: row for row in clock_rows()}
    yield from _missing_or_unknown(clocks, demanded=tuple(rows), prefix="clocks.")
    for clock, lengths in clocks.items():
        if clock not in rows:
            continue
        if not isinstance(lengths, dict):
            yield NOT_AN_OBJECT, {"name": f"clocks.{clock}"}
            continue
        prefix, demanded = f"clocks.{clock}.", _lengths_of(rows[clock])
        yield from _missing_or_unknown(lengths, demanded=demanded, optional=("reminder_after_hours",), prefix=prefix)
        yield from (_not_a_number(f"{prefix}{name}") for name, length in lengths.items() if not _is_number(length))


def _lengths_of(row: ClockRow) -> tuple[str, ...]:
    """The lengths that the procedure reads of this clock: without one it stops, and of another it knows nothing."""
    extension = ("extension_hours",) if row.extension_hours else ()
    refusal = ("refused_after_hours",) if row.clock == REFUSING_CLOCK else ()
    return ("hours", *extension, *refusal)


def _problems_of_points(points: Any) -> Iterator[Problem]:
    if not isinstance(points, dict):
        yield NOT_AN_OBJECT, {"name": "points"}
        return
    yield from _missing_or_unknown(points, demanded=CLASSES_WITH_POINTS, prefix="points.")
    wrong = [name for name, number in points.items() if not _is_number(number)]
    yield from (_not_a_number(f"points.{name}") for name in wrong)
    if not wrong and not _ascends([points[name] for name in CLASSES_WITH_POINTS if name in points]):
        yield NOT_ASCENDING, {"name": "points"}


def _problems_of_thresholds(thresholds: Any) -> Iterator[Problem]:
    if not isinstance(thresholds, list) or not all(_is_threshold(pair) for pair in thresholds):
        yield NOT_THRESHOLDS, {}
        return
    points, places = [pair[0] for pair in thresholds], [_levels().index(pair[1]) for pair in thresholds]
    if not (_ascends(points) and _ascends(places)):
        yield NOT_ASCENDING, {"name": "thresholds"}


def _problems_of_measures(numbers: dict[str, Any]) -> Iterator[Problem]:
    for name in ("first_repetition_measure", "highest_measure"):
        if name in numbers and numbers[name] not in _levels():
            yield NOT_A_MEASURE, {"name": name}


def _missing_or_unknown(
    found: dict[str, Any], *, demanded: tuple[str, ...], optional: tuple[str, ...] = (), prefix: str = ""
) -> Iterator[Problem]:
    for name in demanded:
        if name not in found:
            yield MISSING, {"name": f"{prefix}{name}"}
    for name in found:
        if name not in demanded and name not in optional:
            yield UNKNOWN, {"name": f"{prefix}{name}"}


def _not_a_number(name: str) -> Problem:
    return NOT_A_NUMBER, {"name": name}


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LARGEST


def _is_threshold(pair: Any) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and _is_number(pair[0]) and pair[1] in _levels()


def _ascends(values: list[int]) -> bool:
    return all(earlier < later for earlier, later in zip(values, values[1:], strict=False))


@cache
def _levels() -> tuple[str, ...]:
    """The catalogue's measures of the start data, mildest first."""
    with (DATA / "measures.csv").open(newline="") as file:
        return tuple(line["level"] for line in csv.DictReader(file))

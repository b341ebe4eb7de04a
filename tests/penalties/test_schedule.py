"""The schedule: every class and every number of points around the thresholds, then properties, then the mirror."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from penalties.schedule import (
    BELOW_MINOR,
    Arithmetic,
    Line,
    Schedule,
    Violation,
    events_of,
    is_repetition,
    points_in_window,
    points_of,
    recommended_measure,
    repetitions_among,
    version_1,
)
from verification.vocabularies import VIOLATIONS, ViolationClass

DAY = date(2026, 11, 22)
ENDED = datetime(2026, 11, 1, 12, tzinfo=UTC)
SWAP = {"PK": "AF", "AF": "PK"}

postings = some.lists(
    some.tuples(some.integers(0, 200).map(lambda days: DAY - timedelta(days=days)), some.sampled_from([1, 3, 9]))
)
violations = some.builds(
    Violation,
    party=some.sampled_from(["PK", "AF"]),
    type=some.sampled_from(["A1", "B2"]),
    sector=some.sampled_from(["S01", "S02"]),
    ended_at=some.integers(0, 60).map(lambda days: ENDED + timedelta(days=days)),
)


@pytest.mark.parametrize(
    ("class_", "points"),
    [
        ("out_of_scope", 0),
        ("not_an_incident", 0),
        ("without_violation", 0),
        ("minor", 1),
        ("serious", 3),
        ("very_serious", 9),
    ],
)
def test_points_of_each_class(class_, points):
    assert points_of(class_) == points


def test_the_classes_are_those_of_a_determination():
    assert {*BELOW_MINOR, *version_1().points} == set(ViolationClass.values)
    assert set(version_1().points) == set(VIOLATIONS)


def test_points_of_an_unknown_class_is_a_programmers_mistake():
    with pytest.raises(ValueError, match="grave"):
        points_of("grave")


@pytest.mark.parametrize("points", range(0, 61))
def test_recommended_measure_around_every_threshold(points):
    expected = None if points < 3 else "P3" if points < 9 else "P6" if points < 18 else "P9"

    assert recommended_measure(points, repeated=False) == expected


@pytest.mark.parametrize("points", range(0, 61))
def test_repetition_raises_by_one_level(points):
    expected = "P1" if points < 3 else "P4" if points < 9 else "P7" if points < 18 else "P10"

    assert recommended_measure(points, repeated=True) == expected


def test_nothing_is_recommended_past_the_highest_measure():
    schedule = replace(version_1(), thresholds=((3, "P3"), (9, "P11")))

    assert recommended_measure(9, repeated=True, schedule=schedule) == "P11"


def test_another_protocol_version_has_other_numbers():
    numbers = {
        "points": {"minor": 2, "serious": 5, "very_serious": 20},
        "points_window_days": 10,
        "thresholds": [[20, "L3"], [5, "L1"]],
        "repetition_days": 5,
        "first_repetition_measure": "L1",
        "highest_measure": "L3",
    }
    schedule = Schedule.of(numbers, levels=["L1", "L2", "L3"])

    assert points_of("serious", schedule=schedule) == 5
    assert recommended_measure(4, repeated=False, schedule=schedule) is None
    assert recommended_measure(5, repeated=False, schedule=schedule) == "L1"
    assert recommended_measure(5, repeated=True, schedule=schedule) == "L2"
    assert recommended_measure(20, repeated=True, schedule=schedule) == "L3"


@given(some.integers(0, 10_000), some.integers(0, 100), some.booleans())
def test_more_points_never_recommend_less(points, more, repeated):
    levels = ("none", *version_1().levels)
    rank = [levels.index(recommended_measure(total, repeated=repeated) or "none") for total in (points, points + more)]

    assert rank[0] <= rank[1]


@given(some.integers(0, 10_000))
def test_repetition_never_recommends_less_and_at_most_one_level_more_above_the_lowest(points):
    levels = version_1().levels
    plain, raised = recommended_measure(points, repeated=False), recommended_measure(points, repeated=True)

    assert raised == (levels[levels.index(plain) + 1] if plain else "P1")


@pytest.mark.parametrize(
    ("days_ago", "counts"), [(-1, False), (0, True), (1, True), (89, True), (90, False), (91, False)]
)
def test_points_count_for_ninety_days_from_the_day_of_finality(days_ago, counts):
    dated = DAY - timedelta(days=days_ago)

    assert points_in_window([(dated, 3)], on_day=DAY, window_days=90) == (3 if counts else 0)


@given(postings, some.integers(0, 300))
def test_a_posting_and_its_counter_posting_never_count(posted, later):
    reversed_ones = [(dated, -amount) for dated, amount in posted]
    on_day = DAY + timedelta(days=later)

    assert points_in_window([*posted, *reversed_ones], on_day=on_day, window_days=90) == 0


@given(postings)
def test_each_posting_counts_on_exactly_ninety_days(posted):
    days = [DAY + timedelta(days=number) for number in range(-201, 91)]

    total = sum(points_in_window(posted, on_day=day, window_days=90) for day in days)

    assert total == 90 * sum(amount for _dated, amount in posted)


@pytest.mark.parametrize(
    ("apart", "repeats"),
    [
        (timedelta(0), True),
        (timedelta(days=30), True),
        (timedelta(days=-30), True),
        (timedelta(days=30, seconds=1), False),
        (timedelta(days=-30, seconds=-1), False),
    ],
)
def test_repetition_ends_within_thirty_days_inclusive(apart, repeats):
    earlier = Violation("PK", "A1", "S01", ENDED)
    later = replace(earlier, ended_at=ENDED + apart)

    assert is_repetition(later, of=earlier, repetition_days=30) is repeats


@pytest.mark.parametrize("changed", [{"party": "AF"}, {"type": "A2"}, {"sector": "S02"}])
def test_repetition_needs_the_same_party_type_and_sector(changed):
    earlier = Violation("PK", "A1", "S01", ENDED)

    assert is_repetition(earlier, of=earlier, repetition_days=30)
    assert not is_repetition(replace(earlier, **changed), of=earlier, repetition_days=30)


@given(violations, violations)
def test_repetition_is_mutual_and_mirrors(one, other):
    answer = is_repetition(one, of=other, repetition_days=30)

    assert is_repetition(other, of=one, repetition_days=30) is answer
    assert is_repetition(mirrored(one), of=mirrored(other), repetition_days=30) is answer


def test_two_accounts_of_one_event_are_no_repetition_of_each_other():
    one, other = (Violation("PK", "A1", "S01", ENDED, event=1) for _two in range(2))

    assert not is_repetition(one, of=other, repetition_days=30)
    assert is_repetition(replace(one, event=2), of=other, repetition_days=30)


def test_each_violation_repeats_the_last_that_ended_before_it_or_one_beside_them():
    days = [Violation("PK", "A1", "S01", ENDED + timedelta(days=days), name=str(days)) for days in (50, 0, 10)]
    beside = [replace(days[0], ended_at=ENDED + timedelta(days=70), name="70"), replace(days[0], party="AF")]

    found = repetitions_among(days, beside=beside, repetition_days=30)

    assert [(one.name, other.name) for one, other in found] == [("10", "0"), ("50", "70")]


@given(some.lists(violations, max_size=6))
def test_a_party_is_raised_exactly_where_a_pair_of_its_violations_is_a_repetition(found):
    raised = {one.party for one, _other in repetitions_among(found, repetition_days=30)}

    pairs = combinations(found, 2)
    assert raised == {one.party for one, other in pairs if is_repetition(one, of=other, repetition_days=30)}


@pytest.mark.parametrize(
    ("counter_reports", "events"),
    [
        ([], []),
        ([(2, 1)], [{1, 2}]),
        ([(2, 1), (3, 1)], [{1, 2, 3}]),
        ([(3, 2), (2, 1)], [{1, 2, 3}]),
        ([(2, 1), (3, 2), (1, 3)], [{1, 2, 3}]),
        ([(2, 1), (4, 3)], [{1, 2}, {3, 4}]),
    ],
)
def test_linked_accounts_are_of_one_event(counter_reports, events):
    found = events_of(counter_reports)

    incidents = {incident for pair in counter_reports for incident in pair}
    together = {
        frozenset(other for other in incidents if found.get(other, other) == found.get(one, one)) for one in incidents
    }
    assert together == {frozenset(event) for event in events}


@given(postings, some.lists(some.sampled_from([1, 3, 9]), max_size=4), some.booleans())
def test_the_arithmetic_mirrors(posted, added, repeated):
    one, other = (arithmetic(party, posted, added, repeated=repeated) for party in ("PK", "AF"))

    assert (one.total, one.threshold, one.recommended) == (other.total, other.threshold, other.recommended)
    assert SWAP[one.party] == other.party


def test_the_arithmetic_of_a_story():
    """AF answers for a serious violation of last month and a minor one of the spring; a second serious one is found."""
    ledger = [(DAY - timedelta(days=30), 3), (DAY - timedelta(days=200), 1)]

    story = arithmetic("AF", ledger, [3], repeated=True)

    assert (story.points_counted, story.points_added, story.total) == (3, 3, 6)
    assert story.threshold == (3, "P3")
    assert story.recommended == "P4"


def arithmetic(party, posted, added, *, repeated):
    counted = tuple(Line(amount, "JMC-2026-00001", dated) for dated, amount in posted if (DAY - dated).days < 90)
    lines = tuple(Line(points, "I-7KQ4ZP") for points in added)
    repetitions = (("I-7KQ4ZP", "JMC-2026-00001"),) if repeated else ()
    return Arithmetic(party, DAY, version_1(), counted, lines, repetitions)


def mirrored(violation):
    return replace(violation, party=SWAP[violation.party])

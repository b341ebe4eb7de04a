"""The whole programme: every story with its event, told once by each party, so that all numbers mirror."""

from collections.abc import Iterator, Mapping, Sequence

from commission.models import Member
from reports.demonstration import events, ways
from reports.demonstration.events import Event
from reports.demonstration.places import places
from reports.demonstration.plot import OTHER, Plot
from reports.demonstration.stage import Step, Story

PLACES_SEED = 2026
PARTIES = ("PK", "AF")

# A way through the procedure, what it is about, how many hours ago its last act was, and what is different in it.
Scene = tuple[Sequence[Step], Event, float, dict[str, object]]
MIRRORED: list[Scene] = [
    (ways.DRAFT, events.REINFORCEMENT, 3, {}),
    (ways.DRAFT_IN_HASTE, events.DRONE_FLIGHT, 1, {}),
    (ways.DISCARDED, events.SMALL_ARMS, 120, {}),
    (ways.FILED, events.EARTHWORK, 9, {}),
    (ways.FILED, events.SMALL_ARMS, 2, {}),
    (ways.RETURNED, events.DRONE_FLIGHT, 20, {}),
    (ways.WITHDRAWN, events.SMALL_ARMS, 700, {}),
    (ways.INADMISSIBLE, events.CLOSED_CROSSING, 8, {}),
    (ways.INADMISSIBLE, events.STATEMENT, 400, {}),
]


def programme(people: Mapping[str, Member]) -> list[Story]:
    """Every story of the demonstration."""
    return list(_mirrored(people))


def _mirrored(people: Mapping[str, Member]) -> Iterator[Story]:
    where = places(seed=PLACES_SEED)
    for pair, (steps, event, last_hours_ago, changed) in enumerate(MIRRORED):
        for turn, filer in enumerate(PARTIES):
            number = 2 * pair + turn
            plot = Plot(people, filer, OTHER[filer], event, next(where), number=number, **changed)  # type: ignore[arg-type]
            yield Story(plot, steps, last_hours_ago + 0.3 * turn)

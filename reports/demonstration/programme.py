"""The whole programme: every scene is played once by each party, so that all numbers mirror; so are the mediators' own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from commission.models import Member
from reports.demonstration import events, ways
from reports.demonstration.events import Event
from reports.demonstration.places import Place, places
from reports.demonstration.plot import Plot
from reports.demonstration.stage import Step, Story

PLACES_SEED = 2026
TURN_HOURS = 0.3  # the second telling comes a little earlier, so that no two acts share their moment
PARTIES_TELL = (("PK", "AF"), ("AF", "PK"))
MEDIATORS_TELL = (("TR", "PK"), ("QA", "AF"))
MEDIATORS_TELL_CROSSWISE = (("TR", "AF"), ("QA", "PK"))


@dataclass(frozen=True)
class Scene:
    """A way through the procedure, what it is about, and how many hours ago its last act was."""

    way: Sequence[Step]
    event: Event
    last_hours_ago: float
    terms: Mapping[str, Any] = field(default_factory=dict)
    second_way: Sequence[Step] | None = None  # where the second telling goes another way
    second_hours_ago: float | None = None
    tellers: Sequence[tuple[str, str]] = PARTIES_TELL


VERY_SERIOUS = {"violation_class": "very_serious", "measure": "P6"}
SERIOUS = {"violation_class": "serious"}
SCENES = [
    # Before there is a case. Admissibility is decided within 12 hours, an objection made within 12.
    Scene(ways.DRAFT, events.REINFORCEMENT, 3),
    Scene(ways.DRAFT_IN_HASTE, events.DRONE_FLIGHT, 1),
    Scene(ways.DISCARDED, events.SMALL_ARMS, 120),
    Scene(ways.FILED, events.EARTHWORK, 9),
    Scene(ways.FILED, events.SMALL_ARMS, 2, {"names_respondent": False}),
    Scene(ways.RETURNED, events.DRONE_FLIGHT, 20),
    Scene(ways.WITHDRAWN, events.ARMED_CROSSING, 1000),
    Scene(ways.INADMISSIBLE, events.CLOSED_CROSSING, 8),
    Scene(ways.INADMISSIBLE, events.STATEMENT, 1100),
    # Verification: a team is named within 24 hours, a reply given within 72, a report within 168.
    Scene(ways.OBJECTED, events.ARMED_CROSSING, 10),
    Scene(ways.REGISTERED, events.DAMAGED_HOME, 20),
    Scene(ways.MENDED, events.DETENTION, 30, {"is_late": True}),
    Scene(ways.TEAM, events.MORTAR, 60),
    Scene(ways.INQUIRY, events.SMALL_ARMS, 5),
    Scene(ways.INQUIRY_ON_SITE, events.DRONE_FLIGHT, 4),
    Scene(ways.REPLIED, events.ARMED_DRONE, 120),
    Scene(ways.TEAM, events.ACCESS_REFUSED, 50, tellers=MEDIATORS_TELL),
    Scene(ways.CASE_WITHDRAWN, events.EVACUATION, 1200),
    Scene(ways.SETTLED, events.EARTHWORK, 850),
    # Deliberation: a draft within 120 hours, comments within 48.
    Scene(ways.REPORTED, events.EXPLOSIVE, 116),
    Scene(ways.SHOWN_TWO_ACCOUNTS, events.MORTAR, 44),
    # Ballots close after 72 hours.
    Scene(ways.BALLOT, events.AIMED_FIRE, 40, second_way=ways.BALLOT_OF_ONE),
    Scene(ways.BALLOT_OF_TWO, events.INFILTRATION, 50, SERIOUS, second_way=ways.BALLOT_OF_THREE, second_hours_ago=44),
    # Ballots that a mediator's silence brought before the principals, who have 240 hours.
    Scene(ways.ESCALATED, events.RAID, 284, VERY_SERIOUS),
    Scene(ways.ESCALATED, events.CIVILIANS_HURT, 400, SERIOUS, second_way=ways.NO_DETERMINATION),
    # Ruled: a review may be asked for within 360 hours.
    Scene(ways.CONSENSUS, events.CLOSED_CROSSING, 200, {"measure": "P2"}, second_hours_ago=364),
    Scene(ways.DISSENT, events.EARTHWORK, 60, {"measure": "P4"}),
    Scene(ways.CORRECTED, events.INFILTRATION, 8, {"measure": "P3"}),
    Scene(ways.LAST_BALLOT, events.ARMED_DRONE, 30, VERY_SERIOUS),
    Scene(ways.REVIEW, events.DAMAGED_HOME, 340, {**SERIOUS, "measure": "P7"}),
    # Final: penalties ordered, notified, due, reported, overdue, discharged; released within 168 hours.
    Scene(ways.ORDERED, events.AIMED_FIRE, 12, SERIOUS, second_way=ways.ORDERED_AFTER_TIME),
    Scene(ways.NOTIFIED_AFTER_SECOND_ROUND, events.DAMAGED_HOME, 90, {**SERIOUS, "measure": "P7"}),
    Scene(ways.NOTIFIED_TWO_ACCOUNTS, events.SMALL_ARMS, 301, {"due_days": 14}),
    Scene(ways.COMPLIED, events.EXPLOSIVE, 15, {**SERIOUS, "measure": "P6"}),
    Scene(ways.NOTIFIED, events.STATEMENT, 232, {"due_days": 10}),
    Scene(ways.CLOSED, events.MORTAR, 880, SERIOUS),
    Scene(ways.CLOSED_UNRELEASED, events.REINFORCEMENT, 640, {"violation_class": "without_violation"}),
    Scene(ways.RELEASED, events.LATE_INFORMATION, 700, {"measure": "P1"}, tellers=MEDIATORS_TELL_CROSSWISE),
    # Reversed on review: counter-postings.
    Scene(ways.REVERSED, events.AIMED_FIRE, 420, SERIOUS),
]


def programme(people: Mapping[str, Member]) -> list[Story]:
    """Every story of the demonstration."""
    where = places(seed=PLACES_SEED)
    return [
        story for pair, scene in enumerate(SCENES) for story in _told_twice(scene, pair, people=people, where=where)
    ]


def _told_twice(scene: Scene, pair: int, *, people: Mapping[str, Member], where: Iterator[Place]) -> Iterator[Story]:
    for turn, (filer, respondent) in enumerate(scene.tellers):
        plot = Plot(people, filer, respondent, scene.event, next(where), number=2 * pair + turn, **scene.terms)
        way, hours_ago = scene.way, scene.last_hours_ago
        if turn:
            way, hours_ago = scene.second_way or way, scene.second_hours_ago or hours_ago
        yield Story(plot, way, hours_ago + TURN_HOURS * turn)

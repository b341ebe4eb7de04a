"""The stage: stories are performed in the order of time, the one clock moves from act to act, the worker in between."""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from monitoring_site import clock
from monitoring_site.clock import database_time
from penalties.actions import compliance
from penalties.models import Penalty
from record.actions import sequence
from reports.demonstration.plot import Plot
from verification.actions import clocks
from verification.models import Clock

WORKER_COMES_AFTER = timedelta(seconds=20)
DAYS_BETWEEN_LINES = 5


@dataclass(frozen=True)
class Step:
    """One act of a story, so many hours after the one before."""

    after_hours: float
    act: Callable[[Plot], None]


@dataclass(frozen=True)
class Story:
    """A plot and its steps; the last of them happened so many hours ago."""

    plot: Plot
    steps: Sequence[Step]
    last_hours_ago: float

    def times(self, *, now: datetime) -> list[datetime]:
        """When each step happens."""
        hours_ago = self.last_hours_ago
        found: list[datetime] = []
        for step in reversed(self.steps):
            found.append(now - timedelta(hours=hours_ago))
            hours_ago += step.after_hours
        return found[::-1]


@dataclass
class Stage:
    """Performs the stories up to now; `say` is told how far it is."""

    now: datetime
    say: Callable[[str], None]
    said_on: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.said_on = self.now

    def perform(self, stories: Sequence[Story]) -> None:
        """Every step has been performed at its own time, and the clock shows the database's own again."""
        queue = [
            (at, number, place)
            for number, story in enumerate(stories)
            for place, at in enumerate(story.times(now=self.now))
        ]
        heapq.heapify(queue)
        assert queue[0][0] >= database_time(), "The first story begins before there is anybody to tell it."
        while queue:
            at, number, place = heapq.heappop(queue)
            self._worker_until(at)
            _move_to(at)
            self._tell(at)
            stories[number].steps[place].act(stories[number].plot)
            sequence()
        self._worker_until(self.now)
        clock.move(-clock.offset())
        self._end_due_clocks()

    def _worker_until(self, until: datetime) -> None:
        """The worker comes by shortly after each moment that falls due before that time."""
        while (due := _next_end()) is not None and due + WORKER_COMES_AFTER <= until:
            _move_to(due + WORKER_COMES_AFTER)
            self._end_due_clocks()

    def _end_due_clocks(self) -> None:
        clocks.perform_due()
        compliance.perform_due()
        sequence()

    def _tell(self, at: datetime) -> None:
        if self.said_on == self.now or at - self.said_on >= timedelta(days=DAYS_BETWEEN_LINES):
            self.said_on = at
            self.say(_("Performing the invented past: %(day)s") % {"day": f"{at:%Y-%m-%d}"})


def _move_to(at: datetime) -> None:
    """Time never goes back: what takes long on this computer only comes a little later."""
    if (ahead := at - database_time()) > timedelta(0):
        clock.move(ahead)


def _next_end() -> datetime | None:
    """Asked after every act, so in one question."""
    running = Clock.objects.filter(stopped_at=None, next_at__isnull=False).values_list("next_at")
    due = Penalty.objects.filter(next_at__isnull=False).values_list("next_at")
    return min((end for (end,) in running.union(due, all=True) if end is not None), default=None)

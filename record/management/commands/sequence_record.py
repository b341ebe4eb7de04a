"""The sequencer: a process of its own that puts pending acts into the log, a few times a second."""

import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connection
from django.utils.translation import gettext as _

from record.actions import sequence
from record.gapless import SEQUENCER_LOCK

PAUSE_SECONDS = 0.2
PAUSE_AFTER_LOSS_SECONDS = 1.0
BATCH_SIZE = 10_000


class Command(BaseCommand):
    """Sequences until TERM or INT; outlives a restart of the database; a second one waits for the first to end."""

    help = "Put pending acts into the log, until stopped."

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.stop = threading.Event()

    def handle(self, *arguments: Any, **options: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stopped)
        self.run()

    def run(self) -> None:
        """Sequence until `stop` is set, taking the lock anew whenever the connection was lost."""
        while not self.stop.is_set():
            try:
                if self._alone():
                    self._sequence_until_stopped()
            except (OperationalError, InterfaceError) as problem:
                self.stderr.write(_("The database does not answer; trying again: %s") % problem)
                self.stop.wait(PAUSE_AFTER_LOSS_SECONDS)
            finally:
                # Closing gives the lock back, also to a server that had lost sight of us.
                connection.close()

    def _alone(self) -> bool:
        """Wait until this session alone holds the sequencer's lock; False when told to stop first."""
        has_said_so = False
        while not self.stop.is_set():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [SEQUENCER_LOCK])
                if cursor.fetchone()[0]:
                    self.stdout.write(_("The sequencer is at work."))
                    return True
            if not has_said_so:
                self.stdout.write(_("Another sequencer is at work; waiting for it to end."))
                has_said_so = True
            self.stop.wait(PAUSE_SECONDS)
        return False

    def _sequence_until_stopped(self) -> None:
        while not self.stop.is_set():
            if sequence(limit=BATCH_SIZE) < BATCH_SIZE:
                self.stop.wait(PAUSE_SECONDS)

    def _stopped(self, number: int, frame: FrameType | None) -> None:
        self.stop.set()

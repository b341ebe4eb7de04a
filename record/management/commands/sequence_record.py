"""The sequencer: a process of its own that puts pending acts into the log and signs it, a few times a second."""

import argparse
import signal
import threading
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, connection
from django.utils.translation import gettext as _

from record.actions import LogDiffers
from record.gapless import SEQUENCER_LOCK
from record.sequencer import Sequencer, log_key

PAUSE_SECONDS = 0.1
PAUSE_AFTER_LOSS_SECONDS = 1.0
BATCH_SIZE = 10_000


class Command(BaseCommand):
    """Sequences until TERM or INT; outlives a restart of the database; a second one waits for the first to end."""

    help = "Put pending acts into the log and sign it, until stopped."

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.stop = threading.Event()
        self.is_once = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Sign what is pending now, and end.")

    def handle(self, *arguments: Any, **options: Any) -> None:
        """Refuses, with a sentence, to sign what would fork the log."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stopped)
        self.is_once = options["once"]
        try:
            self.run()
        except LogDiffers as refusal:
            raise CommandError(str(refusal)) from refusal

    def run(self) -> None:
        """Sequence until `stop` is set, taking the lock anew whenever the connection was lost."""
        key = log_key()
        while not self.stop.is_set():
            try:
                if self._alone():
                    self._sequence_until_stopped(Sequencer(key=key, folder=settings.RECORD_RELEASED_FOLDER))
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

    def _sequence_until_stopped(self, sequencer: Sequencer) -> None:
        while not self.stop.is_set():
            if sequencer.sequence(limit=BATCH_SIZE) == BATCH_SIZE:
                continue
            if self.is_once:
                self.stop.set()
            self.stop.wait(PAUSE_SECONDS)

    def _stopped(self, number: int, frame: FrameType | None) -> None:
        self.stop.set()

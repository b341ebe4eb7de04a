"""Writes the record into a folder that `verifier/verify.py check` reads, adding only what is new since last time."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from monitoring_site.one_moment import one_moment
from record.export import ExportRefused, export_log, export_openings, export_statements, refuse_other_readers
from record.models import Checkpoint

BAR_CELLS = 30
PAUSE_SECONDS = 0.2


class Command(BaseCommand):
    """The log itself may be given to anyone; a reader's openings only to that reader."""

    help = "Export the record: tiles, entries, checkpoint and policy, and the openings of the readers named."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", metavar="FOLDER", type=Path)
        parser.add_argument(
            "--reader",
            action="append",
            default=[],
            choices=[*settings.RECORD_DELEGATIONS, "secretariat", "public"],
            help="whose openings go along; may be repeated",
        )

    def handle(self, *arguments: Any, **options: Any) -> None:
        """The folder is whole, or a sentence says why not."""
        folder: Path = options["folder"]
        try:
            refuse_other_readers(folder, readers=options["reader"])
            with one_moment():
                checkpoint = self._export(folder, readers=options["reader"])
        except (ExportRefused, OSError) as problem:
            raise CommandError(str(problem)) from problem
        words = {"folder": folder, "size": checkpoint.size, "root": checkpoint.root_base64}
        self.stdout.write(_("%(folder)s holds the record of %(size)d entries, root %(root)s.") % words)

    def _export(self, folder: Path, *, readers: Sequence[str]) -> Checkpoint:
        checkpoint = export_log(folder, files=settings.RECORD_EXPORTED_FILES, progress=self._bar(_("the log")))
        for reader in readers:
            export_openings(folder, reader=reader, size=checkpoint.size, progress=self._bar(reader))
            export_statements(folder, reader=reader)
        return checkpoint

    def _bar(self, name: str) -> "Bar":
        return Bar(name, stream=self.stderr)


class Bar:
    """How far one part of the export is: drawn in place on a screen, and once at its end in a log."""

    def __init__(self, name: str, *, stream: Any) -> None:
        self._name, self._stream, self._drawn_at = name, stream, 0.0

    def __call__(self, done: int, total: int) -> None:
        """So many of so many are done."""
        is_end, now = done == total, time.monotonic()
        is_screen = sys.stderr.isatty()
        if is_end or (is_screen and now - self._drawn_at > PAUSE_SECONDS):
            self._drawn_at = now
            filled = BAR_CELLS * done // total
            line = f"[{'#' * filled}{' ' * (BAR_CELLS - filled)}] {100 * done // total:3d} % {self._name}"
            self._stream.write(f"\r{line}" if is_screen else line, ending="\n" if is_end else "")
            self._stream.flush()

"""Fills an empty commission with an invented past, through the real actions, by moving the one clock."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from monitoring_site.refusals import Refused
from reports.demonstration.accounts import printed
from reports.demonstration.performance import seed

INTERRUPTED = 130  # what a shell says of a command ended by Ctrl-C


class Command(BaseCommand):
    """All of it or, when interrupted, nothing of it; a second run changes nothing."""

    help = "Seed the demonstration: invented people, incidents, cases and verdicts."

    def handle(self, *arguments: Any, **options: Any) -> None:
        """The demonstration is there, or a sentence says why not."""
        started = time.monotonic()
        try:
            is_new = seed(say=self._say)
        except Refused as refused:
            raise CommandError(str(refused.reason)) from refused
        except KeyboardInterrupt as interruption:
            sentence = _("Interrupted: nothing of the demonstration was kept. Run the command again for all of it.")
            raise CommandError(sentence, returncode=INTERRUPTED) from interruption
        if not is_new:
            self._say(_("The demonstration is there already; nothing was changed."))
            return
        self._say(_("The demonstration is there, after %(seconds)d seconds.") % {"seconds": time.monotonic() - started})
        for line in printed():
            self._say(line)
        self._say(_("Password of all: %(password)s") % {"password": settings.DEMONSTRATION_PASSWORD})
        self._say(_("(for the demonstration only; sign-in is by password for now)"))

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

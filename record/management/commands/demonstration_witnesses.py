"""The four witnesses of the demonstration: keys made on this very server, which no real delegation would accept."""

import argparse
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from record import note
from record.actions import accept_cosignature, enrol_witness
from record.actor import OPERATOR
from record.keys import kept_key, parse_private_line
from record.models import Witness
from record.policy import enrolment_note
from record.queries.log import newest_checkpoint

LABEL = """The keys of the four witnesses of the demonstration.

They were generated on the server that they are to watch, so their cosignatures prove nothing. A real delegation makes its
key on a machine of its own with `verifier/verify.py keygen`, and the server never sees it.
"""


class Command(BaseCommand):
    """With no option: both. A second run changes nothing that is done already."""

    help = "Enrol four invented witnesses and cosign the newest checkpoint with their keys."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--enrol", action="store_true", help="only make and enrol the keys")
        parser.add_argument("--cosign", action="store_true", help="only cosign the newest checkpoint")

    def handle(self, *arguments: Any, **options: Any) -> None:
        """Refused wherever the pages do not say that everything is invented."""
        if not settings.DEMONSTRATION:
            raise CommandError(_("These witnesses are invented: they serve only where DEMONSTRATION is 1."))
        if options["enrol"] or not options["cosign"]:
            self._enrol()
        if options["cosign"] or not options["enrol"]:
            self._cosign()

    def _enrol(self) -> None:
        enrolled = set(Witness.objects.values_list("delegation", flat=True))
        folder = settings.RECORD_DEMONSTRATION_KEYS
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "README.txt").write_text(LABEL)
        host = settings.RECORD_ORIGIN.partition("/")[0]
        for code in settings.RECORD_DELEGATIONS:
            if code in enrolled:
                continue
            name = f"{host}/witness/{code.lower()}"
            key = kept_key(folder / f"{code}.key", name=name, kind=note.Kind.COSIGNATURE)
            proof = enrolment_note(key, delegation=code)
            enrol_witness(code, vkey=note.vkey_of(key), proof=proof, by=OPERATOR, is_demonstration=True)
            self.stdout.write(_("Enrolled the demonstration's witness of %s.") % code)

    def _cosign(self) -> None:
        checkpoint = newest_checkpoint()
        if checkpoint is None:
            self.stdout.write(_("There is no checkpoint to cosign yet."))
            return
        now = int(time.time())
        lines = [note.cosign(checkpoint.text, key, now) for key in _keys()]
        if lines:
            accept_cosignature(f"{checkpoint.text}\n{''.join(lines)}")
        self.stdout.write(
            _("%(count)d of the demonstration's witnesses cosigned the checkpoint of %(size)d entries.")
            % {"count": len(lines), "size": checkpoint.size}
        )


def _keys() -> list[note.Key]:
    """The keys at hand that are enrolled, as the demonstration's, now."""
    current = set(Witness.objects.current().filter(is_demonstration=True).values_list("vkey", flat=True))
    files = sorted(settings.RECORD_DEMONSTRATION_KEYS.glob("*.key"))
    keys = [parse_private_line(path.read_text().removesuffix("\n")) for path in files]
    return [key for key in keys if note.vkey_of(key) in current]

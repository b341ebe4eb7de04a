"""Draws the tables of docs/procedure.md."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from commission.law import DATA
from verification.procedure_tables import with_tables

PATH = settings.BASE_DIR / "docs" / "procedure.md"


class Command(BaseCommand):
    """Brings the tables between the markers up to date; what people wrote around them stays."""

    help = "Draw the tables of docs/procedure.md from the law and from protocol version 1."

    def handle(self, *args: Any, **options: Any) -> None:
        """The tables are as the law and the numbers are."""
        numbers = json.loads((DATA / "protocol_1.json").read_text())
        PATH.write_text(with_tables(PATH.read_text(), numbers=numbers))
        self.stdout.write(f"The tables of {PATH.name} are drawn.")

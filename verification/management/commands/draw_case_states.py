"""Prints docs/case-states.md."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from verification.drawing import page

PATH = settings.BASE_DIR / "docs" / "case-states.md"


class Command(BaseCommand):
    """Writes the page that shows every state and every act of the law."""

    help = "Write docs/case-states.md from the law."

    def handle(self, *args: Any, **options: Any) -> None:
        """The file is as the law is."""
        PATH.write_text(page())
        self.stdout.write(f"{PATH.name} is written.")

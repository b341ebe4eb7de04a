"""Stops the embedded PostgreSQL, which outlives the processes that use it."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections

from monitoring_site.database import stop_embedded_server


class Command(BaseCommand):
    """Afterwards the embedded server does not run; a server named by DATABASE_URL is not touched."""

    help = "Stop the embedded PostgreSQL of this checkout."
    requires_system_checks: list[str] = []

    def handle(self, *arguments: Any, **options: Any) -> None:
        connections.close_all()
        stopped = stop_embedded_server()
        self.stdout.write("The embedded database has stopped." if stopped else "No embedded database was running.")

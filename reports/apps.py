"""The app `reports`: what is shown across apps?"""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Desk, case pages, map, statistics and the demonstration; no models."""

    name = "reports"

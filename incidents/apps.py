"""The app `incidents`: what is alleged?"""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Intake, evidence and sources of incidents."""

    name = "incidents"

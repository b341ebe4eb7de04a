"""The app `penalties`: what follows?"""

from django.apps import AppConfig


class PenaltiesConfig(AppConfig):
    """Schedule, ledger, penalties and compliance."""

    name = "penalties"

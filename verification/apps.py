"""The app `verification`: what is decided?"""

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    """Registration, cases, replies, findings, ballots, verdicts and clocks."""

    name = "verification"

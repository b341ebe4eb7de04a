"""The app `notices`: who must know?"""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices in the app and by mail, and their read marks; pulled from the record, never pushed."""

    name = "notices"

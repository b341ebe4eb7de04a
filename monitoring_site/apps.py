"""The walls as a Django app, so that their templates and tests have a home."""

from django.apps import AppConfig


class WallsConfig(AppConfig):
    """The app `monitoring_site`; it has no models."""

    name = "monitoring_site"

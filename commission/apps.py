"""The app `commission`: who, and by which rules?"""

from django.apps import AppConfig


class CommissionConfig(AppConfig):
    """Delegations, members, sectors, catalogues and protocol versions."""

    name = "commission"

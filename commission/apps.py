"""The app `commission`: who, and by which rules?"""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommissionConfig(AppConfig):
    """Delegations, members, sectors, catalogues and protocol versions."""

    name = "commission"
    verbose_name = _("Commission")

"""The secretariat's admin site."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class SecretariatSite(AdminSite):
    """Django's admin, opened to admins of the secretariat only."""

    site_header = site_title = _("Secretariat")
    index_title = _("Administration")

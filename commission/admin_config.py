"""Replaces Django's default admin site by the secretariat's."""

from django.contrib.admin.apps import AdminConfig


class SecretariatAdminConfig(AdminConfig):
    """Django's admin with this project's own site: admins of the secretariat only."""

    default_site = "commission.admin_site.SecretariatSite"

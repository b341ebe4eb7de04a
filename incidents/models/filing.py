"""The filings of an incident: the first, and each after it was returned."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from commission.models import Delegation
from incidents.models.incident import Incident


class Filing(models.Model):
    """Who filed the incident, each time: recusal follows every person who did, not only the last (DESIGN 2)."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="filings")
    filed_at = models.DateTimeField(_("filed at"))
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("filed by"))
    # The delegation as it was: a member may hold another seat later.
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+", verbose_name=_("filing delegation"))
    digest = models.BinaryField(_("digest of what was filed"), max_length=32)

    class Meta:
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "filed_at"], name="filing_once"),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.filed_at:%Y-%m-%d}"

"""What an addressee says it has done."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models import Evidence
from penalties.models.penalty import Penalty


class ComplianceReport(models.Model):
    """The addressee's report that it did what was ordered; discharge needs evidence and a mediator (DESIGN 5)."""

    penalty = models.ForeignKey(Penalty, models.PROTECT, related_name="compliance_reports")
    text = models.TextField(_("what was done"))
    evidence = models.ManyToManyField(Evidence, related_name="+", verbose_name=_("evidence"))
    digest = models.BinaryField(_("digest"), max_length=32)  # by this, and nothing else, an admin knows the report
    reported_at = models.DateTimeField(_("reported at"))
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reported by")
    )
    logged_at = models.DateTimeField(_("logged by the secretariat at"), null=True)
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("logged by")
    )
    rejected_at = models.DateTimeField(_("not accepted at"), null=True)
    rejected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("not accepted by")
    )
    rejection_reasons = models.TextField(_("reasons"), blank=True)

    class Meta:
        verbose_name = _("compliance report")
        verbose_name_plural = _("compliance reports")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(logged_at=None, logged_by=None)
                | models.Q(logged_at__isnull=False, logged_by__isnull=False),
                name="compliance_logged_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(rejected_at=None, rejected_by=None)
                | models.Q(rejected_at__isnull=False, rejected_by__isnull=False),
                name="compliance_rejected_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.penalty}: {self.reported_at:%Y-%m-%d}"

    @property
    def digest_hex(self) -> str:
        """The SHA-256 of the report and its evidence digests in lower-case hexadecimal."""
        return bytes(self.digest).hex()

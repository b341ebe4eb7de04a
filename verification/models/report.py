"""What the verification team found on the ground."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from verification.models.case import Case


class Report(models.Model):
    """The verification team's report; with it, unless it is interim, the case goes to deliberation (DESIGN 3)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="reports")
    is_interim = models.BooleanField(_("interim report"), default=False)
    text = models.TextField(_("text"))
    submitted_at = models.DateTimeField(_("submitted at"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("submitted by")
    )

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.submitted_at:%Y-%m-%d}"

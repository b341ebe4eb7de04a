"""A respondent's answer."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from commission.models import Delegation
from incidents.models import Evidence, Incident
from verification.vocabularies import Stance


class Reply(models.Model):
    """A respondent's answer within its time; silence is recorded as silence, never as admission (DESIGN 1)."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="replies")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+", verbose_name=_("delegation"))
    stance = models.CharField(_("stance"), max_length=12, choices=Stance.choices, blank=True)
    text = models.TextField(_("text"), blank=True)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="+", verbose_name=_("evidence"))
    drafted_at = models.DateTimeField(_("drafted at"))
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    sent_at = models.DateTimeField(_("sent at"), null=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("sent by")
    )

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "delegation"], name="reply_one_per_delegation"),
            models.CheckConstraint(
                condition=models.Q(sent_at=None, sent_by=None)
                | (models.Q(sent_at__isnull=False, sent_by__isnull=False) & ~models.Q(stance="")),
                name="reply_sent_whole",
            ),
            # A draft may not have taken its stance yet.
            models.CheckConstraint(condition=models.Q(stance__in=["", *Stance.values]), name="reply_stance_known"),
        ]

    def __str__(self) -> str:
        return f"{self.delegation_id}: {self.get_stance_display()}"

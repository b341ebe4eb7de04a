"""One delegation's half of an act that two must do together."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from verification.models.case import Case


class Assent(models.Model):
    """An act of both mediators, or of both parties' heads, is done when both have assented to exactly the same terms."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="assents")
    act = models.CharField(_("act"), max_length=40)
    subject = models.CharField(_("about"), max_length=40, blank=True)  # a penalty's reference; "" for the case itself
    terms = models.JSONField(_("terms"))
    terms_digest = models.BinaryField(_("digest of the terms"), max_length=32)
    delegation = models.ForeignKey("commission.Delegation", models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("given at"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    # Spent: the act was done, the delegation gave other terms since, or the case moved on.
    spent_at = models.DateTimeField(_("spent at"), null=True)

    class Meta:
        verbose_name = _("assent")
        verbose_name_plural = _("assents")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "act", "subject", "delegation"],
                condition=models.Q(spent_at=None),
                name="assent_one_live_per_delegation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegation_id}: {self.act}"

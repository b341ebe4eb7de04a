"""A second look at a verdict."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from commission.models import Delegation
from penalties.vocabularies import ReviewOutcome
from verification.models import Verdict
from verification.vocabularies import ReviewGround


class Review(models.Model):
    """A party asks for a review; both mediators decide it, by persons who did not vote on the verdict (DESIGN 3)."""

    verdict = models.ForeignKey(Verdict, models.PROTECT, related_name="reviews")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    ground = models.CharField(_("ground"), max_length=10, choices=ReviewGround.choices)
    reasons = models.TextField(_("reasons"))
    discovered_on = models.DateField(_("the new fact was discovered on"), null=True)
    requested_at = models.DateTimeField(_("requested at"))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=ReviewOutcome.choices, blank=True)
    outcome_reasons = models.TextField(_("reasons of the outcome"), blank=True)
    concluded_at = models.DateTimeField(_("concluded at"), null=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["verdict"], condition=models.Q(concluded_at=None), name="review_one_pending_per_verdict"
            ),
            models.CheckConstraint(
                condition=models.Q(concluded_at=None, outcome="")
                | (models.Q(concluded_at__isnull=False) & ~models.Q(outcome="")),
                name="review_concluded_with_outcome",
            ),
            models.CheckConstraint(condition=models.Q(ground__in=ReviewGround.values), name="review_ground_known"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["", *ReviewOutcome.values]), name="review_outcome_known"
            ),
            # A new fact has its day of discovery: by that day its own time is counted.
            models.CheckConstraint(
                condition=~models.Q(ground="new_fact") | models.Q(discovered_on__isnull=False),
                name="review_new_fact_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict}: {self.get_ground_display()}"

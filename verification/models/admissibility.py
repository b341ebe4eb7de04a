"""What the mediators decided about a filed incident before it became a case's."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from verification.vocabularies import AdmissibilityDecisionKind


class AdmissibilityDecision(models.Model):
    """A mediator that did not file returns, registers or declares inadmissible; the other may object (DESIGN 3)."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="admissibility_decisions")
    kind = models.CharField(_("decision"), max_length=14, choices=AdmissibilityDecisionKind.choices)
    reasons = models.TextField(_("reasons"), blank=True)
    decided_at = models.DateTimeField(_("decided at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    # The delegation as it was: a member may hold another seat later.
    delegation = models.ForeignKey("commission.Delegation", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("decision on admissibility")
        verbose_name_plural = _("decisions on admissibility")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=AdmissibilityDecisionKind.values), name="admissibility_decision_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.get_kind_display()}"

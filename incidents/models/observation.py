"""What was heard or seen."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident
from incidents.vocabularies import Direction, Means


class Observation(models.Model):
    """One observation of an incident: count, means, weapon, direction, bearing (DESIGN 4)."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="observations")
    count = models.PositiveIntegerField(_("count"), null=True, blank=True)
    means = models.CharField(_("means"), max_length=8, choices=Means.choices)
    weapon = models.CharField(_("weapon or object"), max_length=120, blank=True)
    direction = models.CharField(
        _("direction"), max_length=12, choices=Direction.choices, default=Direction.UNDETERMINED
    )
    bearing = models.PositiveSmallIntegerField(_("bearing (degrees)"), null=True, blank=True)

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(bearing=None) | models.Q(bearing__lte=359), name="observation_bearing_0_to_359"
            ),
            models.CheckConstraint(condition=models.Q(means__in=Means.values), name="observation_means_known"),
            models.CheckConstraint(
                condition=models.Q(direction__in=Direction.values), name="observation_direction_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.get_means_display()}"

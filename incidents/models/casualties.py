"""Casualty figures, versioned."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident
from incidents.vocabularies import Harm, PersonGroup


class CasualtyFigure(models.Model):
    """Killed or injured of one group, as low, best and high; a new figure stands beside the old one (DESIGN 4)."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="casualty_figures")
    harm = models.CharField(_("killed or injured"), max_length=8, choices=Harm.choices)
    group = models.CharField(_("group"), max_length=20, choices=PersonGroup.choices)
    low = models.PositiveIntegerField(_("low"), default=0)
    best = models.PositiveIntegerField(_("best"))
    high = models.PositiveIntegerField(_("high"))
    source = models.CharField(_("source of the figure"), max_length=200, blank=True)
    as_of = models.DateTimeField(_("as of"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("casualty figure")
        verbose_name_plural = _("casualty figures")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(low__lte=models.F("best"), best__lte=models.F("high")),
                name="casualty_low_best_high_in_order",
            ),
            models.UniqueConstraint(fields=["incident", "harm", "group", "version"], name="casualty_version_once"),
            models.CheckConstraint(condition=models.Q(harm__in=Harm.values), name="casualty_harm_known"),
            models.CheckConstraint(condition=models.Q(group__in=PersonGroup.values), name="casualty_group_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_harm_display()} {self.get_group_display()}: {self.best}"

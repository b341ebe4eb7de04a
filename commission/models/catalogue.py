"""The two catalogues: types of violation, and measures."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class ViolationType(models.Model):
    """One neutral, mirrored code of what may be alleged, A1 to G6 (DESIGN 4)."""

    code = models.CharField(_("code"), primary_key=True, max_length=4)
    group = models.CharField(_("group"), max_length=40)
    gravity = models.PositiveSmallIntegerField(_("gravity (1 to 3)"))
    name = models.CharField(_("name"), max_length=80)
    definition = models.CharField(_("definition"), max_length=300)
    is_in_use = models.BooleanField(_("offered for new incidents"), default=True)

    class Meta:
        verbose_name = _("type of violation")
        verbose_name_plural = _("types of violation")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(gravity__gte=1, gravity__lte=3), name="violation_type_gravity_1_to_3"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {gettext(self.name)}"


class Measure(models.Model):
    """A kind of penalty from the catalogue, P1 to P11 (DESIGN 1)."""

    level = models.CharField(_("level"), primary_key=True, max_length=4)
    order = models.PositiveSmallIntegerField(_("order"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    precedent = models.CharField(_("precedent"), max_length=120, blank=True)
    is_in_use = models.BooleanField(_("offered for new findings"), default=True)

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["order"]

    def __str__(self) -> str:
        return f"{self.level} {gettext(self.name)}"

"""Stretches along the line, and the named crossings in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SectorQuerySet(models.QuerySet["Sector"]):
    """Named questions about sectors."""

    def in_effect(self) -> "SectorQuerySet":
        """The newest version of each sector, in the order of the line."""
        newest = self.order_by("code", "-version").distinct("code").values("pk")
        return self.filter(pk__in=newest).order_by("order")


class Sector(models.Model):
    """A stretch along the line, with a polygon; versioned, never edited in place (DESIGN 1)."""

    code = models.CharField(_("code"), max_length=8)
    version = models.PositiveIntegerField(_("version"), default=1)
    order = models.PositiveSmallIntegerField(_("order along the line"))
    af_province_districts = models.CharField(_("provinces and districts, AF side"), max_length=200)
    pk_districts = models.CharField(_("districts, PK side"), max_length=200)
    polygon = models.JSONField(_("polygon (GeoJSON)"))
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        "commission.Member", models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )

    objects = SectorQuerySet.as_manager()

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        ordering = ["order", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="sector_version_once"),
        ]

    def __str__(self) -> str:
        return self.code


class Crossing(models.Model):
    """A named crossing point in a sector (DESIGN 1)."""

    class Certainty(models.TextChoices):
        """How well the position is known."""

        PUBLISHED = "published", _("published position")
        APPROXIMATE = "approximate", _("approximate position")

    name = models.CharField(_("name"), max_length=80, unique=True)
    sector_code = models.CharField(_("sector"), max_length=8)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6)
    is_notified_for_trade = models.BooleanField(_("notified for trade (2021)"), default=False)
    certainty = models.CharField(_("certainty"), max_length=12, choices=Certainty.choices)

    class Meta:
        verbose_name = _("crossing")
        verbose_name_plural = _("crossings")
        ordering = ["sector_code", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(certainty__in=["published", "approximate"]), name="crossing_certainty_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

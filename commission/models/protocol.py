"""The numbers of the procedure, by version."""

import math

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProtocolQuerySet(models.QuerySet["Protocol"]):
    """Named questions about protocol versions."""

    def in_effect(self) -> "Protocol":
        """The version that a case opened now is bound to, for as long as it lives."""
        return self.filter(confirmed_at__isnull=False).latest("number")


class Protocol(models.Model):
    """One version of the procedure's numbers; takes effect, for new cases only, when a second admin confirms it."""

    number = models.PositiveIntegerField(_("number"), primary_key=True)
    numbers = models.JSONField(_("numbers (JSON)"))
    drafted_at = models.DateTimeField(_("drafted at"))
    drafted_by = models.ForeignKey(
        "commission.Member", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("drafted by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "commission.Member", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )

    objects = ProtocolQuerySet.as_manager()

    class Meta:
        verbose_name = _("protocol version")
        verbose_name_plural = _("protocol versions")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(number=1)
                | models.Q(confirmed_at=None, confirmed_by=None)
                | models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="protocol_confirmed_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("drafted_by")),
                name="protocol_confirmed_by_a_second_admin",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Protocol version %(number)s") % {"number": self.number})

    def clock_hours(self, clock: str) -> int:
        """How long the named clock runs, in hours."""
        return int(self.numbers["clocks"][clock]["hours"])

    @property
    def compliance_days(self) -> int:
        """In how many days after its notification a penalty is due where its finding says no other number."""
        return math.ceil(self.clock_hours("compliance") / 24)

"""The clocks that run, as rows that the worker and the desk can find."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from commission import law
from incidents.models import Incident
from verification.clocks import AFTER, CLOSING, END, HALF, THREE_QUARTERS
from verification.models.case import Case


class ClockQuerySet(models.QuerySet["Clock"]):
    """Named questions about clocks."""

    def running(self, at: datetime) -> "ClockQuerySet":
        """Started, not stopped, and the end not reached at this time."""
        return self.filter(stopped_at=None, performed_at=None, ends_at__gt=at)


class Clock(models.Model):
    """One running time limit of the procedure; a mirror of verification/clocks.py, written in the same transaction."""

    kind = models.CharField(_("clock"), max_length=30)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="clocks")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="clocks")
    owner = models.CharField(_("whose time it is"), max_length=12)  # a delegation's code, or "principals"
    started_at = models.DateTimeField(_("started at"))
    ends_at = models.DateTimeField(_("ends at"))
    stopped_at = models.DateTimeField(_("stopped at"), null=True)
    performed_at = models.DateTimeField(_("its end was performed at"), null=True)
    # When the worker next has something to do for this clock (a reminder, its end, a reminder after it), and what.
    next_at = models.DateTimeField(_("next moment"), null=True)
    next_moment = models.CharField(_("what is next"), max_length=16, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        ordering = ["ends_at", "id"]
        indexes = [
            models.Index(
                fields=["next_at", "id"],
                condition=models.Q(stopped_at=None, next_at__isnull=False),
                name="clock_due",
            ),
            # Nothing ever stops the time to ask for a correction, and it awaits nobody: the desk would read them all.
            models.Index(
                fields=["owner", "ends_at"],
                condition=models.Q(stopped_at=None) & ~models.Q(kind="correction"),
                name="clock_running_of_owner",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "case", "incident", "owner", "started_at"],
                nulls_distinct=False,
                name="clock_once",
            ),
            models.CheckConstraint(
                condition=models.Q(case__isnull=False) | models.Q(incident__isnull=False), name="clock_about_something"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[row.clock for row in law.clock_rows()]), name="clock_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(owner__in=["PK", "AF", "TR", "QA", "team", "rapporteur", "principals"]),
                name="clock_owner_known",
            ),
            models.CheckConstraint(
                condition=models.Q(next_moment="", next_at=None)
                | models.Q(next_moment__in=[HALF, THREE_QUARTERS, END, AFTER], next_at__isnull=False),
                name="clock_next_moment_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.owner}"

    def get_absolute_url(self) -> str:
        """The page of what the clock is about."""
        return self.case.get_absolute_url() if self.case else self.incident.get_absolute_url()

    @property
    def closes_its_step(self) -> bool:
        """Whether the end of this clock closes a step; what is not done by then is too late, and not overdue."""
        return self.kind in CLOSING

"""What a final verdict orders a party to do."""

from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commission.models import Delegation
from penalties.vocabularies import PenaltyState
from verification.clocks import END, HALF, THREE_QUARTERS, Moment, moments_of
from verification.models import ProposedMeasure, Verdict

MOMENTS = [HALF, THREE_QUARTERS, END]
AWAITING = ["notified", "overdue", "referred", "reported"]  # its addressee or the mediators


class Penalty(models.Model):
    """A measure ordered by a final verdict: addressee, specific measurable act, due date, who checks (DESIGN 1)."""

    reference = models.CharField(_("reference"), max_length=30, unique=True)  # JMC-2026-00042/P1, by order in the case
    verdict = models.ForeignKey(Verdict, models.PROTECT, related_name="penalties", verbose_name=_("verdict"))
    proposed_measure = models.OneToOneField(
        ProposedMeasure, models.PROTECT, related_name="penalty", verbose_name=_("as proposed")
    )
    addressee = models.ForeignKey(Delegation, models.PROTECT, related_name="penalties", verbose_name=_("addressee"))
    state = models.CharField(_("state"), max_length=12, choices=PenaltyState.choices, default=PenaltyState.PROPOSED)
    ordered_at = models.DateTimeField(_("ordered at"), null=True)
    notified_at = models.DateTimeField(_("notified at"), null=True)
    due_at = models.DateTimeField(_("due at"), null=True)
    # Set while it is stayed, so that lifting the stay gives back the time that was left.
    stayed_at = models.DateTimeField(_("stayed at"), null=True)
    ended_at = models.DateTimeField(_("discharged or reversed at"), null=True)
    # When the worker next has something to do for the addressee's clock (a reminder, its end), and what.
    next_at = models.DateTimeField(_("next moment"), null=True)
    next_moment = models.CharField(_("what is next"), max_length=16, blank=True)

    class Meta:
        verbose_name = _("penalty")
        verbose_name_plural = _("penalties")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["next_at", "id"], condition=models.Q(next_at__isnull=False), name="penalty_due"),
            models.Index(fields=["addressee", "-id"], name="penalty_of_addressee"),
            models.Index(fields=["due_at", "id"], condition=models.Q(state__in=AWAITING), name="penalty_awaiting"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=PenaltyState.values), name="penalty_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state="notified") | models.Q(due_at__isnull=False),
                name="penalty_notified_has_due_date",
            ),
            models.CheckConstraint(
                condition=models.Q(state="notified", next_at__isnull=False, next_moment__in=MOMENTS)
                | (~models.Q(state="notified") & models.Q(next_at=None, next_moment="")),
                name="penalty_moment_while_clock_runs",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The penalty's own page."""
        return reverse("penalty_detail", args=[self.pk])

    @property
    def subject(self) -> tuple[str, str]:
        """Under which name the record knows this penalty."""
        return ("penalty", self.reference)

    @property
    def is_clock_running(self) -> bool:
        """Whether the addressee's time to comply runs."""
        return self.state == PenaltyState.NOTIFIED

    @property
    def moments(self) -> tuple[Moment, ...]:
        """When the addressee is reminded, and when it is overdue. A stay moves them as it moves the due date."""
        assert self.due_at is not None, "the time to comply runs from the notification"
        since = self.due_at - timedelta(days=self.proposed_measure.due_days)
        return moments_of(since, self.due_at)

"""One round of voting, and the voices in it."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commission.models import Delegation
from verification.models.case import Case
from verification.models.finding import Finding
from verification.vocabularies import Choice, Outcome


class Ballot(models.Model):
    """One round of voting on one exact finding, bound to its digest and its evidence digests (DESIGN 1)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="ballots")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="ballots")
    number = models.PositiveSmallIntegerField(_("number"))  # of all ballots of the case, also before a reopening
    round = models.PositiveSmallIntegerField(_("round"))  # as tallied: 1 or 2
    digest = models.BinaryField(_("digest of the text"), max_length=32)
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    closes_at = models.DateTimeField(_("closes at"))
    closed_at = models.DateTimeField(_("closed at"), null=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, blank=True)
    annulment_reasons = models.TextField(_("reasons for the annulment"), blank=True)

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="ballot_number_once"),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(closed_at=None), name="ballot_one_open_per_case"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, outcome="")
                | (models.Q(closed_at__isnull=False) & ~models.Q(outcome="")),
                name="ballot_closed_with_outcome",
            ),
            models.CheckConstraint(condition=models.Q(outcome__in=["", *Outcome.values]), name="ballot_outcome_known"),
            models.CheckConstraint(condition=models.Q(round__in=[1, 2]), name="ballot_round_1_or_2"),
            models.CheckConstraint(
                condition=~models.Q(outcome="annulled") | ~models.Q(annulment_reasons=""),
                name="ballot_annulled_with_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.number}"

    def get_absolute_url(self) -> str:
        """The ballot's place on its case's page."""
        return reverse("case_detail", args=[self.case.reference]) + f"#ballot-{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether votes may still be cast."""
        return self.closed_at is None

    @property
    def digest_hex(self) -> str:
        """The SHA-256 of the text that is voted on, in lower-case hexadecimal."""
        return bytes(self.digest).hex()


class Vote(models.Model):
    """A delegation's voice; final, and it names the digest it was cast on. The database keeps it as it was cast."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="votes")
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+", verbose_name=_("delegation"))
    choice = models.CharField(_("vote"), max_length=8, choices=Choice.choices)
    reasons = models.TextField(_("reasons"), blank=True)
    digest = models.BinaryField(_("digest of the text"), max_length=32)
    cast_at = models.DateTimeField(_("cast at"))
    cast_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="votes", verbose_name=_("cast by")
    )

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "delegation"], name="vote_one_per_delegation_and_ballot"),
            models.CheckConstraint(
                condition=models.Q(choice="approve") | ~models.Q(reasons=""), name="vote_not_approving_has_reasons"
            ),
            models.CheckConstraint(condition=models.Q(choice__in=Choice.values), name="vote_choice_known"),
        ]

    def __str__(self) -> str:
        return f"{self.delegation_id} · {self.ballot}"

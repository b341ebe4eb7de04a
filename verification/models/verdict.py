"""A finding that a ballot, or a review, adopted."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from verification.models.ballot import Ballot
from verification.models.case import Case
from verification.models.finding import Finding

ADOPTIONS = ["consensus", "determined", "varied"]  # those of Verdict.Adoption


class Verdict(models.Model):
    """A finding that was adopted. Text never edited afterwards; a later verdict supersedes it (DESIGN 1)."""

    class Adoption(models.TextChoices):
        """How it came to stand."""

        CONSENSUS = "consensus", _("adopted by consensus")
        DETERMINED = "determined", _("determined by the mediators")
        VARIED = "varied", _("varied on review")

    case = models.ForeignKey(Case, models.PROTECT, related_name="verdicts")
    number = models.PositiveSmallIntegerField(_("number"))
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="+")
    ballot = models.OneToOneField(Ballot, models.PROTECT, null=True, related_name="verdict")  # null: varied on review
    adoption = models.CharField(_("adoption"), max_length=12, choices=Adoption.choices)
    adopted_at = models.DateTimeField(_("adopted at"))
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    # Each is set once, and only from empty.
    final_at = models.DateTimeField(_("final since"), null=True)
    final_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("declared final by")
    )
    reversed_at = models.DateTimeField(_("reversed at"), null=True)
    released_at = models.DateTimeField(_("released at"), null=True)
    release_reasons = models.TextField(_("reasons not to release"), blank=True)

    class Meta:
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        ordering = ["number"]
        indexes = [
            models.Index(fields=["-id"], condition=models.Q(released_at__isnull=False), name="verdict_released"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="verdict_number_once"),
            models.CheckConstraint(
                condition=models.Q(final_at=None, final_by=None)
                | models.Q(final_at__isnull=False, final_by__isnull=False),
                name="verdict_final_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(released_at=None) | models.Q(final_at__isnull=False),
                name="verdict_released_only_when_final",
            ),
            models.CheckConstraint(condition=models.Q(adoption__in=ADOPTIONS), name="verdict_adoption_known"),
            # A verdict comes of a ballot, or of a review that varied an earlier one: never of neither.
            models.CheckConstraint(
                condition=models.Q(adoption="varied", ballot=None, supersedes__isnull=False)
                | (~models.Q(adoption="varied") & models.Q(ballot__isnull=False)),
                name="verdict_of_a_ballot_or_a_review",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.number}"

    def get_absolute_url(self) -> str:
        """The verdict's own page."""
        return reverse("verdict_detail", args=[self.case.reference, self.number])

    @property
    def subject(self) -> tuple[str, str]:
        """Under which name the record knows this verdict."""
        return ("verdict", f"{self.case.reference}/{self.number}")

"""The penalty ledger."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from commission.models import Delegation
from verification.models import Determination, ProposedMeasure, Verdict


class Posting(models.Model):
    """One line of the penalty ledger. The ledger only grows; a correction is a counter-posting (DESIGN 5)."""

    party = models.ForeignKey(Delegation, models.PROTECT, related_name="postings", verbose_name=_("party"))
    unit = models.CharField(_("unit"), max_length=6)  # "points", or a currency
    amount = models.BigIntegerField(_("amount"))  # a counter-posting's amount is the negative of what it reverses
    verdict = models.ForeignKey(Verdict, models.PROTECT, related_name="postings", verbose_name=_("verdict"))
    determination = models.ForeignKey(
        Determination, models.PROTECT, related_name="postings", verbose_name=_("determination")
    )
    proposed_measure = models.ForeignKey(
        ProposedMeasure, models.PROTECT, null=True, related_name="+", verbose_name=_("for the compensation")
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by", verbose_name=_("reverses")
    )
    # The UTC day the verdict became final; a counter-posting bears the date of what it reverses, and so does what a
    # varied verdict posts again unchanged.
    dated = models.DateField(_("date"))
    posted_at = models.DateTimeField(_("posted at"))

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        ordering = ["id"]
        indexes = [models.Index(fields=["party", "unit", "dated"], name="posting_of_party")]
        constraints = [
            models.UniqueConstraint(
                fields=["verdict", "determination", "unit", "proposed_measure"],
                condition=models.Q(reverses=None),
                nulls_distinct=False,
                name="posting_once_per_determination_and_verdict",
            ),
            models.CheckConstraint(
                condition=models.Q(reverses=None, amount__gt=0) | models.Q(reverses__isnull=False, amount__lt=0),
                name="posting_sign_says_what_it_is",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.amount} {self.unit}"

"""The closed lists of words of the ledger and of penalties (DESIGN 3 and 5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PenaltyState(models.TextChoices):
    """Where a penalty stands; which may follow which is in states.py."""

    PROPOSED = "proposed", _("proposed")
    ORDERED = "ordered", _("ordered")
    NOTIFIED = "notified", _("notified")
    REPORTED = "reported", _("compliance reported")
    DISCHARGED = "discharged", _("discharged")
    OVERDUE = "overdue", _("overdue")
    REFERRED = "referred", _("referred to the principals")
    STAYED = "stayed", _("stayed")
    REVERSED = "reversed", _("reversed")


# States after which nothing is left to be done.
ENDED = (PenaltyState.DISCHARGED, PenaltyState.REVERSED)


class ReviewOutcome(models.TextChoices):
    """How a review ended."""

    UPHELD = "upheld", _("upheld")
    VARIED = "varied", _("varied")
    REVERSED = "reversed", _("reversed")
    REOPENED = "reopened", _("case reopened")
    LAPSED = "lapsed", _("lapsed without a decision: the verdict stands")


POINTS = "points"  # a posting's unit, or else a currency's three letters

"""The witnesses: each delegation's key, and the cosignatures that its own machine made."""

from __future__ import annotations

from django.db import models
from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from record.models.log import Checkpoint

# Three of four exclude a split view with one dishonest witness; four of four with three (RECORD.md section 3).
QUORUM, ALL_FOUR = 3, 4


class WitnessQuerySet(models.QuerySet["Witness"]):
    def current(self) -> WitnessQuerySet:
        """The newest key of each delegation."""
        newest = Witness.objects.filter(delegation=OuterRef("delegation")).order_by("-pk").values("pk")[:1]
        return self.filter(pk=Subquery(newest)).order_by("delegation")

    def with_cosigned_size(self) -> WitnessQuerySet:
        """Each key with `cosigned_size`: the largest tree it has cosigned, or None."""
        largest = Cosignature.objects.filter(witness=OuterRef("pk")).order_by("-checkpoint_id")
        return self.annotate(cosigned_size=Subquery(largest.values("checkpoint_id")[:1]))

    def with_waiting_since(self) -> WitnessQuerySet:
        """Each key also with `waiting_since`: when the first checkpoint was signed that lies beyond that, or None."""
        beyond = Coalesce(OuterRef("cosigned_size"), 0, output_field=models.BigIntegerField())
        first = Checkpoint.objects.filter(size__gt=beyond).order_by("size")
        return self.with_cosigned_size().annotate(waiting_since=Subquery(first.values("signed_at")[:1]))

    def size_cosigned_by(self, number: int) -> Subquery:
        """The size of the largest tree up to which this many delegations have cosigned, or None."""
        by_delegation = (
            Witness.objects.with_cosigned_size()
            .filter(cosigned_size__isnull=False)
            .order_by()
            .values("delegation")
            .annotate(largest=Max("cosigned_size"))
        )
        return Subquery(by_delegation.order_by("-largest").values("largest")[number - 1 : number])


class Witness(models.Model):
    """A delegation's cosigning key, enrolled with proof that it is held; a newer one takes the place of an older."""

    delegation = models.TextField()
    vkey = models.TextField(unique=True)
    enrolled_at = models.DateTimeField()
    is_demonstration = models.BooleanField(default=False)

    objects = WitnessQuerySet.as_manager()

    class Meta:
        verbose_name = _("witness")
        verbose_name_plural = _("witnesses")
        indexes = [models.Index(fields=["delegation", "-id"], name="witness_newest_of_delegation")]

    def __str__(self) -> str:
        return f"{self.delegation} {self.vkey}"


class Cosignature(models.Model):
    """A witness's word that, when it cosigned, this was the largest tree it had seen, consistent with all before."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="cosignatures")
    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="cosignatures", db_index=False)
    line = models.TextField()
    received_at = models.DateTimeField()

    class Meta:
        verbose_name = _("cosignature")
        verbose_name_plural = _("cosignatures")
        constraints = [models.UniqueConstraint(fields=["witness", "checkpoint"], name="cosignature_once")]

    def __str__(self) -> str:
        return f"{self.witness_id} on {self.checkpoint_id}"

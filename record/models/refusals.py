"""Refusals to cosign: what a delegation's witness was shown, and does not stand for."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from record.models.acts import Act
from record.models.witnesses import Cosignature, Witness
from record.refusal_note import KINDS


class CosigningRefusalQuerySet(models.QuerySet["CosigningRefusal"]):
    def standing(self) -> CosigningRefusalQuerySet:
        """The newest refusal of each delegation that has brought no cosignature since."""
        later = Cosignature.objects.filter(
            witness__delegation=OuterRef("witness__delegation"), received_at__gt=OuterRef("received_at")
        )
        newest = self.order_by("witness__delegation", "-pk").distinct("witness__delegation").values("pk")
        return self.filter(~Exists(later), pk__in=newest).order_by("witness__delegation")


class CosigningRefusal(models.Model):
    """A refusal to cosign is itself an act: which tree, and why; the tree may be one that this log never signed."""

    class Kind(models.TextChoices):
        SMALLER = "smaller", _("It is smaller than what the witness has cosigned.")
        FORK = "fork", _("It is another tree than the one of this size that the witness has cosigned.")
        INCONSISTENT = "inconsistent", _("It does not extend what the witness has cosigned.")
        UNPROVEN = "unproven", _("Nothing proved that it extends what the witness has cosigned.")
        DECLINED = "declined", _("The witness found nothing wrong with it, and refuses for another reason.")

    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="refusals", db_index=False)
    act = models.OneToOneField(Act, on_delete=models.PROTECT, related_name="refusal")
    size = models.BigIntegerField()
    root = models.TextField()
    kind = models.TextField(choices=Kind)
    reason = models.TextField()
    is_ours = models.BooleanField()
    received_at = models.DateTimeField()

    objects = CosigningRefusalQuerySet.as_manager()

    class Meta:
        verbose_name = _("refusal to cosign")
        verbose_name_plural = _("refusals to cosign")
        constraints = [
            models.UniqueConstraint(fields=["witness", "size", "root"], name="refusal_once_per_tree"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="refusal_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.witness_id} on {self.size}"

    @property
    def delegation_id(self) -> str:
        """Whose witness refused; fetched with `witness`."""
        return self.witness.delegation

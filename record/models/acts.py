"""Acts: what they are about, who may open them, and how far each has come on its way into the log."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from record.models.log import Checkpoint, Entry
from record.models.witnesses import ALL_FOUR, QUORUM, Witness

SALT_BYTES = 32


class Part(models.TextChoices):
    ENVELOPE = "envelope", _("Envelope")
    BODY = "body", _("Body")


class Status(models.TextChoices):
    """How far an act has come: recorded once a signed checkpoint holds it, witnessed once three, then four, cosigned."""

    PENDING = "pending", _("Pending")
    RECORDED = "recorded", _("Recorded")
    WITNESSED = "witnessed", _("Witnessed")
    WITNESSED_BY_ALL = "witnessed_by_all", _("Witnessed by all")


def _salted_hash(column: str) -> Func:
    return Func(
        F("salt"),
        F(column),
        # In the order in which Django writes them into a migration: it compares them in order.
        arg_joiner=" || ",
        output_field=models.BinaryField(),
        template="sha256(%(expressions)s)",
    )


def _salt_is_whole() -> Exact:
    return Exact(Func(F("salt"), function="octet_length", output_field=models.IntegerField()), SALT_BYTES)


class ActQuerySet(models.QuerySet["Act"]):
    def about(self, subjects: Iterable[tuple[str, str]]) -> ActQuerySet:
        """Acts that name at least one of the (kind, reference) pairs among their subjects."""
        named = Q(pk__in=[])
        for kind, reference in subjects:
            named |= Q(kind=kind, reference=reference)
        return self.filter(pk__in=Subject.objects.filter(named).values("act_id"))

    def open_to(self, reader: str) -> ActQuerySet:
        """Acts whose envelope has been given to the reader."""
        given = Opening.objects.filter(act_id=OuterRef("pk"), part=Part.ENVELOPE, reader=reader)
        return self.filter(Exists(given))

    def with_entry_index(self) -> ActQuerySet:
        """Each act with `entry_index`, its place in the log or None, and the sizes of trees that `status` compares.

        The sizes are the same for every row, and the database works them out once for the whole query.
        """
        place = Entry.objects.filter(commitment=OuterRef("commitment")).values("index")[:1]
        return self.annotate(
            entry_index=Subquery(place),
            signed_size=Subquery(Checkpoint.objects.order_by("-size").values("size")[:1]),
            witnessed_size=Witness.objects.size_cosigned_by(QUORUM),
            witnessed_by_all_size=Witness.objects.size_cosigned_by(ALL_FOUR),
        )


class Act(models.Model):
    """One thing a member, or the clock, did to the common file; the actor stands in it as they were."""

    event = models.TextField()
    at = models.DateTimeField()
    actor_name = models.TextField()
    actor_role = models.TextField(blank=True, default="")
    actor_delegation = models.TextField(blank=True, default="")
    salt = models.BinaryField()
    envelope = models.BinaryField()
    commitment = models.BinaryField(unique=True)
    body_commitment = models.BinaryField(null=True)

    objects = ActQuerySet.as_manager()

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        constraints = [
            models.CheckConstraint(condition=_salt_is_whole(), name="act_salt_is_whole"),
            models.CheckConstraint(
                condition=Q(commitment=_salted_hash("envelope")), name="act_commitment_is_of_its_envelope"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.event}"

    def get_absolute_url(self) -> str:
        return reverse("record_act", args=[self.pk])

    @property
    def commitment_hex(self) -> str:
        return self.commitment.hex()

    @property
    def status(self) -> Status:
        """How far it has come; only on acts fetched `with_entry_index`."""
        index: int | None = getattr(self, "entry_index")
        for status, size in (
            (Status.WITNESSED_BY_ALL, getattr(self, "witnessed_by_all_size")),
            (Status.WITNESSED, getattr(self, "witnessed_size")),
            (Status.RECORDED, getattr(self, "signed_size")),
        ):
            if index is not None and size is not None and index < size:
                return status
        return Status.PENDING

    @property
    def has_proof(self) -> bool:
        """Whether a signed checkpoint holds it, so that its proof can be handed over."""
        return self.status != Status.PENDING


class Subject(models.Model):
    """What an act is about: an incident, a case, a member … by kind and spoken reference."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="subjects", db_index=False)
    kind = models.TextField()
    reference = models.TextField()

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        constraints = [models.UniqueConstraint(fields=["act", "kind", "reference"], name="subject_once_per_act")]
        indexes = [models.Index(fields=["kind", "reference", "act"], name="subject_by_reference")]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class Body(models.Model):
    """The confidential content of an act, committed to in its envelope.

    Never changed; deleted with its salt only to protect an informant, which leaves the log intact.
    """

    act = models.OneToOneField(Act, on_delete=models.PROTECT, primary_key=True, related_name="body")
    salt = models.BinaryField()
    body = models.BinaryField()
    commitment = models.BinaryField()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        constraints = [
            models.CheckConstraint(condition=_salt_is_whole(), name="body_salt_is_whole"),
            models.CheckConstraint(condition=Q(commitment=_salted_hash("body")), name="body_commitment_is_of_its_body"),
        ]

    def __str__(self) -> str:
        return f"body of {self.act_id}"


class Opening(models.Model):
    """One reader's right to open one part of one act; once given it is never taken back."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="openings", db_index=False)
    part = models.TextField(choices=Part.choices)
    reader = models.TextField()
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        constraints = [
            models.UniqueConstraint(fields=["act", "part", "reader"], name="opening_once_per_reader"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="opening_part_is_known"),
        ]
        indexes = [models.Index("reader", "part", F("act").desc(), name="opening_by_reader")]

    def __str__(self) -> str:
        return f"{self.part} of {self.act_id} to {self.reader}"

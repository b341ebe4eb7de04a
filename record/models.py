"""What the record stores: acts, what they are about, who may open them, and the log with its inbox.

Every table here is append-only (migration 0002 has the triggers), and no row of it points at another app.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

SALT_BYTES = 32


class Part(models.TextChoices):
    ENVELOPE = "envelope", _("Envelope")
    BODY = "body", _("Body")


class Status(models.TextChoices):
    """How far an act has come on its way into the log."""

    PENDING = "pending", _("Pending")
    RECORDED = "recorded", _("Recorded")


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


def _leaf_body() -> Func:
    """The bytes JCS({"v":1,"c":"<hex commitment>"}): all that a leaf of the log ever holds."""
    return Func(
        F("commitment"),
        template="""decode('{"c":"' || encode(%(expressions)s, 'hex') || '","v":1}', 'escape')""",
        output_field=models.BinaryField(),
    )


def _leaf_hash() -> Func:
    """RFC 6962 section 2.1: a leaf is hashed under a prefix of its own."""
    return Func(
        F("body"),
        template=r"sha256('\x00'::bytea || %(expressions)s)",
        output_field=models.BinaryField(),
    )


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
        """Each act with `entry_index`: its place in the log, or None while it waits in the inbox."""
        place = Entry.objects.filter(commitment=OuterRef("commitment")).values("index")[:1]
        return self.annotate(entry_index=Subquery(place))


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
        """Pending or recorded; only on acts fetched `with_entry_index`."""
        entry_index: int | None = getattr(self, "entry_index")
        return Status.PENDING if entry_index is None else Status.RECORDED


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


class Inbox(models.Model):
    """An act on its way into the log: written with the act, taken out by the sequencer alone."""

    id = models.BigAutoField(primary_key=True)
    body = models.BinaryField()
    commitment = models.BinaryField(unique=True)

    class Meta:
        verbose_name = _("pending entry")
        verbose_name_plural = _("pending entries")
        constraints = [models.CheckConstraint(condition=Q(body=_leaf_body()), name="inbox_body_is_its_commitment")]

    def __str__(self) -> str:
        return f"pending {self.pk}"


class Entry(models.Model):
    """One leaf of the log. Its index is gap-free from 0, and it says nothing but a commitment."""

    index = models.BigIntegerField(primary_key=True)
    body = models.BinaryField()
    commitment = models.BinaryField(unique=True)
    leaf = models.GeneratedField(expression=_leaf_hash(), output_field=models.BinaryField(), db_persist=True)
    sequenced_at = models.DateTimeField()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [
            models.CheckConstraint(condition=Q(index__gte=0), name="entry_index_from_zero"),
            models.CheckConstraint(condition=Q(body=_leaf_body()), name="entry_body_is_its_commitment"),
        ]

    def __str__(self) -> str:
        return f"entry {self.index}"

    @property
    def leaf_hex(self) -> str:
        return self.leaf.hex()


class Answered(models.Model):
    """What a repeated request (double click, retry) was already answered: the memory behind `actions.once`."""

    key = models.UUIDField()
    by = models.TextField()
    answer = models.TextField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("answered request")
        verbose_name_plural = _("answered requests")
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="answered_once")]

    def __str__(self) -> str:
        return f"{self.key} by {self.by}"

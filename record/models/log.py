"""The log: its inbox, its entries, the roots of its full subtrees, its key and its signed checkpoints."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


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


class Subtree(models.Model):
    """The root of one full subtree of 256^level entries, so that proofs and tiles are made from a few reads."""

    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    root = models.BinaryField()

    class Meta:
        verbose_name = _("subtree")
        verbose_name_plural = _("subtrees")
        constraints = [
            models.UniqueConstraint(fields=["level", "index"], name="subtree_once"),
            models.CheckConstraint(condition=Q(level__gte=1, index__gte=0), name="subtree_above_the_leaves"),
        ]

    def __str__(self) -> str:
        return f"subtree {self.level}/{self.index}"


class LogKey(models.Model):
    """The public key under which the log signs; its private half is in the sequencer's file alone."""

    vkey = models.TextField(unique=True)
    registered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("key of the log")
        verbose_name_plural = _("keys of the log")

    def __str__(self) -> str:
        return self.vkey


class Checkpoint(models.Model):
    """What the log signed when it had this many entries: its name, its size and the root over all of them."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        constraints = [models.CheckConstraint(condition=Q(size__gte=1), name="checkpoint_of_something")]

    def __str__(self) -> str:
        return f"checkpoint {self.size}"

    def get_absolute_url(self) -> str:
        return reverse("record_checkpoint_of_size", args=[self.size])

    @property
    def root_base64(self) -> str:
        """The root as the checkpoint's third line writes it, and as people compare it."""
        return self.note.split("\n")[2]

    @property
    def text(self) -> str:
        """The three lines that are signed and cosigned."""
        return self.note.partition("\n\n")[0] + "\n"

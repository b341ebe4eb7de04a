"""Logs for the record's tests: acts appended, checkpoints signed, cosignatures made."""

from datetime import UTC, datetime

from django.db import transaction

from record import note
from record.actions import accept_cosignature, append, sequence
from record.actor import Actor
from record.models import Checkpoint, Entry

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def act(*, readers=("PK",), body=None, body_readers=()):
    """One act, pending."""
    with transaction.atomic():
        return append(
            event="incidents.incident_filed",
            actor=Actor(name="Zarmina", role="head", delegation="PK"),
            at=AT,
            subjects=[("incident", "I-7KQ4ZP")],
            envelope_readers=list(readers),
            body=body,
            body_readers=list(body_readers),
        )


def acts(count):
    """As many acts, pending."""
    return [act() for _ in range(count)]


def signed(count, *, key):
    """So many more acts in the log, and the checkpoint that holds them."""
    acts(count)
    sequence(key=key)
    return Checkpoint.objects.latest("size")


def cosigned(checkpoint, *keys, time=1_772_366_400):
    """The checkpoint as cosigned by these keys, and brought to the server."""
    lines = "".join(note.cosign(checkpoint.text, key, time) for key in keys)
    return accept_cosignature(f"{checkpoint.text}\n{lines}")


def leaves():
    """The leaf hashes of all entries, in their order."""
    return [bytes(leaf) for leaf in Entry.objects.order_by("index").values_list("leaf", flat=True)]

"""What whoever owns the database, and then whoever also holds the log's key, can do to the record."""

from collections.abc import Sequence
from hashlib import sha256

from django.conf import settings
from django.db import connection

from record.actions import leaf_bytes
from record.growth import FullSubtree, Growth
from record.models import Act, Body, Checkpoint, Entry, Subtree
from record.note import checkpoint_text, sign_note
from record.sequencer import log_key
from record.tlog import leaf_hash
from verification.models import Vote


def as_superuser(table: str, statement: str, parameters: Sequence[object] = ()) -> None:
    """The statement changes rows of the table, whose triggers are off meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        cursor.execute(statement, parameters)
        changed = cursor.rowcount
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
    assert changed, "an attack that changes nothing proves nothing"


def edit_entry(index: int) -> None:
    """The entry commits to something else, and its columns agree with each other."""
    commitment = sha256(b"another act").digest()
    as_superuser(
        "record_entry",
        "UPDATE record_entry SET commitment = %s, body = %s WHERE index = %s",
        [commitment, leaf_bytes(commitment), index],
    )


def delete_entry(index: int) -> None:
    """The entry is gone, and those after it have moved up."""
    as_superuser("record_entry", "DELETE FROM record_entry WHERE index = %s", [index])
    as_superuser("record_entry", "UPDATE record_entry SET index = index - 1 WHERE index > %s", [index])


def swap_entries(first: int, second: int) -> None:
    """Each stands in the other's place."""
    aside = Entry.objects.count()
    for source, target in ((first, aside), (second, first), (aside, second)):
        as_superuser("record_entry", "UPDATE record_entry SET index = %s WHERE index = %s", [target, source])


def delete_newest(size: int) -> None:
    """The entries from this size on are gone; nothing else is."""
    as_superuser("record_entry", "DELETE FROM record_entry WHERE index >= %s", [size])


def delete_newest_and_checkpoints(size: int) -> None:
    """The log's tables are as they were at this size."""
    delete_newest(size)
    as_superuser("record_cosignature", "DELETE FROM record_cosignature WHERE checkpoint_id > %s", [size])
    as_superuser("record_checkpoint", "DELETE FROM record_checkpoint WHERE size > %s", [size])


def truncate_log() -> None:
    """No entry, no hash, no checkpoint and no cosignature is left."""
    tables = ("record_entry", "record_subtree", "record_cosignature", "record_checkpoint")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        cursor.execute(f"TRUNCATE {', '.join(tables)}")


def change_stored_hash(index: int) -> None:
    """The generated column no longer fits what it is generated from, as after an edit of the disk."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE record_entry ALTER COLUMN leaf DROP EXPRESSION")
    as_superuser("record_entry", "UPDATE record_entry SET leaf = sha256('x') WHERE index = %s", [index])


def change_body(act: Act, *, changes: dict[bytes, bytes]) -> bytes:
    """The act's body says something else, under a commitment that fits it; gives that commitment."""
    body = Body.objects.get(act=act)
    content = bytes(body.body)
    for old, new in changes.items():
        assert old in content, content
        content = content.replace(old, new)
    commitment = sha256(bytes(body.salt) + content).digest()
    as_superuser(
        "record_body",
        "UPDATE record_body SET body = %s, commitment = %s WHERE act_id = %s",
        [content, commitment, act.pk],
    )
    return commitment


def rewrite_act(act: Act, *, changes: dict[bytes, bytes]) -> None:
    """The act says something else: in its body, its envelope, its entry, and all commitments between them."""
    body_commitment = change_body(act, changes=changes)
    former = bytes(act.body_commitment or b"").hex().encode()
    envelope = bytes(act.envelope).replace(former, body_commitment.hex().encode())
    commitment = sha256(bytes(act.salt) + envelope).digest()
    as_superuser(
        "record_act",
        "UPDATE record_act SET envelope = %s, commitment = %s, body_commitment = %s WHERE id = %s",
        [envelope, commitment, body_commitment, act.pk],
    )
    as_superuser(
        "record_entry",
        "UPDATE record_entry SET commitment = %s, body = %s WHERE commitment = %s",
        [commitment, leaf_bytes(commitment), bytes(act.commitment)],
    )


def sign_everything_anew() -> None:
    """With the log's own key: every checkpoint and every stored hash is of the entries as they are now.

    The cosignatures cannot be made anew without the delegations' keys: they go.
    """
    as_superuser("record_cosignature", "DELETE FROM record_cosignature")
    key, growth, subtrees = log_key(), Growth(), list[FullSubtree]()
    sizes = set(Checkpoint.objects.values_list("size", flat=True))
    for body in Entry.objects.order_by("index").values_list("body", flat=True):
        subtrees += growth.append(leaf_hash(bytes(body)))
        if growth.size in sizes:
            note = sign_note(checkpoint_text(key.name, growth.size, growth.root()), key)
            as_superuser(
                "record_checkpoint",
                "UPDATE record_checkpoint SET root = %s, note = %s WHERE size = %s",
                [growth.root(), note, growth.size],
            )
    as_superuser("record_subtree", "DELETE FROM record_subtree")
    Subtree.objects.bulk_create([Subtree(level=one.level, index=one.index, root=one.root) for one in subtrees])
    (settings.RECORD_RELEASED_FOLDER / "checkpoint").write_text(Checkpoint.objects.latest("size").note)


def rewrite_vote(vote: Vote, *, choice: str, reasons: str) -> None:
    """The vote is another one in its row and in its act; then everything is signed anew."""
    as_superuser(
        "verification_vote",
        "UPDATE verification_vote SET choice = %s, reasons = %s WHERE id = %s",
        [choice, reasons, vote.pk],
    )
    changes = {
        f'"choice":"{vote.choice}"'.encode(): f'"choice":"{choice}"'.encode(),
        f'"reasons":"{vote.reasons}"'.encode(): f'"reasons":"{reasons}"'.encode(),
    }
    rewrite_act(act_of(vote), changes=changes)
    sign_everything_anew()


def act_of(vote: Vote) -> Act:
    """The act by which the vote was cast."""
    ballot = f"{vote.ballot.case.reference}/{vote.ballot.number}"
    cast = Act.objects.filter(event="verification.vote_cast", actor_delegation=vote.delegation_id)
    return cast.about([("ballot", ballot)]).get()

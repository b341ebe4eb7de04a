"""The sequencer's own work: putting the inbox in order, extending the tree, signing what it has become."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from monitoring_site.clock import database_time
from record.gapless import SEQUENCE_LOCK
from record.growth import FullSubtree, Growth
from record.models import Checkpoint, Entry, LogKey, Subtree
from record.note import Key, checkpoint_text, sign_note, vkey_of
from record.queries.log import log_vkey, newest_checkpoint, unfinished_at

ROWS_AT_ONCE = 5_000


class LogDiffers(Exception):
    """The database is not the log that was signed; signing on would fork it. The message says what to do."""


@transaction.atomic
def sequence(limit: int = 10_000, *, key: Key | None = None) -> int:
    """Up to `limit` pending acts, oldest first, become entries with the next gap-free indexes; gives how many.

    With the log's key, what the log has become is signed in the same transaction. Safe to call at any time, also side
    by side: the second caller waits for the first. Raises LogDiffers.
    """
    with connection.cursor() as cursor:
        # A statement of its own: the next one must see what the last holder of the lock committed.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEQUENCE_LOCK])
        at = database_time()
        cursor.execute(SEQUENCE_INBOX, {"limit": limit, "at": at})
        count = cursor.rowcount
    if key is not None:
        _sign_growth(key, at=at)
    return count


@transaction.atomic
def register_log_key(key: Key) -> None:
    """The log signs with this key, and with no other: raises LogDiffers where another was registered."""
    registered = log_vkey()
    if registered is None:
        LogKey.objects.create(vkey=vkey_of(key), registered_at=database_time())
    elif registered != vkey_of(key):
        raise LogDiffers(
            _(
                "The log's key file holds %(file)s, but this database's log was signed with %(registered)s. Put the "
                "former key file back (RECORD_LOG_KEY_FILE): signed with another key, nobody could check the log."
            )
            % {"file": vkey_of(key), "registered": registered}
        )


def _sign_growth(key: Key, *, at: datetime) -> None:
    """A checkpoint over all entries, if there are more than the last one holds. The caller holds the lock."""
    last = newest_checkpoint()
    growth = _growth_since(last)
    size_before = growth.size
    completed: list[FullSubtree] = []
    leaves = Entry.objects.filter(index__gte=size_before).order_by("index").values_list("leaf", flat=True)
    for leaf in leaves.iterator(chunk_size=ROWS_AT_ONCE):
        completed += growth.append(leaf)
    if growth.size == size_before:
        return
    Subtree.objects.bulk_create(
        [Subtree(level=one.level, index=one.index, root=one.root) for one in completed], batch_size=ROWS_AT_ONCE
    )
    root = growth.root()
    note = sign_note(checkpoint_text(key.name, growth.size, root), key)
    Checkpoint.objects.create(size=growth.size, root=root, note=note, signed_at=at)


def _growth_since(last: Checkpoint | None) -> Growth:
    if last is None:
        return Growth()
    growth = Growth(last.size, unfinished_at(last.size))
    # The newest leaves and subtrees only, so it stays cheap; `verify_record` and the witnesses look at all of them.
    if growth.root() != last.root:
        raise LogDiffers(
            _(
                "The entries in the database are not those that were signed as the first %(size)d. Somebody changed "
                "rows of the log; nothing is signed until a backup that agrees with its checkpoints is restored. "
                "`manage.py verify_record` names the first row that differs."
            )
            % {"size": last.size}
        )
    return growth


SEQUENCE_INBOX = """
WITH taken AS (
    DELETE FROM record_inbox
    WHERE id IN (SELECT id FROM record_inbox ORDER BY id LIMIT %(limit)s)
    RETURNING id, body, commitment
)
INSERT INTO record_entry (index, body, commitment, sequenced_at)
SELECT (SELECT coalesce(max(index) + 1, 0) FROM record_entry) + row_number() OVER (ORDER BY id) - 1,
       body, commitment, %(at)s
FROM taken
ORDER BY id
"""

"""The log as its readers see it: checkpoints with their cosignatures, tiles, and proofs made from a few rows."""

from collections.abc import Iterable
from functools import cache

from django.db import connection
from django.db.models import Count, Max, Q

from record.growth import unfinished_ranges
from record.models import Act, Checkpoint, Cosignature, Entry, LogKey, Witness
from record.note import parse_vkey, verify_cosignature
from record.policy import policy_text
from record.tiles import HEIGHT, WIDTH, Tile, entries_bytes, hashes_of, range_root
from record.tlog import consistency_ranges, inclusion_ranges

LEAVES = "SELECT string_agg(leaf, ''::bytea ORDER BY index) FROM record_entry WHERE index >= %s AND index < %s"
SUBTREES = (
    "SELECT string_agg(root, ''::bytea ORDER BY index) FROM record_subtree "
    "WHERE level = %s AND index >= %s AND index < %s"
)


def log_vkey() -> str | None:
    """The public key under which the log signs; None before the sequencer has ever started."""
    return LogKey.objects.order_by("-pk").values_list("vkey", flat=True).first()


def newest_checkpoint() -> Checkpoint | None:
    """The newest signed checkpoint; None before there is one."""
    return Checkpoint.objects.order_by("-size").first()


def cosigned_note(checkpoint: Checkpoint) -> str:
    """The checkpoint as the log signed it, with the line of every witness that has cosigned it."""
    return note_with(checkpoint, holding_cosignatures(checkpoint))


def note_with(checkpoint: Checkpoint, cosignatures: Iterable[Cosignature]) -> str:
    """The same for whoever has asked for its cosignatures already."""
    return checkpoint.note + "".join(f"{one.line}\n" for one in cosignatures)


def holding_cosignatures(checkpoint: Checkpoint) -> list[Cosignature]:
    """The cosignatures on this checkpoint that are their witnesses' own.

    Verified again each time: the web process may add rows, and one false line makes every verifier refuse the note.
    """
    kept = Cosignature.objects.filter(checkpoint=checkpoint).order_by("witness_id").select_related("witness")
    text = checkpoint.text
    return [one for one in kept if verify_cosignature(text, one.line, parse_vkey(one.witness.vkey)) is not None]


def best_checkpoint_of(index: int) -> Checkpoint | None:
    """The checkpoint that most delegations have cosigned among those that hold the entry, else the newest of them."""
    newest_of_each = Witness.objects.with_cosigned_size().values_list("cosigned_size", flat=True)
    sizes = {size for size in newest_of_each if size is not None and size > index}
    newest = Checkpoint.objects.aggregate(size=Max("size"))["size"]
    return (
        Checkpoint.objects.filter(Q(size__in=sizes) | Q(size=newest), size__gt=index)
        .annotate(voices=Count("cosignatures__witness__delegation", distinct=True))
        .order_by("-voices", "-size")
        .first()
    )


def policy() -> str | None:
    """The tlog-policy of this log: its key, the newest key of each witness, the quorum; None before it has a key.

    Its version is the entry that enrolled the newest of the keys, once the log has that entry.
    """
    vkey = log_vkey()
    if vkey is None:
        return None
    witnesses = dict(Witness.objects.current().values_list("delegation", "vkey"))
    enrolments = Act.objects.about(("witness", code) for code in witnesses).filter(event="record.witness_enrolled")
    newest = enrolments.with_entry_index().order_by("-pk").first()
    return policy_text(vkey, witnesses, since=getattr(newest, "entry_index", None))


def inclusion_proof_of(index: int, *, size: int) -> list[bytes]:
    """The proof that the entry is in the tree of this size."""
    read = cache(tile_content)
    return [range_root(low, high, size=size, read=read) for low, high in inclusion_ranges(index, size=size)]


def consistency_proof_of(size1: int, *, size2: int) -> list[bytes]:
    """The proof that the tree of the second size only adds to that of the first."""
    read = cache(tile_content)
    return [range_root(low, high, size=size2, read=read) for low, high in consistency_ranges(size1, size2=size2)]


def holds_tile(tile: Tile, *, size: int) -> bool:
    """Whether a log of this size has all that the tile holds."""
    return (tile.number * WIDTH + tile.width) << (HEIGHT * (tile.level or 0)) <= size


def tile_content(tile: Tile) -> bytes:
    """The bytes of a tile that the log holds, one query."""
    start, end = tile.number * WIDTH, tile.number * WIDTH + tile.width
    if tile.level is None:
        entries = Entry.objects.filter(index__gte=start, index__lt=end).order_by("index")
        return entries_bytes(entries.values_list("body", flat=True))
    with connection.cursor() as cursor:
        if tile.level == 0:
            cursor.execute(LEAVES, [start, end])
        else:
            cursor.execute(SUBTREES, [tile.level, start, end])
        return bytes(cursor.fetchone()[0] or b"")


def unfinished_at(size: int) -> list[list[bytes]]:
    """By level, the hashes of the tile that is not yet full in a log of this size: what growing it starts from."""
    found = []
    for level, (start, end) in enumerate(unfinished_ranges(size)):
        width = end - start
        content = tile_content(Tile(level=level, number=start // WIDTH, width=width)) if width else b""
        found.append(hashes_of(content, width=width))
    return found

"""The log worked out again: every entry, every root, every signature and cosignature, and what was released."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from record.actions import leaf_bytes
from record.growth import FullSubtree, Growth
from record.models import Checkpoint, Cosignature, Entry, Subtree
from record.note import NoteRefused, Verifier, open_note, parse_checkpoint, parse_vkey, verify_cosignature
from record.queries.log import log_vkey
from record.released import released_note
from record.tlog import leaf_hash

ROWS_AT_ONCE = 5_000


def differences_of_log(*, released_folder: Path) -> Iterator[str]:
    """A sentence for everything in the log's tables that does not follow from the entries and the keys."""
    # Read before anything of the database: what is released meanwhile would seem to be ahead of it.
    released = released_note(released_folder)
    roots: dict[int, bytes] = {}
    subtrees: list[FullSubtree] = []
    yield from _differences_of_entries(roots, subtrees)
    vkey = log_vkey()
    log = parse_vkey(vkey) if vkey is not None else None
    yield from _differences_of_checkpoints(roots, log=log)
    yield from _differences_of_subtrees(subtrees)
    yield from _differences_of_cosignatures()
    if released is not None:
        yield from _differences_of_release(released, roots, log=log, folder=released_folder)


def _differences_of_entries(roots: dict[int, bytes], subtrees: list[FullSubtree]) -> Iterator[str]:
    """Also fills in the root at every size that has a checkpoint, and every full subtree."""
    sizes = set(Checkpoint.objects.values_list("size", flat=True))
    growth = Growth()
    rows = Entry.objects.order_by("index").values_list("index", "body", "commitment", "leaf")
    for index, body, commitment, leaf in rows.iterator(chunk_size=ROWS_AT_ONCE):
        if index != growth.size:
            yield _("Entry %(expected)d is missing: the next one in the database is entry %(index)d.") % {
                "expected": growth.size,
                "index": index,
            }
            return
        if bytes(body) != leaf_bytes(bytes(commitment)):
            yield _("Entry %d holds something else than its commitment.") % index
        worked_out = leaf_hash(bytes(body))
        if bytes(leaf) != worked_out:
            yield _("The leaf hash of entry %d is not that of its bytes.") % index
        subtrees += growth.append(worked_out)
        if growth.size in sizes:
            roots[growth.size] = growth.root()


def _differences_of_checkpoints(roots: dict[int, bytes], *, log: Verifier | None) -> Iterator[str]:
    for checkpoint in Checkpoint.objects.order_by("size").iterator(chunk_size=ROWS_AT_ONCE):
        root = roots.get(checkpoint.size)
        if root is None:
            yield _("A checkpoint of %d entries was signed, and the log has fewer.") % checkpoint.size
        elif root != checkpoint.root:
            yield _("The first %d entries are not those that were signed: their root is another one.") % checkpoint.size
        yield from _differences_of_note(checkpoint, log=log)


def _differences_of_note(checkpoint: Checkpoint, *, log: Verifier | None) -> Iterator[str]:
    try:
        signed = parse_checkpoint(open_note(checkpoint.note, [log] if log else []).text)
    except NoteRefused as problem:
        yield _("The checkpoint of %(size)d entries is not signed by the log: %(problem)s.") % {
            "size": checkpoint.size,
            "problem": problem,
        }
        return
    if (signed.size, signed.root) != (checkpoint.size, bytes(checkpoint.root)):
        yield _("The checkpoint of %d entries was signed with another size or root than its row has.") % checkpoint.size


def _differences_of_subtrees(subtrees: list[FullSubtree]) -> Iterator[str]:
    newest = Checkpoint.objects.order_by("-size").values_list("size", flat=True).first() or 0
    expected = {(one.level, one.index): one.root for one in subtrees if (one.index + 1) << (8 * one.level) <= newest}
    stored = {(row.level, row.index): bytes(row.root) for row in Subtree.objects.iterator(chunk_size=ROWS_AT_ONCE)}
    for place in sorted(expected.keys() | stored.keys()):
        if expected.get(place) != stored.get(place):
            yield _("The stored hash %(index)d of level %(level)d is not that of its entries.") % {
                "level": place[0],
                "index": place[1],
            }


def _differences_of_cosignatures() -> Iterator[str]:
    rows = Cosignature.objects.select_related("checkpoint", "witness").order_by("pk")
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        if verify_cosignature(row.checkpoint.text, row.line, parse_vkey(row.witness.vkey)) is None:
            yield _("The cosignature of %(witness)s on the checkpoint of %(size)d entries is not theirs.") % {
                "witness": row.witness.delegation,
                "size": row.checkpoint_id,
            }


def _differences_of_release(note: str, roots: dict[int, bytes], *, log: Verifier | None, folder: Path) -> Iterator[str]:
    try:
        released = parse_checkpoint(open_note(note, [log] if log else []).text)
    except NoteRefused as problem:
        yield _("The released checkpoint in %(folder)s is not signed by the log: %(problem)s.") % {
            "folder": folder,
            "problem": problem,
        }
        return
    if roots.get(released.size) != released.root:
        yield (
            _(
                "A checkpoint of %d entries was released, and the database does not hold that tree: it is older, or another."
            )
            % released.size
        )

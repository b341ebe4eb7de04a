"""The log as a folder of tiles, entries and checkpoint (C2SP tlog-tiles): full tiles are written once and never again."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path

from django.utils.translation import gettext as _

from record.export.files import Progress, write_whole
from record.models import Checkpoint
from record.note import NoteRefused, open_note, parse_checkpoint, parse_vkey
from record.queries import log
from record.tiles import WIDTH, Tile, entries_tile_of, new_tiles

CHECKPOINT, POLICY, OPENINGS = "checkpoint", "policy", "openings"


class ExportRefused(Exception):
    """The folder holds something else than an earlier state of this log; the message says what to do."""


def export_log(folder: Path, *, files: Mapping[str, Path], progress: Progress) -> Checkpoint:
    """The folder holds the log as it is now, with the policy and these files; gives its checkpoint.

    What an earlier export wrote is kept. The checkpoint is written last, so that an export that was interrupted is
    an older one, whole. `progress` is told how many files of how many are done. Raises ExportRefused.
    """
    checkpoint, policy = log.newest_checkpoint(), log.policy()
    if checkpoint is None or policy is None:
        raise ExportRefused(_("The log has signed no checkpoint yet: there is nothing to export."))
    old_size = _size_of(folder, checkpoint=checkpoint)
    tiles = list(_tiles_to_write(old_size, checkpoint.size))
    for number, tile in enumerate(tiles, start=1):
        write_whole(folder / tile.path, log.tile_content(tile))
        progress(number, len(tiles))
    for name, source in files.items():
        write_whole(folder / name, source.read_bytes())
    write_whole(folder / POLICY, policy.encode())
    write_whole(folder / CHECKPOINT, log.cosigned_note(checkpoint).encode())
    _remove_outgrown(folder, old_size=old_size, size=checkpoint.size)
    return checkpoint


def refuse_other_readers(folder: Path, *, readers: Collection[str]) -> None:
    """Raises ExportRefused where the folder holds the openings of somebody who is not named: it goes to one hand."""
    openings = folder / OPENINGS
    others = sorted({path.name for path in openings.iterdir()} - set(readers)) if openings.is_dir() else []
    if others:
        raise ExportRefused(
            _(
                "The folder holds what %(readers)s may open, and whoever is given the folder reads it. Name another "
                "folder, or, if it is for them too, name them with --reader."
            )
            % {"readers": ", ".join(others)}
        )


def _size_of(folder: Path, *, checkpoint: Checkpoint) -> int:
    """The size of the tree that the folder holds already; 0 for a folder without one."""
    try:
        written = (folder / CHECKPOINT).read_text()
    except FileNotFoundError:
        return 0
    vkey = log.log_vkey()
    assert vkey is not None, "A log with a checkpoint has a key."
    try:
        held = parse_checkpoint(open_note(written, [parse_vkey(vkey)]).text)
    except NoteRefused as problem:
        raise ExportRefused(
            _("The folder's checkpoint is not of this log: %s. Name another folder.") % problem
        ) from None
    same_size = Checkpoint.objects.filter(size=held.size).first()
    if same_size is None or same_size.root != held.root:
        raise ExportRefused(
            _(
                "The folder holds a checkpoint of %(size)d entries that this database's log does not have. Keep the "
                "folder: it is evidence that the log was changed. Name another folder for this export."
            )
            % {"size": held.size}
        )
    return held.size


def _tiles_to_write(old_size: int, size: int) -> Iterator[Tile]:
    hashes = list(new_tiles(old_size, size))
    bundles = (entries_tile_of(tile) for tile in hashes if tile.level == 0)
    return chain(bundles, hashes)


def _remove_outgrown(folder: Path, *, old_size: int, size: int) -> None:
    """Partial tiles of the older tree go, now that the newer checkpoint stands."""
    level = 0
    while old_size and old_size != size:
        if width := old_size % WIDTH:
            partial = Tile(level=level, number=old_size // WIDTH, width=width)
            for one in [partial, *([entries_tile_of(partial)] if level == 0 else [])]:
                path = folder / one.path
                path.unlink(missing_ok=True)
                with suppress(OSError):  # a newer partial tile may stand beside it
                    path.parent.rmdir()
        old_size, size, level = old_size // WIDTH, size // WIDTH, level + 1

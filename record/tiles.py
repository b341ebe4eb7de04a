"""Tiles (C2SP tlog-tiles): the log as a folder of small files that never change once full. Pure; no Django.

`tile/<level>/<n>` holds 256 hashes; hash i of tile n at level l is the root over the entries from (256n+i)·256^l to
(256n+i+1)·256^l. `tile/entries/<n>` holds the 256 entries themselves. A partial one ends in `.p/<width>`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from record.tlog import HASH_BYTES, node_hash, root_of

WIDTH = 256
HEIGHT = 8
ENTRY_BYTES_MAX = 65_535
ENTRIES = "entries"
PATH = re.compile(r"tile/(0|[1-9][0-9]?|entries)/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII)


class TileRefused(ValueError):
    """The path or the content is not as a tile's must be; the message says how."""


@dataclass(frozen=True, order=True)
class Tile:
    """The place of one tile: its level (None for a bundle of entries), its number, and how many of 256 it holds."""

    level: int | None
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where the tile's file is in the folder."""
        kind = ENTRIES if self.level is None else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{kind}/{_grouped(self.number)}{partial}"


def parse_path(path: str) -> Tile:
    """The tile at a path; TileRefused for a path that no tile has."""
    matched = PATH.fullmatch(path)
    if matched is None:
        raise TileRefused("this is not the path of a tile")
    kind, groups, width = matched.groups()
    tile = Tile(
        level=None if kind == ENTRIES else int(kind),
        number=int(groups.replace("/", "").replace("x", "")),
        width=WIDTH if width is None else int(width),
    )
    if tile.path != path or tile.width > WIDTH or (tile.level or 0) > 63:
        raise TileRefused("this path is not written as a tile's must be")
    return tile


def tiles_of(size: int) -> Iterator[Tile]:
    """Every hash tile of a tree of this size, level by level; the last of a level may be partial, never empty."""
    return new_tiles(0, size)


def new_tiles(old_size: int, size: int) -> Iterator[Tile]:
    """The hash tiles that a folder of the old size lacks: those to write when the log has grown."""
    level = 0
    while size:
        for number in range(old_size // WIDTH, -(-size // WIDTH)):
            width = min(WIDTH, size - number * WIDTH)
            if old_size - number * WIDTH < width:
                yield Tile(level=level, number=number, width=width)
        old_size, size, level = old_size // WIDTH, size // WIDTH, level + 1


def entries_tile_of(tile: Tile) -> Tile:
    """The bundle of entries that belongs to a tile of level 0."""
    assert tile.level == 0, "Entries stand beside the hashes of level 0."
    return Tile(level=None, number=tile.number, width=tile.width)


def tile_bytes(hashes: Sequence[bytes]) -> bytes:
    """The content of a hash tile."""
    assert 0 < len(hashes) <= WIDTH and all(len(one) == HASH_BYTES for one in hashes)
    return b"".join(hashes)


def hashes_of(content: bytes, *, width: int = WIDTH) -> list[bytes]:
    """The hashes in the content of a tile of this width."""
    if len(content) != width * HASH_BYTES:
        raise TileRefused("a tile holds as many whole hashes as its width says")
    return [content[start : start + HASH_BYTES] for start in range(0, len(content), HASH_BYTES)]


def parent_hash(content: bytes) -> bytes:
    """The one hash by which a full tile stands in the level above."""
    return root_of(hashes_of(content))


def entries_bytes(entries: Iterable[bytes]) -> bytes:
    """The content of a bundle: each entry behind its length in two bytes. Longer ones belong in by their hash."""
    bundle = bytearray()
    for entry in entries:
        if len(entry) > ENTRY_BYTES_MAX:
            raise TileRefused(f"an entry has at most {ENTRY_BYTES_MAX} bytes")
        bundle += len(entry).to_bytes(2, "big") + entry
    return bytes(bundle)


def entries_of(content: bytes, *, width: int = WIDTH) -> list[bytes]:
    """The entries in the content of a bundle of this width."""
    entries, start = [], 0
    while start < len(content):
        end = start + 2 + int.from_bytes(content[start : start + 2], "big")
        if start + 2 > len(content) or end > len(content):
            raise TileRefused("the bundle ends inside an entry")
        entries.append(content[start + 2 : end])
        start = end
    if len(entries) != width:
        raise TileRefused("a bundle holds as many entries as its width says")
    return entries


def range_root(low: int, high: int, *, size: int, read: Callable[[Tile], bytes]) -> bytes:
    """The root over the entries from low to high, from the tiles of a tree of this size.

    `read` gives a tile's content. With tlog.inclusion_ranges and consistency_ranges this makes proofs without leaves.
    """
    assert 0 <= low < high <= size
    subtrees = []
    while low < high:
        # The largest perfect subtree that begins at low and ends by high.
        height = min((low & -low).bit_length() - 1 if low else 63, (high - low).bit_length() - 1)
        subtrees.append(_subtree_root(low, height=height, size=size, read=read))
        low += 1 << height
    root = subtrees.pop()
    while subtrees:
        root = node_hash(subtrees.pop(), root)
    return root


def _subtree_root(low: int, *, height: int, size: int, read: Callable[[Tile], bytes]) -> bytes:
    level, height_in_tile = divmod(height, HEIGHT)
    first = low >> (level * HEIGHT)
    number, start = divmod(first, WIDTH)
    width = min(WIDTH, (size >> (level * HEIGHT)) - number * WIDTH)
    hashes = hashes_of(read(Tile(level=level, number=number, width=width)), width=width)
    return root_of(hashes[start : start + (1 << height_in_tile)])


def _grouped(number: int) -> str:
    """The number in groups of three digits, all but the last marked: 1234067 is x001/x234/067."""
    digits = str(number)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[start : start + 3] for start in range(0, len(digits), 3)]
    return "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])

"""A growing log, as tiles see it: what a new leaf completes, and the root. Pure; no Django.

State are the hashes of each level's tile that is not yet full: at most 255 a level, however long the log grows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from record.tiles import WIDTH
from record.tlog import Frontier, root_of


@dataclass(frozen=True)
class FullSubtree:
    """The root over the entries from index·256^level to (index + 1)·256^level."""

    level: int
    index: int
    root: bytes


def unfinished_ranges(size: int) -> list[tuple[int, int]]:
    """By level from 0: from which to below which subtree the tile that is not yet full holds; stops at the top."""
    ranges = []
    while size:
        ranges.append((size - size % WIDTH, size))
        size //= WIDTH
    return ranges


class Growth:
    """A log of this size; `unfinished` holds, by level, the hashes that `unfinished_ranges` names."""

    def __init__(self, size: int = 0, unfinished: Iterable[Sequence[bytes]] = ()) -> None:
        self.size = size
        self._unfinished = [list(hashes) for hashes in unfinished]
        expected = [end - start for start, end in unfinished_ranges(size)]
        assert [len(hashes) for hashes in self._unfinished] == expected, "The unfinished tiles are of another size."

    def append(self, leaf: bytes) -> list[FullSubtree]:
        """The log is larger by this leaf hash; gives the subtrees that it completed, smallest first."""
        completed: list[FullSubtree] = []
        level, index, root = 0, self.size, leaf
        self.size += 1
        while True:
            if level == len(self._unfinished):
                self._unfinished.append([])
            hashes = self._unfinished[level]
            hashes.append(root)
            if len(hashes) < WIDTH:
                return completed
            level, index, root = level + 1, index // WIDTH, root_of(hashes)
            hashes.clear()
            completed.append(FullSubtree(level=level, index=index, root=root))

    def root(self) -> bytes:
        """The root of the log as it is now."""
        roots = []
        for hashes in reversed(self._unfinished):
            frontier = Frontier()
            for one in hashes:
                frontier.append(one)
            roots += frontier.roots
        return Frontier(self.size, roots).root()

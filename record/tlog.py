"""The Merkle tree of the log: RFC 6962 section 2.1 (RFC 9162 section 2.1), its proofs and their checks. Pure; no Django.

Hashes are 32 bytes. Making a proof asserts that it is asked for something that exists; checking one answers False to
whatever is wrong with it, and never raises: proofs come from those who may want to deceive.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import cast

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
SIZE_LIMIT = 2**63


def leaf_hash(entry: bytes) -> bytes:
    """RFC 6962 section 2.1: the hash of an entry, under the prefix 0x00."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962 section 2.1: the hash of two subtrees, under the prefix 0x01, so that no node passes for a leaf."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    """The root (MTH) of the tree with these leaves."""
    frontier = Frontier()
    for one in leaf_hashes:
        frontier.append(one)
    return frontier.root()


class Frontier:
    """What appending needs to know of a tree: the roots of its maximal perfect subtrees, left to right.

    One root per set bit of the size, so it stays below 64 hashes however long the log grows.
    """

    def __init__(self, size: int = 0, roots: Sequence[bytes] = ()) -> None:
        assert 0 <= size < SIZE_LIMIT and len(roots) == size.bit_count(), "A frontier has one root per set bit."
        self.size = size
        self.roots = list(roots)

    def append(self, leaf: bytes) -> None:
        """The tree is larger by this leaf hash."""
        merged, carry = leaf, self.size
        while carry & 1:
            merged = node_hash(self.roots.pop(), merged)
            carry >>= 1
        self.roots.append(merged)
        self.size += 1

    def root(self) -> bytes:
        """The root of the tree as it is now."""
        if not self.roots:
            return EMPTY_ROOT
        root = self.roots[-1]
        for left in reversed(self.roots[:-1]):
            root = node_hash(left, root)
        return root


def inclusion_proof(leaf_hashes: Sequence[bytes], index: int) -> list[bytes]:
    """RFC 6962 section 2.1.1 (PATH): the hashes beside the way from leaf `index` up to the root, leaf first."""
    return [root_of(leaf_hashes[low:high]) for low, high in inclusion_ranges(index, size=len(leaf_hashes))]


def consistency_proof(leaf_hashes: Sequence[bytes], size1: int) -> list[bytes]:
    """RFC 6962 section 2.1.2 (PROOF): the hashes that show the first `size1` leaves to be the same tree as before."""
    return [root_of(leaf_hashes[low:high]) for low, high in consistency_ranges(size1, size2=len(leaf_hashes))]


def inclusion_ranges(index: int, *, size: int) -> list[tuple[int, int]]:
    """The ranges of leaves whose roots are, in this order, the inclusion proof: for whoever stores subtrees."""
    assert 0 <= index < size, "A proof is made for a leaf of the tree."
    ranges = []
    low, high = 0, size
    while high - low > 1:
        middle = low + split_of(high - low)
        if index < middle:
            ranges.append((middle, high))
            high = middle
        else:
            ranges.append((low, middle))
            low = middle
    return ranges[::-1]


def consistency_ranges(size1: int, *, size2: int) -> list[tuple[int, int]]:
    """The ranges of leaves whose roots are, in this order, the consistency proof (SUBPROOF)."""
    assert 0 < size1 <= size2, "A consistency proof is made from a tree that is not empty to one not smaller."
    ranges = []
    low, high, within, is_complete = 0, size2, size1, True
    while within != high - low:
        split = split_of(high - low)
        if within <= split:
            ranges.append((low + split, high))
            high = low + split
        else:
            ranges.append((low, low + split))
            low, within, is_complete = low + split, within - split, False
    if not is_complete:
        ranges.append((low, high))
    return ranges[::-1]


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162 section 2.1.3.2: whether the proof shows the leaf at `index` of the tree of this size and root."""
    if not (_are_sizes(index, size) and index < size and _are_hashes(proof) and _are_hashes([leaf_hash, root])):
        return False
    position, last, reached = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            reached = node_hash(sibling, reached)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            reached = node_hash(reached, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and reached == root


def verify_consistency(size1: int, size2: int, root1: bytes, root2: bytes, proof: Sequence[bytes]) -> bool:
    """RFC 9162 section 2.1.4.2: whether the proof shows that the second tree only adds leaves to the first.

    An empty first tree proves nothing (False); equal sizes need equal roots and an empty proof.
    """
    if not (_are_sizes(size1, size2) and 0 < size1 <= size2 and _are_hashes(proof) and _are_hashes([root1, root2])):
        return False
    if size1 == size2:
        return root1 == root2 and not proof
    if not proof:
        return False
    path = iter(proof) if size1 & (size1 - 1) else iter([root1, *proof])
    position, last = size1 - 1, size2 - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    return _folded(path, position=position, last=last) == (root1, root2)


def split_of(size: int) -> int:
    """The largest power of two strictly below a size of at least 2: where the tree divides."""
    return 1 << (size - 1).bit_length() - 1


def _folded(path: Iterator[bytes], *, position: int, last: int) -> tuple[bytes, bytes] | None:
    """Both roots as the path leads to them; None if it is too short or too long for the sizes."""
    first = second = next(path)
    for sibling in path:
        if last == 0:
            return None
        if position & 1 or position == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        position, last = position >> 1, last >> 1
    return (first, second) if last == 0 else None


def _are_sizes(*sizes: object) -> bool:
    return all(type(size) is int and 0 <= size < SIZE_LIMIT for size in sizes)


def _are_hashes(hashes: object) -> bool:
    # Exactly these types: a subclass may answer as it likes to being read or compared.
    if type(hashes) not in (list, tuple):
        return False
    return all(type(one) is bytes and len(one) == HASH_BYTES for one in cast("list[object]", hashes))

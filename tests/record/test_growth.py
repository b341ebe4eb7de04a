"""Growing a log from its unfinished tiles gives what the whole of it gives."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from record.growth import Growth, unfinished_ranges
from record.tlog import EMPTY_ROOT, root_of

LEAVES = [hashlib.sha256(b"\x00" + number.to_bytes(4, "big")).digest() for number in range(256 * 3 + 40)]


def unfinished(size):
    """What a database would hold: leaves, and the roots of full subtrees."""
    levels = []
    for level, (start, end) in enumerate(unfinished_ranges(size)):
        width = 256**level
        levels.append([root_of(LEAVES[index * width : (index + 1) * width]) for index in range(start, end)])
    return levels


def test_empty_log_has_the_empty_root():
    assert Growth().root() == EMPTY_ROOT
    assert unfinished_ranges(0) == []


def test_growth_leaf_by_leaf_has_every_root_and_completes_every_subtree():
    growth, completed = Growth(), []

    for size, leaf in enumerate(LEAVES, start=1):
        completed += growth.append(leaf)
        if size % 17 == 0 or size % 256 in (255, 0, 1):
            assert growth.root() == root_of(LEAVES[:size]), size

    assert [(one.level, one.index) for one in completed] == [(1, 0), (1, 1), (1, 2)]
    assert [one.root for one in completed] == [root_of(LEAVES[start : start + 256]) for start in (0, 256, 512)]


def test_full_tile_of_level_one_completes_a_subtree_of_level_two():
    growth = Growth(65_535, [LEAVES[:255], LEAVES[:255]])

    completed = growth.append(LEAVES[255])

    below = root_of(LEAVES[:256])
    assert [(one.level, one.index) for one in completed] == [(1, 255), (2, 0)]
    assert [one.root for one in completed] == [below, root_of([*LEAVES[:255], below])]
    assert growth.root() == completed[-1].root


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(LEAVES)), st.integers(0, len(LEAVES)))
def test_growth_goes_on_from_any_size(size, more):
    size, end = sorted([size, more])
    growth = Growth(size, unfinished(size))

    for leaf in LEAVES[size:end]:
        growth.append(leaf)

    assert growth.root() == root_of(LEAVES[:end])


def test_unfinished_tiles_of_another_size_are_a_mistake():
    with pytest.raises(AssertionError):
        Growth(3, [LEAVES[:2]])

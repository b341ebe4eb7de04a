"""Tiles: paths, widths and contents as specified, and proofs made from tiles equal to those made from leaves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.tiles import (
    WIDTH,
    Tile,
    TileRefused,
    entries_bytes,
    entries_of,
    entries_tile_of,
    hashes_of,
    new_tiles,
    parent_hash,
    parse_path,
    range_root,
    tile_bytes,
    tiles_of,
)
from record.tlog import (
    consistency_proof,
    consistency_ranges,
    inclusion_proof,
    inclusion_ranges,
    leaf_hash,
    root_of,
)

tiles = st.builds(Tile, level=st.none() | st.integers(0, 63), number=st.integers(0, 2**55), width=st.integers(1, WIDTH))


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(level=0, number=0), "tile/0/000"),
        (Tile(level=0, number=273, width=112), "tile/0/273.p/112"),
        (Tile(level=2, number=1_234_067), "tile/2/x001/x234/067"),
        (Tile(level=1, number=1_000), "tile/1/x001/000"),
        (Tile(level=None, number=999), "tile/entries/999"),
        (Tile(level=None, number=1_234_067, width=1), "tile/entries/x001/x234/067.p/1"),
    ],
)
def test_path_there_and_back(tile, path):
    assert tile.path == path
    assert parse_path(path) == tile


@given(tiles)
def test_every_path_is_parsed_as_written(tile):
    assert parse_path(tile.path) == tile


@given(st.from_regex(r"tile/[0-9e]{1,3}(/x?[0-9]{3}){1,7}(\.p/[0-9]{1,4})?", fullmatch=True) | st.text(max_size=20))
def test_parse_path_accepts_only_what_it_would_write(path):
    try:
        tile = parse_path(path)
    except TileRefused:
        return

    assert tile.path == path
    assert 1 <= tile.width <= WIDTH


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/0",
        "tile/0/0000",
        "tile/0/001/000",
        "tile/0/x000/001",
        "tile/0/x001",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/",
        "tile/0/000/",
        "/tile/0/000",
        "tile/entry/000",
        "tile/0/٠٠٠",
        "tile/0/000\n",
        "tile/../000",
        "tile/0/" + "x999/" * 2_000 + "999",
    ],
)
def test_parse_path_refuses(path):
    with pytest.raises(TileRefused):
        parse_path(path)


def test_the_specifications_example_of_70_000_entries():
    found = list(tiles_of(70_000))

    full = [tile.level for tile in found if tile.width == WIDTH]
    assert (full.count(0), full.count(1), len(full)) == (273, 1, 274)
    assert [tile for tile in found if tile.width < WIDTH] == [
        Tile(level=0, number=273, width=112),
        Tile(level=1, number=1, width=17),
        Tile(level=2, number=0, width=1),
    ]


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (0, []),
        (1, ["tile/0/000.p/1"]),
        (255, ["tile/0/000.p/255"]),
        (256, ["tile/0/000", "tile/1/000.p/1"]),
        (257, ["tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1"]),
    ],
)
def test_tiles_of_small_trees(size, expected):
    assert [tile.path for tile in tiles_of(size)] == expected


@given(st.integers(0, 200_000), st.integers(0, 200_000))
def test_new_tiles_are_those_that_the_folder_lacks(one, other):
    old, new = sorted([one, other])

    lacking = set(tiles_of(new)) - set(tiles_of(old))

    assert sorted(new_tiles(old, new)) == sorted(lacking)


def stored(leaves):
    """A folder of tiles built level by level, each level from the full tiles below it."""
    folder, level = {}, 0
    hashes = leaves
    while hashes:
        for number, start in enumerate(range(0, len(hashes), WIDTH)):
            part = hashes[start : start + WIDTH]
            folder[Tile(level=level, number=number, width=len(part))] = tile_bytes(part)
        full = len(hashes) // WIDTH
        hashes = [parent_hash(folder[Tile(level=level, number=number)]) for number in range(full)]
        level += 1
    return folder


@pytest.mark.parametrize("size", [1, 2, 3, 255, 256, 257, 511, 512, 513, 700, 1023, 65_536 + 300])
def test_proofs_from_tiles_are_those_from_leaves(size):
    leaves = [leaf_hash(b"%d" % number) for number in range(size)]
    folder = stored(leaves)
    step = max(1, size // 7)

    def made_from_tiles(ranges):
        return [range_root(low, high, size=size, read=folder.__getitem__) for low, high in ranges]

    assert sorted(folder) == sorted(tiles_of(size))
    assert range_root(0, size, size=size, read=folder.__getitem__) == root_of(leaves)
    for index in {0, size - 1, *range(0, size, step)}:
        assert made_from_tiles(inclusion_ranges(index, size=size)) == inclusion_proof(leaves, index)
        assert made_from_tiles(consistency_ranges(index + 1, size2=size)) == consistency_proof(leaves, index + 1)


def test_proofs_from_tiles_exhaustively_around_a_full_tile():
    leaves = [leaf_hash(b"%d" % number) for number in range(260)]
    for size in (250, 256, 260):
        folder = stored(leaves[:size])
        for index in range(size):
            found = [
                range_root(low, high, size=size, read=folder.__getitem__)
                for low, high in inclusion_ranges(index, size=size)
            ]
            assert found == inclusion_proof(leaves[:size], index)


def test_hash_tiles_hold_whole_hashes():
    hashes = [bytes([number]) * 32 for number in range(3)]

    assert hashes_of(tile_bytes(hashes), width=3) == hashes
    assert len(tile_bytes([bytes(32)] * WIDTH)) == 8_192
    for width in (2, 4, WIDTH):
        with pytest.raises(TileRefused):
            hashes_of(tile_bytes(hashes), width=width)
    for wrong in ([], [bytes(31)], [bytes(32)] * 257):
        with pytest.raises(AssertionError):
            tile_bytes(wrong)


def test_entries_stand_behind_their_length():
    entries = [b"", b"a", b"x" * 65_535]

    bundle = entries_bytes(entries)

    assert bundle[:5] == b"\x00\x00\x00\x01a"
    assert entries_of(bundle, width=3) == entries
    assert entries_tile_of(Tile(level=0, number=2, width=3)).path == "tile/entries/002.p/3"
    with pytest.raises(TileRefused):
        entries_bytes([b"x" * 65_536])


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=20), st.data())
def test_a_bundle_cut_or_prolonged_is_refused(entries, data):
    bundle = entries_bytes(entries)
    cut = data.draw(st.integers(0, len(bundle) - 1))

    assert entries_of(bundle, width=len(entries)) == entries
    for wrong in (bundle[:cut], bundle + b"\x00", bundle + b"\x00\x00"):
        with pytest.raises(TileRefused):
            entries_of(wrong, width=len(entries))


@given(st.binary(max_size=60))
def test_entries_of_accepts_only_what_would_be_written(content):
    for width in range(4):
        try:
            entries = entries_of(content, width=width)
        except TileRefused:
            continue
        assert entries_bytes(entries) == content
        assert len(entries) == width

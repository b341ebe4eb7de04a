"""Canonical JSON: the public vectors, what is refused, and that parsing accepts only what it would write."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.canonical import INTEGER_MAX, NotCanonical, canonical_bytes, normalised, parse_canonical

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "jcs.json"

text = st.text(st.characters(exclude_categories=["Cs"])).map(normalised)
value = st.recursive(
    st.none() | st.booleans() | st.integers(-INTEGER_MAX, INTEGER_MAX) | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=12,
)


def has_float_or_unnormalised(item):
    if isinstance(item, dict):
        return any(map(has_float_or_unnormalised, [*item.keys(), *item.values()]))
    if isinstance(item, list):
        return any(map(has_float_or_unnormalised, item))
    return isinstance(item, float) or (isinstance(item, str) and not unicodedata.is_normalized("NFC", item))


@pytest.mark.skipif(not VECTORS.exists(), reason="the public vectors are not beside this checkout")
def test_canonical_bytes_agree_with_the_public_vectors_or_refuse_what_the_record_bans():
    cases = json.loads(VECTORS.read_text())
    refused = set()

    for case in cases:
        item = json.loads(case["input"])
        if has_float_or_unnormalised(item):
            refused.add(case["name"])
            with pytest.raises(NotCanonical):
                canonical_bytes(item)
        else:
            expected = bytes.fromhex(case["output_hex"])
            assert canonical_bytes(item) == expected
            assert parse_canonical(expected) == item

    assert len(cases) == 6
    assert refused == {"structures", "unicode", "values", "weird"}


@given(value)
def test_parse_gives_back_every_value(item):
    assert parse_canonical(canonical_bytes(item)) == item


@given(value, st.integers(0, 3), st.sampled_from([None, 1, 2]))
def test_parse_never_accepts_other_bytes_for_the_same_value(item, cut, indent):
    other = json.dumps(item, indent=indent, ensure_ascii=cut > 1).encode()

    if other != canonical_bytes(item):
        with pytest.raises(NotCanonical):
            parse_canonical(other)
    else:
        assert parse_canonical(other) == item


@given(st.binary(max_size=40))
def test_parse_accepts_only_what_it_would_write(encoded):
    try:
        item = parse_canonical(encoded)
    except NotCanonical:
        return

    assert canonical_bytes(item) == encoded


@given(value, st.data())
def test_parse_accepts_only_what_it_would_write_after_one_changed_byte(item, data):
    encoded = bytearray(canonical_bytes(item))
    position = data.draw(st.integers(0, len(encoded) - 1))
    encoded[position] ^= data.draw(st.integers(1, 255))

    try:
        parsed = parse_canonical(bytes(encoded))
    except NotCanonical:
        return

    assert canonical_bytes(parsed) == bytes(encoded)
    assert parsed != item or isinstance(parsed, bool) != isinstance(item, bool)


@pytest.mark.parametrize(
    "item",
    [1.0, float("nan"), 2**53, -(2**53), "\ud800", "A\u030a", {"A\u030a": 1}, {1: 2}, b"bytes", {1, 2}, object()],
)
def test_canonical_bytes_refuses(item):
    with pytest.raises(NotCanonical):
        canonical_bytes({"inside": [item]})


@pytest.mark.parametrize(
    "encoded",
    [
        b"",
        b"{",
        b"\xff",
        b"\xef\xbb\xbf{}",
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b'{"b":1,"a":2}',
        b"1.0",
        b"1e3",
        b"-0",
        b"01",
        b"NaN",
        b"Infinity",
        b" 1",
        b"1\n",
        b'"\\u0041"',
        b'"\\ud800"',
        b'"\\/"',
        b"9007199254740992",
        b"1" * 5000,
        b"[" * 100_000,
        b"[" * 20_000 + b"]" * 20_000,
    ],
    ids=lambda encoded: repr(encoded[:16]),
)
def test_parse_refuses(encoded):
    with pytest.raises(NotCanonical):
        parse_canonical(encoded)


def test_keys_sort_by_utf16_units():
    # U+1F600 begins with the unit D83D in UTF-16, and so sorts before U+FFFD, though its code point is larger.
    assert canonical_bytes({"\ufffd": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufffd":1}'.encode()

"""The difference of two texts: whatever they are, both can be read off it, character by character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verification import differences
from verification.differences import Kind, Piece, passages, pieces

WORDS = [
    "the",
    "line",
    "log",
    "ten",
    "گولی",
    "سرحدی",
    "رکی.",
    "وویل‌شو",
    "فَتْح",
    ",",
    ".",
    "؛",
    " ",
    "\n",
    "\r\n",
    "2026-03-01",
]
texts = st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))


def text_of(found, *kinds):
    return "".join(piece.text for piece in found if piece.kind in kinds)


@given(old=texts, new=texts)
def test_both_texts_can_be_read_off_the_pieces(old, new):
    found = pieces(old, new)

    assert text_of(found, Kind.REMOVED, Kind.EQUAL) == old
    assert text_of(found, Kind.ADDED, Kind.EQUAL) == new
    assert all(piece.text for piece in found)


@given(text=texts)
def test_a_text_beside_itself_shows_no_change(text):
    assert {piece.kind for piece in pieces(text, text)} <= {Kind.EQUAL}


@given(old=texts, new=texts)
def test_no_word_is_cut(old, new):
    ends = {0, len(old)}
    place = 0
    for word in differences.WORD.findall(old):
        place += len(word)
        ends.add(place)

    place = 0
    for piece in pieces(old, new):
        if piece.kind != Kind.ADDED:
            place += len(piece.text)
            assert place in ends or old[place - 1 : place + 1].splitlines() != [old[place - 1 : place + 1]]


def test_one_word_changed_is_one_word_shown():
    found = pieces("Both logs agree to within ten minutes.", "Both logs agree to within twelve minutes.")

    assert found == [
        Piece(Kind.EQUAL, "Both logs agree to within "),
        Piece(Kind.REMOVED, "ten "),
        Piece(Kind.ADDED, "twelve "),
        Piece(Kind.EQUAL, "minutes."),
    ]


def test_a_joined_script_keeps_its_words_whole():
    found = pieces("گاؤں کے قریب آگ لگی", "گاؤں کے قریب آگ بجھی")

    assert found == [
        Piece(Kind.EQUAL, "گاؤں کے قریب آگ "),
        Piece(Kind.REMOVED, "لگی"),
        Piece(Kind.ADDED, "بجھی"),
    ]


def test_a_single_word_between_two_changes_is_shown_with_them():
    found = pieces("agree to within ten minutes here", "agree in all within twelve minutes here")

    assert [piece.kind for piece in found] == [Kind.EQUAL, Kind.REMOVED, Kind.ADDED, Kind.EQUAL]
    assert text_of(found, Kind.REMOVED) == "to within ten "


def test_a_paragraph_written_anew_stands_once_as_removed_and_once_as_added():
    found = passages(
        "Same.\nThe traces fit.\nSame again.", "Same.\nWe limit ourselves otherwise, to page nine.\nSame again."
    )

    assert [[piece.kind for piece in passage] for passage in found] == [
        [Kind.EQUAL],
        [Kind.REMOVED],
        [Kind.ADDED],
        [Kind.EQUAL],
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("word " * differences.WORDS_MAX, "word " * differences.WORDS_MAX + "more"),
        ("line\n" * differences.LINES_MAX, "line\n" * differences.LINES_MAX + "more"),
    ],
)
def test_texts_too_long_to_compare_stand_as_wholes(old, new):
    assert pieces(old, new) == [Piece(Kind.REMOVED, old), Piece(Kind.ADDED, new)]
    assert pieces(old, old) == [Piece(Kind.EQUAL, old)]


def test_a_paragraph_added_at_the_end_changes_nothing_before_it():
    found = pieces("It rests on two logs (invented).", "It rests on two logs (invented).\n\nIt is limited to page 31.")

    assert [piece.text for piece in found if piece.is_marked] == ["It is limited to page 31."]


def test_mere_space_is_not_marked():
    assert not any(piece.is_marked for piece in pieces("One.\nTwo.", "One.\n\nTwo."))

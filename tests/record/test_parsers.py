"""The record's parsers of lines and notes: whatever they accept would be written again as exactly the same text."""

import contextlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from record.keys import parse_private_line, private_line
from record.note import (
    Checkpoint,
    Key,
    Kind,
    NoteRefused,
    checkpoint_text,
    cosign,
    parse_checkpoint,
    parse_vkey,
    sign_note,
    signature_lines,
    vkey_of,
)
from record.policy import enrolment_note, signers_of_enrolment
from record.refusal_note import RefusalNote, parse_refusal
from record.tiles import Tile, TileRefused, parse_path

LOG = Key("jmc.example/record", Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32))
WITNESS = Key("jmc.example/witness/pk", Ed25519PrivateKey.from_private_bytes(bytes([2]) * 32), Kind.COSIGNATURE)
TEXT = checkpoint_text(LOG.name, 7, bytes(range(32)))
NOTE = sign_note(TEXT, LOG) + cosign(TEXT, WITNESS, 1_790_000_000)
ENROLMENT = enrolment_note(WITNESS, delegation="PK")
REFUSAL = RefusalNote(Checkpoint(LOG.name, 7, bytes(32)), kind="fork", time=1_790_000_000, reason="Another tree.").text


def changed(text):
    """The text with a few letters put in, taken out or replaced, by those that parsers confuse, too."""
    letters = st.text(st.sampled_from("09 +-_=/\n\r\t\x00\u00a0\u2003\u0660Aax\u00e9\u0301—"), max_size=2) | st.text(
        max_size=2
    )
    edits = st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, 2), letters), min_size=1, max_size=3)
    return edits.map(lambda made: _edited(text, made))


def _edited(text, edits):
    for start, length, inserted in edits:
        text = text[:start] + inserted + text[start + length :]
    return text


@settings(deadline=None)
@given(changed(vkey_of(WITNESS)) | st.text(max_size=40))
def test_a_vkey_is_accepted_only_as_it_is_written(text):
    with contextlib.suppress(NoteRefused):
        assert vkey_of(parse_vkey(text)) == text


@settings(deadline=None)
@given(changed(private_line(WITNESS)))
def test_a_private_line_is_accepted_only_as_it_is_written(text):
    with contextlib.suppress(NoteRefused):
        assert private_line(parse_private_line(text)) == text


@given(changed(TEXT))
def test_a_checkpoint_is_accepted_only_as_it_is_written(text):
    with contextlib.suppress(NoteRefused):
        found = parse_checkpoint(text)
        assert checkpoint_text(found.origin, found.size, found.root) == text


@given(changed(REFUSAL))
def test_a_refusal_is_accepted_only_as_it_is_written(text):
    with contextlib.suppress(NoteRefused):
        assert parse_refusal(text).text == text


@given(changed(NOTE))
def test_two_notes_never_read_alike(note):
    with contextlib.suppress(NoteRefused):
        assert (signature_lines(note) == signature_lines(NOTE)) == (note == NOTE)


@settings(deadline=None)
@given(changed(ENROLMENT))
def test_a_changed_enrolment_is_never_signed_by_the_key(note):
    with contextlib.suppress(NoteRefused):
        signers = signers_of_enrolment(note, vkey=vkey_of(WITNESS), delegation="PK", replaces=None, others=[])
        assert note == ENROLMENT or WITNESS.verifier not in signers


@given(changed("tile/2/x001/x234/067.p/17") | changed("tile/entries/000"))
def test_the_path_of_a_tile_is_accepted_only_as_it_is_written(path):
    with contextlib.suppress(TileRefused):
        tile = parse_path(path)
        assert isinstance(tile, Tile)
        assert tile.path == path

"""Signed notes: somebody else's examples byte for byte, then every way to be refused."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from record.ed25519 import SMALL_ORDER
from record.note import (
    Key,
    Kind,
    NoteRefused,
    Verifier,
    checkpoint_text,
    cosign,
    open_note,
    parse_vkey,
    sign_note,
    verify_cosignature,
    vkey_of,
)

# The example of golang.org/x/mod/sumdb/note, key and note, and that of the signed-note specification.
PETER_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
PETER = Key("PeterNeumann", Ed25519PrivateKey.from_private_bytes(PETER_SEED))
PETER_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_NOTE = (
    PETER_TEXT
    + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
SPECIFICATION_VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPECIFICATION_NOTE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)

LOG = Key("record.example/log", Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32))
WITNESS = Key("witness.example/af", Ed25519PrivateKey.from_private_bytes(bytes([2]) * 32), Kind.COSIGNATURE)
OTHER = Key("witness.example/pk", Ed25519PrivateKey.from_private_bytes(bytes([3]) * 32), Kind.COSIGNATURE)
TEXT = checkpoint_text(LOG.name, 7, bytes(range(32)))
TIME = 1_790_000_000
NOTE = sign_note(TEXT, LOG) + cosign(TEXT, WITNESS, TIME)
KNOWN = [LOG.verifier, WITNESS.verifier, OTHER.verifier]


def test_signing_gives_the_examples_byte_for_byte():
    assert sign_note(PETER_TEXT, PETER) == PETER_NOTE
    assert vkey_of(PETER) == PETER_VKEY


@pytest.mark.parametrize(
    ("note", "vkey"), [(PETER_NOTE, PETER_VKEY), (SPECIFICATION_NOTE, SPECIFICATION_VKEY)], ids=["go", "specification"]
)
def test_opening_the_examples(note, vkey):
    opened = open_note(note, [parse_vkey(vkey)])

    assert opened.text == note.partition("\n\n")[0] + "\n"
    assert [(one.name, one.kind, one.time) for one in opened.signatures] == [
        (vkey.partition("+")[0], Kind.ED25519, None)
    ]
    assert open_note(note.encode(), [parse_vkey(vkey)]) == opened


def test_key_ids_tell_kinds_apart():
    cosigning = Key(PETER.name, PETER.private, Kind.COSIGNATURE)

    assert PETER.verifier.key_id.hex() == "c74f20a3"
    assert cosigning.verifier.key_id != PETER.verifier.key_id
    assert parse_vkey(vkey_of(cosigning)) == cosigning.verifier


def test_every_part_of_a_vkey_counts():
    for start in range(len(PETER_VKEY)):
        for end in range(start + 1, len(PETER_VKEY) + 1):
            if (start, end) != (0, len(PETER_VKEY)):
                with pytest.raises(NoteRefused):
                    parse_vkey(PETER_VKEY[start:end])
    for place, letter in enumerate(PETER_VKEY):
        with pytest.raises(NoteRefused):
            parse_vkey(PETER_VKEY[:place] + chr(ord(letter) + 1) + PETER_VKEY[place + 1 :])


@pytest.mark.parametrize(
    "vkey",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        PETER_VKEY.replace("c74f20a3", "C74F20A3"),
        PETER_VKEY + "\n",
        "",
    ],
)
def test_parse_vkey_refuses(vkey):
    with pytest.raises(NoteRefused):
        parse_vkey(vkey)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u2003b", "a\nb", "a\u0085", "a\tb", "\ud800"])
def test_a_key_has_a_name_without_spaces_and_plus_signs(name):
    with pytest.raises(NoteRefused):
        Verifier(name=name, kind=Kind.ED25519, public_key=PETER.verifier.public_key)


@pytest.mark.parametrize("public_key", [b"", bytes(31), *sorted(SMALL_ORDER)])
def test_a_key_of_small_order_or_wrong_length_is_nobodys(public_key):
    with pytest.raises(NoteRefused):
        Verifier(name="log", kind=Kind.COSIGNATURE, public_key=public_key)


def test_note_with_cosignature_opens_with_its_time():
    opened = open_note(NOTE, KNOWN)

    assert opened.text == TEXT
    assert [(one.name, one.time) for one in opened.signatures] == [(LOG.name, None), (WITNESS.name, TIME)]


def test_unknown_signatures_are_ignored_but_one_must_be_known():
    assert [one.name for one in open_note(NOTE, [WITNESS.verifier]).signatures] == [WITNESS.name]
    with pytest.raises(NoteRefused, match="no key that we know"):
        open_note(NOTE, [OTHER.verifier])
    with pytest.raises(NoteRefused, match="no key that we know"):
        open_note(NOTE, [])


def test_a_key_of_the_same_name_but_another_id_is_unknown():
    impostor = Key(LOG.name, OTHER.private)

    opened = open_note(sign_note(TEXT, impostor, LOG), KNOWN)

    assert len(opened.signatures) == 1


def test_every_flipped_bit_of_a_known_signature_refuses_the_whole_note():
    lines = NOTE.split("\n")
    for number, key in ((-3, LOG), (-2, WITNESS)):
        decoded = base64.b64decode(lines[number].rpartition(" ")[2])
        for bit in range(32, len(decoded) * 8):
            changed = bytearray(decoded)
            changed[bit // 8] ^= 1 << bit % 8
            line = f"— {key.name} {base64.b64encode(changed).decode()}"
            note = "\n".join([*lines[:number], line, *lines[number + 1 :]])
            with pytest.raises(NoteRefused, match=f"the signature of {key.name} is wrong"):
                open_note(note, KNOWN)


def every_flipped_bit(written):
    encoded = written.encode()
    for bit in range(len(encoded) * 8):
        changed = bytearray(encoded)
        changed[bit // 8] ^= 1 << bit % 8
        yield bytes(changed)


def test_every_flipped_bit_of_a_note_signed_once_refuses_it():
    for changed in every_flipped_bit(PETER_NOTE):
        with pytest.raises(NoteRefused):
            open_note(changed, [PETER.verifier])


def test_every_flipped_bit_of_a_cosigned_checkpoint_refuses_it_or_takes_a_signature_away():
    opened = open_note(NOTE, KNOWN)

    for changed in every_flipped_bit(NOTE):
        try:
            found = open_note(changed, KNOWN)
        except NoteRefused:
            continue
        # A flipped bit in a name or a key id makes a line nobody's; nothing else is ever read.
        assert found.text == opened.text
        assert len(found.signatures) == 1
        assert set(found.signatures) < set(opened.signatures)


def test_every_flipped_bit_of_a_cosignature_line_is_nobodys():
    for changed in every_flipped_bit(cosign(TEXT, WITNESS, TIME)):
        line = changed.decode("utf-8", "surrogateescape")
        assert verify_cosignature(TEXT, line, WITNESS.verifier) is None, line


def test_every_changed_letter_of_a_text_refuses_the_note():
    for place in range(len(TEXT) - 1):
        other = "x" if TEXT[place] != "x" else "y"
        with pytest.raises(NoteRefused):
            open_note(TEXT[:place] + other + NOTE[place + 1 :], KNOWN)


def test_text_may_hold_empty_lines_and_ends_at_the_last_one():
    text = "one\n\ntwo\n\n— not a signature\n"

    assert open_note(sign_note(text, LOG), KNOWN).text == text


SIGNED = PETER_NOTE.rpartition("\n\n")[2]


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n",
        PETER_TEXT,
        PETER_TEXT + "\n",
        PETER_TEXT + SIGNED,
        PETER_TEXT.rstrip("\n") + "\n" + SIGNED,
        PETER_NOTE.rstrip("\n"),
        PETER_NOTE + "\n",
        PETER_NOTE + "more\n",
        PETER_NOTE.replace("— ", "- "),
        PETER_NOTE.replace("— ", "—"),
        PETER_NOTE.replace("— ", "—  "),
        PETER_NOTE.replace("AM=", "AN="),
        PETER_NOTE.replace("AM=", "AM"),
        PETER_NOTE.replace("AM=\n", "AM= \n"),
        PETER_NOTE.replace("AM=\n", "AM=\r\n"),
        PETER_NOTE.replace("\n", "\r\n"),
        PETER_NOTE.replace("If", "I\x00f"),
        PETER_NOTE.replace("If", "I\tf"),
        PETER_NOTE.replace("If", "I\ud800f"),
        PETER_NOTE + "— Bad\u2003Name AAAAAAAA\n",
        PETER_NOTE + "— Bad+Name AAAAAAAA\n",
        PETER_NOTE + "— Short AAAA\n",
        PETER_NOTE + "— Empty \n",
        PETER_NOTE + "— Url AAAA_-AA\n",
        PETER_NOTE + "— Split AAAA AAAA\n",
        PETER_TEXT + "\n" + SIGNED * 101,
    ],
)
def test_open_note_refuses(note):
    with pytest.raises(NoteRefused):
        open_note(note, [PETER.verifier])


def test_open_note_refuses_bytes_that_are_not_utf8():
    with pytest.raises(NoteRefused):
        open_note(PETER_NOTE.encode().replace(b"If", b"I\xff"), [PETER.verifier])


@pytest.mark.parametrize("others", [15, 99])
def test_open_note_accepts_many_signature_lines(others):
    note = PETER_TEXT + "\n" + "— Other AAAAAAAA\n" * others + SIGNED

    assert len(open_note(note, [PETER.verifier]).signatures) == 1


@given(st.text(max_size=60) | st.binary(max_size=60))
def test_open_note_never_fails_otherwise_than_by_refusing(note):
    with pytest.raises(NoteRefused):
        open_note(note, KNOWN)


@given(st.data())
def test_no_change_to_a_note_is_accepted_with_the_same_signatures(data):
    place = data.draw(st.integers(0, len(NOTE)))
    removed = data.draw(st.integers(0, 3))
    changed = NOTE[:place] + data.draw(st.text(max_size=3)) + NOTE[place + removed :]

    try:
        opened = open_note(changed, KNOWN)
    except NoteRefused:
        return

    # What may change is a line that nobody knows; what is known still stands as it was signed.
    assert opened.text == TEXT
    assert set(opened.signatures) <= set(open_note(NOTE, KNOWN).signatures)


@pytest.mark.parametrize("text", ["", "no line feed", "a\x07\n", "\ud800\n"])
def test_sign_note_refuses_what_it_could_not_open(text):
    with pytest.raises(NoteRefused):
        sign_note(text, LOG)

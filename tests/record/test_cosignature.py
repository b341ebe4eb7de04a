"""Checkpoints and cosignatures: written, parsed and verified, and every way to be refused."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from record.note import (
    Checkpoint,
    Key,
    Kind,
    NoteRefused,
    checkpoint_text,
    cosign,
    parse_checkpoint,
    sign_note,
    verify_cosignature,
)

LOG = Key("record.example/log", Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32))
WITNESS = Key("witness.example/af", Ed25519PrivateKey.from_private_bytes(bytes([2]) * 32), Kind.COSIGNATURE)
OTHER = Key("witness.example/pk", Ed25519PrivateKey.from_private_bytes(bytes([3]) * 32), Kind.COSIGNATURE)
TEXT = checkpoint_text(LOG.name, 7, bytes(range(32)))
TIME = 1_790_000_000


def test_checkpoint_there_and_back():
    root = bytes(range(32))

    assert TEXT == "record.example/log\n7\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    assert parse_checkpoint(TEXT) == Checkpoint(origin="record.example/log", size=7, root=root)


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXT.rstrip("\n"),
        TEXT + "extension\n",
        TEXT + "\n",
        TEXT.replace("\n7\n", "\n07\n"),
        TEXT.replace("\n7\n", "\n+7\n"),
        TEXT.replace("\n7\n", "\n-7\n"),
        TEXT.replace("\n7\n", "\n7 \n"),
        TEXT.replace("\n7\n", "\n\n"),
        TEXT.replace("\n7\n", "\n٧\n"),
        TEXT.replace("\n7\n", "\n1_0\n"),
        TEXT.replace("\n7\n", f"\n{2**63}\n"),
        TEXT.replace("\n7\n", f"\n{'9' * 5000}\n"),
        TEXT.replace("Hh8=", "Hh9="),
        TEXT.replace("Hh8=\n", "Hh8\n"),
        TEXT.replace("AAECAwQF", ""),
        TEXT.replace("record", "re cord"),
        TEXT.replace("record.example/log", ""),
        TEXT.replace("\n", "\r\n"),
    ],
)
def test_parse_checkpoint_refuses(text):
    with pytest.raises(NoteRefused):
        parse_checkpoint(text)


@given(st.text(max_size=40) | st.builds("{}\n{}\n{}\n".format, st.text(max_size=5), st.integers(), st.text(max_size=5)))
def test_parse_checkpoint_accepts_only_what_it_would_write(text):
    try:
        checkpoint = parse_checkpoint(text)
    except NoteRefused:
        return

    assert checkpoint_text(checkpoint.origin, checkpoint.size, checkpoint.root) == text


@given(st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_every_checkpoint_is_parsed_as_written(size, root):
    assert parse_checkpoint(checkpoint_text("log", size, root)) == Checkpoint(origin="log", size=size, root=root)


def test_cosignature_is_76_bytes_over_time_and_whole_checkpoint():
    line = cosign(TEXT, WITNESS, TIME)

    blob = base64.b64decode(line.removeprefix(f"— {WITNESS.name} "))
    assert len(blob) == 76
    assert blob[:4] == WITNESS.verifier.key_id
    assert int.from_bytes(blob[4:12], "big") == TIME
    message = f"cosignature/v1\ntime {TIME}\n{TEXT}".encode()
    WITNESS.private.public_key().verify(blob[12:], message)


@pytest.mark.parametrize("time", [0, TIME, 2**63 - 1])
def test_cosignature_gives_its_time(time):
    line = cosign(TEXT, WITNESS, time)

    assert verify_cosignature(TEXT, line, WITNESS.verifier) == time
    assert verify_cosignature(TEXT, line.rstrip("\n"), WITNESS.verifier) == time


def test_cosignature_of_another_text_key_kind_or_time_is_none():
    line = cosign(TEXT, WITNESS, TIME)
    log_line = sign_note(TEXT, LOG).rpartition("\n\n")[2]
    same_key_as_log = Key(WITNESS.name, WITNESS.private)
    blob = bytearray(base64.b64decode(line.rpartition(" ")[2]))
    blob[11] ^= 1
    later = f"— {WITNESS.name} {base64.b64encode(blob).decode()}\n"

    assert verify_cosignature(TEXT.replace("\n7\n", "\n8\n"), line, WITNESS.verifier) is None
    assert verify_cosignature(TEXT, line, OTHER.verifier) is None
    assert verify_cosignature(TEXT, log_line, LOG.verifier) is None
    assert verify_cosignature(TEXT, line, same_key_as_log.verifier) is None
    assert verify_cosignature(TEXT, later, WITNESS.verifier) is None


@given(st.text(max_size=40))
def test_verify_cosignature_never_raises(line):
    assert verify_cosignature(TEXT, line, WITNESS.verifier) is None


def test_time_beyond_63_bits_is_refused():
    signature = (2**63).to_bytes(8, "big") + WITNESS.private.sign(f"cosignature/v1\ntime {2**63}\n{TEXT}".encode())

    assert not WITNESS.verifier.has_signed(TEXT, signature=signature)


def test_only_a_checkpoint_is_cosigned():
    with pytest.raises(NoteRefused):
        cosign("any text\n", WITNESS, TIME)
    with pytest.raises(AssertionError):
        cosign(TEXT, LOG, TIME)
    with pytest.raises(AssertionError):
        sign_note(TEXT, WITNESS)

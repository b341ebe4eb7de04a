"""Signed notes, checkpoints and cosignatures (C2SP signed-note, tlog-checkpoint, tlog-cosignature). Pure; no Django.

    text                 one or more lines
                         an empty line
    — <name> <base64>    per signature: key id (4 bytes), then what the kind of key puts there

Parsers accept exactly what the writers here write: what does not re-encode to itself is refused with NoteRefused.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from record import ed25519
from record.tlog import HASH_BYTES, SIZE_LIMIT

DASH = "\N{EM DASH} "
SIGNATURES_MAX = 100
KEY_ID_BYTES = 4
TIME_BYTES = 8
TIME_LIMIT = 2**63


class NoteRefused(ValueError):
    """The note, key or checkpoint is malformed, or not signed as it must be; the message says how."""


class Kind(IntEnum):
    """What a key signs: the text itself, or the text as seen at a time."""

    ED25519 = 0x01
    COSIGNATURE = 0x04


@dataclass(frozen=True)
class Key:
    """A private key under its name; one key serves one name and one kind, never reused."""

    name: str
    private: Ed25519PrivateKey
    kind: Kind = Kind.ED25519

    @property
    def verifier(self) -> "Verifier":
        """What others need to check this key's signatures."""
        return Verifier(name=self.name, kind=self.kind, public_key=ed25519.public_bytes_of(self.private))


@dataclass(frozen=True)
class Verifier:
    """A public key under its name. Raises NoteRefused for a bad name or a key of small order."""

    name: str
    kind: Kind
    public_key: bytes

    def __post_init__(self) -> None:
        _demand(is_name(self.name), "a key's name has no space and no +, and is not empty")
        _demand(ed25519.is_acceptable_key(self.public_key), "the key is not an Ed25519 key that we accept")

    @property
    def key_id(self) -> bytes:
        """Tells keys apart; it is no security check."""
        named = self.name.encode() + b"\n" + bytes([self.kind]) + self.public_key
        return hashlib.sha256(named).digest()[:KEY_ID_BYTES]

    def has_signed(self, text: str, *, signature: bytes) -> bool:
        """Whether these bytes, which follow the key id in a signature line, are this key's on the text."""
        if self.kind is Kind.ED25519:
            return ed25519.verify(self.public_key, signature=signature, message=text.encode())
        time = int.from_bytes(signature[:TIME_BYTES], "big")
        if len(signature) != TIME_BYTES + ed25519.SIGNATURE_BYTES or time >= TIME_LIMIT:
            return False
        message = cosigned_message(text, time=time)
        return ed25519.verify(self.public_key, signature=signature[TIME_BYTES:], message=message)


@dataclass(frozen=True)
class Signature:
    """One verified line of a note: whose it is, and what follows the key id; a `time` (POSIX seconds) is a cosigner's."""

    verifier: Verifier
    signature: bytes

    @property
    def name(self) -> str:
        return self.verifier.name

    @property
    def kind(self) -> Kind:
        return self.verifier.kind

    @property
    def time(self) -> int | None:
        return int.from_bytes(self.signature[:TIME_BYTES], "big") if self.kind is Kind.COSIGNATURE else None

    @property
    def line(self) -> str:
        """The line as it stands in the note, without its line feed."""
        return signature_line(self.verifier, self.signature).removesuffix("\n")


@dataclass(frozen=True)
class OpenedNote:
    """A note whose known signatures all hold, with at least one of them; unknown ones were ignored."""

    text: str
    signatures: list[Signature]


@dataclass(frozen=True)
class Checkpoint:
    """What a log signs: its name, how many entries it has, and the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def root_base64(self) -> str:
        """The root as people compare it."""
        return _base64(self.root)


def sign_note(text: str, *keys: Key) -> str:
    """The note: the text, an empty line, and one signature line per key (each of kind ED25519)."""
    assert all(key.kind is Kind.ED25519 for key in keys), "A witness cosigns."
    return plainly_signed(text, *keys)


def plainly_signed(text: str, *keys: Key) -> str:
    """The same with keys of whatever kind, on the text as it stands: what `plain_signers` reads."""
    assert keys, "A note has a signature."
    _demand(text.endswith("\n") and _is_plain(text), "the text of a note is UTF-8 and ends in a line feed")
    return f"{text}\n" + "".join(signature_line(key, key.private.sign(text.encode())) for key in keys)


def open_note(text: str | bytes, verifiers: Iterable[Verifier]) -> OpenedNote:
    """The note's text and its known signatures.

    Raises NoteRefused if it is malformed, if a known key's signature is wrong, or if no known key signed.
    """
    body, lines = _lines_of_known(text, verifiers)
    for verifier, signature in lines:
        _demand(verifier.has_signed(body, signature=signature), f"the signature of {verifier.name} is wrong")
    _demand(lines, "no key that we know has signed this note")
    return OpenedNote(text=body, signatures=[Signature(verifier, signature) for verifier, signature in lines])


def plain_signers(note: str | bytes, known: Iterable[Verifier]) -> set[Verifier]:
    """Which of the known keys, of whatever kind, signed the note's text as it stands; NoteRefused for a wrong signature."""
    text, lines = _lines_of_known(note, known)
    for verifier, signature in lines:
        is_theirs = ed25519.verify(verifier.public_key, signature=signature, message=text.encode())
        _demand(is_theirs, f"the signature of {verifier.name} is wrong")
    return {verifier for verifier, _ in lines}


def signature_lines(note: str | bytes) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    """The note's text, and of each signature line the name, the key id and what follows it; nothing is verified."""
    text, lines = _split(as_text(note))
    return text, [_parsed_line(line) for line in lines]


def vkey_of(key: Key | Verifier) -> str:
    """The public key as one line of text: name+key id+base64 of kind and key."""
    verifier = key.verifier if isinstance(key, Key) else key
    encoded = _base64(bytes([verifier.kind]) + verifier.public_key)
    return f"{verifier.name}+{verifier.key_id.hex()}+{encoded}"


def parse_vkey(vkey: str) -> Verifier:
    """The verifier that a vkey line describes; NoteRefused if it would be written differently."""
    name, _, rest = vkey.partition("+")
    _, _, encoded = rest.partition("+")
    decoded = _from_base64(encoded)
    _demand(decoded[:1] in (b"\x01", b"\x04"), "the kind of this key is unknown")
    verifier = Verifier(name=name, kind=Kind(decoded[0]), public_key=decoded[1:])
    _demand(vkey_of(verifier) == vkey, "the key id does not belong to this key")
    return verifier


def checkpoint_text(origin: str, size: int, root: bytes) -> str:
    """The three lines that a log signs."""
    assert is_name(origin) and 0 <= size < SIZE_LIMIT and len(root) == HASH_BYTES
    return f"{origin}\n{size}\n{_base64(root)}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint of exactly three lines; NoteRefused for anything more, less or spelled differently."""
    lines = text.split("\n")
    _demand(len(lines) == 4 and lines[3] == "", "a checkpoint has exactly three lines")
    origin, written_size, root = lines[0], lines[1], _from_base64(lines[2])
    _demand(is_name(origin), "the origin is no name")
    _demand(written_size.isascii() and written_size.isdecimal() and len(written_size) < 20, "the size is no number")
    size = int(written_size)
    _demand(str(size) == written_size and size < SIZE_LIMIT, "the size is not written as it must be")
    _demand(len(root) == HASH_BYTES, "the root is not 32 bytes long")
    return Checkpoint(origin=origin, size=size, root=root)


def cosign(checkpoint_text: str, key: Key, time: int) -> str:
    """The signature line that says: at that POSIX time this was the largest tree seen, consistent with all before."""
    assert key.kind is Kind.COSIGNATURE and 0 <= time < TIME_LIMIT
    parse_checkpoint(checkpoint_text)
    signature = key.private.sign(cosigned_message(checkpoint_text, time=time))
    return signature_line(key, time.to_bytes(TIME_BYTES, "big") + signature)


def verify_cosignature(checkpoint_text: str, line: str, verifier: Verifier) -> int | None:
    """The POSIX time of the cosignature in this line (without or with its LF), or None unless it is the verifier's."""
    try:
        name, key_id, signature = _parsed_line(line.removesuffix("\n"))
    except NoteRefused:
        return None
    is_theirs = verifier.kind is Kind.COSIGNATURE and (name, key_id) == (verifier.name, verifier.key_id)
    holds = is_theirs and verifier.has_signed(checkpoint_text, signature=signature)
    return Signature(verifier, signature).time if holds else None


def cosigned_message(text: str, *, time: int) -> bytes:
    """What a cosigner signs: a line of its own kind, the time, and the whole checkpoint text."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def signature_line(key: Key | Verifier, signature: bytes) -> str:
    """The line of a note that bears these bytes of the key's, with its line feed."""
    verifier = key.verifier if isinstance(key, Key) else key
    return f"{DASH}{verifier.name} {_base64(verifier.key_id + signature)}\n"


def is_name(name: str) -> bool:
    """Whether a key may bear this name: not empty, no Unicode space, no control character, no plus sign."""
    return bool(name) and _is_utf8(name) and not any(one.isspace() or one < " " or one == "+" for one in name)


def as_text(note: str | bytes) -> str:
    """The note as text; NoteRefused for bytes that are none."""
    try:
        return note if isinstance(note, str) else note.decode()
    except UnicodeDecodeError as problem:
        raise NoteRefused("a note is UTF-8") from problem


def _lines_of_known(note: str | bytes, verifiers: Iterable[Verifier]) -> tuple[str, list[tuple[Verifier, bytes]]]:
    """The text, and what each line of a known key bears after the key id; nothing is verified."""
    text, lines = signature_lines(note)
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    return text, [(known[name, key_id], rest) for name, key_id, rest in lines if (name, key_id) in known]


def _split(note: str) -> tuple[str, list[str]]:
    """Text and signature lines, apart at the last empty line."""
    _demand(_is_plain(note), "a note is UTF-8 without control characters")
    end = note.rfind("\n\n")
    _demand(end >= 0 and note.endswith("\n"), "a note is a text, an empty line, and signature lines")
    lines = note[end + 2 :].split("\n")[:-1]
    _demand(0 < len(lines) <= SIGNATURES_MAX, f"a note has between 1 and {SIGNATURES_MAX} signature lines")
    return note[: end + 1], lines


def _parsed_line(line: str) -> tuple[str, bytes, bytes]:
    name, _, encoded = line.removeprefix(DASH).partition(" ")
    _demand(line.startswith(DASH) and is_name(name), "a signature line is a dash, a name and base64")
    decoded = _from_base64(encoded)
    _demand(len(decoded) > KEY_ID_BYTES, "a signature follows its key id")
    return name, decoded[:KEY_ID_BYTES], decoded[KEY_ID_BYTES:]


def _is_plain(text: str) -> bool:
    return _is_utf8(text) and not any(letter < " " and letter != "\n" for letter in text)


def _is_utf8(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _base64(decoded: bytes) -> str:
    return base64.b64encode(decoded).decode()


def _from_base64(encoded: str) -> bytes:
    """Standard padded base64 that re-encodes to itself."""
    try:
        decoded = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as problem:
        raise NoteRefused("this is not base64") from problem
    _demand(_base64(decoded) == encoded, "this base64 is not written as it must be")
    return decoded


def _demand(condition: object, otherwise: str) -> None:
    if not condition:
        raise NoteRefused(otherwise)

#!/usr/bin/env python3
"""The offline verifier: checks the commission's record without its server and without its code (RECORD.md).

One file by intent, however long: a delegation reads it once, pins its SHA-256, and needs nothing beside it but Python
3.11 and `cryptography`. Nothing of the project is imported. Sections, in order: refusals and the report; the tree (RFC
6962); Ed25519; keys, notes and checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature); enrolments of keys and
refusals to cosign; the policy (tlog-policy); proof files (tlog-proof); canonical JSON (RFC 8785); the state of a witness;
where checkpoints come from; following the log; the export folder (tlog-tiles); openings; replay; the commands; the
standing witness (tlog-witness).

Exit codes: 0 holds, 1 does not hold, 2 could not be checked.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import contextlib
import http.server
import json
import os
import re
import sys
import time
import unicodedata
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

HASH_BYTES = 32
SIZE_LIMIT = TIME_LIMIT = 2**63
HOLDS, FAILS, UNKNOWN, NOTE = "holds", "does not hold", "could not be checked", "note"
SENTENCES_MAX = 20  # of one kind: who reads on after twenty reads the JSON


# ---------------------------------------------------------------------------------------------------------------------
# Refusals, and the report that a person reads


class DoesNotHold(Exception):
    """What was shown is wrong; the message is the sentence for a person."""


class Malformed(DoesNotHold):
    """Bytes that the standard would write differently, or not at all."""


class CannotCheck(Exception):
    """Something needed is missing; the message is the sentence for a person, and says how to mend it."""


@dataclass
class Report:
    """What holds and what does not, in the order it was found."""

    lines: list[dict[str, str]] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)

    def say(self, result: str, claim: str, sentence: str) -> None:
        """One more line: its result, the claim's name for programs, the sentence for people."""
        self.lines.append({"result": result, "claim": claim, "sentence": sentence})

    def say_all(self, result: str, claim: str, sentences: Sequence[str]) -> None:
        """The first of many sentences, and how many more there are; programs find all of them in the details."""
        for sentence in sentences[:SENTENCES_MAX]:
            self.say(result, claim, sentence)
        if len(sentences) > SENTENCES_MAX:
            self.say(result, claim, f"… and {len(sentences) - SENTENCES_MAX} more of this kind.")
        if sentences:
            self.details.setdefault(claim, []).extend(sentences)

    @contextlib.contextmanager
    def about(self, claim: str) -> Iterator[None]:
        """A refusal raised inside becomes a line about this claim."""
        try:
            yield
        except DoesNotHold as problem:
            self.say(FAILS, claim, str(problem))
        except CannotCheck as problem:
            self.say(UNKNOWN, claim, str(problem))
        except (RecursionError, OverflowError, AttributeError, TypeError) as problem:
            # No shape of what others wrote may end the check: what no reader could make sense of does not hold.
            self.say(FAILS, claim, f"This is not written as it must be ({type(problem).__name__}: {problem}).")

    @property
    def exit_code(self) -> int:
        """0 if all holds, 1 if something does not, 2 if something could not be checked (or nothing was)."""
        results = {line["result"] for line in self.lines}
        if FAILS in results:
            return 1
        return 2 if UNKNOWN in results or HOLDS not in results else 0

    def conclusion(self) -> str:
        """The last line a person reads."""
        if self.exit_code == 0:
            return "Everything that was checked holds."
        if self.exit_code == 1:
            first = next(line for line in self.lines if line["result"] == FAILS)
            return f"This does not hold. First: {first['sentence']}"
        return "Nothing wrong was found, but not everything could be checked."

    def write(self, *, as_json: bool) -> None:
        """On standard output, for people or for programs."""
        if as_json:
            value = {"exit": self.exit_code, "conclusion": self.conclusion(), "lines": self.lines, **self.details}
            _print(json.dumps(value, ensure_ascii=True, indent=1, sort_keys=True))
            return
        for line in self.lines:
            _print(f"[{line['result']}] {visible(line['sentence'])}")
        _print(visible(self.conclusion()))


JOINERS = "\u200c\u200d"  # Persian, Urdu and Pashto are written with them


def visible(text: str) -> str:
    """The text with a number for each letter that would move the cursor, end the line or turn the reading direction.

    Names, reasons and answers come from others: none of them may write a line of a report, or hide one.
    """
    return "".join(f"\\u{ord(one):04x}" if _steers(one) and one not in JOINERS else one for one in text)


def _steers(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp")


def _print(text: str) -> None:
    # A console that cannot show a letter shows its number; a check never ends for want of a letter.
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def _demand(condition: object, otherwise: str) -> None:
    if not condition:
        raise Malformed(otherwise)


def to_base64(decoded: bytes) -> str:
    """RFC 4648 section 4, padded."""
    return base64.b64encode(decoded).decode()


def from_base64(encoded: str, *, length: int | None = None) -> bytes:
    """What re-encodes to exactly this text; Malformed otherwise, or if it is not `length` bytes long."""
    try:
        decoded = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as problem:
        raise Malformed(f"“{encoded[:40]}” is not base64.") from problem
    _demand(to_base64(decoded) == encoded, f"The base64 “{encoded[:40]}” is not written as it must be.")
    _demand(length in (None, len(decoded)), f"There are {len(decoded)} bytes where {length} must be.")
    return decoded


def from_decimal(written: str) -> int:
    """ASCII decimal without leading zero, below 2^63."""
    is_plain = written.isascii() and written.isdecimal() and len(written) < 20
    _demand(is_plain and str(int(written)) == written, f"“{written[:40]}” is not a number as it must be written.")
    _demand(int(written) < SIZE_LIMIT, f"The number {written} is too large.")
    return int(written)


def from_utf8(encoded: bytes) -> str:
    """The text of UTF-8 bytes; Malformed otherwise."""
    try:
        return encoded.decode()
    except UnicodeDecodeError as problem:
        raise Malformed("This is not UTF-8 text.") from problem


# ---------------------------------------------------------------------------------------------------------------------
# The tree (RFC 6962 section 2.1 = RFC 9162 section 2.1)

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """RFC 6962 section 2.1."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962 section 2.1."""
    return sha256(b"\x01" + left + right).digest()


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """The root over a power of two of hashes, level by level."""
    hash_of = sha256
    while len(hashes) > 1:
        pairs = iter(hashes)
        hashes = [hash_of(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
    return hashes[0]


def perfect_roots(hashes: Sequence[bytes]) -> list[bytes]:
    """The roots of the maximal perfect subtrees over these hashes, left to right: one per set bit of their number."""
    roots, start = [], 0
    for height in reversed(range(len(hashes).bit_length())):
        if len(hashes) >> height & 1:
            roots.append(perfect_root(hashes[start : start + (1 << height)]))
            start += 1 << height
    return roots


def folded_root(roots: Sequence[bytes]) -> bytes:
    """The root of the tree with these maximal perfect subtrees: folded from the right."""
    if not roots:
        return EMPTY_ROOT
    root = roots[-1]
    for left in reversed(roots[:-1]):
        root = node_hash(left, root)
    return root


def root_of(leaf_hashes: Sequence[bytes]) -> bytes:
    """The root (MTH) over these leaf hashes."""
    return folded_root(perfect_roots(leaf_hashes))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162 section 2.1.3.2; False for whatever is malformed."""
    if not (_are_sizes(index, size) and index < size and _are_hashes(leaf, root, *proof)):
        return False
    position, last, reached = index, size - 1, leaf
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
    """RFC 9162 section 2.1.4.2; an empty first tree proves nothing and is False."""
    if not (_are_sizes(size1, size2) and 0 < size1 <= size2 and _are_hashes(root1, root2, *proof)):
        return False
    if size1 == size2:
        return root1 == root2 and not proof
    if not proof:
        return False
    path = list(proof) if size1 & (size1 - 1) else [root1, *proof]
    position, last = size1 - 1, size2 - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    return _folded_pair(path, position=position, last=last) == (root1, root2)


def consistency_ranges(size1: int, size2: int) -> list[tuple[int, int]]:
    """RFC 6962 section 2.1.2: the ranges of leaves whose roots are the proof, in its order."""
    ranges, low, high, within, is_complete = [], 0, size2, size1, True
    while within != high - low:
        split = 1 << (high - low - 1).bit_length() - 1
        if within <= split:
            ranges.append((low + split, high))
            high = low + split
        else:
            ranges.append((low, low + split))
            low, within, is_complete = low + split, within - split, False
    if not is_complete:
        ranges.append((low, high))
    return ranges[::-1]


def _folded_pair(path: Sequence[bytes], *, position: int, last: int) -> tuple[bytes, bytes] | None:
    first = second = path[0]
    for sibling in path[1:]:
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


def _are_hashes(*hashes: object) -> bool:
    return all(isinstance(one, bytes) and len(one) == HASH_BYTES for one in hashes)


# ---------------------------------------------------------------------------------------------------------------------
# Ed25519 (RFC 8032), without the keys and nonces of small order on which verifiers disagree (RECORD.md section 1)

SMALL_ORDER = frozenset(
    encoding[:-1] + bytes([encoding[-1] | sign])
    for sign in (0x00, 0x80)
    for encoding in (
        bytes(32),
        b"\x01" + bytes(31),
        bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        b"\xec" + b"\xff" * 30 + b"\x7f",
        b"\xed" + b"\xff" * 30 + b"\x7f",
        b"\xee" + b"\xff" * 30 + b"\x7f",
    )
)


def is_acceptable_key(public_key: bytes) -> bool:
    """Whether these bytes may be anybody's public key."""
    return len(public_key) == 32 and public_key not in SMALL_ORDER


def verify_ed25519(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the signature is the key's on exactly this message; never raises."""
    if not is_acceptable_key(public_key) or len(signature) != 64 or signature[:32] in SMALL_ORDER:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


# ---------------------------------------------------------------------------------------------------------------------
# Keys, notes and checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature)

DASH = "\N{EM DASH} "
SIGNS_TEXT, COSIGNS = 0x01, 0x04
SIGNATURES_MAX = 100


@dataclass(frozen=True)
class Verifier:
    """A public key under its name."""

    name: str
    kind: int
    public_key: bytes

    @property
    def key_id(self) -> bytes:
        """Tells keys apart; it is no security check."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public_key).digest()[:4]

    @property
    def vkey(self) -> str:
        """The key as one line of text."""
        return f"{self.name}+{self.key_id.hex()}+{to_base64(bytes([self.kind]) + self.public_key)}"


@dataclass(frozen=True)
class WitnessKey:
    """A delegation's private cosigning key under its name; it never leaves the delegation."""

    name: str
    private: Ed25519PrivateKey

    @property
    def verifier(self) -> Verifier:
        """What others need to check its cosignatures."""
        return Verifier(self.name, COSIGNS, self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    @property
    def written(self) -> str:
        """The line of the key's file: Go's note format for private keys, with the kind of a cosigner."""
        seed = to_base64(bytes([COSIGNS]) + self.private.private_bytes_raw())
        return f"PRIVATE+KEY+{self.name}+{self.verifier.key_id.hex()}+{seed}\n"


@dataclass(frozen=True)
class Checkpoint:
    """What a log signs: its name, how many entries it has, and the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """Exactly what is signed."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"

    @property
    def described(self) -> dict[str, Any]:
        """The same for programs."""
        return {"origin": self.origin, "size": self.size, "root": to_base64(self.root)}


@dataclass(frozen=True)
class SignedCheckpoint:
    """A checkpoint that the policy's log signed, with the lines that hold and those of keys that nobody knows."""

    checkpoint: Checkpoint
    log_line: str
    times: dict[str, int]  # by the witness's name in the policy: POSIX seconds
    cosignature_lines: dict[str, str]
    unknown: int

    def note(self, *lines: str) -> str:
        """The checkpoint with the log's signature and these lines."""
        return self.checkpoint.text + "\n" + "".join(f"{line}\n" for line in (self.log_line, *lines))


def is_name(name: str) -> bool:
    """C2SP signed-note: not empty, no space, no plus sign, no control character."""
    return bool(name) and _is_plain(name) and not any(one.isspace() or one == "+" for one in name)


def parse_vkey(vkey: str) -> Verifier:
    """The key that a vkey line describes; Malformed if it would be written differently or is of small order."""
    name, _, rest = vkey.partition("+")
    decoded = from_base64(rest.partition("+")[2], length=33)
    _demand(decoded[0] in (SIGNS_TEXT, COSIGNS), f"The key of {name} is of an unknown kind.")
    _demand(is_name(name) and is_acceptable_key(decoded[1:]), f"The key of {name} is not one that we accept.")
    verifier = Verifier(name, decoded[0], decoded[1:])
    _demand(verifier.vkey == vkey, f"The key id in the key of {name} does not belong to it.")
    return verifier


def parse_private_key(written: str) -> WitnessKey:
    """The key of a key file; Malformed if it would be written differently."""
    parts = written.removeprefix("PRIVATE+KEY+").split("+", 2)
    _demand(written.startswith("PRIVATE+KEY+") and len(parts) == 3 and is_name(parts[0]), "This is not a key file.")
    decoded = from_base64(parts[2].rstrip("\n"), length=33)
    key = WitnessKey(parts[0], Ed25519PrivateKey.from_private_bytes(decoded[1:]))
    _demand(decoded[0] == COSIGNS and key.written == written, "This is not a witness's key file.")
    return key


def split_note(note: str) -> tuple[str, list[str]]:
    """Text and signature lines, apart at the last empty line (C2SP signed-note)."""
    _demand(_is_plain(note.replace("\n", "")), "A signed note is UTF-8 text without control characters.")
    end = note.rfind("\n\n")
    _demand(end >= 0 and note.endswith("\n"), "A signed note is a text, an empty line, and signature lines.")
    lines = note[end + 2 :].split("\n")[:-1]
    _demand(0 < len(lines) <= SIGNATURES_MAX, f"A signed note has between 1 and {SIGNATURES_MAX} signature lines.")
    return note[: end + 1], lines


def parse_signature_line(line: str) -> tuple[str, bytes, bytes]:
    """Name, key id, and what follows it."""
    name, _, encoded = line.removeprefix(DASH).partition(" ")
    _demand(line.startswith(DASH) and is_name(name), "A signature line is a dash, a name and base64.")
    decoded = from_base64(encoded)
    _demand(len(decoded) > 4, "A signature line ends after its key id.")
    return name, decoded[:4], decoded[4:]


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint of exactly three lines."""
    lines = text.split("\n")
    _demand(len(lines) == 4 and not lines[3], "A checkpoint has exactly three lines: origin, size, root.")
    _demand(is_name(lines[0]), "The checkpoint's origin is not a name.")
    checkpoint = Checkpoint(lines[0], from_decimal(lines[1]), from_base64(lines[2], length=HASH_BYTES))
    _demand(checkpoint.text == text, "The checkpoint is not written as it must be.")
    return checkpoint


def cosigned_message(text: str, *, at: int) -> bytes:
    """C2SP tlog-cosignature, version 1: what a witness signs."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def cosign(checkpoint: Checkpoint, key: WitnessKey, *, at: int) -> str:
    """The line that says: at this time it was the largest tree I had seen, consistent with all before."""
    signature = key.private.sign(cosigned_message(checkpoint.text, at=at))
    return f"{DASH}{key.name} {to_base64(key.verifier.key_id + at.to_bytes(8, 'big') + signature)}"


def time_of_cosignature(verifier: Verifier, text: str, signature: bytes) -> int | None:
    """The POSIX seconds in a cosignature that holds; None for one that does not."""
    at = int.from_bytes(signature[:8], "big")
    if len(signature) != 72 or at >= TIME_LIMIT:
        return None
    return at if verify_ed25519(verifier.public_key, signature[8:], cosigned_message(text, at=at)) else None


def _is_plain(text: str) -> bool:
    return not any(letter < " " or "\ud800" <= letter <= "\udfff" for letter in text)


# ---------------------------------------------------------------------------------------------------------------------
# Enrolments and refusals: what a witness's key signs beside checkpoints; no cosignature can be taken for either

ENROLMENT = "witness-enrolment/v2\n"
NOTHING = "nothing"  # what a first key replaces
REFUSAL = "witness-refusal/v1\n"
VOUCHING_MIN = 3  # as many others stand in for a former key that is lost (RECORD.md section 3)
REASON_LETTERS_MAX = 500
WHY_REFUSED = {
    "smaller": "it is smaller than a tree that they have cosigned",
    "fork": "it is another tree than the one of the same size that they have cosigned",
    "inconsistent": "it does not extend the tree that they have cosigned",
    "unproven": "nothing proved that it extends the tree that they have cosigned",
    "declined": "they found nothing wrong with it, and refuse for the reason that they give",
}


def plainly_signed(text: str, *keys: WitnessKey) -> str:
    """The note of this text, signed as it stands."""
    lines = [f"{DASH}{key.name} {to_base64(key.verifier.key_id + key.private.sign(text.encode()))}\n" for key in keys]
    return f"{text}\n{''.join(lines)}"


def plain_signers(note: str, known: Iterable[Verifier]) -> set[Verifier]:
    """Which of the known keys signed the note's text as it stands; DoesNotHold for a wrong signature of one of them."""
    text, lines = split_note(note)
    by_name = {(one.name, one.key_id): one for one in known}
    signers = set()
    for name, key_id, signature in map(parse_signature_line, lines):
        verifier = by_name.get((name, key_id))
        if verifier is None:
            continue
        if not verify_ed25519(verifier.public_key, signature, text.encode()):
            raise DoesNotHold(f"The signature of {name} is wrong: whoever wrote it does not hold the key.")
        signers.add(verifier)
    return signers


@dataclass(frozen=True)
class Enrolment:
    """Whose witness a key is to be, and which key's place it takes: all that a signature under it can be used for."""

    verifier: Verifier
    delegation: str
    replaces: Verifier | None

    @property
    def text(self) -> str:
        """Exactly what is signed, by the key itself and by those who vouch for it."""
        former = self.replaces.vkey if self.replaces else NOTHING
        return f"{ENROLMENT}{self.verifier.vkey}\ndelegation {self.delegation}\nreplaces {former}\n"

    @property
    def purpose(self) -> str:
        """The same in words, to follow "the key"."""
        place = f"in the place of {self.replaces.vkey}" if self.replaces else "as its first key"
        return f"for {self.delegation}, {place}"


def parse_enrolment(note: str) -> Enrolment:
    """What an enrolment says, whoever signed it; Malformed for what would be written differently."""
    text, _ = split_note(note)
    lines = text.split("\n")
    _demand(text.startswith(ENROLMENT) and len(lines) == 5, "An enrolment has exactly four lines.")
    former = lines[3].removeprefix("replaces ")
    replaces = None if former == NOTHING else parse_vkey(former)
    enrolment = Enrolment(parse_vkey(lines[1]), lines[2].removeprefix("delegation "), replaces)
    _demand(enrolment.text == text and enrolment.verifier.kind == COSIGNS, "This is no witness's enrolment.")
    _demand(is_name(enrolment.delegation), "An enrolment names a delegation.")
    return enrolment


def check_enrolment(note: str) -> Enrolment:
    """An enrolment whose key its author holds; DoesNotHold otherwise. Who else signed it is another question."""
    enrolment = parse_enrolment(note)
    if enrolment.verifier not in plain_signers(note, [enrolment.verifier]):
        raise DoesNotHold(f"Whoever wrote this enrolment does not hold the key of {enrolment.verifier.name}.")
    return enrolment


@dataclass(frozen=True)
class Refusal:
    """A witness's word that it does not cosign a checkpoint that it was shown, and why."""

    checkpoint: Checkpoint
    kind: str
    at: int
    reason: str

    @property
    def text(self) -> str:
        """Exactly what is signed."""
        return f"{REFUSAL}{self.checkpoint.text}{self.kind}\ntime {self.at}\n{self.reason}\n"


def parse_refusal(text: str) -> Refusal:
    """The refusal of exactly these lines; Malformed for what would be written differently."""
    lines = text.split("\n")
    _demand(text.startswith(REFUSAL) and len(lines) == 8, "A refusal has exactly seven lines.")
    at = from_decimal(lines[5].removeprefix("time "))
    refusal = Refusal(parse_checkpoint("\n".join([*lines[1:4], ""])), lines[4], at, lines[6])
    _demand(refusal.text == text and refusal.kind in WHY_REFUSED, "The refusal is not written as it must be.")
    _demand(is_reason(refusal.reason), f"A reason is one line of 1 to {REASON_LETTERS_MAX} letters.")
    return refusal


def is_reason(reason: str) -> bool:
    """Whether this can be the reason in a refusal: one line, not too long, in the one spelling that is recorded."""
    is_line = _is_plain(reason) and reason == reason.strip() and 0 < len(reason) <= REASON_LETTERS_MAX
    return is_line and unicodedata.is_normalized("NFC", reason)


# ---------------------------------------------------------------------------------------------------------------------
# The policy: whose signatures count (C2SP tlog-policy)

WITNESSED_MIN = 3  # of four (RECORD.md section 3): with fewer, two colluding could show two records
SINCE = "# since entry "  # a comment to other readers of tlog-policy: the version of this policy


@dataclass(frozen=True)
class Policy:
    """The log's key, the witnesses' keys by name, the groups, and the quorum that makes a checkpoint witnessed."""

    text: str
    log: Verifier
    witnesses: dict[str, Verifier]
    groups: dict[str, tuple[int, list[str]]]
    quorum: str | None

    @property
    def digest(self) -> str:
        """The SHA-256 that delegations read to each other."""
        return sha256(self.text.encode()).hexdigest()

    @property
    def since(self) -> int | None:
        """The entry that enrolled the newest of its keys: checkpoints that hold it are judged by this version."""
        first = self.text.split("\n", 1)[0]
        return from_decimal(first.removeprefix(SINCE)) if first.startswith(SINCE) else None

    @property
    def fewest(self) -> int:
        """How many cosignatures are enough for its quorum, at the fewest; a name is in one group only."""
        return 0 if self.quorum is None else self._fewest(self.quorum)

    def _fewest(self, name: str) -> int:
        if name in self.witnesses:
            return 1
        threshold, members = self.groups[name]
        return sum(sorted(map(self._fewest, members))[:threshold])

    def is_reached(self, cosigned: Iterable[str], name: str | None = None) -> bool:
        """Whether these witnesses satisfy the quorum (or the group or witness of this name)."""
        cosigned, name = set(cosigned), name or self.quorum
        if name is None or name in self.witnesses:
            return name is None or name in cosigned
        threshold, members = self.groups[name]
        return sum(self.is_reached(cosigned, member) for member in members) >= threshold

    def witness_named(self, name: str) -> str:
        """The policy's name of the witness with this name or this key name; CannotCheck if there is none."""
        for known, verifier in self.witnesses.items():
            if name in (known, verifier.name):
                return known
        raise CannotCheck(f"The policy knows no witness called {name}; it knows {', '.join(self.witnesses)}.")

    def witness_of(self, verifier: Verifier) -> str:
        """The policy's name of the witness with exactly this key."""
        for known, one in self.witnesses.items():
            if one == verifier:
                return known
        raise CannotCheck(
            f"The key of {verifier.name} is not one of the witnesses in the policy: nothing was cosigned."
        )


def parse_policy(text: str) -> Policy:
    """The policy in these lines; every name once, references only backwards, a name in one group only."""
    logs: list[Verifier] = []
    witnesses: dict[str, Verifier] = {}
    groups: dict[str, tuple[int, list[str]]] = {}
    quorums: list[str] = []
    for line in text.split("\n"):
        # Another program would end a line elsewhere, or a person see other words than are read.
        is_line = not any(unicodedata.category(one)[0] in "CZ" and one not in " \t" for one in line)
        _demand(is_line, "The policy has a letter that ends or hides words: it is plain lines of words and spaces.")
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if words[0] == "log" and len(words) in (2, 3):
            logs.append(_key_of_kind(words[1], SIGNS_TEXT))
        elif words[0] == "witness" and len(words) in (3, 4):
            _demand(words[1] not in (*witnesses, *groups), f"The policy names {words[1]} twice.")
            witnesses[words[1]] = _key_of_kind(words[2], COSIGNS)
        elif words[0] == "group" and len(words) > 3:
            groups[words[1]] = _parsed_group(words, witnesses, groups)
        elif words[0] == "quorum" and len(words) == 2:
            quorums.append(words[1])
        else:
            raise Malformed(f"The policy has a line that is none of log, witness, group, quorum: “{line[:60]}”.")
    return _whole_policy(text, logs, witnesses, groups, quorums)


def _key_of_kind(vkey: str, kind: int) -> Verifier:
    verifier = parse_vkey(vkey)
    _demand(verifier.kind == kind, f"The key of {verifier.name} in the policy is of the wrong kind.")
    return verifier


def _parsed_group(
    words: Sequence[str], witnesses: dict[str, Verifier], groups: dict[str, tuple[int, list[str]]]
) -> tuple[int, list[str]]:
    name, threshold, members = words[1], words[2], list(words[3:])
    taken = {member for _, others in groups.values() for member in others}
    _demand(name not in (*witnesses, *groups), f"The policy names {name} twice.")
    _demand(
        set(members) <= {*witnesses, *groups}, f"The group {name} names somebody whom the policy does not know yet."
    )
    _demand(len(set(members)) == len(members) and not taken & set(members), "A name may be in one group only.")
    number = {"any": 1, "all": len(members)}.get(threshold) or from_decimal(threshold)
    _demand(1 <= number <= len(members), f"The group {name} asks for {number} of {len(members)}.")
    return number, members


def _whole_policy(
    text: str,
    logs: Sequence[Verifier],
    witnesses: dict[str, Verifier],
    groups: dict[str, tuple[int, list[str]]],
    quorums: Sequence[str],
) -> Policy:
    _demand(len(logs) == 1, "The policy names exactly one log.")
    _demand(len(quorums) == 1, "The policy has exactly one quorum.")
    quorum = None if quorums[0] == "none" else quorums[0]
    _demand(quorum is None or quorum in (*witnesses, *groups), "The policy's quorum is a name that it does not know.")
    keys = [one.public_key for one in (*logs, *witnesses.values())]
    _demand(len(set(keys)) == len(keys), "Two names in the policy have the same key.")
    policy = Policy(text, logs[0], witnesses, groups, quorum)
    _demand(policy.since is None or policy.since >= 0, "The policy's version is no entry.")  # reads the line, too
    return policy


def open_checkpoint(note: str, policy: Policy) -> SignedCheckpoint:
    """The checkpoint that the policy's log signed. A known key's wrong signature refuses the whole note."""
    text, lines = split_note(note)
    checkpoint = parse_checkpoint(text)
    log_line, unknown = "", 0
    times: dict[str, int] = {}
    kept: dict[str, str] = {}
    names = {(one.name, one.key_id): known for known, one in policy.witnesses.items()}
    for line in lines:
        name, key_id, signature = parse_signature_line(line)
        if (name, key_id) == (policy.log.name, policy.log.key_id):
            if not verify_ed25519(policy.log.public_key, signature, text.encode()):
                raise DoesNotHold(f"The signature of the log {name} on this checkpoint is wrong.")
            log_line = line
        elif (known := names.get((name, key_id))) is not None:
            at = time_of_cosignature(policy.witnesses[known], text, signature)
            if at is None:
                raise DoesNotHold(f"The cosignature of {known} ({name}) on this checkpoint is wrong.")
            if at >= times.get(known, 0):
                times[known], kept[known] = at, line
        else:
            unknown += 1
    if not log_line:
        raise DoesNotHold(f"The log {policy.log.name}, as the policy knows it, has not signed this checkpoint.")
    if checkpoint.origin != policy.log.name:
        raise DoesNotHold(f"This checkpoint is of another log: {checkpoint.origin}, not {policy.log.name}.")
    return SignedCheckpoint(checkpoint, log_line, times, kept, unknown)


# ---------------------------------------------------------------------------------------------------------------------
# Proof files (C2SP tlog-proof)

PROOF_HEADER = "c2sp.org/tlog-proof@v1\n"


@dataclass(frozen=True)
class ProofFile:
    """One entry's place in the tree: its index, the proof, the checkpoint, and what came along unauthenticated."""

    extra: bytes | None
    index: int
    proof: list[bytes]
    note: str

    @property
    def text(self) -> str:
        """The file as it must be written."""
        extra = "" if self.extra is None else f"extra {to_base64(self.extra)}\n"
        return f"{PROOF_HEADER}{extra}index {self.index}\n{proof_lines(self.proof)}\n{self.note}"


def proof_lines(proof: Iterable[bytes]) -> str:
    """One hash a line."""
    return "".join(f"{to_base64(one)}\n" for one in proof)


def parse_proof_lines(text: str) -> list[bytes]:
    """The hashes, one a line; no line, no hash."""
    _demand(not text or text.endswith("\n"), "A proof ends with a line feed.")
    return [from_base64(line, length=HASH_BYTES) for line in text.split("\n")[:-1]]


def parse_proof_file(text: str) -> ProofFile:
    """The parts of a proof file; Malformed for what would be written differently."""
    head, _, note = text.removeprefix(PROOF_HEADER).partition("\n\n")
    lines, extra = head.split("\n"), None
    if lines[0].startswith("extra "):
        extra = from_base64(lines.pop(0).removeprefix("extra "))
    _demand(lines and lines[0].startswith("index "), "A proof file names the index of its entry.")
    proof = [from_base64(line, length=HASH_BYTES) for line in lines[1:]]
    parsed = ProofFile(extra, from_decimal(lines[0].removeprefix("index ")), proof, note)
    _demand(parsed.text == text, "The proof file is not written as it must be.")
    return parsed


# ---------------------------------------------------------------------------------------------------------------------
# Canonical JSON (RFC 8785), without floats

INTEGER_MAX = 2**53 - 1


def canonical(value: Any) -> str:
    """The one spelling of null, booleans, integers to 2^53-1, text, lists and mappings; Malformed for all else."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        _demand(abs(value) <= INTEGER_MAX, "An integer beyond 2^53-1 is read differently by different programs.")
        return str(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    _demand(isinstance(value, dict), f"A {type(value).__name__} has no place in the record.")
    # Keys sort by UTF-16 code units (RFC 8785 section 3.2.3), which is not Python's order.
    keys = sorted(value, key=_utf16)
    return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in keys) + "}"


def canonical_bytes(value: object) -> bytes:
    """The bytes that are hashed; Malformed for a lone surrogate, which is no text."""
    try:
        return canonical(value).encode()
    except (UnicodeEncodeError, RecursionError) as problem:
        raise Malformed("This has no canonical form.") from problem


def parse_canonical(encoded: bytes) -> Any:
    """The value of bytes that are the canonical form of it, no key twice; Malformed for anything else.

    Keys are found in their order while parsing; so writing the value again as it was read, in the standard library's
    speed, is its canonical form.
    """
    try:
        value = DECODER.decode(encoded.decode())
        written = ENCODER.encode(value).encode()
    except (ValueError, RecursionError) as problem:
        raise Malformed(f"This is not JSON: {problem}.") from problem
    _demand(written == encoded, "These bytes are not the canonical form of what they say.")
    return value


def _mapping_in_order(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    is_ascii = "".join(keys).isascii()
    ordered = sorted(set(keys), key=None if is_ascii else _utf16)
    _demand(keys == ordered, "A key appears twice, or before another that it must follow.")
    return dict(pairs)


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")


def _small_integer(written: str) -> int:
    _demand(len(written) <= 17 and abs(int(written)) <= INTEGER_MAX, "An integer is beyond 2^53-1.")
    return int(written)


def _refused_number(written: str) -> None:
    raise Malformed(f"Only integers are recorded, not {written[:40]}.")


DECODER = json.JSONDecoder(
    object_pairs_hook=_mapping_in_order,
    parse_int=_small_integer,
    parse_float=_refused_number,
    parse_constant=_refused_number,
)
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


# ---------------------------------------------------------------------------------------------------------------------
# The state of a witness: what it cosigned last, kept in one file of its own


@dataclass
class State:
    """What a delegation remembers of the log; the cosigned checkpoint carries its own cosignature as its seal."""

    path: Path
    policy: Policy
    witness: Verifier | None = None
    cosigned: SignedCheckpoint | None = None
    pulled: SignedCheckpoint | None = None
    proof: list[bytes] | None = None  # from the cosigned to the pulled checkpoint, as the log gave it

    @property
    def last(self) -> Checkpoint | None:
        """The checkpoint that everything shown later must extend."""
        return self.cosigned.checkpoint if self.cosigned else None

    @property
    def own_line(self) -> str:
        """The line of the own cosignature on the cosigned checkpoint."""
        assert self.cosigned is not None and self.witness is not None, "it was cosigned"
        return self.cosigned.cosignature_lines[self.policy.witness_of(self.witness)]

    def save(self) -> None:
        """On the disk before anything leaves: written beside, flushed, and moved into place."""
        value = {
            "v": 1,
            "policy": self.policy.text,
            "witness": self.witness.vkey if self.witness else None,
            "cosigned": self.cosigned.note(self.own_line) if self.cosigned else None,
            "pulled": self.pulled.note(*self.pulled.cosignature_lines.values()) if self.pulled else None,
            "proof": [to_base64(one) for one in self.proof] if self.proof is not None else None,
        }
        write_durably(self.path, json.dumps(value, ensure_ascii=True, indent=1) + "\n")


def load_state(path: Path) -> State | None:
    """The state in the file; None where there is none yet; CannotCheck for one that does not prove itself."""
    try:
        encoded = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise CannotCheck(f"The state file {path} cannot be read: {problem}.") from problem
    try:
        return _parsed_state(path, json.loads(encoded))
    except (DoesNotHold, CannotCheck, ValueError, LookupError, TypeError, AttributeError, RecursionError) as problem:
        raise CannotCheck(
            f"The state file {path} was changed or is damaged, and nothing is compared with it: restore it from your "
            f"own copy. ({problem})"
        ) from problem


def _parsed_state(path: Path, value: dict[str, Any]) -> State:
    _demand(set(value) == {"v", "policy", "witness", "cosigned", "pulled", "proof"}, "It has other keys than a state.")
    _demand(value["v"] == 1, "It is of another version.")
    state = State(path, parse_policy(value["policy"]))
    if value["witness"] is not None:
        state.witness = parse_vkey(value["witness"])
    if value["cosigned"] is not None:
        state.cosigned = open_checkpoint(value["cosigned"], state.policy)
        _demand(state.witness is not None, "It names no witness.")
        _demand(bool(state.own_line), "It holds no cosignature of its own.")
    if value["pulled"] is not None:
        state.pulled = open_checkpoint(value["pulled"], state.policy)
    if value["proof"] is not None:
        state.proof = [from_base64(one, length=HASH_BYTES) for one in value["proof"]]
    return state


def write_durably(path: Path, text: str) -> None:
    """The file holds this text, wholly or not at all, also after a power cut."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process at a time between reading a state and writing it: else one key could cosign two branches."""
    with path.with_name(path.name + ".lock").open("a+b") as file:
        try:
            import fcntl
        except ImportError:  # a laptop with Windows has the other module
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
        else:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


# ---------------------------------------------------------------------------------------------------------------------
# Where checkpoints and proofs come from: the server, a folder on a stick, or one file

ANSWER_BYTES_MAX = 4 * 1024 * 1024
SECONDS_TO_ANSWER = 30


class Server:
    """The commission's server, of which only bytes are asked; nothing it says is believed."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")

    def read(self, name: str) -> bytes | None:
        """What stands at /log/<name>; None where there is nothing; CannotCheck where nobody answers."""
        status, answer = self._answer(f"{self.address}/log/{name}", body=None)
        if status == 404:
            return None
        if status != 200:
            raise CannotCheck(f"The server answers {status} for /log/{name}.")
        return answer

    def upload(self, note: str) -> str:
        """The server has taken the cosignature or refusal; CannotCheck, with its own words, where it has not."""
        name, what = ("refusals", "refusal") if note.startswith(REFUSAL) else ("cosignatures", "cosignature")
        status, answer = self._answer(f"{self.address}/log/{name}", body=note.encode())
        said = answer.decode(errors="replace").strip()[:300]
        if status != 200:
            raise CannotCheck(f"The server did not take the {what}: it answers {status} “{said}”.")
        return said

    def _answer(self, address: str, *, body: bytes | None) -> tuple[int, bytes]:
        headers = {"Content-Type": "text/plain; charset=utf-8"} if body is not None else {}
        request = urllib.request.Request(address, data=body, headers=headers)  # noqa: S310 - checked by source_at
        try:
            with urllib.request.urlopen(request, timeout=SECONDS_TO_ANSWER) as answer:  # noqa: S310
                return answer.status, answer.read(ANSWER_BYTES_MAX)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read(ANSWER_BYTES_MAX)
        except (OSError, ValueError) as problem:
            raise CannotCheck(f"The server does not answer at {address}: {problem}.") from problem


class Folder:
    """An export folder or a stick: `checkpoint`, and either consistency/<old>/<new> or the tiles to make proofs of."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str) -> bytes | None:
        """The bytes of the file of this name; None where there is none."""
        try:
            return (self.path / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            if name.startswith("consistency/") and (self.path / "tile").is_dir():
                return self._proof(*map(int, name.split("/")[1:]))
            return None
        except OSError as problem:
            raise CannotCheck(f"{self.path / name} cannot be read: {problem}.") from problem

    def _proof(self, size1: int, size2: int) -> bytes:
        # Made from the tiles as they stand: if they are wrong, the proof is, and whoever verifies it sees that.
        ranges = consistency_ranges(size1, size2)
        return proof_lines(range_root(self, low, high, size=size2) for low, high in ranges).encode()


class OneFile:
    """A checkpoint in a file, and a proof in another where one is needed."""

    def __init__(self, checkpoint: Path, proof: Path | None) -> None:
        self.checkpoint, self.proof = checkpoint, proof

    def read(self, name: str) -> bytes | None:
        """The checkpoint, or the proof whatever sizes it is asked for: it is verified, not believed."""
        path = self.checkpoint if name == "checkpoint" else self.proof if name.startswith("consistency/") else None
        return read_file(path) if path else None


Source = Server | Folder | OneFile


def source_at(place: str, proof: Path | None) -> Source:
    """The server at an address, the folder or the file at a path."""
    if is_address(place):
        return Server(place)
    path = Path(place)
    if path.is_dir():
        return Folder(path)
    if path.is_file():
        return OneFile(path, proof)
    raise CannotCheck(f"{place} is neither an address (https://…) nor a folder nor a file.")


def is_address(place: str) -> bool:
    """Whether a server is meant, and not a file or folder."""
    return place.startswith(("http://", "https://"))


def read_file(path: Path) -> bytes:
    """The file's bytes; CannotCheck where there is none."""
    try:
        return path.read_bytes()
    except OSError as problem:
        raise CannotCheck(f"{path} cannot be read: {problem.strerror or problem}.") from problem


# ---------------------------------------------------------------------------------------------------------------------
# Following the log: a tree that is smaller, forked or inconsistent is refused, and kept as evidence


class Fraud(DoesNotHold):
    """The log does not extend what it showed before; `kind` is smaller, fork or inconsistent."""

    def __init__(self, kind: str, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind


def follow(before: Checkpoint | None, shown: Checkpoint, proof: Sequence[bytes] | None) -> str:
    """The sentence that says how `shown` extends `before`; Fraud if it does not, CannotCheck without a proof."""
    if shown.size == 0 and shown.root != EMPTY_ROOT:
        raise Fraud("fork", "The checkpoint says that the log is empty, and yet gives the root of a tree that is not.")
    if before is None or before.size == 0:
        return f"Nothing was cosigned before: {shown.size} entries are the first that you see of this log."
    if shown.size < before.size:
        raise Fraud(
            "smaller",
            f"The log shows {shown.size} entries, but you have cosigned {before.size}: it was set back to an older "
            "state, or hides what came later.",
        )
    if shown.size == before.size:
        return _same_size(before, shown)
    if proof is None:
        raise CannotCheck(
            f"There is no proof that the {shown.size} entries shown extend the {before.size} that you have cosigned."
        )
    if not verify_consistency(before.size, shown.size, before.root, shown.root, proof):
        raise Fraud(
            "inconsistent",
            f"The {shown.size} entries shown do not extend the {before.size} that you have cosigned: entries that you "
            "had seen were changed, removed or reordered, or the proof is wrong.",
        )
    return f"The {shown.size} entries shown extend the {before.size} that you have cosigned."


def _same_size(before: Checkpoint, shown: Checkpoint) -> str:
    if shown.root != before.root:
        raise Fraud(
            "fork",
            f"The log signed two different trees of {shown.size} entries: the one that you have cosigned and the one "
            "shown now. This alone proves that its operator shows different logs, or has rewritten it.",
        )
    return f"It is the tree of {shown.size} entries that you have cosigned."


def keep_evidence(state: State, fraud: Fraud) -> Path:
    """The file with both checkpoints, each with the log's signature: whoever knows the log's key can judge it."""
    assert state.cosigned is not None and state.pulled is not None, "there is something to compare"
    value = {
        "evidence": "log-evidence/v1",
        "kind": fraud.kind,
        "sentence": str(fraud),
        "held": state.cosigned.note(*state.cosigned.cosignature_lines.values()),
        "shown": state.pulled.note(*state.pulled.cosignature_lines.values()),
        "proof": [to_base64(one) for one in state.proof or []],
    }
    text = json.dumps(value, ensure_ascii=True, indent=1) + "\n"
    # Named for the two trees: whoever sends the same pair again and again fills no disk.
    pair = sha256((state.cosigned.checkpoint.text + state.pulled.checkpoint.text).encode()).hexdigest()
    path = state.path.with_name(f"{state.path.name}.evidence-{pair[:12]}.json")
    write_durably(path, text)
    return path


# ---------------------------------------------------------------------------------------------------------------------
# The export folder (C2SP tlog-tiles): the tree is rebuilt from the entries, and every tile compared with it

WIDTH = 256
# Every leaf is {"c":"<64 hexadecimal digits>","v":1} behind its length in two bytes (RECORD.md section 1).
LEAF_BYTES = 78
STRIDE = 2 + LEAF_BYTES
LEAF_PATTERN = b"\x00\x4e" + b'{"c":"' + 64 * b"?" + b'","v":1}'
HEX_FROM, HEX_TO = 8, 72
FIXED_COLUMNS = [column for column in range(STRIDE) if not HEX_FROM <= column < HEX_TO]
HEX_DIGITS = b"0123456789abcdef"
FIXED_NOT_HEX = bytes(LEAF_PATTERN[column] for column in FIXED_COLUMNS).translate(None, HEX_DIGITS)


def tile_path(level: int | None, number: int, width: int = WIDTH) -> str:
    """C2SP tlog-tiles: the number in groups of three digits, all but the last with an x; level None holds entries."""
    digits = str(number)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[start : start + 3] for start in range(0, len(digits), 3)]
    grouped = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
    return f"tile/{'entries' if level is None else level}/{grouped}" + ("" if width == WIDTH else f".p/{width}")


def tile_of(folder: Folder, level: int | None, number: int, width: int) -> bytes | None:
    """The tile's bytes; where the partial one was cleaned away, the beginning of the full one."""
    content = folder.read(tile_path(level, number, width))
    if content is not None or width == WIDTH:
        return content
    full = folder.read(tile_path(level, number))
    if full is None:
        return None
    if level is not None:
        return full[: width * HASH_BYTES]
    return b"".join(len(one).to_bytes(2, "big") + one for one in entries_of(full, WIDTH)[:width])


def entries_of(bundle: bytes, width: int) -> list[bytes]:
    """The entries of a bundle; Malformed if it ends inside one or holds more or fewer."""
    entries, start = [], 0
    while start < len(bundle):
        end = start + 2 + int.from_bytes(bundle[start : start + 2], "big")
        _demand(start + 2 <= len(bundle) and end <= len(bundle), "The last of the entries is cut short.")
        entries.append(bundle[start + 2 : end])
        start = end
    _demand(
        len(entries) == width, f"There are {len(entries)} entries where {width} must be: some were removed or added."
    )
    return entries


def commitment_in(entry: bytes) -> bytes:
    """The commitment that a leaf holds; Malformed for a leaf that holds anything else."""
    leaf = parse_canonical(entry)
    is_leaf = isinstance(leaf, dict) and set(leaf) == {"c", "v"} and leaf["v"] == 1 and leaf["v"] is not True
    _demand(is_leaf, "It is no leaf: it holds more or less than a commitment.")
    return from_hex(leaf["c"])


def from_hex(written: object) -> bytes:
    """32 bytes from 64 lower-case hexadecimal digits."""
    is_hex = isinstance(written, str) and re.fullmatch("[0-9a-f]{64}", written)
    _demand(is_hex, "There is no hash in hexadecimal where one must be.")
    return bytes.fromhex(str(written))


def are_plain_leaves(bundle: bytes, width: int) -> bool:
    """Whether the bundle is `width` leaves and nothing else, looked at column by column: a million take 0.2 s."""
    if len(bundle) != width * STRIDE:
        return False
    if any(bundle[column::STRIDE] != LEAF_PATTERN[column : column + 1] * width for column in FIXED_COLUMNS):
        return False
    # The fixed columns hold what they must; so what is left without hexadecimal digits is theirs alone.
    return bundle.translate(None, HEX_DIGITS) == FIXED_NOT_HEX * width


def leaf_hashes_of_plain(bundle: bytes, width: int) -> list[bytes]:
    """The leaf hashes of a bundle that `are_plain_leaves`; the length's low byte becomes the prefix 0x00 in place."""
    prefixed = bytearray(bundle)
    prefixed[1::STRIDE] = bytes(width)
    marked, hash_of = bytes(prefixed), sha256
    return [hash_of(marked[start : start + STRIDE - 1]).digest() for start in range(1, width * STRIDE, STRIDE)]


def range_root(folder: Folder, low: int, high: int, *, size: int) -> bytes:
    """The root over the entries from low to high, read from the tiles of a tree of this size."""
    roots = []
    while low < high:
        height = min((low & -low).bit_length() - 1 if low else 63, (high - low).bit_length() - 1)
        level, height_in_tile = divmod(height, 8)
        number, start = divmod(low >> (level * 8), WIDTH)
        width = min(WIDTH, (size >> (level * 8)) - number * WIDTH)
        content = tile_of(folder, level, number, width)
        if content is None or len(content) != width * HASH_BYTES:
            raise DoesNotHold(f"The tile {tile_path(level, number, width)} is missing or cut short.")
        hashes = [content[place : place + HASH_BYTES] for place in range(0, len(content), HASH_BYTES)]
        roots.append(perfect_root(hashes[start : start + (1 << height_in_tile)]))
        low += 1 << height
    return folded_root(roots)


class Rebuilt:
    """The tree of an export folder, rebuilt from its entries alone while its tiles are compared."""

    def __init__(self, folder: Folder, size: int, *, sizes: Iterable[int]) -> None:
        self.folder, self.size = folder, size
        self.problems: list[str] = []
        self.roots: dict[int, bytes] = {0: EMPTY_ROOT}  # also at these smaller sizes, to compare with what others hold
        self._wanted = sorted({size, *(one for one in sizes if 0 < one < size)}, reverse=True)
        self._levels: list[list[bytes]] = []  # from level 1 up: the hashes of the tile that is not yet full
        self._numbers: list[int] = []  # how many full tiles each of these levels has
        self._rebuild()

    def _rebuild(self) -> None:
        for number in range(-(-self.size // WIDTH)):
            width = min(WIDTH, self.size - number * WIDTH)
            bundle = tile_of(self.folder, None, number, width)
            if bundle is None:
                first = number * WIDTH
                self.problems.append(
                    f"The entries from {first} on are missing ({tile_path(None, number, width)}): the folder is cut "
                    f"short, though its checkpoint counts {self.size}."
                )
                return
            leaves = self._leaves(bundle, number, width)
            if leaves is None:
                return
            self._compare(0, number, leaves)
            self._note_roots(number * WIDTH, leaves)
            if width == WIDTH:
                self._raise(1, perfect_root(leaves))
        for level, hashes in enumerate(self._levels, start=1):
            if hashes:
                self._compare(level, self._numbers[level - 1], hashes)

    def _leaves(self, bundle: bytes, number: int, width: int) -> list[bytes] | None:
        if are_plain_leaves(bundle, width):
            return leaf_hashes_of_plain(bundle, width)
        try:
            entries = entries_of(bundle, width)
        except Malformed as problem:
            path = tile_path(None, number, width)
            self.problems.append(f"The entries from {number * WIDTH} on are not whole ({path}). {problem}")
            return None
        for index, entry in enumerate(entries, start=number * WIDTH):
            try:
                commitment_in(entry)
            except Malformed as problem:
                self.problems.append(f"Entry {index}: {problem}")
        return [leaf_hash(entry) for entry in entries]

    def _raise(self, level: int, subtree: bytes) -> None:
        """One full tile below stands as one hash in the tile of this level (C2SP tlog-tiles)."""
        if len(self._levels) < level:
            self._levels.append([])
            self._numbers.append(0)
        hashes = self._levels[level - 1]
        hashes.append(subtree)
        if len(hashes) == WIDTH:
            self._compare(level, self._numbers[level - 1], hashes)
            self._raise(level + 1, perfect_root(hashes))
            self._levels[level - 1] = []
            self._numbers[level - 1] += 1

    def _compare(self, level: int, number: int, hashes: list[bytes]) -> None:
        path = tile_path(level, number, len(hashes))
        content = tile_of(self.folder, level, number, len(hashes))
        if content == b"".join(hashes):
            return
        if content is None:
            self.problems.append(f"The tile {path} is missing.")
            return
        place = next(
            (
                place
                for place, one in enumerate(hashes)
                if content[place * HASH_BYTES : (place + 1) * HASH_BYTES] != one
            ),
            len(hashes),
        )
        covered = WIDTH**level
        first = (number * WIDTH + place) * covered
        which = f"Entry {first}" if level == 0 else f"The entries {first} to {first + covered - 1}"
        self.problems.append(f"{which} and the hash in {path} do not fit each other: the one or the other was changed.")

    def _note_roots(self, first: int, leaves: list[bytes]) -> None:
        while self._wanted and self._wanted[-1] <= first + len(leaves):
            size = self._wanted.pop()
            roots = [root for hashes in reversed(self._levels) for root in perfect_roots(hashes)]
            self.roots[size] = folded_root([*roots, *perfect_roots(leaves[: size - first])])


# ---------------------------------------------------------------------------------------------------------------------
# Openings: what a delegation may read, checked against the commitments in the log

OPENINGS_IN_A_FILE = 10_000
ENVELOPE_KEYS = {"v", "event", "time", "actor", "subjects", "body", "signature"}
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z", re.ASCII)


@dataclass(frozen=True)
class Act:
    """One entry as opened: its envelope, and its body where there is one and it was opened."""

    index: int
    event: str
    time: str
    actor: dict[str, str]
    subjects: list[list[str]]
    body: dict[str, Any] | None
    is_sealed: bool  # it has a body, and no opening of it is at hand
    is_signed: bool = False

    def __str__(self) -> str:
        return f"Entry {self.index} ({self.event})"

    def references(self, kind: str) -> list[str]:
        """The act's subjects of this kind."""
        return [reference for known, reference in self.subjects if known == kind]

    def reference(self, kind: str) -> str:
        """The first of them; DoesNotHold where it names none."""
        for reference in self.references(kind):
            return reference
        raise DoesNotHold(f"names no {kind}.")

    def number(self, kind: str) -> int:
        """The number at the end of that: 2 of JMC-2026-00042/2."""
        return from_decimal(self.reference(kind).rpartition("/")[2])

    def value(self, name: str, kind: type | tuple[type, ...]) -> Any:
        """A value of the body; CannotCheck if the body is sealed, DoesNotHold if it is not there or of another kind."""
        if self.is_sealed:
            raise CannotCheck("its body could not be opened.")
        value = (self.body or {}).get(name, KeyError)
        return shaped(value, kind, f"has no “{name}” as it must.")


def shaped(value: Any, kind: type | tuple[type, ...], otherwise: str) -> Any:
    """The value if it is of this kind (True is no number); DoesNotHold otherwise."""
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise DoesNotHold(otherwise)
    return value


@dataclass(frozen=True)
class Opening:
    """The bytes of an envelope or a body, with the salt under which the log commits to them."""

    encoded: bytes
    salt: bytes

    @property
    def commitment(self) -> bytes:
        """RECORD.md section 1: H(salt, bytes)."""
        return sha256(self.salt + self.encoded).digest()


def opened_act(index: int, commitment: bytes, envelope: Opening, body: Opening | None) -> Act:
    """The act behind a commitment; DoesNotHold where an opening is not of it, or not as it must be written."""
    if envelope.commitment != commitment:
        raise DoesNotHold(f"Entry {index}: the envelope shown is not the one that the log commits to.")
    try:
        value = parse_canonical(envelope.encoded)
        _check_envelope(value)
        parsed = parse_canonical(body.encoded) if body else None
        _demand(parsed is None or isinstance(parsed, dict), "Its body is no mapping.")
    except Malformed as problem:
        raise Malformed(f"Entry {index}: {problem}") from problem
    if body is not None and (value["body"] is None or body.commitment.hex() != value["body"]):
        raise DoesNotHold(f"Entry {index}: the body shown is not the one that its envelope commits to.")
    is_sealed = value["body"] is not None and body is None
    fields = {key: value[key] for key in ("event", "time", "actor", "subjects")}
    return Act(index=index, **fields, body=parsed, is_sealed=is_sealed, is_signed=value["signature"] is not None)


def _check_envelope(value: Any) -> None:
    _demand(isinstance(value, dict) and set(value) == ENVELOPE_KEYS, "Its envelope has other keys than an envelope.")
    _demand(value["v"] == 1 and value["v"] is not True, "Its envelope is of another version.")
    _demand(isinstance(value["event"], str) and value["event"], "Its envelope names no event.")
    _demand(isinstance(value["time"], str) and TIME.fullmatch(value["time"]), "Its time is not written as it must be.")
    _demand(_is_moment(value["time"]), "Its time is none that there is.")
    actor, subjects = value["actor"], value["subjects"]
    is_actor = isinstance(actor, dict) and set(actor) == {"name", "role", "delegation"}
    _demand(is_actor and all(isinstance(one, str) for one in actor.values()), "Its actor is not written as it must be.")
    pairs = isinstance(subjects, list) and all(isinstance(one, list) and len(one) == 2 for one in subjects)
    _demand(pairs and all(isinstance(word, str) for one in subjects for word in one), "Its subjects are no pairs.")
    if value["body"] is not None:
        from_hex(value["body"])


def _is_moment(written: str) -> bool:
    """Whether there is such a day, or such a time of a day, as is written in the standard's form."""
    try:
        datetime.fromisoformat(written)
    except ValueError:
        return False
    return True


class Openings:
    """The openings in an export folder, of one reader or of all that are in it, in the order of the entries."""

    def __init__(self, folder: Folder, size: int, *, readers: Sequence[str]) -> None:
        self.folder, self.size = folder, size
        self.problems: list[str] = []
        self.opened = 0
        self.sealed: Counter[str] = Counter()
        self.signed = 0
        place = folder.path / "openings"
        present = sorted(one.name for one in place.iterdir() if one.is_dir()) if place.is_dir() else []
        self.readers = [one for one in readers if one in present] if readers else present
        self.absent = [one for one in readers if one not in present]
        self._bundle: tuple[int, list[bytes]] = (-1, [])
        self._known: dict[bytes, int] = {}  # by commitment: where it stands

    def acts(self) -> Iterator[Act]:
        """Every act whose envelope is opened, oldest first; what is wrong goes to `problems`."""
        names = {path.name for reader in self.readers for path in (self.folder.path / "openings" / reader).iterdir()}
        for name in sorted(names):
            if not re.fullmatch(r"[0-9]{6,}\.jsonl", name, re.ASCII):
                self.problems.append(f"openings/…/{name} is no file of openings.")
                continue
            parts = self._read(name)
            for index in sorted({index for index, _ in parts}):
                act = self._act(index, parts.get((index, "envelope")), parts.get((index, "body")))
                if act is not None:
                    yield act

    def _read(self, name: str) -> dict[tuple[int, str], Opening]:
        parts: dict[tuple[int, str], Opening] = {}
        for reader in self.readers:
            path = self.folder.path / "openings" / reader / name
            lines = path.read_bytes().split(b"\n") if path.is_file() else [b""]
            if lines.pop():
                self.problems.append(f"openings/{reader}/{name} is cut short.")
            for number, line in enumerate(lines, start=1):
                try:
                    index, part, opening = _parsed_opening(line)
                    _demand(index // OPENINGS_IN_A_FILE == int(name[:-6]), "It belongs into another file.")
                    _demand(parts.setdefault((index, part), opening) == opening, "It contradicts an earlier line.")
                except Malformed as problem:
                    self.problems.append(f"openings/{reader}/{name}, line {number}: {problem}")
        return parts

    def _act(self, index: int, envelope: Opening | None, body: Opening | None) -> Act | None:
        try:
            commitment = envelope.commitment if envelope else b""
            if self._known.setdefault(commitment, index) != index and envelope:
                raise DoesNotHold(
                    f"Entry {index} is entry {self._known[commitment]} once more: an act stands in a log once."
                )
            if index >= self.size:
                raise DoesNotHold(f"An opening is of entry {index}, but the tree has {self.size} entries.")
            if envelope is None:
                raise DoesNotHold(f"Entry {index}: its body is opened and its envelope is not, so nothing ties them.")
            act = opened_act(index, self._commitment(index), envelope, body)
        except DoesNotHold as problem:
            self.problems.append(str(problem))
            return None
        self.opened += 1
        if act.is_sealed:
            self.sealed[act.event] += 1
        self.signed += act.is_signed
        return act

    def _commitment(self, index: int) -> bytes:
        number, place = divmod(index, WIDTH)
        if self._bundle[0] != number:
            width = min(WIDTH, self.size - number * WIDTH)
            bundle = tile_of(self.folder, None, number, width)
            _demand(bundle is not None, f"Entry {index} is missing.")
            self._bundle = (number, entries_of(bundle or b"", width))
        return commitment_in(self._bundle[1][place])


def _parsed_opening(line: bytes) -> tuple[int, str, Opening]:
    value = parse_canonical(line)
    _demand(isinstance(value, dict) and set(value) == {"b", "i", "p", "s"}, "It is no opening.")
    is_index = type(value["i"]) is int and value["i"] >= 0
    _demand(is_index and value["p"] in ("envelope", "body"), "It names no part of an entry.")
    _demand(isinstance(value["b"], str), "It holds no bytes.")
    return value["i"], value["p"], Opening(from_base64(value["b"]), from_hex(value["s"]))


# ---------------------------------------------------------------------------------------------------------------------
# Replay: every verdict from its votes, every posting and order from its verdict, every balance from its postings

FOUR = ("PK", "AF", "TR", "QA")
MEDIATORS = ("TR", "QA")
PARTIES = ("PK", "AF")
PRESIDING = ("head", "deputy")
ADMIN = "admin"
CHOICES = ("approve", "reject", "reserve")
NEW_FACT = "new_fact"
GROUNDS = (NEW_FACT, "procedure")  # of a review
CONCLUSION = ("verdict", "outcome", "reasons", "changes", "withdrawn_measures")  # what both mediators assent to
LAPSED = "lapsed"
ADOPTED = ("consensus", "determined")
VIOLATIONS = ("minor", "serious", "very_serious")
SEALED_VOTE = "sealed"
POINTS = "points"
NUMBER_MAX = 1_000_000  # of hours, days and points in a protocol
CLOCKS_MAY_DIFFER = timedelta(minutes=15)  # the server's, and a delegation's laptop
CLOCK_MAY_BE_LATE = timedelta(hours=1)  # what is due is done every minute, unless the worker stands still
CALENDAR_END = int(datetime(9999, 1, 1, tzinfo=UTC).timestamp())
Person = tuple[str, str]  # name and delegation, as acts call people
# The acts with which a case moves on; assents and waivers given before count no more.
MOVES = frozenset({
    *(f"verification.{one}" for one in (
        "report_submitted", "ballot_opened", "verdict_adopted", "round_failed", "ballot_annulled", "case_escalated",
        "principals_answered", "no_determination_recorded", "case_settled", "case_reopened", "case_withdrawn",
    )),
    *(f"penalties.{one}" for one in ("verdict_final", "review_requested", "review_concluded", "case_closed")),
})  # fmt: skip


def outcome_of(votes: dict[str, str | None], *, round_: int, is_time_over: bool) -> str:
    """The decision rule (DESIGN section 3, sentences 1 to 4), written here once more on purpose."""
    if all(votes[one] == "approve" for one in FOUR):
        return "consensus"
    if None in votes.values() and not is_time_over:
        return "open"
    if all(votes[one] == "approve" for one in MEDIATORS):
        return "determined"
    if round_ == 2 or any(votes[one] is None for one in MEDIATORS):
        return "escalated"
    return "next_round"


@dataclass
class Ballot:
    """One round of voting, as the acts tell it."""

    number: int
    round: int
    digest: str
    opened_at: str
    votes: dict[str, str] = field(default_factory=dict)
    voters: set[Person] = field(default_factory=set)
    is_closed: bool = False
    since: str = ""  # the time of the last vote, whose transaction closes the ballot if it decides it
    seen_until: int = -1  # the last entry about the case that this transaction may have left


@dataclass
class Verdict:
    """An adopted finding, and what must still follow from it."""

    digest: str
    adopted_at: str
    ballot: Ballot | None = None  # that adopted it, or what it varies
    is_final: bool = False
    is_reversed: bool = False
    is_begun_anew: bool = False  # a review sent its case back to verification
    since: str = ""  # the time of the act from which the following is due
    seen_until: int = -1  # the last entry about the case at that time: what one transaction left
    postings_due: list[tuple[str, str, int, str]] = field(default_factory=list)  # party, unit, amount, day
    reversals_due: list[int] = field(default_factory=list)  # lines of the ledger
    orders_due: list[dict[str, Any]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)  # its postings that stand
    days: dict[tuple[str, str, str], str] = field(default_factory=dict)  # by incident, answerable and class
    is_unclear: bool = False  # what follows could not be worked out


@dataclass(frozen=True)
class Assent:
    """One delegation's assent to an act that two do together."""

    by: Person
    terms: dict[str, Any]


@dataclass(frozen=True)
class Request:
    """A review that was asked for and is not concluded."""

    verdict: int
    since: str


@dataclass
class Case:
    """One case, as the acts tell it; not whole where its opening was not among what could be read."""

    is_whole: bool = False
    protocol: int = 0
    findings: dict[str, dict[str, Any]] = field(default_factory=dict)
    last_number: int = 0
    shown: str = ""
    ballots: dict[int, Ballot] = field(default_factory=dict)
    rounds: int = 0
    was_escalated: bool = False
    was_annulled: bool = False
    is_ended: bool = False  # settled, or without a determination: what alone can be reopened
    verdicts: dict[int, Verdict] = field(default_factory=dict)
    assents: dict[tuple[str, str, str], Assent] = field(default_factory=dict)  # by act, subject and delegation
    waived: set[str] = field(default_factory=set)  # the parties that asked for no review of the latest verdict
    request: Request | None = None
    substitutes: set[Person] = field(default_factory=set)
    recused: dict[Person, str] = field(default_factory=dict)  # and as what


class Replay:
    """Takes the acts in their order, and keeps what disagrees and what could not be worked out.

    `size` counts the log's entries, opened or not; no act in it can be later than its cosignatures, in POSIX seconds.
    """

    def __init__(self, protocols: dict[int, dict[str, Any]], *, size: int, cosigned: Sequence[int] = ()) -> None:
        self.protocols = protocols
        self.size, self.cosigned = size, sorted(cosigned)
        self.newest_protocol, self.newest_since = 1, ""  # version 1 is start data
        self.drafted: dict[int, tuple[Person, dict[str, Any]]] = {}  # protocols that wait for a second admin
        self.furthest_back = timedelta(0)
        self.disagreements: list[str] = []
        self.unclear: list[str] = []
        self.done: Counter[str] = Counter()
        self.unused: Counter[str] = Counter()
        self.cases: dict[str, Case] = {}
        self.lines: dict[int, tuple[str, str, int, str]] = {}  # the ledger: party, unit, amount, day
        self.reversed: set[int] = set()
        self.keys: dict[str, list[Verifier]] = {}  # each delegation's witness keys, the newest last
        self.last_time = ""

    def take(self, act: Act) -> None:
        """One more act; acts that nothing follows from are counted and passed over."""
        self._check_time(act)
        self._prolong(act)
        if act.event in STEPS:
            self._follow(act)
        else:
            self.unused[act.event] += 1
        if act.event in MOVES:
            for case in map(self.case, act.references("case")):
                case.assents.clear()
                case.waived.clear()

    def _follow(self, act: Act) -> None:
        try:
            STEPS[act.event](self, act)
        except DoesNotHold as problem:
            self.dispute(act, str(problem))
        except CannotCheck as problem:
            self.doubt(act, str(problem))
            for reference in act.references("case"):
                self.case(reference).is_whole = False
        except (LookupError, TypeError, ValueError, AttributeError, OverflowError, RecursionError) as problem:
            self.dispute(act, f"is not written as its kind must be ({problem!r}).")

    def dispute(self, act: Act, sentence: str) -> None:
        """Something of this act is not as it must be."""
        self.disagreements.append(f"{act}: {sentence}")

    def doubt(self, act: Act, sentence: str) -> None:
        """Something of this act could not be worked out, and the case can be followed nevertheless."""
        self.unclear.append(f"{act}: {sentence}")

    @contextlib.contextmanager
    def noting(self, act: Act) -> Iterator[None]:
        """What is found here is said, and what follows from the act is worked out all the same."""
        try:
            yield
        except DoesNotHold as problem:
            self.dispute(act, str(problem))
        except CannotCheck as problem:
            self.doubt(act, str(problem))

    def _check_time(self, act: Act) -> None:
        """An act that is in a log was done before anybody cosigned that log."""
        at = _moment(act.time)
        latest, second = (datetime.fromtimestamp(one, UTC) if one else None for one in _two_latest(self.cosigned))
        if latest and at > latest + CLOCKS_MAY_DIFFER:
            self.dispute(act, f"is dated {act.time}, later than every cosignature on the log that holds it.")
            return  # nothing is reckoned from such a time
        if second and at > second + CLOCKS_MAY_DIFFER:
            self.doubt(act, f"is dated {act.time}, and only one of the witnesses has cosigned later than that.")
        if self.last_time:
            self.furthest_back = max(self.furthest_back, _moment(self.last_time) - at)
        self.last_time = max(self.last_time, act.time)

    def _prolong(self, act: Act) -> None:
        # One transaction leaves several acts of one time about one case, and a tree may end between them.
        for case in map(self.case, act.references("case")):
            due: list[Verdict | Ballot] = [*case.verdicts.values(), *case.ballots.values()]
            for one in due:
                if one.since == act.time:
                    one.seen_until = act.index

    def end(self) -> None:
        """Whatever had to follow and did not is a disagreement, once an act of another transaction ends the log."""
        for reference, case in self.cases.items():
            for number, verdict in case.verdicts.items():
                for missing in _missing(verdict):
                    self._say_missing(case, verdict, f"Verdict {number} of {reference}: {missing}")
            for ballot in (one for one in case.ballots.values() if not one.is_closed):
                self._end_open(case, ballot, f"Ballot {ballot.number} of {reference}")

    def _say_missing(self, case: Case, due: Verdict | Ballot, sentence: str) -> None:
        is_last = due.seen_until == self.size - 1
        (self.unclear if is_last or not case.is_whole else self.disagreements).append(sentence)

    def _end_open(self, case: Case, ballot: Ballot, what: str) -> None:
        if all(one in ballot.votes for one in FOUR):
            sentence = f"{what}: all four have voted, and nothing in the record says what the votes gave."
            self._say_missing(case, ballot, sentence)
        elif case.protocol in self.protocols:
            hours = self.protocols[case.protocol]["clocks"]["ballot"]["hours"]
            ended_at = _moment(ballot.opened_at) + timedelta(hours=hours)
            if self.last_time and _moment(self.last_time) > ended_at + CLOCK_MAY_BE_LATE:
                # No accusation: a server whose worker stands still ends no ballot, and keeps its record honestly.
                self.unclear.append(
                    f"{what}: its {hours} hours were over at {ended_at:%Y-%m-%d %H:%M} UTC, the record goes on, and the "
                    "ballot is not ended: the server's clock stood still, or the end was left out."
                )

    def case(self, reference: str) -> Case:
        """The case of this reference, made on first sight."""
        return self.cases.setdefault(reference, Case())

    def balances(self) -> dict[str, dict[str, int]]:
        """Each party's sum by unit; never netted, never across currencies."""
        sums: dict[str, dict[str, int]] = {}
        for party, unit, amount, _ in self.lines.values():
            of_party = sums.setdefault(party, {})
            of_party[unit] = of_party.get(unit, 0) + amount
        return sums

    def points_in_window(self) -> dict[str, int]:
        """Each party's points that count on the day of the last act, by the newest protocol known (DESIGN section 5)."""
        if not self.protocols or not self.last_time:
            return {}
        days = self.protocols[max(self.protocols)]["points_window_days"]
        today = date.fromisoformat(self.last_time[:10])
        counted: dict[str, int] = {}
        for party, unit, amount, day in self.lines.values():
            if unit == POINTS:
                counts = 0 <= (today - date.fromisoformat(day)).days < days
                counted[party] = counted.get(party, 0) + (amount if counts else 0)
        return counted


def _two_latest(times: Sequence[int]) -> tuple[int | None, int | None]:
    """Of sorted times that a calendar has; a witness may write what it likes, and one alone may not vouch for a time."""
    known = [min(one, CALENDAR_END) for one in times]
    return known[-1] if known else None, known[-2] if len(known) > 1 else None


def _missing(verdict: Verdict) -> Iterator[str]:
    if verdict.postings_due:
        yield f"it became final, and nothing in the record posts {_postings(verdict.postings_due)}."
    if verdict.reversals_due:
        lines = ", ".join(map(str, verdict.reversals_due))
        yield f"it stands no more, and nothing in the record reverses its postings (lines {lines} of the ledger)."
    if verdict.orders_due:
        measures = ", ".join(f"{order['measure']} to {order['addressee']}" for order in verdict.orders_due)
        yield f"it became final, and nothing in the record orders {measures}."


def _postings(postings: Iterable[tuple[str, str, int, str]]) -> str:
    return "; ".join(f"{party} {amount} {unit} dated {day}" for party, unit, amount, day in postings) or "nothing"


def _votes(votes: dict[str, str | None]) -> str:
    return ", ".join(f"{one} {votes.get(one) or 'no vote'}" for one in FOUR)


def _take_enrolment(replay: Replay, act: Act) -> None:
    """A delegation's first key needs its own signature; a later one the former key's too, or three others'."""
    code, verifier = act.value("delegation", str), parse_vkey(act.value("vkey", str))
    keys = replay.keys.setdefault(code, [])
    former = keys[-1] if keys else None
    others = {known[-1] for name, known in replay.keys.items() if known and name != code}
    keys.append(verifier)
    if "proof" not in (act.body or {}):
        raise CannotCheck(f"it enrols a key for {code} without the note by which others could judge it.")
    proof = act.value("proof", str)
    signed = parse_enrolment(proof)
    if signed.verifier != verifier:
        raise DoesNotHold(f"enrols for {code} another key than the one that the note is about.")
    if signed != Enrolment(verifier, code, former):
        wanted = Enrolment(verifier, code, former).purpose
        raise DoesNotHold(f"enrols a key {wanted}, and what was signed is: {signed.purpose}.")
    signers = plain_signers(proof, {verifier, *others, *([former] if former else [])})
    if verifier not in signers:
        raise DoesNotHold(f"enrols for {code} a key that did not sign its own enrolment.")
    if former is not None and former not in signers and len(signers & others) < VOUCHING_MIN:
        raise DoesNotHold(f"replaces the key of {code}, and neither its former key nor three others signed that.")
    replay.done["witness keys"] += 1


def _take_protocol(replay: Replay, act: Act) -> None:
    """Versions only go forwards, each drafted by one admin and confirmed by another."""
    number, numbers = from_decimal(act.reference("protocol")), act.value("numbers", dict)
    _check_numbers(numbers)
    if number <= replay.newest_protocol:
        raise DoesNotHold(f"confirms protocol version {number}, and version {replay.newest_protocol} is in effect.")
    former, replay.newest_protocol, replay.newest_since = replay.newest_protocol, number, act.time
    replay.protocols[number] = numbers
    if act.actor["role"] != ADMIN:
        raise DoesNotHold(f"confirms protocol version {number}, and is of no admin.")
    if number not in replay.drafted:
        raise CannotCheck(f"the draft of protocol version {number} is not among what could be opened.")
    by, drafted = replay.drafted[number]
    if drafted != numbers:
        raise DoesNotHold(f"confirms other numbers than those that were drafted as version {number}.")
    if number > former + 1 and sum(former < one < number for one in replay.drafted) != number - former - 1:
        raise CannotCheck(f"the drafts between the protocol versions {former} and {number} could not be opened.")
    if by == _person(act):
        replay.doubt(act, f"is of an admin with the name of whoever drafted version {number}, and not of a second one?")


def _take_protocol_drafted(replay: Replay, act: Act) -> None:
    number, numbers = from_decimal(act.reference("protocol")), act.value("numbers", dict)
    if number in replay.drafted or number <= replay.newest_protocol:
        raise DoesNotHold(f"drafts protocol version {number} a second time.")
    replay.drafted[number] = _person(act), numbers
    if act.actor["role"] != ADMIN:
        raise DoesNotHold(f"drafts protocol version {number}, and is of no admin.")


def _check_numbers(numbers: Any) -> None:
    """The numbers of a protocol that replay reads are there and are numbers."""
    shaped(numbers, dict, "the protocol holds no numbers.")
    points = shaped(numbers.get("points"), dict, "the protocol has no points.")
    for one in VIOLATIONS:
        _check_number(points.get(one), f"the protocol has no points for “{one}”.")
    _check_number(numbers.get("points_window_days"), "the protocol has no window for points.")
    _check_number(numbers.get("new_fact_days"), "the protocol has no days for a new fact.")
    clocks = shaped(numbers.get("clocks"), dict, "the protocol has no clocks.")
    for one in ("ballot", "review_request", "review"):
        clock = shaped(clocks.get(one), dict, f"the protocol has no {one} clock.")
        _check_number(clock.get("hours"), f"the {one} clock has no hours.")


def _check_number(number: Any, otherwise: str) -> None:
    """One of the procedure: from 1 to 1,000,000, so that no sum with a day of the calendar leaves it."""
    if not 1 <= shaped(number, int, otherwise) <= NUMBER_MAX:
        raise DoesNotHold(f"{otherwise[:-1]} from 1 to {NUMBER_MAX}.")


def _take_case_opened(replay: Replay, act: Act) -> None:
    case = replay.case(act.reference("case"))
    if case.is_whole:
        raise DoesNotHold(f"opens the case {act.reference('case')} a second time.")
    case.protocol, case.is_whole = act.value("protocol", int), True
    newest = replay.newest_protocol
    if case.protocol > newest:
        replay.doubt(act, f"the confirmation of protocol version {case.protocol} is not among what could be opened.")
    elif case.protocol < newest and _moment(act.time) > _moment(replay.newest_since) + CLOCKS_MAY_DIFFER:
        raise DoesNotHold(f"opens a case under protocol version {case.protocol}, and version {newest} is in effect.")
    elif case.protocol < newest:
        replay.doubt(act, f"opens a case under version {case.protocol} just when version {newest} was confirmed.")


def digest_of(finding: dict[str, Any]) -> str:
    """What is put to the vote, and what a verdict adopts."""
    return sha256(canonical_bytes(finding)).hexdigest()


def _take_finding(replay: Replay, act: Act) -> None:
    finding = act.value("finding", dict)
    case = replay.case(act.reference("case"))
    if finding.get("case") != act.reference("case"):
        raise DoesNotHold("shows a finding of another case.")
    case.shown = digest_of(finding)
    case.findings[case.shown] = finding
    case.last_number = max(case.last_number, shaped(finding.get("number"), int, "shows a finding without a number."))


def _take_answer(replay: Replay, act: Act) -> None:
    """The text shown before with the answer to the parties' comments: nobody was asked to comment on anything else."""
    case = replay.case(act.reference("case"))
    before = case.findings.get(case.shown)
    _take_finding(replay, act)
    if before is not None and case.is_whole and _besides_answer(before) != _besides_answer(case.findings[case.shown]):
        raise DoesNotHold("answers the comments in a text that says something else too than the one shown before.")


def _besides_answer(finding: dict[str, Any]) -> dict[str, Any]:
    return {name: said for name, said in finding.items() if name not in ("number", "answer_to_comments")}


def _take_ballot_opened(replay: Replay, act: Act) -> None:
    case = replay.case(act.reference("case"))
    number, round_, digest = act.value("ballot", int), act.value("round", int), act.value("digest", str)
    if number in case.ballots or any(not one.is_closed for one in case.ballots.values()):
        raise DoesNotHold(f"opens ballot {number} while another is open, or a second time.")
    case.ballots[number] = Ballot(number, round_, digest, act.time)
    case.rounds += 1
    if not case.is_whole:
        return
    if digest != case.shown:
        raise DoesNotHold(f"opens ballot {number} on a text that is not the finding shown last.")
    expected = 2 if case.was_escalated else min(case.rounds, 2)
    if round_ != expected:
        raise DoesNotHold(f"opens ballot {number} as round {round_}; by what went before it is round {expected}.")


def _ballot_of(replay: Replay, act: Act) -> tuple[Case, Ballot]:
    case = replay.case(act.reference("case"))
    number = act.number("ballot")
    if number not in case.ballots:
        if not case.is_whole:
            raise CannotCheck(f"the opening of ballot {number} is not among what could be opened.")
        raise DoesNotHold(f"is about ballot {number}, which was never opened.")
    ballot = case.ballots[number]
    if ballot.is_closed:
        raise DoesNotHold(f"comes after ballot {number} of {act.reference('case')} was closed.")
    return case, ballot


def _take_vote(replay: Replay, act: Act) -> None:
    case, ballot = _ballot_of(replay, act)
    delegation = act.actor["delegation"]
    if delegation not in FOUR:
        raise DoesNotHold("is a vote of nobody who has one.")
    if delegation in ballot.votes:
        raise DoesNotHold(f"is a second vote of {delegation} in ballot {ballot.number}.")
    ballot.votes[delegation] = SEALED_VOTE
    ballot.voters.add(_person(act))
    ballot.since, ballot.seen_until = act.time, act.index
    if act.is_sealed:
        _check_voter(replay, act, case)
        return
    choice, reasons = act.value("choice", str), act.value("reasons", str)
    ballot.votes[delegation] = choice
    _check_voter(replay, act, case)
    if choice not in CHOICES:
        raise DoesNotHold(f"is neither approve nor reject nor reserve, but “{choice}”.")
    if act.value("digest", str) != ballot.digest or act.value("ballot", int) != ballot.number:
        raise DoesNotHold(f"is a vote on another text than the one put to ballot {ballot.number}.")
    if choice != "approve" and not reasons.strip():
        raise DoesNotHold(f"is a {choice} without reasons.")


def _check_voter(replay: Replay, act: Act, case: Case) -> None:
    """A head, a deputy or a named substitute; the record knows persons by name, so a recusal is a doubt and no more."""
    person = _person(act)
    if act.actor["role"] not in PRESIDING and person not in case.substitutes:
        if case.is_whole:
            raise DoesNotHold(f"is a vote of {person[0]}, who is no head, deputy or named substitute of {person[1]}.")
        replay.doubt(act, f"whether {person[0]} was named substitute of {person[1]} could not be opened.")
    if person in case.recused:
        replay.doubt(act, f"{person[0]}, who votes for {person[1]}, has the name of the one {case.recused[person]}.")


def _take_substitute(replay: Replay, act: Act) -> None:
    person = _named(act.value("substitute", dict))
    if act.actor["role"] != "head" or act.actor["delegation"] != person[1]:
        raise DoesNotHold(f"names a substitute of {person[1]}, and is not of the head of that delegation.")
    replay.case(act.reference("case")).substitutes.add(person)


def _take_team(replay: Replay, act: Act) -> None:
    recused = replay.case(act.reference("case")).recused
    recused |= {_named(one): "on the verification team" for one in act.value("team", list)}


def _take_rapporteur(replay: Replay, act: Act) -> None:
    rapporteur = _named(act.value("rapporteur", dict))
    replay.case(act.reference("case")).recused[rapporteur] = "named rapporteur"


def _take_challenge(replay: Replay, act: Act) -> None:
    if act.value("is_upheld", bool):
        replay.case(act.reference("case")).recused[_named(act.value("member", dict))] = "recused upon a challenge"


def _take_registered(replay: Replay, act: Act) -> None:
    # A mediator's member who filed an incident does not vote in its case; the act gives the names alone.
    case, names = replay.case(act.reference("case")), act.value("recused", list)
    case.recused |= {(name, one): "who filed an incident of the case" for name in names for one in MEDIATORS}


def _named(one: dict[str, Any]) -> Person:
    name, delegation = (shaped(one.get(key), str, f"names a person without {key}.") for key in ("name", "delegation"))
    return name, delegation


def _person(act: Act) -> Person:
    return act.actor["name"], act.actor["delegation"]


def _close(replay: Replay, act: Act, *, stated: str) -> tuple[Case, Ballot]:
    """The ballot is closed; DoesNotHold unless the decision rule makes of its votes what the act states."""
    case, ballot = _ballot_of(replay, act)
    ballot.is_closed = True
    votes = _counted_votes(replay, act, ballot)
    is_time_over = act.actor["role"] == "clock"
    outcome = outcome_of(votes, round_=ballot.round, is_time_over=is_time_over)
    where = f"ballot {ballot.number} of {act.reference('case')}, round {ballot.round}"
    if outcome == "open":
        raise DoesNotHold(f"{where} was ended before all four had voted or its time had run out ({_votes(votes)}).")
    if outcome != stated:
        raise DoesNotHold(f"{where}: the votes ({_votes(votes)}) give “{outcome}”, and the act says “{stated}”.")
    if is_time_over:
        _check_time_over(replay, case, ballot, act)
    return case, ballot


def _counted_votes(replay: Replay, act: Act, ballot: Ballot) -> dict[str, str | None]:
    stated = act.value("votes", dict)
    if set(stated) != set(FOUR) or any(one is not None and one not in CHOICES for one in stated.values()):
        raise DoesNotHold("does not state the four votes as it must.")
    for one in FOUR:
        cast = ballot.votes.get(one)
        if cast == SEALED_VOTE:
            replay.doubt(act, f"the vote of {one} could not be opened; taken as stated.")
        elif cast != stated[one]:
            raise DoesNotHold(
                f"ballot {ballot.number} of {act.reference('case')}: it states “{stated[one] or 'no vote'}” for {one}, "
                f"and the record has “{cast or 'no vote'}”."
            )
    return dict(stated)


def _check_time_over(replay: Replay, case: Case, ballot: Ballot, act: Act) -> None:
    if not _has_passed(replay, act, case, clock="ballot", since=ballot.opened_at):
        hours = _hours(replay, case, "ballot")
        raise DoesNotHold(f"the clock ended ballot {ballot.number} before its {hours} hours had passed.")


def _has_passed(replay: Replay, act: Act, case: Case, *, clock: str, since: str) -> bool:
    """Whether this clock of the case, begun then, had ended when this was done; CannotCheck without its protocol."""
    return _moment(act.time) >= _moment(since) + timedelta(hours=_hours(replay, case, clock))


def _hours(replay: Replay, case: Case, clock: str) -> int:
    return int(_numbers_of(replay, case, f"its {clock} clock is not known")["clocks"][clock]["hours"])


def _numbers_of(replay: Replay, case: Case, otherwise: str) -> dict[str, Any]:
    if case.protocol not in replay.protocols:
        raise CannotCheck(f"protocol version {case.protocol} is not at hand, so {otherwise}.")
    return replay.protocols[case.protocol]


def _moment(written: str) -> datetime:
    try:
        return datetime.strptime(written, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    except ValueError as problem:
        raise DoesNotHold(f"{written} is no time.") from problem


def _take_adoption(replay: Replay, act: Act) -> None:
    reference, stated = act.reference("case"), act.value("outcome", str)
    case = replay.case(reference)
    number, digest = act.value("verdict", int), act.value("digest", str)
    former_ok = number == max(case.verdicts, default=0) + 1
    verdict = case.verdicts.setdefault(number, Verdict(digest, act.time))
    if stated not in ADOPTED:
        raise DoesNotHold(f"adopts a verdict by “{stated}”, which adopts nothing.")
    if not case.is_whole:
        _check_as_stated(act, stated)
    verdict.ballot = case.ballots.get(act.number("ballot"))
    _, ballot = _close(replay, act, stated=stated)
    if digest != ballot.digest:
        raise DoesNotHold(f"adopts another text than the one put to ballot {ballot.number} of {reference}.")
    if not former_ok:
        raise DoesNotHold(f"numbers the verdict {number}, which does not follow the one before.")
    replay.done["verdicts"] += 1


def _check_as_stated(act: Act, stated: str) -> None:
    """A reader of what was released sees the votes only as the adoption states them; they must at least give it."""
    votes = act.value("votes", dict)
    if set(votes) != set(FOUR) or outcome_of(votes, round_=1, is_time_over=True) != stated:
        raise DoesNotHold(f"the votes that it states ({_votes(votes)}) do not give “{stated}”.")


def _take_round_failed(replay: Replay, act: Act) -> None:
    _close(replay, act, stated="next_round")
    replay.done["failed rounds"] += 1


def _take_annulled(replay: Replay, act: Act) -> None:
    """Once in a case, by both mediators with reasons, and never of a ballot that the four votes have decided."""
    case, ballot = _ballot_of(replay, act)
    was_annulled, case.was_annulled, ballot.is_closed = case.was_annulled, True, True
    if all(one in ballot.votes for one in FOUR):
        raise DoesNotHold(f"annuls ballot {ballot.number} of {act.reference('case')}, in which all four had voted.")
    if was_annulled:
        raise DoesNotHold("annuls a ballot of a case in which one was annulled before.")
    _check_joint(act, case, name="annul_ballot", word="reasons", required=MEDIATORS)
    replay.done["annulled ballots"] += 1


def _take_assent(replay: Replay, act: Act) -> None:
    name, subject, terms = act.value("act", str), act.value("subject", str), act.value("terms", dict)
    if act.actor["role"] not in PRESIDING:
        raise DoesNotHold(f"assents to {name}, and is of no head or deputy.")
    assent = Assent(_person(act), terms)
    replay.case(act.reference("case")).assents[name, subject, act.actor["delegation"]] = assent


def _check_joint(act: Act, case: Case, *, name: str, word: str, required: Sequence[str]) -> None:
    """Of two delegations one assented to these very words while the case stood as it stands, and the other does this."""
    words = act.value(word, str)
    if not words.strip():
        raise DoesNotHold(f"has no words in “{word}”.")
    if not _presides(act, required):
        raise DoesNotHold(f"is not of a head or deputy of {' or '.join(required)}.")
    _check_assents(act, case, name=name, terms={word: words}, required=required, what="has")


def _presides(act: Act, delegations: Sequence[str]) -> bool:
    return act.actor["delegation"] in delegations and act.actor["role"] in PRESIDING


def _check_assents(
    act: Act, case: Case, *, name: str, terms: dict[str, Any], required: Sequence[str], what: str, subject: str = ""
) -> None:
    """Every delegation required beside the one that does this has assented to these very terms."""
    assents = {one: case.assents.get((name, subject, one)) for one in required if one != act.actor["delegation"]}
    lacking = " and ".join(one for one, assent in assents.items() if assent is None or assent.terms != terms)
    if lacking and case.is_whole:
        raise DoesNotHold(f"{what} no assent of {lacking} to the same words before it.")
    if lacking:
        raise CannotCheck(f"the assent of {lacking} is not among what could be opened.")


def _check_no_ballot_open(act: Act, case: Case) -> None:
    if any(not one.is_closed for one in case.ballots.values()):
        raise DoesNotHold(f"passes over the open ballot of {act.reference('case')}.")


def _take_settled(replay: Replay, act: Act) -> None:
    case = replay.case(act.reference("case"))
    case.is_ended = True
    _check_no_ballot_open(act, case)
    _check_joint(act, case, name="settle_case", word="agreed_text", required=PARTIES)


def _take_escalated(replay: Replay, act: Act) -> None:
    case = replay.case(act.reference("case"))
    was_escalated, case.was_escalated = case.was_escalated, True
    if was_escalated and case.is_whole:
        raise DoesNotHold("escalates a case that was escalated before: again means no determination.")
    if act.references("ballot"):
        _close(replay, act, stated="escalated")
        replay.done["escalations"] += 1
    else:
        _check_no_ballot_open(act, case)


def _take_no_determination(replay: Replay, act: Act) -> None:
    case = replay.case(act.reference("case"))
    case.is_ended = True
    if act.references("ballot"):
        _close(replay, act, stated="escalated")
    else:
        _check_no_ballot_open(act, case)
    if case.is_whole and not case.was_escalated:
        raise DoesNotHold("ends a case that was never with the principals without a determination.")
    replay.done["ends without determination"] += bool(act.references("ballot"))


def _take_reopened(replay: Replay, act: Act) -> None:
    """Rounds and escalation begin anew, for both mediators, and only once the case has ended."""
    case = replay.case(act.reference("case"))
    was_ended, case.is_ended = case.is_ended, False
    case.rounds, case.was_escalated = 0, False
    if not was_ended and case.is_whole:
        raise DoesNotHold("reopens a case that had not ended.")
    _check_joint(act, case, name="reopen_case", word="new_fact", required=MEDIATORS)


def _verdict_of(replay: Replay, act: Act, number: int) -> tuple[Case, Verdict]:
    case = replay.case(act.reference("case"))
    if number not in case.verdicts:
        if not case.is_whole:
            raise CannotCheck(f"the adoption of verdict {number} is not among what could be opened.")
        raise DoesNotHold(f"is about verdict {number} of {act.reference('case')}, which was never adopted.")
    return case, case.verdicts[number]


def _take_waived(replay: Replay, act: Act) -> None:
    number = act.value("verdict", int)
    case, verdict = _verdict_of(replay, act, number)
    what = f"waives the review of verdict {number} of {act.reference('case')}"
    if act.actor["delegation"] not in PARTIES or act.actor["role"] != "head":
        raise DoesNotHold(f"{what}, and is of no head of a party.")
    if verdict.is_final or verdict.is_reversed or case.request:
        raise DoesNotHold(f"{what}, which does not wait for its parties any more.")
    case.waived.add(act.actor["delegation"])


def _take_final(replay: Replay, act: Act) -> None:
    number = act.value("verdict", int)
    case, verdict = _verdict_of(replay, act, number)
    if act.value("digest", str) != verdict.digest:
        raise DoesNotHold("declares another text final than the one that was adopted.")
    if verdict.is_final:
        raise DoesNotHold("declares a verdict final that was final already.")
    if verdict.is_reversed:
        raise DoesNotHold("declares a verdict final that a review had set aside.")
    what = f"declares verdict {number} of {act.reference('case')} final"
    with replay.noting(act):
        _check_mediator(act, what)
    with replay.noting(act):
        _check_time_for_review_over(replay, act, case, verdict, what)
    _expect_effect(replay, act, case, verdict)


def _check_mediator(act: Act, what: str) -> None:
    if not _presides(act, MEDIATORS):
        raise DoesNotHold(f"{what}, and is of no head or deputy of a mediator.")


def _check_time_for_review_over(replay: Replay, act: Act, case: Case, verdict: Verdict, what: str) -> None:
    """Both parties' heads have waived the review, or nobody asked for one in time."""
    if case.request:
        raise DoesNotHold(f"{what} while the review that was asked for is pending.")
    lacking = " and ".join(one for one in PARTIES if one not in case.waived)
    if not lacking or _has_passed(replay, act, case, clock="review_request", since=verdict.adopted_at):
        return
    if not case.is_whole:
        raise CannotCheck(f"whether {lacking} had waived the review could not be opened.")
    hours = _hours(replay, case, "review_request")
    raise DoesNotHold(f"{what} before the {hours} hours for a review had passed, and {lacking} had not waived it.")


def _expect_effect(replay: Replay, act: Act, case: Case, verdict: Verdict, *, former: Verdict | None = None) -> None:
    """What must be posted and ordered from a verdict that becomes final with this act (DESIGN sections 3 and 5).

    What it found as the former one did, which a review varied, keeps its date; all else bears the day of this act.
    """
    verdict.is_final, verdict.is_unclear = True, True
    verdict.since, verdict.seen_until = act.time, act.index
    finding, numbers = case.findings.get(verdict.digest), replay.protocols.get(case.protocol)
    if finding is None:
        raise CannotCheck("the finding is not among what could be opened, so what follows from it is not known.")
    if numbers is None:
        raise CannotCheck(f"protocol version {case.protocol} is not at hand, so the points are not known.")
    answerable, days = {}, {}
    for one in finding["determinations"]:
        if one["class"] in VIOLATIONS and one["answerable"] != "none":
            answerable[one["incident"]] = one["answerable"]
            points = numbers["points"][one["class"]]
            found = (one["incident"], one["answerable"], one["class"])
            day = verdict.days[found] = _day_of(replay, act, found, points, former=former)
            days[one["incident"]] = day
            verdict.postings_due.append((one["answerable"], POINTS, points, day))
    for one in finding["measures"]:
        if one["incident"] in answerable:
            addressee = answerable[one["incident"]]
            verdict.orders_due.append({**{key: one[key] for key in ORDER_KEYS}, "addressee": addressee})
            if one["amount"] is not None:
                verdict.postings_due.append((addressee, one["currency"], one["amount"], days[one["incident"]]))
    verdict.postings_due = sorted(one for one in verdict.postings_due if one[2])
    verdict.is_unclear = False


def _day_of(replay: Replay, act: Act, found: tuple[str, str, str], points: int, *, former: Verdict | None) -> str:
    if former is not None and found in former.days:
        return former.days[found]
    posted = [replay.lines[line][:3] for line in former.lines] if former is not None and former.is_unclear else []
    if (found[1], POINTS, points) in posted:
        raise CannotCheck(
            f"whether the review changed what was found of {found[0]} is not known, nor the date to post."
        )
    return act.time[:10]


ORDER_KEYS = ("measure", "required_act", "place", "due_days", "checked_by", "amount", "currency")


def _take_requested(replay: Replay, act: Act) -> None:
    """By a head or deputy of a party: in time after the verdict, and later only on a new decisive fact."""
    number = act.value("verdict", int)
    case, verdict = _verdict_of(replay, act, number)
    pending, case.request = case.request, Request(number, act.time)
    what = f"asks for a review of verdict {number} of {act.reference('case')}"
    if not _presides(act, PARTIES):
        raise DoesNotHold(f"{what}, and is of no head or deputy of a party.")
    if pending or number != max(case.verdicts) or verdict.is_begun_anew:
        raise DoesNotHold(f"{what}, which is under review already or stands no more.")
    ground, discovered_on = act.value("ground", str), act.value("discovered_on", (str, type(None)))
    if ground not in GROUNDS or (ground == NEW_FACT and discovered_on is None):
        raise DoesNotHold(f"{what} on no ground that there is: neither procedure nor a new fact with its day.")
    discovered = date.fromisoformat(discovered_on) if discovered_on else None
    if discovered and discovered > _moment(act.time).date():
        raise DoesNotHold(f"{what} on a fact discovered on {discovered}, a later day.")
    with replay.noting(act):
        if verdict.is_final or verdict.is_reversed:
            _check_new_fact(replay, act, case, discovered if ground == NEW_FACT else None, what)
        else:
            _check_in_time_for_review(replay, act, case, verdict, what)


def _check_in_time_for_review(replay: Replay, act: Act, case: Case, verdict: Verdict, what: str) -> None:
    if act.actor["delegation"] in case.waived:
        raise DoesNotHold(f"{what}, which {act.actor['delegation']} had waived.")
    if _has_passed(replay, act, case, clock="review_request", since=verdict.adopted_at):
        raise DoesNotHold(f"{what} after the {_hours(replay, case, 'review_request')} hours for it had passed.")


def _check_new_fact(replay: Replay, act: Act, case: Case, discovered: date | None, what: str) -> None:
    if discovered is None:
        raise DoesNotHold(f"{what}, which was final, on no new decisive fact.")
    days = _numbers_of(replay, case, "the time for a new fact is not known")["new_fact_days"]
    if (_moment(act.time).date() - discovered).days > days:
        raise DoesNotHold(
            f"{what}, which was final, on a fact discovered on {discovered}, more than {days} days before."
        )


def _take_review(replay: Replay, act: Act) -> None:
    number, outcome = act.value("verdict", int), act.value("outcome", str)
    case, verdict = _verdict_of(replay, act, number)
    request, case.request = case.request, None
    if outcome not in ("upheld", LAPSED, "varied", "reversed", "reopened"):
        raise DoesNotHold(f"concludes a review with “{outcome}”, which is no outcome of one.")
    what = f"concludes the review of verdict {number} of {act.reference('case')} as “{outcome}”"
    with replay.noting(act):
        _check_requested(replay, act, case, request if request and request.verdict == number else None, what)
    with replay.noting(act):
        _check_mediator(act, what)
        _check_agreed(act, case, what)
    _check_no_voter(replay, act, case, verdict)
    if outcome in ("upheld", LAPSED):
        if not verdict.is_final and not verdict.is_reversed:
            _expect_effect(replay, act, case, verdict)
        return
    verdict.is_reversed, verdict.since, verdict.seen_until = True, act.time, act.index
    verdict.reversals_due = sorted(verdict.lines)
    if outcome == "reopened":
        case.rounds, case.was_escalated, verdict.is_begun_anew = 0, False, True
    if outcome == "varied":
        _vary(replay, act, case, verdict)


def _check_requested(replay: Replay, act: Act, case: Case, request: Request | None, what: str) -> None:
    """A party had asked for it; and that it lapsed is said only when the mediators' time for it has passed."""
    if request is None and case.is_whole:
        raise DoesNotHold(f"{what}, and no party had asked for one.")
    if request is None:
        raise CannotCheck("the request for the review is not among what could be opened.")
    if act.value("outcome", str) == LAPSED and not _has_passed(replay, act, case, clock="review", since=request.since):
        raise DoesNotHold(f"{what} before the mediators' {_hours(replay, case, 'review')} hours for it had passed.")


def _check_agreed(act: Act, case: Case, what: str) -> None:
    """Both mediators agree to one conclusion; that none was reached, one of them may say."""
    if act.value("outcome", str) != LAPSED:
        terms = {key: (act.body or {}).get(key) for key in CONCLUSION}
        _check_assents(act, case, name="conclude_review", terms=terms, required=MEDIATORS, what=f"{what}, and has")


def _check_no_voter(replay: Replay, act: Act, case: Case, verdict: Verdict) -> None:
    """Of those who conclude it, none voted on the verdict; the record knows persons by name, so this is a doubt."""
    reference, ballot = act.reference("case"), verdict.ballot
    if ballot is None:
        replay.doubt(act, f"who voted on the verdict under review in {reference} could not be opened.")
        return
    others = [case.assents.get(("conclude_review", "", one)) for one in MEDIATORS if one != act.actor["delegation"]]
    is_lapsed = act.value("outcome", str) == LAPSED
    for person in [_person(act), *(one.by for one in others if one and not is_lapsed)]:
        if person in ballot.voters:
            replay.doubt(
                act,
                f"{person[0]}, who concludes the review in {reference} for {person[1]}, has the name of one who voted "
                f"for {person[1]} on its verdict.",
            )


def _take_released(replay: Replay, act: Act) -> None:
    """By both mediators, of a final verdict that stands."""
    number = act.value("verdict", int)
    case, verdict = _verdict_of(replay, act, number)
    what = f"releases verdict {number} of {act.reference('case')}"
    if act.value("digest", str) != verdict.digest:
        raise DoesNotHold(f"{what} with another text than the one that was adopted.")
    if not verdict.is_final or verdict.is_reversed or case.request:
        raise DoesNotHold(f"{what}, which is not final, stands no more, or is under review.")
    _check_mediator(act, what)
    subject, terms = act.reference("verdict"), {"verdict": number}
    _check_assents(
        act, case, name="release_verdict", subject=subject, terms=terms, required=MEDIATORS, what=f"{what}, and has"
    )


def _vary(replay: Replay, act: Act, case: Case, former: Verdict) -> None:
    number, digest = act.value("new_verdict", int), act.value("digest", str)
    if number != max(case.verdicts, default=0) + 1:
        raise DoesNotHold(f"numbers the varied verdict {number}, which does not follow the one before.")
    varied = case.verdicts[number] = Verdict(digest, act.time, former.ballot, is_unclear=True)
    finding = act.value("finding", dict)
    if digest_of(finding) != digest:
        raise DoesNotHold("varies the verdict to another text than the one whose digest it states.")
    if finding.get("case") != act.reference("case"):
        raise DoesNotHold("varies the verdict to a finding of another case.")
    case.findings[digest] = finding
    _expect_effect(replay, act, case, varied, former=former)
    _check_as_agreed(act, case.findings.get(former.digest), finding, last_number=case.last_number)
    case.last_number = finding["number"]
    replay.done["varied verdicts"] += 1


def _check_as_agreed(act: Act, former: dict[str, Any] | None, varied: dict[str, Any], *, last_number: int) -> None:
    """The varied text is the former one with the changes named, where the former one is known."""
    if shaped(varied.get("number"), int, "varies the verdict to a finding without a number.") <= last_number:
        raise DoesNotHold(f"numbers the varied text {varied['number']}, which another one has.")
    if former is None:
        return
    changes = {one["incident"]: one for one in act.value("changes", list)}
    withdrawn = act.value("withdrawn_measures", list)
    determinations = [_changed(one, changes.get(one["incident"])) for one in former["determinations"]]
    answerable = {one["incident"]: one["answerable"] for one in determinations}
    agreed = {
        **former,
        "number": varied["number"],
        "reasons": f"{act.value('reasons', str)}\n\n{former['reasons']}",
        "determinations": determinations,
        "measures": [
            {**one, "addressee": answerable[one["incident"]]}
            for place, one in enumerate(former["measures"], start=1)
            if place not in withdrawn
        ],
    }
    if varied != agreed:
        raise DoesNotHold("the varied text is not the former one with the changes that were agreed.")


def _changed(determination: dict[str, Any], change: dict[str, Any] | None) -> dict[str, Any]:
    if change is None:
        return determination
    same = {key: change[key] for key in ("fact", "attribution", "standard", "answerable")}
    return {**determination, **same, "class": change["violation_class"]}


def _take_postings(replay: Replay, act: Act) -> None:
    number = act.number("verdict")
    fresh, reversals = _written_lines(replay, act)
    _, verdict = _verdict_of(replay, act, number)
    verdict.lines.extend(fresh)
    if verdict.is_unclear:
        raise CannotCheck("what its verdict brings could not be worked out.")
    if reversals:
        expected, verdict.reversals_due = verdict.reversals_due, []
        verdict.lines = [line for line in verdict.lines if line not in reversals]
        if sorted(reversals) != expected:
            raise DoesNotHold(
                f"reverses the lines {sorted(reversals)} of the ledger; the review takes back {expected}."
            )
    if fresh:
        due, verdict.postings_due = verdict.postings_due, []
        posted = sorted(replay.lines[line] for line in fresh)
        if posted != due:
            raise DoesNotHold(
                f"posts {_postings(posted)} for verdict {number} of {act.reference('case')}; its determinations and the "
                f"protocol give {_postings(due)}."
            )
    replay.done["postings"] += len(fresh) + len(reversals)


def _written_lines(replay: Replay, act: Act) -> tuple[list[int], list[int]]:
    """The lines enter the ledger as they are; gives the new ones, and those that counter-postings reverse."""
    fresh, reversals = [], []
    for one in act.value("postings", list):
        shaped(one, dict, "holds a posting that is none.")
        line, amount = (shaped(one.get(key), int, f"holds a posting without {key}.") for key in ("line", "amount"))
        party, unit, day = (
            shaped(one.get(key), str, f"holds a posting without {key}.") for key in ("party", "unit", "dated")
        )
        if line in replay.lines:
            raise DoesNotHold(f"writes line {line} of the ledger a second time.")
        is_day = re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", day, re.ASCII) and _is_moment(day)
        _demand(is_day, f"dates line {line} on no day.")
        replay.lines[line] = (party, unit, amount, day)
        if one.get("reverses") is None:
            fresh.append(line)
            _demand(amount > 0, f"posts {amount} in line {line}: only a counter-posting is negative.")
        else:
            reversals.append(_reversed_line(replay, line, one["reverses"]))
    return fresh, reversals


def _reversed_line(replay: Replay, line: int, reverses: Any) -> int:
    party, unit, amount, day = replay.lines[line]
    if replay.lines.get(reverses) != (party, unit, -amount, day) or reverses in replay.reversed:
        raise DoesNotHold(f"line {line} of the ledger is not the exact counter-posting of a standing line {reverses}.")
    replay.reversed.add(reverses)
    return int(reverses)


def _take_order(replay: Replay, act: Act) -> None:
    number = act.number("verdict")
    order = {key: (act.body or {}).get(key) for key in (*ORDER_KEYS, "addressee")}
    act.value("penalty", str)
    _, verdict = _verdict_of(replay, act, number)
    if verdict.is_unclear:
        raise CannotCheck("what its verdict orders could not be worked out.")
    if order not in verdict.orders_due:
        raise DoesNotHold(
            f"orders {order['measure']} of {order['addressee']}, which verdict {number} of {act.reference('case')} does "
            "not propose in these words and numbers."
        )
    verdict.orders_due.remove(order)
    replay.done["orders"] += 1


STEPS: dict[str, Callable[[Replay, Act], None]] = {
    "record.witness_enrolled": _take_enrolment,
    "commission.protocol_drafted": _take_protocol_drafted,
    "commission.protocol_confirmed": _take_protocol,
    "verification.case_opened": _take_case_opened,
    "verification.finding_drafted": _take_finding,
    "verification.comments_answered": _take_answer,
    "verification.ballot_opened": _take_ballot_opened,
    "incidents.incident_registered": _take_registered,
    "incidents.inadmissibility_objected": _take_registered,
    "verification.substitute_named": _take_substitute,
    "verification.team_named": _take_team,
    "verification.rapporteur_named": _take_rapporteur,
    "verification.challenge_decided": _take_challenge,
    "verification.assent_given": _take_assent,
    "verification.case_settled": _take_settled,
    "verification.vote_cast": _take_vote,
    "verification.verdict_adopted": _take_adoption,
    "verification.round_failed": _take_round_failed,
    "verification.ballot_annulled": _take_annulled,
    "verification.case_escalated": _take_escalated,
    "verification.no_determination_recorded": _take_no_determination,
    "verification.case_reopened": _take_reopened,
    "penalties.review_waived": _take_waived,
    "penalties.verdict_final": _take_final,
    "penalties.review_requested": _take_requested,
    "penalties.review_concluded": _take_review,
    "penalties.verdict_released": _take_released,
    "penalties.points_posted": _take_postings,
    "penalties.penalty_ordered": _take_order,
}


# ---------------------------------------------------------------------------------------------------------------------
# check: what was pasted, a proof file, evidence, an enrolment, or an export folder


@dataclass(frozen=True)
class Seen:
    """A size and a root that somebody showed, with the words by which people call it."""

    name: str
    size: int
    root: bytes
    is_bare: bool = False  # printed without signatures


@dataclass
class Check:
    """One run of `check`: by which policy, against which state, and what was seen on the way."""

    report: Report
    policy: Policy | None
    state: State | None
    own: str | None = None
    allow_unwitnessed: bool = False
    commitment: bytes | None = None
    proof: list[bytes] | None = None
    readers: Sequence[str] = ()
    sizes: Sequence[int] = ()  # that the folders' checkpoints count, before anything of them is believed
    seen: list[Seen] = field(default_factory=list)
    exports: list[tuple[Seen, dict[int, bytes]]] = field(default_factory=list)  # that hold: their roots by size

    @property
    def last(self) -> Checkpoint | None:
        """What the delegation cosigned last, where its state is at hand."""
        return self.state.last if self.state else None

    def trusted_policy(self) -> Policy:
        """The policy by which signatures are judged; CannotCheck where none was given."""
        if self.policy is None:
            raise CannotCheck("Whose signatures count is not known: name the policy file with --policy, or a --state.")
        return self.policy


def check_text(check: Check, name: str, encoded: bytes) -> None:
    """Whatever this text is, what holds of it stands in the report."""
    with check.report.about("form"):
        text = from_utf8(encoded)
        if text.startswith(PROOF_HEADER):
            check_proof_file(check, name, text)
        elif text.startswith(ENROLMENT):
            enrolment = check_enrolment(text)
            vkey = enrolment.verifier.vkey
            check.report.say(HOLDS, "enrolment", f"Whoever wrote this enrolment holds the key {vkey}.")
            check.report.say(NOTE, "enrolment", f"The key is {enrolment.purpose}.")
            _say_vouching(check, text, enrolment)
        elif text.startswith(REFUSAL):
            check_refusal(check, text)
        elif text.lstrip().startswith("{"):
            check_evidence(check, text)
        else:
            check_pasted(check, name, text)


def _say_vouching(check: Check, note: str, enrolment: Enrolment) -> None:
    """Which witnesses of the policy signed the enrolment beside the key itself, and whether that is enough."""
    if check.policy is None:
        return
    signers = plain_signers(note, check.policy.witnesses.values()) - {enrolment.verifier}
    names = [known for known, one in check.policy.witnesses.items() if one in signers]
    if names:
        check.report.say(
            NOTE, "enrolment", f"It is vouched for by the keys that your policy has for {', '.join(names)}."
        )
    else:
        check.report.say(NOTE, "enrolment", "No key of your policy vouches for it: it can only be a first key.")
    held = check.policy.witnesses.get(enrolment.delegation)
    if held not in (enrolment.replaces, enrolment.verifier):
        has = f"the key {held.vkey}" if held else "no key"
        sentence = f"It was made at another time: your policy has for {enrolment.delegation} {has}."
        check.report.say(UNKNOWN, "enrolment", sentence)


def check_refusal(check: Check, note: str) -> None:
    """A refusal to cosign is the word of a witness that the policy knows; the tree that it names is compared by people."""
    text, _ = split_note(note)
    refusal, policy = parse_refusal(text), check.trusted_policy()
    signers = plain_signers(note, policy.witnesses.values())
    if not signers:
        raise DoesNotHold("No witness that the policy knows has signed this refusal.")
    report, checkpoint = check.report, refusal.checkpoint
    for known in (known for known, one in policy.witnesses.items() if one in signers):
        report.say(
            HOLDS,
            "refusal",
            f"{known} refused at {_written_time(refusal.at)} to cosign the tree of {checkpoint.size} entries with the root "
            f"{to_base64(checkpoint.root)}: {WHY_REFUSED[refusal.kind]}.",
        )
    report.say(NOTE, "refusal", f"The reason given: {refusal.reason}")
    stated = {"kind": refusal.kind, "time": refusal.at, "reason": refusal.reason}
    report.details["refusal"] = {**checkpoint.described, **stated}


def check_pasted(check: Check, name: str, text: str) -> None:
    """A checkpoint as it was pasted: signed, or no more than the size and root that a page or a minute prints."""
    # A paste brings line ends of its own and empty lines around; inside, nothing is mended.
    text = text.replace("\r\n", "\n").strip("\n") + "\n"
    if DASH in text:
        check_signed(check, name, text)
        return
    size, root = _printed_size_and_root(text)
    check.seen.append(Seen(name, size, root, is_bare=True))
    check.report.say(NOTE, "log_signature", f"{name} is printed without signatures: it can only be compared.")


def _printed_size_and_root(text: str) -> tuple[int, bytes]:
    words = [word.strip(",;:()") for word in text.split()]
    roots = {word for word in words if re.fullmatch(r"[A-Za-z0-9+/]{43}=", word)}
    sizes = {word for word in words if re.fullmatch(r"0|[1-9][0-9]{0,18}", word, re.ASCII)}
    if len(roots) != 1 or len(sizes) != 1:
        raise CannotCheck(
            "This is no checkpoint, no proof file, no evidence and no line that prints a size and a root."
        )
    return from_decimal(sizes.pop()), from_base64(roots.pop(), length=HASH_BYTES)


def check_signed(check: Check, name: str, note: str) -> SignedCheckpoint | None:
    """Who signed this checkpoint; None where the log did not, so that nothing else of it counts."""
    report = check.report
    with report.about("log_signature"):
        signed = open_checkpoint(note, check.trusted_policy())
        checkpoint = signed.checkpoint
        report.say(
            HOLDS,
            "log_signature",
            f"{name}: the log {checkpoint.origin} signed a tree of {checkpoint.size} entries with the root "
            f"{to_base64(checkpoint.root)}.",
        )
        report.details.setdefault("checkpoints", []).append(_described(signed))
        _say_witnesses(check, signed)
        check.seen.append(Seen(name, checkpoint.size, checkpoint.root))
        return signed
    return None


def _described(signed: SignedCheckpoint) -> dict[str, Any]:
    return {**signed.checkpoint.described, "cosigned": signed.times}


def _say_witnesses(check: Check, signed: SignedCheckpoint) -> None:
    report, policy = check.report, check.trusted_policy()
    for known, at in signed.times.items():
        report.say(NOTE, "cosignature", f"{known} cosigned it at {_written_time(at)}.")
    if signed.unknown:
        report.say(
            NOTE, "cosignature", f"{signed.unknown} signatures are of keys that the policy does not know: ignored."
        )
    count, of = len(signed.times), len(policy.witnesses)
    if policy.quorum is None and count < WITNESSED_MIN:
        result = NOTE if check.allow_unwitnessed else UNKNOWN
        report.say(result, "witnessed", "The policy asks for no witnesses: only the log's own word stands behind this.")
    elif not policy.is_reached(signed.times):
        result = NOTE if check.allow_unwitnessed else FAILS
        report.say(
            result, "witnessed", f"It is not witnessed: {count} of {of} cosigned, fewer than the policy asks for."
        )
    elif count < WITNESSED_MIN:
        result = NOTE if check.allow_unwitnessed else UNKNOWN
        sentence = (
            f"It is not witnessed as the commission means it: {count} of {of} cosigned, which is enough for your policy, and "
            f"{WITNESSED_MIN} must."
        )
        report.say(result, "witnessed", sentence)
    else:
        by_all = f"It is witnessed by all: {count} of {of} cosigned."
        report.say(HOLDS, "witnessed", by_all if count == of else f"It is witnessed: {count} of {of} cosigned.")
    if policy.since is not None and signed.checkpoint.size <= policy.since:
        sentence = (
            f"Your policy counts since entry {policy.since}, and this checkpoint is older: cosignatures by keys that were "
            "replaced then are judged by the policy before it."
        )
        report.say(NOTE, "policy_version", sentence)
    with report.about("own_cosignature"):
        _say_own(check, signed)


def _say_own(check: Check, signed: SignedCheckpoint) -> None:
    """A delegation's own verifier also demands its own cosignature: of the witness named, else of the state's."""
    policy = check.trusted_policy()
    witness = check.state.witness if check.state else None
    if check.own is None and witness is None:
        return
    own = policy.witness_named(check.own) if check.own else policy.witness_of(witness) if witness else ""
    if own in signed.times:
        check.report.say(HOLDS, "own_cosignature", f"Your own cosignature ({own}) is on it.")
    elif check.own:
        raise DoesNotHold(f"Your own cosignature ({own}) is not on it.")
    else:
        raise CannotCheck(
            f"Your own cosignature ({own}) is not on it, and without it your delegation has not seen this tree itself: "
            "pull and cosign, then take the proof or the export anew."
        )


def _written_time(at: int) -> str:
    try:
        return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    except (OverflowError, ValueError, OSError):
        return f"second {at}"


def check_proof_file(check: Check, name: str, text: str) -> None:
    """C2SP tlog-proof: the checkpoint's signatures, then the entry's place under its root."""
    parsed = parse_proof_file(text)
    signed = check_signed(check, name, parsed.note)
    if signed is None:
        return
    with check.report.about("inclusion"):
        commitment = check.commitment
        if parsed.extra is not None:
            act, commitment = _opened_extra(parsed)
            _say_act(check.report, act)
        if commitment is None:
            raise CannotCheck("The proof file carries no opening: name the act's commitment with --commitment.")
        if check.commitment not in (None, commitment):
            raise DoesNotHold("The opening in the proof file is of another commitment than the one you named.")
        leaf = leaf_hash(canonical_bytes({"c": commitment.hex(), "v": 1}))
        checkpoint = signed.checkpoint
        if not verify_inclusion(leaf, parsed.index, checkpoint.size, parsed.proof, checkpoint.root):
            raise DoesNotHold(f"The act is not entry {parsed.index} of the tree of {checkpoint.size} entries.")
        check.report.say(HOLDS, "inclusion", f"The act is entry {parsed.index} of the {checkpoint.size} entries.")


def _opened_extra(parsed: ProofFile) -> tuple[Act, bytes]:
    value = parse_canonical(parsed.extra or b"")
    _demand(isinstance(value, dict) and set(value) == {"body", "envelope"}, "The opening is not one of an act.")
    envelope, body = _opening_in(value["envelope"]), value["body"] and _opening_in(value["body"])
    # The file's opening is judged by the log: the commitment it gives must be in the tree.
    return opened_act(parsed.index, envelope.commitment, envelope, body), envelope.commitment


def _opening_in(value: Any) -> Opening:
    _demand(isinstance(value, dict) and set(value) == {"bytes", "salt"}, "The opening is not one of an act.")
    _demand(isinstance(value["bytes"], str), "The opening holds no bytes.")
    return Opening(from_base64(value["bytes"]), from_hex(value["salt"]))


def _say_act(report: Report, act: Act) -> None:
    actor = ", ".join(word for word in act.actor.values() if word)
    report.say(HOLDS, "opening", f"The act is {act.event} of {act.time}, by {actor}.")
    if act.body is not None:
        report.say(HOLDS, "opening", "Its body is the one that its envelope commits to.")
    elif act.is_sealed:
        report.say(NOTE, "opening", "Its body is sealed: the opening is not in this file.")
    report.say(NOTE, "author", _author(act.is_signed))
    report.details["act"] = {"event": act.event, "time": act.time, "actor": act.actor, "body": act.body}


def _author(is_signed: bool) -> str:
    if is_signed:
        return "It carries an author's signature, which this verifier does not check."
    return "Its author is attested by the server only: it carries no signature of its author."


def check_evidence(check: Check, text: str) -> None:
    """Two checkpoints that somebody kept as evidence: whether the log signed both, and whether they contradict."""
    try:
        value = json.loads(text)
        held, shown = value["held"], value["shown"]
        _demand(value["evidence"] == "log-evidence/v1", "This is no evidence that we know.")
        _demand(isinstance(held, str) and isinstance(shown, str), "The two checkpoints of this evidence are no texts.")
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise CannotCheck("This is JSON, but no evidence about a log.") from problem
    first, second = open_checkpoint(held, check.trusted_policy()), open_checkpoint(shown, check.trusted_policy())
    sizes = first.checkpoint.size, second.checkpoint.size
    check.report.say(HOLDS, "log_signature", f"The log signed both: trees of {sizes[0]} and of {sizes[1]} entries.")
    if sizes[0] == sizes[1] and first.checkpoint.root != second.checkpoint.root:
        sentence = (
            f"They are two different trees of {sizes[0]} entries: this is proof that the log shows different logs."
        )
        check.report.say(HOLDS, "evidence", sentence)
        return
    if sizes[0] == sizes[1]:
        raise DoesNotHold("They are the same tree: this is evidence of nothing.")
    raise CannotCheck(
        f"Ask the log for the proof that its {max(sizes)} entries extend its {min(sizes)}: if it gives none that holds, "
        "this is proof of fraud. Two sizes alone contradict nothing."
    )


def check_folder(check: Check, path: Path) -> None:
    """An export folder: signatures, the tree rebuilt from its entries, every tile, every opening, and the replay."""
    folder, report = Folder(path), check.report
    _say_policy(check, folder)
    note = folder.read("checkpoint")
    if note is None:
        raise CannotCheck(f"{path} has no file `checkpoint`: it is no export of the record.")
    is_name_free = all(f"{path.name}/checkpoint" != one.name for one in check.seen)
    name = f"{path.name if is_name_free else path}/checkpoint"
    signed = check_signed(check, name, from_utf8(note))
    if signed is None:
        return
    rebuilt = Rebuilt(folder, signed.checkpoint.size, sizes=_sizes_to_compare(check))
    report.say_all(FAILS, "tree", rebuilt.problems)
    size = signed.checkpoint.size
    if rebuilt.roots.get(size) != signed.checkpoint.root:
        report.say(
            FAILS, "root", f"The entries in the folder do not give the root that the log signed for {size} entries."
        )
    elif not rebuilt.problems:
        report.say(
            HOLDS, "root", f"The {size} entries give exactly the root that the log signed, and every tile is right."
        )
        check.exports.append((next(one for one in reversed(check.seen) if one.name == name), rebuilt.roots))
    if not rebuilt.problems:
        check_openings(check, folder, size, cosigned=[*signed.times.values()])


def _say_policy(check: Check, folder: Folder) -> None:
    found = folder.read("policy")
    if check.policy is None:
        if found is None:
            raise CannotCheck("Whose signatures count is not known: name the policy file with --policy.")
        check.policy = parse_policy(from_utf8(found))
        check.report.say(
            UNKNOWN,
            "policy",
            f"The policy came with the folder, so whoever made the folder chose the keys. Compare its SHA-256 "
            f"{check.policy.digest} with the one you were given, or name your own with --policy.",
        )
    elif found is not None and from_utf8(found) != check.policy.text:
        check.report.say(NOTE, "policy", "The folder's own policy is another one than yours; yours was used.")


def _sizes_to_compare(check: Check) -> list[int]:
    return [*(one.size for one in check.seen), *check.sizes, *([check.last.size] if check.last else [])]


def _claimed_size(path: Path) -> int:
    """The size that a folder's checkpoint names: where to look, and no more; 0 where there is none to read."""
    try:
        text, _ = split_note(from_utf8(Folder(path).read("checkpoint") or b""))
        return parse_checkpoint(text).size
    except (DoesNotHold, CannotCheck):
        return 0


def check_openings(check: Check, folder: Folder, size: int, *, cosigned: Sequence[int]) -> None:
    """Every opening is of its commitment; the acts that they open are replayed; what is not open is counted."""
    report = check.report
    openings = Openings(folder, size, readers=check.readers)
    report.say_all(UNKNOWN, "readers", [f"The folder has no openings for {one}." for one in openings.absent])
    replay = Replay(_protocols(check, folder), size=size, cosigned=cosigned)
    for act in openings.acts():
        replay.take(act)
    replay.end()
    report.say_all(FAILS, "openings", openings.problems)
    readers = ", ".join(openings.readers) or "nobody"
    if not openings.problems:
        report.say(
            HOLDS, "openings", f"The openings given to {readers} ({openings.opened} acts) are of what the log holds."
        )
    report.say(
        NOTE, "sealed", f"{size - openings.opened} of {size} entries could not be opened: only their place is known."
    )
    _say_withheld(report, openings, size)
    for event, count in sorted(openings.sealed.items()):
        report.say(NOTE, "sealed", f"The bodies of {count} acts of the kind {event} could not be opened.")
    report.details["sealed"] = {"entries": size - openings.opened, "bodies": dict(openings.sealed)}
    if openings.opened > openings.signed:
        report.say(NOTE, "author", "The authors of these acts are attested by the server only.")
    _compare_keys(check, replay, size)
    if openings.opened:
        _say_replay(report, replay)
        _compare_balances(check, folder, replay, openings.readers)


def _say_withheld(report: Report, openings: Openings, size: int) -> None:
    """What follows from acts that nobody opened is not checked; whoever may open every act was given too little."""
    if size and not openings.opened:
        sentence = "No act could be opened: no verdict, no posting, no balance and no key was worked out anew."
        report.say(UNKNOWN, "withheld", f"{sentence} Ask for an export with the openings of your delegation.")
    elif openings.opened < size and (mediators := [one for one in openings.readers if one in MEDIATORS]):
        names, closed = " and ".join(mediators), size - openings.opened
        sentence = f"{names} may read every act, and {closed} were not opened: ask why they were kept back."
        report.say(UNKNOWN, "withheld", sentence)


def _protocols(check: Check, folder: Folder) -> dict[int, dict[str, Any]]:
    found = folder.read("protocol/1.json")
    with check.report.about("protocol"):
        if found is None:
            raise CannotCheck(
                "The folder has no protocol/1.json: points by protocol version 1 could not be worked out."
            )
        try:
            numbers = json.loads(found)
            _check_numbers(numbers)
        except (ValueError, RecursionError) as problem:
            raise DoesNotHold("protocol/1.json is not JSON.") from problem
        digest = sha256(found).hexdigest()
        check.report.say(
            NOTE, "protocol", f"Protocol version 1 is start data, not an act; its file's SHA-256 is {digest}."
        )
        return {1: numbers}
    return {}


def _say_replay(report: Report, replay: Replay) -> None:
    report.say_all(FAILS, "replay", replay.disagreements)
    report.say_all(UNKNOWN, "replay_unclear", replay.unclear)
    done = (
        ", ".join(f"{what} {count}" for what, count in sorted(replay.done.items()) if count) or "nothing to recompute"
    )
    if not replay.disagreements:
        report.say(HOLDS, "replay", f"Recomputed from the acts, and the same: {done}.")
    if replay.furthest_back > CLOCKS_MAY_DIFFER:
        sentence = f"The times of the acts are the server's word, and step back by up to {replay.furthest_back}."
        report.say(NOTE, "times", sentence)
    balances = replay.balances()
    for party in sorted(balances):
        sums = "; ".join(f"{amount} {unit}" for unit, amount in sorted(balances[party].items()))
        report.say(NOTE, "balances", f"By its postings {party} stands at {sums}.")
    report.details["replay"] = {
        "recomputed": dict(replay.done),
        "disagreements": replay.disagreements,
        "unclear": replay.unclear,
        "balances": balances,
        "points_in_window": replay.points_in_window(),
        "acts_that_nothing_follows_from": dict(replay.unused),
    }


def _compare_keys(check: Check, replay: Replay, size: int) -> None:
    """The policy's keys are those that the acts enrolled last, where the acts of enrolment could be opened."""
    policy, report = check.trusted_policy(), check.report
    is_newer = policy.since is not None and policy.since >= size
    wrong = []
    untold = ", ".join(sorted(set(policy.witnesses) - set(replay.keys)))
    if untold and size:
        sentence = (
            f"The acts that enrolled the policy's keys for {untold} were not opened, though all four may read them."
        )
        report.say(UNKNOWN, "policy_keys", sentence)
    for code, keys in sorted(replay.keys.items()):
        held = policy.witnesses.get(code)
        if held == keys[-1]:
            continue
        if held in keys or is_newer:
            word = "newer" if is_newer else "older"
            sentence = (
                f"The policy is {word} than the export: for {code} it has another key than the one enrolled last."
            )
            report.say(UNKNOWN, "policy_keys", sentence)
        else:
            wrong.append(f"The policy has a key for {code} that no act in the record enrolled.")
    report.say_all(FAILS, "policy_keys", wrong)
    if replay.keys and all(policy.witnesses.get(code) == keys[-1] for code, keys in replay.keys.items()):
        sentence = f"The keys that the policy has for {', '.join(sorted(replay.keys))} are those enrolled last."
        report.say(HOLDS, "policy_keys", sentence)
    report.details["witness_keys"] = {code: [one.vkey for one in keys] for code, keys in sorted(replay.keys.items())}


def _compare_balances(check: Check, folder: Folder, replay: Replay, readers: Sequence[str]) -> None:
    """Balances that the server states beside a reader's openings are the sums of the postings."""
    for reader in readers:
        stated = folder.read(f"balances/{reader}.json")
        if stated is None:
            continue
        with check.report.about("balances"):
            for difference in _differing_balances(parse_canonical(stated.rstrip(b"\n")), replay.balances()):
                raise DoesNotHold(
                    f"The balances stated to {reader} are not the sums of the postings in the record: {difference}."
                )
            check.report.say(HOLDS, "balances", f"The balances stated to {reader} are the sums of the postings.")


def _differing_balances(stated: Any, own: dict[str, dict[str, int]]) -> Iterator[str]:
    """What is stated otherwise than the postings give it, by party and unit; a unit without postings is not stated."""
    shaped(stated, dict, "The balances stated are not written as they must be.")
    for party in sorted({*stated, *own}):
        of_party = shaped(stated.get(party, {}), dict, "The balances stated are not written as they must be.")
        for unit in sorted({*of_party, *own.get(party, {})}):
            said, sum_ = of_party.get(unit), own.get(party, {}).get(unit)
            if said != sum_ or isinstance(said, bool):
                first, second = ("none" if one is None else one for one in (said, sum_))
                yield f"of {party} in {unit} it states {first}, and they give {second}"


def compare_all(check: Check) -> None:
    """Whatever was seen is compared with each other, with the export, and with what the delegation cosigned last."""
    last = check.last
    if check.state is not None and last is None:
        check.report.say(NOTE, "own_history", "You have cosigned nothing yet: there is nothing to compare with.")
    for place, one in enumerate(check.seen):
        others = [other for other in check.seen[:place] if other.size == one.size]
        if is_compared := bool(others):
            _compare_pair(check, others[0], one)
        for export, roots in check.exports:
            # Two folders of one size were compared as a pair; a folder holds its own checkpoint anyhow.
            is_pair = one.size == export.size and any(one is other for other, _ in check.exports)
            if one.size in roots and not is_pair:
                is_compared = True
                _compare_with_export(check, one, export=export, root=roots[one.size])
        if last is not None:
            is_compared = True
            with check.report.about("own_history"):
                check.report.say(HOLDS, "own_history", f"{one.name}: {_against_last(check, last, one)}")
        if one.is_bare and not is_compared:
            sentence = f"{one.name}: there is nothing to compare it with; add the export folder or your --state."
            check.report.say(UNKNOWN, "same_log", sentence)
    check.report.say_all(UNKNOWN, "same_log", _never_compared(check))


Tree = tuple[int, bytes]  # a size and a root: the same pair is the same tree


def _never_compared(check: Check) -> list[str]:
    """Each pair of trees that may be of two logs: no export, proof or own history was found to hold them both."""
    names: dict[Tree, str] = {}
    for one in check.seen:
        names.setdefault((one.size, one.root), one.name)
    below = _trees_below(check, [*names])
    trees = sorted(tree for tree in names if tree[0] > 0)
    return [
        f"{names[small]} ({small[0]} entries) and {names[large]} ({large[0]} entries) were not compared with each other: "
        "they may be of two logs. Add an export folder that holds both, or the proof between them with --proof."
        for place, large in enumerate(trees)
        for small in trees[:place]
        if small[0] != large[0]  # else they were compared, and are two logs
        if not any({small, large} <= within for within in below.values())
        if not _is_contradicted(check, small) and not _is_contradicted(check, large)
    ]


def _trees_below(check: Check, trees: list[Tree]) -> dict[Tree, set[Tree]]:
    """For each tree the trees that were shown to be a beginning of it, itself among them; the order is transitive."""
    trees = trees + ([(check.last.size, check.last.root)] if check.last else [])
    below = {tree: {tree} for tree in trees}
    for export, roots in check.exports:
        below[(export.size, export.root)] |= {tree for tree in trees if roots.get(tree[0]) == tree[1]}
    for large in trees if check.proof else []:
        below[large] |= {
            small for small in trees if verify_consistency(small[0], large[0], small[1], large[1], check.proof or [])
        }
    for tree in sorted(below):  # the smaller first: what is below it is known by then
        below[tree] = set().union(*(below[small] for small in below[tree] if small != tree), {tree})
    return below


def _is_contradicted(check: Check, tree: Tree) -> bool:
    # An export has another tree at this size: that was said already, and fails.
    return any(roots.get(tree[0], tree[1]) != tree[1] for _, roots in check.exports)


def _compare_pair(check: Check, first: Seen, second: Seen) -> None:
    if first.root != second.root:
        what = f"{first.name} and {second.name} show two different trees of {first.size} entries"
        proof = "and the log signed both: it shows different logs. Keep the two files: together they are the proof."
        is_bare = first.is_bare or second.is_bare
        check.report.say(FAILS, "same_log", f"{what}: they are not of one log." if is_bare else f"{what}, {proof}")
    else:
        check.report.say(HOLDS, "same_log", f"{first.name} and {second.name} show the same tree.")


def _compare_with_export(check: Check, seen: Seen, *, export: Seen, root: bytes) -> None:
    if seen is export:
        return
    what = "the export" if len(check.exports) == 1 else export.name
    if root != seen.root:
        sentence = f"{seen.name} is not the tree that {what} has at {seen.size} entries."
        check.report.say(FAILS, "same_log", sentence)
    else:
        check.report.say(HOLDS, "same_log", f"{seen.name} is the tree that {what} has at {seen.size} entries.")


def _against_last(check: Check, last: Checkpoint, seen: Seen) -> str:
    shown = Checkpoint(last.origin, seen.size, seen.root)
    if shown.size == last.size:
        return follow(last, shown, [])
    both = [roots for _, roots in check.exports if roots.get(shown.size) == shown.root and last.size in roots]
    if both:
        if any(roots[last.size] != last.root for roots in both):
            raise DoesNotHold(f"the log that you cosigned at {last.size} entries is not this one: it was rewritten.")
        return f"the export holds it and the {last.size} entries that you have cosigned, in one tree."
    older, newer = sorted((last, shown), key=lambda one: one.size)
    if check.proof is None or older.size == 0:
        word = "newer" if newer is shown else "older"
        suspicion = "" if newer is shown else " If it was made after you cosigned, entries are missing."
        raise CannotCheck(
            f"{seen.name} is {word} than the {last.size} entries that you have cosigned: to compare them, add the export "
            f"folder that has both, or the proof between them with --proof.{suspicion}"
        )
    if not verify_consistency(older.size, newer.size, older.root, newer.root, check.proof):
        raise DoesNotHold(f"the proof does not show that {newer.size} entries extend {older.size} of the same log.")
    return f"the {newer.size} entries extend the {older.size} of the same log."


# ---------------------------------------------------------------------------------------------------------------------
# The commands


def command_keygen(arguments: argparse.Namespace, report: Report) -> None:
    """A new witness key; its file is written once and readable by its owner only."""
    if not is_name(arguments.name):
        raise CannotCheck("A key's name has no space and no plus sign, and is not empty.")
    replaces, key = _replaced_key(arguments), WitnessKey(arguments.name, Ed25519PrivateKey.generate())
    path, public = Path(arguments.file), Path(f"{arguments.file}.enrolment")
    if public.exists():
        raise CannotCheck(f"{public} exists already, and belongs to a key that is never overwritten.")
    try:
        place = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as problem:
        raise CannotCheck(f"{path} exists already, and a key is never overwritten.") from problem
    except OSError as problem:
        raise CannotCheck(f"{path} cannot be written: {problem.strerror}.") from problem
    with os.fdopen(place, "w", encoding="utf-8", newline="\n") as file:
        file.write(key.written)
        file.flush()
        os.fsync(file.fileno())
    report.say(HOLDS, "key", f"The private key is in {path}: keep it to yourself, and use it for nothing else.")
    report.say(NOTE, "vkey", f"The public key, for the policy: {key.verifier.vkey}")
    enrolment = Enrolment(key.verifier, arguments.delegation, replaces)
    note = plainly_signed(enrolment.text, key)
    write_durably(public, note)
    report.say(
        NOTE, "enrolment", f"For enrolment, proof that you hold the key is in {public}: it may be shown to anyone."
    )
    report.say(NOTE, "enrolment", f"The key is {enrolment.purpose}.")
    report.details |= {"vkey": key.verifier.vkey, "enrolment": note}


def _replaced_key(arguments: argparse.Namespace) -> Verifier | None:
    """The key that a policy has for the delegation, where one is named; without one the new key is its first."""
    if arguments.replaces is None:
        return None
    policy = read_policy(Path(arguments.replaces))
    if arguments.delegation not in policy.witnesses:
        raise CannotCheck(f"The policy {arguments.replaces} has no key for {arguments.delegation} to be replaced.")
    return policy.witnesses[arguments.delegation]


def command_vouch(arguments: argparse.Namespace, report: Report) -> None:
    """One more signature on an enrolment: of the old key that it replaces, or of another witness (RECORD.md section 3)."""
    path, key = Path(arguments.enrolment), read_key(Path(arguments.key))
    note = from_utf8(read_file(path))
    enrolment = check_enrolment(note)
    vouched = plainly_signed(enrolment.text, key)
    write_durably(path, note + vouched.rpartition("\n\n")[2])
    vkey = enrolment.verifier.vkey
    report.say(HOLDS, "enrolment", f"{path} now carries the signature of {key.name} for the key {vkey}.")
    report.say(NOTE, "enrolment", f"The key is {enrolment.purpose}. It counts for nothing else.")


def command_pull(arguments: argparse.Namespace, report: Report) -> None:
    """The newest checkpoint is in the state, with the proof from what was cosigned last; nothing is cosigned yet."""
    path = Path(arguments.state)
    with locked_state(path):
        key = read_key(Path(arguments.key)) if arguments.key else None
        state = _state_for(path, arguments.policy, key)
        source = source_at(arguments.source, Path(arguments.proof) if arguments.proof else None)
        note = source.read("checkpoint")
        if note is None:
            known = f", though you have cosigned {state.last.size} entries: was it emptied?" if state.last else "."
            raise CannotCheck(f"{arguments.source} has no checkpoint{known}")
        state.pulled, state.proof = open_checkpoint(from_utf8(note), state.policy), None
        shown, last = state.pulled.checkpoint, state.last
        report.say(HOLDS, "log_signature", f"The log {shown.origin} signed {shown.size} entries.")
        report.details["checkpoint"] = _described(state.pulled)
        if last is not None and 0 < last.size < shown.size:
            found = source.read(f"consistency/{last.size}/{shown.size}")
            state.proof = parse_proof_lines(from_utf8(found)) if found is not None else None
        state.save()
        owner = state.witness or (key.verifier if key else None)
        if owner is not None and knows_too_little(state, owner):
            report.say(FAILS, "own_history", _set_back(state))
        say_follow(state, report)


def locked_state(path: Path) -> contextlib.AbstractContextManager[None]:
    """The lock beside the state; CannotCheck where its folder does not exist."""
    if not path.parent.is_dir():
        raise CannotCheck(f"There is no folder {path.parent} to keep the state in.")
    return locked(path)


def read_policy(path: Path) -> Policy:
    """The policy in the file; CannotCheck where it is none."""
    try:
        return parse_policy(from_utf8(read_file(path)))
    except Malformed as problem:
        raise CannotCheck(f"{path} is no policy: {problem}") from problem


def _state_for(path: Path, policy_path: str | None, key: WitnessKey | None = None) -> State:
    """The state in the file, by the policy named; a first state needs one. `key` is the new one after a rotation."""
    state = load_state(path)
    if policy_path is None:
        if state is None:
            raise CannotCheck("This is the first time: name the policy file that you were given with --policy.")
        return state
    policy = read_policy(Path(policy_path))
    if state is None:
        return State(path, policy)
    if policy.text == state.policy.text:
        return state
    if (policy.since or 0) < (state.policy.since or 0):
        raise CannotCheck("This policy is an older version than the one that your state has.")
    if state.cosigned is not None:
        try:
            _move_to_policy(state, policy, key)
        except (DoesNotHold, CannotCheck) as problem:
            raise CannotCheck(f"By this policy, what you have cosigned so far would not hold: {problem}") from problem
    state.policy, state.pulled, state.proof = policy, None, None
    return state


def _move_to_policy(state: State, policy: Policy, key: WitnessKey | None) -> None:
    """What was cosigned is sealed by the policy's key of the same name: the new key seals the same tree anew."""
    assert state.cosigned is not None and state.witness is not None, "it was cosigned"
    checkpoint, name = state.cosigned.checkpoint, state.policy.witness_of(state.witness)
    line = state.own_line
    if key is not None and key.verifier != state.witness:
        line, state.witness = cosign(checkpoint, key, at=int(time.time())), key.verifier
    elif name in policy.witnesses and policy.witnesses[name] != state.witness:
        raise CannotCheck("It has another key for you. If you have replaced your key, name the new one with --key.")
    _demand(
        policy.witness_of(state.witness) == name, f"It knows your key, which was the one of {name}, by another name."
    )
    state.cosigned = open_checkpoint(state.cosigned.note(line), policy)


def knows_too_little(state: State, owner: Verifier) -> bool:
    """What was pulled bears the owner's cosignature, and the state has no tree as large: it was set back or lost."""
    if state.pulled is None or state.policy.witness_of(owner) not in state.pulled.times:
        return False
    return state.last is None or state.last.size < state.pulled.checkpoint.size


def _set_back(state: State) -> str:
    assert state.pulled is not None, "something was pulled"
    return (
        f"Your own key has cosigned {state.pulled.checkpoint.size} entries, but this state does not know it: the state was "
        "set back to an older copy, or somebody else uses your key."
    )


def say_follow(state: State, report: Report) -> None:
    """How the pulled checkpoint extends the cosigned one; where it does not, evidence is kept and Fraud raised."""
    assert state.pulled is not None, "something was pulled"
    try:
        report.say(HOLDS, "consistency", follow(state.last, state.pulled.checkpoint, state.proof))
    except Fraud as fraud:
        if state.cosigned is not None:
            path = keep_evidence(state, fraud)
            report.say(NOTE, "evidence", f"Both checkpoints, each signed by the log, are kept in {path}.")
            report.details |= {"evidence": str(path), "fraud": fraud.kind}
        raise


def command_cosign(arguments: argparse.Namespace, report: Report) -> None:
    """What was pulled is cosigned: judged again, remembered on the disk, and only then let out."""
    key = read_key(Path(arguments.key))
    path = Path(arguments.state)
    with locked_state(path):
        state = load_state(path)
        if state is None or state.pulled is None:
            raise CannotCheck("Nothing was pulled yet: there is nothing to cosign.")
        note = cosign_pulled(state, key, report, was_state_lost=arguments.state_was_lost)
    size = state.pulled.checkpoint.size
    report.say(HOLDS, "cosigned", f"You have cosigned {size} entries as {state.policy.witness_of(key.verifier)}.")
    _hand_out(report, note, Path(arguments.out or f"{path}.cosignature"), "cosignature", upload_to=arguments.upload)


def command_refuse(arguments: argparse.Namespace, report: Report) -> None:
    """What was pulled is refused, with the reason, signed: for the other delegations, and as an act for the record."""
    key, path = read_key(Path(arguments.key)), Path(arguments.state)
    with locked_state(path):
        state = load_state(path)
        if state is None or state.pulled is None:
            raise CannotCheck("Nothing was pulled yet: there is nothing to refuse.")
        own = state.policy.witness_of(key.verifier)
        kind, found = _why_refused(state)
    reason = unicodedata.normalize("NFC", arguments.reason or found).strip()
    if not is_reason(reason):
        raise CannotCheck(
            f"Say with --reason why, in one line of at most {REASON_LETTERS_MAX} letters; nothing wrong was found by itself."
            if not reason
            else f"A reason is one line of at most {REASON_LETTERS_MAX} letters."
        )
    checkpoint = state.pulled.checkpoint
    note = plainly_signed(Refusal(checkpoint, kind, int(time.time()), reason).text, key)
    report.say(HOLDS, "refused_to_cosign", f"You refuse, as {own}, to cosign {checkpoint.size} entries: {reason}")
    _hand_out(report, note, Path(arguments.out or f"{path}.refusal"), "refusal", upload_to=arguments.upload)


def _why_refused(state: State) -> tuple[str, str]:
    """The kind of the refusal and its sentence; evidence is kept where there is some."""
    assert state.pulled is not None, "something was pulled"
    try:
        follow(state.last, state.pulled.checkpoint, state.proof)
    except Fraud as fraud:
        if state.cosigned is not None:
            keep_evidence(state, fraud)
        return fraud.kind, str(fraud)
    except CannotCheck as problem:
        return "unproven", str(problem)
    return "declined", ""


def _hand_out(report: Report, note: str, file: Path, what: str, *, upload_to: str | None) -> None:
    """The note is in the file, and with the server where that was asked for."""
    write_durably(file, note)
    report.details[what] = note
    report.say(NOTE, what, f"The {what} is in {file}: upload it, or carry it on a stick.")
    if upload_to:
        report.say(HOLDS, "upload", f"The server has taken it: “{Server(_address(upload_to)).upload(note)}”.")


def command_upload(arguments: argparse.Namespace, report: Report) -> None:
    """A cosignature or refusal that was carried here is with the server."""
    note = from_utf8(read_file(Path(arguments.note)))
    split_note(note)
    report.say(HOLDS, "upload", f"The server has taken it: “{Server(_address(arguments.server)).upload(note)}”.")


def command_policy(arguments: argparse.Namespace, report: Report) -> None:
    """Who is in a policy, in words, and the digest that delegations read to each other; kept where that is asked for."""
    if is_address(arguments.source):
        found = Server(arguments.source).read("policy")
        if found is None:
            raise CannotCheck(f"{arguments.source} has no policy yet.")
        policy = parse_policy(from_utf8(found))
    else:
        policy = read_policy(Path(arguments.source))
    report.say(NOTE, "policy", f"The log is {policy.log.vkey}")
    for known, verifier in policy.witnesses.items():
        report.say(NOTE, "policy", f"The witness of {known} is {verifier.vkey}")
    _say_quorum(policy, report)
    if policy.since is not None:
        report.say(NOTE, "policy", f"This version counts since entry {policy.since} of the log.")
    if arguments.key:
        own = policy.witness_of(read_key(Path(arguments.key)).verifier)
        report.say(HOLDS, "own_key", f"Your own key is in it, as {own}.")
    report.say(
        NOTE, "policy", f"Its SHA-256, to compare with the other delegations before you trust it: {policy.digest}"
    )
    vkeys = {known: one.vkey for known, one in policy.witnesses.items()}
    report.details["policy"] = {
        "sha256": policy.digest,
        "since": policy.since,
        "log": policy.log.vkey,
        "witnesses": vkeys,
        "fewest": policy.fewest,
    }
    if arguments.out:
        write_durably(Path(arguments.out), policy.text)
        report.say(HOLDS, "kept", f"The policy is in {arguments.out}.")


def _say_quorum(policy: Policy, report: Report) -> None:
    """What the word witnessed means by this policy; that it means three of four is the commission's rule."""
    fewest, of = policy.fewest, len(policy.witnesses)
    report.say(NOTE, "quorum", f"Witnessed means, by this policy: {fewest} of {of} have cosigned.")
    if of < len(FOUR):
        sentence = (
            f"It has {of} witnesses: until all four delegations are among them, keep comparing size and root by voice."
        )
        report.say(NOTE if of >= WITNESSED_MIN else UNKNOWN, "quorum", sentence)
    if fewest < WITNESSED_MIN <= of:
        sentence = f"It calls witnessed what {fewest} of {of} cosigned, and {WITNESSED_MIN} must have: do not use it."
        report.say(FAILS, "quorum", sentence)


def _address(written: str) -> str:
    if not is_address(written):
        raise CannotCheck(f"{written} is no address (https://…).")
    return written


def read_key(path: Path) -> WitnessKey:
    """The witness key in the file; CannotCheck where it is none."""
    try:
        return parse_private_key(from_utf8(read_file(path)))
    except Malformed as problem:
        raise CannotCheck(f"{path} is no witness key: {problem}") from problem


def cosign_pulled(state: State, key: WitnessKey, report: Report, *, was_state_lost: bool = False) -> str:
    """The note with the cosignature, remembered durably before it is given back; Fraud where nothing may be cosigned."""
    assert state.pulled is not None, "something was pulled"
    own = state.policy.witness_of(key.verifier)
    if state.witness not in (None, key.verifier):
        raise CannotCheck(f"This state belongs to the key {state.witness.vkey}, not to the one in your file.")
    if knows_too_little(state, key.verifier):
        if not was_state_lost:
            raise DoesNotHold(
                f"{_set_back(state)} Nothing is cosigned. Restore the newest copy of the state. If it is lost for good, "
                "compare size and root with the other delegations, and then say so with --state-was-lost."
            )
        report.say(
            NOTE, "own_history", "By your own word, what you cosigned in between is lost: you go on from this tree."
        )
    say_follow(state, report)
    line = cosign(state.pulled.checkpoint, key, at=int(time.time()))
    note = state.pulled.note(line)
    state.witness, state.cosigned = key.verifier, open_checkpoint(note, state.policy)
    assert own in state.cosigned.times, "what was just signed holds"
    state.proof = []
    state.save()
    return note


def command_check(arguments: argparse.Namespace, report: Report) -> None:
    """What was named, or pasted, is judged; texts before folders, so that a folder is compared with all of them."""
    state = load_state(Path(arguments.state)) if arguments.state else None
    if arguments.state and state is None:
        raise CannotCheck(f"There is no state file {arguments.state}.")
    policy = state.policy if state else None
    if arguments.policy:
        policy = read_policy(Path(arguments.policy))
    check = Check(report, policy, state, arguments.own, arguments.allow_unwitnessed, readers=arguments.reader)
    check.commitment = from_hex(arguments.commitment) if arguments.commitment else None
    if arguments.proof:
        check.proof = parse_proof_lines(from_utf8(read_file(Path(arguments.proof))))
    places = arguments.what or ["-"]
    folders = [place for place in places if place != "-" and Path(place).is_dir()]
    check.sizes = [_claimed_size(Path(place)) for place in folders]
    for place in (place for place in places if place not in folders):
        encoded = sys.stdin.buffer.read(ANSWER_BYTES_MAX) if place == "-" else read_file(Path(place))
        check_text(check, "The pasted checkpoint" if place == "-" else place, encoded)
    for place in folders:
        with report.about("folder"):
            check_folder(check, Path(place))
    compare_all(check)


# ---------------------------------------------------------------------------------------------------------------------
# The standing witness (C2SP tlog-witness): for a delegation that runs a machine of its own

REQUEST_BYTES_MAX = 256 * 1024
SIZE_TYPE = "text/x.tlog.size"
PLAIN = "text/plain; charset=utf-8"
Answer = tuple[int, str, str]


class Witness:
    """Answers add-checkpoint by the table of tlog-witness; its state is on the disk before an answer leaves."""

    def __init__(self, path: Path, policy_path: str | None, key: WitnessKey) -> None:
        self.path, self.key = path, key
        with locked_state(path):
            state = _state_for(path, policy_path)
            self.name = state.policy.witness_of(key.verifier)
            if state.witness not in (None, key.verifier):
                raise CannotCheck("This state belongs to another key.")
            state.save()
        self.policy, self.policy_path = state.policy, policy_path

    def add_checkpoint(self, body: bytes) -> Answer:
        """Status, type and body of the answer."""
        try:
            old, proof, note = _parsed_request(body)
            origin = note.partition("\n")[0]
            split_note(note)
        except Malformed as problem:
            return 400, PLAIN, f"{problem}\n"
        if origin != self.policy.log.name:
            return 404, PLAIN, f"This witness does not follow {origin}.\n"
        try:
            signed = open_checkpoint(note, self.policy)
        except Malformed as problem:
            return 400, PLAIN, f"{problem}\n"
        except DoesNotHold as problem:
            return 403, PLAIN, f"{problem}\n"
        with locked(self.path):
            return self._cosigned(old, proof, signed)

    def _cosigned(self, old: int, proof: list[bytes], signed: SignedCheckpoint) -> Answer:
        state = load_state(self.path)
        assert state is not None, "it was saved when this witness began"
        shown, last = signed.checkpoint, state.last
        last_size = last.size if last else 0
        if old > shown.size:
            return 400, PLAIN, "The old size is larger than the checkpoint's.\n"
        if old != last_size:
            return 409, SIZE_TYPE, f"{last_size}\n"
        if (old in (0, shown.size) and proof) or (old == shown.size == 0 and shown.root != EMPTY_ROOT):
            return 422, PLAIN, "There is a proof where none may be, or an empty tree with another root.\n"
        state.pulled, state.proof = signed, proof
        try:
            cosign_pulled(state, self.key, Report())
        except DoesNotHold as problem:
            return 422, PLAIN, f"{problem}\n"
        return 200, PLAIN, f"{state.own_line}\n"

    def newest(self, address: str) -> Answer:
        """The checkpoint cosigned last, at the address named for the hash of its log's origin."""
        state = load_state(self.path)
        wanted = sha256(self.policy.log.name.encode()).hexdigest()
        if address != f"/{wanted}/checkpoint" or state is None or state.cosigned is None:
            return 404, PLAIN, "There is nothing here.\n"
        return 200, PLAIN, state.cosigned.note(state.own_line)


def _parsed_request(body: bytes) -> tuple[int, list[bytes], str]:
    head, separator, note = from_utf8(body).partition("\n\n")
    first, *lines = head.split("\n")
    _demand(
        separator and first.startswith("old "), "The request is a line “old <size>”, a proof, an empty line, a note."
    )
    _demand(len(lines) <= 63, "A proof has at most 63 hashes.")
    return from_decimal(first.removeprefix("old ")), [from_base64(one, length=HASH_BYTES) for one in lines], note


def handler_for(witness: Witness, prefix: str) -> type[http.server.BaseHTTPRequestHandler]:
    """The standard library's request handler around a witness."""

    class Handler(http.server.BaseHTTPRequestHandler):
        """POST <prefix>/add-checkpoint and GET <prefix>/<hash of origin>/checkpoint, and nothing else."""

        timeout = SECONDS_TO_ANSWER  # one request after another: nobody may hold the line

        def do_POST(self) -> None:
            """A log asks for a cosignature."""
            written = self.headers.get("Content-Length", "")
            length = int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else -1
            if self.path != f"{prefix}/add-checkpoint":
                self._send(404, PLAIN, "There is nothing here.\n")
            elif not 0 <= length <= REQUEST_BYTES_MAX:
                self._send(400, PLAIN, "The request has no length, or is too long.\n")
            else:
                self._send(*_answered(lambda: witness.add_checkpoint(self.rfile.read(length))))

        def do_GET(self) -> None:
            """Anybody asks what this witness has cosigned last."""
            self._send(*_answered(lambda: witness.newest(self.path.removeprefix(prefix))))

        def log_message(self, *arguments: Any) -> None:
            """One line per request on the error output, without the client's address."""
            # A request that ended before its first line has neither.
            asked = f"{getattr(self, 'command', None) or '-'} {getattr(self, 'path', '-')}"
            sys.stderr.write(f"{visible(asked)} {visible(str(arguments[1])) if len(arguments) > 1 else ''}\n")

        def _send(self, status: int, content_type: str, text: str) -> None:
            encoded = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(encoded)))
            self.end_headers()
            self.wfile.write(encoded)

    return Handler


def _answered(answer: Callable[[], Answer]) -> Answer:
    try:
        return answer()
    except CannotCheck as problem:
        sys.stderr.write(f"{visible(str(problem))}\n")
        return 500, PLAIN, "This witness cannot answer now.\n"


def command_serve(arguments: argparse.Namespace, report: Report) -> None:
    """Answers until it is stopped; requests one after another, so that no two branches are cosigned side by side."""
    witness = Witness(Path(arguments.state), arguments.policy, read_key(Path(arguments.key)))
    prefix = arguments.prefix.rstrip("/")
    server = http.server.HTTPServer((arguments.host, arguments.port), handler_for(witness, prefix))
    host, port = server.server_address[:2]
    _print(f"{witness.name} answers at http://{host!s}:{port}{prefix}/add-checkpoint")
    sys.stdout.flush()
    with server, contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()
    report.say(HOLDS, "served", "Stopped.")


# ---------------------------------------------------------------------------------------------------------------------
# The command line


def parser() -> argparse.ArgumentParser:
    """Every command with its arguments."""
    top = argparse.ArgumentParser(prog="verify.py", description="Checks the commission's record without its server.")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _add_keys(commands)
    _add_following(commands)
    _add_check(commands)
    serve = _command(commands, "serve", command_serve, "run a standing witness (tlog-witness)")
    serve.add_argument("state", metavar="STATE")
    serve.add_argument("--key", metavar="FILE", required=True)
    serve.add_argument("--policy", metavar="FILE")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8765)
    serve.add_argument("--prefix", default="")
    return top


def _add_keys(commands: Any) -> None:
    keygen = _command(
        commands, "keygen", command_keygen, "make a witness key, and the enrolment that shows you hold it"
    )
    keygen.add_argument("name", metavar="NAME", help="the key's name, such as jmc.example/witness/pk")
    keygen.add_argument(
        "file", metavar="FILE", help="where the private key goes, never overwritten; FILE.enrolment beside"
    )
    keygen.add_argument("--delegation", choices=FOUR, required=True, help="whose key it is to be")
    keygen.add_argument("--replaces", metavar="POLICY", help="the policy that has the key whose place this one takes")
    vouch = _command(commands, "vouch", command_vouch, "sign the enrolment of another key: your new one, or another's")
    vouch.add_argument("enrolment", metavar="ENROLMENT", help="its file; one line is added")
    vouch.add_argument("--key", metavar="FILE", required=True, help="your private key")
    policy = _command(commands, "policy", command_policy, "say who is in a policy, and its digest to compare")
    policy.add_argument("source", metavar="SERVER", help="an address, or a policy's file")
    policy.add_argument("--key", metavar="FILE", help="your private key: demand that its public half is in it")
    policy.add_argument("--out", metavar="FILE", help="keep the policy there")


def _add_following(commands: Any) -> None:
    pull = _command(commands, "pull", command_pull, "fetch the newest checkpoint and the proof since your last")
    pull.add_argument("source", metavar="SERVER", help="an address, an export folder, a stick, or a checkpoint's file")
    pull.add_argument("state", metavar="STATE", help="your own state file; made if there is none")
    pull.add_argument("--policy", metavar="FILE", help="the policy you were given; needed the first time")
    pull.add_argument("--proof", metavar="FILE", help="the consistency proof, where SERVER is a checkpoint's file")
    pull.add_argument("--key", metavar="FILE", help="your new private key, the first time after it replaced another")
    sign = _command(commands, "cosign", command_cosign, "cosign what was pulled, if it extends all before")
    sign.add_argument(
        "--state-was-lost", action="store_true", help="go on from what is shown, after it was compared with the others"
    )
    refuse = _command(commands, "refuse", command_refuse, "refuse to cosign what was pulled, and say so, signed")
    refuse.add_argument("--reason", metavar="TEXT", help="why; else what was found wrong")
    for command, what in ((sign, "cosignature"), (refuse, "refusal")):
        command.add_argument("state", metavar="STATE")
        command.add_argument("--key", metavar="FILE", required=True, help="your private key")
        command.add_argument("--upload", metavar="SERVER", help=f"send the {what} there")
        command.add_argument("--out", metavar="FILE", help=f"where the {what} goes; else STATE.{what}")
    upload = _command(commands, "upload", command_upload, "send a cosignature or refusal that was carried here")
    upload.add_argument("note", metavar="NOTE", help="its file")
    upload.add_argument("server", metavar="SERVER")


def _command(
    commands: Any, name: str, run: Callable[[argparse.Namespace, Report], None], text: str
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=text, description=f"{text.capitalize()}.")
    command.add_argument("--json", action="store_true", help="answer for programs")
    command.set_defaults(run=run)
    return command


def _add_check(commands: Any) -> None:
    text = "say what holds of a pasted checkpoint, a proof file, evidence, an enrolment, or an export folder"
    check = _command(commands, "check", command_check, text)
    check.add_argument("what", metavar="WHAT", nargs="*", help="files and folders; - or nothing reads what you paste")
    check.add_argument("--policy", metavar="FILE", help="whose signatures count; else the state's")
    check.add_argument("--state", metavar="FILE", help="compare with what you cosigned last")
    check.add_argument("--own", metavar="NAME", help="demand the cosignature of this witness: yours")
    check.add_argument("--proof", metavar="FILE", help="a consistency proof between your last and what is checked")
    check.add_argument("--commitment", metavar="HEX", help="the act's commitment, where the proof file has no opening")
    check.add_argument("--reader", metavar="NAME", action="append", default=[], help="replay with these openings only")
    check.add_argument("--allow-unwitnessed", action="store_true", help="accept what too few have cosigned yet")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; gives the exit code."""
    parsed = parser().parse_args(arguments)
    report = Report()
    try:
        with report.about("refused"):
            parsed.run(parsed, report)
    except OSError as problem:
        report.say(UNKNOWN, "refused", f"The machine refused: {problem}.")
    report.write(as_json=parsed.json)
    return report.exit_code


if __name__ == "__main__":
    sys.exit(main())

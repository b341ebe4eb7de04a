"""How a witness says, signed, that it does not cosign a checkpoint it was shown, and why. Pure; no Django.

witness-refusal/v1
<origin>            the three lines of the checkpoint that is refused, whoever signed it
<size>
<root>
<kind>              one of KINDS: what the witness's verifier found
time <decimal>      POSIX seconds, by the witness's own clock
<reason>            one line for people
                    an empty line
— <name> <base64>   the witness's key on these lines as they stand: no cosignature can be taken for one
"""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from record.note import (
    TIME_LIMIT,
    Checkpoint,
    Key,
    NoteRefused,
    Verifier,
    checkpoint_text,
    parse_checkpoint,
    plain_signers,
    plainly_signed,
)

HEADER = "witness-refusal/v1\n"
KINDS = ("smaller", "fork", "inconsistent", "unproven", "declined")
REASON_LETTERS_MAX = 500
LINES = 7


@dataclass(frozen=True)
class RefusalNote:
    """The tree that a witness refuses to cosign, what its verifier found, when, and why."""

    checkpoint: Checkpoint
    kind: str
    time: int
    reason: str

    @property
    def text(self) -> str:
        """Exactly what is signed."""
        tree = checkpoint_text(self.checkpoint.origin, self.checkpoint.size, self.checkpoint.root)
        return f"{HEADER}{tree}{self.kind}\ntime {self.time}\n{self.reason}\n"


def refusal_note(refusal: RefusalNote, key: Key) -> str:
    """The refusal, signed by the witness's key."""
    return plainly_signed(refusal.text, key)


def parse_refusal(text: str) -> RefusalNote:
    """The refusal of exactly these lines; NoteRefused for what would be written differently."""
    lines = text.split("\n")
    if not text.startswith(HEADER) or len(lines) != LINES + 1:
        raise NoteRefused(f"a refusal to cosign has exactly {LINES} lines")
    checkpoint = parse_checkpoint("".join(f"{line}\n" for line in lines[1:4]))
    time = lines[5].removeprefix("time ")
    if not (time.isascii() and time.isdecimal() and len(time) <= len(str(TIME_LIMIT)) and int(time) < TIME_LIMIT):
        raise NoteRefused("the time of a refusal is not written as it must be")
    refusal = RefusalNote(checkpoint, kind=lines[4], time=int(time), reason=lines[6])
    if refusal.text != text or refusal.kind not in KINDS:
        raise NoteRefused("this refusal is not written as it must be")
    if not _is_reason(refusal.reason):
        raise NoteRefused(f"a reason is one line of 1 to {REASON_LETTERS_MAX} letters, in Unicode's form NFC")
    return refusal


def signer_of_refusal(note: str | bytes, *, witnesses: Collection[Verifier]) -> Verifier:
    """The one witness that signed; NoteRefused for a wrong signature, and where none or several of them did."""
    signers = plain_signers(note, witnesses)
    if len(signers) != 1:
        raise NoteRefused("a refusal is signed by one witness that we know")
    return signers.pop()


def _is_reason(reason: str) -> bool:
    is_line = reason == reason.strip() and 0 < len(reason) <= REASON_LETTERS_MAX
    return is_line and unicodedata.is_normalized("NFC", reason)

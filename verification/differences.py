"""What changed between two texts, by words: pure, and without Django.

A text is cut into words that keep the space behind them, so that the pieces put together again are the texts themselves,
character by character, in any script. Nothing is cut inside a word: letters that are written joined stay joined.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

# Words end at spaces and at the punctuation of the six languages; an end of line stands by itself.
WORD = re.compile(r"[^\s.,;:!?()\[\]«»“”،؛؟۔]+[^\S\r\n]*|[.,;:!?()\[\]«»“”،؛؟۔]+[^\S\r\n]*|\s+")
# Of both texts together: the time to compare grows with the square. Beyond, they are told apart by lines, or as wholes.
WORDS_MAX = 2_000
LINES_MAX = 1_000
ALIKE_FROM = 0.4  # of the characters; below, the two are told apart as wholes: nobody reads every second word
SHORT_EQUAL = 2  # words; a shorter stretch between two changes is shown as changed with them


class Kind(StrEnum):
    """In which of the two texts a piece stands."""

    EQUAL = "equal"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and in which of the two it stands."""

    kind: Kind
    text: str

    @property
    def is_marked(self) -> bool:
        """Whether a reader is shown that it changed; a mark on mere space would point at nothing."""
        return self.kind != Kind.EQUAL and not self.text.isspace()


Passage = tuple[Piece, ...]


def pieces(old: str, new: str) -> list[Piece]:
    """The older and the newer text as one: equal and removed pieces give the old one, equal and added the new one."""
    return [piece for passage in passages(old, new) for piece in passage]


def passages(old: str, new: str) -> list[Passage]:
    """The same, in passages of whole lines: one that changed much stands once as removed and once as added."""
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if len(old_lines) + len(new_lines) > LINES_MAX:
        return list(_changed(old, new)) if old != new else [(Piece(Kind.EQUAL, old),)]
    found: list[Passage] = []
    for tag, old_from, old_to, new_from, new_to in _matched(old_lines, new_lines):
        before, after = "".join(old_lines[old_from:old_to]), "".join(new_lines[new_from:new_to])
        if tag == "equal":
            found.append((Piece(Kind.EQUAL, before),))
        else:
            found.extend(_changed(before, after))
    return found


def _changed(before: str, after: str) -> Iterator[Passage]:
    old_words, new_words = WORD.findall(before), WORD.findall(after)
    if before and after and len(old_words) + len(new_words) <= WORDS_MAX:
        found = _by_words(old_words, new_words)
        if _share_equal(found) >= ALIKE_FROM:
            yield found
            return
    if before:
        yield (Piece(Kind.REMOVED, before),)
    if after:
        yield (Piece(Kind.ADDED, after),)


def _by_words(old: Sequence[str], new: Sequence[str]) -> Passage:
    found: list[Piece] = []
    steps = _matched(old, new)
    for place, (tag, old_from, old_to, new_from, new_to) in enumerate(steps):
        is_between = 0 < place < len(steps) - 1
        if tag == "equal" and not (is_between and old_to - old_from < SHORT_EQUAL):
            found.append(Piece(Kind.EQUAL, "".join(old[old_from:old_to])))
            continue
        found.append(Piece(Kind.REMOVED, "".join(old[old_from:old_to])))
        found.append(Piece(Kind.ADDED, "".join(new[new_from:new_to])))
    return tuple(_joined(found))


def _joined(found: list[Piece]) -> Iterator[Piece]:
    """Neighbouring changes are one: all that was removed, then all that was added; space before them stands apart."""
    for is_equal, group in groupby(found, key=lambda piece: piece.kind == Kind.EQUAL):
        run = list(group)
        for kind in [Kind.EQUAL] if is_equal else [Kind.REMOVED, Kind.ADDED]:
            text = "".join(piece.text for piece in run if piece.kind == kind)
            words = text.lstrip() if kind != Kind.EQUAL else text
            for part in (text[: len(text) - len(words)], words):
                if part:
                    yield Piece(kind, part)


def _share_equal(found: Passage) -> float:
    equal = sum(2 * len(piece.text) for piece in found if piece.kind == Kind.EQUAL)
    return equal / (equal + sum(len(piece.text) for piece in found if piece.kind != Kind.EQUAL))


def _matched(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()

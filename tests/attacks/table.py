"""The table of docs/verification.md: what each attack's test observed, written there and compared with it.

`WRITE_ATTACKS=1` in the environment of a run of tests/attacks writes what is observed; without it, a row that is not
as it was observed fails its test.
"""

import os
import re
from collections.abc import Sequence
from typing import NamedTuple

from django.conf import settings

DOCUMENT = settings.BASE_DIR / "docs" / "verification.md"
PLACE = re.compile(r"(?P<begin><!-- table: attacks -->\n)(?P<table>.*?)(?P<end><!-- end -->)", re.DOTALL)
HEAD = ["| attack | who notices | how | the sentence |", "| --- | --- | --- | --- |"]
STALE = "run `WRITE_ATTACKS=1 .venv/bin/python -m pytest tests/attacks -n0`"
# In the order of the document.
ATTACKS = (
    "An entry is edited",
    "One of the newest entries is edited",
    "The newest entries are deleted",
    "The newest entries are deleted, and so is every trace of them in the log's tables",
    "The same while the sequencer is at work, and acts are pending",
    "The same, the released checkpoint is removed too, and the log goes on with other entries",
    "An entry in the middle is deleted, and those after it are renumbered",
    "Two entries change places",
    "The log is truncated",
    "The log is truncated, the released checkpoint too, and the log begins anew",
    "A vote is rewritten everywhere, and everything is signed anew with the log's own key",
    "An old backup is restored",
    "An old backup is restored, the released checkpoint is removed, and the log goes on",
    "Two delegations are shown different logs",
    "A vote is changed in its row, behind the record",
    "A posting is changed in its row, behind the record",
    "A verdict that its votes do not give is entered into the record",
    "A review that nobody asked for is entered into the record, as concluded by one mediator",
    "An act's entry is deleted while it is pending",
    "The body of an act is changed in the database",
    "The body of an act is changed in an export",
    "The stored hash of an entry is changed, as by an edit of the disk",
)
LETTERS = "NMKLPQ"


class Notice(NamedTuple):
    """Who finds an attack, with which command, and the sentence that they read."""

    who: str
    command: str
    sentence: str


def normalised(sentence: str) -> str:
    """The sentence without what differs from run to run: numbers from 10 on become letters, places dots."""
    for pattern, words in (
        (r"(?<![\w.])/[\w./-]*\w", "FOLDER"),
        (r"tile/\w+/[\w./]*\w", "tile/…"),
        (r"JMC-\d{4}-\d{5}", "JMC-…"),
        (r"\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?", "…"),
        (r"[A-Za-z0-9+/]{43}=|\b[0-9a-f]{32,}…?", "…"),
    ):
        sentence = re.sub(pattern, words, sentence)
    letters: dict[str, str] = {}
    return re.sub(r"\b\d{2,}\b", lambda found: letters.setdefault(found[0], f"*{LETTERS[len(letters)]}*"), sentence)


def stands_in_the_document(attack: str, notices: Sequence[Notice]) -> None:
    """The rows of this attack are those observed; with WRITE_ATTACKS they are made so."""
    assert attack in ATTACKS, attack
    document = DOCUMENT.read_text()
    rows = rows_of(document)
    observed = _rows(attack, notices)
    if os.environ.get("WRITE_ATTACKS"):
        rows[attack] = observed
        lines = [*HEAD, *(line for one in ATTACKS for line in rows.get(one, []))]
        table = "".join(f"{line}\n" for line in lines)
        DOCUMENT.write_text(PLACE.sub(lambda found: found["begin"] + table + found["end"], document))
        return
    assert rows.get(attack) == observed, STALE


def rows_of(document: str) -> dict[str, list[str]]:
    """The lines of the table by attack, in the order of the document; the first line of each names it."""
    place = PLACE.search(document)
    assert place is not None, f"{DOCUMENT} has the marks of the table"
    rows: dict[str, list[str]] = {}
    attack = ""
    for line in place["table"].splitlines()[len(HEAD) :]:
        attack = line.split("|")[1].strip() or attack
        rows.setdefault(attack, []).append(line)
    return rows


def _rows(attack: str, notices: Sequence[Notice]) -> list[str]:
    names = [attack, *[""] * (len(notices) - 1)]
    return [
        f"| {name} | {one.who} | {_as_typed(one.command)} | {one.sentence.replace('|', '/')} |"
        for name, one in zip(names, notices, strict=True)
    ]


def _as_typed(command: str) -> str:
    return f"`{command}`" if ".py " in command else command


def found(attack: str, notices: Sequence[Notice], sentences: Sequence[tuple[str, str]]) -> None:
    """These, and no others, found the attack in these words; and the document says so."""
    stands_in_the_document(attack, notices)
    assert [(one.who, one.sentence) for one in notices] == list(sentences)

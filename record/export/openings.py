"""What one reader may open, as files beside the exported log: 10,000 entries a file, each written when it changed."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from record.canonical import canonical_bytes
from record.export.files import Progress, write_whole

ENTRIES_IN_A_FILE = 10_000
STATE = ".export.json"
ROWS_AT_ONCE = 2_000

# Openings are only ever added, and a body is only ever deleted: number and sum of keys tell whether a file is stale.
FINGERPRINTS = """
SELECT entry.index / %(each)s, count(*) || ':' || sum(opening.id) || ':' || count(body.act_id)
FROM record_opening opening
JOIN record_act act ON act.id = opening.act_id
JOIN record_entry entry ON entry.commitment = act.commitment
LEFT JOIN record_body body ON body.act_id = act.id
WHERE opening.reader = %(reader)s AND entry.index < %(size)s
GROUP BY 1 ORDER BY 1
"""
OPENINGS = """
SELECT entry.index, opening.part,
       CASE opening.part WHEN 'envelope' THEN act.envelope ELSE body.body END,
       CASE opening.part WHEN 'envelope' THEN act.salt ELSE body.salt END
FROM record_entry entry
JOIN record_act act ON act.commitment = entry.commitment
JOIN record_opening opening ON opening.act_id = act.id AND opening.reader = %(reader)s
LEFT JOIN record_body body ON body.act_id = act.id
WHERE entry.index >= %(start)s AND entry.index < %(end)s AND (opening.part = 'envelope' OR body.act_id IS NOT NULL)
ORDER BY entry.index, opening.part DESC
"""


def export_openings(folder: Path, *, reader: str, size: int, progress: Progress) -> int:
    """The reader's openings of the first `size` entries are in the folder; gives how many files were written."""
    state = _state(folder)
    former = state.get(reader, {})
    # Taken before the rows are read: what is given meanwhile is in a file too early, and written again next time.
    fingerprints = _fingerprints(reader, size=size)
    stale = [number for number, mark in fingerprints.items() if former.get(str(number)) != mark]
    for done, number in enumerate(stale, start=1):
        path = folder / "openings" / reader / f"{number:06d}.jsonl"
        write_whole(path, b"".join(_lines(reader, number=number, size=size)))
        progress(done, len(stale))
    (folder / "openings" / reader).mkdir(parents=True, exist_ok=True)
    state[reader] = {str(number): mark for number, mark in fingerprints.items()}
    write_whole(folder / STATE, json.dumps(state, indent=1, sort_keys=True).encode())
    return len(stale)


def _state(folder: Path) -> dict[str, dict[str, str]]:
    try:
        found = json.loads((folder / STATE).read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _fingerprints(reader: str, *, size: int) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(FINGERPRINTS, {"reader": reader, "size": size, "each": ENTRIES_IN_A_FILE})
        return dict(cursor.fetchall())


def _lines(reader: str, *, number: int, size: int) -> Iterator[bytes]:
    start = number * ENTRIES_IN_A_FILE
    with connection.cursor() as cursor:
        cursor.execute(OPENINGS, {"reader": reader, "start": start, "end": min(size, start + ENTRIES_IN_A_FILE)})
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            for index, part, content, salt in rows:
                opening = {"b": base64.b64encode(content).decode(), "i": index, "p": part, "s": bytes(salt).hex()}
                yield canonical_bytes(opening) + b"\n"

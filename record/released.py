"""The last checkpoint that was released, kept in a file outside the database: what a restored backup cannot undo.

The sequencer alone writes it: compare and swap, under a lock, and on the disk before the next checkpoint is signed.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILE_NAME, LOCK_NAME = "checkpoint", "lock"


class ReleasedByAnother(Exception):
    """The file does not hold what this sequencer released last: another one is at work on a copy of the log."""


def released_note(folder: Path) -> str | None:
    """The note of the last released checkpoint; None before there is one."""
    try:
        return (folder / FILE_NAME).read_text()
    except FileNotFoundError:
        return None


def release(note: str, *, folder: Path, after: str | None) -> None:
    """The note is the last released one, on the disk. Raises ReleasedByAnother unless `after` was until now."""
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        if released_note(folder) != after:
            raise ReleasedByAnother(str(folder / FILE_NAME))
        fresh = folder / f"{FILE_NAME}.new"
        with fresh.open("w") as file:
            file.write(note)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(folder / FILE_NAME)
        _sync(folder)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / LOCK_NAME).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sync(folder: Path) -> None:
    # The new name itself is on the disk only when the folder is.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

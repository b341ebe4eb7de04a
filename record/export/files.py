"""Files that are either whole or not there: an interrupted export leaves none half written."""

import os
from collections.abc import Callable
from pathlib import Path

Progress = Callable[[int, int], None]  # told how many files of how many are done


def write_whole(path: Path, content: bytes) -> None:
    """The file holds exactly this content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(content)
    os.replace(fresh, path)

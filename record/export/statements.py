"""What the site's pages state to a reader, beside their openings, so that a check holds the one against the other."""

from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from record.canonical import canonical_bytes
from record.export.files import write_whole


def export_statements(folder: Path, *, reader: str) -> None:
    """The folder holds a file for each of RECORD_EXPORTED_STATEMENTS; none where a page states nothing to this reader.

    The record knows no ledger: the setting names the functions that do. The caller reads log and statements at one
    moment of the database.
    """
    for name, source in settings.RECORD_EXPORTED_STATEMENTS.items():
        path = folder / name / f"{reader}.json"
        stated = import_string(source)(reader)
        if stated is None:
            path.unlink(missing_ok=True)
        else:
            write_whole(path, canonical_bytes(stated) + b"\n")

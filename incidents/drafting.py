"""What one saving of a draft brings: values that were understood, and what was typed where something was not. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from incidents.evidence.intake import ReceivedFile

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class DraftContent:
    """The terms of `save_draft`. A group of rows that is None stays as it is; one that is given replaces the old one."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    observations: Rows | None = None
    casualties: Rows | None = None
    sources: Rows | None = None
    files: Sequence[ReceivedFile] = ()
    files_audience: str = ""
    files_summary: str = ""
    statements: Rows = ()
    # By code: the audience and the summary of an item that is there already, and whether it is to be removed.
    items: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    # Of the draft that was on the screen; None where nobody could have saved another one meanwhile.
    revision: int | None = None
    typed: str = ""

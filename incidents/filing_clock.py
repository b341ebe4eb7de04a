"""The filing clock: from awareness until reasons for lateness are needed, and until filing is refused. Pure.

It leaves no entry in the record, and reminds nobody: a draft is its delegation's own (docs/adr/0012).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class FilingClock:
    """The two times of the filing clock; at either of them it is not yet too late."""

    reasons_after: datetime
    refused_after: datetime

    def is_late(self, at: datetime) -> bool:
        """Whether reasons for the lateness are required."""
        return at > self.reasons_after

    def is_over(self, at: datetime) -> bool:
        """Whether filing is refused."""
        return at > self.refused_after


def filing_clock(aware_at: datetime | None, *, numbers: Mapping[str, Any]) -> FilingClock | None:
    """By these numbers of a protocol; None while the delegation has not said since when it has known."""
    if aware_at is None:
        return None
    hours = numbers["clocks"]["filing"]
    return FilingClock(
        reasons_after=aware_at + timedelta(hours=hours["hours"]),
        refused_after=aware_at + timedelta(hours=hours["refused_after_hours"]),
    )

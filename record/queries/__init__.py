"""Reading the record: acts and their openings, the log and its proofs, the witnesses."""

from record.queries.acts import (
    Opened,
    acts_about,
    acts_about_any,
    entries_open_to,
    opening_bytes,
    opening_of,
    pending_bodies,
    status_of,
)
from record.queries.waiting import WAIT_MINUTES_MAX, acts_that_wait_too_long, has_waited_too_long
from record.queries.witnesses import (
    LAG_HOURS_MAX,
    Standing,
    lagging_witnesses,
    newest_refusals,
    standing_refusals,
    witness_standings,
)

__all__ = [
    "LAG_HOURS_MAX",
    "WAIT_MINUTES_MAX",
    "Opened",
    "Standing",
    "acts_about",
    "acts_about_any",
    "acts_that_wait_too_long",
    "entries_open_to",
    "has_waited_too_long",
    "lagging_witnesses",
    "newest_refusals",
    "opening_bytes",
    "opening_of",
    "pending_bodies",
    "standing_refusals",
    "status_of",
    "witness_standings",
]

"""What the record stores: acts, the log with its checkpoints, the witnesses' cosignatures, and answered requests.

Every table here is append-only (the migrations have the triggers), and no row of it points at another app.
"""

from record.models.acts import SALT_BYTES, Act, ActQuerySet, Body, Opening, Part, Status, Subject
from record.models.answered import Answered
from record.models.log import Checkpoint, Entry, Inbox, LogKey, Subtree
from record.models.refusals import CosigningRefusal
from record.models.witnesses import ALL_FOUR, QUORUM, Cosignature, Witness

__all__ = [
    "ALL_FOUR",
    "QUORUM",
    "SALT_BYTES",
    "Act",
    "ActQuerySet",
    "Answered",
    "Body",
    "Checkpoint",
    "Cosignature",
    "CosigningRefusal",
    "Entry",
    "Inbox",
    "LogKey",
    "Opening",
    "Part",
    "Status",
    "Subject",
    "Subtree",
    "Witness",
]

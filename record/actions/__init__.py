"""Writing the record: appending acts, giving openings, sequencing and signing, taking cosignatures."""

from record.actions.appending import append, give_openings, give_openings_about, leaf_bytes
from record.actions.refusing import TooManyRefusals, accept_refusal
from record.actions.repeats import answered_before, once
from record.actions.sequencing import LogDiffers, register_log_key, sequence
from record.actions.witnessing import (
    AnotherLog,
    CosignatureRefused,
    EnrolmentRefused,
    UnknownSize,
    accept_cosignature,
    enrol_witness,
)

__all__ = [
    "AnotherLog",
    "CosignatureRefused",
    "EnrolmentRefused",
    "LogDiffers",
    "TooManyRefusals",
    "UnknownSize",
    "accept_cosignature",
    "accept_refusal",
    "answered_before",
    "append",
    "enrol_witness",
    "give_openings",
    "give_openings_about",
    "leaf_bytes",
    "once",
    "register_log_key",
    "sequence",
]

"""What the common file's rows say, beside what the record's acts say: each row its act, and each act its row.

GROUPS is the whole table; what stands in it neither as a model nor as an event is named below, with the reason.
"""

from collections.abc import Iterator

from commission.models import Member, Protocol
from incidents.models import Incident
from reports.rows_and_acts import of_cases, of_incidents, of_members, of_penalties, of_reference
from reports.rows_and_acts.comparing import differences_of
from reports.rows_and_acts.pairing import WHOLE, Group
from reports.rows_and_acts.texts import differences_of_filings, differences_of_findings
from verification.models import Case

__all__ = ["EVENTS_WITHOUT_ROW", "GROUPS", "MODELS_WITHOUT_ACT", "PART_OF_A_TEXT", "differences_of_rows"]

GROUPS = (
    Group(WHOLE, Protocol, "number", of_reference.PAIRINGS),
    Group("member", Member, "username", of_members.PAIRINGS),
    Group("incident", Incident, "code", of_incidents.PAIRINGS, texts=differences_of_filings),
    Group("case", Case, "reference", (*of_cases.PAIRINGS, *of_penalties.PAIRINGS), texts=differences_of_findings),
)

_WORKED_OUT = "the record's own: record/rederivation works it out again"
MODELS_WITHOUT_ACT = {
    "notices.Cursor": "made from the record by the worker, and made again from it",
    "notices.Notice": "made from the record by the worker, and made again from it",
    "record.Act": _WORKED_OUT,
    "record.Answered": "the memory of requests that came twice; nothing of the common file",
    "record.Body": _WORKED_OUT,
    "record.Checkpoint": _WORKED_OUT,
    "record.Cosignature": _WORKED_OUT,
    "record.Entry": _WORKED_OUT,
    "record.Inbox": _WORKED_OUT,
    "record.LogKey": "every signature is checked with it, and every capital holds it",
    "record.Opening": "who may read an act, not what was done; no opening is an act",
    "record.Subject": _WORKED_OUT,
    "record.Subtree": _WORKED_OUT,
    "verification.CaseCounter": "the last number of a year, which the cases' references have themselves",
}
PART_OF_A_TEXT = {
    "incidents.CasualtyFigure": "compared with what was filed, in texts.py",
    "incidents.Observation": "compared with what was filed, in texts.py",
    "incidents.Source": "compared with what was filed, in texts.py, by its commitment",
    "verification.Determination": "compared with the finding that was shown, in texts.py",
    "verification.ProposedMeasure": "compared with the finding that was shown, in texts.py",
}
EVENTS_WITHOUT_ROW = {
    "verification.clock_reminded": "a clock's row holds its next moment, not those that passed",
    "penalties.clock_reminded": "a penalty's row holds its next moment, not those that passed",
}


def differences_of_rows() -> Iterator[str]:
    """A sentence for every row that no act made, and for every act whose row is not there or says something else."""
    return differences_of(GROUPS, without_row=EVENTS_WITHOUT_ROW)

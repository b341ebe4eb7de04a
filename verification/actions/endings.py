"""What a clock's moments do: a reminder, a step that closes, a delay that shows, a tally, the end of an escalation.

Each leaves one entry by the clock. None produces a violation, an approval, a final verdict or a penalty (DESIGN 3).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from record.actions import append
from record.actor import CLOCK
from record.canonical import fixed_width
from verification.actions.moves import FOUR
from verification.clocks import CLOSING, END
from verification.models import Case, Clock

# The end of these is told to all four; what else concerns an unregistered incident is for its filer and the mediators.
TOLD_TO_ALL = frozenset({"admissibility"})


def remind(clock: Clock, *, moment: str, case: Case | None, at: datetime) -> None:
    """The owner is reminded, and the record says so."""
    _record(clock, "clock_reminded", case=case, at=at, moment=moment)


def end_clock(clock: Clock, *, case: Case | None, at: datetime) -> bool:
    """The end of the clock is performed; True where it moved the case, whose clocks the caller brings up to date."""
    if clock.kind in MOVING:
        assert case is not None, "a ballot and an escalation are a case's"
        MOVING[clock.kind](case, at)
        return True
    effect = "step_closed" if clock.kind in CLOSING else "overdue"
    _record(clock, "clock_ended", case=case, at=at, moment=END, effect=effect)
    return False


def _record(clock: Clock, event: str, *, case: Case | None, at: datetime, moment: str, effect: str = "") -> None:
    subjects = [case.subject] if case else []
    if clock.incident is not None:
        subjects.append(clock.incident.subject)
    to_all = case is not None or (event == "clock_ended" and clock.kind in TOLD_TO_ALL)
    readers = FOUR if to_all else {clock.incident.delegation_id, "TR", "QA"}
    append(
        event=f"verification.{event}",
        actor=CLOCK,
        at=at,
        subjects=subjects,
        envelope_readers=readers,
        body=_body(clock, moment=moment, effect=effect),
        body_readers=readers,
    )


def _body(clock: Clock, *, moment: str, effect: str) -> dict[str, Any]:
    body: dict[str, Any] = {"clock": clock.kind, "owner": clock.owner, "moment": moment}
    if effect:
        body["effect"] = effect
    if clock.kind == "reply" and effect:
        # Silence is recorded as silence, with the time from which the incident stood open to the party, its clock running.
        body["silence"] = True
        body["notified_at"] = fixed_width(clock.started_at)
    return body


def _end_ballot(case: Case, at: datetime) -> None:
    from verification.actions.ballots import close_ballot_at_its_end  # ballots bring the clocks up to date

    close_ballot_at_its_end(case, at=at)


def _end_principals(case: Case, at: datetime) -> None:
    from verification.actions.cases import end_principals_clock

    end_principals_clock(case, at=at)


MOVING: dict[str, Callable[[Case, datetime], None]] = {"ballot": _end_ballot, "principals": _end_principals}

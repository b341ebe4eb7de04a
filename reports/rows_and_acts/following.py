"""How a case and its verdicts, an incident, a penalty and a member go on from act to act, as the law's table says."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from commission import law
from record.canonical import TIME_FORMAT, fixed_width
from reports.rows_and_acts.pairing import Called, Key, Sealed, number_of

Row = dict[str, Any]
Change = Callable[[Row, Sealed], Row]

# Until ADR 16 a challenge could be decided after the verdict, too.
AFTER_VERDICT = ("ruled", "review", "final", "closed")
# The state after an event; that after a review depends on its outcome.
STATE_AFTER = {(row.machine, row.event): row.target for row in law.rows()}
STATE_AFTER_REVIEW = {row.act.partition(":")[2]: row.target for row in law.rows() if row.verb == "conclude_review"}

CASE_COLUMNS = (
    "state", "protocol_id", "opened_at", "opened_by", "reopened_at", "team_named_at", "rapporteur",
    "rapporteur_relieved_at", "reported_at", "round",
    "round_failed_at", "facts_shown_at", "is_annulment_spent", "escalated_at", "escalation_reasons",
    "principals_answered_at", "principals_answer", "review_requested_at", "ended_at", "ending_text",
    "positions",
)  # fmt: skip
VERDICT_COLUMNS = (
    "number", "adoption", "finding__digest", "adopted_at", "supersedes__number", "final_at", "final_by", "reversed_at",
    "released_at", "release_reasons",
)  # fmt: skip
INCIDENT_COLUMNS = (
    "state", "delegation_id", "filed_at", "filed_by", "filed_digest", "is_open_to_mediators", "is_open_to_parties",
    "registered_at",
)  # fmt: skip
PENALTY_COLUMNS = (
    "reference", "addressee_id", "verdict__number", "state", "ordered_at", "notified_at", "due_at", "stayed_at",
    "ended_at",
)  # fmt: skip
MEMBER_COLUMNS = ("name", "email", "role", "delegation_id", "is_active", "access_changed_at")


def follow_case(acts: Sequence[Sealed], called: Called) -> Iterator[Key]:
    """Every column of a case, as the acts about it have it."""
    row: Row = {}
    for act in acts:
        change = CASE_CHANGES.get(_verb(act))
        row["state"] = _case_state(row, act)
        row |= change(row, act) if change else {}
        _follow_people(row, act, called)
    if acts:
        yield tuple(row[column] for column in CASE_COLUMNS)


def follow_verdicts(acts: Sequence[Sealed], called: Called) -> Iterator[Key]:
    """Each verdict of a case: adopted, final, reversed, released."""
    rows: dict[int, Row] = {}
    for act in acts:
        number = act.body["verdict"]
        row = rows.setdefault(number, {})
        match _verb(act):
            case "verdict_adopted":
                row |= _verdict(act, number=number, adoption=act.body["outcome"])
            case "verdict_final":
                row |= _final(act)
            case "verdict_released":
                row["released_at"] = act.time
            case "release_reasons_logged":
                row["release_reasons"] = act.body["reasons"]
            case "review_concluded":
                _follow_review(rows, row, act)
    for row in rows.values():
        yield tuple(row[column] for column in VERDICT_COLUMNS)


def follow_incident(acts: Sequence[Sealed], called: Called) -> Iterator[Key]:
    """Where a filed incident stands, and who may see it."""
    row: Row = {"is_open_to_parties": False, "registered_at": None}
    for act in acts:
        row["state"] = STATE_AFTER["incident", _verb(act)]
        if _verb(act) == "incident_filed":
            row |= {"delegation_id": act.delegation, "filed_at": act.time, "filed_by": act.actor}
            row |= {"filed_digest": act.digest, "is_open_to_mediators": True}
        elif row["state"] == "returned":
            row["is_open_to_mediators"] = False
        elif row["state"] == "registered":
            row |= {"is_open_to_parties": True, "registered_at": act.time}
    if acts:
        yield tuple(row[column] for column in INCIDENT_COLUMNS)


def follow_penalties(acts: Sequence[Sealed], called: Called) -> Iterator[Key]:
    """Each penalty of a case: its state, and when it is due after every stay."""
    rows: dict[str, Row] = {}
    for act in acts:
        row = rows.setdefault(act.subjects["penalty"], {})
        row["state"] = STATE_AFTER["penalty", _verb(act)]
        match _verb(act):
            case "penalty_ordered":
                row |= dict.fromkeys(("notified_at", "due_at", "stayed_at", "ended_at")) | _ordered(act)
            case "penalty_notified":
                row |= {"notified_at": act.time, "due_at": _later(act.time, timedelta(days=act.body["due_days"]))}
            case "penalty_stayed":
                row["stayed_at"] = act.time
            case "stay_lifted":
                row |= {"due_at": _later(row["due_at"], _moment(act.time) - _moment(row["stayed_at"]))}
                row["stayed_at"] = None
            case "penalty_discharged" | "penalty_reversed":
                row["ended_at"] = act.time
    for row in rows.values():
        yield tuple(row[column] for column in PENALTY_COLUMNS)


def follow_member(acts: Sequence[Sealed], called: Called) -> Iterator[Key]:
    """A member's name, address and seat, and when its access changed. The name stands first for the person; see People."""
    row: Row = {}
    for act in acts:
        stated = act.body if _verb(act) == "member_made" else act.body.get("new", {})
        row |= {name: stated[name] for name in ("name", "email", "role") if name in stated}
        if "may_sign_in" in stated:
            row |= {"delegation_id": stated["delegation"] or None, "is_active": stated["may_sign_in"]}
        if _verb(act) != "member_changed":
            row["access_changed_at"] = act.time
        if act.body.get("closed_until_confirmed"):  # as a new password for a voter was recorded before docs/adr/0018
            row["is_active"] = False
    if acts:
        yield tuple(row[column] for column in MEMBER_COLUMNS)


def _verb(act: Sealed) -> str:
    return act.event.rpartition(".")[2]


def _case_state(row: Row, act: Sealed) -> str:
    if _verb(act) == "review_concluded":
        return STATE_AFTER_REVIEW[act.body["outcome"]]
    return STATE_AFTER.get(("case", _verb(act))) or str(row.get("state", ""))


def _follow_people(row: Row, act: Sealed, called: Called) -> None:
    match _verb(act):
        case "rapporteur_named":
            row["rapporteur"] = called(act.body["rapporteur"]["name"])
        case "team_named":
            row["team"] = {called(one["name"]) for one in act.body["team"]}
            row["team_named_at"] = row["team_named_at"] or act.time
        case "challenge_decided" if act.body["is_upheld"]:
            challenged = called(act.body["member"]["name"])
            row["team"] = row["team"] - {challenged}
            if row["rapporteur"] == challenged and row["state"] not in AFTER_VERDICT:
                shown_at = None if row["state"] == "deliberation" else row["facts_shown_at"]
                row |= {"rapporteur": None, "rapporteur_relieved_at": act.time, "facts_shown_at": shown_at}
            row["team_named_at"] = row["team_named_at"] if row["team"] else None


def _opened(row: Row, act: Sealed) -> Row:
    blank: Row = dict.fromkeys(CASE_COLUMNS) | dict.fromkeys(
        ("escalation_reasons", "principals_answer", "ending_text"), ""
    )
    blank |= {"state": row["state"], "team": set(), "positions": {}, "round": 0, "is_annulment_spent": False}
    return blank | {"protocol_id": act.body["protocol"], "opened_at": act.time, "opened_by": act.actor}


def _anew(row: Row, act: Sealed) -> Row:
    begun = ("reported_at", "round_failed_at", "facts_shown_at", "escalated_at", "principals_answered_at", "ended_at")
    named = {"team_named_at": act.time if row["team"] else None}
    return dict.fromkeys(begun) | {"reopened_at": act.time, "round": 0, "positions": {}} | named


CASE_CHANGES: Mapping[str, Change] = {
    "case_opened": _opened,
    "report_submitted": lambda row, act: {"reported_at": act.time},
    "finding_drafted": lambda row, act: {"facts_shown_at": act.time},
    "ballot_opened": lambda row, act: {"round": row["round"] + 1},
    "round_failed": lambda row, act: {"round_failed_at": act.time, "facts_shown_at": None},
    "ballot_annulled": lambda row, act: {
        "round_failed_at": act.time, "facts_shown_at": None, "is_annulment_spent": True,
    },
    "case_escalated": lambda row, act: {"escalated_at": act.time, "escalation_reasons": act.body["reasons"]},
    "principals_answered": lambda row, act: {
        "principals_answered_at": act.time, "principals_answer": act.body["text"], "facts_shown_at": None,
    },
    "no_determination_recorded": lambda row, act: {
        "ended_at": act.time, "ending_text": act.body["text"], "positions": act.body.get("positions", {}),
    },
    "case_settled": lambda row, act: {"ended_at": act.time, "ending_text": act.body["agreed_text"]},
    "case_withdrawn": lambda row, act: {"ended_at": act.time},
    "case_closed": lambda row, act: {"ended_at": act.time},
    "case_reopened": _anew,
    "review_requested": lambda row, act: {"review_requested_at": act.time, "ended_at": None},
    "review_concluded": lambda row, act: {
        **(_anew(row, act) if act.body["outcome"] == "reopened" else {}), "review_requested_at": None,
    },
}  # fmt: skip


def _follow_review(rows: dict[int, Row], row: Row, act: Sealed) -> None:
    outcome = act.body["outcome"]
    if outcome == "varied":
        number = act.body["new_verdict"]
        rows[number] = _verdict(act, number=number, adoption=outcome) | _final(act)
    elif outcome in ("upheld", "lapsed"):
        row |= _final(act) if row["final_at"] is None and row["reversed_at"] is None else {}
    else:
        row["reversed_at"] = row["reversed_at"] or act.time


def _verdict(act: Sealed, *, number: int, adoption: str) -> Row:
    blank: Row = dict.fromkeys(VERDICT_COLUMNS) | {"release_reasons": ""}
    stated = {"number": number, "adoption": adoption, "finding__digest": act.body["digest"], "adopted_at": act.time}
    return blank | stated | {"supersedes__number": number - 1 or None}


def _final(act: Sealed) -> Row:
    return {"final_at": act.time, "final_by": act.actor}


def _ordered(act: Sealed) -> Row:
    stated = {"reference": act.body["penalty"], "addressee_id": act.body["addressee"], "ordered_at": act.time}
    return {**stated, "verdict__number": number_of("verdict")(act)}


def _moment(written: str) -> datetime:
    return datetime.strptime(written, TIME_FORMAT).replace(tzinfo=UTC)


def _later(written: str, by: timedelta) -> str:
    return fixed_width(_moment(written) + by)

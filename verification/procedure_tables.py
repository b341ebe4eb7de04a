"""The tables of docs/procedure.md, drawn from the law and from a protocol version's numbers. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from commission import law
from commission.words.clocks import CLOCKS
from commission.words.events import EVENTS

Numbers = Mapping[str, Any]
PLACE = re.compile(r"(<!-- table: (?P<name>[^>]+?) -->\n).*?(<!-- end -->)", re.DOTALL)
HOURS_OF_A_DAY = 24
# What the law says to programs, for people.
PLAIN = {
    "tally": "by the decision rule",
    "tally with closed = true": "the votes that were cast are counted by the decision rule",
    "tally in round 1": "by the decision rule, in the first round",
    "tally, before any escalation": "by the decision rule, before any escalation",
    "tally says escalated and the case was already escalated once": "by the decision rule, after an escalation",
    "step closes; declare_final opens": "the step closes; a mediator may now declare the verdict final",
}


def with_tables(text: str, *, numbers: Numbers) -> str:
    """The document with every marked table drawn anew. Raises KeyError for the name of a table that there is not."""
    return PLACE.sub(lambda found: f"{found[1]}{TABLES[found['name']](numbers)}\n{found[3]}", text)


def tables_in(text: str) -> list[str]:
    """The names of the marked tables, in the order of the document."""
    return [found["name"] for found in PLACE.finditer(text)]


def _clocks(numbers: Numbers) -> str:
    return _table(
        ["time", "whose", "starts with", "length", "may be extended by", "what happens at its end"],
        (
            [
                CLOCKS[row.clock],
                row.owner,
                row.starts,
                _length(numbers["clocks"][row.clock]["hours"]),
                _length(numbers["clocks"][row.clock].get("extension_hours")),
                _plain(row.at_its_end),
            ]
            for row in law.clock_rows()
        ),
    )


def _acts(machine: str) -> Callable[[Numbers], str]:
    def drawn(numbers: Numbers) -> str:
        return _table(
            ["while it is", "act", "by whom", "on condition", "otherwise the answer is", "then it is", "in the record"],
            (_act(row) for row in law.rows() if row.machine == machine),
        )

    return drawn


def _act(row: law.Row) -> list[str]:
    return [
        _words(row.source),
        _words(row.act),
        _plain(row.who),
        _plain(row.guard),
        row.refusal,
        _words(row.target),
        EVENTS.get(row.event, ""),
    ]


def _points(numbers: Numbers) -> str:
    return _table(
        ["class of the violation", "points"],
        ([_words(name), str(points)] for name, points in numbers["points"].items()),
    )


def _thresholds(numbers: Numbers) -> str:
    reached = [[f"{least} or more", measure] for least, measure in numbers["thresholds"]]
    lowest = min(least for least, _measure in numbers["thresholds"])
    return _table(["points that count", "recommended measure"], [[f"below {lowest}", "none"], *reached])


def _other_numbers(numbers: Numbers) -> str:
    clocks = numbers["clocks"]
    rows = [
        ["an incident is refused this long after awareness", _length(clocks["filing"]["refused_after_hours"])],
        ["the other mediator is reminded this long after overdue", _after("admissibility", numbers)],
        ["another rapporteur is called for this long after overdue", _after("draft_finding", numbers)],
        ["a question stops its asker's clock for at most", _length(numbers["question_hours"])],
        ["a new decisive fact is brought within, of its discovery", _days(numbers["new_fact_days"])],
        ["points count for", _days(numbers["points_window_days"])],
        ["two incidents repeat each other when their ends lie apart at most", _days(numbers["repetition_days"])],
        ["repetition where nothing is recommended recommends", numbers["first_repetition_measure"]],
        ["no recommendation goes past", numbers["highest_measure"]],
        [
            "a position is confirmed by a person when farther from the line than",
            f"{numbers['distance_to_confirm_km']} km",
        ],
    ]
    return _table(["number", "value"], rows)


TABLES: Mapping[str, Callable[[Numbers], str]] = {
    "clocks": _clocks,
    "acts of an incident": _acts("incident"),
    "acts of a case": _acts("case"),
    "acts of a penalty": _acts("penalty"),
    "points": _points,
    "thresholds": _thresholds,
    "other numbers": _other_numbers,
}


def _after(clock: str, numbers: Numbers) -> str:
    return _length(numbers["clocks"][clock].get("reminder_after_hours"))


def _length(hours: int | None) -> str:
    if hours is None:
        return "–"
    days, rest = divmod(hours, HOURS_OF_A_DAY)
    return f"{hours} hours ({_days(days)})" if days and not rest else f"{hours} hours"


def _days(days: int) -> str:
    return f"{days} day" if days == 1 else f"{days} days"


def _plain(text: str) -> str:
    return PLAIN.get(text, _words(text))


def _words(text: str) -> str:
    """`close_ballot:next_round` as a person reads it."""
    return re.sub(r"(?<=\w):(?=\w)", ": ", text).replace("_", " ")


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join((cell or "–").replace("|", "/") for cell in line) + " |" for line in lines)

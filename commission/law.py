"""The procedure's tables, read from data/transitions.csv and data/clocks.csv: the law, row by row. Pure."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
INHERITED = "as above"


@dataclass(frozen=True)
class Row:
    """One row of transitions.csv: `act` moves a `machine` in state `source` to state `target`."""

    machine: str
    source: str
    act: str
    who: str
    guard: str
    refusal: str
    target: str
    event: str

    @property
    def verb(self) -> str:
        """The act without its outcome: `close_ballot` for `close_ballot:consensus`."""
        return self.act.partition(":")[0]


@dataclass(frozen=True)
class ClockRow:
    """One row of clocks.csv; hours are those of protocol version 1."""

    clock: str
    owner: str
    starts: str
    hours: int
    extension_hours: int | None
    at_its_end: str


@cache
def rows() -> tuple[Row, ...]:
    """Every transition, in the order of the table, with "as above" replaced by what stands above."""
    found: list[Row] = []
    with (DATA / "transitions.csv").open(newline="") as file:
        for line in csv.DictReader(file):
            above = found[-1] if found else None
            found.append(
                Row(
                    machine=line["machine"],
                    source=line["from"],
                    act=line["act"],
                    who=line["who"],
                    guard=_inherited(line["guard"], above.guard if above else ""),
                    refusal=_inherited(line["refusal"], above.refusal if above else ""),
                    target=line["to"],
                    event=line["event"],
                )
            )
    return tuple(found)


@cache
def clock_rows() -> tuple[ClockRow, ...]:
    """Every clock of the procedure."""
    with (DATA / "clocks.csv").open(newline="") as file:
        return tuple(
            ClockRow(
                clock=line["clock"],
                owner=line["owner"],
                starts=line["starts"],
                hours=int(line["hours"]),
                extension_hours=int(line["extension_hours"]) if line["extension_hours"] else None,
                at_its_end=line["at_its_end"],
            )
            for line in csv.DictReader(file)
        )


def transitions(machine: str) -> dict[str, frozenset[str]]:
    """The total table of a machine: each state, terminal ones too, and the states that may follow it."""
    table: dict[str, set[str]] = {}
    for row in rows():
        if row.machine == machine:
            table.setdefault(row.target, set())
            if row.source:
                table.setdefault(row.source, set()).add(row.target)
    return {state: frozenset(following) for state, following in table.items()}


def sources(verb: str, *, machine: str) -> frozenset[str]:
    """The states in which the act may be done."""
    found = frozenset(row.source for row in rows() if row.verb == verb and row.machine == machine)
    assert found, f"transitions.csv has no act {verb} of a {machine}"
    return found


def row_of(act: str, *, machine: str, source: str | None = None) -> Row:
    """The row of an act, from this state where the act has several rows."""
    return next(
        row for row in rows() if row.act == act and row.machine == machine and (source is None or row.source == source)
    )


def refusal_of(act: str, *, machine: str = "case", source: str | None = None) -> str:
    """The sentence, in English, with which the act is refused when its guard does not hold."""
    return next(
        row.refusal
        for row in rows()
        if row.machine == machine
        and act in {row.act, row.verb}
        and (source is None or row.source == source)
        and row.refusal
    )


def _inherited(text: str, above: str) -> str:
    return above if text == INHERITED else text

"""Draws the state machines of the law as tables and diagrams, for docs/case-states.md. Pure."""

from collections.abc import Iterator, Mapping

from commission import law
from incidents.states import TURN_OF as TURN_OF_INCIDENT
from verification.states import TURN_OF as TURN_OF_CASE

TURNS: Mapping[str, Mapping[str, str]] = {"incident": TURN_OF_INCIDENT, "case": TURN_OF_CASE, "penalty": {}}
HEAD = """# States of incidents, cases and penalties

Printed by `manage.py draw_case_states` from `commission/data/transitions.csv`; a test keeps it fresh. Do not edit.
"""


def page() -> str:
    """The whole page, in Markdown."""
    return "\n".join([HEAD, *(line for machine in TURNS for line in _machine(machine))]).rstrip() + "\n"


def _machine(machine: str) -> Iterator[str]:
    yield f"## {machine.capitalize()}\n"
    yield from _diagram(machine)
    yield from _states(machine)
    yield from _acts(machine)


def _diagram(machine: str) -> Iterator[str]:
    yield "```mermaid\nstateDiagram-v2"
    for row in law.rows():
        if row.machine == machine:
            yield f"    {row.source or '[*]'} --> {row.target} : {row.act.replace(':', ' ')}"
    yield "```\n"


def _states(machine: str) -> Iterator[str]:
    yield "| state | may be followed by | whose turn |\n|---|---|---|"
    for state, following in law.transitions(machine).items():
        turn = TURNS[machine].get(state, "")
        yield f"| {state} | {', '.join(sorted(following)) or '– (terminal)'} | {turn} |"
    yield ""


def _acts(machine: str) -> Iterator[str]:
    yield "| from | act | who | guard | otherwise refused with | to |\n|---|---|---|---|---|---|"
    for row in law.rows():
        if row.machine == machine:
            cells = [row.source or "–", row.act, row.who, row.guard, row.refusal, row.target]
            yield "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"
    yield ""

"""Counts: every row of transitions.csv has its trial, and every act that moves no state is done or has its page.

Every clock is counted where it is told to its end, in test_every_clock.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from commission import law
from commission.steps import Step
from monitoring_site.refusals import Refused
from record.models import Act
from tests.factories.procedure import finding_terms, fresh, in_deliberation, member, registered_case, with_text
from tests.factories.trials import TRIALS
from tests.procedure.test_pages_of_proceedings import PAGES
from verification import steps
from verification.actions import cases, findings, replies
from verification.models import Case


@dataclass(frozen=True)
class StillAct:
    """Done by these members one after the other, it leaves this entry and the state as it was; `wrong` may not do it."""

    start: Callable[[], Any]
    act: Callable[..., Any]
    by: list[str]
    wrong: str
    event: str
    terms: Callable[[Any], dict[str, Any]]


# The acts that move no state and whose pages are told elsewhere than in test_pages_of_proceedings.
STILL = {
    "send_reply": StillAct(
        lambda: registered_case().live_incidents().get(),
        replies.send_reply,
        ["af.deputy"],
        "pk.head",
        "reply_sent",
        lambda _incident: {"stance": "deny", "text": "It did not happen so."},
    ),
    "name_team": StillAct(
        registered_case,
        cases.name_team,
        ["tr.head", "qa.deputy"],
        "pk.head",
        "team_named",
        lambda _case: {"team": [member("qa.officer")]},
    ),
    "name_rapporteur": StillAct(
        registered_case,
        cases.name_rapporteur,
        ["qa.head", "tr.deputy"],
        "af.head",
        "rapporteur_named",
        lambda _case: {"rapporteur": member("tr.officer")},
    ),
    "draft_finding": StillAct(
        in_deliberation,
        findings.draft_finding,
        ["tr.officer"],
        "tr.head",
        "finding_drafted",
        lambda case: {"terms": finding_terms(case)},
    ),
    "send_comment": StillAct(
        lambda: with_text(in_deliberation()),
        findings.send_comment,
        ["pk.deputy"],
        "qa.head",
        "comment_sent",
        lambda _case: {"text": "The trace is of another day."},
    ),
}


def case_about(subject):
    return subject if isinstance(subject, Case) else Case.objects.get(incidents=subject)


def entries_of(event):
    return Act.objects.filter(event=f"verification.{event}").count()


def test_every_row_of_the_law_has_its_trial_and_no_other():
    assert set(TRIALS) == {(row.machine, row.source, row.act) for row in law.rows()}


def test_every_act_that_moves_no_state_is_told_and_no_other():
    acts = {step.act for step in vars(steps).values() if isinstance(step, Step)}

    assert set(PAGES) | set(STILL) == acts - {row.verb for row in law.rows()}


@pytest.mark.django_db
@pytest.mark.parametrize("name", STILL)
def test_an_act_that_moves_no_state_leaves_its_entry_and_the_state(name):
    still = STILL[name]
    subject = still.start()
    case, terms = case_about(subject), still.terms(subject)
    state, before = case.state, entries_of(still.event)

    with pytest.raises(Refused):
        still.act(subject, by=member(still.wrong), **terms)
    assert entries_of(still.event) == before
    for username in still.by:
        still.act(subject, by=member(username), **terms)

    assert (fresh(case).state, entries_of(still.event)) == (state, before + 1)

"""No case is stuck for ever by one delegation's silence: from every state, and for each of the four, there is a way out."""

import pytest

from record.models import Act
from tests.factories import penalties
from tests.factories.procedure import case_at, fresh, member, with_text
from tests.factories.trials.cases import back_from_principals, last_ballot
from tests.procedure.stories import what_if
from tests.verification.machine.strength import IS_LONG
from tests.verification.machine.wayout import TERMINAL, way_out
from verification import states
from verification.actions import findings, persons
from verification.models import Verdict, Vote

pytestmark = pytest.mark.django_db


def of_penalty(state):
    return lambda: penalties.penalty_at(state).verdict.case


def challenged_rapporteur():
    """Back from the principals, and the rapporteur was relieved: naming another needs both mediators."""
    case = back_from_principals()
    challenge = persons.challenge_member(case, challenged=member("tr.officer"), grounds="Land.", by=member("pk.head"))
    for mediator in ("tr.head", "qa.head"):
        persons.decide_challenge(challenge, is_upheld=True, reasons="So.", by=member(mediator))
    return fresh(case)


def challenge_undecided(case):
    """Nobody has decided on the challenge of a mediator's member yet."""
    persons.challenge_member(case, challenged=member("qa.deputy"), grounds="Land.", by=member("pk.head"))
    return fresh(case)


def commented(case):
    """A party has commented on the text that was shown, and nobody has answered yet."""
    case = with_text(case)
    findings.send_comment(case, text="Paragraph 2 is wrong.", by=member("pk.head"))
    return fresh(case)


# Every state of the law that is not the end, and of those with a past the hardest past.
STARTS = {
    "verification": lambda: case_at("verification"),
    "deliberation": lambda: case_at("deliberation"),
    "deliberation back from the principals": back_from_principals,
    "deliberation back from the principals, without a rapporteur": challenged_rapporteur,
    "deliberation, a challenge undecided": lambda: challenge_undecided(case_at("deliberation")),
    "deliberation back from the principals, a challenge undecided": lambda: challenge_undecided(back_from_principals()),
    "deliberation, a comment unanswered": lambda: commented(case_at("deliberation")),
    "deliberation back from the principals, a comment unanswered": lambda: commented(back_from_principals()),
    "ballot": lambda: case_at("ballot"),
    "ballot, the last": last_ballot,
    "escalated": lambda: case_at("escalated"),
    "ruled": lambda: case_at("ruled"),
    "review": lambda: penalties.case_in_review(penalties.ruled_case()),
    "review of a final verdict": of_penalty("stayed"),
    "final": lambda: penalties.final_case(violation_class="without_violation"),
    **{f"final, penalty {state}": of_penalty(state) for state in ("ordered", "overdue", "referred")},
}


# Whatever lies behind a case, from these it goes on by time and one mediator's act: a quick run goes on from them once.
SHOWN_ELSEWHERE = {"ruled", "escalated"}


def test_every_state_of_the_law_that_is_not_an_end_is_tried():
    assert {start.split()[0].strip(",") for start in STARTS} == set(states.TRANSITIONS) - TERMINAL - {"closed"}


@pytest.mark.parametrize("start", STARTS)
def test_there_is_a_way_out_whoever_is_silent(cast, start):
    case = fresh(STARTS[start]())
    assert case.state == start.split()[0].strip(",")
    known = Act.objects.count()

    for silent in (
        ("PK", "AF", "TR", "QA") if IS_LONG else ("AF", "TR", "QA")
    ):  # the parties are each other's mirror image
        with what_if():
            way_out(case, silent=silent, until=() if IS_LONG else SHOWN_ELSEWHERE - {case.state})

            new = Act.objects.order_by("pk")[known:]
            assert silent not in {act.actor_delegation for act in new}
            # Without a mediator there is no approval: a verdict is new only where both mediators had voted for it.
            adopted = Verdict.objects.filter(case=case, ballot__isnull=False)
            voted = Vote.objects.filter(ballot__in=adopted.values("ballot"), choice="approve")
            assert {"TR", "QA"} <= set(voted.values_list("delegation", flat=True)) or not adopted.exists()

"""No case is stuck for ever by one delegation's silence: from every state, and for each of the four, there is a way out."""

import pytest

from monitoring_site.refusals import Refused
from penalties.models import Posting
from record.models import Act
from tests.factories import penalties, procedure
from tests.factories.procedure import case_at, fresh, member
from tests.factories.trials.cases import back_from_principals, last_ballot
from tests.procedure.stories import what_if
from tests.verification.machine.strength import IS_LONG
from tests.verification.machine.wayout import TERMINAL, way_out
from verification import states
from verification.actions import cases, persons
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


# Every state of the law that is not the end, and of those with a past the hardest past.
STARTS = {
    "verification": lambda: case_at("verification"),
    "deliberation": lambda: case_at("deliberation"),
    "deliberation back from the principals": back_from_principals,
    "deliberation back from the principals, without a rapporteur": challenged_rapporteur,
    "ballot": lambda: case_at("ballot"),
    "ballot, the last": last_ballot,
    "escalated": lambda: case_at("escalated"),
    "ruled": lambda: case_at("ruled"),
    "review": lambda: penalties.case_in_review(penalties.ruled_case()),
    "review of a final verdict": of_penalty("stayed"),
    "final": lambda: penalties.final_case(violation_class="without_violation"),
    **{f"final, penalty {state}": of_penalty(state) for state in ("ordered", "overdue", "referred")},
}


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
            way_out(case, silent=silent)

            new = Act.objects.order_by("pk")[known:]
            assert silent not in {act.actor_delegation for act in new}
            # Without a mediator there is no approval: a verdict is new only where both mediators had voted for it.
            adopted = Verdict.objects.filter(case=case, ballot__isnull=False)
            voted = Vote.objects.filter(ballot__in=adopted.values("ballot"), choice="approve")
            assert {"TR", "QA"} <= set(voted.values_list("delegation", flat=True)) or not adopted.exists()


def test_a_review_lapses_only_after_its_time_and_through_a_person_who_did_not_vote(cast):
    case = penalties.case_in_review(penalties.ruled_case())
    with pytest.raises(Refused, match="lapses only when"):
        penalties.concluded(case, "lapsed", by=("tr.deputy",))

    procedure.hours_pass(360.1)
    with pytest.raises(Refused, match="other persons than those who voted"):
        penalties.concluded(case, "lapsed", by=("tr.head",))
    with pytest.raises(Refused, match="for the mediators"):
        penalties.concluded(case, "lapsed", by=("pk.deputy",))
    with what_if():
        assert penalties.concluded(case, "reversed").state == "final"  # overdue is not over: both may still agree
        assert not Posting.objects.exists()
    case = penalties.concluded(case, "lapsed", by=("tr.deputy",))

    assert (case.state, case.latest_verdict().final_at is not None) == ("final", True)
    assert case.latest_verdict().reviews.get().get_outcome_display() == "lapsed without a decision: the verdict stands"
    assert Posting.objects.count() == 1  # as if upheld: the verdict that both had approved has its effect


def test_the_lapse_of_the_review_of_a_final_verdict_posts_nothing_twice(cast):
    case = penalties.case_in_review()
    procedure.hours_pass(360.1)

    case = penalties.concluded(case, "lapsed", by=("qa.deputy",))

    assert case.state == "final"
    assert Posting.objects.count() == 1


def test_a_case_is_escalated_again_only_when_its_last_ballot_was_not_opened_in_time(cast):
    case = back_from_principals()
    procedure.hours_pass(119.9)
    with pytest.raises(Refused, match="escalated once"):
        cases.escalate_case(case, reasons="Qatar drafts nothing.", by=member("tr.head"))
    with what_if():
        case_shown = procedure.with_finding(case)
        procedure.hours_pass(47.9)
        with pytest.raises(Refused, match="escalated once"):  # the time to open the ballot runs
            cases.escalate_case(case_shown, reasons="Nobody opens it.", by=member("qa.head"))

    procedure.hours_pass(0.2)
    with pytest.raises(Refused, match="for the mediators"):
        cases.escalate_case(case, reasons="Enough.", by=member("pk.head"))
    cases.escalate_case(case, reasons="No text came.", by=member("tr.head"))

    case = fresh(case)
    assert (case.state, case.ending_text) == ("no_determination", "No text came.")
    assert not Verdict.objects.exists()

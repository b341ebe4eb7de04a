"""A mediator cannot be dispensed with, nor keep a case for ever: once the clocks have run out, the other may end the wait.

Neither is an end by a clock: a person says so. That every state has a way out is tried in tests/verification/machine.
"""

import pytest

from penalties.forms import ConcludeReviewForm
from penalties.models import Posting
from tests.factories import penalties, procedure
from tests.factories.procedure import fresh, hours_pass, member
from tests.factories.trials.cases import back_from_principals
from tests.procedure.stories import bodies, refused, what_if
from verification.actions import cases
from verification.actions.clocks import perform_due
from verification.models import Verdict

pytestmark = pytest.mark.django_db


def escalated_again(case, *, by="tr.head", reasons="Qatar drafts nothing."):
    cases.escalate_case(case, reasons=reasons, by=member(by))
    return fresh(case)


def test_a_review_lapses_only_after_its_time_and_through_a_person_who_did_not_vote():
    case = penalties.case_in_review(penalties.ruled_case())
    with refused("lapses only when"):
        penalties.concluded(case, "lapsed", by=("tr.deputy",))

    hours_pass(360.1)
    perform_due()
    assert fresh(case).state == "review"  # the clock shows it as overdue, and no more
    with refused("other persons than those who voted"):
        penalties.concluded(case, "lapsed", by=("tr.head",))
    with refused("for the mediators"):
        penalties.concluded(case, "lapsed", by=("pk.deputy",))
    with what_if():
        assert penalties.concluded(case, "reversed").state == "final"  # overdue is not over: both may still agree
        assert not Posting.objects.exists()
    case = penalties.concluded(case, "lapsed", by=("tr.deputy",))

    # As if upheld: the verdict that both had approved has its effect.
    verdict = case.latest_verdict()
    assert (case.state, verdict.final_at is not None, Posting.objects.count()) == ("final", True, 1)
    assert verdict.reviews.get().get_outcome_display() == "lapsed without a decision: the verdict stands"


def test_the_lapse_of_the_review_of_a_final_verdict_posts_nothing_twice_and_lifts_a_stay():
    penalty = penalties.penalty_at("stayed")
    hours_pass(360.1)

    case = penalties.concluded(penalty.verdict.case, "lapsed", by=("qa.deputy",))

    assert case.state == "final"
    assert Posting.objects.count() == 1
    assert type(penalty).objects.get(pk=penalty.pk).state == "notified"


def test_the_page_offers_the_lapse_only_once_the_time_has_passed():
    case = penalties.case_in_review(penalties.ruled_case())

    def offered():
        form = ConcludeReviewForm(subject=fresh(case), member=member("tr.deputy"))
        return {value for value, _words in form.fields["outcome"].choices}

    assert offered() == {"upheld", "varied", "reversed", "reopened"}
    hours_pass(360.1)
    assert offered() == {"upheld", "varied", "reversed", "reopened", "lapsed"}


def test_a_case_is_escalated_again_only_when_its_last_ballot_was_not_opened_in_time():
    case = back_from_principals()
    hours_pass(119.9)
    with refused("escalated once"):
        escalated_again(case)
    with what_if():
        case_shown = procedure.with_finding(case)
        hours_pass(47.9)
        with refused("escalated once"):  # the time to open the ballot runs
            escalated_again(case_shown, by="qa.head")

    hours_pass(0.2)
    perform_due()
    assert fresh(case).state == "deliberation"  # the clock ends nothing here
    with refused("for the mediators"):
        escalated_again(case, by="pk.head")
    with refused("needs its reasons"):
        escalated_again(case, reasons=" ")
    case = escalated_again(case)

    assert (case.state, case.ending_text) == ("no_determination", "Qatar drafts nothing.")
    assert bodies(case, "no_determination_recorded")[-1]["text"] == "Qatar drafts nothing."
    assert not Verdict.objects.exists()


def test_before_it_was_with_the_principals_a_case_that_waits_is_escalated_as_ever():
    case = procedure.case_at("deliberation")
    hours_pass(500)

    assert escalated_again(case).state == "escalated"


def test_who_drafts_the_last_text_in_time_has_the_last_ballot():
    case = back_from_principals()
    hours_pass(200)  # overdue is not over: nobody has escalated it again

    case = procedure.in_ballot(case)

    with refused("escalated once"):
        escalated_again(case)
    assert case.state == "ballot"

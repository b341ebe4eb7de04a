"""No timer may ever produce a violation, an approval, a final verdict or a penalty."""

import random

import pytest

from penalties.actions import finality
from penalties.models import Penalty, Posting
from tests.factories.procedure import case_at, fresh, hours_pass, member, voted
from tests.procedure.stories import clock_of, refused, runs, what_if
from verification.actions.clocks import perform_due
from verification.models import Verdict, Vote

pytestmark = pytest.mark.django_db

STAGES = ["verification", "deliberation", "ballot", "escalated", "ruled"]


@pytest.mark.parametrize("state", STAGES)
def test_time_alone_whatever_its_steps_makes_none_of_them(state):
    case_at(state)
    verdicts, votes = Verdict.objects.count(), Vote.objects.count()

    for seed in range(3):
        chance = random.Random(f"{state} {seed}")
        with what_if():
            for _visit in range(3):  # the worker comes by at random moments, for up to a year
                hours_pass(chance.choice([1, 13, 49, 73, 200, 400, 4000]) * chance.random())
                perform_due()

            assert (Verdict.objects.count(), Vote.objects.count()) == (verdicts, votes)
            assert not Verdict.objects.filter(final_at__isnull=False).exists()
            assert not Penalty.objects.exists()
            assert not Posting.objects.exists()


def test_the_ballot_s_end_tallies_what_people_cast_and_the_review_s_end_only_opens_the_next_step():
    case = voted(case_at("ballot"), {"TR": "approve", "QA": "approve"})
    hours_pass(72.1)
    perform_due()
    assert fresh(case).latest_verdict().ballot.votes.count() == 2  # nobody's silence became a vote

    with refused("becomes final when"):
        finality.declare_final(case, by=member("tr.head"))
    assert clock_of(case, "review_request", "AF").performed_at is None
    hours_pass(360.1)
    perform_due()

    assert not runs(case, "review_request", "AF")
    assert fresh(case).state == "ruled"
    assert not Penalty.objects.exists()
    finality.declare_final(case, by=member("tr.head"))  # a person declares it
    assert Penalty.objects.count() == 1

"""Four approvals: adopted by consensus."""

from itertools import permutations

import pytest

from tests.factories.procedure import APPROVALS, VOTERS, case_at, fresh, vote, voted
from tests.procedure.stories import bodies, what_if

pytestmark = pytest.mark.django_db


def test_four_approvals_adopt_by_consensus_whoever_votes_last():
    case = case_at("ballot")

    for order in list(permutations(VOTERS))[::7]:
        with what_if():
            for delegation in order:
                assert fresh(case).state == "ballot"
                vote(case, by=VOTERS[delegation])

            verdict = fresh(case).latest_verdict()
            assert (fresh(case).state, verdict.adoption) == ("ruled", "consensus")
            assert bodies(case, "verdict_adopted") == [
                {"verdict": 1, "outcome": "consensus", "digest": verdict.ballot.digest_hex, "votes": APPROVALS}
            ]


def test_three_approvals_and_a_reserve_are_no_consensus():
    case = voted(case_at("ballot"), {**APPROVALS, "AF": "reserve"})

    assert case.latest_verdict().adoption != "consensus"

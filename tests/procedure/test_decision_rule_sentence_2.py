"""Otherwise, when all have voted or the clock has run out: both mediators approve, and it is determined by them."""

import pytest
from django.urls import reverse

from tests.factories.procedure import ballot_ends, case_at, fresh, member, vote, voted
from tests.procedure.stories import refused, what_if

pytestmark = pytest.mark.django_db

BOTH_MEDIATORS = {"TR": "approve", "QA": "approve"}


def adoption_of(case):
    verdict = fresh(case).latest_verdict()
    return verdict and verdict.adoption


def test_both_mediators_determine_once_all_have_voted_or_the_clock_has_run_out():
    case = case_at("ballot")

    for dissent in ({"PK": "reject", "AF": "reject"}, {"PK": "approve", "AF": "reserve"}):
        with what_if():
            assert adoption_of(voted(case, {**BOTH_MEDIATORS, **dissent})) == "determined"
    with what_if():  # a party's silence never blocks
        assert adoption_of(voted(case, {**BOTH_MEDIATORS, "PK": "approve"})) is None
        assert adoption_of(ballot_ends(case)) == "determined"


def test_a_party_s_dissent_is_attached_with_its_reasons_for_ever(client_of):
    case = case_at("ballot")
    with refused("needs its reasons"):
        vote(case, by="af.head", choice="reject", reasons=" ")

    case = voted(case, {**BOTH_MEDIATORS, "PK": "approve", "AF": "reject"})

    dissent = case.latest_verdict().ballot.votes.get(choice="reject")
    assert (dissent.delegation_id, dissent.reasons) == ("AF", "For these reasons.")
    page = client_of(member("pk.observer")).get(reverse("verdict_detail", args=[case.reference, 1]))
    assert "For these reasons." in page.content.decode()

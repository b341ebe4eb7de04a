"""Declaring a verdict final: when, by whom, what follows in the same transaction, and once."""

import threading

import pytest
from django.db import connection

from monitoring_site.refusals import Refused
from penalties.actions.compliance import perform_due as penalties_due
from penalties.actions.finality import declare_final, waive_review
from penalties.models import Penalty, Posting
from record.models import Act
from tests.factories.penalties import ruled_case, waived
from tests.factories.procedure import case_at, fresh, hours_pass, member
from verification.actions.clocks import perform_due
from verification.models import Clock

TOO_EARLY = "A verdict becomes final when the time for review has passed or both parties have waived it."


@pytest.mark.django_db
def test_a_serious_violation_becomes_three_points_and_an_order():
    """AF answers for a serious violation; both parties waive the review, and Türkiye's deputy declares it final."""
    case = waived(ruled_case(violation_class="serious"))

    verdict = declare_final(case, by=member("tr.deputy"))

    posting, penalty = Posting.objects.get(), Penalty.objects.get()
    assert fresh(case).state == "final"
    assert (verdict.final_by.username, verdict.final_at.date()) == ("tr.deputy", posting.dated)
    assert (posting.party_id, posting.unit, posting.amount) == ("AF", "points", 3)
    assert (penalty.reference, penalty.addressee_id, penalty.state) == (f"{case.reference}/P1", "AF", "ordered")
    assert events() == ["verdict_final", "points_posted", "penalty_ordered"]


@pytest.mark.django_db
def test_a_verdict_is_not_final_before_the_time_for_review_has_passed():
    case = ruled_case()
    hours_pass(359.9)

    with pytest.raises(Refused, match=TOO_EARLY):
        declare_final(case, by=member("tr.head"))

    hours_pass(0.2)
    declare_final(case, by=member("tr.head"))
    assert fresh(case).state == "final"


@pytest.mark.django_db
def test_one_waiver_is_not_two():
    case = ruled_case()
    waive_review(case, by=member("pk.head"))

    with pytest.raises(Refused, match=TOO_EARLY):
        declare_final(case, by=member("tr.head"))
    with pytest.raises(Refused, match="already waived"):
        waive_review(case, by=member("pk.head"))


@pytest.mark.django_db
def test_the_clock_of_the_review_stops_when_both_have_waived():
    case = waived(ruled_case())

    assert not Clock.objects.filter(case=case, kind="review_request", stopped_at=None).exists()


@pytest.mark.django_db
def test_review_is_waived_by_the_heads_of_the_parties_only():
    case = ruled_case()

    for username in ("pk.deputy", "tr.head", "pk.officer"):
        with pytest.raises(Refused, match="heads of the parties"):
            waive_review(case, by=member(username))


@pytest.mark.django_db
def test_finality_is_declared_by_a_head_or_deputy_of_a_mediator_only():
    case = waived(ruled_case())
    others = [("pk.head", "for the mediators"), ("tr.officer", "Your role"), ("qa.observer", "Your role")]

    for username, reason in others:
        with pytest.raises(Refused, match=reason):
            declare_final(case, by=member(username))

    assert not Posting.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["deliberation", "ballot", "escalated", "settled", "no_determination"])
def test_no_other_state_has_a_verdict_to_declare_final(state):
    case = case_at(state)
    hours_pass(24 * 400)

    with pytest.raises(Refused, match="does not belong to the stage"):
        declare_final(case, by=member("tr.head"))


@pytest.mark.django_db
def test_a_verdict_is_declared_final_once():
    case = waived(ruled_case())
    declare_final(case, by=member("tr.head"))

    with pytest.raises(Refused):
        declare_final(case, by=member("qa.head"))

    assert Posting.objects.count() == Penalty.objects.count() == 1


@pytest.mark.django_db
def test_a_finding_without_a_violation_posts_and_orders_nothing():
    case = waived(ruled_case(violation_class="without_violation"))

    declare_final(case, by=member("tr.head"))

    assert not Posting.objects.exists()
    assert not Penalty.objects.exists()
    assert fresh(case).state == "final"


@pytest.mark.django_db
def test_time_alone_makes_nothing_final():
    case = ruled_case()
    hours_pass(24 * 1000)

    perform_due()
    assert penalties_due() == 0
    assert fresh(case).state == "ruled"
    assert not Posting.objects.exists()


def test_two_mediators_at_the_same_instant_declare_it_final_once(committed_database, django_db_blocker):
    with django_db_blocker.unblock():
        case = waived(ruled_case())
        together, answers = threading.Barrier(2), []

        def declare(username):
            try:
                together.wait()
                declare_final(case, by=member(username))
                answers.append("final")
            except Refused:
                answers.append("refused")
            finally:
                connection.close()

        threads = [threading.Thread(target=declare, args=[username]) for username in ("tr.head", "qa.head")]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]

        assert sorted(answers) == ["final", "refused"]
        assert Posting.objects.count() == Penalty.objects.count() == 1
        assert Act.objects.filter(event="penalties.verdict_final").count() == 1


def events():
    found = Act.objects.filter(event__startswith="penalties.").order_by("pk").values_list("event", flat=True)
    return [event.removeprefix("penalties.") for event in found if not event.endswith("review_waived")]

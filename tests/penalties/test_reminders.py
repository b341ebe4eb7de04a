"""The time to comply: its reminders at half and at three quarters, through stays and reports that were not accepted."""

from datetime import timedelta

import pytest

from notices.actions import make_notices
from notices.models import Notice
from penalties.actions import compliance, orders
from penalties.models import Penalty
from record.actions import sequence
from record.models import Act
from record.queries import opening_of
from tests.factories.penalties import both_mediators, case_in_review, penalty_at, proof
from tests.factories.procedure import hours_pass, member

pytestmark = pytest.mark.django_db


def days_pass(days):
    hours_pass(24 * days)
    compliance.perform_due()


def said(penalty):
    """What the clock wrote about the penalty, in order."""
    acts = Act.objects.about([penalty.subject]).filter(actor_role="clock").order_by("pk")
    bodies = [(act.event, opening_of(act, reader="AF").body) for act in acts]
    return [body.get("moment") or event.removeprefix("penalties.penalty_") for event, body in bodies]


def report(penalty):
    compliance.report_compliance(penalty, text="Published.", files=[proof()], by=member("af.head"))


def reject(penalty):
    compliance.reject_compliance(penalty, reasons="The page is missing.", by=member("tr.head"))


def test_each_reminder_is_one_entry_with_its_notice_to_the_addressee_and_to_nobody_else():
    penalty = penalty_at("notified")
    sequence()
    make_notices()
    before = set(Notice.objects.values_list("pk", flat=True))

    days_pass(15.01)
    sequence()
    make_notices()

    assert said(penalty) == ["half"]
    act = Act.objects.get(event="penalties.clock_reminded")
    assert (act.actor_name, opening_of(act, reader="PK").body["owner"]) == ("clock", "AF")
    told = Notice.objects.exclude(pk__in=before).select_related("member")
    assert sorted((one.member.username, one.step, one.reference) for one in told) == [
        ("af.deputy", "time_runs", penalty.reference),
        ("af.head", "time_runs", penalty.reference),
    ]
    assert {one.deadline_at for one in told} == {penalty.due_at}


def test_what_was_reported_is_not_reminded_of():
    penalty = penalty_at("reported")

    days_pass(100)

    assert said(penalty) == []


def test_a_rejected_report_makes_up_for_no_reminder_that_passed_meanwhile():
    penalty = penalty_at("reported")
    days_pass(16)
    reject(penalty)

    days_pass(5)
    assert said(penalty) == []
    days_pass(2)
    assert said(penalty) == ["three_quarters"]
    days_pass(7.1)
    assert said(penalty) == ["three_quarters", "overdue"]


def test_a_report_rejected_after_the_due_date_is_overdue_at_once():
    penalty = penalty_at("reported")
    days_pass(31)
    reject(penalty)

    assert compliance.perform_due() == 1
    assert said(penalty) == ["overdue"]
    assert compliance.perform_due() == 0


def test_a_stay_stops_the_clock_and_its_lifting_gives_back_what_was_left():
    """Stayed after fourteen of thirty days, for a hundred: half of the time has passed one day after the lifting."""
    penalty = penalty_at("notified")
    days_pass(14)
    case_in_review(penalty.verdict.case)
    both_mediators(orders.stay_penalty, penalty)
    days_pass(100)
    assert said(penalty) == []
    both_mediators(orders.lift_stay, penalty)

    lifted = Penalty.objects.get(pk=penalty.pk)
    assert timedelta(days=100) <= lifted.due_at - penalty.due_at < timedelta(days=100, minutes=5)
    for days, expected in [(0.9, []), (0.2, ["half"]), (7.3, ["half"]), (0.2, ["half", "three_quarters"])]:
        days_pass(days)
        assert said(penalty) == expected, days
    days_pass(7.5)
    assert said(penalty) == ["half", "three_quarters", "overdue"]


@pytest.mark.parametrize("state", ["ordered", "reported", "discharged", "overdue", "referred", "stayed", "reversed"])
def test_where_no_time_runs_there_is_no_next_moment(state):
    penalty = penalty_at(state)

    assert (penalty.next_moment, penalty.next_at) == ("", None)


def test_reminders_stand_on_the_page_of_the_penalty_and_not_in_the_way_of_its_case(client_of):
    penalty = penalty_at("notified")
    days_pass(15.1)
    browser = client_of(member("af.head"))

    page = browser.get(penalty.get_absolute_url()).content.decode()
    case_page = browser.get(penalty.verdict.case.get_absolute_url()).content.decode()

    assert "Reminder given" in page
    assert "Reminder given" not in case_page

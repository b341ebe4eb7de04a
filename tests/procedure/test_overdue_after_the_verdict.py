"""What is owed after the verdict shows as overdue when its time is over, and stays owed: nothing is done in its stead."""

import pytest

from penalties.actions import compliance, finality
from penalties.models import Penalty
from record.models import Act
from tests.factories.penalties import case_in_review, concluded, final_case, penalty_at, proof, ruled_case, verdict_of
from tests.factories.procedure import fresh, hours_pass, member
from tests.procedure.stories import bodies, runs
from verification.actions.clocks import perform_due

pytestmark = pytest.mark.django_db


def overdue(case, clock):
    said = [body for body in bodies(case, "clock_ended", reader="AF") if body["clock"] == clock]
    return sorted((body["owner"], body["effect"]) for body in said)


def test_a_review_that_is_not_concluded_is_overdue_and_still_open():
    case = case_in_review(ruled_case())

    hours_pass(360.1)
    perform_due()
    perform_due()

    assert overdue(case, "review") == [("QA", "overdue"), ("TR", "overdue")]
    assert fresh(case).state == "review"
    assert concluded(case, "upheld").state == "final"


def test_a_release_that_is_not_decided_is_overdue_and_still_owed():
    case = final_case(violation_class="without_violation")

    hours_pass(168.1)
    perform_due()

    assert overdue(case, "release") == [("QA", "overdue"), ("TR", "overdue")]
    assert verdict_of(case).released_at is None
    finality.log_release_reasons(verdict_of(case), reasons="Names of villagers.", by=member("tr.head"))
    assert not runs(case, "release", "TR")


def test_a_penalty_that_is_not_obeyed_is_overdue_once():
    penalty = penalty_at("notified")

    hours_pass(24 * 31)
    done = [compliance.perform_due(), compliance.perform_due()]

    assert done == [3, 0]  # two reminders, and the end
    assert Penalty.objects.get(pk=penalty.pk).state == "overdue"
    assert Act.objects.filter(event="penalties.penalty_overdue").count() == 1
    assert Penalty.objects.count() == 1  # one delay orders no other penalty
    compliance.report_compliance(penalty, text="Published.", files=[proof()], by=member("af.head"))

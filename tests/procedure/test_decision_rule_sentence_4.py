"""A case is escalated once; back from the principals there is one last ballot; escalated again is no determination."""

import pytest

from penalties.models import Penalty
from tests.factories.procedure import APPROVALS, ballot_ends, case_at, fresh, hours_pass, in_ballot, member, voted
from tests.procedure.stories import bodies, refused, what_if
from verification.actions import cases
from verification.actions.clocks import perform_due

pytestmark = pytest.mark.django_db


def back(case):
    for mediator in ("tr.head", "qa.deputy"):
        cases.record_principals_answer(case, answer="ballot", text="Vote once more.", by=member(mediator))
    return fresh(case)


def test_the_last_ballot_is_tallied_as_round_two():
    case = in_ballot(back(case_at("escalated")))

    assert case.open_ballot().round == 2
    with what_if():
        assert voted(case, APPROVALS).state == "ruled"
    for votes in ({**APPROVALS, "QA": "reject"}, {**APPROVALS, "TR": None}):
        with what_if():
            ended = voted(case, votes)
            ended = ended if ended.state != "ballot" else ballot_ends(ended)
            assert ended.state == "no_determination"
            assert bodies(case, "no_determination_recorded")[0]["votes"] == votes  # the positions are recorded
            assert ended.latest_verdict() is None
            assert not Penalty.objects.exists()


def test_a_case_is_not_escalated_twice():
    case = back(case_at("escalated"))

    with refused("escalated once"):
        cases.escalate_case(case, reasons="Once more.", by=member("tr.head"))


def test_the_principals_silence_is_no_determination():
    case = case_at("escalated")

    hours_pass(240.1)
    with refused("principals' time has passed"):  # what their silence means is the law's, not the worker's
        back(case)
    perform_due()

    assert fresh(case).state == "no_determination"
    assert not Penalty.objects.exists()

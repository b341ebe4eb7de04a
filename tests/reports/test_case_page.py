"""A case's page: who was silent, and the steps of the stage that the case is in."""

import pytest

from monitoring_site.clock import database_time
from reports.cases import accounts, steps_of
from tests.factories.procedure import fresh, hours_pass, member, registered_case
from verification.actions import replies
from verification.actions.clocks import perform_due

pytestmark = pytest.mark.django_db


def silent(case):
    return [one.silent for one in accounts(fresh(case), member=member("qa.observer"), at=database_time())]


def test_silent_is_who_let_its_time_run_out_and_not_who_replied():
    case = registered_case(respondents=["PK", "AF"], filer="tr.head")
    replies.send_reply(case.live_incidents().get(), stance="deny", text="We were not there.", by=member("pk.head"))
    assert silent(case) == [[]]

    hours_pass(73)

    assert silent(case) == [["AF"]]
    perform_due()
    assert silent(case) == [["AF"]]


def test_steps_are_those_of_the_stage_alone_open_ones_first():
    case = registered_case()

    found = steps_of(case, member=member("tr.head"))

    assert {"name_team", "escalate_case", "submit_report"} <= {one.step.act for one in found}
    assert not {"cast_vote", "open_ballot", "declare_final", "reopen_case"} & {one.step.act for one in found}
    assert [one.is_open for one in found] == sorted((one.is_open for one in found), reverse=True)

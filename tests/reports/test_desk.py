"""My desk: what awaits a member stands there once, whoever else is named in the case."""

import pytest

from monitoring_site.clock import database_time
from reports.overview import desk_of
from tests.factories import procedure
from verification.actions.cases import name_team

pytestmark = pytest.mark.django_db


def kinds_on_desk(username):
    return [(clock.kind, clock.owner) for clock in desk_of(procedure.member(username), at=database_time()).clocks]


@pytest.fixture
def case_with_team(cast):
    case = procedure.registered_case()
    team = [procedure.member(username) for username in ("tr.officer", "qa.officer", "tr.deputy")]
    for mediator in ("tr.head", "qa.head"):
        name_team(case, team=team, by=procedure.member(mediator))


def test_clock_stands_once_although_the_team_has_three_members(case_with_team):
    assert kinds_on_desk("af.head") == [("reply", "AF")]


def test_clock_of_the_team_awaits_each_of_its_members(case_with_team):
    assert kinds_on_desk("tr.officer") == [("report", "team")]
    assert ("report", "team") in kinds_on_desk("tr.deputy")


def test_clock_of_the_team_awaits_nobody_outside_it(case_with_team):
    assert ("report", "team") not in kinds_on_desk("tr.head")

"""My desk: what awaits a member stands there once, whoever else is named in the case."""

import pytest

from monitoring_site.clock import database_time
from penalties.actions.finality import waive_review
from reports.overview import desk_of
from tests.factories import procedure
from tests.factories.penalties import ruled_case, verdict_of
from verification.actions.cases import name_team
from verification.actions.corrections import correct_verdict, request_correction
from verification.actions.persons import challenge_member, decide_challenge

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


def awaiting_assent(username):
    found = desk_of(procedure.member(username), at=database_time()).assents
    return [(one.act, one.delegation_id) for one in found]


def asked(username):
    return [one.words for one in desk_of(procedure.member(username), at=database_time()).asked]


def test_terms_that_came_after_ones_own_await_an_answer_again(cast):
    case = procedure.registered_case()
    name_team(case, team=[cast.qa_officer], by=cast.tr_head)
    assert (awaiting_assent("qa.deputy"), awaiting_assent("tr.deputy")) == ([("name_team", "TR")], [])

    name_team(case, team=[cast.tr_officer], by=cast.qa_head)
    assert (awaiting_assent("qa.deputy"), awaiting_assent("tr.deputy")) == ([], [("name_team", "QA")])

    name_team(case, team=[cast.tr_officer], by=cast.tr_deputy)
    assert awaiting_assent("qa.deputy") == awaiting_assent("tr.deputy") == []


def test_waiver_of_both_parties_awaits_neither(cast):
    case = ruled_case()
    waive_review(case, by=cast.pk_head)
    assert (awaiting_assent("af.head"), awaiting_assent("pk.head")) == ([("waive_review", "PK")], [])

    waive_review(case, by=cast.af_head)

    assert awaiting_assent("af.head") == awaiting_assent("pk.head") == []


def test_challenge_that_one_mediator_has_decided_awaits_the_other_alone_and_once(cast):
    case = procedure.registered_case()
    challenge = challenge_member(case, challenged=cast.tr_officer, grounds="He owns land there.", by=cast.pk_head)

    decide_challenge(challenge, is_upheld=False, reasons="He has sold it.", by=cast.tr_head)

    assert (asked("tr.head"), awaiting_assent("tr.head")) == ([], [])
    assert (asked("qa.head"), awaiting_assent("qa.head")) == ([], [("decide_challenge", "TR")])


def test_correction_that_one_mediator_has_made_awaits_the_other_alone_and_once(cast):
    verdict = verdict_of(ruled_case())
    correction = request_correction(verdict, request="The date is wrong.", by=cast.af_head)

    correct_verdict(correction, corrected_text="On 3 May.", by=cast.qa_deputy)

    assert (asked("qa.head"), awaiting_assent("qa.head")) == ([], [])
    assert (asked("tr.head"), awaiting_assent("tr.head")) == ([], [("correct_verdict", "QA")])

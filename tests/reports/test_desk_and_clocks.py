"""What was asked of a delegation stands on its desk until it answers; a clock that runs alike for several stands once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commission.models import Delegation
from monitoring_site import clock
from monitoring_site.clock import database_time
from reports.awaiting import asked_of
from reports.cases import clocks_shown
from reports.overview import desk_of
from tests.factories.penalties import ruled_case, verdict_of
from tests.factories.procedure import access_asked, fresh, member, registered_case, with_team
from tests.plans import reads_from
from tests.procedure.stories import clock_of
from verification.actions import cases, corrections, persons, questions, team

pytestmark = pytest.mark.django_db


def asked(username):
    return [(one.case.reference, one.words) for one in asked_of(member(username))]


def desk(client_of, username):
    return client_of(member(username)).get(reverse("desk")).content.decode()


def test_access_awaits_the_party_that_was_asked_until_it_answers(client_of):
    case = with_team(registered_case())
    request = access_asked(case)

    assert asked("af.head") == asked("af.deputy") == [(case.reference, "Grant or refuse access")]
    assert "Asked of your delegation" in desk(client_of, "af.head")
    for other in ("pk.head", "af.officer", "af.observer", "tr.head"):
        assert asked(other) == []
    team.grant_access(request, by=member("af.head"))

    assert asked("af.head") == []


def test_question_awaits_whom_it_is_addressed_to_until_the_answer():
    case = registered_case()
    question = questions.ask_question(
        clock_of(case, "reply", "AF"), addressed_to=Delegation.objects.get(pk="TR"), text="Which?", by=member("af.head")
    )

    assert asked("tr.deputy") == [(case.reference, "Answer the question")]
    assert asked("qa.deputy") == asked("af.head") == []
    questions.answer_question(question, answer="That one.", by=member("tr.head"))

    assert asked("tr.deputy") == []


def test_challenge_awaits_the_mediators_but_not_whom_it_is_about():
    case = registered_case()
    persons.challenge_member(case, challenged=member("tr.head"), grounds="He owns land there.", by=member("pk.head"))

    assert asked("tr.deputy") == asked("qa.head") == [(case.reference, "Decide the challenge")]
    assert asked("tr.head") == asked("pk.head") == asked("qa.officer") == []


def test_what_was_asked_in_a_case_that_has_ended_awaits_nobody_any_more():
    case = with_team(registered_case())
    access_asked(case)
    reply, tr = clock_of(case, "reply", "AF"), Delegation.objects.get(pk="TR")
    questions.ask_question(reply, addressed_to=tr, text="Which?", by=member("af.head"))
    persons.challenge_member(case, challenged=member("tr.deputy"), grounds="He owns land.", by=member("pk.head"))
    assert (len(asked("af.head")), len(asked("tr.head")), len(asked("qa.head"))) == (1, 2, 1)

    for party in ("pk.head", "af.head"):
        cases.settle_case(fresh(case), agreed_text="Settled so.", by=member(party))

    assert fresh(case).state == "settled"
    assert asked("af.head") == asked("tr.head") == asked("qa.head") == []


@pytest.mark.parametrize(
    ("username", "indexes"),
    [
        ("tr.head", {"clock_running_of_owner", "question_unanswered", "penalty_awaiting"}),
        ("af.head", {"clock_running_of_owner", "question_unanswered", "access_unanswered"}),
    ],
)
def test_desk_can_be_read_from_indexes_that_hold_only_what_is_open(username, indexes):
    reader = member(username)
    with CaptureQueriesContext(connection) as asked_for:
        desk_of(reader, at=database_time())

    statements = [query["sql"] for query in asked_for if query["sql"].startswith("SELECT")]

    assert {name for name in indexes if any(reads_from(name, statement) for statement in statements)} == indexes


def test_correction_awaits_the_mediators():
    case = ruled_case()
    corrections.request_correction(verdict_of(case), request="The date is wrong.", by=member("af.head"))

    assert asked("qa.deputy") == [(case.reference, "Correct the verdict")]
    assert asked("af.head") == []


def test_desk_that_only_asks_is_not_clear(client_of):
    access_asked(with_team(registered_case()), of="PK")
    clock.move(timedelta(hours=1))

    assert "Nothing awaits you now." not in desk(client_of, "pk.head")


def test_clock_of_all_four_is_one_line_with_four_owners(client_of):
    case = ruled_case()

    shown = [one for one in clocks_shown(case, member=member("pk.head")) if one.row.kind == "correction"]

    assert [one.owners for one in shown] == [["AF", "PK", "QA", "TR"]]
    page = client_of(member("pk.head")).get(case.get_absolute_url()).content.decode()
    assert page.count("Correction of the verdict") == 1
    assert "Afghanistan, Pakistan, Qatar, Türkiye" in page


def test_clock_of_a_line_keeps_the_steps_of_its_own_owner():
    case = fresh(registered_case(respondents=["PK", "AF"], filer="tr.head"))

    [line] = [one for one in clocks_shown(case, member=member("af.head")) if one.row.kind == "reply"]

    assert line.owners == ["AF", "PK"]
    assert {one.step.act for one in line.steps} == {"extend_clock", "ask_question"}

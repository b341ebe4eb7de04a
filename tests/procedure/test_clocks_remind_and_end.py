"""The clocks: they remind at half and at three quarters, and do at their end what the table says, each once."""

from datetime import timedelta

import pytest

from commission.models import Delegation
from penalties.actions.reviews import Conclusion, conclude_review
from penalties.models import Penalty
from record.models import Act
from record.queries import opening_of
from tests.factories.incidents import filed_incident
from tests.factories.penalties import case_in_review, final_case
from tests.factories.procedure import (
    case_at,
    finding_terms,
    fresh,
    hours_pass,
    in_deliberation,
    member,
    registered_case,
    with_finding,
    with_team,
    with_text,
)
from tests.factories.threads import together
from tests.procedure.stories import bodies, clock_of, entries, refused, runs, what_if
from verification.actions import findings, questions, registration, replies
from verification.actions.clocks import perform_due
from verification.models import Verdict

database = pytest.mark.django_db


def told(subject, clock, *, owner):
    """Moment by moment, what the record says of one clock."""
    reminded = [body["moment"] for body in bodies(subject, "clock_reminded", reader="TR") if is_of(body, clock, owner)]
    ended = [body["effect"] for body in bodies(subject, "clock_ended", reader="TR") if is_of(body, clock, owner)]
    return reminded + ended


def is_of(body, clock, owner):
    return (body["clock"], body["owner"]) == (clock, owner)


def reply_at(case):
    return clock_of(case, "reply", "AF")


@database
def test_a_clock_reminds_at_half_and_three_quarters_and_then_ends():
    case = registered_case()
    seen = []

    for hours in (35.9, 0.2, 17.7, 0.3, 17.8, 0.2, 500):
        hours_pass(hours)
        perform_due()
        seen.append(told(case, "reply", owner="AF"))

    half, both = ["half"], ["half", "three_quarters"]
    assert seen == [[], half, half, both, both, [*both, "step_closed"], [*both, "step_closed"]]


@database
def test_silence_is_recorded_as_silence_with_the_notice_that_was_given():
    case = registered_case()
    hours_pass(72.1)
    perform_due()

    said = [body for body in bodies(case, "clock_ended") if body["clock"] == "reply"]

    assert len(said) == 1
    assert said[0]["silence"] is True
    assert said[0]["notified_at"] == case.live_incidents().get().registered_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert fresh(case).state == "verification"  # and it is no admission: nothing follows from it
    with refused("The time to reply does not run"):
        replies.send_reply(case.live_incidents().get(), stance="deny", text="Not so.", by=member("af.head"))


@database
def test_a_reply_that_was_given_is_not_reminded_of_nor_called_silence():
    case = registered_case()
    replies.send_reply(case.live_incidents().get(), stance="deny", text="Not so.", by=member("af.head"))

    hours_pass(100)
    perform_due()

    assert told(case, "reply", owner="AF") == []


@database
def test_the_other_mediator_is_reminded_by_name_72_hours_after_admissibility_is_overdue():
    incident = filed_incident(by=member("tr.head"), respondents=["AF"])
    perform_due()

    hours_pass(12.1)
    perform_due()
    assert told(incident, "admissibility", owner="QA") == ["half", "three_quarters", "overdue"]
    overdue = entries(incident, "clock_ended")
    assert {bodies(incident, "clock_ended", reader=reader)[0]["owner"] for reader in ("PK", "AF", "TR", "QA")} == {"QA"}
    hours_pass(72)
    perform_due()

    assert [body["moment"] for body in bodies(incident, "clock_reminded", reader="QA")][-1] == "after"
    assert entries(incident, "clock_ended") == overdue  # Türkiye filed it: only Qatar decides, and only once is it told
    registration.register_incident(incident, by=member("qa.head"))  # overdue is not over


@database
def test_the_mediators_are_told_to_name_another_rapporteur_72_hours_after_the_draft_was_due():
    case = in_deliberation()

    hours_pass(120.1)
    perform_due()
    assert told(case, "draft_finding", owner="rapporteur") == ["half", "three_quarters", "overdue"]
    hours_pass(71)
    assert perform_due() == 0
    hours_pass(1)
    perform_due()

    assert [body["moment"] for body in bodies(case, "clock_reminded") if body["clock"] == "draft_finding"][
        -1
    ] == "after"
    assert fresh(case).rapporteur == member("tr.officer")  # told, not done: a clock names nobody


@database
def test_a_worker_that_was_down_catches_up_in_order_each_moment_once():
    """Five days without a worker: twelve moments of four clocks have passed, and are done as they came due."""
    case = registered_case(filed_incident(by=member("pk.head"), respondents=["AF", "PK"]))
    hours_pass(120)

    done = perform_due()

    order = list(
        Act.objects.about([case.subject])
        .filter(event__in=["verification.clock_reminded", "verification.clock_ended"])
        .order_by("pk")
    )
    happened = [body_of(act) for act in order]
    moments = ("half", "three_quarters", "end")
    pairs = [("team", moment) for moment in moments] + [("reply", moment) for moment in moments]
    assert [(clock, moment) for clock, _owner, moment in happened] == [pair for pair in pairs for _owner in range(2)]
    assert done == len(happened) == len(set(happened))
    assert perform_due() == 0


def body_of(act):
    body = opening_of(act, reader="TR").body
    return body["clock"], body["owner"], body["moment"]


def test_two_workers_at_once_do_each_moment_once(committed_database, django_db_blocker):
    with django_db_blocker.unblock():
        case = registered_case()
        hours_pass(200)

        done = together(perform_due, perform_due)

        events = entries(case, "clock_reminded") + entries(case, "clock_ended")
        said = [body_of(act) for act in events]
        assert sum(done) == len(said) == len(set(said)) == 9  # three owners, three moments


@database
def test_a_clock_is_extended_once_by_its_owner_where_the_protocol_has_an_extension():
    case = with_team(registered_case())
    reply, before = reply_at(case), reply_at(case).ends_at

    with refused("another's time"):
        questions.extend_clock(reply, by=member("pk.head"))
    with refused("role in the delegation"):
        questions.extend_clock(reply, by=member("af.officer"))
    with refused("no extension of this clock"):
        questions.extend_clock(opened_by_registration(), by=member("qa.head"))
    questions.extend_clock(reply, by=member("af.deputy"))

    assert reply_at(case).ends_at == before + timedelta(hours=48)
    with refused("extended once already"):
        questions.extend_clock(reply_at(case), by=member("af.head"))
    questions.extend_clock(clock_of(case, "report", "team"), by=member("qa.officer"))
    assert [(body["clock"], body["hours"]) for body in bodies(case, "clock_extended")] == [
        ("reply", 48),
        ("report", 168),
    ]


def opened_by_registration():
    return clock_of(registered_case(), "team", "QA")


@database
def test_an_extension_asked_for_too_late_is_refused():
    case = registered_case()
    reply = reply_at(case)
    hours_pass(72.1)

    with refused("does not run"):  # also before the worker has come by
        questions.extend_clock(reply, by=member("af.head"))


@database
def test_a_question_stops_its_asker_s_clock_once_and_48_hours_at_most():
    case = registered_case(filed_incident(by=member("tr.head"), respondents=["AF", "PK"]))
    asked_of = {"addressed_to": Delegation.objects.get(pk="TR"), "text": "Which ridge?"}
    mine, other = reply_at(case), clock_of(case, "reply", "PK")
    hours_pass(60)

    with refused("another's time"):
        questions.ask_question(mine, **asked_of, by=member("pk.head"))
    with refused("another delegation than one's own"):
        questions.ask_question(
            mine, addressed_to=member("af.head").delegation, text="Which ridge?", by=member("af.head")
        )
    with refused("reasons"):
        questions.ask_question(mine, addressed_to=asked_of["addressed_to"], text=" ", by=member("af.head"))
    question = questions.ask_question(mine, **asked_of, by=member("af.head"))

    assert reply_at(case).ends_at == mine.ends_at + timedelta(hours=48)
    assert clock_of(case, "reply", "PK").ends_at == other.ends_at  # the other party's time runs on
    with refused("once, and this one has been"):
        questions.ask_question(reply_at(case), **asked_of, by=member("af.head"))
    with what_if():  # nobody answers: the clock goes on after 48 hours, and the answer, when it comes, gives no more
        hours_pass(49)
        questions.answer_question(question, answer="The northern one.", by=member("tr.deputy"))
        assert reply_at(case).ends_at == mine.ends_at + timedelta(hours=48)
    with refused("addressed to another"):
        questions.answer_question(question, answer="The northern one.", by=member("qa.head"))
    hours_pass(5)
    answered = questions.answer_question(question, answer="The northern one.", by=member("tr.deputy"))

    stood_still = answered.answered_at - question.asked_at
    assert reply_at(case).ends_at == mine.ends_at + stood_still
    assert timedelta(hours=5) <= stood_still < timedelta(hours=5, minutes=2)
    with refused("has been answered"):
        questions.answer_question(answered, answer="The southern one.", by=member("tr.head"))


STOPPED = {
    "team": (registered_case, "TR", "tr.head"),
    "interim_report": (
        lambda: with_team(registered_case(filed_incident(by=member("pk.head"), primary_type_id="A3"))), "team", "qa.officer"
    ),
    "opening_ballot": (lambda: with_finding(in_deliberation()), "TR", "tr.head"),
    "review": (case_in_review, "TR", "tr.deputy"),
    "release": (final_case, "TR", "tr.head"),
}  # fmt: skip


@database
@pytest.mark.parametrize("kind", STOPPED)
def test_a_question_stops_the_mediators_times_too_and_nobody_else_s(kind):
    begin, owner, asker = STOPPED[kind]
    case = begin()
    hours_pass(1)
    due = {one.pk: one.ends_at for one in case.clocks.filter(stopped_at=None)}
    mine = clock_of(case, kind, owner)

    questions.ask_question(mine, addressed_to=member("af.head").delegation, text="Which ridge?", by=member(asker))

    wanted = due | {mine.pk: mine.ends_at + timedelta(hours=48)}
    assert {one.pk: one.ends_at for one in case.clocks.filter(stopped_at=None)} == wanted
    with refused("once, and this one has been"):
        questions.ask_question(mine, addressed_to=member("af.head").delegation, text="Again?", by=member(asker))


@database
def test_a_question_in_a_review_lets_nobody_say_that_it_has_lapsed_before_the_time_it_stopped_is_over():
    case = case_in_review()
    questions.ask_question(
        clock_of(case, "review", "QA"), addressed_to=member("af.head").delegation, text="Why?", by=member("qa.head")
    )
    lapsed = Conclusion(outcome="lapsed", reasons="Türkiye says nothing.")
    hours_pass(15 * 24 + 47)

    with refused("lapses only when"):
        conclude_review(case, conclusion=lapsed, by=member("qa.deputy"))
    hours_pass(2)
    conclude_review(case, conclusion=lapsed, by=member("qa.deputy"))

    assert fresh(case).state == "final"


@database
def test_no_question_stops_a_time_that_has_not_begun():
    """Or the answer would have lengthened nothing: the parties' comments move its beginning."""
    case = with_text(in_deliberation())

    with refused("This clock does not run"):
        questions.ask_question(
            clock_of(case, "opening_ballot", "TR"),
            addressed_to=member("qa.head").delegation,
            text="?",
            by=member("tr.head"),
        )


NEVER_STOPPED = {
    "ballot": (lambda: case_at("ballot"), "TR", "tr.head"),
    "review_request": (lambda: case_at("ruled"), "PK", "pk.head"),
    "correction": (lambda: case_at("ruled"), "AF", "af.head"),
}


@database
@pytest.mark.parametrize("kind", NEVER_STOPPED)
def test_no_question_stops_a_ballot_or_what_the_other_side_waits_for(kind):
    begin, owner, asker = NEVER_STOPPED[kind]
    clock = clock_of(begin(), kind, owner)

    with refused("does not stop this clock"):
        questions.ask_question(clock, addressed_to=member("qa.head").delegation, text="When?", by=member(asker))


@database
def test_what_is_overdue_can_still_be_done_and_what_is_closed_cannot():
    case = in_deliberation()
    hours_pass(24 * 30)
    perform_due()

    shown = findings.draft_finding(case, terms=finding_terms(case), by=member("tr.officer"))

    assert shown.shown_at is not None
    assert runs(case, "comment", "PK")
    hours_pass(48.1)
    perform_due()
    with refused("time to comment on this text has passed"):
        findings.send_comment(case, text="Too late.", by=member("pk.head"))
    assert not Verdict.objects.exists()
    assert not Penalty.objects.exists()

"""Many at once: real threads, real commits. Whatever comes first, the procedure has one outcome, once."""

import uuid
from datetime import timedelta

import pytest

from monitoring_site import clock
from monitoring_site.clock import database_time
from record.actions import once, sequence
from record.models import Act, Entry, Inbox
from tests.factories import procedure
from tests.factories.incidents import filed_incident
from tests.factories.threads import refused_among, together
from verification.actions import ballots, cases, registration
from verification.actions.clocks import perform_due
from verification.models import AdmissibilityDecision, Ballot, Case, Clock, TeamMember, Verdict, Vote

OUTCOMES = [
    (("approve", "approve", "approve", "approve"), "ruled", "consensus"),
    (("reject", "reserve", "approve", "approve"), "ruled", "determined"),
    (("approve", "approve", "reject", "approve"), "deliberation", "next_round"),
]
CLOSING = {"verification.verdict_adopted", "verification.round_failed", "verification.case_escalated"}
ALREADY = "Your delegation has already voted in this ballot."


@pytest.fixture
def committed(committed_database, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def voting(case, username, choice="approve"):
    """The act of one member, who opened the page before the others acted."""
    by, digest = procedure.member(username), case.open_ballot().digest_hex
    reasons = "" if choice == "approve" else "For these reasons."
    return lambda: ballots.cast_vote(case, choice=choice, digest=digest, reasons=reasons, by=by)


def events(case):
    return list(Act.objects.about([case.subject]).order_by("pk").values_list("event", flat=True))


def every_act_has_one_entry():
    sequence()
    assert Entry.objects.count() == Act.objects.count()
    assert set(Entry.objects.values_list("commitment", flat=True)) == set(
        Act.objects.values_list("commitment", flat=True)
    )
    assert not Inbox.objects.exists()


def test_four_votes_in_the_same_instant_give_one_outcome_once(committed):
    for choices, state, outcome in OUTCOMES:
        case = procedure.case_at("ballot")

        chosen = zip(procedure.VOTERS.values(), choices, strict=True)
        answers = together(*[voting(case, username, choice) for username, choice in chosen])

        assert not refused_among(answers)
        assert procedure.fresh(case).state == state
        assert case.ballots.get().outcome == outcome
        assert case.verdicts.count() == (1 if state == "ruled" else 0)
        assert events(case).count("verification.vote_cast") == 4
        assert len([event for event in events(case) if event in CLOSING]) == 1
        assert events(case)[-1] in CLOSING  # the fourth vote, then what follows from it
    every_act_has_one_entry()


def test_head_and_deputy_of_each_delegation_give_one_vote_each(committed):
    case = procedure.case_at("ballot")
    everybody = [f"{code}.{role}" for code in ("pk", "af", "tr", "qa") for role in ("head", "deputy")]

    answers = together(*[voting(case, username) for username in everybody])

    assert len(refused_among(answers)) == 4
    # Who came after the closing reads that the stage is over; who came before, that the delegation has voted.
    assert {str(one.reason) for one in refused_among(answers)} <= {
        ALREADY,
        "This step does not belong to the stage in which the case is: ruled.",
    }
    votes = Vote.objects.values_list("delegation_id", flat=True)
    assert sorted(votes) == ["AF", "PK", "QA", "TR"]
    assert Verdict.objects.count() == 1
    assert events(case).count("verification.vote_cast") == 4


def test_two_deputies_of_one_delegation_are_one_voice(committed):
    case = procedure.case_at("ballot")
    one, other = voting(case, "pk.head", "approve"), voting(case, "pk.deputy", "reject")

    answers = together(one, other)

    assert [str(refused.reason) for refused in refused_among(answers)] == [ALREADY]
    vote = Vote.objects.get()
    assert next(answer for answer in answers if isinstance(answer, Vote)) == vote


def test_the_end_of_the_ballot_races_with_the_fourth_vote(committed):
    """A vote in time counts, or time was over first: the outcome is that of the votes that stand, and there is one."""
    for _attempt in range(3):
        race_with_the_end(
            procedure.voted(procedure.case_at("ballot"), {"PK": "approve", "AF": "approve", "TR": "approve"})
        )


def race_with_the_end(case):
    # A few hundredths of a second before the end: the threads decide which is first.
    clock.move(case.open_ballot().closes_at - database_time() - timedelta(milliseconds=30))

    vote, _done = together(voting(case, "qa.head"), perform_due)
    clock.move(timedelta(seconds=1))
    perform_due()

    cast = Vote.objects.filter(ballot__case=case).count()
    assert (cast, case.ballots.get().outcome) in {(4, "consensus"), (3, "escalated")}
    assert Verdict.objects.filter(case=case).count() == (1 if cast == 4 else 0)
    assert isinstance(vote, Vote) == (cast == 4)
    # The time that decided is the time that is stored: no vote stands that was cast after the end.
    assert all(one.cast_at < one.ballot.closes_at for one in Vote.objects.filter(ballot__case=case))
    closing = [event for event in events(case) if event in CLOSING]
    assert len(closing) == 1
    assert not Clock.objects.filter(case=case, kind="ballot", stopped_at=None).exists()


def test_an_incident_is_registered_once(committed):
    incident = filed_incident(by=procedure.member("pk.head"))
    by = [procedure.member(username) for username in ("tr.head", "tr.deputy", "qa.head", "qa.deputy")]

    answers = together(*[lambda one=one: registration.register_incident(incident, by=one) for one in by])

    assert len(refused_among(answers)) == 3
    assert Case.objects.count() == AdmissibilityDecision.objects.count() == 1
    assert Act.objects.filter(event="incidents.incident_registered").count() == 1


def test_case_numbers_have_no_gaps_under_concurrent_registrations(committed):
    """Eight incidents, each registered by two at once: eight numbers in a row, and refused ones give theirs back."""
    incidents = [filed_incident(by=procedure.member(filer)) for filer in ["pk.head", "af.head"] * 4]
    tr, qa = procedure.member("tr.head"), procedure.member("qa.head")
    acts = [lambda one=one, by=by: registration.register_incident(one, by=by) for one in incidents for by in (tr, qa)]

    answers = together(*acts)

    references = sorted(Case.objects.values_list("reference", flat=True))
    year = Case.objects.first().opened_at.year
    assert len(refused_among(answers)) == 8
    assert references == [f"JMC-{year}-{number:05d}" for number in range(1, 9)]
    every_act_has_one_entry()


def test_a_double_click_gets_the_same_answer_once(committed):
    case, key = procedure.case_at("ballot"), uuid.uuid4()
    cast_it = voting(case, "pk.head")

    answers = together(*[lambda: once(key, by="pk.head", perform=lambda: str(cast_it().pk))] * 4)

    assert len(set(answers)) == 1
    assert answers[0] == str(Vote.objects.get().pk)
    assert events(case).count("verification.vote_cast") == 1


def test_another_key_is_another_request_and_is_refused(committed):
    case = procedure.case_at("ballot")
    cast_it = voting(case, "pk.head")

    answers = together(*[lambda: once(uuid.uuid4(), by="pk.head", perform=lambda: str(cast_it().pk))] * 3)

    assert [str(refused.reason) for refused in refused_among(answers)] == [ALREADY, ALREADY]
    assert Vote.objects.count() == 1


def test_both_mediators_name_the_team_at_the_same_instant(committed):
    """Neither assent is lost: the second one, whichever it is, does the act, once."""
    case, team = procedure.registered_case(), [procedure.member("qa.officer")]
    by = [procedure.member("tr.head"), procedure.member("qa.head")]

    together(*[lambda one=one: cases.name_team(case, team=team, by=one) for one in by])

    assert TeamMember.objects.count() == 1
    assert sorted(events(case)[-2:]) == ["verification.assent_given", "verification.team_named"]


def test_withdrawal_races_with_registration_without_a_deadlock(committed):
    incident = filed_incident(by=procedure.member("pk.head"))
    by_mediator, by_filer = procedure.member("tr.head"), procedure.member("pk.head")

    together(
        lambda: registration.register_incident(incident, by=by_mediator),
        lambda: registration.withdraw_incident(incident, reasons="An error.", by=by_filer),
    )

    incident.refresh_from_db()
    assert incident.state == "withdrawn"
    assert set(Case.objects.values_list("state", flat=True)) <= {"withdrawn"}


def test_opening_two_ballots_at_once_opens_one(committed):
    case = procedure.with_finding(procedure.in_deliberation())
    by = [procedure.member("tr.head"), procedure.member("tr.deputy")]

    answers = together(*[lambda one=one: ballots.open_ballot(case, by=one) for one in by])

    assert len(refused_among(answers)) == 1
    assert Ballot.objects.count() == 1

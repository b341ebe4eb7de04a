"""What happens at a clock's end: what the law says, exactly once, however late and by however many workers."""

from datetime import timedelta
from itertools import product

import pytest

from monitoring_site.clock import database_time
from monitoring_site.refusals import Refused
from penalties.models import Penalty, Posting
from record.models import Act, Body
from tests.factories import procedure
from tests.factories.incidents import filed_incident
from tests.factories.threads import together
from verification import tally
from verification.actions import ballots, cases, registration
from verification.actions import clocks as clock_actions
from verification.actions.clocks import perform_due
from verification.actions.endings import MOVING
from verification.models import Case, Clock, Verdict

database = pytest.mark.django_db


def running(case, kind=None):
    rows = Clock.objects.filter(case=case, stopped_at=None)
    return rows.filter(kind=kind) if kind else rows


MOVES = ["verdict_adopted", "round_failed", "case_escalated", "no_determination_recorded"]


def moved():
    """How many cases one visit of the worker moves; its reminders move none."""
    acts = Act.objects.filter(event__in=[f"verification.{event}" for event in MOVES])
    before = acts.count()
    perform_due()
    return acts.count() - before


@database
def test_ballot_end_tallies_what_was_cast_and_nothing_else(cast):
    case = procedure.voted(procedure.case_at("ballot"), {"TR": "approve", "QA": "approve"})
    procedure.hours_pass(71.9)
    assert moved() == 0

    procedure.hours_pass(0.2)

    assert moved() == 1
    case = procedure.fresh(case)
    assert (case.state, case.latest_verdict().adoption) == ("ruled", "determined")
    assert case.ballots.get().votes.count() == 2  # silence is no vote
    assert moved() == 0


@database
def test_silence_of_a_mediator_escalates_and_silence_of_the_principals_ends(cast):
    case = procedure.ballot_ends(procedure.voted(procedure.case_at("ballot"), {"PK": "approve", "TR": "approve"}))
    assert (case.state, case.latest_verdict()) == ("escalated", None)

    procedure.hours_pass(239.9)
    assert moved() == 0
    procedure.hours_pass(0.2)
    assert moved() == 1

    assert procedure.fresh(case).state == "no_determination"
    assert not running(case).exists()


@database
def test_worker_down_for_days_does_each_end_once_and_in_order(cast):
    """A ballot ran out, and would have been escalated three days ago: the principals' time runs from when it was said."""
    case = procedure.case_at("ballot")
    procedure.hours_pass(24 * 20)

    assert moved() == 1
    escalated = procedure.fresh(case)
    assert escalated.state == "escalated"
    assert running(case, "principals").get().ends_at > database_time()
    assert moved() == 0

    procedure.hours_pass(24 * 20)
    assert moved() == 1
    assert procedure.fresh(case).state == "no_determination"
    assert moved() == 0
    assert Act.objects.filter(event="verification.no_determination_recorded").count() == 1


@database
def test_nobody_profits_from_a_worker_that_is_down(cast):
    """Once the time is over it is over: no vote, no annulment, no settlement, no answer."""
    case = procedure.case_at("ballot")
    procedure.hours_pass(73)
    with pytest.raises(Refused, match="The time to vote has passed"):
        procedure.vote(case, by="qa.head")
    with pytest.raises(Refused, match="The time to vote has passed"):
        ballots.annul_ballot(case, reasons="We would rather not.", by=cast.tr_head)
    perform_due()
    procedure.hours_pass(241)

    with pytest.raises(Refused, match="The principals' time has passed"):
        cases.record_principals_answer(case, answer="ballot", text="Vote again.", by=cast.tr_head)
    with pytest.raises(Refused, match="The principals' time has passed"):
        cases.settle_case(case, agreed_text="We agree.", by=cast.pk_head)


@database
@pytest.mark.parametrize("mediators", list(product(["approve", "reserve", None], repeat=2)))
def test_the_end_of_a_ballot_gives_what_tally_says_of_the_votes_cast(cast, mediators):
    votes = {"PK": "reject", "AF": None, "TR": mediators[0], "QA": mediators[1]}
    case = procedure.ballot_ends(procedure.voted(procedure.case_at("ballot"), votes))

    ballot = case.ballots.get()
    assert ballot.outcome == tally.outcome(votes, round=1, closed=True)
    assert dict(ballot.votes.values_list("delegation_id", "choice")) == {
        code: choice for code, choice in votes.items() if choice
    }
    assert Verdict.objects.exists() == (mediators == ("approve", "approve"))


@database
@pytest.mark.parametrize("state", procedure.STATES)
def test_no_timer_makes_a_violation_an_approval_a_final_verdict_or_a_penalty(cast, state):
    case = procedure.case_at(state)
    had_verdict = case.latest_verdict() is not None

    for _month in range(12):
        procedure.hours_pass(24 * 30)
        perform_due()

    assert (procedure.fresh(case).latest_verdict() is not None) == had_verdict
    assert not Verdict.objects.filter(final_at__isnull=False).exists()
    assert not Penalty.objects.exists()
    assert not Posting.objects.exists()
    assert procedure.fresh(case).state in {state, "no_determination"}  # a silent ballot, then silent principals


def test_the_ends_of_ballot_and_principals_alone_move_a_case():
    assert set(MOVING) == {"ballot", "principals"}


@database
def test_rows_mirror_the_clocks_through_the_whole_walk(cast):
    """After every step: what runs is exactly what the pure clocks say, and a row is never written twice."""
    case = procedure.registered_case()
    mirror(case)
    for step in (procedure.with_team, procedure.replied):
        mirror(step(case))
    cases.submit_report(case, text="What the team saw.", by=cast.qa_officer)
    case = mirror(procedure.fresh(case))
    case = mirror(procedure.with_finding(case))
    ballots.open_ballot(case, by=cast.tr_head)
    case = mirror(procedure.voted(procedure.fresh(case), {"PK": "approve", "AF": "reject", "TR": "reserve"}))
    procedure.vote(case, by="qa.head")
    case = mirror(procedure.fresh(case))

    assert case.state == "deliberation"
    assert {clock.kind for clock in running(case)} == {"draft_finding"}


def mirror(case):
    facts = clock_actions.facts_of_case(case)
    wanted = clock_actions.case_clocks(facts, hours=clock_actions.hours_of(case.protocol))
    codes = dict(case.incidents.values_list("pk", "code"))
    assert sorted((one.kind, one.owner, one.since, one.until, one.incident) for one in wanted) == sorted(
        (row.kind, row.owner, row.started_at, row.ends_at, codes.get(row.incident_id, "")) for row in running(case)
    )
    count = Clock.objects.count()
    clock_actions.sync_clocks(case, at=database_time())
    assert Clock.objects.count() == count
    return case


@database
def test_a_filed_incident_gets_its_clock_from_the_worker_once(cast):
    incident = filed_incident(by=cast.pk_head)

    perform_due()
    perform_due()

    found = Clock.objects.filter(incident=incident, kind="admissibility", stopped_at=None)
    assert sorted(found.values_list("owner", flat=True)) == ["QA", "TR"]
    assert {row.ends_at - row.started_at for row in found} == {timedelta(hours=12)}
    assert {row.started_at for row in found} == {incident.filed_at}


@database
def test_the_clock_of_a_filed_incident_stops_with_the_decision(cast):
    incident = filed_incident(by=cast.pk_head)
    perform_due()

    registration.declare_inadmissible(incident, reasons="Outside the area.", by=cast.tr_head)
    perform_due()

    running_now = Clock.objects.filter(incident=incident, stopped_at=None)
    assert list(running_now.values_list("kind", "owner")) == [("inadmissibility_objection", "QA")]


@database
def test_a_case_that_cannot_be_ended_keeps_no_other_waiting(cast):
    broken, sound = procedure.case_at("ballot"), procedure.case_at("ballot")
    procedure.hours_pass(73)
    # A corruption, by hand: the law has no way from verification to where this ballot's end would bring the case.
    Case.objects.filter(pk=broken.pk).update(state="settled")

    with pytest.raises(ExceptionGroup, match="could not be performed"):
        perform_due()

    assert procedure.fresh(sound).state == "escalated"
    Case.objects.filter(pk=broken.pk).update(state="ballot")
    assert moved() == 1  # nothing of the failed attempt stayed
    assert procedure.fresh(broken).state == "escalated"


def test_two_workers_end_each_ballot_once(committed_database, django_db_blocker):
    with django_db_blocker.unblock():
        found = [procedure.case_at("ballot"), procedure.case_at("ballot")]
        procedure.hours_pass(73)

        together(perform_due, perform_due)

        assert set(Case.objects.values_list("state", flat=True)) == {"escalated"}
        for case in found:
            acts = Act.objects.about([case.subject]).filter(event="verification.case_escalated")
            assert acts.count() == 1
            assert running(case, "principals").count() == 1
        assert Clock.objects.filter(kind="ballot", performed_at__isnull=False).count() == 2
        reminders = Body.objects.filter(act__event="verification.clock_reminded", act__subjects__kind="case")
        told = list(reminders.values_list("act__subjects__reference", "body"))
        assert len(told) == len({(reference, bytes(body)) for reference, body in told}) > 0

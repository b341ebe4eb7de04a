"""Every clock of clocks.csv: whose it is, since when, until when, and what stops it. Pure: no database."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commission import law
from verification.clocks import (
    FOUR,
    MEDIATORS,
    NOTHING_MORE,
    PARTIES,
    STAGES,
    CaseFacts,
    IncidentFacts,
    case_clocks,
    comment_ends_at,
    incident_clocks,
    moment_resumed,
    moments_of,
)
from verification.states import TRANSITIONS

HOURS = {row.clock: row.hours for row in law.clock_rows()}
MIRROR = {"PK": "AF", "AF": "PK"}
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def at(hours):
    return NOON + timedelta(hours=hours)


FILED = IncidentFacts(code="I-AAAAAA", state="filed", filer="PK", filed_at=NOON)
DECLARED = replace(FILED, state="inadmissible", declared_inadmissible_at=at(2), declared_inadmissible_by="TR")
REGISTERED = replace(FILED, state="registered", registered_at=at(1), answering=("AF",))
OPEN_TO_BOTH = replace(REGISTERED, answering=("AF", "PK"))
CASE = CaseFacts(state="verification", opened_at=at(1), incidents=(REGISTERED,))
TEAMED = replace(CASE, team_named_at=at(3))
DELIBERATING = replace(TEAMED, state="deliberation", deliberation_began_at=at(80))
SHOWN = replace(DELIBERATING, facts_shown_at=at(90), rapporteurs_delegation="TR")
BALLOT = replace(SHOWN, state="ballot", ballot_opened_at=at(140))
ESCALATED = replace(DELIBERATING, state="escalated", escalated_at=at(100))
RULED = replace(SHOWN, state="ruled", verdict_adopted_at=at(150))
REVIEW = replace(RULED, state="review", review_requested_at=at(200))
FINAL = replace(RULED, state="final", final_at=at(600))

# The row of clocks.csv: the facts in which it runs, whose it is, and since when (in hours).
ROWS = {
    "admissibility": (FILED, MEDIATORS, 0),
    "inadmissibility_objection": (DECLARED, ("QA",), 2),
    "reply": (CASE, ("AF",), 1),
    "team": (CASE, MEDIATORS, 1),
    "report": (TEAMED, ("team",), 3),
    "interim_report": (replace(TEAMED, is_gravest_alleged=True), ("team",), 3),
    "draft_finding": (DELIBERATING, ("rapporteur",), 80),
    "comment": (SHOWN, PARTIES, 90),
    "opening_ballot": (SHOWN, ("TR",), 90 + HOURS["comment"]),
    "ballot": (BALLOT, FOUR, 140),
    "principals": (ESCALATED, ("principals",), 100),
    "review_request": (RULED, PARTIES, 150),
    "review": (REVIEW, MEDIATORS, 200),
    "release": (FINAL, MEDIATORS, 600),
    "correction": (RULED, FOUR, 150),
}
ELSEWHERE = {
    "filing": "a guard of file_incident, in incidents/rules.py: at its end nothing happens but that reasons are due",
    "compliance": "the penalty's own due date, in penalties/",
}


def clocks(facts):
    run = incident_clocks if isinstance(facts, IncidentFacts) else case_clocks
    return run(facts, hours=HOURS)


def kinds(facts):
    return {clock.kind for clock in clocks(facts)}


def owners(facts, kind):
    return [clock.owner for clock in clocks(facts) if clock.kind == kind]


def test_every_row_of_the_table_has_its_test_and_no_other():
    assert set(ROWS) | set(ELSEWHERE) == {row.clock for row in law.clock_rows()}
    assert not set(ROWS) & set(ELSEWHERE)


@pytest.mark.parametrize("kind", ROWS)
def test_clock_runs_for_its_owner_from_its_start_for_its_hours(kind):
    facts, expected_owners, since = ROWS[kind]

    found = [clock for clock in clocks(facts) if clock.kind == kind]

    assert sorted(clock.owner for clock in found) == sorted(expected_owners)
    assert {(clock.since, clock.until) for clock in found} == {(at(since), at(since + HOURS[kind]))}


# What stops it: the same facts, one thing later.
STOPPED = {
    "admissibility": [replace(FILED, state=state) for state in ("returned", "registered", "inadmissible", "withdrawn")],
    "inadmissibility_objection": [replace(DECLARED, state="registered")],
    "reply": [
        replace(CASE, incidents=(replace(REGISTERED, replied={"AF": at(5)}),)),
        replace(CASE, incidents=()),
        replace(CASE, state="settled"),
    ],
    "team": [TEAMED, replace(CASE, state="escalated", escalated_at=at(9))],
    "report": [DELIBERATING],
    "interim_report": [TEAMED, replace(DELIBERATING, is_gravest_alleged=True)],
    "draft_finding": [SHOWN],
    "comment": [replace(SHOWN, commented={"PK": at(91), "AF": at(92)}), BALLOT],
    "opening_ballot": [BALLOT, DELIBERATING],
    "ballot": [replace(BALLOT, voted=frozenset(FOUR)), RULED, SHOWN],
    "principals": [replace(ESCALATED, state="no_determination"), replace(ESCALATED, state="settled"), DELIBERATING],
    "review_request": [replace(RULED, waived=frozenset(PARTIES)), REVIEW, FINAL],
    "review": [FINAL],
    "release": [replace(FINAL, is_release_decided=True), replace(FINAL, state="closed"), replace(FINAL, final_at=None)],
    "correction": [BALLOT, replace(RULED, state="verification")],
}


def test_every_clock_has_what_stops_it():
    assert set(STOPPED) == set(ROWS)


@pytest.mark.parametrize(("kind", "facts"), [(kind, facts) for kind, stops in STOPPED.items() for facts in stops])
def test_clock_is_stopped(kind, facts):
    assert kind not in kinds(facts)


def test_a_mediator_that_filed_has_no_time_to_decide_on_its_own_incident():
    filed_by_tr = replace(FILED, filer="TR")
    declared = replace(DECLARED, filer="TR", declared_inadmissible_by="QA")

    assert owners(filed_by_tr, "admissibility") == ["QA"]
    assert owners(declared, "inadmissibility_objection") == []


def test_one_waiver_or_one_comment_or_one_vote_stops_only_its_own():
    one_reply = replace(CASE, incidents=(replace(OPEN_TO_BOTH, replied={"PK": at(4)}),))

    assert owners(replace(SHOWN, commented={"AF": at(91)}), "comment") == ["PK"]
    assert owners(replace(BALLOT, voted=frozenset({"TR"})), "ballot") == ["PK", "AF", "QA"]
    assert owners(replace(RULED, waived=frozenset({"PK"})), "review_request") == ["PK", "AF"]
    assert owners(one_reply, "reply") == ["AF"]


def test_where_none_is_alleged_both_parties_have_time_to_reply():
    assert owners(replace(CASE, incidents=(OPEN_TO_BOTH,)), "reply") == ["AF", "PK"]


def test_an_escalation_takes_no_time_to_reply_away():
    escalated = replace(TEAMED, state="escalated", escalated_at=at(4))

    assert [clock for clock in clocks(escalated) if clock.kind == "reply"] == [
        clock for clock in clocks(TEAMED) if clock.kind == "reply"
    ]


def test_every_incident_of_a_case_has_its_own_time_to_reply():
    late = replace(REGISTERED, code="I-BBBBBB", registered_at=at(30), filer="AF", answering=("PK",))
    found = {(one.incident, one.owner, one.until) for one in clocks(replace(CASE, incidents=(REGISTERED, late)))}

    assert {("I-AAAAAA", "AF", at(73)), ("I-BBBBBB", "PK", at(102))} <= found


def test_time_to_comment_ends_with_the_second_comment_and_never_later_than_its_hours():
    early = replace(SHOWN, commented={"PK": at(91), "AF": at(95)})
    one = replace(SHOWN, commented={"PK": at(91)})

    assert comment_ends_at(early, hours=HOURS) == at(95)
    assert comment_ends_at(one, hours=HOURS) == comment_ends_at(SHOWN, hours=HOURS) == at(90 + 48)


def test_correction_lasts_its_hours_though_the_case_is_closed():
    assert owners(replace(FINAL, state="closed"), "correction") == list(FOUR)


@pytest.mark.parametrize("state", ["settled", "no_determination", "withdrawn"])
def test_nothing_runs_in_a_case_that_ended(state):
    assert clocks(replace(RULED, state=state)) == ()


def test_every_state_has_its_stage_or_has_ended():
    assert set(STAGES) | {"closed", "settled", "no_determination", "withdrawn"} == set(TRANSITIONS)


# --- properties --------------------------------------------------------------------------------------------------

moments = st.integers(0, 2000).map(at)
maybe = st.none() | moments
by_party = st.dictionaries(st.sampled_from(PARTIES), moments)
incident_facts = st.builds(
    IncidentFacts,
    code=st.sampled_from(["I-AAAAAA", "I-BBBBBB"]),
    state=st.sampled_from(["filed", "registered", "inadmissible", "returned", "withdrawn"]),
    filer=st.sampled_from(FOUR),
    filed_at=maybe,
    declared_inadmissible_at=maybe,
    declared_inadmissible_by=st.sampled_from(["", *MEDIATORS]),
    registered_at=maybe,
    answering=st.sets(st.sampled_from(PARTIES), min_size=1).map(sorted).map(tuple),
    replied=by_party,
)
case_facts = st.builds(
    CaseFacts,
    state=st.sampled_from(sorted(TRANSITIONS)),
    opened_at=moments,
    reopened_at=maybe,
    team_relieved_at=maybe,
    incidents=st.lists(incident_facts, max_size=2, unique_by=lambda one: one.code).map(tuple),
    team_named_at=maybe,
    is_gravest_alleged=st.booleans(),
    deliberation_began_at=maybe,
    rapporteurs_delegation=st.sampled_from(["", *MEDIATORS]),
    facts_shown_at=maybe,
    commented=by_party,
    ballot_opened_at=moments,
    voted=st.frozensets(st.sampled_from(FOUR)),
    escalated_at=moments,
    verdict_adopted_at=moments,
    waived=st.frozensets(st.sampled_from(PARTIES)),
    review_requested_at=maybe,
    final_at=maybe,
    is_release_decided=st.booleans(),
)


def mirrored(value):
    """The same with the parties swapped, however deep."""
    if isinstance(value, str):
        return MIRROR.get(value, value)
    if isinstance(value, dict):
        return {mirrored(key): mirrored(one) for key, one in value.items()}
    if isinstance(value, (tuple, frozenset)):
        return type(value)(mirrored(one) for one in value)
    if isinstance(value, (CaseFacts, IncidentFacts)):
        return replace(value, **{one.name: mirrored(getattr(value, one.name)) for one in fields(value)})
    return value


def as_set(found):
    return {(one.kind, one.owner, one.since, one.until, one.incident) for one in found}


@settings(max_examples=150, deadline=None, derandomize=True)
@given(case_facts)
def test_the_parties_swapped_give_the_clocks_swapped(facts):
    straight = {(kind, mirrored(owner), *rest) for kind, owner, *rest in as_set(clocks(facts))}

    assert straight == as_set(clocks(mirrored(facts)))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(incident_facts)
def test_the_parties_swapped_give_the_clocks_of_an_incident_swapped(facts):
    straight = {(kind, mirrored(owner), *rest) for kind, owner, *rest in as_set(clocks(facts))}

    assert straight == as_set(clocks(mirrored(facts)))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(case_facts)
def test_no_clock_runs_twice_and_each_ends_after_its_own_hours(facts):
    found = clocks(facts)

    assert len({(one.kind, one.owner, one.incident) for one in found}) == len(found)
    assert all(one.until - one.since == timedelta(hours=HOURS[one.kind]) for one in found)
    assert all(one.owner in {*FOUR, "team", "rapporteur", "principals"} for one in found)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(incident_facts)
def test_no_filer_decides_about_its_own_incident(facts):
    assert facts.filer not in {one.owner for one in clocks(facts)}


def test_a_clock_that_goes_on_reminds_of_nothing_that_has_passed_and_always_ends():
    one = clocks(CASE)[0]
    among = moments_of(one.since, one.until, hours_after=5)
    half, three_quarters, end, after = among

    assert moment_resumed("half", among=among, after=at(0)) == half
    assert moment_resumed("half", among=among, after=half[1]) == three_quarters
    assert moment_resumed("half", among=among, after=at(900)) == end
    assert moment_resumed("end", among=among, after=at(0)) == end
    assert moment_resumed("after", among=among, after=at(900)) == after
    assert moment_resumed("after", among=among[:3], after=at(0)) == NOTHING_MORE


def test_a_reopened_case_gives_the_whole_time_again():
    again = replace(CASE, reopened_at=at(500))
    late = replace(again, incidents=(replace(REGISTERED, registered_at=at(510)),))

    assert {(one.kind, one.since) for one in clocks(again)} == {("reply", at(500)), ("team", at(500))}
    assert {(one.kind, one.since) for one in clocks(late)} == {("reply", at(510)), ("team", at(500))}
    assert {one.since for one in clocks(replace(again, team_relieved_at=at(530))) if one.kind == "team"} == {at(530)}


def test_where_no_mediator_has_the_rapporteur_both_have_the_time_to_open_the_ballot():
    assert owners(replace(SHOWN, rapporteurs_delegation=""), "opening_ballot") == list(MEDIATORS)

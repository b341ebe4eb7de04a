"""No timer produces a violation, an approval, a final verdict or a penalty (decision rule 5).

Over random schedules: who votes what and when, or not at all; who comments, replies, answers, or is silent; and a worker
that comes early, late, or not for weeks. What a timer may do is drawn from clocks.csv and transitions.csv.
"""

import ast
from collections import Counter
from itertools import count

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from commission import law
from monitoring_site.refusals import Refused
from penalties.actions import compliance
from penalties.models import Penalty
from record.actor import CLOCK
from record.models import Act
from tests.architecture.sources import ROOT
from tests.factories import penalties, procedure
from tests.factories.incidents import filed_incident
from tests.procedure.stories import what_if
from tests.verification.machine.acts_after import ACTS
from tests.verification.machine.side import Side
from tests.verification.machine.strength import strength
from tests.verification.machine.turns import BESIDE, CHOICE, HOURS, TURNS, pick
from verification.actions.clocks import perform_due
from verification.models import Assent, Ballot, Case, Verdict, Vote

# What the end of each clock does, by the words of clocks.csv; every clock of a case or a penalty also reminds.
ENDS = {
    "nothing": set(),
    "step closes": {"clock_ended"},
    "overdue": {"clock_ended"},
    "no determination": {"no_determination_recorded"},
    "tally with closed = true": {row.event for row in law.rows() if row.verb == "close_ballot"},
}
DECIDING = [
    "verification_vote", "verification_finding", "verification_determination", "verification_proposedmeasure",
    "penalties_posting", "penalties_review", "penalties_compliancereport",
]  # fmt: skip
CONTENT = "SELECT " + ", ".join(
    f"(SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM {table} t)" for table in DECIDING
)
# A step of a case that a timer may take, and of a penalty.
MOVES = {(row.source, row.target) for row in law.rows() if row.machine == "case" and "clock" in row.who}
# No sum of these ends within a minute before a full hour: what a schedule does, it does again when it is replayed.
PARTS = [0.013, 0.31, 0.71]
STARTS = {
    "verification": lambda: procedure.with_team(procedure.registered_case()),
    "deliberation": lambda: procedure.case_at("deliberation"),
    "ballot": lambda: procedure.case_at("ballot"),
    "escalated": lambda: procedure.case_at("escalated"),
    "ruled": lambda: procedure.case_at("ruled"),
    "review": lambda: penalties.case_in_review(penalties.ruled_case()),
    "final": lambda: penalties.penalty_at("notified").verdict.case,
}


def events_of_timers():
    """Every event that a clock may leave, as the two tables have it."""
    found = {"verification.clock_reminded", "penalties.clock_reminded", "penalties.penalty_overdue"}
    for row in law.clock_rows():
        words = next(words for words in ENDS if row.at_its_end.startswith(words))
        found |= {f"verification.{event}" for event in ENDS[words]}
    return found


def of_clock():
    return Act.objects.filter(actor_name=CLOCK.name, actor_role=CLOCK.role, actor_delegation=CLOCK.delegation)


def decided():
    """All that only people decide, to the letter."""
    with connection.cursor() as cursor:
        cursor.execute(CONTENT)
        content = [*cursor.fetchone(), *Assent.objects.order_by("pk").values_list("pk", "act", "delegation", "terms")]
    final = set(Verdict.objects.values_list("pk", "final_at", "reversed_at", "released_at", "release_reasons"))
    return content, {one[0]: one for one in final}


def comes(seen):
    """The worker comes: whatever it does, it decides nothing."""
    known, (content, verdicts) = Act.objects.count(), decided()
    states = dict(Case.objects.values_list("pk", "state"))
    ordered = dict(Penalty.objects.values_list("pk", "state"))
    approved, live = approved_by_both_mediators(), live_assents()
    perform_due()
    compliance.perform_due()

    assert decided()[0] == content, "a timer voted, determined, proposed, assented or posted"
    assert live_assents() <= live  # where the case moved, an assent is spent, and never given
    now = decided()[1]
    assert {key: now[key] for key in verdicts} == verdicts, "a timer made a verdict final, reversed or released it"
    for verdict in Verdict.objects.exclude(pk__in=verdicts).select_related("ballot"):
        assert verdict.ballot_id in approved, "a timer adopted what the mediators had not approved"
        assert (verdict.adoption, verdict.final_at) == ("determined", None)
    changed = {(ordered.get(key), state) for key, state in Penalty.objects.values_list("pk", "state")}
    assert {pair for pair in changed if pair[0] != pair[1]} <= {("notified", "overdue")}
    for key, state in Case.objects.values_list("pk", "state"):
        assert state == states[key] or state in reachable_by_timers(states[key])
    new = Act.objects.order_by("pk")[known:]
    assert {(one.actor_name, one.actor_role, one.actor_delegation) for one in new} <= {("clock", "clock", "")}
    seen.update(one.event for one in new)
    assert {one.event for one in new} <= events_of_timers()


def live_assents():
    return set(Assent.objects.filter(spent_at=None).values_list("pk", flat=True))


def approved_by_both_mediators():
    """The open ballots that people of both mediators have approved, each in time."""
    open_ones = Ballot.objects.filter(closed_at=None)
    votes = Vote.objects.filter(ballot__in=open_ones, delegation__in=["TR", "QA"], choice="approve")
    return {ballot for ballot, count in Counter(votes.values_list("ballot", flat=True)).items() if count == 2}


def reachable_by_timers(state):
    first = {target for source, target in MOVES if source == state}
    return first | {target for source, target in MOVES if source in first}


def something_is_done(side, choose):
    """One act of one member, in turn or beside it; whatever is refused is not done."""
    name, way = choose([*TURNS[side.state] * 4, *BESIDE], "act")
    terms = {key: choose(options, key) for key, options in way.items()}
    by = terms.pop("by")
    for username in (by,) if isinstance(by, str) else by:
        try:
            ACTS[name](side, by=procedure.member(username), **terms)
        except Refused:
            pass  # as before: this schedule has one act less


def some_vote(side, choose):
    for username in ("pk.head", "af.deputy", "tr.head", "qa.head"):
        choice = choose(CHOICE, username)
        if choice and side.state == "ballot":
            try:
                ACTS["cast_vote"](side, by=procedure.member(username), choice=choice)
            except Refused:
                return


@pytest.mark.django_db
@pytest.mark.parametrize("start", STARTS)
def test_a_worker_that_comes_at_any_time_decides_nothing(cast, start):
    begun, filed, seen = STARTS[start](), filed_incident(by=cast.pk_head), Counter()

    @strength(examples=2)
    @given(data=st.data())
    def over_random_schedules(data):
        with what_if():
            side, turns = Side(begun.pk, [filed.pk]), count()

            def choose(options, label):
                return pick(data, options, label=label, turn=next(turns))

            for _visit in range(choose([3, 4, 5, 6], "visits")):
                for _act in range(choose([0, 1, 2, 3], "acts")):
                    something_is_done(side, choose)
                if side.state == "ballot":
                    some_vote(side, choose)
                procedure.hours_pass(choose(HOURS, "hours") + choose(PARTS, "and"))
                comes(seen)

    over_random_schedules()

    assert seen, "the worker had something to do"


@pytest.mark.django_db
def test_each_end_of_a_ballot_by_the_clock_is_what_the_mediators_cast_and_nothing_more(cast):
    """Directed, so that every event of a timer is seen: the clock can append these, and exactly these."""
    seen = Counter()
    for votes, state in [
        ({"TR": "approve", "QA": "approve"}, "ruled"),
        ({"TR": "approve", "QA": "reject"}, "deliberation"),
        ({"PK": "approve", "AF": "approve", "QA": "approve"}, "escalated"),
    ]:
        case = procedure.voted(procedure.case_at("ballot"), votes)
        procedure.hours_pass(72.01)
        comes(seen)
        assert procedure.fresh(case).state == state
    penalties.penalty_at("notified")
    for hours in (241, 721):
        procedure.hours_pass(hours)
        comes(seen)
    assert procedure.fresh(case).state == "no_determination"

    assert set(seen) == events_of_timers()
    assert set(of_clock().values_list("event", flat=True)) == events_of_timers()


def test_the_law_has_no_act_of_a_clock_but_these():
    """What the tables call a clock's: the ends of a ballot and of the principals' time, and what shows as overdue."""
    acts = {(row.machine, row.verb, row.event) for row in law.rows() if "clock" in row.who}
    events = {event for _machine, _verb, event in acts}

    assert {(machine, verb) for machine, verb, _event in acts} == {
        ("case", "close_ballot"),
        ("case", "principals_clock_ends"),
        ("penalty", "due_clock_ends"),
    }
    assert events <= {event.partition(".")[2] for event in events_of_timers()}
    # A verdict is adopted by the ballot's clock only where "the fourth vote" would have adopted it as well: by the tally.
    assert {row.act for row in law.rows() if "ballot clock" in row.who and row.target == "ruled"} == {
        "close_ballot:determined"
    }
    assert not events & {"verdict_final", "penalty_ordered", "vote_cast", "points_posted", "review_concluded"}


def test_only_these_functions_act_in_the_clock_s_name():
    """The actor of an entry is given by whoever appends it: nobody else in the whole project names the clock."""
    named = set()
    for path in sorted(ROOT.rglob("*.py")):
        place = path.relative_to(ROOT)
        if place.parts[0] in {"tests", "bench", "node_modules", "var", ".venv"} or "migrations" in place.parts:
            continue
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef) and _names_the_clock(function):
                named.add((place.as_posix(), function.name))

    assert named == {
        ("penalties/actions/compliance.py", "_remind"),
        ("penalties/actions/compliance.py", "_show_overdue"),
        ("verification/actions/ballots.py", "close_ballot_at_its_end"),
        ("verification/actions/cases.py", "end_principals_clock"),
        ("verification/actions/endings.py", "_record"),
    }


def _names_the_clock(function):
    return any(isinstance(one, ast.Name) and one.id == "CLOCK" for one in ast.walk(function))

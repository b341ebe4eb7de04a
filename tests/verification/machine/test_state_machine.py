"""Random acts by random members, in two cases at once: one with the parties as they are, one with them swapped.

After each step the laws of the procedure hold, a refused act has changed nothing, and the second case is the first
one mirrored. Time moves at random, the worker comes early, late, or twice at once; members change seats. Every example
begins from a state that the procedure reached, and is undone.
"""

import inspect
from collections import Counter

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from monitoring_site import clock
from monitoring_site.refusals import Refused
from penalties.actions import compliance
from penalties.models import Penalty, Posting
from tests.factories import procedure
from tests.factories.mirror import mirrored
from tests.procedure.stories import what_if
from tests.verification.machine import laws
from tests.verification.machine.acts_after import ACTS, ACTS_OF_A_SIDE
from tests.verification.machine.side import Side
from tests.verification.machine.strength import IS_LONG, strength
from tests.verification.machine.turns import (
    ANYBODY,
    BESIDE,
    CHOICE,
    HEADS_OF_FOUR,
    HOURS,
    PARTIES_CHOICE,
    SEATS,
    STAGES,
    TURNS,
    pick,
    sides_at,
)
from tests.verification.machine.wayout import way_out
from verification.actions.clocks import perform_due
from verification.models import Verdict
from verification.standing import eligible_voters
from verification.states import TRANSITIONS

# An act that recuses somebody leaves every delegation an eligible voter; so does the opening of a ballot.
RECUSING = {"name_team", "name_rapporteur", "decide_challenge", "register_incident", "object_to_inadmissibility"}
FOUR = ("PK", "AF", "TR", "QA")
HAPPENINGS = [
    *["acts_in_turn"] * 4,
    *["time_passes"] * 2,
    "four_vote",
    "act_beside",
    "act_beside",
    "act_out_of_turn",
    "seat_changes",
    "one_is_silent_for_ever",
]


def _each(by):
    return (by,) if isinstance(by, str) else by


def terms_of(act):
    """The terms that an act has where none are given."""
    found = inspect.signature(act).parameters.values()
    return {one.name: one.default for one in found if one.default is not inspect.Parameter.empty}


class TwoCases(RuleBasedStateMachine):
    """The first case, and beside it the mirrored one, in which every act is done by the mirrored member."""

    start: list[Side] = []
    seen: Counter = Counter()

    def __init__(self):
        super().__init__()
        self.offset = clock.offset()
        self.steps = 0
        self.content = None  # everything, as long as nothing has changed since it was read
        self.is_way_out_tried = False
        self.block = transaction.atomic()
        self.block.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)
        clock.put_back()
        clock.move(self.offset)

    @initialize()
    def begin(self):
        self.sides = [Side(side.case_key, list(side.filed)) for side in self.start]
        self.states = [side.state for side in self.sides]
        self.recusals = laws.recusals()
        # How the stage was reached was not mirrored: both parties commented, but in the same order in both cases.
        self.known = len(self.sides[0].likeness()["acts"])

    # --- one act --------------------------------------------------------------------------------------------------
    def both(self, name, by, **terms):
        """The act in the first case, its mirror image in the second; the answers mirror each other."""
        terms = {**terms_of(ACTS[name]), **terms}
        answers = []
        for side, swap in zip(self.sides, (lambda value: value, mirrored), strict=False):
            answers.append(self._one(name, side, by=swap(by), **{key: swap(value) for key, value in terms.items()}))
        assert len(answers) == 1 or mirrored(answers[0]) == answers[1]
        self.seen[name, answers[0] is None] += 1
        self._follow(moves=1)

    def _one(self, name, side, *, by, **terms):
        before, voiced = self.content or laws.everything(), self._voiced(side) if name in RECUSING else set()
        try:
            ACTS[name](side, by=procedure.member(by), **terms)
        except Refused as refused:
            assert laws.everything() == before, "a refused act changed something"
            self.content = before
            return side.without_names(str(refused.reason))
        self.content = None
        if name == "open_ballot":
            assert self._voiced(side) == set(FOUR)
        assert name not in RECUSING or self._voiced(side) >= voiced, f"{name} took a delegation's last eligible voter"
        return None

    @staticmethod
    def _voiced(side):
        case = side.case
        return {code for code in FOUR if eligible_voters(case, delegation=code).exists()}

    def _follow(self, *, moves):
        """The states moved as the law has it, at most so many times."""
        now = [side.state for side in self.sides]
        for old, new in zip(self.states, now, strict=True):
            reached = {old}
            for _move in range(moves):
                reached |= {following for state in reached for following in TRANSITIONS[state]}
            assert new in reached
        self.states = now
        self.seen[now[0], True] += 1

    def _pick(self, data, options, label):
        self.steps += 1
        return pick(data, options, label=label, turn=self.steps)

    def _draw(self, data, turns):
        name, way = self._pick(data, turns, "act")
        terms = {key: self._pick(data, options, key) for key, options in way.items()}
        for by in _each(terms.pop("by")):
            self.both(name, by, **terms)

    # --- what may happen ------------------------------------------------------------------------------------------
    @rule(data=st.data())
    def something_happens(self, data):
        """One rule and not one for each: Hypothesis leaves out rules of an example, and a few examples would stand still."""
        self.content = None
        getattr(self, self._pick(data, HAPPENINGS, "happening"))(data)

    def acts_in_turn(self, data):
        for _act in range(self._pick(data, [2, 3, 4], "acts")):
            self._draw(data, TURNS[self.states[0]])

    def act_beside(self, data):
        self._draw(data, BESIDE)

    def four_vote(self, data):
        for by, choices in zip(HEADS_OF_FOUR, [PARTIES_CHOICE, PARTIES_CHOICE, CHOICE, CHOICE], strict=True):
            if choice := self._pick(data, choices, by):
                self.both("cast_vote", by, choice=choice)

    def act_out_of_turn(self, data):
        act = self._pick(data, ACTS_OF_A_SIDE, "act")
        self.both(act.__name__, self._pick(data, ANYBODY, "by"))

    def seat_changes(self, data):
        """One admin moves, another confirms; the mirror image with them, or from here on there is one case alone."""
        one, other = self._pick(data, [("admin1", "admin2"), ("admin2", "admin1")], "admins")
        seat = self._pick(data, SEATS, "seat")
        decide = self._pick(data, ["confirm_seat_change"] * 3 + ["refuse_seat_change"], "decision")
        image = tuple(mirrored(part) for part in seat)
        if image != seat and seat[0].startswith(("tr", "qa")):
            self.sides, self.states = self.sides[:1], self.states[:1]
        both = [seat, image] if image != seat and len(self.sides) == 2 else [seat]
        for of, delegation, role in both:
            self._alone("change_seat", one, of=of, delegation=delegation, role=role)
            self._alone("confirm_seat_change", one)  # not a second admin: refused
            self._alone(decide, other)

    def _alone(self, name, by, **terms):
        self.seen[name, self._one(name, self.sides[0], by=by, **terms) is None] += 1

    def time_passes(self, data):
        """The worker comes, or is down; of two at once, one does what is first due and the other the rest, all once."""
        verdicts, postings, penalties = Verdict.objects.count(), Posting.objects.count(), Penalty.objects.count()
        adoptable = laws.adoptable_ballots()
        procedure.hours_pass(self._pick(data, HOURS, "hours") + 0.013)  # no end lies between the two cases
        first = self._pick(data, [-1, 0, 1, 2, 3], "moments of the first worker")
        if first < 0:
            return
        perform_due(limit=first)
        compliance.perform_due(limit=first)
        compliance.perform_due()
        perform_due()
        performed = laws.everything()
        assert (perform_due(), compliance.perform_due()) == (0, 0)
        assert laws.everything() == performed, "the second worker changed something"
        # Decision rule 5: a timer only tallies what was cast.
        assert Verdict.objects.count() <= verdicts + adoptable
        assert (Posting.objects.count(), Penalty.objects.count()) == (postings, penalties)
        laws.every_moment_was_performed_once()
        self._follow(moves=2)  # a ballot ends, and then the principals' time

    def one_is_silent_for_ever(self, data):
        if self.is_way_out_tried and not IS_LONG:
            return
        self.is_way_out_tried = True
        with what_if():
            way_out(self.sides[0].case, silent=self._pick(data, FOUR, "silent"))
        self.seen["way_out", True] += 1

    # --- what holds -----------------------------------------------------------------------------------------------
    @invariant()
    def second_case_is_the_first_one_mirrored(self):
        found = [side.likeness() for side in self.sides]
        for one in found:
            one["acts"] = one["acts"][self.known :]
        assert len(found) == 1 or mirrored(found[0]) == found[1]

    @invariant()
    def ballots_are_as_the_decision_rule_says(self):
        keys = [side.case_key for side in self.sides]
        laws.one_voice_each_and_verdicts_are_what_tally_says(keys)
        laws.nobody_who_is_recused_has_voted_since(keys)

    @invariant()
    def recusals_are_kept_and_no_delegation_is_without_a_voter(self):
        now = laws.recusals()
        assert now >= self.recusals
        self.recusals = now
        laws.every_delegation_has_a_voter_and_the_secretariat_two_admins()

    @invariant()
    def ledger_and_record_agree_with_what_was_done(self):
        laws.balance_is_the_sum_of_the_postings()
        laws.every_act_has_exactly_one_entry_and_the_reverse()


@pytest.mark.django_db
@pytest.mark.parametrize("stage", STAGES)
def test_random_acts_keep_the_law_and_mirror_each_other(cast, stage):
    TwoCases.start = sides_at(stage, "pk.head", "af.head")
    TwoCases.seen = Counter()

    run_state_machine_as_test(TwoCases, settings=strength(examples=1, steps=11))

    # The examples went somewhere: acts were done as well as refused, and the case moved.
    acts = {name: sum(TwoCases.seen[act, name] for act in ACTS) for name in (True, False)}
    assert min(acts.values()) >= 3, TwoCases.seen
    assert len({name for name, _done in TwoCases.seen} & set(TRANSITIONS)) >= 2, TwoCases.seen

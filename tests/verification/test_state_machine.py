"""Random acts by random members, in two cases at once: one with the parties as they are, one with them swapped.

After each step the laws of the procedure hold, a refused act has changed nothing, and the second case is the first
one mirrored. Every example begins from a state that the procedure reached, and is undone.
"""

from collections import Counter

import pytest
from django.db import connection, transaction
from django.db.models import F
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from commission.models import Delegation, Member
from monitoring_site import clock
from monitoring_site.clock import database_time
from monitoring_site.refusals import Refused
from penalties.actions import compliance
from penalties.models import Penalty, Posting
from penalties.queries import ledgers
from record.actions import sequence
from record.models import Act, Entry, Inbox
from tests.conftest import Cast
from tests.factories import penalties, procedure
from tests.factories.acts import (
    ACTS,
    annul_ballot,
    cast_vote,
    conclude_review,
    confirm_discharge,
    declare_final,
    draft_finding,
    log_notified,
    name_rapporteur,
    name_team,
    open_ballot,
    record_principals_answer,
    reopen_case,
    report_compliance,
    request_review,
    send_comment,
    send_reply,
    submit_report,
    waive_review,
)
from tests.factories.incidents import filed_incident
from tests.factories.mirror import mirrored, portrait
from verification import tally
from verification.actions.clocks import perform_due
from verification.models import Ballot, Case, Verdict, Vote
from verification.states import TRANSITIONS

QUICK = settings(
    max_examples=3,
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)
STAGES = {
    "registered": procedure.registered_case,
    "of a mediator": lambda filer: procedure.with_team(
        procedure.registered_case(filed_incident(by=procedure.member("tr.head"), respondents=[])),
        team="tr.officer",
        rapporteur="qa.officer",
    ),
    "shown": lambda filer: procedure.with_finding(procedure.in_deliberation(filer=filer)),
    "ballot": lambda filer: procedure.case_at("ballot", filer=filer),
    "ruled": lambda filer: procedure.case_at("ruled", filer=filer),
    "final": lambda filer: penalties.final_case(filer=filer, violation_class="serious"),
}
TABLES = [
    "record_act", "record_opening", "record_inbox", "record_entry", "verification_vote", "verification_ballot",
    "verification_verdict", "verification_assent", "verification_finding", "verification_determination",
    "verification_comment", "verification_reply", "verification_report", "verification_recusal",
    "verification_teammember", "penalties_posting", "penalties_penalty", "penalties_review",
    "penalties_compliancereport", "incidents_evidence",
]  # fmt: skip
COUNTS = "SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in TABLES)
DIGESTS = ["verification_case", "verification_clock", "penalties_penalty", "incidents_incident", "verification_assent"]
CONTENT = "SELECT " + ", ".join(
    f"(SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM {table} t)" for table in DIGESTS
)

VOTERS = [f"{code}.{role}" for code in ("pk", "af", "tr", "qa") for role in ("head", "deputy")]
MEDIATORS = ["tr.head", "qa.head", "tr.deputy", "qa.deputy"]
HEADS = ["pk.head", "af.head"]
EXPERTS = ["tr.officer", "tr.officer", "qa.officer", "tr.deputy"]
# Who does together what two must do, or tries to.
HEADS_OF_FOUR = ("pk.head", "af.deputy", "tr.head", "qa.head")
PAIRS = [("tr.head", "qa.head"), ("qa.deputy", "tr.deputy"), ("tr.deputy", "tr.head"), ("pk.head", "qa.head")]
CHOICES = st.sampled_from(["approve", "reject", "reserve", None])
OFTEN_APPROVE = st.sampled_from(["approve", "approve", "approve", "reject", "reserve", None])
anybody = st.sampled_from(Cast.usernames())


ADOPTED = {"consensus", "determined"}


def everything():
    """How many rows there are of what an act writes, and the content of what it changes."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS)
        counts = cursor.fetchone()
        cursor.execute(CONTENT)
        return counts, cursor.fetchone()


def adoptable_ballots():
    """The open ballots in which both mediators have already approved: only those may become verdicts by time alone."""
    approvals = Vote.objects.filter(ballot__closed_at=None, delegation__in=["TR", "QA"], choice="approve")
    return sum(count == 2 for count in Counter(approvals.values_list("ballot", flat=True)).values())


def _code(case):
    return case.incidents.first().code


def mostly(some):
    """Mostly one of these, now and then anybody at all."""
    often = 3 * len(Cast.usernames()) // len(some)
    return st.sampled_from([*some * often, *Cast.usernames()])


MEDIATOR, PARTY, VOTER, EXPERT = mostly(MEDIATORS), mostly(HEADS), mostly(VOTERS), mostly(EXPERTS)
PAIR, EXPERT_NAMED = st.sampled_from(PAIRS), st.sampled_from(EXPERTS)
BOTH_PARTIES = st.sampled_from(
    [("pk.head", "af.head"), ("af.deputy", "pk.deputy"), ("pk.head",), ("af.head", "qa.head")]
)
FINDING = {
    "violation_class": st.sampled_from(["without_violation", "minor", "serious", "very_serious"]),
    "answerable": st.sampled_from(["PK", "AF", "none"]),
}
# In each state of a case, the acts that the law has there, mostly by those who may.
TURNS = {
    "verification": [
        (name_team, {"by": PAIR, "team": EXPERT_NAMED}),
        (name_rapporteur, {"by": PAIR, "rapporteur": EXPERT_NAMED}),
        (send_reply, {"by": BOTH_PARTIES}),
        (submit_report, {"by": EXPERT}),
        (submit_report, {"by": st.just(("qa.officer", "tr.officer"))}),
    ],
    "deliberation": [
        (name_rapporteur, {"by": PAIR, "rapporteur": EXPERT_NAMED}),
        (draft_finding, {"by": EXPERT, **FINDING}),
        (send_comment, {"by": BOTH_PARTIES}),
        (open_ballot, {"by": MEDIATOR}),
        (open_ballot, {"by": st.just(("tr.head", "qa.head"))}),
    ],
    "ballot": [(cast_vote, {"by": VOTER, "choice": OFTEN_APPROVE.filter(bool)}), (annul_ballot, {"by": PAIR})],
    "escalated": [(record_principals_answer, {"by": PAIR, "answer": st.sampled_from(["ballot", "ballot", "none"])})],
    "ruled": [(waive_review, {"by": BOTH_PARTIES}), (declare_final, {"by": MEDIATOR}), (request_review, {"by": PARTY})],
    "review": [(conclude_review, {"by": PAIR, "outcome": st.sampled_from(["upheld", "reversed", "reopened"])})],
    "final": [
        (log_notified, {"by": mostly(["admin1", "admin2"])}),
        (report_compliance, {"by": BOTH_PARTIES}),
        (confirm_discharge, {"by": MEDIATOR}),
        (request_review, {"by": PARTY}),
    ],
}
ENDED = [(reopen_case, {"by": PAIR})]


def _each(by):
    return (by,) if isinstance(by, str) else by


class TwoCases(RuleBasedStateMachine):
    """The first case, and beside it the mirrored one, in which every act is done by the mirrored member."""

    start: list[int] = []  # the two cases, by primary key
    members: dict[str, Member] = {}
    seen: Counter = Counter()

    def __init__(self):
        super().__init__()
        self.offset = clock.offset()
        self.steps = 0
        self.block = transaction.atomic()
        self.block.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)
        clock.put_back()
        clock.move(self.offset)

    @initialize()
    def begin(self):
        self.keys = self.start
        self.states = [case.state for case in self.pair()]
        # How the stage was reached was not mirrored: both parties commented, but in the same order in both cases.
        self.known = len(portrait(self.pair()[0])["acts"])

    def pair(self):
        return [procedure.fresh(Case(pk=key)) for key in self.keys]

    def both(self, act, by, **terms):
        """The act in the first case, its mirror image in the second; the answers mirror each other."""
        answers = []
        for case, swap in zip(self.pair(), (lambda value: value, mirrored), strict=True):
            answers.append(self._one(act, case, by=self.members[swap(by)], **{k: swap(v) for k, v in terms.items()}))
        assert mirrored(answers[0]) == answers[1]
        self.seen[act.__name__, answers[0] is None] += 1

    def _one(self, act, case, **terms):
        before = everything()
        try:
            act(case, **terms)
        except Refused as refused:
            assert everything() == before, "a refused act changed something"
            return str(refused.reason).replace(case.reference, "the case").replace(_code(case), "the incident")
        return None

    @rule(data=st.data())
    def act_in_turn(self, data):
        turns = TURNS.get(self.states[0], ENDED)
        # Counted on from step to step: so the simplest example is a walk, and not one act over and over.
        self.steps += 1
        act, way = turns[(data.draw(st.integers(0, len(turns) - 1), label="act") + self.steps) % len(turns)]
        terms = {name: data.draw(choice, label=name) for name, choice in way.items()}
        for by in _each(terms.pop("by")):
            self.both(act, by, **terms)

    @precondition(lambda self: self.states[0] == "ballot")
    @rule(parties=st.tuples(CHOICES, CHOICES), mediators=st.tuples(OFTEN_APPROVE, OFTEN_APPROVE))
    def four_vote(self, parties, mediators):
        for by, choice in zip(HEADS_OF_FOUR, parties + mediators, strict=True):
            if choice:
                self.both(cast_vote, by, choice=choice)

    @rule(by=anybody, act=st.sampled_from(ACTS))
    def act_out_of_turn(self, by, act):
        self.both(act, by)

    @rule(hours=st.sampled_from([1, 13, 49, 73, 73, 361]))
    def time_passes(self, hours):
        verdicts, postings = Verdict.objects.count(), Posting.objects.count()
        adoptable = adoptable_ballots()
        procedure.hours_pass(hours)
        perform_due()
        compliance.perform_due()
        # Decision rule 5: a timer only tallies what was cast.
        assert Verdict.objects.count() <= verdicts + adoptable
        assert Posting.objects.count() == postings
        assert not Penalty.objects.exclude(verdict__final_at__isnull=False).exists()

    @invariant()
    def second_case_is_the_first_one_mirrored(self):
        one, other = (portrait(case) for case in self.pair())
        for found in (one, other):
            found["acts"] = found["acts"][self.known :]
        assert mirrored(one) == other

    @invariant()
    def state_moved_as_the_law_has_it(self):
        now = [case.state for case in self.pair()]
        assert all(new == old or new in TRANSITIONS[old] for old, new in zip(self.states, now, strict=True))
        self.states = now
        self.seen[now[0], True] += 1

    @invariant()
    def one_vote_per_delegation_and_verdicts_are_what_tally_says(self):
        for ballot in Ballot.objects.filter(case__in=self.keys).prefetch_related("votes"):
            cast = [(vote.delegation_id, vote.choice) for vote in ballot.votes.all()]
            assert len(dict(cast)) == len(cast) <= 4
            votes = {code: dict(cast).get(code) for code in ("PK", "AF", "TR", "QA")}
            found = tally.outcome(votes, round=ballot.round, closed=not ballot.is_open)
            assert ballot.outcome == "annulled" or ballot.outcome == ("" if ballot.is_open else found)
            adopted = Verdict.objects.filter(ballot=ballot)
            assert [one.adoption for one in adopted] == ([found] if found in ADOPTED and not ballot.is_open else [])
        people = Vote.objects.filter(ballot__case__in=self.keys).values_list("ballot", "cast_by")
        assert len(set(people)) == len(people)

    @invariant()
    def nobody_who_is_recused_has_voted_since(self):
        votes = Vote.objects.filter(ballot__case__in=self.keys)
        of_recused = {"cast_by__recusals__case": F("ballot__case"), "cast_by__recusals__at__lte": F("cast_at")}
        assert not votes.filter(**of_recused).exists()

    @invariant()
    def balance_is_the_sum_of_the_postings(self):
        lines = list(Posting.objects.values_list("party_id", "unit", "amount"))
        for ledger in ledgers(list(Delegation.objects.parties()), at=database_time()):
            units = {unit for party, unit, _amount in lines if party == ledger.party.pk}
            assert dict(ledger.balances) == {
                wanted: sum(amount for party, unit, amount in lines if (party, unit) == (ledger.party.pk, wanted))
                for wanted in units
            }
        assert not Posting.objects.filter(verdict__final_at=None).exists()

    @invariant()
    def every_act_has_exactly_one_entry_and_the_reverse(self):
        sequence()
        acts = list(Act.objects.order_by("pk").values_list("commitment", flat=True))
        entries = list(Entry.objects.order_by("index").values_list("commitment", flat=True))
        assert sorted(acts) == sorted(entries)
        assert len(set(entries)) == len(entries)
        assert not Inbox.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("stage", STAGES)
def test_random_acts_keep_the_law_and_mirror_each_other(cast, stage):
    TwoCases.start = [STAGES[stage](filer=filer).pk for filer in ("pk.head", "af.head")]
    TwoCases.members = {username: procedure.member(username) for username in Cast.usernames()}
    TwoCases.seen = Counter()

    run_state_machine_as_test(TwoCases, settings=QUICK)

    # The examples went somewhere: acts were done as well as refused, and the case moved.
    acts = {name: sum(TwoCases.seen[act.__name__, name] for act in ACTS) for name in (True, False)}
    assert min(acts.values()) >= 3, TwoCases.seen
    assert len({name for name, _done in TwoCases.seen} & set(TRANSITIONS)) >= 2, TwoCases.seen

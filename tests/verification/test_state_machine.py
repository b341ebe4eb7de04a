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
from penalties.actions import compliance, finality, orders
from penalties.models import Penalty, Posting
from penalties.queries import ledgers
from record.actions import sequence
from record.models import Act, Entry, Inbox
from tests.conftest import Cast
from tests.factories import penalties, procedure
from tests.factories.incidents import filed_incident
from tests.factories.mirror import mirrored, portrait
from verification import tally
from verification.actions import ballots, cases, findings, registration, replies
from verification.actions.clocks import perform_due
from verification.models import Ballot, Case, Verdict, Vote
from verification.states import TRANSITIONS

QUICK = settings(
    max_examples=10,
    stateful_step_count=18,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)
STAGES = {
    "registered": procedure.registered_case,
    "of a mediator": lambda filer: procedure.registered_case(
        filed_incident(by=procedure.member("tr.head"), respondents=[])
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
PAIRS = [("tr.head", "qa.head"), ("qa.deputy", "tr.deputy"), ("tr.deputy", "tr.head"), ("pk.head", "qa.head")]
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


def _incident(case):
    return case.incidents.first()


def name_team(case, *, by, team="qa.officer"):
    cases.name_team(case, team=[procedure.member(team)], by=by)


def name_rapporteur(case, *, by, rapporteur="tr.officer"):
    cases.name_rapporteur(case, rapporteur=procedure.member(rapporteur), by=by)


def send_reply(case, *, by):
    replies.send_reply(_incident(case), stance="deny", text="Not so.", by=by)


def submit_report(case, *, by):
    cases.submit_report(case, text="What we saw.", by=by)


def draft_finding(case, *, by, violation_class="minor", answerable="AF"):
    terms = procedure.finding_terms(case, violation_class=violation_class, answerable=answerable)
    findings.draft_finding(case, terms=terms, by=by)


def send_comment(case, *, by):
    findings.send_comment(case, text="We have read it.", by=by)


def open_ballot(case, *, by):
    ballots.open_ballot(case, by=by)


def cast_vote(case, *, by, choice="approve"):
    ballot = case.open_ballot()
    reasons = "" if choice == "approve" else "For these reasons."
    ballots.cast_vote(case, choice=choice, digest=ballot.digest_hex if ballot else "", reasons=reasons, by=by)


def annul_ballot(case, *, by):
    ballots.annul_ballot(case, reasons="A page was missing.", by=by)


def escalate_case(case, *, by):
    cases.escalate_case(case, reasons="No way on.", by=by)


def record_principals_answer(case, *, by, answer="none"):
    cases.record_principals_answer(case, answer=answer, text="In short.", by=by)


def settle_case(case, *, by):
    cases.settle_case(case, agreed_text="We agree so.", by=by)


def reopen_case(case, *, by):
    cases.reopen_case(case, new_fact="A film came to light.", by=by)


def withdraw_incident(case, *, by):
    registration.withdraw_incident(_incident(case), reasons="An error.", by=by)


def request_review(case, *, by):
    penalties.request_review(case, by=by.username)


def conclude_review(case, *, by, outcome="upheld"):
    conclusion = penalties.Conclusion(outcome=outcome, reasons="We looked again.")
    penalties.reviews.conclude_review(case, conclusion=conclusion, by=by)


def _latest_penalty(case):
    penalty = Penalty.objects.filter(verdict__case=case).order_by("pk").last()
    if penalty is None:
        raise Refused("There is no penalty to act on.")
    return penalty


def log_notified(case, *, by):
    orders.log_notified(_latest_penalty(case), by=by)


def report_compliance(case, *, by):
    compliance.report_compliance(_latest_penalty(case), text="Published.", files=[penalties.proof()], by=by)


def confirm_discharge(case, *, by):
    compliance.confirm_discharge(_latest_penalty(case), by=by)


def waive_review(case, *, by):
    finality.waive_review(case, by=by)


def declare_final(case, *, by):
    finality.declare_final(case, by=by)


def close_case(case, *, by):
    finality.close_case(case, by=by)


ACTS = [
    name_team, name_rapporteur, send_reply, submit_report, send_comment, open_ballot, cast_vote, annul_ballot,
    escalate_case, record_principals_answer, settle_case, reopen_case, withdraw_incident, waive_review, declare_final,
    request_review, conclude_review, close_case, log_notified, report_compliance, confirm_discharge,
]  # fmt: skip
OUT_OF_TURN = {act.__name__: act for act in ACTS}


def mostly(some):
    """Mostly one of these, now and then anybody at all."""
    often = 3 * len(Cast.usernames()) // len(some)
    return st.sampled_from([*some * often, *Cast.usernames()])


def stands_in(*states):
    """A rule that is tried mostly where the law knows its act: elsewhere, acts out of turn are."""
    return lambda machine: machine.states[0] in states


class TwoCases(RuleBasedStateMachine):
    """The first case, and beside it the mirrored one, in which every act is done by the mirrored member."""

    starts: dict[str, list[int]] = {}
    members: dict[str, Member] = {}
    seen: Counter = Counter()

    def __init__(self):
        super().__init__()
        self.offset = clock.offset()
        self.block = transaction.atomic()
        self.block.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)
        clock.put_back()
        clock.move(self.offset)

    @initialize(stage=st.sampled_from(sorted(STAGES)))
    def begin(self, stage):
        self.keys = self.starts[stage]
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

    @precondition(stands_in("verification"))
    @rule(pair=st.sampled_from(PAIRS), team=st.sampled_from(EXPERTS))
    def name_team(self, pair, team):
        for by in pair:
            self.both(name_team, by, team=team)

    @precondition(stands_in("verification", "deliberation"))
    @rule(rapporteur=st.sampled_from(EXPERTS))
    def name_rapporteur(self, rapporteur):
        for by in ("tr.head", "qa.deputy"):
            self.both(name_rapporteur, by, rapporteur=rapporteur)

    @precondition(stands_in("verification"))
    @rule(by=mostly(HEADS))
    def send_reply(self, by):
        self.both(send_reply, by)

    @precondition(stands_in("verification"))
    @rule(by=mostly(EXPERTS))
    def submit_report(self, by):
        self.both(submit_report, by)

    @precondition(stands_in("deliberation"))
    @rule(
        by=mostly(EXPERTS),
        violation_class=st.sampled_from(["without_violation", "minor", "serious", "very_serious"]),
        answerable=st.sampled_from(["PK", "AF", "none"]),
    )
    def draft_finding(self, by, violation_class, answerable):
        self.both(draft_finding, by, violation_class=violation_class, answerable=answerable)

    @precondition(stands_in("deliberation"))
    @rule(pair=st.sampled_from([("pk.head",), ("af.deputy", "pk.deputy"), ("af.head",), ("tr.head", "af.officer")]))
    def send_comment(self, pair):
        for by in pair:
            self.both(send_comment, by)

    @precondition(stands_in("deliberation"))
    @rule(by=mostly(MEDIATORS))
    def open_ballot(self, by):
        self.both(open_ballot, by)

    @precondition(stands_in("ballot"))
    @rule(by=mostly(VOTERS), choice=st.sampled_from(["approve", "approve", "reject", "reserve"]))
    def cast_vote(self, by, choice):
        self.both(cast_vote, by, choice=choice)

    @precondition(stands_in("ballot"))
    @rule(by=mostly(VOTERS))
    def approve(self, by):
        self.both(cast_vote, by, choice="approve")

    @precondition(stands_in("escalated"))
    @rule(pair=st.sampled_from(PAIRS), answer=st.sampled_from(["ballot", "ballot", "none"]))
    def record_principals_answer(self, pair, answer):
        for by in pair:
            self.both(record_principals_answer, by, answer=answer)

    @precondition(stands_in("ruled"))
    @rule(pair=st.sampled_from([("pk.head",), ("af.head", "pk.head"), ("af.head",), ("pk.deputy", "tr.head")]))
    def waive_review(self, pair):
        for by in pair:
            self.both(waive_review, by)

    @precondition(stands_in("ruled"))
    @rule(by=mostly(MEDIATORS))
    def declare_final(self, by):
        self.both(declare_final, by)

    @precondition(stands_in("ruled", "final"))
    @rule(by=mostly(HEADS))
    def request_review(self, by):
        self.both(request_review, by)

    @precondition(stands_in("review"))
    @rule(pair=st.sampled_from(PAIRS), outcome=st.sampled_from(["upheld", "reversed", "reopened"]))
    def conclude_review(self, pair, outcome):
        for by in pair:
            self.both(conclude_review, by, outcome=outcome)

    @precondition(stands_in("settled", "no_determination"))
    @rule(pair=st.sampled_from(PAIRS))
    def reopen_case(self, pair):
        for by in pair:
            self.both(reopen_case, by)

    @precondition(stands_in("final", "review"))
    @rule(by=mostly(["admin1", "admin2"]))
    def log_notified(self, by):
        self.both(log_notified, by)

    @precondition(stands_in("final", "review"))
    @rule(by=mostly(HEADS))
    def report_compliance(self, by):
        self.both(report_compliance, by)

    @precondition(stands_in("final", "review"))
    @rule(by=mostly(MEDIATORS))
    def confirm_discharge(self, by):
        self.both(confirm_discharge, by)

    @rule(by=anybody, act=st.sampled_from(sorted(OUT_OF_TURN)))
    def act_out_of_turn(self, by, act):
        self.both(OUT_OF_TURN[act], by)

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
def test_random_acts_keep_the_law_and_mirror_each_other(cast):
    TwoCases.starts = {
        name: [start(filer=filer).pk for filer in ("pk.head", "af.head")] for name, start in STAGES.items()
    }
    TwoCases.members = {username: procedure.member(username) for username in Cast.usernames()}
    TwoCases.seen = Counter()

    run_state_machine_as_test(TwoCases, settings=QUICK)

    # The examples went somewhere: most states were visited, and acts were done as well as refused.
    seen = TwoCases.seen
    states = {name for name, _done in seen if name in TRANSITIONS}
    assert {"verification", "deliberation", "ballot", "ruled", "final"} <= states
    done = sum(count for (name, was_done), count in seen.items() if was_done and name in OUT_OF_TURN)
    refused = sum(count for (_name, was_done), count in seen.items() if not was_done)
    assert min(done, refused) >= 30, seen

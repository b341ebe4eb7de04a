"""The laws that hold after every act, whoever did it and whenever: each asserts one, about some cases or about all."""

import json
from collections import Counter

from django.db import connection
from django.db.models import F

from commission.models import Delegation, Member
from commission.roles import VOTING_ROLES
from monitoring_site.clock import database_time
from penalties.models import Penalty, Posting
from penalties.queries import ledgers
from record.actions import sequence
from record.models import Act, Body, Entry, Inbox
from verification import tally
from verification.models import Ballot, Clock, Recusal, Verdict, Vote

TABLES = [
    "record_act", "record_opening", "record_inbox", "record_entry", "verification_vote", "verification_ballot",
    "verification_verdict", "verification_assent", "verification_finding", "verification_determination",
    "verification_comment", "verification_reply", "verification_report", "verification_recusal",
    "verification_teammember", "penalties_posting", "penalties_penalty", "penalties_review", "penalties_compliancereport",
    "incidents_evidence", "verification_caseincident", "verification_substitute", "commission_seatchange",
]  # fmt: skip
COUNTS = "SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in TABLES)
CHANGING = [
    "verification_case", "verification_clock", "penalties_penalty", "incidents_incident", "verification_assent",
    "verification_verdict", "verification_ballot", "verification_question", "verification_challenge",
    "verification_accessrequest", "verification_correction",
]  # fmt: skip
DIGEST = "(SELECT md5(string_agg(t::text, '' ORDER BY id)) FROM {} t)"
CONTENT = "SELECT " + ", ".join(DIGEST.format(table) for table in CHANGING)
SEATS = (
    "SELECT md5(string_agg((username, role, delegation_id, is_active)::text, '' ORDER BY id)) FROM commission_member"
)
ADOPTED = {"consensus", "determined"}


def everything():
    """How many rows there are of what an act writes, and the content of what it changes."""
    with connection.cursor() as cursor:
        rows = []
        for question in (COUNTS, CONTENT, SEATS):
            cursor.execute(question)
            rows.append(cursor.fetchone())
        return rows


def adoptable_ballots():
    """The open ballots in which both mediators have already approved: only those may become verdicts by time alone."""
    approvals = Vote.objects.filter(ballot__closed_at=None, delegation__in=["TR", "QA"], choice="approve")
    return sum(count == 2 for count in Counter(approvals.values_list("ballot", flat=True)).values())


def one_voice_each_and_verdicts_are_what_tally_says(cases):
    for ballot in Ballot.objects.filter(case__in=cases).prefetch_related("votes"):
        cast = [(vote.delegation_id, vote.choice) for vote in ballot.votes.all()]
        assert len(dict(cast)) == len(cast) <= 4
        votes = {code: dict(cast).get(code) for code in ("PK", "AF", "TR", "QA")}
        found = tally.outcome(votes, round=ballot.round, closed=not ballot.is_open)
        assert ballot.outcome == "annulled" or ballot.outcome == ("" if ballot.is_open else found)
        adopted = Verdict.objects.filter(ballot=ballot)
        assert [one.adoption for one in adopted] == ([found] if found in ADOPTED and not ballot.is_open else [])
    people = Vote.objects.filter(ballot__case__in=cases).values_list("ballot", "cast_by")
    assert len(set(people)) == len(people), "a person voted for two delegations in one ballot"
    assert not Vote.objects.filter(ballot__case__in=cases, cast_at__gte=F("ballot__closes_at")).exists()


def nobody_who_is_recused_has_voted_since(cases):
    votes = Vote.objects.filter(ballot__case__in=cases)
    of_recused = {"cast_by__recusals__case": F("ballot__case"), "cast_by__recusals__at__lte": F("cast_at")}
    assert not votes.filter(**of_recused).exists()


def recusals():
    """Who does not vote where, and why: it follows the person, so nothing ever leaves this set."""
    return set(Recusal.objects.values_list("case", "member", "reason", "at"))


def every_delegation_has_a_voter_and_the_secretariat_two_admins():
    seated = Member.objects.filter(is_active=True)
    voters = seated.filter(role__in=VOTING_ROLES).values_list("delegation", flat=True)
    assert set(voters) == {"PK", "AF", "TR", "QA"}
    assert seated.filter(role="admin").count() >= 2


def balance_is_the_sum_of_the_postings():
    lines = list(Posting.objects.values_list("party_id", "unit", "amount"))
    for ledger in ledgers(list(Delegation.objects.parties()), at=database_time()):
        units = {unit for party, unit, _amount in lines if party == ledger.party.pk}
        assert dict(ledger.balances) == {
            wanted: sum(amount for party, unit, amount in lines if (party, unit) == (ledger.party.pk, wanted))
            for wanted in units
        }
    assert not Posting.objects.filter(verdict__final_at=None).exists()
    assert not Penalty.objects.filter(verdict__final_at=None).exists()


def every_act_has_exactly_one_entry_and_the_reverse():
    sequence()
    acts = list(Act.objects.order_by("pk").values_list("commitment", flat=True))
    entries = list(Entry.objects.order_by("index").values_list("commitment", flat=True))
    assert sorted(acts) == sorted(entries)
    assert len(set(entries)) == len(entries)
    assert not Inbox.objects.exists()


def every_moment_was_performed_once():
    """No clock has said a moment more often than there are clocks of it that passed it, and each end exactly once."""
    said = Counter()
    events = ["verification.clock_reminded", "verification.clock_ended"]
    for told in Body.objects.filter(act__event__in=events).prefetch_related("act__subjects"):
        body = json.loads(told.body)
        about = tuple(sorted((one.kind, one.reference) for one in told.act.subjects.all()))
        said[about, body["clock"], body["owner"], body["moment"]] += 1
    passed = Counter()
    for clock in Clock.objects.select_related("case", "incident"):
        about = tuple(sorted(one.subject for one in (clock.case, clock.incident) if one is not None))
        for moment in _passed(clock):
            passed[about, clock.kind, clock.owner, moment] += 1
    assert not said - passed, "a moment was performed twice, or before its time"
    ends = {key for key in passed if key[3] == "end" and key[1] not in {"ballot", "principals"}}
    assert {key: said[key] for key in ends} == {key: passed[key] for key in ends}


def _passed(clock):
    moments = ["half", "three_quarters", "end", "after"]
    before = moments[: moments.index(clock.next_moment)] if clock.next_moment else moments
    return [one for one in before if one != "end" or clock.performed_at is not None]

"""Two workers at once, in threads and with real commits, while members act: each moment is performed exactly once.

Several schedules, each from its own seed: what had passed when the workers came, and what the members tried meanwhile.
"""

import random
from collections import Counter

import pytest

from monitoring_site.refusals import Refused
from penalties.actions import compliance
from record.models import Act
from tests.factories import penalties, procedure
from tests.factories.incidents import filed_incident
from tests.factories.threads import together
from tests.verification.machine import laws
from tests.verification.machine.acts_after import ACTS
from tests.verification.machine.side import Side
from tests.verification.machine.strength import STRENGTH
from verification.actions.clocks import perform_due
from verification.models import Verdict

ROUNDS = 3
TRIES = {
    "verification": [("send_reply", ["af.head", "pk.head"]), ("ask_question", ["af.deputy"]), ("extend_clock", ["af.head"])],
    "deliberation": [
        ("draft_finding", ["tr.officer"]), ("send_comment", ["pk.head", "af.head"]), ("draft_finding", ["tr.officer"]),
        ("open_ballot", ["tr.head"]),
    ],
    "ballot": [("cast_vote", ["pk.head", "af.deputy", "tr.deputy", "qa.head"])],
    "escalated": [("record_principals_answer", ["tr.head", "qa.head"])],
    "ruled": [("waive_review", ["pk.head", "af.head"]), ("declare_final", ["qa.head"])],
    "final": [("report_compliance", ["af.head"]), ("reject_compliance", ["tr.head"]), ("log_notified", ["admin1"])],
}  # fmt: skip


@pytest.fixture
def committed(committed_database, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def worker():
    return perform_due() + compliance.perform_due()


def members(sides, chance):
    """Whatever members try meanwhile; what is refused is not done."""
    tries = [(side, chance.choice(TRIES.get(side.state, TRIES["ruled"]))) for side in sides]
    chosen = [(side, name, chance.choice(by)) for side, (name, by) in tries]

    def act():
        for side, name, by in chosen:
            try:
                ACTS[name](side, by=procedure.member(by))
            except Refused:
                continue

    return act


def begun():
    """A case in each stage whose time does something, and an incident that waits for its registration."""
    filed = filed_incident(by=procedure.member("pk.head"))
    found = [
        procedure.with_team(procedure.registered_case()),
        procedure.with_finding(procedure.in_deliberation()),
        procedure.voted(procedure.case_at("ballot"), {"TR": "approve", "QA": "approve"}),
        procedure.case_at("escalated"),
        penalties.penalty_at("notified").verdict.case,
    ]
    return [Side(case.pk, [filed.pk]) for case in found]


@pytest.mark.parametrize("seed", range(STRENGTH))
def test_two_workers_and_the_members_at_once_perform_each_moment_once(committed, seed):
    chance, sides = random.Random(seed), begun()
    for _round in range(ROUNDS):
        procedure.hours_pass(chance.choice([13, 37, 73, 121, 241, 361]) * (0.5 + chance.random()))
        known = of_clock().count()

        one, other, _done = together(worker, worker, members(sides, chance))

        assert worker() == 0, "something was left for a third"
        laws.every_moment_was_performed_once()
        laws.one_voice_each_and_verdicts_are_what_tally_says([side.case_key for side in sides])
        # What the two say they did is what was done; an end of a ballot is one more moment of each other's owner.
        assert one + other >= of_clock().count() - known
    assert of_clock().exists()
    every_end_that_moves_a_case_came_once()
    laws.every_act_has_exactly_one_entry_and_the_reverse()
    laws.balance_is_the_sum_of_the_postings()


def of_clock():
    return Act.objects.filter(actor_role="clock")


def every_end_that_moves_a_case_came_once():
    """One ballot closes once, one escalation ends once, and one due date is overdue once."""
    closings = ["verdict_adopted", "round_failed", "case_escalated", "no_determination_recorded"]
    ballots = Act.objects.filter(event__in=[f"verification.{one}" for one in closings], subjects__kind="ballot")
    assert max(Counter(ballots.values_list("subjects__reference", flat=True)).values()) == 1
    by_clock = of_clock().filter(event="verification.no_determination_recorded", subjects__kind="case")
    assert max(Counter(by_clock.values_list("subjects__reference", flat=True)).values(), default=1) == 1
    assert Verdict.objects.filter(ballot__isnull=False).count() == len(
        set(Verdict.objects.filter(ballot__isnull=False).values_list("ballot", flat=True))
    )
    overdue = Act.objects.filter(event="penalties.penalty_overdue").count()
    assert (
        overdue <= Act.objects.filter(event__in=["penalties.penalty_notified", "penalties.compliance_rejected"]).count()
    )

"""What whoever holds the log's own key does: only what the delegations hold, and compare, can tell."""

from django.db import transaction

from commission.models import Member
from monitoring_site.clock import database_time
from record.actions import append
from record.actor import CLOCK
from tests.attacks import sentences as say
from tests.attacks import superuser
from tests.attacks.commission import BATCH, EACH, FOUR, branch, cast_votes, sequencer
from tests.attacks.delegations import HOLDS, POLICY, STATE, Delegation
from tests.attacks.table import Notice, found, normalised
from verification.models import Ballot, Verdict, Vote

ANYBODY = "anybody who knows the log's key"
EVIDENCE, THEIRS, MINE = "evidence.json", "theirs.txt", "mine.txt"


def test_rewritten_vote_and_everything_signed_anew(commission):
    vote = Vote.objects.filter(ballot__closed_at=None).latest("pk")
    superuser.rewrite_vote(vote, choice="reserve", reasons="rewritten by the operator")
    commission.fetch()

    own = Notice("*not* the server's own check", "manage.py verify_record", commission.own_check_agrees())
    notices = [commission.noticed_by_each(Delegation.pull, codes=FOUR), judged(commission["QA"], commission["PK"]), own]

    found(
        "A vote is rewritten everywhere, and everything is signed anew with the log's own key",
        notices,
        [(EACH, say.FORK), (ANYBODY, say.EVIDENCE_HOLDS), (own.who, say.AGREES)],
    )


def judged(judge, accuser):
    """What somebody finds in the evidence that the accuser's verifier kept."""
    (kept,) = accuser.folder.glob(f"{STATE}.evidence-*.json")
    (judge.folder / EVIDENCE).write_text(kept.read_text())
    answer = judge.run("check", "--policy", POLICY, EVIDENCE)
    assert answer.status == 0, answer.text
    return Notice(ANYBODY, answer.command, normalised(answer.sentences(HOLDS)[-1]))


def test_two_delegations_shown_different_logs(commission):
    for codes in (("PK", "AF"), ("TR", "QA")):
        with branch():
            cast_votes(1, by=codes)
            sequencer().sequence(limit=BATCH)
            commission.fetch()
            for code in codes:
                commission[code].follow()
    for one, other in (("PK", "TR"), ("TR", "PK")):
        (commission[one].folder / THEIRS).write_text(commission[other].held)
        (commission[one].folder / MINE).write_text(commission[one].held)

    notices = [
        commission.noticed_by("each of the two", *(commission[code].compare(THEIRS) for code in ("PK", "TR"))),
        commission.noticed_by(
            ANYBODY,
            *(
                commission[code].run("check", "--policy", POLICY, "--allow-unwitnessed", MINE, THEIRS)
                for code in ("PK", "TR")
            ),
        ),
    ]

    found("Two delegations are shown different logs", notices, [("each of the two", say.FORK), (ANYBODY, say.TWO_LOGS)])


def test_verdict_that_its_votes_do_not_give(commission):
    enter_false_verdict(Ballot.objects.filter(closed_at=None).latest("pk"))
    sequencer().sequence(limit=BATCH)
    commission.fetch(is_opened=True)

    notices = [
        commission.noticed_by_each(lambda one: one.run("check", "--policy", POLICY, "--allow-unwitnessed", "export"))
    ]

    found("A verdict that its votes do not give is entered into the record", notices, [(EACH, say.FALSE_VERDICT)])


def test_review_that_one_mediator_concluded_unasked(commission):
    enter_false_review(Verdict.objects.filter(case__state="final", reversed_at=None).latest("pk"))
    sequencer().sequence(limit=BATCH)
    commission.fetch(is_opened=True)

    notices = [
        commission.noticed_by_each(lambda one: one.run("check", "--policy", POLICY, "--allow-unwitnessed", "export"))
    ]

    found(
        "A review that nobody asked for is entered into the record, as concluded by one mediator",
        notices,
        [(EACH, say.FALSE_REVIEW)],
    )


def enter_false_review(verdict):
    """An act in one mediator's name says that both of them took the verdict back."""
    body = {"verdict": verdict.number, "outcome": "reversed", "reasons": "x", "changes": [], "withdrawn_measures": []}
    with transaction.atomic():
        append(
            event="penalties.review_concluded",
            actor=Member.objects.get(username="qa.deputy").as_actor(),
            at=database_time(),
            subjects=[verdict.case.subject, verdict.subject],
            envelope_readers=FOUR,
            body=body,
            body_readers=FOUR,
        )


def enter_false_verdict(ballot):
    """An act of the operator's own making says that the clock closed the ballot, and that it adopted."""
    reference = ballot.case.reference
    votes = dict.fromkeys(("PK", "AF", "TR", "QA")) | dict(ballot.votes.values_list("delegation_id", "choice"))
    everyone = ["PK", "AF", "TR", "QA"]
    with transaction.atomic():
        append(
            event="verification.verdict_adopted",
            actor=CLOCK,
            at=database_time(),
            subjects=[("case", reference), ("ballot", f"{reference}/{ballot.number}"), ("verdict", f"{reference}/1")],
            envelope_readers=everyone,
            body={"verdict": 1, "outcome": "consensus", "digest": ballot.digest_hex, "votes": votes},
            body_readers=everyone,
        )

"""Acts as the server's own actions write them, replayed: what replay demands is what an honest server leaves."""

import json

import pytest

from commission import actions
from commission.models import Protocol
from record.models import Act
from tests.factories.procedure import ballot_ends, case_at, fresh, hours_pass, in_ballot, member, voted
from tests.verifier.loaded import verifier
from tests.verifier.logs import PROTOCOL
from verification.actions import ballots, cases, persons
from verification.models import Case

pytestmark = pytest.mark.django_db
REJECTED = {"PK": "approve", "AF": "approve", "TR": "reject", "QA": "approve"}


def replayed():
    """Every act so far, as whoever may open all of them replays it."""
    acts = Act.objects.order_by("pk").select_related("body")
    replay = verifier.Replay({1: json.loads(PROTOCOL)}, size=len(acts))
    for index, act in enumerate(acts):
        body = opening(act.body.body, act.body.salt) if act.body_commitment else None
        replay.take(verifier.opened_act(index, bytes(act.commitment), opening(act.envelope, act.salt), body))
    replay.end()
    return replay


def opening(encoded, salt):
    return verifier.Opening(bytes(encoded), bytes(salt))


def by_both_mediators(act, case, **terms):
    for mediator in ("qa.deputy", "tr.head"):
        act(fresh(case), by=member(mediator), **terms)
    return fresh(case)


def annulled() -> Case:
    case = case_at("ballot")
    ballots.cast_vote(case, choice="approve", digest=case.open_ballot().digest_hex, by=member("pk.head"))
    return by_both_mediators(ballots.annul_ballot, case, reasons="The text was cut off.")


def reopened(state) -> Case:
    return by_both_mediators(cases.reopen_case, case_at(state), new_fact="A witness was found.")


def escalated_again() -> Case:
    case = by_both_mediators(cases.record_principals_answer, case_at("escalated"), answer="ballot", text="Vote.")
    hours_pass(24 * 365)
    cases.escalate_case(case, reasons="No text came.", by=member("tr.head"))
    return by_both_mediators(cases.reopen_case, case, new_fact="A text came.")


def ended_by_the_clock_very_late() -> Case:
    case = case_at("ballot")
    hours_pass(24 * 30)  # the worker stood still
    return ballot_ends(case)


def voted_by_a_substitute() -> Case:
    case = case_at("ballot")
    persons.name_substitute(case, substitute=member("af.officer"), by=member("af.head"))
    ballots.cast_vote(case, choice="approve", digest=case.open_ballot().digest_hex, by=member("af.officer"))
    return case


def under_a_newer_protocol() -> Case:
    numbers = Protocol.objects.get().numbers
    numbers["clocks"]["ballot"]["hours"] = 96
    for _ in range(2):  # the first draft is never confirmed
        draft = actions.draft_protocol(numbers=numbers, by=member("admin1"))
    actions.confirm_protocol(draft, by=member("admin2"))
    hours_pass(1)
    return case_at("ruled")


@pytest.mark.parametrize(
    "perform",
    [
        annulled,
        lambda: reopened("settled"),
        lambda: reopened("no_determination"),
        escalated_again,
        ended_by_the_clock_very_late,
        voted_by_a_substitute,
        under_a_newer_protocol,
        lambda: voted(case_at("ballot"), REJECTED),
        lambda: in_ballot(annulled()),
    ],
)
def test_what_an_honest_server_writes_is_never_accused(perform):
    perform()

    replay = replayed()

    assert (replay.disagreements, replay.unclear) == ([], [])

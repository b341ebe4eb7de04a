"""Acts as the server's own actions write them, replayed: what replay demands is what an honest server leaves."""

import json

import pytest

from commission import actions
from commission.models import Protocol
from penalties.actions import finality, reviews
from record.models import Act, Opening, Part
from tests.conftest import DELEGATIONS
from tests.factories.penalties import (
    both_mediators,
    case_in_review,
    concluded,
    final_case,
    ruled_case,
    verdict_of,
    waived,
)
from tests.factories.procedure import (
    ballot_ends,
    case_at,
    fresh,
    hours_pass,
    in_ballot,
    member,
    voted,
)
from tests.verifier.loaded import verifier
from tests.verifier.logs import PROTOCOL
from verification.actions import ballots, cases, persons
from verification.models import Case

pytestmark = pytest.mark.django_db
REJECTED = {"PK": "approve", "AF": "approve", "TR": "reject", "QA": "approve"}


def replayed(reader=None):
    """Every act so far, as whoever may open all of them replays it, or with the openings of this reader."""
    acts = Act.objects.order_by("pk").select_related("body")
    given = set(Opening.objects.filter(reader=reader).values_list("act", "part"))
    replay = verifier.Replay({1: json.loads(PROTOCOL)}, size=len(acts))
    for index, act in enumerate(acts):
        is_body_open = reader is None or (act.pk, Part.BODY) in given
        body = opening(act.body.body, act.body.salt) if act.body_commitment and is_body_open else None
        if reader is None or (act.pk, Part.ENVELOPE) in given:
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


def final_after_the_time_for_review() -> Case:
    case = ruled_case()
    hours_pass(360)
    finality.declare_final(case, by=member("qa.deputy"))
    return case


def upheld_before_it_was_final() -> Case:
    case = ruled_case()
    finality.waive_review(case, by=member("pk.head"))
    reviews.request_review(fresh(case), ground="procedure", reasons="No hearing.", by=member("af.deputy"))
    return concluded(case, "upheld")


def upheld_on_the_second_thought() -> Case:
    case = case_in_review()
    conclude(case, "reversed", by="qa.deputy")
    return concluded(case, "upheld")


def conclude(case, outcome, *, by) -> None:
    conclusion = reviews.Conclusion(outcome=outcome, reasons="We looked again.")
    reviews.conclude_review(fresh(case), conclusion=conclusion, by=member(by))


def lapsed(case) -> Case:
    hours_pass(360)
    conclude(case, "lapsed", by="tr.deputy")
    return fresh(case)


def reviewed_half_a_year_after_its_discovery() -> Case:
    case = final_case()
    hours_pass(24 * 183)
    return concluded(case_in_review(case), "reversed")


def final_anew() -> Case:
    case = concluded(case_in_review(), "reopened")
    cases.submit_report(case, text="What the team saw anew.", by=member("qa.officer"))
    hours_pass(24 * 3)
    case = voted(in_ballot(fresh(case)))
    finality.declare_final(waived(case), by=member("tr.head"))
    return case


def released(case) -> Case:
    both_mediators(finality.release_verdict, verdict_of(case))
    return fresh(case)


def reviewed_twice() -> Case:
    case = concluded(case_in_review(), "varied", withdrawn_measures=[1])
    return released(concluded(case_in_review(case), "upheld"))


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
        final_after_the_time_for_review,
        upheld_before_it_was_final,
        upheld_on_the_second_thought,
        lambda: lapsed(case_in_review()),
        lambda: lapsed(case_in_review(ruled_case())),
        lambda: concluded(case_in_review(ruled_case()), "varied", withdrawn_measures=[1]),
        lambda: concluded(case_in_review(concluded(case_in_review(), "reversed")), "upheld"),
        reviewed_half_a_year_after_its_discovery,
        final_anew,
        reviewed_twice,
    ],
)
def test_what_an_honest_server_writes_is_never_accused(perform):
    perform()

    replay = replayed()

    assert (replay.disagreements, replay.unclear) == ([], [])


def test_each_of_the_four_can_work_out_a_review_and_a_release():
    reviewed_twice()

    replays = [replayed(reader) for reader in (*DELEGATIONS, None)]

    assert [(one.disagreements, one.unclear) for one in replays] == [([], [])] * 5
    assert all(one.balances() == replays[-1].balances() != {} for one in replays)


def test_whoever_reads_only_what_was_released_accuses_nobody():
    reviewed_twice()
    released(final_case())

    replay = replayed("public")

    assert replay.disagreements == []
    assert any("the assent of" in one and "(penalties.verdict_released)" in one for one in replay.unclear)

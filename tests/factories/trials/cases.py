"""The rows of cases."""

from collections.abc import Callable
from typing import Any

from penalties.actions import finality
from tests.factories import penalties, procedure
from tests.factories.procedure import case_at, fresh, hours_pass, member
from tests.factories.trials.incidents import incident_at
from tests.factories.trials.trial import MEDIATORS, PARTY_HEADS, Trial, both, each, nothing_yet
from verification.actions import ballots, cases, findings, registration
from verification.actions.clocks import perform_due
from verification.models import Case


def case_in(state: str) -> Case:
    """A case in any state of the law."""
    return CASE_WAYS[state]() if state in CASE_WAYS else case_at(state)


def closed_case() -> Case:
    """A final case without violation, its release decided, closed."""
    case = penalties.final_case(violation_class="without_violation")
    finality.log_release_reasons(penalties.verdict_of(case), reasons="Names of villagers.", by=member("tr.head"))
    finality.close_case(case, by=member("tr.head"))
    return fresh(case)


CASE_WAYS: dict[str, Callable[[], Case]] = {
    "review": lambda: penalties.case_in_review(penalties.ruled_case()),
    "final": lambda: penalties.final_case(violation_class="without_violation"),
    "closed": closed_case,
}


def ready_to_report() -> Case:
    """A team and a rapporteur, and every reply given."""
    return procedure.replied(procedure.with_team(procedure.registered_case()))


def back_from_principals() -> Case:
    """In deliberation, for the one last ballot."""
    case = case_at("escalated")
    both(cases.record_principals_answer, *MEDIATORS, answer="ballot", text="Vote once more.")(case)
    return fresh(case)


def _votes(**choices: str | None) -> Callable[[Case], Any]:
    return lambda case: procedure.voted(case, choices)


def _silence(case: Case) -> None:
    procedure.ballot_ends(case)


def _annulled_before(case: Case) -> None:
    annul = both(ballots.annul_ballot, *MEDIATORS, reasons="A page was missing.")
    annul(case)
    annul(procedure.in_ballot(fresh(case)))


def _vote_again(case: Case) -> None:
    procedure.vote(case, by="pk.head")
    procedure.vote(case, by="pk.deputy")


def _escalate_again(_case: Case) -> None:
    each(cases.escalate_case, "tr.head", reasons="Once more.")(back_from_principals())


def _waited_in_vain() -> Case:
    case = back_from_principals()
    hours_pass(120.01)
    return case


def _lapse(case: Case) -> None:
    hours_pass(360.01)
    penalties.concluded(case, "lapsed", by=("tr.deputy",))


def _shown_without_comments(case: Case) -> None:
    findings.draft_finding(case, terms=procedure.finding_terms(case), by=member("tr.officer"))
    ballots.open_ballot(fresh(case), by=member("tr.head"))


def _principals_stay_silent(_case: Case) -> None:
    hours_pass(240.01)
    perform_due()


def _request_review(ground: str = "new_fact", *, hours: float = 0) -> Callable[[Case], None]:
    def act(case: Case) -> None:
        hours_pass(hours)
        penalties.request_review(case, ground=ground)

    return act


def _conclude(outcome: str) -> Trial:
    changes: dict[str, Any] = {"withdrawn_measures": [1]} if outcome == "varied" else {}
    return Trial(
        lambda: case_in("review"),
        lambda case: penalties.concluded(case, outcome, **changes),
        lambda case: penalties.concluded(case, outcome, by=("tr.head", "qa.head"), **changes),
    )


def _only_incident_withdrawn(case: Case) -> None:
    registration.withdraw_incident(case.live_incidents().get(), reasons="An error.", by=member("pk.head"))


def _settlement(state: str) -> Trial:
    return Trial(
        lambda: case_in(state),
        both(cases.settle_case, *PARTY_HEADS, agreed_text="We agree so."),
        each(cases.settle_case, "pk.deputy", agreed_text="We agree so."),
    )


def _reopening(state: str) -> Trial:
    return Trial(
        lambda: case_in(state),
        both(cases.reopen_case, *MEDIATORS, new_fact="A film came to light."),
        each(cases.reopen_case, "af.head", new_fact="A film came to light."),
    )


def _answer(answer: str) -> Trial:
    return Trial(
        lambda: case_in("escalated"),
        both(cases.record_principals_answer, *MEDIATORS, **procedure.ANSWERS[answer]),
        each(cases.record_principals_answer, "pk.head", **procedure.ANSWERS[answer]),
    )


def last_ballot() -> Case:
    """The last ballot of a case that was escalated before."""
    return procedure.in_ballot(back_from_principals())


CASE_TRIALS = {
    ("", "open_case"): Trial(
        nothing_yet,
        lambda _none: registration.register_incident(incident_at("filed"), by=member("tr.head")),
    ),
    ("verification", "submit_report"): Trial(
        ready_to_report,
        each(cases.submit_report, "qa.officer", text="What we saw."),
        lambda _case: each(cases.submit_report, "qa.officer", text="What we saw.")(
            procedure.with_team(procedure.registered_case())
        ),
    ),
    ("deliberation", "open_ballot"): Trial(
        lambda: procedure.with_finding(case_at("deliberation")),
        each(ballots.open_ballot, "tr.deputy"),
        lambda _case: _shown_without_comments(case_at("deliberation")),
    ),
    ("ballot", "cast_vote"): Trial(
        lambda: case_in("ballot"), lambda case: procedure.vote(case, by="af.deputy"), _vote_again
    ),
    ("ballot", "close_ballot:consensus"): Trial(lambda: case_in("ballot"), procedure.voted),
    ("ballot", "close_ballot:determined"): Trial(
        lambda: case_in("ballot"), _votes(PK="reject", AF="reserve", TR="approve", QA="approve")
    ),
    ("ballot", "close_ballot:next_round"): Trial(
        lambda: case_in("ballot"), _votes(PK="approve", AF="approve", TR="approve", QA="reject")
    ),
    ("ballot", "close_ballot:escalated"): Trial(lambda: case_in("ballot"), _silence),
    ("ballot", "close_ballot:no_determination"): Trial(last_ballot, _silence),
    ("ballot", "annul_ballot"): Trial(
        lambda: case_in("ballot"),
        both(ballots.annul_ballot, *MEDIATORS, reasons="A page was missing."),
        _annulled_before,
    ),
    ("verification", "escalate_case"): Trial(
        lambda: case_in("verification"), each(cases.escalate_case, "tr.head", reasons="No access."), _escalate_again
    ),
    ("deliberation", "escalate_case"): Trial(
        lambda: case_in("deliberation"), each(cases.escalate_case, "qa.deputy", reasons="No text."), _escalate_again
    ),
    ("deliberation", "escalate_case:again"): Trial(
        _waited_in_vain, each(cases.escalate_case, "qa.deputy", reasons="No text again."), _escalate_again
    ),
    ("escalated", "record_principals_answer:ballot"): _answer("ballot"),
    ("escalated", "record_principals_answer:none"): _answer("none"),
    ("escalated", "principals_clock_ends"): Trial(lambda: case_in("escalated"), _principals_stay_silent),
    ("verification", "settle_case"): _settlement("verification"),
    ("deliberation", "settle_case"): _settlement("deliberation"),
    ("escalated", "settle_case"): _settlement("escalated"),
    ("verification", "end_empty_case"): Trial(lambda: case_in("verification"), _only_incident_withdrawn),
    ("deliberation", "end_empty_case"): Trial(lambda: case_in("deliberation"), _only_incident_withdrawn),
    ("ruled", "request_review"): Trial(
        lambda: case_in("ruled"), _request_review("procedure"), _request_review("procedure", hours=360.01)
    ),
    ("ruled", "waive_review"): Trial(lambda: case_in("ruled"), penalties.waived),
    ("ruled", "declare_final"): Trial(
        lambda: penalties.waived(case_in("ruled")),
        each(finality.declare_final, "qa.deputy"),
        lambda _case: finality.declare_final(case_in("ruled"), by=member("qa.deputy")),
    ),
    ("review", "conclude_review:upheld"): _conclude("upheld"),
    ("review", "conclude_review:varied"): _conclude("varied"),
    ("review", "conclude_review:reversed"): _conclude("reversed"),
    ("review", "conclude_review:reopened"): _conclude("reopened"),
    ("review", "conclude_review:lapsed"): Trial(
        lambda: case_in("review"), _lapse, lambda case: penalties.concluded(case, "lapsed", by=("tr.deputy",))
    ),
    ("final", "request_review"): Trial(lambda: case_in("final"), _request_review(), _request_review("procedure")),
    ("final", "close_case"): Trial(
        lambda: case_in("final"),
        lambda case: (
            finality.log_release_reasons(penalties.verdict_of(case), reasons="Names.", by=member("tr.head")),
            finality.close_case(case, by=member("tr.deputy")),
        ),
        each(finality.close_case, "tr.deputy"),
    ),
    ("closed", "request_review"): Trial(closed_case, _request_review(), _request_review("procedure")),
    ("settled", "reopen_case"): _reopening("settled"),
    ("no_determination", "reopen_case"): _reopening("no_determination"),
}

"""Every act that a member can try, on any subject in any state: who is entitled to it, and where it would succeed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from incidents.actions import discard_draft, file_incident
from penalties.actions import compliance, finality, orders
from tests.factories import penalties, procedure
from tests.factories.trials.cases import case_in, closed_case, ready_to_report
from tests.factories.trials.incidents import incident_at
from verification.actions import ballots, cases, registration

FILER = frozenset({"pk.head", "pk.deputy"})
ADDRESSEE = frozenset({"af.head", "af.deputy"})
PARTIES = FILER | ADDRESSEE
PARTY_HEADS = frozenset({"pk.head", "af.head"})
MEDIATORS = frozenset({"tr.head", "tr.deputy", "qa.head", "qa.deputy"})
ADMINS = frozenset({"admin1", "admin2"})


@dataclass(frozen=True)
class Attempt:
    """`do(subject, by=…)` with terms that are in order; only `entitled` may, on what `start` gives."""

    entitled: frozenset[str]
    start: Callable[[], Any]
    do: Callable[..., Any]


def _at(state: str) -> Callable[[], Any]:
    return lambda: incident_at(state)


def _in(state: str) -> Callable[[], Any]:
    return lambda: case_in(state)


def _penalty(state: str) -> Callable[[], Any]:
    return lambda: penalties.penalty_at(state)


def _with(action: Callable[..., Any], **terms: Any) -> Callable[..., Any]:
    return lambda subject, *, by: action(subject, by=by, **terms)


def _vote(case: Any, *, by: Any) -> None:
    ballot = case.ballots.last()
    ballots.cast_vote(case, choice="approve", digest=ballot.digest_hex if ballot else "", by=by)


def _request_review(case: Any, *, by: Any) -> None:
    penalties.request_review(case, by=by.username)


def _conclude(case: Any, *, by: Any) -> None:
    penalties.concluded(case, "upheld", by=(by.username,))


def _report(penalty: Any, *, by: Any) -> None:
    compliance.report_compliance(penalty, text="Published.", files=[penalties.proof()], by=by)


def _ready_to_close() -> Any:
    case = case_in("final")
    finality.log_release_reasons(penalties.verdict_of(case), reasons="Names.", by=procedure.member("tr.head"))
    return procedure.fresh(case)


def _notified_in_review() -> Any:
    penalty = penalties.penalty_at("notified")
    penalties.case_in_review(penalty.verdict.case)
    return type(penalty).objects.get(pk=penalty.pk)


INCIDENT_ATTEMPTS = {
    "file_incident": Attempt(FILER, _at("draft"), file_incident),
    "discard_draft": Attempt(FILER | {"pk.officer"}, _at("draft"), discard_draft),
    "return_incident": Attempt(MEDIATORS, _at("filed"), _with(registration.return_incident, missing="The hour.")),
    "register_incident": Attempt(MEDIATORS, _at("filed"), registration.register_incident),
    "declare_inadmissible": Attempt(
        MEDIATORS, _at("filed"), _with(registration.declare_inadmissible, reasons="Out of scope.")
    ),
    "object_to_inadmissibility": Attempt(  # declared by Türkiye's head
        frozenset({"qa.head", "qa.deputy"}), _at("inadmissible"), registration.object_to_inadmissibility
    ),
    "withdraw_incident": Attempt(FILER, _at("filed"), _with(registration.withdraw_incident, reasons="An error.")),
}
CASE_ATTEMPTS = {
    "submit_report": Attempt(frozenset({"qa.officer"}), ready_to_report, _with(cases.submit_report, text="Seen.")),
    "open_ballot": Attempt(
        frozenset({"tr.head", "tr.deputy"}),
        lambda: procedure.with_finding(case_in("deliberation")),
        ballots.open_ballot,
    ),
    "cast_vote": Attempt(PARTIES | MEDIATORS, _in("ballot"), _vote),
    "annul_ballot": Attempt(MEDIATORS, _in("ballot"), _with(ballots.annul_ballot, reasons="A page was missing.")),
    "escalate_case": Attempt(MEDIATORS, _in("verification"), _with(cases.escalate_case, reasons="No access.")),
    "record_principals_answer": Attempt(
        MEDIATORS, _in("escalated"), _with(cases.record_principals_answer, **procedure.ANSWERS["none"])
    ),
    "settle_case": Attempt(PARTY_HEADS, _in("verification"), _with(cases.settle_case, agreed_text="We agree so.")),
    "reopen_case": Attempt(MEDIATORS, _in("settled"), _with(cases.reopen_case, new_fact="A film came to light.")),
    "request_review": Attempt(PARTIES, _in("ruled"), _request_review),
    "waive_review": Attempt(PARTY_HEADS, _in("ruled"), finality.waive_review),
    "declare_final": Attempt(MEDIATORS, lambda: penalties.waived(case_in("ruled")), finality.declare_final),
    "conclude_review": Attempt(frozenset(penalties.REVIEWERS), _in("review"), _conclude),
    "close_case": Attempt(MEDIATORS, _ready_to_close, finality.close_case),
}
PENALTY_ATTEMPTS = {
    "log_notified": Attempt(ADMINS, _penalty("ordered"), orders.log_notified),
    "report_compliance": Attempt(ADDRESSEE, _penalty("notified"), _report),
    "confirm_discharge": Attempt(MEDIATORS, _penalty("reported"), compliance.confirm_discharge),
    "reject_compliance": Attempt(
        MEDIATORS, _penalty("reported"), _with(compliance.reject_compliance, reasons="No stamp.")
    ),
    "refer_to_principals": Attempt(MEDIATORS, _penalty("overdue"), orders.refer_to_principals),
    "stay_penalty": Attempt(MEDIATORS, _notified_in_review, orders.stay_penalty),
    "lift_stay": Attempt(MEDIATORS, _penalty("stayed"), orders.lift_stay),
}
ATTEMPTS = {
    (machine, verb): attempt
    for machine, attempts in (
        ("incident", INCIDENT_ATTEMPTS),
        ("case", CASE_ATTEMPTS),
        ("penalty", PENALTY_ATTEMPTS),
    )
    for verb, attempt in attempts.items()
}
# Who or what does these is no member acting on them: they come with another act, or with a clock.
NOBODYS_OWN = {
    ("case", "open_case"),
    ("case", "close_ballot"),
    ("case", "principals_clock_ends"),
    ("case", "end_empty_case"),
    ("penalty", "order_penalty"),
    ("penalty", "due_clock_ends"),
    ("penalty", "reverse_penalty"),
}
EVERY_STATE: dict[str, dict[str, Callable[[], Any]]] = {
    "incident": {
        state: _at(state)
        for state in ("draft", "filed", "returned", "registered", "inadmissible", "withdrawn", "discarded")
    },
    "case": {
        **{state: _in(state) for state in (*procedure.STATES, "review", "final")},
        "closed": closed_case,
    },
    "penalty": {
        state: _penalty(state)
        for state in ("ordered", "notified", "reported", "discharged", "overdue", "referred", "stayed", "reversed")
    },
}

"""The rows of penalties."""

from penalties.actions import compliance, finality, orders
from penalties.models import Penalty
from tests.factories import penalties, procedure
from tests.factories.procedure import fresh, hours_pass, member
from tests.factories.trials.trial import MEDIATORS, Trial, again, both, each, nothing_yet
from verification.actions import cases


def _comply(penalty: Penalty) -> None:
    compliance.report_compliance(penalty, text="Published.", files=[penalties.proof()], by=member("af.deputy"))


def _comply_without_evidence(penalty: Penalty) -> None:
    compliance.report_compliance(penalty, text="Published.", files=[], by=member("af.deputy"))


def _due(_penalty: Penalty) -> None:
    hours_pass(24 * 31)
    compliance.perform_due()


def _reported_with_the_head_as_rapporteur() -> Penalty:
    """Türkiye's head drafted the finding, and its deputy voted."""
    case = procedure.with_team(procedure.registered_case(), rapporteur="tr.head")
    cases.submit_report(procedure.replied(case), text="What we saw.", by=member("qa.officer"))
    case = procedure.in_ballot(fresh(case))
    for username in ("pk.head", "af.head", "tr.deputy", "qa.head"):
        procedure.vote(case, by=username)
    finality.declare_final(penalties.waived(case), by=member("tr.deputy"))
    return penalties.penalty_at("reported", case=fresh(case))


def _stay_without_review(_penalty: Penalty) -> None:
    penalties.both_mediators(orders.stay_penalty, penalties.penalty_at("notified"))


def _notified_in_review() -> Penalty:
    penalty = penalties.penalty_at("notified")
    penalties.case_in_review(penalty.verdict.case)
    return again(penalty)


def _reversal(state: str) -> Trial:
    return Trial(lambda: penalties.penalty_at(state), _reverse)


def _reverse(penalty: Penalty) -> None:
    case = fresh(penalty.verdict.case)
    penalties.concluded(case if case.state == "review" else penalties.case_in_review(case), "reversed")


PENALTY_TRIALS = {
    ("proposed", "order_penalty"): Trial(
        nothing_yet, lambda _none: Penalty.objects.get(verdict__case=penalties.final_case())
    ),
    ("ordered", "log_notified"): Trial(lambda: penalties.penalty_at("ordered"), each(orders.log_notified, "admin2")),
    **{
        (state, "report_compliance"): Trial(
            lambda state=state: penalties.penalty_at(state), _comply, _comply_without_evidence
        )
        for state in ("notified", "overdue", "referred")
    },
    ("notified", "due_clock_ends"): Trial(lambda: penalties.penalty_at("notified"), _due),
    ("reported", "confirm_discharge"): Trial(
        lambda: penalties.penalty_at("reported"),
        each(compliance.confirm_discharge, "qa.deputy"),
        lambda _penalty: compliance.confirm_discharge(_reported_with_the_head_as_rapporteur(), by=member("tr.head")),
    ),
    ("reported", "reject_compliance"): Trial(
        lambda: penalties.penalty_at("reported"), each(compliance.reject_compliance, "tr.head", reasons="No stamp.")
    ),
    ("overdue", "refer_to_principals"): Trial(
        lambda: penalties.penalty_at("overdue"), both(orders.refer_to_principals, *MEDIATORS)
    ),
    ("notified", "stay_penalty"): Trial(
        _notified_in_review, both(orders.stay_penalty, *MEDIATORS), _stay_without_review
    ),
    ("stayed", "lift_stay"): Trial(lambda: penalties.penalty_at("stayed"), both(orders.lift_stay, *MEDIATORS)),
    **{
        (state, "reverse_penalty"): _reversal(state)
        for state in ("ordered", "notified", "reported", "overdue", "referred", "stayed", "discharged")
    },
}

"""Every act after the verdict, and those of the secretariat; with ACTS, the list of all."""

from dataclasses import replace

from commission.actions import change_seat as change
from commission.actions import confirm_seat_change as confirm
from commission.actions import refuse_seat_change as refuse
from commission.models import Delegation, SeatChange
from penalties.actions import compliance, finality, orders, reviews
from penalties.actions.reviews import Conclusion
from penalties.rules.variations import change_of
from tests.factories import penalties
from tests.factories.procedure import member
from tests.verification.machine.acts import ACTS_UNTIL_VERDICT
from tests.verification.machine.side import Absent
from verification.actions import corrections


# --- verdicts ------------------------------------------------------------------------------------------------------
def waive_review(side, *, by):
    finality.waive_review(side.case, by=by)


def declare_final(side, *, by):
    finality.declare_final(side.case, by=by)


def request_review(side, *, by):
    penalties.request_review(side.case, by=by.username)


def conclude_review(side, *, by, outcome="upheld"):
    varied = _what_varies(side) if outcome == "varied" else {}
    conclusion = Conclusion(outcome=outcome, reasons="We looked again.", **varied)
    reviews.conclude_review(side.case, conclusion=conclusion, by=by)


def _what_varies(side):
    """The first measure is withdrawn; without one, somebody else did it."""
    finding = side.verdict.finding
    if finding.proposed_measures.exists():
        return {"withdrawn_measures": [1]}
    first = change_of(finding.determinations.select_related("incident").first())
    return {"changes": [replace(first, attribution="undetermined" if first.attribution == "other" else "other")]}


def close_case(side, *, by):
    finality.close_case(side.case, by=by)


def release_verdict(side, *, by):
    finality.release_verdict(side.verdict, by=by)


def log_release_reasons(side, *, by):
    finality.log_release_reasons(side.verdict, reasons="Names of villagers.", by=by)


def request_correction(side, *, by):
    corrections.request_correction(side.verdict, request="It was the 14th.", by=by)


def correct_verdict(side, *, by):
    corrections.correct_verdict(side.correction, corrected_text="On the 14th.", by=by)


# --- penalties -----------------------------------------------------------------------------------------------------
def log_notified(side, *, by):
    orders.log_notified(side.penalty, by=by)


def log_compliance_received(side, *, by):
    compliance.log_compliance_received(side.penalty, by=by)


def report_compliance(side, *, by):
    compliance.report_compliance(side.penalty, text="Published.", files=[penalties.proof()], by=by)


def confirm_discharge(side, *, by):
    compliance.confirm_discharge(side.penalty, by=by)


def reject_compliance(side, *, by):
    compliance.reject_compliance(side.penalty, reasons="No stamp.", by=by)


def refer_to_principals(side, *, by):
    orders.refer_to_principals(side.penalty, by=by)


def stay_penalty(side, *, by):
    orders.stay_penalty(side.penalty, by=by)


def lift_stay(side, *, by):
    orders.lift_stay(side.penalty, by=by)


# --- seats: of the whole commission, not of one side ----------------------------------------------------------------
def change_seat(_side, *, by, of="pk.officer", delegation="PK", role="officer"):
    change(member(of), role=role, delegation=Delegation.objects.get(pk=delegation), is_active=True, by=by)


def _waiting():
    found = SeatChange.objects.filter(decided_at=None).order_by("pk").first()
    if found is None:
        raise Absent("No change of a seat waits.")
    return found


def confirm_seat_change(_side, *, by):
    confirm(_waiting(), by=by)


def refuse_seat_change(_side, *, by):
    refuse(_waiting(), by=by)


OF_SEATS = [change_seat, confirm_seat_change, refuse_seat_change]
ACTS_OF_A_SIDE = [
    *ACTS_UNTIL_VERDICT,
    waive_review, declare_final, request_review, conclude_review, close_case, release_verdict, log_release_reasons,
    request_correction, correct_verdict, log_notified, log_compliance_received, report_compliance, confirm_discharge,
    reject_compliance, refer_to_principals, stay_penalty, lift_stay,
]  # fmt: skip
ACTS = {act.__name__: act for act in [*ACTS_OF_A_SIDE, *OF_SEATS]}

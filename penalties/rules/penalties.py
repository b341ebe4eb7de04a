"""Who may notify, report on, discharge, refer and stay a penalty."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from commission import law
from commission.models import Member
from commission.roles import ADMINISTER, PRESIDE, SUBMIT
from incidents.evidence.intake import ReceivedFile
from monitoring_site.refusals import Refusal
from penalties.models import ComplianceReport, Penalty
from verification.models import Case, Recusal
from verification.rules.seats import first_of, why_not_mediator, why_not_party, why_not_without_words, words_of_law
from verification.vocabularies import State


def why_not_log_notified(member: Member, penalty: Penalty) -> Refusal | None:
    """The secretariat, once."""
    return first_of(lambda: _why_not_admin(member), lambda: why_not_penalty_in_state(penalty, "log_notified"))


def why_not_log_compliance_received(member: Member, penalty: Penalty) -> Refusal | None:
    """The secretariat, for each report that it has not yet logged."""
    return first_of(
        lambda: _why_not_admin(member),
        lambda: None if unlogged_report(penalty) else _("No report of compliance waits to be logged."),
    )


def why_not_report_compliance(member: Member, penalty: Penalty) -> Refusal | None:
    """A head or deputy of the addressee, once notified."""
    return first_of(
        lambda: why_not_party(member, SUBMIT),
        lambda: (
            None
            if member.delegation_id == penalty.addressee_id
            else _("Compliance is reported by the party that the penalty addresses.")
        ),
        lambda: why_not_penalty_in_state(penalty, "report_compliance"),
    )


def why_not_report_so(text: str, files: Sequence[ReceivedFile]) -> Refusal | None:
    """A report of compliance says what was done, and has its evidence."""
    return first_of(
        lambda: why_not_without_words(text, _("Say what was done.")),
        lambda: None if files else words_of_law("report_compliance", machine="penalty"),
    )


def why_not_confirm_discharge(member: Member, penalty: Penalty) -> Refusal | None:
    """A head or deputy of a mediator who was never rapporteur of the case, on a report of compliance."""
    return first_of(
        lambda: why_not_mediator(member, PRESIDE),
        lambda: why_not_penalty_in_state(penalty, "confirm_discharge"),
        lambda: (
            words_of_law("confirm_discharge", machine="penalty")
            if _was_rapporteur(member, penalty.verdict.case)
            else None
        ),
    )


def why_not_reject_compliance(member: Member, penalty: Penalty) -> Refusal | None:
    """A head or deputy of a mediator, on a report of compliance."""
    return first_of(
        lambda: why_not_mediator(member, PRESIDE),
        lambda: why_not_penalty_in_state(penalty, "reject_compliance"),
    )


def why_not_refer_to_principals(member: Member, penalty: Penalty) -> Refusal | None:
    """Both mediators, when it is overdue."""
    return first_of(
        lambda: why_not_mediator(member, PRESIDE),
        lambda: why_not_penalty_in_state(penalty, "refer_to_principals"),
    )


def why_not_stay_penalty(member: Member, penalty: Penalty) -> Refusal | None:
    """Both mediators, while a review is pending."""
    return first_of(
        lambda: why_not_mediator(member, PRESIDE),
        lambda: why_not_penalty_in_state(penalty, "stay_penalty"),
        lambda: None if penalty.verdict.case.state == State.REVIEW else words_of_law("stay_penalty", machine="penalty"),
    )


def why_not_lift_stay(member: Member, penalty: Penalty) -> Refusal | None:
    """Both mediators."""
    return first_of(
        lambda: why_not_mediator(member, PRESIDE),
        lambda: why_not_penalty_in_state(penalty, "lift_stay"),
    )


def why_not_penalty_in_state(penalty: Penalty, verb: str) -> Refusal | None:
    """The law has no such act in the state in which the penalty is."""
    if penalty.state in law.sources(verb, machine="penalty"):
        return None
    return _("This step does not belong to the state in which the penalty is: %(state)s.") % {
        "state": penalty.get_state_display()
    }


def unlogged_report(penalty: Penalty) -> ComplianceReport | None:
    """The first report of compliance that the secretariat has not logged."""
    return penalty.compliance_reports.filter(logged_at=None).first()


def _was_rapporteur(member: Member, case: Case) -> bool:
    # The recusal stays when another is named: whose proposal it was does not change with the seat.
    return case.recusals.filter(member=member, reason=Recusal.Reason.RAPPORTEUR).exists()


def _why_not_admin(member: Member) -> Refusal | None:
    return None if member.may(ADMINISTER) else _("This step is for the secretariat.")

"""Every step after a verdict, as people meet it: words, seat, rule."""

from django.utils.translation import gettext_lazy as _

from commission.roles import ADMINISTER, PRESIDE, SUBMIT
from commission.steps import Step, is_mediator, is_of_any, is_party
from penalties.rules import penalties as penalty_rules
from penalties.rules import verdicts as verdict_rules

WAIVE_REVIEW = Step(
    "waive_review",
    _("Waive the review"),
    _(
        "Your party asks for no review of this verdict. When both heads have waived it, it can be declared final at once."
    ),
    SUBMIT,
    is_party,
    verdict_rules.why_not_waive_review,
)
REQUEST_REVIEW = Step(
    "request_review",
    _("Ask for a review"),
    _(
        "Both mediators look at the verdict again, through persons who did not vote on it. A final verdict stays in force."
    ),
    SUBMIT,
    is_party,
    verdict_rules.why_not_request_review,
)
DECLARE_FINAL = Step(
    "declare_final",
    _("Declare final"),
    _("The verdict becomes final. At the same moment its points are posted and its penalties ordered."),
    PRESIDE,
    is_mediator,
    verdict_rules.why_not_declare_final,
)
CONCLUDE_REVIEW = Step(
    "conclude_review",
    _("Conclude the review"),
    _("Both mediators agree to the same outcome, for the same reasons. Case and ledger follow at once."),
    PRESIDE,
    is_mediator,
    verdict_rules.why_not_conclude_review,
)
CLOSE_CASE = Step(
    "close_case",
    _("Close the case"),
    _("Nothing is left to be done: every penalty is discharged or reversed, and the release is decided."),
    PRESIDE,
    is_mediator,
    verdict_rules.why_not_close_case,
)
CASE_STEPS = (WAIVE_REVIEW, REQUEST_REVIEW, DECLARE_FINAL, CONCLUDE_REVIEW, CLOSE_CASE)

RELEASE_VERDICT = Step(
    "release_verdict",
    _("Release the verdict"),
    _(
        "Anyone may read the verdict from then on: its text, determinations and votes, not the case file. Both mediators agree."
    ),
    PRESIDE,
    is_mediator,
    verdict_rules.why_not_release_verdict,
)
LOG_RELEASE_REASONS = Step(
    "log_release_reasons",
    _("Log why it is not released"),
    _("The reasons stand beside the verdict. It may still be released later."),
    PRESIDE,
    is_mediator,
    verdict_rules.why_not_log_release_reasons,
)
VERDICT_STEPS = (RELEASE_VERDICT, LOG_RELEASE_REASONS)

LOG_NOTIFIED = Step(
    "log_notified",
    _("Log: notified"),
    _("The addressee has been notified of the order. Its time to comply runs from now."),
    ADMINISTER,
    is_of_any,
    penalty_rules.why_not_log_notified,
)
LOG_COMPLIANCE_RECEIVED = Step(
    "log_compliance_received",
    _("Log: report of compliance received"),
    _("The oldest report that is not yet logged is logged as received, by its digest."),
    ADMINISTER,
    is_of_any,
    penalty_rules.why_not_log_compliance_received,
)
REPORT_COMPLIANCE = Step(
    "report_compliance",
    _("Report compliance"),
    _("Say what was done, and attach the evidence of it. A mediator confirms the discharge, or says what is lacking."),
    SUBMIT,
    is_party,
    penalty_rules.why_not_report_compliance,
)
CONFIRM_DISCHARGE = Step(
    "confirm_discharge",
    _("Confirm the discharge"),
    _("What was ordered has been done."),
    PRESIDE,
    is_mediator,
    penalty_rules.why_not_confirm_discharge,
)
REJECT_COMPLIANCE = Step(
    "reject_compliance",
    _("Do not accept the report"),
    _("The report does not show what was ordered. The due date stays as it was."),
    PRESIDE,
    is_mediator,
    penalty_rules.why_not_reject_compliance,
)
REFER_TO_PRINCIPALS = Step(
    "refer_to_principals",
    _("Refer to the principals"),
    _("An overdue penalty goes to the governments behind the delegations. Both mediators agree."),
    PRESIDE,
    is_mediator,
    penalty_rules.why_not_refer_to_principals,
)
STAY_PENALTY = Step(
    "stay_penalty",
    _("Stay the penalty"),
    _("The time to comply stands still while the review is pending. Both mediators agree."),
    PRESIDE,
    is_mediator,
    penalty_rules.why_not_stay_penalty,
)
LIFT_STAY = Step(
    "lift_stay",
    _("Lift the stay"),
    _("The time to comply runs on, with what was left of it. Both mediators agree."),
    PRESIDE,
    is_mediator,
    penalty_rules.why_not_lift_stay,
)
PENALTY_STEPS = (
    LOG_NOTIFIED,
    LOG_COMPLIANCE_RECEIVED,
    REPORT_COMPLIANCE,
    CONFIRM_DISCHARGE,
    REJECT_COMPLIANCE,
    REFER_TO_PRINCIPALS,
    STAY_PENALTY,
    LIFT_STAY,
)

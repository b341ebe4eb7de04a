"""The steps of a case, as people meet them: words, seat, rule."""

from django.utils.translation import gettext_lazy as _

from commission.roles import DRAFT, PRESIDE, SUBMIT, WRITE_FINDING
from commission.steps import Step, is_mediator, is_of_any, is_party
from verification import rules
from verification.steps.proceedings import (
    ADD_SITE_NOTE,
    ASK_ACCESS,
    CHALLENGE_MEMBER,
    NAME_SUBSTITUTE,
    SUBMIT_INTERIM_REPORT,
)

NAME_TEAM = Step(
    "name_team",
    _("Name the verification team"),
    _("Both mediators name the same members. Who is on the team does not vote in this case."),
    PRESIDE,
    is_mediator,
    rules.why_not_name_team,
)
NAME_RAPPORTEUR = Step(
    "name_rapporteur",
    _("Name the rapporteur"),
    _("Both mediators name the same member, as a rule an officer. The rapporteur does not vote in this case."),
    PRESIDE,
    is_mediator,
    rules.why_not_name_rapporteur,
)
SUBMIT_REPORT = Step(
    "submit_report",
    _("Submit the report"),
    _("The verification team's report. With it the case goes to deliberation."),
    WRITE_FINDING,
    is_mediator,
    rules.why_not_submit_report,
)
DRAFT_FINDING = Step(
    "draft_finding",
    _("Draft the finding"),
    _("Reasons, and one determination for every incident of the case. Once shown, the text is never edited."),
    WRITE_FINDING,
    is_mediator,
    rules.why_not_draft_finding,
)
SEND_COMMENT = Step(
    "send_comment",
    _("Comment on the draft facts"),
    _("Your delegation's comment on the text that is shown. It is sent once."),
    SUBMIT,
    is_party,
    rules.why_not_send_comment,
)
OPEN_BALLOT = Step(
    "open_ballot",
    _("Open the ballot"),
    _("All four delegations vote on exactly the text that was shown last. It cannot change while the ballot is open."),
    PRESIDE,
    is_mediator,
    rules.why_not_open_ballot,
)
CAST_VOTE = Step(
    "cast_vote",
    _("Cast the vote"),
    _("Your delegation's one vote on this text. It is final. It is sealed until the ballot closes."),
    DRAFT,  # an officer can be named to vote in one case; the rule asks for the vote
    is_of_any,
    rules.why_not_cast_vote,
)
ANNUL_BALLOT = Step(
    "annul_ballot",
    _("Annul the ballot"),
    _("Both mediators give the same reasons. A case has one annulment, and it counts as a round."),
    PRESIDE,
    is_mediator,
    rules.why_not_annul_ballot,
)
ESCALATE_CASE = Step(
    "escalate_case",
    _("Escalate to the principals"),
    _(
        "The case goes to the governments behind the delegations, once. Where they sent it back and its last ballot was "
        "not opened in time, it ends without a determination."
    ),
    PRESIDE,
    is_mediator,
    rules.why_not_escalate_case,
)
SETTLE_CASE = Step(
    "settle_case",
    _("Settle the case"),
    _("The heads of both parties agree to exactly the same text. The case ends with it."),
    SUBMIT,
    is_party,
    rules.why_not_settle_case,
)
RECORD_PRINCIPALS_ANSWER = Step(
    "record_principals_answer",
    _("Record the principals' answer"),
    _("Both mediators record the same answer: one last ballot, or no determination."),
    PRESIDE,
    is_mediator,
    rules.why_not_record_principals_answer,
)
REOPEN_CASE = Step(
    "reopen_case",
    _("Reopen the case"),
    _("Both mediators state the same new decisive fact. The case is verified anew."),
    PRESIDE,
    is_mediator,
    rules.why_not_reopen_case,
)
CASE_STEPS = (
    NAME_TEAM,
    NAME_RAPPORTEUR,
    SUBMIT_REPORT,
    DRAFT_FINDING,
    ASK_ACCESS,
    ADD_SITE_NOTE,
    SUBMIT_INTERIM_REPORT,
    SEND_COMMENT,
    OPEN_BALLOT,
    CAST_VOTE,
    ANNUL_BALLOT,
    ESCALATE_CASE,
    RECORD_PRINCIPALS_ANSWER,
    SETTLE_CASE,
    NAME_SUBSTITUTE,
    CHALLENGE_MEMBER,
    REOPEN_CASE,
)

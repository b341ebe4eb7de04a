"""Every step of an incident after filing, and of a case, as people meet it: words, seat, rule."""

from django.utils.translation import gettext_lazy as _

from commission import law
from commission.roles import DRAFT, PRESIDE, SUBMIT, WRITE_FINDING
from commission.steps import Step, is_mediator, is_of_any, is_party
from verification import rules

REGISTER_INCIDENT = Step(
    "register_incident",
    _("Register"),
    _("The incident is taken up, in a new case or an existing one. Both parties see it from then on, and may reply."),
    PRESIDE,
    is_mediator,
    rules.why_not_register_incident,
)
RETURN_INCIDENT = Step(
    "return_incident",
    _("Return"),
    _("The incident goes back to its filer, who is told what is missing and may file it again."),
    PRESIDE,
    is_mediator,
    rules.why_not_return_incident,
)
DECLARE_INADMISSIBLE = Step(
    "declare_inadmissible",
    _("Declare inadmissible"),
    _("The incident is not taken up. The other mediator may object."),
    PRESIDE,
    is_mediator,
    rules.why_not_declare_inadmissible,
)
OBJECT_TO_INADMISSIBILITY = Step(
    "object_to_inadmissibility",
    _("Object to inadmissibility"),
    _("The incident is registered after all, in a new case or an existing one."),
    PRESIDE,
    is_mediator,
    rules.why_not_object_to_inadmissibility,
)
WITHDRAW_INCIDENT = Step(
    "withdraw_incident",
    _("Withdraw"),
    _("The incident is withdrawn, with reasons. What was filed stays in the record; this cannot be undone."),
    SUBMIT,
    is_of_any,
    rules.why_not_withdraw_incident,
)
SEND_REPLY = Step(
    "send_reply",
    _("Send the reply"),
    _("Your delegation's reply, with evidence of its own. It is sent once. Silence is recorded as silence."),
    DRAFT,
    is_party,
    rules.why_not_send_reply,
)
INCIDENT_STEPS = (
    REGISTER_INCIDENT,
    RETURN_INCIDENT,
    DECLARE_INADMISSIBLE,
    OBJECT_TO_INADMISSIBILITY,
    SEND_REPLY,
    WITHDRAW_INCIDENT,
)


def steps_of_incident(state: str) -> list[Step]:
    """The steps that the law knows in this state of an incident; a reply moves no state."""
    moving = {row.verb for row in law.rows() if row.machine == "incident" and row.source == state}
    still = {"send_reply"} if state == "registered" else set()
    return [step for step in INCIDENT_STEPS if step.act in moving | still]


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
    _("The case goes to the governments behind the delegations. A case is escalated once."),
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
    SEND_COMMENT,
    OPEN_BALLOT,
    CAST_VOTE,
    ANNUL_BALLOT,
    ESCALATE_CASE,
    RECORD_PRINCIPALS_ANSWER,
    SETTLE_CASE,
    REOPEN_CASE,
)

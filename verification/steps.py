"""Every step of an incident after filing, and of a case, as people meet it: words, seat, rule."""

from django.utils.translation import gettext_lazy as _

from commission import law
from commission.roles import DRAFT, PRESIDE, SUBMIT, WRITE_FINDING
from commission.steps import Step, is_mediator, is_of_any, is_party
from verification import rules
from verification.rules import proceedings

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
    still = {"send_reply", "link_counter_report"} if state == "registered" else set()
    return [step for step in (*INCIDENT_STEPS, LINK_COUNTER_REPORT) if step.act in moving | still]


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
ASK_ACCESS = Step(
    "ask_access",
    _("Ask for access"),
    _("The verification team asks a party to let it in. The party grants it, or refuses it with reasons."),
    WRITE_FINDING,
    is_mediator,
    proceedings.why_not_ask_access,
)
ADD_SITE_NOTE = Step(
    "add_site_note",
    _("Add a site note"),
    _("What the verification team saw at a place. A note is never edited."),
    WRITE_FINDING,
    is_mediator,
    proceedings.why_not_add_site_note,
)
SUBMIT_INTERIM_REPORT = Step(
    "submit_interim_report",
    _("Submit an interim report"),
    _("What the verification team can say so far. The case stays in verification."),
    WRITE_FINDING,
    is_mediator,
    proceedings.why_not_submit_interim_report,
)
NAME_SUBSTITUTE = Step(
    "name_substitute",
    _("Name a substitute voter"),
    _("An officer of your delegation may vote for it in this case."),
    SUBMIT,
    is_of_any,
    proceedings.why_not_name_substitute,
)
CHALLENGE_MEMBER = Step(
    "challenge_member",
    _("Challenge a member"),
    _("The mediators decide whether doubt in a member's impartiality is justified. If so, the member is recused."),
    SUBMIT,
    is_of_any,
    proceedings.why_not_challenge_member,
)
EXTEND_CLOCK = Step(
    "extend_clock",
    _("Extend the time"),
    _("Your delegation awaits instructions from its capital. A clock is extended once."),
    DRAFT,
    is_of_any,
    proceedings.why_not_extend_clock,
)
ASK_QUESTION = Step(
    "ask_question",
    _("Ask a question"),
    _("Your clock stands still until the answer, once, and for 48 hours at most."),
    DRAFT,
    is_of_any,
    proceedings.why_not_ask_question,
)
CLOCK_STEPS = (EXTEND_CLOCK, ASK_QUESTION)
ANSWER_QUESTION = Step(
    "answer_question",
    _("Answer the question"),
    _("The clock of the delegation that asked goes on with your answer."),
    SUBMIT,
    is_of_any,
    proceedings.why_not_answer_question,
)
GRANT_ACCESS = Step(
    "grant_access",
    _("Grant access"),
    _("Your delegation lets the verification team in, on the conditions you state."),
    SUBMIT,
    is_party,
    proceedings.why_not_answer_access,
)
REFUSE_ACCESS = Step(
    "refuse_access",
    _("Refuse access"),
    _("Your delegation does not let the verification team in. Either mediator may then file an incident of type G1."),
    SUBMIT,
    is_party,
    proceedings.why_not_answer_access,
)
DECIDE_CHALLENGE = Step(
    "decide_challenge",
    _("Decide the challenge"),
    _("Both mediators decide alike, with the same reasons. An upheld challenge recuses the member in this case."),
    PRESIDE,
    is_mediator,
    proceedings.why_not_decide_challenge,
)
REQUEST_CORRECTION = Step(
    "request_correction",
    _("Ask for a clerical correction"),
    _("The mediators are asked to mend a clerical error. The verdict itself is never edited."),
    SUBMIT,
    is_of_any,
    proceedings.why_not_request_correction,
)
CORRECT_VERDICT = Step(
    "correct_verdict",
    _("Correct the verdict"),
    _("Both mediators give the same corrected passage. It stands beside the verdict, which stays as it was adopted."),
    PRESIDE,
    is_mediator,
    proceedings.why_not_correct_verdict,
)
LINK_COUNTER_REPORT = Step(
    "link_counter_report",
    _("Link as a counter-report"),
    _("Both accounts of one event stand side by side in one case. They are linked, never merged away."),
    PRESIDE,
    is_mediator,
    proceedings.why_not_link_counter_report,
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

"""The steps that move no state: clocks, questions, access, notes, substitutes, challenges, corrections."""

from django.utils.translation import gettext_lazy as _

from commission.roles import DRAFT, PRESIDE, SUBMIT, WRITE_FINDING
from commission.steps import Step, is_mediator, is_of_any, is_party
from verification.rules import proceedings

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

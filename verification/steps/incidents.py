"""The steps of an incident after filing, as people meet them: words, seat, rule."""

from django.utils.translation import gettext_lazy as _

from commission import law
from commission.roles import DRAFT, PRESIDE, SUBMIT
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
LINK_COUNTER_REPORT = Step(
    "link_counter_report",
    _("Link as a counter-report"),
    _("Both accounts of one event stand side by side in one case. They are linked, never merged away."),
    PRESIDE,
    is_mediator,
    proceedings.why_not_link_counter_report,
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

"""The steps that the filing delegation may take with its own incident before it is registered."""

from django.utils.translation import gettext_lazy as _

from commission.models import Member
from commission.roles import DRAFT, SUBMIT
from commission.steps import OfferedStep, Step, is_of_any, offered
from incidents import rules
from incidents.models import Incident

EDIT = Step(
    act="edit_incident",
    label=_("Edit the draft"),
    explanation=_("Say what happened, when and where, and add evidence. It is saved as a draft at any moment."),
    permission=DRAFT,
    concerns=is_of_any,
    why_not=rules.why_not_edit_draft,
)
FILE = Step(
    act="file_incident",
    label=_("File the incident"),
    explanation=_(
        "The incident goes to the mediators as it stands now. Its evidence is sealed, you get a receipt with the digest "
        "of what was filed, and the act is recorded. From then on it can be withdrawn, but not unsaid."
    ),
    permission=SUBMIT,
    concerns=is_of_any,
    why_not=rules.why_not_file_incident,
)
DISCARD = Step(
    act="discard_draft",
    label=_("Discard the draft"),
    explanation=_(
        "The draft is put away for good. It was never filed: nobody else has seen it, and nothing is recorded."
    ),
    permission=DRAFT,
    concerns=is_of_any,
    why_not=rules.why_not_discard_draft,
)
INCIDENT_STEPS = (EDIT, FILE, DISCARD)


def steps_before_registration(incident: Incident, *, member: Member) -> list[OfferedStep]:
    """The steps offered beside the member's own draft or returned incident; none beside any other."""
    is_own = member.delegation_id is not None and member.delegation_id == incident.delegation_id
    if not is_own or incident.state not in rules.EDITABLE:
        return []
    return offered(INCIDENT_STEPS, subject=incident, address=[incident.code], member=member)

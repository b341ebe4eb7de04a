"""The pages of the steps before registration: file, discard."""

from commission.models import Member
from commission.views.steps import StepPage, step_view
from incidents import actions, steps
from incidents.models import Incident
from incidents.queries import visible_incident


def _fetch(member: Member, code: str) -> Incident:
    return visible_incident(member, code=code)


file_incident = step_view(StepPage(steps.FILE, actions.file_incident), fetch=_fetch)
discard_draft = step_view(StepPage(steps.DISCARD, actions.discard_draft), fetch=_fetch)

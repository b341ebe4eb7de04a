"""Drafts: begun, saved at any moment, discarded. Edits of a draft are not acts: the record knows nothing of them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commission.models import Member
from commission.texts import normalised
from incidents import rules
from incidents.actions import rows
from incidents.actions.moves import move_incident
from incidents.codes import INCIDENT, new_code
from incidents.drafting import DraftContent
from incidents.evidence import custody
from incidents.models import Incident
from incidents.vocabularies import Audience, State
from monitoring_site.clock import database_time
from monitoring_site.refusals import Refused, refuse_if


class StaleDraft(Refused):
    """Somebody else saved the draft after it was shown; nothing of either text is lost."""


@transaction.atomic
def start_draft(*, by: Member) -> Incident:
    """An empty draft of the member's delegation, seen by nobody else."""
    refuse_if(rules.why_not_draft_incident(by))
    code = new_code(INCIDENT, is_taken=lambda code: Incident.objects.filter(code=code).exists())
    return Incident.objects.create(
        code=code,
        delegation_id=by.delegation_id,
        drafted_at=database_time(),
        drafted_by=by,
        time_zone_entered=by.time_zone,
    )


@transaction.atomic
def save_draft(incident: Incident, *, content: DraftContent, by: Member) -> Incident:
    """The draft holds what was understood, and beside it what was typed where something was not.

    Raises Refused for who may not edit it, and StaleDraft when it was saved by another after it was shown.
    """
    draft = _locked(incident)
    refuse_if(rules.why_not_edit_draft(by, draft))
    if content.revision is not None and content.revision != draft.revision:
        raise StaleDraft(_("The draft was saved by somebody else meanwhile. Look at it before you save over it."))
    at = database_time()
    _save_fields(draft, content)
    rows.save_rows(draft, content, at=at, by=by)
    _save_evidence(draft, content, at=at, by=by)
    return draft


@transaction.atomic
def discard_draft(incident: Incident, *, by: Member) -> Incident:
    """The draft is discarded for good: it was never filed, so that the record has nothing of it."""
    draft = _locked(incident)
    refuse_if(rules.why_not_discard_draft(by, draft))
    move_incident(draft, to=State.DISCARDED)
    return draft


def _locked(incident: Incident) -> Incident:
    return Incident.objects.select_for_update().get(pk=incident.pk)


def _save_fields(draft: Incident, content: DraftContent) -> None:
    changed = {name: _recordable(value) for name, value in content.fields.items()}
    secondary_types = changed.pop("secondary_types", None)
    changed["typed"] = content.typed
    changed["revision"] = draft.revision + 1
    for name, value in changed.items():
        setattr(draft, name, value)
    draft.save(update_fields=list(changed))
    if secondary_types is not None:
        draft.secondary_types.set(secondary_types)


def _save_evidence(draft: Incident, content: DraftContent, *, at: datetime, by: Member) -> None:
    own = {item.code: item for item in draft.evidence.filter(delegation=by.delegation_id, is_sealed=False)}
    for code, terms in content.items.items():
        if code in own:
            _save_item(own[code], **terms)
    audience = content.files_audience or Audience.CASE
    for received in content.files:
        custody.receive_file(
            draft, received, audience=audience, summary=normalised(content.files_summary), at=at, by=by
        )
    for terms in content.statements:
        custody.receive_text(draft, **{name: _recordable(value) for name, value in terms.items()}, at=at, by=by)


def _save_item(item: Any, *, audience: str, summary: str, is_removed: bool) -> None:
    if is_removed:
        custody.remove(item)
    else:
        custody.describe(item, audience=audience, summary=normalised(summary))


def _recordable(value: Any) -> Any:
    return normalised(value) if isinstance(value, str) else value

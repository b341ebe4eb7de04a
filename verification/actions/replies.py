"""A respondent's reply: drafted, then sent once."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from commission.models import Member
from commission.roles import DRAFT
from incidents.evidence import custody
from incidents.evidence.intake import ReceivedFile
from incidents.models import Evidence, Incident
from monitoring_site.clock import database_time
from monitoring_site.refusals import refuse_if
from verification import rules
from verification.actions.clocks import sync_clocks
from verification.actions.moves import locked, record_case_act
from verification.actions.registration import locked_incident
from verification.models import Case, Reply
from verification.rules.cases import why_not_draft_reply, why_not_reply_so
from verification.rules.seats import why_not_party


@transaction.atomic
def save_reply_draft(incident: Incident, *, stance: str, text: str, by: Member) -> Reply:
    """The delegation's draft holds what was typed; nobody else sees it. Not an act. Raises Refused."""
    incident = locked_incident(incident)
    refuse_if(why_not_party(by, DRAFT) or why_not_draft_reply(by, incident))
    reply = _reply_of(incident, by=by)
    reply.stance, reply.text = stance, text
    reply.save(update_fields=["stance", "text"])
    return reply


@transaction.atomic
def send_reply(
    incident: Incident,
    *,
    stance: str,
    text: str,
    by: Member,
    files: Sequence[ReceivedFile] = (),
    files_audience: str = "",
    files_summary: str = "",
) -> Reply:
    """The delegation has replied, with evidence of its own; its time to reply stops; all four read it. Raises Refused."""
    incident = locked_incident(incident)
    case = locked(Case.objects.get(caseincident__incident=incident))
    at = database_time()
    refuse_if(rules.why_not_send_reply(by, incident, at=at) or why_not_reply_so(stance, text))
    reply = _reply_of(incident, by=by)
    reply.stance, reply.text, reply.sent_at, reply.sent_by = stance, text, at, by
    reply.save(update_fields=["stance", "text", "sent_at", "sent_by"])
    evidence = custody.receive_sealed(incident, files, audience=files_audience, summary=files_summary, at=at, by=by)
    reply.evidence.add(*evidence)
    sync_clocks(case, at=at)
    record_case_act(
        case, event="reply_sent", actor=by.as_actor(), at=at, about=[incident.subject], body=_body(reply, evidence)
    )
    return reply


def _reply_of(incident: Incident, *, by: Member) -> Reply:
    reply, _made = Reply.objects.get_or_create(
        incident=incident, delegation=by.delegation, defaults={"drafted_at": database_time(), "drafted_by": by}
    )
    return reply


def _body(reply: Reply, evidence: Sequence[Evidence]) -> dict[str, Any]:
    return {
        "delegation": reply.delegation_id,
        "stance": reply.stance,
        "text": reply.text,
        "evidence": [{"code": item.code, "digest": item.digest_hex} for item in evidence],
    }

"""The record's pages: what the signed-in member can open, one act in full with its proof, and the checkpoints."""

import json
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from monitoring_site.clock import database_time
from monitoring_site.http import keyset_page
from record.models import Act, Checkpoint, Entry, Witness
from record.proof_file import MEDIA_TYPE, proof_text
from record.queries import (
    WAIT_MINUTES_MAX,
    entries_open_to,
    has_waited_too_long,
    log,
    newest_refusals,
    opening_bytes,
    opening_of,
    witness_standings,
)


@require_safe
@login_required
def record_list(request: HttpRequest) -> HttpResponse:
    """The acts whose envelopes the member's delegation can open, newest first."""
    page = keyset_page(entries_open_to(_reader(request)), request=request, order=("-act_id",))
    return render(request, "record/record_list.html", {"page": page})


@require_safe
@login_required
def record_act(request: HttpRequest, act_id: int) -> HttpResponse:
    """What the record holds of one act, as far as this member may open it; 404 for an act that is not theirs."""
    act = _act(request, act_id)
    opened = opening_of(act, reader=_reader(request))
    if opened is None:
        raise Http404
    entry = Entry.objects.filter(commitment=act.commitment).first()
    context = {
        "act": act,
        "envelope": opened.envelope,
        "content": [(name, _as_text(value)) for name, value in (opened.body or {}).items()],
        "is_sealed": act.body_commitment is not None and opened.body is None,
        "entry": entry,
        "checkpoint": log.best_checkpoint_of(entry.index) if entry is not None else None,
        "has_demonstration_witness": Witness.objects.filter(is_demonstration=True).exists(),
        "waits_too_long": has_waited_too_long(act, at=database_time()),
        "minutes": WAIT_MINUTES_MAX,
        "is_own": act.actor_delegation == _delegation(request),
    }
    return render(request, "record/record_act.html", context)


@require_safe
@login_required
def record_proof(request: HttpRequest, act_id: int) -> HttpResponse:
    """The act's tlog-proof file, with the opening that this member is entitled to; 404 while the act is pending."""
    act = _act(request, act_id)
    index = getattr(act, "entry_index")
    checkpoint = log.best_checkpoint_of(index) if index is not None else None
    if checkpoint is None:
        raise Http404
    text = proof_text(
        index=index,
        proof=log.inclusion_proof_of(index, size=checkpoint.size),
        checkpoint=log.cosigned_note(checkpoint),
        extra=opening_bytes(act, reader=_reader(request)),
    )
    headers = {"Content-Disposition": f'attachment; filename="act-{act.pk}.tlog-proof"'}
    return HttpResponse(text, content_type=MEDIA_TYPE, headers=headers)


@require_safe
@login_required
def record_checkpoint(request: HttpRequest, size: int | None = None) -> HttpResponse:
    """The newest checkpoint, or the one of this size: size and root to compare, and how far each witness has come."""
    checkpoint = log.newest_checkpoint() if size is None else Checkpoint.objects.filter(size=size).first()
    if checkpoint is None and size is not None:
        raise Http404
    cosignatures = log.holding_cosignatures(checkpoint) if checkpoint else []
    witnesses = witness_standings(database_time())
    context = {
        "checkpoint": checkpoint,
        "note": log.note_with(checkpoint, cosignatures) if checkpoint else "",
        "vkey": log.log_vkey(),
        "witnesses": witnesses,
        "cosigned_by": {one.witness.delegation for one in cosignatures},
        "refusals": newest_refusals(),
        "has_demonstration_witness": any(one.witness and one.witness.is_demonstration for one in witnesses),
    }
    return render(request, "record/record_checkpoint.html", context)


def _act(request: HttpRequest, act_id: int) -> Act:
    act = Act.objects.open_to(_reader(request)).with_entry_index().filter(pk=act_id).first()
    if act is None:
        raise Http404
    return act


def _reader(request: HttpRequest) -> str:
    return cast(str, getattr(request.user, "reader_code"))


def _delegation(request: HttpRequest) -> str:
    return getattr(request.user, "delegation_id") or ""


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

"""The record's pages: what the signed-in member can open, and one act in full."""

import json
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from monitoring_site.http import keyset_page
from record.models import Act, Entry
from record.queries import entries_open_to, opening_of


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
    act = Act.objects.open_to(_reader(request)).filter(pk=act_id).first()
    opened = opening_of(act, reader=_reader(request)) if act is not None else None
    if act is None or opened is None:
        raise Http404
    entry = Entry.objects.filter(commitment=act.commitment).first()
    context = {
        "act": act,
        "envelope": opened.envelope,
        "content": [(name, _as_text(value)) for name, value in (opened.body or {}).items()],
        "is_sealed": act.body_commitment is not None and opened.body is None,
        "entry": entry,
        "entry_index": entry.index if entry is not None else None,
    }
    return render(request, "record/record_act.html", context)


def _reader(request: HttpRequest) -> str:
    return cast(str, getattr(request.user, "reader_code"))


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

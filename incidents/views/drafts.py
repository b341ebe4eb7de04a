"""The intake page: a new incident, a draft edited, each saved at any moment."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commission.access import requires
from commission.models import Sector
from commission.roles import DRAFT
from incidents import rules
from incidents.actions import StaleDraft, save_draft, start_draft
from incidents.beginnings import beginning_of
from incidents.forms import DraftForms
from incidents.forms.draft import typed_data
from incidents.models import Incident
from incidents.positions import Proposal, proposal_for
from incidents.queries import filing_clock_for, visible_incident
from monitoring_site.clock import database_time
from monitoring_site.refusals import Refusal, Refused, refuse_if
from record.actions import once


@requires(DRAFT)
@require_http_methods(["GET", "POST"])
def new_incident(request: HttpRequest) -> HttpResponse:
    """An empty form, or one that begins with what another page proposes; the first saving makes the draft."""
    refuse_if(rules.why_not_draft_incident(request.user))
    if request.method == "POST":
        return _save(request, None)
    return _page(request, None, forms=DraftForms(member=request.user, beginning=beginning_of(request.GET)))


@requires(DRAFT)
@require_http_methods(["GET", "POST"])
def edit_incident(request: HttpRequest, code: str) -> HttpResponse:
    """The draft as it was saved, and as it was typed where it was not understood."""
    draft = visible_incident(request.user, code=code)
    if request.method == "POST":
        return _save(request, draft)
    refuse_if(rules.why_not_edit_draft(request.user, draft))
    extra = request.GET.get("add", "")
    return _page(request, draft, forms=_stored(request, draft, extra=extra))


def _save(request: HttpRequest, draft: Incident | None) -> HttpResponse:
    data = _with_sector_taken(request.POST)
    sent = DraftForms(member=request.user, incident=draft, data=data, files=request.FILES)
    content = sent.content(revision=_whole_number(request.POST.get("revision")))

    def perform() -> str:
        return save_draft(draft or start_draft(by=request.user), content=content, by=request.user).code

    try:
        code = once(_key(request), by=str(request.user.pk), perform=perform)
    except Refused as refused:
        return _not_saved(request, draft, sent, refused)
    saved = visible_incident(request.user, code=code)
    if sent.is_valid():
        return _saved(request, saved)
    shown = _stored(request, saved, extra=_added(request))
    shown.files = sent.files
    return _page(request, saved, forms=shown, status=422)


def _saved(request: HttpRequest, draft: Incident) -> HttpResponse:
    act = request.POST.get("act", "")
    messages.success(request, _("The draft %(code)s is saved.") % {"code": draft.code})
    if act == "review":
        return redirect("file_incident", draft.code)
    edit = reverse("edit_incident", args=[draft.code])
    if added := _added(request):
        return redirect(f"{edit}?add={added}#{added}")
    return redirect(f"{edit}#where" if act == "place" else edit)


def _not_saved(request: HttpRequest, draft: Incident | None, sent: DraftForms, refused: Refused) -> HttpResponse:
    """What was typed stays on the page; whoever saves once more over another's text does so knowingly."""
    if draft is not None and isinstance(refused, StaleDraft):
        draft = visible_incident(request.user, code=draft.code)
    return _page(request, draft, forms=sent, reason=refused.reason, status=409)


def _stored(request: HttpRequest, draft: Incident, *, extra: str) -> DraftForms:
    return DraftForms(member=request.user, incident=draft, data=typed_data(draft, extra=extra), extra=extra)


def _page(
    request: HttpRequest,
    draft: Incident | None,
    *,
    forms: DraftForms,
    reason: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    proposal = _proposal(draft)
    context = {
        "incident": draft,
        "filing_clock": filing_clock_for(request.user, draft) if draft else None,
        "now": database_time(),
        "forms": forms,
        "errors": [] if reason else list(forms.errors()),
        "reason": reason,
        "proposal": proposal,
        "proposed_sector": _sector(proposal),
        "idempotency_key": uuid4(),
    }
    return render(request, "incidents/edit_incident.html", context, status=status)


def _proposal(draft: Incident | None) -> Proposal | None:
    if draft is None or draft.latitude is None or draft.longitude is None:
        return None
    return proposal_for(draft.latitude, draft.longitude)


def _sector(proposal: Proposal | None) -> Sector | None:
    if proposal is None or proposal.sector is None:
        return None
    return Sector.objects.in_effect().defer("polygon").get(code=proposal.sector)


def _with_sector_taken(data: QueryDict) -> QueryDict:
    """The person pressed the button that takes the proposed sector: the list beside it says so too."""
    if "sector_taken" not in data:
        return data
    taken = data.copy()
    taken["sector"] = str(data["sector_taken"])
    return taken


def _added(request: HttpRequest) -> str:
    return request.POST.get("act", "").partition("add-")[2]


def _whole_number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None


def _key(request: HttpRequest) -> UUID:
    """The key of this page's sending; a browser that lost it gets a fresh one, and is answered twice at worst."""
    try:
        return UUID(request.POST.get("idempotency_key", ""))
    except ValueError:
        return uuid4()

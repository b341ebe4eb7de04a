"""The ledger's pages: both parties side by side, one party's statement, and the recommendation for a case."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commission.access import requires_anyone_signed_in, requires_member
from commission.models import Delegation
from commission.templatetags.delegations import by_reading_order
from monitoring_site.clock import database_time
from monitoring_site.http import keyset_page
from penalties.queries import (
    ledgers,
    recommendations_for,
    schedule_in_effect,
    standing_arithmetic,
    statement,
    with_running_balance,
)
from penalties.visibility import postings_for
from verification.views.fetch import case_for
from verification.visibility import findings_for

LINES = 50


@require_safe
@requires_anyone_signed_in
def ledger(request: HttpRequest) -> HttpResponse:
    """Where each party stands: never added to, nor netted against, the other."""
    at = database_time()
    parties = sorted(Delegation.objects.parties(), key=by_reading_order())
    return render(request, "penalties/ledger.html", {"ledgers": ledgers(parties, at=at), "at": at})


@require_safe
@requires_anyone_signed_in
def ledger_statement(request: HttpRequest, party: str) -> HttpResponse:
    """Every line of one party's statement, newest first, with the balance of its unit; and what is recommended today."""
    delegation = get_object_or_404(Delegation.objects.parties(), pk=party)
    lines = statement(postings_for(request.user), party=party)
    page = keyset_page(lines, request=request, order=("-id",), size=LINES)
    at = database_time()
    context = {
        "party": delegation,
        "page": page,
        "lines": with_running_balance(page.items, party=party),
        "arithmetic": standing_arithmetic([party], at=at, schedule=schedule_in_effect())[party],
        "at": at,
    }
    return render(request, "penalties/ledger_statement.html", context)


@require_safe
@requires_member
def case_recommendation(request: HttpRequest, reference: str) -> HttpResponse:
    """What the schedule recommends for the case's latest text, with its arithmetic; people decide."""
    case = case_for(request.user, reference=reference)
    finding = findings_for(request.user).filter(case=case).select_related("case__protocol").order_by("-number").first()
    if finding is None:
        raise Http404
    place = by_reading_order()
    recommendations = sorted(recommendations_for(finding, database_time()), key=lambda one: place(one.party))
    context = {"case": case, "finding": finding, "recommendations": recommendations}
    template = "_recommendation" if getattr(request, "htmx", False) else "case_recommendation"
    return render(request, f"penalties/{template}.html", context)

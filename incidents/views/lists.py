"""The list of incidents, and what a position suggests."""

from dataclasses import asdict
from decimal import Decimal

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from commission.access import requires, requires_member
from commission.models import Sector
from commission.roles import DRAFT
from commission.sectors import position_of_degrees, position_of_mgrs
from incidents import rules
from incidents.filters import IncidentFilter
from incidents.positions import PLACES, proposal_for
from incidents.queries import incident_rows
from monitoring_site.http import keyset_page


@require_safe
@requires_member
def incident_list(request: HttpRequest) -> HttpResponse:
    """The incidents that the member may see, newest first; the filters stay in the address."""
    filtered = IncidentFilter(request.GET, queryset=incident_rows(request.user))
    page = keyset_page(filtered.qs, request=request)
    context = {
        "filter": filtered,
        "page": page,
        "why_not_draft": rules.why_not_draft_incident(request.user),
    }
    return render(request, "incidents/incident_list.html", context)


@require_safe
@requires(DRAFT)
def position_proposal(request: HttpRequest) -> HttpResponse:
    """For the form's script: both ways to write a position, the sector it suggests, whether it is far. Never a side."""
    try:
        if text := request.GET.get("mgrs", ""):
            where = position_of_mgrs(text)
        else:
            where = position_of_degrees(request.GET.get("position", ""))
    except ValueError as problem:
        return JsonResponse({"refusal": gettext(str(problem))}, status=422)
    latitude, longitude = (Decimal(repr(degrees)).quantize(PLACES) for degrees in where)
    proposal = proposal_for(latitude, longitude)
    sector = Sector.objects.in_effect().filter(code=proposal.sector).values_list("pk", flat=True).first()
    return JsonResponse({**asdict(proposal), "sector_key": sector})

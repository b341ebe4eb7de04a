"""My desk, the cases, and the map."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from commission.access import requires_anyone_signed_in, requires_member
from commission.roles import DRAFT
from incidents.models import Incident
from monitoring_site.clock import database_time
from monitoring_site.http import keyset_page
from reports.cases import case_context
from reports.filters import CaseFilter
from reports.map import points_of
from reports.overview import desk_of
from verification.views.fetch import case_for
from verification.visibility import cases_for


@requires_anyone_signed_in
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What awaits me, most urgent first; the secretariat's desk is its administration."""
    if request.user.is_admin:
        return redirect("admin:index")
    at = database_time()
    context = {
        "desk": desk_of(request.user, at=at),
        "now": at,
        "may_draft": request.user.may(DRAFT),
    }
    return render(request, "reports/desk.html", context)


@requires_member
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases, newest first."""
    narrowed = CaseFilter(request.GET, queryset=cases_for(request.user))
    incidents = Prefetch("incidents", Incident.objects.only("code"))
    page = keyset_page(narrowed.qs.prefetch_related(incidents), request=request)
    return render(request, "reports/case_list.html", {"page": page, "filter": narrowed})


@requires_member
@require_safe
def case_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole file of one case, as the reader may see it."""
    case = case_for(request.user, reference=reference)
    context = case_context(case, member=request.user, at=database_time())
    return render(request, "reports/case_detail.html", context)


@requires_member
@require_safe
def incident_map(request: HttpRequest) -> HttpResponse:
    """The line, its sectors, and the incidents that the reader may see."""
    return render(request, "reports/map.html")


@requires_member
@require_safe
def map_points(request: HttpRequest) -> HttpResponse:
    """The newest incidents with a position, as GeoJSON."""
    return JsonResponse(points_of(request.user), content_type="application/geo+json")

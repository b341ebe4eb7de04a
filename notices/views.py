"""A member's notices: the list, and the marks of what was read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from commission.access import requires_anyone_signed_in
from monitoring_site.clock import database_time
from monitoring_site.http import keyset_page
from notices import actions
from notices.queries import with_addresses
from notices.visibility import notices_for


@require_safe
@requires_anyone_signed_in
def notice_list(request: HttpRequest) -> HttpResponse:
    """The member's own notices, newest first: the unread ones, or all of them."""
    shows_all = request.GET.get("show") == "all"
    notices = notices_for(request.user).select_related("act")
    page = keyset_page(notices if shows_all else notices.filter(read_at=None), request=request)
    context = {
        "page": page,
        "notices": with_addresses(page.items, reader=request.user),
        "shows_all": shows_all,
        "now": database_time(),
    }
    return render(request, "notices/notice_list.html", context)


@require_POST
@requires_anyone_signed_in
def read_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice is marked as read."""
    actions.mark_read(get_object_or_404(notices_for(request.user), pk=pk), by=request.user)
    return redirect("notice_list")


@require_POST
@requires_anyone_signed_in
def read_all_notices(request: HttpRequest) -> HttpResponse:
    """Every notice is marked as read."""
    actions.mark_all_read(by=request.user)
    return redirect("notice_list")

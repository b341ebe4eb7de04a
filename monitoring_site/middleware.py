"""Turns refusals into pages, and sets the headers that Django leaves out."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from monitoring_site.refusals import Refused

Answer = Callable[[HttpRequest], HttpResponse]


class SecurityHeadersMiddleware:
    """Every answer forbids devices the site does not use; a signed-in member's page is never kept by a cache."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class RefusedMiddleware:
    """A refused act is answered with its own sentence and status 409; nothing has changed."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer `Refused`; every other exception stays what it is."""
        if not isinstance(exception, Refused):
            return None
        return render(request, "refused.html", {"reason": exception.reason}, status=409)

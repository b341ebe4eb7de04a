"""Asks, before a view runs, whether the signed-in member's role may come here at all."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from commission.roles import ADMINISTER, READ

View = Callable[..., HttpResponse]


def requires(*permissions: str) -> Callable[[View], View]:
    """The view answers members who carry one of the permissions; nobody is sent to sign in, others are refused (403)."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not any(request.user.may(permission) for permission in permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


requires_member = requires(READ)
requires_anyone_signed_in = requires(READ, ADMINISTER)

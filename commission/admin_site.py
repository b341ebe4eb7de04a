"""The secretariat's admin site: its own models only, its own people only, and the site's one way to sign in."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.views import LogoutView
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_protect

# What libraries register for the default site stays outside: groups, and jobs that name cases.
ROOMS = frozenset({"commission", "penalties"})


class SecretariatSite(AdminSite):
    """Django's admin, opened to admins of the secretariat only."""

    site_header = site_title = _("Secretariat")
    index_title = _("Administration")
    enable_nav_sidebar = False
    password_change_template = None

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class: type[ModelAdmin] | None = None,
        **options: Any,
    ) -> None:
        """The model is administered here, if it belongs to the secretariat's rooms."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        ours = [model for model in models if model._meta.app_label in ROOMS]
        super().register(ours, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether this is an admin of the secretariat, and may sign in."""
        return bool(getattr(request.user, "is_staff", False))

    def admin_view(self, view: Callable[..., HttpResponse], cacheable: bool = False) -> Callable[..., HttpResponse]:
        """Nobody is sent to sign in; a member of a delegation is refused (403), as everywhere on the site."""
        guarded = super().admin_view(view, cacheable)

        def refusing(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return guarded(request, *args, **kwargs)

        # The view inside already answers to Django's CSRF check.
        return csrf_protect(refusing)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Django's, but for "view on site": by an object's number it would tell an admin any incident's code."""
        closed = path("r/<path:content_type_id>/<path:object_id>/", self.admin_view(_nothing_here), name="view_on_site")
        return [
            closed if isinstance(address, URLPattern) and address.name == "view_on_site" else address
            for address in super().get_urls()
        ]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one way to sign in."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        wanted = urlencode({"next": request.GET.get("next", request.path.removesuffix("login/"))})
        response: HttpResponse = redirect("sign_in")
        response["Location"] += f"?{wanted}"
        return response

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one way to sign out."""
        return LogoutView.as_view()(request)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one page to change one's password."""
        return redirect("change_password")

    def password_change_done(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """As above."""
        return redirect("profile")


def _nothing_here(request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponse:
    raise Http404

"""Signing in and out, and what a member sets for themself: language, time zone, password."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commission.access import requires_anyone_signed_in
from commission.forms_of_members import ChangePasswordForm, ProfileForm, SignInForm
from commission.models import Member
from commission.navigation import home_url


class _SignIn(LoginView):
    """Django's sign-in (it cycles the session's key), which then speaks the member's language."""

    template_name = "commission/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        """The page this member starts from."""
        return home_url(self.request.user)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """Signed in, in the language the member has chosen."""
        return _speaking(form.get_user().language, super().form_valid(form))


sign_in = _SignIn.as_view()
sign_out = LogoutView.as_view()


@require_http_methods(["GET", "POST"])
@never_cache
@requires_anyone_signed_in
def profile(request: HttpRequest) -> HttpResponse:
    """The member's own language and time zone; not acts, since nothing of the common file changes."""
    form = ProfileForm(_sent(request), instance=Member.objects.get(pk=request.user.pk))
    if request.method != "POST" or not form.is_valid():
        return render(request, "commission/profile.html", {"form": form}, status=422 if form.is_bound else 200)
    member = form.save()
    with override(member.language):
        messages.success(request, gettext("Your settings have been saved."))
    return _speaking(member.language, redirect("profile"))


@require_http_methods(["GET", "POST"])
@never_cache
@requires_anyone_signed_in
def change_password(request: HttpRequest) -> HttpResponse:
    """A new password, chosen by the member; every other session of theirs ends."""
    form = ChangePasswordForm(request.user, _sent(request))
    if request.method != "POST" or not form.is_valid():
        return render(request, "commission/change_password.html", {"form": form}, status=422 if form.is_bound else 200)
    update_session_auth_hash(request, form.save())
    messages.success(request, gettext("Your password has been changed. Your other sessions have ended."))
    return redirect("profile")


def _sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, also where nothing was filled in; None where the page is only opened."""
    return request.POST if request.method == "POST" else None


def _speaking(language: str, response: Any) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response

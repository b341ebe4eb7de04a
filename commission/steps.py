"""One act as a person meets it: its label, its rule, its form, its action; and the one view that serves them all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods

from commission.access import requires
from commission.forms import ActForm
from commission.models import Member
from monitoring_site.refusals import Refusal, Refused
from record.actions import once


@dataclass(frozen=True)
class Step:
    """An act of the procedure on the page: `why_not` guards it, explains its button, and is asked again by `perform`."""

    act: str  # the verb phrase of the law; also the name of its address and of its template
    label: Promise | str
    explanation: Promise | str
    permission: str  # of commission/roles.py
    concerns: Callable[[Member], bool]  # whether this member's delegation has such a step at all
    why_not: Callable[[Member, Any], Refusal | None]
    perform: Callable[..., Any]  # perform(subject, by=member, **form.terms())
    form: type[ActForm] = ActForm
    template: str = "components/step.html"


@dataclass(frozen=True)
class OfferedStep:
    """A step beside its subject, as one reader sees it: open, or refused with the rule's own sentence."""

    step: Step
    url: str
    reason: Refusal | None

    @property
    def is_open(self) -> bool:
        """Whether this member may take the step now."""
        return self.reason is None


def offered(steps: Iterable[Step], *, subject: Any, address: list[Any], member: Member) -> list[OfferedStep]:
    """The steps that concern the member's seat, open ones first, refused ones with their reason."""
    found = [
        OfferedStep(step, reverse(step.act, args=address), step.why_not(member, subject))
        for step in steps
        if member.may(step.permission) and step.concerns(member)
    ]
    return sorted(found, key=lambda one: not one.is_open)


def step_view(step: Step, *, fetch: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """The page of one step: GET shows the form or the refusal, POST acts once and returns to the subject's page.

    `fetch(member, **address)` gives the subject through the visibility queryset, or raises Http404.
    """

    @requires(step.permission)
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, **address: Any) -> HttpResponse:
        subject = fetch(request.user, **address)
        if request.method == "POST":
            return _act(request, step, subject)
        form = step.form(subject=subject, member=request.user)
        return _page(request, step, subject, form=form, reason=step.why_not(request.user, subject), status=200)

    view.__name__ = step.act
    return view


def _act(request: HttpRequest, step: Step, subject: Any) -> HttpResponse:
    form = step.form(request.POST, request.FILES, subject=subject, member=request.user)
    if not form.is_valid():
        reason = step.why_not(request.user, subject)
        return _page(request, step, subject, form=form, reason=reason, status=409 if reason else 422)

    def perform() -> str:
        step.perform(subject, by=request.user, **form.terms())
        return str(subject.get_absolute_url())

    try:
        return redirect(once(form.cleaned_data["idempotency_key"], by=str(request.user.pk), perform=perform))
    except Refused as refused:
        return _page(request, step, subject, form=form, reason=refused.reason, status=409)


def _page(
    request: HttpRequest, step: Step, subject: Any, *, form: ActForm, reason: Refusal | None, status: int
) -> HttpResponse:
    context = {"step": step, "subject": subject, "form": form, "reason": reason}
    return render(request, step.template, context, status=status)

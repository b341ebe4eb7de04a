"""The one view that serves every act: GET shows its form or why it is refused, POST does it once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from commission.access import requires
from commission.forms import ActForm
from commission.steps import Step
from monitoring_site.refusals import Refusal, Refused
from record.actions import answered_before, once


@dataclass(frozen=True)
class StepPage:
    """A step with its form and its action: all that one page needs."""

    step: Step
    perform: Callable[..., Any]  # perform(subject, by=member, **form.terms())
    form: type[ActForm] = ActForm
    template: str = "components/step.html"

    def context(self, subject: Any) -> dict[str, Any]:
        """What the page shows beside the form; a kind of page that shows more says so here."""
        return {}

    def answer(self, request: HttpRequest, subject: Any, *, initial: dict[str, Any] | None = None) -> HttpResponse:
        """The page on GET; on POST the act, once, and back to the subject's page."""
        reason = self.step.why_not(request.user, subject)
        if request.method != "POST":
            form = self.form(subject=subject, member=request.user, initial=initial or {})
            return self._page(request, subject, form, reason, status=200)
        form = self.form(request.POST, request.FILES, subject=subject, member=request.user)
        if not form.is_valid():
            return self._page(request, subject, form, reason, status=409 if reason else 422)
        try:
            return redirect(self._once(request, subject, form))
        except Refused as refused:
            return self._page(request, subject, form, refused.reason, status=409)

    def _once(self, request: HttpRequest, subject: Any, form: ActForm) -> str:
        def perform() -> str:
            self.perform(subject, by=request.user, **form.terms())
            return str(subject.get_absolute_url())

        return once(form.cleaned_data["idempotency_key"], by=str(request.user.pk), perform=perform)

    def _page(
        self, request: HttpRequest, subject: Any, form: ActForm, reason: Refusal | None, *, status: int
    ) -> HttpResponse:
        context = {"step": self.step, "subject": subject, "form": form, "reason": reason, **self.context(subject)}
        return render(request, self.template, context, status=status)


def step_view(page: StepPage, *, fetch: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """The view of one step; `fetch(member, **address)` gives the subject through its visibility queryset, or 404."""

    @requires(page.step.permission)
    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, **address: Any) -> HttpResponse:
        # Before the fetch: what was done may have taken the subject out of the member's sight.
        if answer := answered_before(request.POST.get("idempotency_key", ""), by=str(request.user.pk)):
            return redirect(answer)
        return page.answer(request, fetch(request.user, **address))

    view.__name__ = view.__qualname__ = page.step.act
    return view

"""What every page of the administration shares: saving performs an act, its rule answers at the form, no deleting."""

from collections.abc import Callable
from datetime import UTC
from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin, display
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext

from commission.forms import PlainTextMixin
from commission.models import Member
from monitoring_site.refusals import Refusal, Refused

Row = TypeVar("Row", bound=Model)


class ActModelForm(PlainTextMixin, forms.ModelForm):
    """A form of the administration: the act's own rule is asked before the act is tried."""

    by: Member  # set by ActAdmin.get_form

    def why_not(self, values: dict[str, Any]) -> Refusal | None:
        """The rule's refusal of the act that saving would perform."""
        return None

    def clean(self) -> dict[str, Any]:
        """The texts made plain; then the rule, once every field is sound."""
        cleaned = super().clean() or self.cleaned_data
        # The rules speak in sentences; the database's constraints, which hold anyway, would say their names.
        self._validate_constraints = False
        if not self.errors and (reason := self.why_not(cleaned)):
            raise forms.ValidationError(reason)
        return cleaned


class ActAdmin(ModelAdmin, Generic[Row]):
    """Adding and changing are acts; deleting there is none."""

    def perform(self, row: Row, values: dict[str, Any], *, by: Member, change: bool) -> Row:
        """Do the act, and give the row as it is now. Pages that only show have none."""
        raise NotImplementedError

    def words_of(self, row: Row) -> str:
        """What is told when the act is done."""
        return gettext("Done and entered in the record: %(row)s") % {"row": row}

    def get_form(self, request: HttpRequest, obj: Row | None = None, change: bool = False, **kwargs: Any) -> Any:
        """The form, knowing who acts."""
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"by": request.user})

    def save_model(self, request: HttpRequest, obj: Row, form: Any, change: bool) -> None:
        """The act, instead of a save; what it made stands in `obj` afterwards, for Django's own history."""
        done = self.perform(obj, form.cleaned_data, by=request.user, change=change)
        obj.__dict__.update(done.__dict__)

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        """Nothing is deleted."""
        return False

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One button: an act is done once, and its page left."""
        buttons = {"show_save_and_continue": False, "show_save_and_add_another": False}
        return super().changeform_view(request, object_id, form_url, {**buttons, **(extra_context or {})})

    def response_add(self, request: HttpRequest, obj: Row, post_url_continue: str | None = None) -> HttpResponse:
        """Back to the list, with what was done."""
        return self._answer(request, obj)

    def response_change(self, request: HttpRequest, obj: Row) -> HttpResponse:
        """Back to the list, with what was done."""
        return self._answer(request, obj)

    def _answer(self, request: HttpRequest, row: Row) -> HttpResponse:
        messages.success(request, self.words_of(row))
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")


def in_utc(column: str, words: Promise | str) -> Callable[[Any, Any], str]:
    """A column of times, as the record writes them: UTC, and the digits plain."""

    @display(description=words, ordering=column)
    def shown(page: Any, row: Any) -> str:
        value = getattr(row, column)
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M") if value is not None else "–"

    return shown


def each(request: HttpRequest, rows: QuerySet[Any], *, act: Callable[..., Any], words: Callable[[Any], str]) -> None:
    """The act done on each row chosen, and for each what came of it: done, or the refusal."""
    for row in rows:
        try:
            act(row, by=request.user)
        except Refused as refused:
            messages.error(request, f"{row}: {refused.reason}")
        else:
            messages.success(request, words(row))

"""The repeatable rows of a draft: observations, casualty figures, sources, and evidence that is words."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from commission.forms import PlainTextMixin
from incidents import choices
from incidents.forms.fields import MomentField, refuse_hidden_without_summary
from incidents.vocabularies import Audience, Credibility, Direction, EvidenceKind, Harm, Means, Reliability
from monitoring_site.clock import database_time

COUNT_MAX = 1_000_000
ROWS_MAX = 100


class RowForm(PlainTextMixin, forms.Form):
    """One row; what it needs to know of the page comes as `member` and `zone`."""

    def __init__(self, *args: Any, member: Any, zone: str, **kwargs: Any) -> None:
        self.member, self.zone = member, zone
        super().__init__(*args, **kwargs)

    def row(self) -> dict[str, Any]:
        """The values as the models name them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "DELETE"}


class RowFormSet(forms.BaseFormSet):
    """Rows without identity: what is sent replaces what was there, so that a repeated sending changes nothing."""

    def initial_form_count(self) -> int:
        """None once sent: a row that was emptied by hand is as good as removed."""
        return 0 if self.is_bound else super().initial_form_count()

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Django's box for removing a row, in the house's words."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove this row")

    @property
    def is_sent(self) -> bool:
        """Whether the rows arrived at all; a page that lost them must not empty the draft."""
        return self.is_bound and self.management_form.is_valid()

    def filled(self) -> list[RowForm]:
        """The rows that hold something and are not to be removed."""
        return [form for form in self.forms if form.has_changed() and not self._should_delete_form(form)]

    def understood(self) -> list[dict[str, Any]]:
        """The values of the rows that can be saved."""
        return [form.row() for form in self.filled() if form.is_valid()]

    def misunderstood(self) -> list[RowForm]:
        """The rows that hold something that cannot be saved."""
        return [form for form in self.filled() if not form.is_valid()] if self.is_sent else []


class ObservationForm(RowForm):
    """What was heard or seen."""

    means = forms.ChoiceField(label=_("Means"), choices=choices.with_nothing(Means.choices))
    count = forms.IntegerField(label=_("Count"), required=False, min_value=0, max_value=COUNT_MAX)
    weapon = forms.CharField(label=_("Weapon or object"), required=False, max_length=120)
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction.choices, initial=Direction.UNDETERMINED)
    bearing = forms.IntegerField(label=_("Bearing (degrees)"), required=False, min_value=0, max_value=359)


class CasualtyForm(RowForm):
    """Killed or injured of one group: low, best, high."""

    harm = forms.ChoiceField(label=_("Killed or injured"), choices=choices.with_nothing(Harm.choices))
    group = forms.ChoiceField(label=_("Group"), choices=choices.person_groups)
    low = forms.IntegerField(label=_("Low"), required=False, min_value=0, max_value=COUNT_MAX)
    best = forms.IntegerField(label=_("Best"), min_value=0, max_value=COUNT_MAX)
    high = forms.IntegerField(label=_("High"), required=False, min_value=0, max_value=COUNT_MAX)
    source = forms.CharField(label=_("Source of the figure"), required=False, max_length=200)
    as_of = MomentField(label=_("As of"))

    def clean_as_of(self) -> datetime | None:
        """In UTC; never in the future."""
        moment = self.cleaned_data["as_of"]
        if moment is None:
            return None
        moment = moment.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)
        if moment > database_time():
            raise forms.ValidationError(_("This time is in the future."), code="future")
        return moment

    def clean(self) -> dict[str, Any]:
        """Low and high are the best figure unless stated, and stand on their sides of it."""
        cleaned = super().clean()
        best = cleaned.get("best")
        if best is None:
            return cleaned
        for name in ("low", "high"):
            if name in cleaned and cleaned[name] is None:
                cleaned[name] = best
        if cleaned.get("low", best) > best:
            self.add_error("low", _("The low figure is not above the best one."))
        if cleaned.get("high", best) < best:
            self.add_error("high", _("The high figure is not below the best one."))
        return cleaned


class CasualtyFormSet(RowFormSet):
    """One figure for each group and harm."""

    def clean(self) -> None:
        """The second row about the same people is refused at its group."""
        seen = set()
        for form in self.filled():
            key = (form.cleaned_data.get("harm"), form.cleaned_data.get("group"))
            if None not in key and key in seen:
                form.add_error("group", _("There is a figure for this group above."))
            seen.add(key)


class SourceForm(RowForm):
    """Where the knowledge comes from, graded by the Admiralty code: two judgements, made separately."""

    description = forms.CharField(label=_("Source"), max_length=5000, widget=forms.Textarea(attrs={"rows": 2}))
    reliability = forms.ChoiceField(
        label=_("Reliability of the source"), choices=choices.with_nothing(Reliability.choices)
    )
    credibility = forms.ChoiceField(
        label=_("Credibility of what it says"), choices=choices.with_nothing(Credibility.choices)
    )
    shown_to = forms.MultipleChoiceField(label=_("Shown also to"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shown_to"].choices = choices.delegations("mediator", without=self.member.delegation_id)


class StatementForm(RowForm):
    """A statement, a link, or the description of an object."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[choice for choice in EvidenceKind.choices if choice[0] != EvidenceKind.FILE],
        initial=EvidenceKind.STATEMENT,
    )
    text = forms.CharField(
        label=_("Statement, link or description of the object"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    audience = forms.ChoiceField(label=_("Shown to"), choices=Audience.choices, initial=Audience.CASE)
    summary = forms.CharField(label=_("Summary"), required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        """A link is one; what the parties do not see has a summary."""
        cleaned = super().clean()
        refuse_hidden_without_summary(self, audience="audience", summary="summary")
        if cleaned.get("kind") == EvidenceKind.LINK and "text" in cleaned:
            try:
                URLValidator(schemes=["http", "https"])(cleaned["text"])
            except forms.ValidationError:
                self.add_error("text", _("Write the link in full, beginning with https://."))
        return cleaned


def _formset(form: type[RowForm], formset: type[RowFormSet] = RowFormSet) -> type[RowFormSet]:
    return forms.formset_factory(
        form, formset=formset, extra=0, can_delete=True, max_num=ROWS_MAX, absolute_max=ROWS_MAX, validate_max=True
    )


ObservationFormSet = _formset(ObservationForm)
CasualtyFigureFormSet = _formset(CasualtyForm, CasualtyFormSet)
SourceFormSet = _formset(SourceForm)
StatementFormSet = _formset(StatementForm)

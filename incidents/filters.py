"""The filters of the list of incidents; they live in its address."""

from datetime import UTC, date, datetime, time, timedelta

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from commission.models import Delegation, Sector
from incidents import choices
from incidents.models import Incident
from incidents.vocabularies import State


def _types() -> list[choices.Choice]:
    return choices.types(with_nothing=False)


def _sectors() -> list[choices.Choice]:
    return [(code, code) for code in Sector.objects.in_effect().values_list("code", flat=True)]


def _delegations() -> list[choices.Choice]:
    return [choice for kind in Delegation.Kind.values for choice in choices.delegations(kind)]


class IncidentFilter(django_filters.FilterSet):
    """State, type, sector, filing delegation, and the period in which it happened (UTC days, both included)."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices, empty_label=_("Any"))
    type = django_filters.ChoiceFilter(
        field_name="primary_type_id", label=_("Type"), choices=_types, empty_label=_("Any")
    )
    sector = django_filters.ChoiceFilter(
        field_name="sector__code", label=_("Sector"), choices=_sectors, empty_label=_("Any")
    )
    delegation = django_filters.ChoiceFilter(
        field_name="delegation_id", label=_("Filed by"), choices=_delegations, empty_label=_("Any")
    )
    since = django_filters.DateFilter(
        method="from_day", label=_("From"), widget=forms.DateInput(attrs={"type": "date"})
    )
    until = django_filters.DateFilter(method="to_day", label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))

    class Meta:
        model = Incident
        fields: list[str] = []

    # Bounds in time, not a cast to a day: so that an index can be entered at them.
    def from_day(self, queryset: QuerySet[Incident], _name: str, day: date) -> QuerySet[Incident]:
        """Those that began on this UTC day or later."""
        return queryset.filter(starts_at__gte=datetime.combine(day, time.min, UTC))

    def to_day(self, queryset: QuerySet[Incident], _name: str, day: date) -> QuerySet[Incident]:
        """Those that began on this UTC day or earlier."""
        if day == date.max:
            return queryset
        return queryset.filter(starts_at__lt=datetime.combine(day + timedelta(days=1), time.min, UTC))

    @property
    def is_used(self) -> bool:
        """Whether anything is asked for."""
        return any(self.data.get(name) for name in self.filters)

    def filter_queryset(self, queryset: QuerySet[Incident]) -> QuerySet[Incident]:
        """Discarded drafts are shown only to who asks for them."""
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") else found.exclude(state=State.DISCARDED)

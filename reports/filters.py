"""How the list of cases is narrowed; the filter lives in the list's address."""

import django_filters
from django.utils.translation import gettext_lazy as _

from commission.templatetags.delegations import in_reading_order
from commission.words import delegation_words
from verification.clocks import FOUR
from verification.models import Case
from verification.vocabularies import State


def _delegations() -> list[tuple[str, str]]:
    return [(code, delegation_words(code)) for code in in_reading_order(FOUR)]


class CaseFilter(django_filters.FilterSet):
    """By state, by reference, by the delegation that filed one of the incidents."""

    state = django_filters.ChoiceFilter(label=_("state"), choices=State.choices, empty_label=_("any"))
    reference = django_filters.CharFilter(label=_("reference"), lookup_expr="istartswith")
    filed_by = django_filters.ChoiceFilter(
        label=_("filed by"),
        field_name="incidents__delegation",
        choices=_delegations,
        empty_label=_("any"),
        distinct=True,
    )

    class Meta:
        model = Case
        fields = ["state", "reference", "filed_by"]

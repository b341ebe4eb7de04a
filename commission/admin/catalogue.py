"""The two catalogues."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from commission import actions, rules
from commission.admin.acts import ActAdmin, ActModelForm
from commission.models import Measure, Member, ViolationType
from monitoring_site.refusals import Refusal


class ViolationTypeForm(ActModelForm):
    """A type: neutral, and the same for either party."""

    gravity = forms.IntegerField(label=_("Gravity (1 to 3)"), min_value=1, max_value=3)

    class Meta:
        model = ViolationType
        fields = ["code", "group", "gravity", "name", "definition", "is_in_use"]

    def why_not(self, values: dict[str, Any]) -> Refusal | None:
        """The rule of the act."""
        if "code" in values:
            return rules.why_not_make_violation_type(self.by, code=values["code"])
        return rules.why_not_administer(self.by)


@admin.register(ViolationType)
class ViolationTypeAdmin(ActAdmin[ViolationType]):
    """Types of violation; one that is no longer wanted is no longer offered, never deleted."""

    form = ViolationTypeForm
    list_display = ["code", "name", "group", "gravity", "is_in_use"]
    list_filter = ["group", "is_in_use"]
    fields = ViolationTypeForm.Meta.fields

    def get_readonly_fields(self, request: HttpRequest, obj: ViolationType | None = None) -> list[str]:
        """Incidents name the code: it stays."""
        return ["code"] if obj is not None else []

    def perform(self, row: ViolationType, values: dict[str, Any], *, by: Member, change: bool) -> ViolationType:
        """The type is added, or reads otherwise."""
        if change:
            return actions.change_violation_type(row, by=by, **values)
        return actions.make_violation_type(by=by, **values)


class MeasureForm(ActModelForm):
    """A measure of the catalogue."""

    class Meta:
        model = Measure
        fields = ["level", "order", "name", "precedent", "is_in_use"]

    def why_not(self, values: dict[str, Any]) -> Refusal | None:
        """The rule of the act."""
        if "level" in values:
            return rules.why_not_make_measure(self.by, level=values["level"], order=values["order"])
        return rules.why_not_administer(self.by)


@admin.register(Measure)
class MeasureAdmin(ActAdmin[Measure]):
    """Measures; one that is no longer wanted is no longer offered, never deleted."""

    form = MeasureForm
    list_display = ["level", "order", "name", "precedent", "is_in_use"]
    fields = MeasureForm.Meta.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Measure | None = None) -> list[str]:
        """Penalties and thresholds name the level: it stays, and so does its place."""
        return ["level", "order"] if obj is not None else []

    def perform(self, row: Measure, values: dict[str, Any], *, by: Member, change: bool) -> Measure:
        """The measure is added, or reads otherwise."""
        if change:
            return actions.change_measure(row, by=by, **values)
        return actions.make_measure(by=by, **values)

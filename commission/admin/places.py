"""Sectors, where saving makes a new version, and crossings."""

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commission import actions, rules
from commission.admin.acts import ActAdmin, ActModelForm, in_utc
from commission.models import Crossing, Member, Sector
from commission.sectors import validate_polygon
from commission.sectors.geojson import Geometry
from monitoring_site.refusals import Refusal


class SectorForm(ActModelForm):
    """A version of a sector, its polygon as GeoJSON text."""

    polygon = forms.CharField(
        label=_("Polygon (GeoJSON)"), widget=forms.Textarea(attrs={"rows": 14, "cols": 80, "dir": "ltr"}),
        help_text=_("Each position is the longitude, then the latitude. The map shows what you type."),
    )  # fmt: skip

    class Meta:
        model = Sector
        fields = ["code", "order", "af_province_districts", "pk_districts", "polygon"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.initial["polygon"] = json.dumps(self.instance.polygon)

    def clean_polygon(self) -> Geometry:
        """The geometry, checked; or a sentence on what is wrong with it."""
        try:
            return validate_polygon(self.cleaned_data["polygon"])
        except ValueError as problem:
            raise forms.ValidationError(gettext(str(problem))) from problem

    def why_not(self, values: dict[str, Any]) -> Refusal | None:
        """A sector that exists gets its new version on its own page."""
        if self.instance.pk is None and Sector.objects.filter(code=values["code"]).exists():
            return _("There is already a sector of this code. Open it, and save it as a new version.")
        return rules.why_not_administer(self.by)


@admin.register(Sector)
class SectorAdmin(ActAdmin[Sector]):
    """Sectors with all their versions; a version is never edited: saving makes the next one."""

    form = SectorForm
    change_form_template = "admin/commission/sector/change_form.html"
    list_display = [
        "code",
        "version",
        "in_effect",
        "order",
        "af_province_districts",
        "pk_districts",
        "made_at_utc",
        "made_by",
    ]
    list_filter = ["code"]
    list_select_related = ["made_by"]
    ordering = ["order", "-version"]
    fields = ["code", "order", "af_province_districts", "pk_districts", "polygon"]

    def get_readonly_fields(self, request: HttpRequest, obj: Sector | None = None) -> list[str]:
        """A sector keeps its code."""
        return ["code"] if obj is not None else []

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sector]:
        """Each version beside the newest of its sector."""
        newest = Sector.objects.filter(code=OuterRef("code")).order_by("-version").values("version")[:1]
        return super().get_queryset(request).annotate(newest=Subquery(newest))

    made_at_utc = in_utc("made_at", _("made at (UTC)"))

    @admin.display(description=_("in effect"), boolean=True)
    def in_effect(self, sector: Any) -> bool:
        """Whether this is the sector's newest version."""
        return bool(sector.version == sector.newest)

    def perform(self, row: Sector, values: dict[str, Any], *, by: Member, change: bool) -> Sector:
        """The sector has a new version."""
        terms = {name: value for name, value in values.items() if name != "code"}
        return actions.make_sector_version(row.code, by=by, **terms)

    def words_of(self, row: Sector) -> str:
        """Which version was made."""
        return gettext("Version %(version)s of sector %(code)s is in effect; the earlier ones stand as they were.") % {
            "version": row.version,
            "code": row.code,
        }


class CrossingForm(ActModelForm):
    """A crossing in one of the sectors in effect."""

    sector_code = forms.ChoiceField(label=_("Sector"))
    latitude = forms.DecimalField(
        label=_("Latitude"), min_value=-90, max_value=90, max_digits=8, decimal_places=6, localize=False
    )
    longitude = forms.DecimalField(
        label=_("Longitude"), min_value=-180, max_value=180, max_digits=9, decimal_places=6, localize=False
    )

    class Meta:
        model = Crossing
        fields = ["name", "sector_code", "latitude", "longitude", "is_notified_for_trade", "certainty"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = Sector.objects.in_effect().values_list("code", flat=True)
        self.fields["sector_code"].choices = [(code, code) for code in codes]

    def why_not(self, values: dict[str, Any]) -> Refusal | None:
        """The rule of make_crossing and change_crossing."""
        besides = self.instance if self.instance.pk is not None else None
        return rules.why_not_make_crossing(
            self.by, name=values["name"], sector_code=values["sector_code"], besides=besides
        )


@admin.register(Crossing)
class CrossingAdmin(ActAdmin[Crossing]):
    """The named crossing points."""

    form = CrossingForm
    change_form_template = "admin/commission/crossing/change_form.html"
    list_display = ["name", "sector_code", "latitude", "longitude", "is_notified_for_trade", "certainty"]
    list_filter = ["sector_code", "certainty"]
    search_fields = ["name"]

    def perform(self, row: Crossing, values: dict[str, Any], *, by: Member, change: bool) -> Crossing:
        """The crossing is made, or changed."""
        if not change:
            return actions.make_crossing(by=by, **values)
        return actions.change_crossing(row, by=by, **values)

"""When, where, what and whom: the fields of the incident itself. All optional in a draft; what is there must make sense."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commission.forms import PlainTextMixin
from commission.models import Member
from incidents import choices
from incidents.forms.fields import MomentField, as_typed
from incidents.forms.positions import PositionReader, position_words
from incidents.models import Incident
from incidents.positions import mgrs_words
from incidents.vocabularies import LocationPrecision, Side, TimePrecision
from monitoring_site.clock import database_time

TEXTS = ("late_reasons", "place_name", "force_named", "narrative", "narrative_language")
CHOSEN = ("time_zone_entered", "time_precision", "location_precision", "side")
MOMENTS = {"starts": "starts_at", "ends": "ends_at", "aware": "aware_at"}


class ParticularsForm(PlainTextMixin, forms.Form):
    """The single fields of a draft."""

    time_zone_entered = forms.ChoiceField(label=_("Times are entered in"), required=False)
    starts = MomentField(label=_("Start"))
    ends = MomentField(label=_("End"))
    time_precision = forms.ChoiceField(label=_("Precision of the time"), choices=TimePrecision.choices, required=False)
    aware = MomentField(label=_("Your delegation knows of it since"))
    late_reasons = forms.CharField(
        label=_("Reasons, when filed more than 24 hours after that"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    position = forms.CharField(
        label=_("Latitude, longitude"),
        required=False,
        max_length=80,
        help_text=_("In degrees, like 34.115, 71.085 or 34°06'54\"N 71°05'06\"E; or click on the map."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    mgrs = forms.CharField(
        label=_("MGRS reference"),
        required=False,
        max_length=40,
        help_text=_("Like 42S XC 92301 76869. Give either; the other follows."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    is_far_confirmed = forms.BooleanField(label=_("The position is right, although far from the line"), required=False)
    location_precision = forms.ChoiceField(
        label=_("Precision of the position"), choices=LocationPrecision.choices, required=False
    )
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    place_name = forms.CharField(label=_("Place"), required=False, max_length=200)
    side = forms.ChoiceField(label=_("Side of the line, as stated"), required=False)

    primary_type = forms.ChoiceField(label=_("Primary type"), required=False)
    secondary_types = forms.MultipleChoiceField(
        label=_("Secondary types"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )
    gravity_proposed = forms.ChoiceField(label=_("Gravity proposed"), choices=choices.gravities, required=False)
    respondents = forms.MultipleChoiceField(
        label=_("Parties alleged to be responsible"), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_none_alleged = forms.BooleanField(label=_("None of them is alleged to be responsible"), required=False)
    force_named = forms.CharField(label=_("Force or group named"), required=False, max_length=200)

    narrative = forms.CharField(
        label=_("What happened"), required=False, max_length=50_000, widget=forms.Textarea(attrs={"rows": 8})
    )
    narrative_language = forms.ChoiceField(
        label=_("Language of the narrative"), choices=choices.languages, required=False
    )

    def __init__(
        self,
        *args: Any,
        member: Member,
        incident: Incident | None,
        beginning: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        self.member, self.incident = member, incident
        super().__init__(*args, initial={**_initial(member, incident), **beginning}, **kwargs)
        self.fields["time_zone_entered"].choices = choices.zones(member, incident)
        self.fields["sector"].choices = choices.sectors(incident)
        self.fields["side"].choices = choices.sides()
        self.fields["primary_type"].choices = choices.types(with_nothing=True)
        self.fields["secondary_types"].choices = choices.types(with_nothing=False)
        self.fields["respondents"].choices = choices.delegations("party")

    @property
    def zone(self) -> str:
        """The zone in which the times are typed; UTC where the choice was not understood."""
        return self.cleaned_data.get("time_zone_entered") or "UTC"

    def clean_starts(self) -> datetime | None:
        """In UTC; never in the future."""
        return self._past("starts")

    def clean_ends(self) -> datetime | None:
        """In UTC; never in the future."""
        return self._past("ends")

    def clean_aware(self) -> datetime | None:
        """In UTC; never in the future."""
        return self._past("aware")

    def clean(self) -> dict[str, Any]:
        """What one field says is possible beside what the others say."""
        cleaned = super().clean()
        starts, ends, aware = (cleaned.get(name) for name in MOMENTS)
        if starts and ends and ends < starts:
            self.add_error("ends", _("The end is before the start."))
        if starts and aware and aware < starts:
            self.add_error("aware", _("Nobody can know of it before it started."))
        if cleaned.get("respondents") and cleaned.get("is_none_alleged"):
            self.add_error("is_none_alleged", _("Choose the parties alleged, or none; not both."))
        self.place = PositionReader(incident=self.incident).read(self)
        return cleaned

    def understood(self) -> dict[str, Any]:
        """What can be saved, by the incident's own names; a time or position that was not understood is emptied."""
        cleaned = self.cleaned_data
        values: dict[str, Any] = {name: cleaned[name] for name in TEXTS if name in cleaned}
        values |= {name: cleaned[name] for name in CHOSEN if cleaned.get(name)}
        values |= {column: cleaned.get(name) for name, column in MOMENTS.items()}
        values |= {"latitude": self.place.latitude, "longitude": self.place.longitude}
        values["is_far_confirmed"] = self.place.is_far_confirmed
        if "sector" in cleaned:
            values["sector_id"] = int(cleaned["sector"]) if cleaned["sector"] else None
        if "gravity_proposed" in cleaned:
            values["gravity_proposed"] = int(cleaned["gravity_proposed"]) if cleaned["gravity_proposed"] else None
        return values | self._allegation()

    def _allegation(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        values: dict[str, Any] = {}
        if "primary_type" in cleaned:
            values["primary_type_id"] = cleaned["primary_type"] or None
        if "secondary_types" in cleaned:
            values["secondary_types"] = [
                kind for kind in cleaned["secondary_types"] if kind != cleaned.get("primary_type")
            ]
        if "respondents" in cleaned and "is_none_alleged" in cleaned:
            none_alleged = [] if cleaned["is_none_alleged"] else None
            values["respondents"] = sorted(cleaned["respondents"]) or none_alleged
        return values

    def _past(self, name: str) -> datetime | None:
        moment = self.cleaned_data[name]
        if moment is None:
            return None
        moment = moment.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)
        if moment > database_time():
            raise forms.ValidationError(gettext("This time is in the future."), code="future")
        return moment


def _initial(member: Member, incident: Incident | None) -> dict[str, Any]:
    if incident is None:
        return {"time_zone_entered": member.time_zone, "side": Side.UNKNOWN}
    zone = incident.time_zone_entered
    initial = {name: getattr(incident, name) for name in (*TEXTS, *CHOSEN, "is_far_confirmed", "gravity_proposed")}
    initial |= {name: as_typed(getattr(incident, column), zone=zone) for name, column in MOMENTS.items()}
    return initial | {
        "position": position_words(incident.latitude, incident.longitude),
        "mgrs": mgrs_words(incident.latitude, incident.longitude),
        "sector": str(incident.sector_id or ""),
        "primary_type": incident.primary_type_id,
        "secondary_types": [kind.pk for kind in incident.secondary_types.all()],
        "respondents": incident.respondents or [],
        "is_none_alleged": incident.respondents == [],
    }

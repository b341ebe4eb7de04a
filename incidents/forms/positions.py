"""One position from two fields, degrees and MGRS, kept in agreement; the server is the authority, not the map."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.utils.translation import gettext
from geographiclib.geodesic import Geodesic

from commission.sectors import position_of_degrees, position_of_mgrs
from incidents.models import Incident
from incidents.positions import PLACES, Proposal, degrees_words, mgrs_words, proposal_for

Position = tuple[Decimal, Decimal]
position_words = degrees_words


@dataclass(frozen=True)
class Place:
    """What the form says about where: a position or none, what it suggests, and whether a person confirmed it as far."""

    latitude: Decimal | None = None
    longitude: Decimal | None = None
    proposal: Proposal | None = None
    is_far_confirmed: bool = False

    @property
    def awaits_confirmation(self) -> bool:
        """Whether the position is far from the line and nobody has said that it is right."""
        return self.proposal is not None and self.proposal.is_far and not self.is_far_confirmed


class PositionReader:
    """Reads the two fields of a form against what the draft held before."""

    def __init__(self, *, incident: Incident | None) -> None:
        before = (incident.latitude, incident.longitude) if incident else (None, None)
        self.before = before
        self.texts_before = {"position": degrees_words(*before), "mgrs": mgrs_words(*before)}
        self.was_confirmed = bool(incident and incident.is_far_confirmed)

    def read(self, form: forms.Form) -> Place:
        """The place; what cannot be read, or contradicts the other field, is an error at its field."""
        degrees = _parsed(form, "position", position_of_degrees)
        mgrs = _parsed(form, "mgrs", position_of_mgrs)
        if form.has_error("position") or form.has_error("mgrs"):
            return Place()
        found = self._agreed(form, degrees, mgrs)
        if found is None:
            return Place()
        proposal = proposal_for(*found)
        # A confirmation was of the old position: a new one is confirmed anew.
        is_stale = self.was_confirmed and found != self.before
        is_confirmed = proposal.is_far and bool(form.cleaned_data.get("is_far_confirmed")) and not is_stale
        return Place(found[0], found[1], proposal, is_confirmed)

    def _agreed(self, form: forms.Form, degrees: Position | None, mgrs: Position | None) -> Position | None:
        if degrees is None or mgrs is None:
            return degrees or mgrs
        apart_m = Geodesic.WGS84.Inverse(*map(float, degrees), *map(float, mgrs))["s12"]
        if apart_m <= _square_m(form.cleaned_data["mgrs"]):
            return degrees
        changed = [name for name, text in self.texts_before.items() if form.cleaned_data[name] != text]
        if len(changed) == 1:
            return {"position": degrees, "mgrs": mgrs}[changed[0]]
        form.add_error(
            "mgrs",
            gettext("The two positions are %(distance)s km apart. Correct one of them, or empty it.")
            % {"distance": round(apart_m / 1000, 1)},
        )
        return None


def _parsed(form: forms.Form, name: str, read: Callable[[str], tuple[float, float]]) -> Position | None:
    text = form.cleaned_data.get(name)
    if not text:
        return None
    try:
        latitude, longitude = read(text)
    except ValueError as problem:
        form.add_error(name, gettext(str(problem)))
        return None
    return Decimal(repr(latitude)).quantize(PLACES), Decimal(repr(longitude)).quantize(PLACES)


def _square_m(reference: str) -> float:
    """The side of the square that the reference names: within it, degrees and MGRS say the same place."""
    digits = sum(letter.isdecimal() for letter in reference.strip()[3:])
    return 10.0 ** (5 - digits // 2)

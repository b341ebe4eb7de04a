"""The whole draft as one page sends it: every part is understood by itself, so that no mistake costs what is right."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from commission.models import Member
from incidents.drafting import DraftContent
from incidents.forms.evidence import FilesForm, ItemForm
from incidents.forms.fields import as_typed
from incidents.forms.particulars import ParticularsForm
from incidents.forms.rows import (
    CasualtyFigureFormSet,
    ObservationFormSet,
    RowFormSet,
    SourceFormSet,
    StatementFormSet,
)
from incidents.models import Incident

NOT_OF_THE_DRAFT = ("csrfmiddlewaretoken", "idempotency_key", "revision", "act", "sector_taken")
GROUPS: dict[str, type[RowFormSet]] = {
    "observations": ObservationFormSet,
    "casualties": CasualtyFigureFormSet,
    "sources": SourceFormSet,
    "statements": StatementFormSet,
}


class DraftForms:
    """All forms of a draft: shown from the draft, or from what was typed (`data`)."""

    def __init__(
        self,
        *,
        member: Member,
        incident: Incident | None = None,
        data: QueryDict | None = None,
        files: MultiValueDict | None = None,
        extra: str = "",
        beginning: Mapping[str, Any] | None = None,  # of a new draft
    ) -> None:
        self.member, self.incident, self.data, self.extra = member, incident, data, extra
        self.particulars = ParticularsForm(data, member=member, incident=incident, beginning=beginning or {})
        arrived = None if data is None else files or MultiValueDict()
        self.files = FilesForm(data, arrived)
        items = incident.evidence.filter(delegation=member.delegation_id) if incident else []
        self.items = [ItemForm(data, item=item) for item in items if not item.is_sealed]
        self.sealed = [item for item in items if item.is_sealed]
        self.rows = {name: self._rows(name) for name in GROUPS}

    def is_valid(self) -> bool:
        """Whether every part is understood."""
        return all([part.is_valid() for part in [self.files, *self._parts()]])

    def content(self, *, revision: int | None) -> DraftContent:
        """What can be saved, and, where something cannot, what was typed."""
        self.is_valid()
        rows = {name: group.understood() if group.is_sent else None for name, group in self.rows.items()}
        return DraftContent(
            fields=self.particulars.understood(),
            observations=rows["observations"],
            casualties=rows["casualties"],
            sources=rows["sources"],
            statements=rows["statements"] or (),
            files=self.files.received,
            files_audience=self.files.cleaned_data.get("files_audience", ""),
            files_summary=self.files.cleaned_data.get("files_summary", ""),
            items={form.item.code: form.cleaned_data for form in self.items if form.is_bound and form.is_valid()},
            revision=revision,
            typed="" if all([part.is_valid() for part in self._parts()]) else self._typed(),
        )

    def errors(self) -> Iterator[tuple[forms.BoundField, str]]:
        """Every sentence with its field, in the order of the page."""
        self.is_valid()  # rows are also compared with each other
        for form in self.all_forms():
            for field in form:
                yield from ((field, error) for error in field.errors)

    def all_forms(self) -> Iterator[forms.BaseForm]:
        """Every form that holds fields, in the order of the page."""
        yield self.particulars
        for name in ("observations", "casualties", "sources"):
            yield from self.rows[name]
        yield self.files
        yield from self.items
        yield from self.rows["statements"]

    def _rows(self, name: str) -> RowFormSet:
        zone = str(self.particulars["time_zone_entered"].value() or "UTC")
        zones = {value for value, _words in self.particulars.fields["time_zone_entered"].choices}
        # The zone's own field says when it is not understood; the rows read it as UTC meanwhile.
        kwargs = {"member": self.member, "zone": zone if zone in zones else "UTC"}
        if self.data is not None and f"{name}-TOTAL_FORMS" in self.data:
            return GROUPS[name](self.data, prefix=name, form_kwargs=kwargs)
        initial = _saved_rows(self.incident, name)
        group = GROUPS[name](prefix=name, initial=initial, form_kwargs=kwargs)
        group.extra = int(self.extra == name)
        return group

    def _parts(self) -> list[Any]:
        """What is typed. Files are not: a browser cannot be given them back, so they are chosen again."""
        return [self.particulars, *(part for part in (*self.items, *self.rows.values()) if part.is_bound)]

    def _typed(self) -> str:
        """The form as it was sent, but for what is saved and gone from it: statements taken in, files."""
        typed = self.data.copy()
        for name in [key for key in typed if key in NOT_OF_THE_DRAFT or key.startswith("statements-")]:
            del typed[name]
        place = self.particulars.place
        if place.proposal is not None:
            typed["position"], typed["mgrs"] = place.proposal.position, place.proposal.mgrs
        _keep_rows(typed, "statements", self.rows["statements"].misunderstood())
        return typed.urlencode()


def typed_data(incident: Incident, *, extra: str = "") -> QueryDict | None:
    """What was typed at the last saving, if part of it was not understood, with one more row of the group `extra`."""
    if not incident.typed:
        return None
    data = QueryDict(incident.typed, mutable=True)
    total = f"{extra}-TOTAL_FORMS"
    if extra in GROUPS and data.get(total, "").isdecimal():
        data[total] = str(int(data[total]) + 1)
    return data


def _keep_rows(typed: QueryDict, name: str, kept: list[forms.BaseForm]) -> None:
    typed[f"{name}-TOTAL_FORMS"], typed[f"{name}-INITIAL_FORMS"] = str(len(kept)), "0"
    for position, form in enumerate(kept):
        for field in form:
            values = form.data.getlist(field.html_name)
            typed.setlist(f"{name}-{position}-{field.name}", values)


def _saved_rows(incident: Incident | None, name: str) -> list[dict[str, Any]]:
    if incident is None or name == "statements":
        return []
    if name == "casualties":
        newest = {(one.harm, one.group): one for one in incident.casualty_figures.order_by("version")}
        return [
            {**_values(one, ("harm", "group", "low", "best", "high", "source")),
             "as_of": as_typed(one.as_of, zone=incident.time_zone_entered)}
            for one in newest.values()
        ]  # fmt: skip
    if name == "sources":
        names = ("description", "reliability", "credibility", "shown_to")
        return [_values(one, names) for one in incident.sources.all()]
    names = ("means", "count", "weapon", "direction", "bearing")
    return [_values(one, names) for one in incident.observations.all()]


def _values(thing: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}

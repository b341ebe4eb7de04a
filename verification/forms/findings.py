"""The rapporteur's form: reasons, one determination for every incident, proposed measures."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commission.forms import ActForm, PlainTextMixin
from commission.models import Delegation, Measure, Sector, ViolationType
from commission.words import delegation_words
from incidents.models import Evidence, Incident
from verification.drafting import DeterminationTerms, FindingTerms, MeasureTerms
from verification.models import Case, Determination, Finding, ProposedMeasure
from verification.vocabularies import Answerable, Attribution, Fact, Standard, ViolationClass


class FindingForm(ActForm):
    """The words of the finding."""

    reasons = forms.CharField(label=_("reasons"), required=False, widget=forms.Textarea(attrs={"rows": 12}))
    answer_to_comments = forms.CharField(
        label=_("answer to the parties' comments"),
        help_text=_(
            "Shown with nothing else changed, once the time to comment is over, it starts no new time to comment."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class DeterminationForm(PlainTextMixin, forms.Form):
    """What is determined about one incident."""

    fact = forms.ChoiceField(label=_("fact"), choices=Fact.choices)
    attribution = forms.ChoiceField(
        label=_("attribution"), choices=Attribution.choices, initial=Attribution.UNDETERMINED
    )
    type = forms.ModelChoiceField(label=_("type"), queryset=ViolationType.objects.all(), empty_label=None)
    sector = forms.ModelChoiceField(label=_("sector"), queryset=Sector.objects.none(), empty_label=None)
    violation_class = forms.ChoiceField(
        label=_("class"), choices=ViolationClass.choices, initial=ViolationClass.WITHOUT_VIOLATION
    )
    standard = forms.ChoiceField(label=_("standard of proof"), choices=Standard.choices)
    answerable = forms.ChoiceField(label=_("answerable"), choices=Answerable.choices, initial=Answerable.NONE)
    evidence = forms.ModelMultipleChoiceField(
        label=_("evidence it rests on"),
        queryset=Evidence.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        self.incident = incident
        super().__init__(*args, prefix=f"incident-{incident.code}", **kwargs)
        self.fields["sector"].queryset = Sector.objects.in_effect()
        self.fields["evidence"].queryset = Evidence.objects.filter(
            incident__caseincident__case__caseincident__incident=incident, is_sealed=True
        ).distinct()
        self.fields["evidence"].label_from_instance = _evidence_words

    def clean(self) -> dict[str, Any] | None:
        """The determination does not contradict itself (DESIGN 3)."""
        cleaned = super().clean()
        given = self.cleaned_data
        if given.get("violation_class") == ViolationClass.VERY_SERIOUS:
            if given.get("standard") != Standard.CLEAR_AND_CONVINCING:
                self.add_error("standard", _("Very serious requires clear and convincing proof."))
        return cleaned

    def determination(self) -> DeterminationTerms:
        """The terms of this determination."""
        return DeterminationTerms(incident=self.incident, **self.cleaned_data)


class MeasureForm(PlainTextMixin, forms.Form):
    """One proposed measure; a row without a measure is empty."""

    measure = forms.ModelChoiceField(
        label=_("measure"), queryset=Measure.objects.filter(is_in_use=True), required=False, empty_label="–"
    )
    incident = forms.ModelChoiceField(
        label=_("for the determination on"), queryset=Incident.objects.none(), required=False, empty_label="–"
    )
    required_act = forms.CharField(
        label=_("what is to be done, measurably"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    place = forms.CharField(label=_("where"), required=False, max_length=200)
    due_days = forms.IntegerField(label=_("days from notification"), min_value=1, max_value=3650)
    checked_by = forms.ModelChoiceField(
        label=_("checked by"), queryset=Delegation.objects.filter(kind="mediator"), empty_label=None
    )
    amount = forms.IntegerField(label=_("compensation, in whole units"), required=False, min_value=1)
    currency = forms.RegexField(
        label=_("currency (three letters)"), regex="^[A-Za-z]{3}$", required=False, max_length=3
    )

    def __init__(self, *args: Any, incidents: Any, due_days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["incident"].queryset = incidents
        self.fields["due_days"].initial = due_days

    def clean(self) -> dict[str, Any] | None:
        """A row that names a measure is whole."""
        cleaned = super().clean()
        given = self.cleaned_data
        if not given.get("measure"):
            if given.get("required_act") or given.get("amount"):
                self.add_error("measure", _("Choose the measure of this row."))
            return cleaned
        for name in ("incident", "required_act"):
            if name not in self.errors and not given.get(name):
                self.add_error(name, _("A measure says for which determination, and what is to be done."))
        if bool(given.get("amount")) != bool(given.get("currency")):
            self.add_error("amount", _("An amount and its currency belong together."))
        return cleaned

    def terms(self) -> MeasureTerms:
        """The terms of this measure."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "DELETE"}
        return MeasureTerms(**{**given, "currency": given["currency"].upper()})


MeasureFormSet = forms.formset_factory(MeasureForm, extra=1, can_delete=True, max_num=40)


class WholeFindingForm:
    """The forms of one finding together: valid, and giving their terms, as one."""

    def __init__(self, data: Mapping[str, Any] | None, *, case: Case, member: Any, finding: Finding | None) -> None:
        self.case = case
        incidents = case.live_incidents().select_related("primary_type", "sector")
        determined = {one.incident_id: one for one in _determinations(finding)}
        self.finding = FindingForm(data, subject=case, member=member, initial=_words_of(finding))
        self.determinations = [
            DeterminationForm(data, incident=incident, initial=_initial(determined.get(incident.pk), incident))
            for incident in incidents
        ]
        self.measures = MeasureFormSet(
            data,
            prefix="measures",
            initial=[_measure_initial(one) for one in _measures(finding)],
            form_kwargs={"incidents": case.live_incidents(), "due_days": case.protocol.compliance_days},
        )

    @property
    def is_multipart(self) -> bool:
        """No file is sent with a finding."""
        return False

    def is_valid(self) -> bool:
        """Whether every part is; all are asked, so that every error shows."""
        parts = [self.finding, *self.determinations, self.measures]
        return all([part.is_valid() for part in parts])

    def terms(self) -> FindingTerms:
        """The whole finding as its action takes it."""
        return FindingTerms(
            reasons=self.finding.cleaned_data["reasons"],
            answer_to_comments=self.finding.cleaned_data["answer_to_comments"],
            determinations=[form.determination() for form in self.determinations],
            measures=[form.terms() for form in self.measures if _is_filled(form)],
        )


def _is_filled(form: MeasureForm) -> bool:
    return bool(form.cleaned_data.get("measure")) and not form.cleaned_data.get("DELETE")


def _evidence_words(item: Evidence) -> str:
    words = item.summary or item.file_name or item.text[:60]
    # A label is plain text: each part is kept apart by isolates, whatever its direction.
    return f"{_apart(item.code)} ({delegation_words(item.delegation_id)}, {item.get_kind_display()}) {_apart(words)}"


def _apart(words: str) -> str:
    return f"\u2068{words}\u2069"


def _words_of(finding: Finding | None) -> dict[str, str]:
    if finding is None:
        return {}
    return {"reasons": finding.reasons, "answer_to_comments": finding.answer_to_comments}


def _determinations(finding: Finding | None) -> Iterable[Determination]:
    return finding.determinations.prefetch_related("evidence") if finding else ()


def _measures(finding: Finding | None) -> Iterable[ProposedMeasure]:
    return finding.proposed_measures.select_related("determination") if finding else ()


def _initial(determination: Determination | None, incident: Incident) -> dict[str, Any]:
    if determination is None:
        return {"type": incident.primary_type_id, "sector": incident.sector_id}
    return {
        "fact": determination.fact,
        "attribution": determination.attribution,
        "type": determination.type_id,
        "sector": determination.sector_id,
        "violation_class": determination.violation_class,
        "standard": determination.standard,
        "answerable": determination.answerable,
        "evidence": [item.pk for item in determination.evidence.all()],
    }


def _measure_initial(measure: ProposedMeasure) -> dict[str, Any]:
    return {
        "measure": measure.measure_id,
        "incident": measure.determination.incident_id,
        "required_act": measure.required_act,
        "place": measure.place,
        "due_days": measure.due_days,
        "checked_by": measure.checked_by_id,
        "amount": measure.amount,
        "currency": measure.currency,
    }

"""What members fill in after a verdict: reasons, a request for review, its conclusion, a report of compliance."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commission.forms import ActForm
from incidents.evidence.intake import ReceivedFile, examined
from incidents.forms.fields import SeveralFilesField
from monitoring_site.clock import database_time
from penalties.actions.reviews import Conclusion
from penalties.rules.variations import DeterminationChange, change_of, determinations_of
from penalties.rules.verdicts import grounds_of_review, why_not_lapse
from penalties.vocabularies import PenaltyState, ReviewOutcome
from verification.forms.cases import JointForm
from verification.models import Case, Determination, ProposedMeasure, Verdict
from verification.rules.seats import words_of_law
from verification.vocabularies import Answerable, Attribution, Fact, ReviewGround, Standard, ViolationClass


class ReasonsForm(ActForm):
    """Why."""

    reasons = forms.CharField(
        label=_("reasons"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("This step needs its reasons.")},
    )


class RequestReviewForm(ReasonsForm):
    """On which ground, and since when the fact is known."""

    ground = forms.ChoiceField(label=_("ground"), choices=ReviewGround.choices, widget=forms.RadioSelect)
    discovered_on = forms.DateField(
        label=_("the new fact was discovered on (UTC)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Needed for a new decisive fact."),
    )
    field_order = ["ground", "discovered_on", "reasons"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ground, discovered_on = self.fields["ground"], self.fields["discovered_on"]
        admitted = grounds_of_review(self.subject)
        ground.choices = [(one.value, one.label) for one in admitted]
        if admitted == [ReviewGround.NEW_FACT]:
            ground.error_messages["invalid_choice"] = words_of_law("request_review", source=self.subject.state)
            ground.initial, discovered_on.required = ReviewGround.NEW_FACT, True


class ReleaseVerdictForm(JointForm):
    """Nothing to fill in: both mediators agree to the release."""

    act = "release_verdict"

    def of_case(self) -> tuple[Case, str]:
        """The verdict's case, and the verdict."""
        return self.subject.case, self.subject.subject[1]


class OfPenaltyForm(JointForm):
    """The form of an act on a penalty that both mediators do together."""

    def of_case(self) -> tuple[Case, str]:
        """The penalty's case, and the penalty."""
        return self.subject.verdict.case, self.subject.reference


class ReferToPrincipalsForm(OfPenaltyForm):
    """Nothing to fill in: both mediators agree to the referral."""

    act = "refer_to_principals"


class StayPenaltyForm(OfPenaltyForm):
    """Nothing to fill in: both mediators agree to the stay."""

    act = "stay_penalty"


class LiftStayForm(OfPenaltyForm):
    """Nothing to fill in: both mediators agree that the stay ends."""

    act = "lift_stay"


# The fields of a determination that a review may vary, with their words.
VARIABLE = {
    "fact": (_("fact"), Fact),
    "attribution": (_("attribution"), Attribution),
    "violation_class": (_("class"), ViolationClass),
    "standard": (_("standard of proof"), Standard),
    "answerable": (_("answerable"), Answerable),
}


class ConcludeReviewForm(JointForm):
    """The outcome and its reasons; for a varied verdict, every determination as it shall be and the measures withdrawn.

    It opens with what the other mediator assented to, so that assenting to the same is sending it back unchanged.
    """

    act = "conclude_review"
    outcome = forms.ChoiceField(label=_("outcome"), choices=ReviewOutcome.choices, widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=_("reasons"),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("The conclusion of a review needs its reasons.")},
        help_text=_("Both mediators assent to exactly the same words."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verdict = self.subject.latest_verdict()
        self.determinations = determinations_of(verdict.finding) if verdict else []
        self._offer_outcomes()
        given = self.others_terms()
        changed = {change["incident"]: change for change in given.get("changes", [])}
        for one in self.determinations:
            self._add_determination(one, changed.get(one.incident.code, {}))
        if verdict:
            self._add_measures(verdict, withdrawn=given.get("withdrawn_measures", []))

    def terms(self) -> dict[str, Any]:
        """The conclusion; what may be varied counts only where the outcome is a variation."""
        outcome, reasons = self.cleaned_data["outcome"], self.cleaned_data["reasons"]
        if outcome != ReviewOutcome.VARIED:
            return {"conclusion": Conclusion(outcome, reasons)}
        wanted = [(one, self._change(one)) for one in self.determinations]
        return {
            "conclusion": Conclusion(
                outcome,
                reasons,
                changes=[change for one, change in wanted if change != change_of(one)],
                withdrawn_measures=[int(place) for place in self.cleaned_data.get("withdrawn_measures", [])],
            )
        }

    def _offer_outcomes(self) -> None:
        """That the review has lapsed can be said only once its time has passed, and then by one mediator alone."""
        if why_not_lapse(self.subject, at=database_time()):
            agreed = [choice for choice in ReviewOutcome.choices if choice[0] != ReviewOutcome.LAPSED]
            self.fields["outcome"].choices = agreed
        else:
            self.fields["outcome"].help_text = _(
                "The time for this review has passed: one mediator alone may say that it has lapsed."
            )

    def _add_determination(self, one: Determination, changed: Mapping[str, str]) -> None:
        for name, (words, choices) in VARIABLE.items():
            self.fields[f"{one.incident.code}-{name}"] = forms.ChoiceField(
                label=_("%(incident)s, if varied: %(field)s") % {"incident": one.incident.code, "field": words},
                choices=choices.choices,
                initial=changed.get(name, getattr(one, name)),
            )

    def _add_measures(self, verdict: Verdict, *, withdrawn: list[int]) -> None:
        measures = list(verdict.finding.proposed_measures.select_related("measure", "penalty"))
        if measures:
            self.fields["withdrawn_measures"] = forms.MultipleChoiceField(
                label=_("measures withdrawn, if varied"),
                choices=[(str(place), _measure_words(one)) for place, one in enumerate(measures, start=1)],
                initial=[str(place) for place in withdrawn],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("What is not withdrawn is ordered anew; withdraw what has been done already."),
            )

    def _change(self, one: Determination) -> DeterminationChange:
        code = one.incident.code
        return DeterminationChange(code, **{name: self.cleaned_data[f"{code}-{name}"] for name in VARIABLE})


class ReportComplianceForm(ActForm):
    """What was done, and the evidence of it."""

    text = forms.CharField(
        label=_("what was done, when and where"),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Say what was done.")},
    )
    files = SeveralFilesField(
        label=_("evidence"), error_messages={"required": _("A report of compliance needs evidence.")}
    )
    received: list[ReceivedFile]

    def clean(self) -> dict[str, Any] | None:
        """Each file is examined; each bad one has its sentence."""
        cleaned = super().clean()
        self.received = []
        for uploaded in self.files.getlist("files"):
            try:
                self.received.append(examined(uploaded))
            except forms.ValidationError as refusal:
                self.add_error("files", refusal)
        return cleaned

    def terms(self) -> dict[str, Any]:
        """The text and the files as they may be kept."""
        return {"text": self.cleaned_data["text"], "files": self.received}


def _measure_words(measure: ProposedMeasure) -> str:
    penalty = getattr(measure, "penalty", None)
    state = f" ({penalty.get_state_display()})" if penalty and penalty.state == PenaltyState.DISCHARGED else ""
    return f"{measure.measure}{state}: {measure.required_act}"

"""Forms about a filed incident: its admissibility, its withdrawal, the reply to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commission.forms import ActForm
from incidents.forms.evidence import FilesForm
from verification.models import Case
from verification.rules.admissibility import why_not_join_case
from verification.vocabularies import Stance

LONG = forms.Textarea(attrs={"rows": 6})


class CaseField(forms.CharField):
    """A case's reference as people write it; gives the case, or None where a new one is to be opened."""

    default_error_messages = {"unknown": _("There is no case %(reference)s. Leave this empty to open a new case.")}

    def clean(self, value: Any) -> Any:
        """The case, found by its reference."""
        reference = super().clean(value).strip().upper()
        if not reference:
            return None
        case = Case.objects.filter(reference=reference).first()
        if case is None:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown", params={"reference": reference})
        if reason := why_not_join_case(case):
            raise forms.ValidationError(reason, code="cannot_join")
        return case


class RegisterIncidentForm(ActForm):
    """Into which case the incident goes."""

    case = CaseField(
        label=_("existing case"),
        required=False,
        max_length=20,
        help_text=_("Leave this empty to open a new case. Two accounts of one event belong in one case."),
        widget=forms.TextInput(attrs={"placeholder": "JMC-2026-00001", "autocomplete": "off"}),
    )


class ObjectToInadmissibilityForm(RegisterIncidentForm):
    """Why, and into which case the incident goes."""

    reasons = forms.CharField(label=_("reasons"), required=False, widget=LONG)


class ReturnIncidentForm(ActForm):
    """What is missing."""

    missing = forms.CharField(
        label=_("what is missing"),
        widget=LONG,
        error_messages={"required": _("Say what is missing, so that the filer can mend it.")},
    )


class ReasonsForm(ActForm):
    """Reasons, which stay with the act for ever."""

    reasons = forms.CharField(
        label=_("reasons"), widget=LONG, error_messages={"required": _("This step needs its reasons.")}
    )


class SendReplyForm(FilesForm, ActForm):
    """A respondent's stance, in its own words, with evidence of its own."""

    stance = forms.ChoiceField(label=_("stance"), choices=[("", "–"), *Stance.choices])
    text = forms.CharField(
        label=_("text"),
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("Write the reply before it is sent.")},
    )
    field_order = ("stance", "text", "files", "files_audience", "files_summary")

    def terms(self) -> dict[str, Any]:
        """The keyword arguments of send_reply, with the files as they were examined."""
        return {**super().terms(), "files": self.received}


class ReplyDraftForm(ActForm):
    """A reply as far as it is written."""

    stance = forms.ChoiceField(choices=[("", "–"), *Stance.choices], required=False)
    text = forms.CharField(required=False)

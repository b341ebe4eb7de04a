"""The form of a vote."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commission.forms import ActForm
from verification.vocabularies import Choice


class CastVoteForm(ActForm):
    """A delegation's voice on the text whose digest the form carries."""

    digest = forms.CharField(widget=forms.HiddenInput)
    choice = forms.ChoiceField(
        label=_("vote"),
        choices=Choice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how your delegation votes.")},
    )
    reasons = forms.CharField(
        label=_("reasons (needed for a dissent or a reserve; they stay attached for ever)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ballot = self.subject.open_ballot()
        self.initial["digest"] = ballot.digest_hex if ballot else ""

    def clean(self) -> dict[str, Any] | None:
        """A dissent or a reserve has its reasons."""
        cleaned = super().clean()
        choice = self.cleaned_data.get("choice")
        if choice and choice != Choice.APPROVE and not self.cleaned_data.get("reasons", "").strip():
            self.add_error("reasons", _("A dissent or a reserve needs its reasons."))
        return cleaned

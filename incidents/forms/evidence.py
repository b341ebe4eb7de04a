"""Evidence in a draft: files that arrive, and the items that are there already."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commission.forms import PlainTextMixin
from incidents.evidence.intake import ReceivedFile, examined
from incidents.forms.fields import SeveralFilesField, refuse_hidden_without_summary
from incidents.models import Evidence
from incidents.vocabularies import Audience


class FilesForm(PlainTextMixin, forms.Form):
    """Several files at once, with the audience and the summary that each begins with."""

    files = SeveralFilesField(label=_("Files"), required=False)
    files_audience = forms.ChoiceField(
        label=_("Shown to"), choices=Audience.choices, initial=Audience.CASE, required=False
    )
    files_summary = forms.CharField(label=_("Summary of these files"), required=False, max_length=500)
    received: list[ReceivedFile]

    def clean(self) -> dict[str, Any]:
        """Each file is examined by itself: the good ones are kept in `received`, each bad one has its sentence."""
        cleaned = super().clean()
        self.received = []
        if not self.files.getlist("files"):
            return cleaned
        refuse_hidden_without_summary(self, audience="files_audience", summary="files_summary")
        if self.errors:
            self.add_error("files", _("The files were not kept. Mend what is marked, then choose them again."))
            return cleaned
        for uploaded in self.files.getlist("files"):
            try:
                self.received.append(examined(uploaded))
            except forms.ValidationError as refusal:
                self.add_error("files", refusal)
        return cleaned


class ItemForm(PlainTextMixin, forms.Form):
    """An item of the draft that is not sealed: who will see it, its summary, whether it goes."""

    audience = forms.ChoiceField(label=_("Shown to"), choices=Audience.choices)
    summary = forms.CharField(label=_("Summary"), required=False, max_length=500)
    is_removed = forms.BooleanField(label=_("Remove"), required=False)

    def __init__(self, data: Any = None, *, item: Evidence) -> None:
        self.item = item
        prefix = f"item-{item.code}"
        initial = {"audience": item.audience, "summary": item.summary}
        is_sent = data is not None and f"{prefix}-audience" in data
        super().__init__(data if is_sent else None, prefix=prefix, initial=initial)

    def clean(self) -> dict[str, Any]:
        """What the parties do not see has a summary."""
        cleaned = super().clean()
        if not cleaned.get("is_removed"):
            refuse_hidden_without_summary(self, audience="audience", summary="summary")
        return cleaned

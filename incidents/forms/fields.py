"""Fields that other forms have no need of: a moment as people type it, several files at once."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from incidents.vocabularies import Audience

MOMENT = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:T|\s+)(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
WHO_GETS_ORIGINALS = _(
    "Of a picture the other party is shown a copy without what the camera wrote into it; the original goes to the "
    "mediators alone. Any other file is passed on as it is, with all that it holds."
)
YEARS = range(1970, 9999)  # the zones' tables and the database agree on these
SUMMARY_MISSING = _("Write a summary: the parties see it in the stead of what is for the mediators only.")


class MomentField(forms.Field):
    """A date with its time, in the zone that the form names; gives a naive datetime. A date alone is its first minute."""

    widget = forms.TextInput
    default_error_messages = {
        "unreadable": _("Write the date and the time like 2026-03-01 14:30."),
        "impossible": _("There is no such date or time."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.widget.attrs.update({"dir": "ltr", "placeholder": "2026-03-01 14:30", "data-moment": "", "maxlength": 25})

    def to_python(self, value: Any) -> datetime | None:
        """The moment, or None for an empty field."""
        text = "".join(str(int(letter)) if letter.isdecimal() else letter for letter in str(value or "").strip())
        if not text:
            return None
        found = MOMENT.fullmatch(text)
        if found is None:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable")
        try:
            moment = datetime(*(int(part or 0) for part in found.groups()))
        except ValueError as problem:
            raise ValidationError(self.error_messages["impossible"], code="impossible") from problem
        if moment.year not in YEARS:
            raise ValidationError(self.error_messages["impossible"], code="impossible")
        return moment


def as_typed(moment: datetime | None, *, zone: str) -> str:
    """A stored time as it stands in the field, in the zone."""
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(zone))
    return local.strftime("%Y-%m-%dT%H:%M:%S" if local.second else "%Y-%m-%dT%H:%M")


class SeveralFilesInput(forms.FileInput):
    """One input for many files."""

    allow_multiple_selected = True


class SeveralFilesField(forms.Field):
    """Gives the list of files that arrived; each is examined by its form, so that one bad file spoils no other."""

    widget = SeveralFilesInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(help_text=WHO_GETS_ORIGINALS, **kwargs)


def refuse_hidden_without_summary(form: forms.Form, *, audience: str, summary: str) -> None:
    """An item for the mediators only is shown to the parties as its summary, so it needs one."""
    cleaned = form.cleaned_data
    if cleaned.get(audience) == Audience.MEDIATORS_ONLY and summary in cleaned and not cleaned[summary].strip():
        form.add_error(summary, ValidationError(SUMMARY_MISSING, code="summary_missing"))

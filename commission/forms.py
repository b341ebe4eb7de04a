"""What every form of an act shares: its idempotency key, and texts fit to be recorded."""

from typing import Any
from uuid import uuid4

from django import forms

from commission.models import Member
from commission.texts import normalised, refuse_control_characters


class PlainTextMixin:
    """Refuses control characters at their field, and gives every text in Unicode NFC."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # A UUIDField is a CharField to Django, but what it gives is no text.
            if isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField):
                field.validators = [*field.validators, refuse_control_characters]
            if isinstance(getattr(field, "widget", None), forms.TextInput | forms.Textarea):
                field.widget.attrs.setdefault("dir", "auto")

    def clean(self) -> dict[str, Any] | None:
        """Every text as it will be recorded."""
        cleaned = super().clean()
        values = self.cleaned_data if cleaned is None else cleaned
        for name, value in values.items():
            if isinstance(value, str):
                values[name] = normalised(value)
        return values


class ActForm(PlainTextMixin, forms.Form):
    """The form of one act about one subject; a repeated submission carries the same key and changes nothing twice."""

    idempotency_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, subject: Any, member: Member, **kwargs: Any) -> None:
        self.subject = subject
        self.member = member
        super().__init__(*args, **kwargs)

    def terms(self) -> dict[str, Any]:
        """The cleaned fields without the key: the keyword arguments of the action."""
        return {name: value for name, value in self.cleaned_data.items() if name != "idempotency_key"}

"""The forms of a member about themself: signing in, language and time zone, password."""

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _

from commission.models import Member
from commission.zones import zones_to_choose


class SignInForm(AuthenticationForm):
    """User name and password; the refusal never says which of the two was wrong, nor whether a seat is closed."""

    error_messages = {
        "invalid_login": _("This user name and password do not open a seat. Check both, also the capital letters."),
        "inactive": _("This user name and password do not open a seat. Check both, also the capital letters."),
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs["dir"] = self.fields["password"].widget.attrs["dir"] = "ltr"


class LanguageAndZoneForm(forms.Form):
    """How the site speaks to a member: its language, and the zone beside UTC."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zones_to_choose,
        help_text=_("Every time is shown in UTC and, beside it, in this zone."),
    )


class ProfileForm(LanguageAndZoneForm, forms.ModelForm):
    """A member's own settings."""

    class Meta:
        model = Member
        fields = ["language", "time_zone"]

    def save(self, commit: bool = True) -> Member:
        """These settings and no other column: an admin may be changing the seat at the same instant."""
        member: Member = super().save(commit=False)
        if commit:
            member.save(update_fields=self.Meta.fields)
        return member


class ChangePasswordForm(PasswordChangeForm):
    """The old password, and the new one twice."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # A password is read letter by letter, whichever way the page runs.
        for field in self.fields.values():
            field.widget.attrs["dir"] = "ltr"

    def save(self, commit: bool = True) -> Member:
        """The password and no other column, as above."""
        member: Member = super().save(commit=False)
        if commit:
            member.save(update_fields=["password"])
        return member

"""Forms about a case: team, rapporteur, report, settlement, principals, reopening, comment."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commission.forms import ActForm
from commission.models import Member
from commission.templatetags.delegations import in_reading_order
from commission.words import delegation_words
from verification.actions.joint import assents_to
from verification.clocks import FOUR
from verification.models import Case
from verification.rules.cases import why_not_position, why_not_without_instructions
from verification.standing import candidates_for_rapporteur, candidates_for_verification


class JointForm(ActForm):
    """The form of an act that two delegations do together: it opens with the terms that the other one gave."""

    act = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case, about = self.of_case()
        self.given = assents_to(case, act=self.act, subject=about)
        for name, value in self.others_terms().items():
            if name in self.fields:
                self.initial.setdefault(name, value)

    def of_case(self) -> tuple[Case, str]:
        """The case whose act this is, and what in it the act is about; "" for the case itself."""
        return self.subject, ""

    def others_terms(self) -> Mapping[str, Any]:
        """What the other delegation has assented to; nothing where it has not."""
        others = [one for one in self.given if one.delegation_id != self.member.delegation_id]
        return others[-1].terms if others else {}


class MemberChoices:
    """How a member stands in a list of candidates."""

    def label_from_instance(self, member: Member) -> str:
        """Name, role and delegation."""
        return f"{member.name} ({member.get_role_display()}, {member.delegation})"


class MembersField(MemberChoices, forms.ModelMultipleChoiceField):
    """Several members, by check boxes."""


class MemberField(MemberChoices, forms.ModelChoiceField):
    """One member."""


class NameTeamForm(JointForm):
    """Who verifies the case on the ground."""

    act = "name_team"
    team = MembersField(
        label=_("verification team"),
        queryset=Member.objects.none(),
        to_field_name="username",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Name at least one member of the verification team.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = candidates_for_verification(self.subject)

    def terms(self) -> dict[str, Any]:
        """The members as a list."""
        return {"team": list(self.cleaned_data["team"])}


class NameRapporteurForm(JointForm):
    """Who drafts the finding."""

    act = "name_rapporteur"
    rapporteur = MemberField(
        label=_("rapporteur"),
        queryset=Member.objects.none(),
        to_field_name="username",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Name the rapporteur.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rapporteur"].queryset = candidates_for_rapporteur(self.subject)


class TextForm(ActForm):
    """One text, which stays with the act for ever."""

    text = forms.CharField(
        label=_("text"),
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": _("Write the text first.")},
    )


class SettleCaseForm(JointForm):
    """The text that both heads agree to, letter by letter."""

    act = "settle_case"
    agreed_text = forms.CharField(
        label=_("agreed text"),
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": _("Write the agreed text.")},
    )


def _position() -> forms.CharField:
    return forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}))


class RecordPrincipalsAnswerForm(JointForm):
    """What the principals answered, in words that both mediators give alike."""

    act = "record_principals_answer"
    answer = forms.ChoiceField(
        label=_("answer"),
        choices=[
            ("ballot", _("one last ballot, by their instructions")),
            ("none", _("no determination: the positions are recorded")),
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("instructions summarised (for one last ballot)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    position_pk = _position()
    position_af = _position()
    position_tr = _position()
    position_qa = _position()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in FOUR:
            self.fields[_field_of(code)].label = _("position of %(delegation)s (for no determination)") % {
                "delegation": delegation_words(code)
            }
        self.order_fields(["answer", "text", *map(_field_of, in_reading_order(FOUR))])

    def others_terms(self) -> Mapping[str, Any]:
        """What the other delegation has assented to, each position at its field."""
        terms = super().others_terms()
        return {**terms, **{_field_of(code): text for code, text in terms.get("positions", {}).items()}}

    def clean(self) -> dict[str, Any] | None:
        """Instructions, or all four positions: each that is missing is named at its field."""
        cleaned = super().clean()
        given = self.cleaned_data
        if given.get("answer") == "ballot" and (reason := why_not_without_instructions(given.get("text", ""))):
            self.add_error("text", reason)
        if given.get("answer") == "none":
            for code, text in self._positions().items():
                if _field_of(code) not in self.errors and (reason := why_not_position(code, text)):
                    self.add_error(_field_of(code), reason)
        return cleaned

    def terms(self) -> dict[str, Any]:
        """The answer, its instructions, and the positions by delegation."""
        given = self.cleaned_data
        return {"answer": given["answer"], "text": given["text"], "positions": self._positions()}

    def _positions(self) -> dict[str, str]:
        return {code: self.cleaned_data.get(_field_of(code), "") for code in FOUR}


def _field_of(code: str) -> str:
    return f"position_{code.lower()}"


class ReopenCaseForm(JointForm):
    """The new decisive fact, in words that both mediators give alike."""

    act = "reopen_case"
    new_fact = forms.CharField(
        label=_("new decisive fact"),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("State the new decisive fact.")},
    )


class AnnulBallotForm(JointForm):
    """Why the open ballot is annulled, in words that both mediators give alike."""

    act = "annul_ballot"
    reasons = forms.CharField(
        label=_("reasons"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("This step needs its reasons.")},
    )

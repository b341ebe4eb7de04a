"""Forms about a case: team, rapporteur, report, settlement, principals, reopening, comment."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commission.forms import ActForm
from commission.models import Member
from verification.actions.joint import assents_to
from verification.models import Case
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
        label=_("instructions summarised, or the positions of all four"),
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("Summarise the instructions, or record the positions of all four.")},
    )


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

"""Forms of the acts that move no state: questions, access, notes, substitutes, challenges, corrections, counter-reports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commission.forms import ActForm
from commission.models import Delegation, Member
from incidents.models import Incident
from incidents.vocabularies import State as IncidentState
from verification.forms.cases import JointForm, MemberField
from verification.models import Case
from verification.standing import candidates_for_verification

LONG = forms.Textarea(attrs={"rows": 6})
WRITE_FIRST = {"required": _("Write the text first.")}


class AskQuestionForm(ActForm):
    """To whom, and what."""

    addressed_to = forms.ModelChoiceField(
        label=_("addressed to"), queryset=Delegation.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    text = forms.CharField(label=_("question"), widget=LONG, error_messages=WRITE_FIRST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["addressed_to"].queryset = Delegation.objects.exclude(pk=self.member.delegation_id)


class AnswerQuestionForm(ActForm):
    """The answer."""

    answer = forms.CharField(label=_("answer"), widget=LONG, error_messages=WRITE_FIRST)


class AskAccessForm(ActForm):
    """Of whom, to where, what for."""

    party = forms.ModelChoiceField(
        label=_("party asked"),
        queryset=Delegation.objects.filter(kind="party"),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    place = forms.CharField(label=_("place"), max_length=200)
    text = forms.CharField(label=_("what for, and when"), widget=LONG, error_messages=WRITE_FIRST)


class GrantAccessForm(ActForm):
    """On which conditions."""

    answer = forms.CharField(label=_("conditions"), widget=LONG, required=False)


class RefuseAccessForm(ActForm):
    """Why."""

    answer = forms.CharField(
        label=_("reasons"), widget=LONG, error_messages={"required": _("Refusing access needs its reasons.")}
    )


class SiteNoteForm(ActForm):
    """Where, and what was seen."""

    place = forms.CharField(label=_("place"), max_length=200)
    text = forms.CharField(label=_("what was seen"), widget=LONG, error_messages=WRITE_FIRST)


class NameSubstituteForm(ActForm):
    """Which officer votes in this case."""

    substitute = MemberField(
        label=_("substitute voter"),
        queryset=Member.objects.none(),
        to_field_name="username",
        widget=forms.RadioSelect,
        empty_label="–",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officers = Member.objects.filter(delegation=self.member.delegation_id, role="officer", is_active=True)
        self.fields["substitute"].queryset = officers.select_related("delegation")


class ChallengeMemberForm(ActForm):
    """Whom, and on what grounds."""

    challenged = MemberField(
        label=_("member challenged"), queryset=Member.objects.none(), to_field_name="username", empty_label="–"
    )
    grounds = forms.CharField(label=_("grounds"), widget=LONG, error_messages=WRITE_FIRST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["challenged"].queryset = candidates_for_verification(self.subject)


class DecideChallengeForm(JointForm):
    """Upheld or not, in words that both mediators give alike."""

    act = "decide_challenge"
    is_upheld = forms.TypedChoiceField(
        label=_("decision"),
        choices=[("True", _("upheld: the member is recused in this case")), ("False", _("not upheld"))],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(label=_("reasons"), widget=LONG, error_messages=WRITE_FIRST)

    def of_case(self) -> tuple[Case, str]:
        """The challenge's case, and the challenge."""
        return self.subject.case, self.subject.assent_subject


class RequestCorrectionForm(ActForm):
    """What the clerical error is."""

    request = forms.CharField(label=_("the clerical error"), widget=LONG, error_messages=WRITE_FIRST)


class CorrectVerdictForm(JointForm):
    """The corrected passage, in words that both mediators give alike."""

    act = "correct_verdict"
    corrected_text = forms.CharField(label=_("corrected passage"), widget=LONG, error_messages=WRITE_FIRST)

    def of_case(self) -> tuple[Case, str]:
        """The verdict's case, and the correction."""
        return self.subject.verdict.case, self.subject.assent_subject


class LinkCounterReportForm(ActForm):
    """Of which other account of the event it is the counter-report."""

    of = forms.ModelChoiceField(
        label=_("counter-report of"),
        queryset=Incident.objects.none(),
        to_field_name="code",
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Incident.objects.filter(caseincident__case__caseincident__incident=self.subject)
        others = others.exclude(state=IncidentState.WITHDRAWN).exclude(delegation=self.subject.delegation_id)
        self.fields["of"].queryset = others.distinct()

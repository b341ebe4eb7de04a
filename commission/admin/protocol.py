"""Protocol versions: drafted here, confirmed here by a second admin."""

import json
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet, Subquery
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commission import actions, rules
from commission.admin.acts import ActAdmin, ActModelForm, each, in_utc
from commission.models import Member, Protocol
from commission.protocol_numbers import NOT_JSON, parsed, problems_of
from monitoring_site.refusals import Refusal


class ProtocolForm(ActModelForm):
    """The numbers of the next version, beginning with those in effect."""

    numbers = forms.CharField(
        label=_("Numbers (JSON)"), widget=forms.Textarea(attrs={"rows": 40, "cols": 80, "dir": "ltr"}),
        help_text=_("Take effect for cases opened after a second admin has confirmed them."),
    )  # fmt: skip

    class Meta:
        model = Protocol
        fields = ["numbers"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("numbers", _written(Protocol.objects.in_effect().numbers))

    def clean_numbers(self) -> dict[str, Any]:
        """The numbers, whole and of the right shape; or every sentence on what is wrong with them."""
        try:
            numbers = parsed(self.cleaned_data["numbers"])
        except ValueError as problem:
            raise forms.ValidationError(gettext(NOT_JSON) % {"problem": problem}) from problem
        if problems := problems_of(numbers):
            raise forms.ValidationError([gettext(sentence) % names for sentence, names in problems])
        found: dict[str, Any] = numbers
        return found

    def why_not(self, values: dict[str, Any]) -> Refusal | None:
        """The rule of draft_protocol."""
        return rules.why_not_draft_protocol(self.by, numbers=values["numbers"])


@admin.register(Protocol)
class ProtocolAdmin(ActAdmin[Protocol]):
    """Versions of the procedure's numbers; none is edited, none is deleted."""

    form = ProtocolForm
    list_display = ["number", "in_effect", "drafted", "drafted_by", "confirmed", "confirmed_by"]
    list_select_related = ["drafted_by", "confirmed_by"]
    actions = ["confirm_protocols"]
    drafted = in_utc("drafted_at", _("drafted at (UTC)"))
    confirmed = in_utc("confirmed_at", _("confirmed at (UTC)"))

    def get_fields(self, request: HttpRequest, obj: Protocol | None = None) -> list[str]:
        """A draft is typed; a version is read."""
        if obj is None:
            return ["numbers"]
        return ["number", "numbers_as_written", "drafted", "drafted_by", "confirmed", "confirmed_by"]

    def has_change_permission(self, request: HttpRequest, obj: Protocol | None = None) -> bool:
        """It is confirmed, not edited."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Protocol]:
        """Each version beside the number of the one in effect."""
        confirmed = Protocol.objects.filter(confirmed_at__isnull=False).order_by("-number").values("number")[:1]
        return super().get_queryset(request).annotate(number_in_effect=Subquery(confirmed))

    @admin.display(description=_("in effect"), boolean=True)
    def in_effect(self, protocol: Any) -> bool:
        """Whether cases opened now are bound to this version."""
        return bool(protocol.number == protocol.number_in_effect)

    @admin.display(description=_("numbers"))
    def numbers_as_written(self, protocol: Protocol) -> SafeString:
        """The numbers, readable."""
        return format_html('<pre dir="ltr">{}</pre>', _written(protocol.numbers))

    def perform(self, row: Protocol, values: dict[str, Any], *, by: Member, change: bool) -> Protocol:
        """A version is drafted."""
        return actions.draft_protocol(numbers=values["numbers"], by=by)

    def words_of(self, row: Protocol) -> str:
        """It waits."""
        return gettext("%(protocol)s waits for a second admin's confirmation.") % {"protocol": row}

    @admin.action(description=_("Confirm the versions chosen, as the second admin"))
    def confirm_protocols(self, request: HttpRequest, queryset: QuerySet[Protocol]) -> None:
        """Each version chosen takes effect for new cases, or is refused with its reason."""
        each(
            request, queryset.order_by("number"), act=actions.confirm_protocol,
            words=lambda protocol: gettext("%(protocol)s is in effect for new cases.") % {"protocol": protocol},
        )  # fmt: skip


def _written(numbers: dict[str, Any]) -> str:
    return json.dumps(numbers, indent=2)

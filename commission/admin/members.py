"""Users and their seats."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commission import actions, rules
from commission.admin.acts import ActAdmin, ActModelForm, each, in_utc
from commission.forms_of_members import LanguageAndZoneForm
from commission.models import Member, SeatChange
from monitoring_site.refusals import Refusal

PASSWORD_RULES = _("At least 12 characters, and none of the passwords that everybody uses.")


class _MemberForm(ActModelForm):
    """What making and changing a member have in common."""

    def clean_new_password(self) -> str:
        """Long and uncommon enough, where one is given."""
        password: str = self.cleaned_data["new_password"]
        if password:
            validate_password(password, self.instance)
        return password


class MakeMemberForm(LanguageAndZoneForm, _MemberForm):
    """A new member with a first password, which they change on their own page."""

    new_password = forms.CharField(
        label=_("First password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False,
        help_text=PASSWORD_RULES,
    )  # fmt: skip

    class Meta:
        model = Member
        fields = ["username", "name", "email", "delegation", "role", "language", "time_zone"]

    def why_not(self, values: dict[str, Any]) -> Refusal | None:
        """The rule of make_member."""
        return rules.why_not_make_member(
            self.by, username=values["username"], role=values["role"], delegation=values["delegation"]
        )


class ChangeMemberForm(_MemberForm):
    """Name, seat or password of a member; the seat and the password one after the other."""

    new_password = forms.CharField(
        label=_("New password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False,
        required=False,
        help_text=_(
            "Leave it empty to keep the password. For a seat with a vote, and an admin's, the old one counts until a "
            "second admin confirms the new one."
        ),
    )  # fmt: skip

    class Meta:
        model = Member
        fields = ["name", "email", "delegation", "role", "is_active"]

    @property
    def changes_seat(self) -> bool:
        """Whether another seat was asked for."""
        return bool({"delegation", "role", "is_active"} & set(self.changed_data))

    @property
    def changes_particulars(self) -> bool:
        """Whether another name or e-mail was asked for."""
        return bool({"name", "email"} & set(self.changed_data))

    def why_not(self, values: dict[str, Any]) -> Refusal | None:
        """The rules of the acts that this would be."""
        before = Member.objects.select_related("delegation").get(pk=self.instance.pk)
        if values["new_password"] and self.changes_seat:
            return _("Change the seat and the password one after the other.")
        if values["new_password"]:
            return rules.why_not_reset_password(self.by, before)
        if self.changes_seat:
            return rules.why_not_change_seat(self.by, before, **_seat_in(values))
        return rules.why_not_change_member(self.by, before)


@admin.register(Member)
class MemberAdmin(ActAdmin[Member]):
    """Users and their seats; a seat with a vote, or an admin's, waits for a second admin."""

    list_display = ["username", "name", "delegation", "role", "is_active", "waits"]
    list_filter = ["delegation", "role", "is_active"]
    list_select_related = ["delegation"]
    search_fields = ["username", "name"]
    ordering = ["username"]

    def get_form(self, request: HttpRequest, obj: Member | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Making and changing ask for different things."""
        form = ChangeMemberForm if obj is not None else MakeMemberForm
        return super().get_form(request, obj, change=change, form=form, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Member | None = None) -> list[str]:
        """The user name stays as it was made: entries of the record name it."""
        if obj is None:
            return [*MakeMemberForm.Meta.fields, "new_password"]
        return ["username", *ChangeMemberForm.Meta.fields, "new_password"]

    def get_readonly_fields(self, request: HttpRequest, obj: Member | None = None) -> list[str]:
        """As above."""
        return ["username"] if obj is not None else []

    def get_queryset(self, request: HttpRequest) -> QuerySet[Member]:
        """Each member with the change that waits, in one more query for the whole page."""
        return super().get_queryset(request).prefetch_related("seat_changes")

    @admin.display(description=_("change of seat"))
    def waits(self, member: Member) -> str:
        """Whether a change of this seat has not been decided."""
        is_open = any(change.decided_at is None for change in member.seat_changes.all())
        return gettext("waits for a second admin") if is_open else "–"

    def perform(self, row: Member, values: dict[str, Any], *, by: Member, change: bool) -> Member:
        """Make the member, or do the one or two acts that the form asks for."""
        if not change:
            terms = {name: value for name, value in values.items() if name != "new_password"}
            return actions.make_member(password=values["new_password"], by=by, **terms)
        before = Member.objects.select_related("delegation").get(pk=row.pk)
        if (before.name, before.email) != (values["name"], values["email"]):
            actions.change_member(before, name=values["name"], email=values["email"], by=by)
        if values["new_password"]:
            actions.reset_password(before, password=values["new_password"], by=by)
        elif (before.delegation, before.role, before.is_active) != tuple(_seat_in(values).values()):
            actions.change_seat(before, by=by, **_seat_in(values))
        return Member.objects.get(pk=row.pk)

    def words_of(self, row: Member) -> str:
        """Whether it has taken effect, or waits."""
        if SeatChange.objects.filter(member=row, decided_at=None).exists():
            return gettext("%(member)s: the seat waits for a second admin's confirmation.") % {"member": row}
        return super().words_of(row)


@admin.register(SeatChange)
class SeatChangeAdmin(ActAdmin[SeatChange]):
    """Changes of voters' and admins' seats, and of their passwords: a second admin confirms or refuses them."""

    list_display = [
        "member",
        "delegation",
        "role",
        "is_active",
        "gives_password",
        "proposed",
        "proposed_by",
        "is_confirmed",
        "decided_by",
    ]
    fields = [
        "member",
        "delegation",
        "role",
        "is_active",
        "gives_password",
        "proposed",
        "proposed_by",
        "is_confirmed",
        "decided",
        "decided_by",
    ]
    readonly_fields = fields
    list_filter = ["is_confirmed"]
    list_select_related = ["member", "delegation", "proposed_by", "decided_by"]
    actions = ["confirm_seat_changes", "refuse_seat_changes"]
    proposed = in_utc("proposed_at", _("proposed at (UTC)"))
    decided = in_utc("decided_at", _("decided at (UTC)"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A change is proposed on the member's page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: SeatChange | None = None) -> bool:
        """It is decided, not edited."""
        return False

    @admin.action(description=_("Confirm the changes chosen, as the second admin"))
    def confirm_seat_changes(self, request: HttpRequest, queryset: QuerySet[SeatChange]) -> None:
        """Each change chosen takes effect, or is refused with its reason."""
        each(
            request, queryset, act=actions.confirm_seat_change,
            words=lambda change: gettext("%(change)s: confirmed.") % {"change": change},
        )  # fmt: skip

    @admin.action(description=_("Refuse the changes chosen"))
    def refuse_seat_changes(self, request: HttpRequest, queryset: QuerySet[SeatChange]) -> None:
        """Each change chosen will not take effect."""
        each(
            request, queryset, act=actions.refuse_seat_change,
            words=lambda change: gettext("%(change)s: refused.") % {"change": change},
        )  # fmt: skip


def _seat_in(values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in ("delegation", "role", "is_active")}

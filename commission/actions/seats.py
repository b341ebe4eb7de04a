"""Changing seats: at once where no power moves, by a second admin's confirmation where a vote or an admin's seat does."""

from datetime import datetime
from typing import Any

from django.db import transaction

from commission import rules
from commission.actions.entries import append_administration, seat_terms
from commission.models import Delegation, Member, SeatChange
from monitoring_site.clock import database_time
from monitoring_site.refusals import refuse_if


def lock_seats() -> None:
    """One change of seats at a time: the four delegations' rows are locked, without hindering those who refer to them."""
    list(Delegation.objects.select_for_update(no_key=True).order_by("code"))


@transaction.atomic
def change_seat(
    member: Member, *, role: str, delegation: Delegation | None, is_active: bool, by: Member
) -> SeatChange | None:
    """The member has this seat; or, where power moves, a change waits for a second admin and is given back."""
    lock_seats()
    locked = _locked_member(member)
    refuse_if(rules.why_not_change_seat(by, locked, role=role, delegation=delegation, is_active=is_active))
    at = database_time()
    if rules.needs_second_admin(old_role=locked.role, new_role=role):
        return propose(locked, role=role, delegation=delegation, is_active=is_active, by=by, at=at)
    old = _seat_of(locked)
    _seat(locked, role=role, delegation=delegation, is_active=is_active)
    body = {"old": old, "new": _seat_of(locked)}
    append_administration("seat_changed", about=("member", locked.username), body=body, by=by, at=at)
    return None


@transaction.atomic
def confirm_seat_change(change: SeatChange, *, by: Member) -> SeatChange:
    """The change has taken effect, confirmed by a second admin."""
    locked = _locked_change(change)
    refuse_if(rules.why_not_confirm_seat_change(by, locked))
    at = database_time()
    old = _seat_of(locked.member)
    _seat(locked.member, role=locked.role, delegation=locked.delegation, is_active=locked.is_active)
    _decide(locked, is_confirmed=True, by=by, at=at)
    body = {"old": old, "new": _seat_of(locked.member), "proposed_by": locked.proposed_by.username}
    append_administration("seat_change_confirmed", about=("member", locked.member.username), body=body, by=by, at=at)
    return locked


@transaction.atomic
def refuse_seat_change(change: SeatChange, *, by: Member) -> SeatChange:
    """The change will not take effect; the seat stays as it is."""
    locked = _locked_change(change)
    refuse_if(rules.why_not_refuse_seat_change(by, locked))
    at = database_time()
    _decide(locked, is_confirmed=False, by=by, at=at)
    body = {"kept": _seat_of(locked.member), "refused": _seat_of(locked), "proposed_by": locked.proposed_by.username}
    append_administration("seat_change_refused", about=("member", locked.member.username), body=body, by=by, at=at)
    return locked


def propose(
    member: Member, *, role: str, delegation: Delegation | None, is_active: bool, by: Member, at: datetime
) -> SeatChange:
    """A change waits for a second admin; the caller holds the locks and has asked the rule."""
    change = SeatChange.objects.create(
        member=member, role=role, delegation=delegation, is_active=is_active, proposed_at=at, proposed_by=by
    )
    body = {"old": _seat_of(member), "new": _seat_of(change)}
    append_administration("seat_change_proposed", about=("member", member.username), body=body, by=by, at=at)
    return change


def _locked_member(member: Member) -> Member:
    return Member.objects.select_for_update(of=("self",), no_key=True).select_related("delegation").get(pk=member.pk)


def _locked_change(change: SeatChange) -> SeatChange:
    lock_seats()
    locked = (
        SeatChange.objects.select_for_update(of=("self",)).select_related("delegation", "proposed_by").get(pk=change.pk)
    )
    locked.member = _locked_member(locked.member)
    return locked


def _seat(member: Member, *, role: str, delegation: Delegation | None, is_active: bool) -> None:
    member.role, member.delegation, member.is_active = role, delegation, is_active
    member.save(update_fields=["role", "delegation", "is_active"])


def _decide(change: SeatChange, *, is_confirmed: bool, by: Member, at: datetime) -> None:
    change.is_confirmed, change.decided_by, change.decided_at = is_confirmed, by, at
    change.save(update_fields=["is_confirmed", "decided_by", "decided_at"])


def _seat_of(holder: Member | SeatChange) -> dict[str, Any]:
    return seat_terms(role=holder.role, delegation_id=holder.delegation_id, is_active=holder.is_active)

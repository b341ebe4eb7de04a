"""Changing seats: at once where no power moves, by a second admin's confirmation where a vote or an admin's seat does.

Another password for a seat with power waits and is decided as a change of that seat.
"""

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


def locked_member(member: Member) -> Member:
    """The member as they are now, whom nobody else changes before this act is done."""
    return Member.objects.select_for_update(of=("self",), no_key=True).select_related("delegation").get(pk=member.pk)


@transaction.atomic
def change_seat(
    member: Member, *, role: str, delegation: Delegation | None, is_active: bool, by: Member
) -> SeatChange | None:
    """The member has this seat; or, where power moves, a change waits for a second admin and is given back."""
    lock_seats()
    locked = locked_member(member)
    refuse_if(rules.why_not_change_seat(by, locked, role=role, delegation=delegation, is_active=is_active))
    at = database_time()
    if rules.needs_second_admin(old_role=locked.role, new_role=role):
        return propose(locked, role=role, delegation=delegation, is_active=is_active, by=by, at=at)
    old = seat_of(locked)
    _seat(locked, role=role, delegation=delegation, is_active=is_active, at=at)
    body = {"old": old, "new": seat_of(locked)}
    append_administration("seat_changed", about=("member", locked.username), body=body, by=by, at=at)
    return None


@transaction.atomic
def confirm_seat_change(change: SeatChange, *, by: Member) -> SeatChange:
    """The change has taken effect, confirmed by a second admin; another password ends the member's sessions."""
    locked = _locked_change(change)
    refuse_if(rules.why_not_confirm_seat_change(by, locked))
    at = database_time()
    member, proposed_by = locked.member, locked.proposed_by.username
    old = seat_of(member)
    if locked.gives_password:
        event, body = "password_reset_confirmed", {"seat": old, "proposed_by": proposed_by}
        give_password(member, hashed=locked.waiting_password, at=at)
    else:
        _seat(member, role=locked.role, delegation=locked.delegation, is_active=locked.is_active, at=at)
        event, body = "seat_change_confirmed", {"old": old, "new": seat_of(member), "proposed_by": proposed_by}
    _decide(locked, is_confirmed=True, by=by, at=at)
    append_administration(event, about=("member", member.username), body=body, by=by, at=at)
    return locked


@transaction.atomic
def refuse_seat_change(change: SeatChange, *, by: Member) -> SeatChange:
    """The change will not take effect; seat and password stay as they are."""
    locked = _locked_change(change)
    refuse_if(rules.why_not_refuse_seat_change(by, locked))
    at = database_time()
    kept, proposed_by = seat_of(locked.member), locked.proposed_by.username
    if locked.gives_password:
        event, body = "password_reset_refused", {"seat": kept, "proposed_by": proposed_by}
    else:
        event, body = "seat_change_refused", {"kept": kept, "refused": seat_of(locked), "proposed_by": proposed_by}
    _decide(locked, is_confirmed=False, by=by, at=at)
    append_administration(event, about=("member", locked.member.username), body=body, by=by, at=at)
    return locked


def propose(
    member: Member, *, role: str, delegation: Delegation | None, is_active: bool, by: Member, at: datetime
) -> SeatChange:
    """A change waits for a second admin; the caller holds the locks and has asked the rule."""
    change = SeatChange.objects.create(
        member=member, role=role, delegation=delegation, is_active=is_active, proposed_at=at, proposed_by=by
    )
    body = {"old": seat_of(member), "new": seat_of(change)}
    append_administration("seat_change_proposed", about=("member", member.username), body=body, by=by, at=at)
    return change


def propose_password(member: Member, *, hashed: str, by: Member, at: datetime) -> SeatChange:
    """Another password waits for a second admin; as above. Until then seat, password and sessions are the old ones."""
    change = SeatChange.objects.create(
        member=member, role=member.role, delegation=member.delegation, is_active=member.is_active,
        gives_password=True, waiting_password=hashed, proposed_at=at, proposed_by=by,
    )  # fmt: skip
    body = {"seat": seat_of(member)}
    append_administration("password_reset_proposed", about=("member", member.username), body=body, by=by, at=at)
    return change


def give_password(member: Member, *, hashed: str, at: datetime) -> None:
    """The password is another, by an admin; a session of the old one ends with its next request."""
    member.password, member.access_changed_at = hashed, at
    member.save(update_fields=["password", "access_changed_at"])


def seat_of(holder: Member | SeatChange) -> dict[str, Any]:
    """The seat as an entry states it."""
    return seat_terms(role=holder.role, delegation_id=holder.delegation_id, is_active=holder.is_active)


def _locked_change(change: SeatChange) -> SeatChange:
    lock_seats()
    locked = (
        SeatChange.objects.select_for_update(of=("self",)).select_related("delegation", "proposed_by").get(pk=change.pk)
    )
    locked.member = locked_member(locked.member)
    return locked


def _seat(member: Member, *, role: str, delegation: Delegation | None, is_active: bool, at: datetime) -> None:
    member.role, member.delegation, member.is_active, member.access_changed_at = role, delegation, is_active, at
    member.save(update_fields=["role", "delegation", "is_active", "access_changed_at"])


def _decide(change: SeatChange, *, is_confirmed: bool, by: Member, at: datetime) -> None:
    change.is_confirmed, change.decided_by, change.decided_at, change.waiting_password = is_confirmed, by, at, ""
    change.save(update_fields=["is_confirmed", "decided_by", "decided_at", "waiting_password"])

"""Making members, and changing what of them is not their seat."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from commission import rules
from commission.actions.entries import append_administration
from commission.actions.seats import give_password, lock_seats, locked_member, propose, propose_password, seat_of
from commission.models import Delegation, Member
from commission.roles import Role
from monitoring_site.clock import database_time
from monitoring_site.refusals import refuse_if
from record.actor import OPERATOR


@transaction.atomic
def make_first_admin(*, username: str, name: str, password: str, email: str = "") -> Member:
    """One of the first two admins exists, made by the operator of the server; refused once there are two."""
    lock_seats()
    refuse_if(rules.why_not_make_first_admin())
    refuse_if(rules.NAME_TAKEN if Member.objects.filter(username=username).exists() else None)
    at = database_time()
    admin = Member.objects.create_member(
        username, password=password, name=name, email=email, role=Role.ADMIN, access_changed_at=at
    )
    append_administration("member_made", about=("member", username), body=_particulars(admin), by=OPERATOR, at=at)
    return admin


@transaction.atomic
def make_member(
    *,
    username: str,
    name: str,
    role: str,
    delegation: Delegation | None,
    password: str,
    email: str = "",
    language: str = "en",
    time_zone: str = "UTC",
    by: Member,
) -> Member:
    """The member exists; one with a vote, or an admin, may sign in only when a second admin has confirmed the seat."""
    lock_seats()
    refuse_if(rules.why_not_make_member(by, username=username, role=role, delegation=delegation))
    at = database_time()
    waits = rules.needs_second_admin(old_role=None, new_role=role)
    member = Member.objects.create_member(
        username,
        password=password,
        name=name,
        email=email,
        role=role,
        delegation=delegation,
        language=language,
        time_zone=time_zone,
        is_active=not waits,
        access_changed_at=at,
    )
    append_administration("member_made", about=("member", username), body=_particulars(member), by=by, at=at)
    if waits:
        propose(member, role=role, delegation=delegation, is_active=True, by=by, at=at)
    return member


@transaction.atomic
def change_member(member: Member, *, name: str, email: str, by: Member) -> Member:
    """The member's name and e-mail are these; entries made before keep the name as it was."""
    locked = locked_member(member)
    refuse_if(rules.why_not_change_member(by, locked))
    at = database_time()
    old = {"name": locked.name, "email": locked.email}
    locked.name, locked.email = name, email
    locked.save(update_fields=["name", "email"])
    body = {"old": old, "new": {"name": name, "email": email}}
    append_administration("member_changed", about=("member", locked.username), body=body, by=by, at=at)
    return locked


@transaction.atomic
def reset_password(member: Member, *, password: str, by: Member) -> Member:
    """The member has this password; where the seat has a vote, or is an admin's, it waits for a second admin.

    Otherwise one admin alone could sign in as a delegation's voter, or keep one from voting.
    """
    lock_seats()
    locked = locked_member(member)
    refuse_if(rules.why_not_reset_password(by, locked))
    at = database_time()
    if rules.needs_second_admin(old_role=locked.role, new_role=locked.role):
        propose_password(locked, hashed=make_password(password), by=by, at=at)
        return locked
    give_password(locked, hashed=make_password(password), at=at)
    body = {"seat": seat_of(locked)}
    append_administration("password_reset", about=("member", locked.username), body=body, by=by, at=at)
    return locked


def _particulars(member: Member) -> dict[str, object]:
    return {"name": member.name, "email": member.email, **seat_of(member)}

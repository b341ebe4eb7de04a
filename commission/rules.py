"""Why a member may not do an act of administration, as a sentence; None when they may."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from commission.models import Crossing, Delegation, Measure, Member, Protocol, SeatChange, Sector, ViolationType
from commission.protocol_numbers import problems_of
from commission.roles import ADMINISTER, VOTE, VOTING_ROLES, Role, may
from monitoring_site.refusals import Refusal

ADMINS_MIN = 2

NOT_AN_ADMIN = _("Only an admin of the secretariat may do this.")
NOT_A_SECOND_ADMIN = _("A second admin confirms it, not the one who proposed it.")
NOT_ONE_S_OWN_SEAT = _("Nobody changes or confirms their own seat.")
ALREADY_DECIDED = _("This change has already been decided.")
NAME_TAKEN = _("This user name is taken.")
SEAT_AND_DELEGATION = _("An admin sits outside the delegations; every other seat belongs to one.")
NO_CHANGE = _("This would change nothing.")
CHANGE_WAITS = _("Another change of this member's seat waits for its decision.")
LAST_VOTER = _("This would leave the delegation without a member who may vote.")
LAST_ADMINS = _("This would leave the secretariat without a second admin.")
TWO_ADMINS_EXIST = _("Two admins exist already: they make every further member in the administration.")
ALREADY_CONFIRMED = _("This protocol version has already been confirmed.")
LATER_IN_EFFECT = _("A later protocol version is already in effect.")
CODE_TAKEN = _("This code is already in the catalogue.")
NO_SUCH_SECTOR = _("There is no sector of this code.")
CROSSING_TAKEN = _("There is already a crossing of this name.")


def why_not_administer(by: Member) -> Refusal | None:
    """Sectors, crossings and catalogues: an admin alone may change them."""
    return None if by.may(ADMINISTER) else NOT_AN_ADMIN


def needs_second_admin(*, old_role: str | None, new_role: str) -> bool:
    """Whether a change between these seats gives or takes a vote, or the powers of an admin."""
    return any(_is_powerful(role) for role in (old_role, new_role) if role is not None)


def why_not_make_first_admin() -> Refusal | None:
    """Only until there are two admins does the operator of the server make them."""
    return TWO_ADMINS_EXIST if _admins().count() >= ADMINS_MIN else None


def why_not_make_member(by: Member, *, username: str, role: str, delegation: Delegation | None) -> Refusal | None:
    """A new member: by an admin, with a user name of their own, in a seat that exists."""
    if reason := why_not_administer(by):
        return reason
    if (role == Role.ADMIN) != (delegation is None):
        return SEAT_AND_DELEGATION
    return NAME_TAKEN if Member.objects.filter(username=username).exists() else None


def why_not_change_member(by: Member, member: Member) -> Refusal | None:
    """Name and e-mail: by any admin."""
    return why_not_administer(by)


def why_not_reset_password(by: Member, member: Member) -> Refusal | None:
    """By any admin, about somebody else: one's own is changed on one's own page, knowing the old one."""
    if reason := why_not_administer(by):
        return reason
    if by == member:
        return NOT_ONE_S_OWN_SEAT
    return CHANGE_WAITS if _has_open_change(member) else None


def why_not_change_seat(
    by: Member, member: Member, *, role: str, delegation: Delegation | None, is_active: bool
) -> Refusal | None:
    """Another seat, or closing one: never one's own, and never the last voter's or the second admin's."""
    if reason := why_not_administer(by):
        return reason
    if by == member:
        return NOT_ONE_S_OWN_SEAT
    if (role == Role.ADMIN) != (delegation is None):
        return SEAT_AND_DELEGATION
    if (member.role, member.delegation, member.is_active) == (role, delegation, is_active):
        return NO_CHANGE
    if _has_open_change(member):
        return CHANGE_WAITS
    return _why_not_leave(member, role=role, delegation=delegation, is_active=is_active)


def why_not_confirm_seat_change(by: Member, change: SeatChange) -> Refusal | None:
    """By a second admin, about somebody else, while the change waits and still leaves enough people."""
    if reason := why_not_administer(by):
        return reason
    if change.decided_at is not None:
        return ALREADY_DECIDED
    if by == change.proposed_by:
        return NOT_A_SECOND_ADMIN
    if by == change.member:
        return NOT_ONE_S_OWN_SEAT
    return _why_not_leave(change.member, role=change.role, delegation=change.delegation, is_active=change.is_active)


def why_not_refuse_seat_change(by: Member, change: SeatChange) -> Refusal | None:
    """By any admin, also by the one who proposed it, while the change waits."""
    if reason := why_not_administer(by):
        return reason
    return ALREADY_DECIDED if change.decided_at is not None else None


def why_not_make_crossing(
    by: Member, *, name: str, sector_code: str, besides: Crossing | None = None
) -> Refusal | None:
    """A crossing has a name of its own and lies in a sector."""
    if reason := why_not_administer(by):
        return reason
    if not Sector.objects.filter(code=sector_code).exists():
        return NO_SUCH_SECTOR
    others = Crossing.objects.exclude(pk=besides.pk) if besides is not None else Crossing.objects.all()
    return CROSSING_TAKEN if others.filter(name=name).exists() else None


def why_not_make_violation_type(by: Member, *, code: str) -> Refusal | None:
    """A code stands once in the catalogue."""
    return why_not_administer(by) or (CODE_TAKEN if ViolationType.objects.filter(code=code).exists() else None)


def why_not_make_measure(by: Member, *, level: str, order: int) -> Refusal | None:
    """A level, and a place in the order, stand once in the catalogue."""
    taken = Measure.objects.filter(level=level) | Measure.objects.filter(order=order)
    return why_not_administer(by) or (CODE_TAKEN if taken.exists() else None)


def why_not_draft_protocol(by: Member, *, numbers: Any) -> Refusal | None:
    """Numbers that the procedure cannot run on are never drafted."""
    return why_not_administer(by) or _why_not_numbers(numbers)


def why_not_confirm_protocol(by: Member, protocol: Protocol) -> Refusal | None:
    """By a second admin, and only forwards: a later version in effect is not undone by confirming an earlier one."""
    if reason := why_not_administer(by):
        return reason
    if protocol.confirmed_at is not None:
        return ALREADY_CONFIRMED
    if by == protocol.drafted_by:
        return NOT_A_SECOND_ADMIN
    if Protocol.objects.in_effect().number > protocol.number:
        return LATER_IN_EFFECT
    return _why_not_numbers(protocol.numbers)  # what was drafted before a demand was made meets it too


def _why_not_numbers(numbers: Any) -> Refusal | None:
    return next((_(sentence) % names for sentence, names in problems_of(numbers)), None)


def _why_not_leave(member: Member, *, role: str, delegation: Delegation | None, is_active: bool) -> Refusal | None:
    """A delegation that has a voter keeps one, and the secretariat keeps two admins."""
    if member.may(VOTE) and not (is_active and may(role, VOTE) and delegation == member.delegation):
        voters = Member.objects.filter(delegation=member.delegation, role__in=VOTING_ROLES, is_active=True)
        if not voters.exclude(pk=member.pk).exists():
            return LAST_VOTER
    leaves_secretariat = member.may(ADMINISTER) and not (is_active and may(role, ADMINISTER))
    if leaves_secretariat and _admins().exclude(pk=member.pk).count() < ADMINS_MIN:
        return LAST_ADMINS
    return None


def _is_powerful(role: str) -> bool:
    return may(role, VOTE) or may(role, ADMINISTER)


def _has_open_change(member: Member) -> bool:
    return SeatChange.objects.filter(member=member, decided_at=None).exists()


def _admins() -> Any:
    return Member.objects.filter(role=Role.ADMIN, is_active=True)

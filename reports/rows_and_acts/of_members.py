"""The rows that belong to a member, and the acts that made them: name, address and seat, and every change of seat."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commission.models import Member, SeatChange
from reports.rows_and_acts.following import MEMBER_COLUMNS, follow_member
from reports.rows_and_acts.pairing import AnyPairing, Followed, Pairing, Said, Sealed, actor, time

DECIDED = {"commission.seat_change_confirmed": "new", "commission.seat_change_refused": "refused"}


def _seat(name: str) -> Said:
    def said(act: Sealed) -> object:
        seat = act.body[DECIDED.get(act.event, "new")]
        return seat[name] if name != "delegation" else seat[name] or None

    return said


SEAT: dict[str, Said] = {
    "role": _seat("role"), "delegation_id": _seat("delegation"), "is_active": _seat("may_sign_in"),
}  # fmt: skip

PAIRINGS: tuple[AnyPairing, ...] = (
    Followed(
        _("Member"), Member, "username",
        (
            "commission.member_made", "commission.member_changed", "commission.password_reset",
            "commission.seat_changed", "commission.seat_change_confirmed",
        ),
        MEMBER_COLUMNS, follow_member,
    ),
    Pairing(
        _("Change of seat"), SeatChange, "member__username", ("commission.seat_change_proposed",),
        {**SEAT, "proposed_at": time, "proposed_by": actor},
    ),
    Pairing(
        _("Decision on a change of seat"), SeatChange, "member__username", tuple(DECIDED),
        {
            **SEAT, "is_confirmed": lambda act: act.event == "commission.seat_change_confirmed", "decided_at": time,
            "decided_by": actor,
        },
        where=Q(decided_at__isnull=False),
    ),
)  # fmt: skip

"""The rows that belong to a member, and the acts that made them: name, address and seat, and every change of seat."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commission.models import Member, SeatChange
from reports.rows_and_acts.following import MEMBER_COLUMNS, follow_member
from reports.rows_and_acts.pairing import AnyPairing, Followed, Pairing, Said, Sealed, actor, time

# Under which name an act says the seat that the change is about: with another password, the seat stays the same.
PROPOSED = {"commission.seat_change_proposed": "new", "commission.password_reset_proposed": "seat"}
CONFIRMED = {"commission.seat_change_confirmed": "new", "commission.password_reset_confirmed": "seat"}
REFUSED = {"commission.seat_change_refused": "refused", "commission.password_reset_refused": "seat"}
SAID_AS = PROPOSED | CONFIRMED | REFUSED


def _seat(name: str) -> Said:
    def said(act: Sealed) -> object:
        seat = act.body[SAID_AS[act.event]]
        return seat[name] if name != "delegation" else seat[name] or None

    return said


SEAT: dict[str, Said] = {
    "role": _seat("role"), "delegation_id": _seat("delegation"), "is_active": _seat("may_sign_in"),
    "gives_password": lambda act: SAID_AS[act.event] == "seat",
}  # fmt: skip

PAIRINGS: tuple[AnyPairing, ...] = (
    Followed(
        _("Member"), Member, "username",
        (
            "commission.member_made", "commission.member_changed", "commission.password_reset",
            "commission.seat_changed", *CONFIRMED,
        ),
        MEMBER_COLUMNS, follow_member,
    ),
    Pairing(
        _("Change of seat"), SeatChange, "member__username", tuple(PROPOSED),
        {**SEAT, "proposed_at": time, "proposed_by": actor},
    ),
    Pairing(
        _("Decision on a change of seat"), SeatChange, "member__username", (*CONFIRMED, *REFUSED),
        {
            **SEAT, "is_confirmed": lambda act: act.event in CONFIRMED, "decided_at": time, "decided_by": actor,
        },
        where=Q(decided_at__isnull=False),
    ),
)  # fmt: skip

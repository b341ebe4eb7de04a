"""Every act of administration: members and their seats, places, catalogues, protocol versions."""

from commission.actions.catalogue import (
    change_measure,
    change_violation_type,
    make_measure,
    make_violation_type,
)
from commission.actions.members import change_member, make_first_admin, make_member, reset_password
from commission.actions.places import change_crossing, make_crossing, make_sector_version
from commission.actions.protocol import confirm_protocol, draft_protocol
from commission.actions.seats import change_seat, confirm_seat_change, refuse_seat_change

__all__ = [
    "change_crossing",
    "change_measure",
    "change_member",
    "change_seat",
    "change_violation_type",
    "confirm_protocol",
    "confirm_seat_change",
    "draft_protocol",
    "make_crossing",
    "make_first_admin",
    "make_measure",
    "make_member",
    "make_sector_version",
    "make_violation_type",
    "refuse_seat_change",
    "reset_password",
]

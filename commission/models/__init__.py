"""Who takes part, where, and by which rules; each model in its own module."""

from commission.models.catalogue import Measure, ViolationType
from commission.models.delegation import Delegation
from commission.models.member import Member, SeatChange
from commission.models.place import Crossing, Sector
from commission.models.protocol import Protocol

__all__ = [
    "Crossing",
    "Delegation",
    "Measure",
    "Member",
    "Protocol",
    "SeatChange",
    "Sector",
    "ViolationType",
]

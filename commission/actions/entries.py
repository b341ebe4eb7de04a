"""The entry that every act of administration leaves: open to all four delegations and to the secretariat."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from commission.models import Member
from commission.words.delegations import DELEGATIONS
from record.actions import append
from record.actor import Actor
from record.models import Act

SECRETARIAT = "secretariat"
EVERYONE = (*DELEGATIONS, SECRETARIAT)


def append_administration(
    event: str, *, about: tuple[str, str], body: Mapping[str, Any], by: Member | Actor, at: datetime
) -> Act:
    """The act of administration stands in the record, with nothing of it sealed from any delegation."""
    return append(
        event=f"commission.{event}",
        actor=by if isinstance(by, Actor) else by.as_actor(),
        at=at,
        subjects=[about],
        envelope_readers=EVERYONE,
        body=body,
        body_readers=EVERYONE,
    )


def seat_terms(*, role: str, delegation_id: str | None, is_active: bool) -> dict[str, Any]:
    """A seat as an entry states it."""
    return {"role": str(role), "delegation": delegation_id or "", "may_sign_in": is_active}

"""Protocol versions: drafted by one admin, in effect for new cases when a second confirms."""

from typing import Any

from django.db import connection, transaction

from commission import rules
from commission.actions.entries import append_administration
from commission.models import Member, Protocol
from monitoring_site.clock import database_time
from monitoring_site.refusals import refuse_if


@transaction.atomic
def draft_protocol(*, numbers: dict[str, Any], by: Member) -> Protocol:
    """A version with the next number waits for a second admin; nothing of the procedure has changed yet."""
    _lock_protocol()
    refuse_if(rules.why_not_draft_protocol(by, numbers=numbers))
    at = database_time()
    number = Protocol.objects.latest("number").number + 1
    protocol = Protocol.objects.create(number=number, numbers=numbers, drafted_at=at, drafted_by=by)
    append_administration("protocol_drafted", about=("protocol", str(number)), body={"numbers": numbers}, by=by, at=at)
    return protocol


@transaction.atomic
def confirm_protocol(protocol: Protocol, *, by: Member) -> Protocol:
    """The version is in effect for cases opened from now on; every open case keeps its own."""
    _lock_protocol()
    locked = Protocol.objects.select_for_update(of=("self",)).get(pk=protocol.pk)
    refuse_if(rules.why_not_confirm_protocol(by, locked))
    at = database_time()
    locked.confirmed_at, locked.confirmed_by = at, by
    locked.save(update_fields=["confirmed_at", "confirmed_by"])
    body = {"numbers": locked.numbers, "drafted_by": locked.drafted_by.username if locked.drafted_by else ""}
    append_administration("protocol_confirmed", about=("protocol", str(locked.number)), body=body, by=by, at=at)
    return locked


def _lock_protocol() -> None:
    """The next number does not exist yet: the series is locked, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('protocol versions', 0))")

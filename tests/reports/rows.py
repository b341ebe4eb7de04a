"""What the tests of verify_record share: a cast whose seats are in the record, and the hand of whoever owns the server."""

from django.db import connection, transaction

from commission.actions.entries import append_administration, seat_terms
from commission.models import Member
from monitoring_site.clock import database_time
from record.actor import OPERATOR


def recorded_cast(cast):
    """The cast is made without acts, for all tests alike; here each seat has the act that makes a member."""
    for member in cast:
        seat = seat_terms(role=member.role, delegation_id=member.delegation_id, is_active=member.is_active)
        body = {"name": member.name, "email": member.email, **seat}
        with transaction.atomic():
            at = database_time()
            Member.objects.filter(pk=member.pk).update(access_changed_at=at)
            append_administration("member_made", about=("member", member.username), body=body, by=OPERATOR, at=at)


def as_superuser(table, statement):
    """The row is changed by whoever owns the server: no law of the table holds any more."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('c', 'u')", [table]
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{name}" CASCADE')
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        cursor.execute(statement)
        assert cursor.rowcount > 0

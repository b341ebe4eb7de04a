"""The one time: every decision of the procedure reads it, and only tests and the demonstration's seeding move it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

_offset = timedelta(0)


def database_time() -> datetime:
    """The database's clock_timestamp() plus the offset, in UTC. Take it after the lock; store what you decided with."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0] + _offset


def move(by: timedelta) -> None:
    """Time passes by this much, for every decision of this process. Refused unless CLOCK_MAY_MOVE."""
    global _offset
    assert settings.CLOCK_MAY_MOVE, "Only tests and the demonstration's seeding may move the clock."
    _offset += by


def offset() -> timedelta:
    """How far this process's clock has been moved."""
    return _offset


def put_back() -> None:
    """The clock shows the database's own time again."""
    global _offset
    _offset = timedelta(0)

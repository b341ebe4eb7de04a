"""Answering a repeated request (double click, retry) as it was answered before."""

from collections.abc import Callable
from uuid import UUID

from django.db import connection, transaction

from record.models import Answered


def answered_before(key: str, *, by: str) -> str | None:
    """What this person's request with this key was answered, if it was; None also for what is no key."""
    try:
        found = Answered.objects.filter(key=UUID(key), by=by).first()
    except ValueError:
        return None
    return found.answer if found else None


@transaction.atomic
def once(key: UUID, *, by: str, perform: Callable[[], str]) -> str:
    """The answer of `perform`, performed at most once for this key and this person, however often they ask.

    A second request waits for the first and gets its answer. If `perform` raises, nothing is remembered.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"once {key} {by}"])
    answered = Answered.objects.filter(key=key, by=by).first()
    if answered is not None:
        return answered.answer
    answer = perform()
    Answered.objects.create(key=key, by=by, answer=answer)
    return answer

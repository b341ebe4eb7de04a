"""The seeding: the whole demonstration in one transaction, or nothing of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from commission.models import Member
from incidents.models import Incident
from monitoring_site import clock
from monitoring_site.clock import database_time
from monitoring_site.refusals import Refused
from record.actions import sequence
from reports.demonstration.accounts import is_seated, make_accounts
from reports.demonstration.programme import programme
from reports.demonstration.stage import Stage
from reports.demonstration.told import tell_the_past

BEGINS_DAYS_AGO = 61


def seed(*, say: Callable[[str], None]) -> bool:
    """The demonstration is there; False when it was there already, and nothing has changed.

    Raises Refused where its accounts, whose password everybody knows, would stand among the members of a real commission.
    """
    with _clock_that_moves(), transaction.atomic():
        _lock()
        if is_seated():
            return False
        _refuse_among_others()
        now = database_time()
        clock.move(-timedelta(days=BEGINS_DAYS_AGO))
        say(_("The seats are taken."))
        people = make_accounts()
        Stage(now=now, say=say).perform(programme(people))
        sequence()
        say(_("Telling everyone what has happened."))
        tell_the_past(people.values())
    return True


def _lock() -> None:
    """A second seeding waits here for the first, and then finds it done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('demonstration', 0))")


def _refuse_among_others() -> None:
    if not settings.DEMONSTRATION:
        raise Refused(
            _("Set DEMONSTRATION=1 in the environment, so that every page says that all of this is invented.")
        )
    if Member.objects.exists() or Incident.objects.exists():
        raise Refused(
            _(
                "This database holds members or incidents that are not the demonstration's. Seed an empty database, "
                "or set DEMONSTRATION=0 to go on without the demonstration."
            )
        )


@contextmanager
def _clock_that_moves() -> Iterator[None]:
    """For this process only, and only while it seeds."""
    might_move = settings.CLOCK_MAY_MOVE
    settings.CLOCK_MAY_MOVE = True
    try:
        yield
    finally:
        clock.put_back()
        settings.CLOCK_MAY_MOVE = might_move

"""Clocks and notices of an installation that is older than the columns they need: the migrations bring them along."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail

from notices.actions import mail_due, make_notices
from notices.models import Cursor, Notice
from record.actions import sequence
from record.models import Entry
from tests.factories.procedure import hours_pass, registered_case
from tests.procedure.stories import bodies
from verification.actions.clocks import perform_due
from verification.models import Clock

pytestmark = pytest.mark.django_db

give_moments = import_module("verification.migrations.0007_moments_of_running").give_moments
begin_behind_the_past = import_module("notices.migrations.0003_begin_behind_the_past").begin_behind_the_past


def left_behind(**fields):
    """The clocks as the migration that gave them a next moment left them."""
    Clock.objects.filter(**fields).update(next_at=None, next_moment="")


def moments():
    return set(Clock.objects.values_list("kind", "owner", "next_moment"))


@pytest.mark.parametrize(("hours", "moment"), [(-4, "half"), (-16, "three_quarters"), (-20, "end"), (-30, "end")])
def test_a_clock_that_runs_gets_the_first_moment_ahead_or_else_its_end(hours, moment):
    case = registered_case()
    clock = Clock.objects.get(case=case, kind="team", owner="TR")
    length = clock.ends_at - clock.started_at
    Clock.objects.filter(pk=clock.pk).update(
        started_at=clock.started_at + length * hours / 24, ends_at=clock.ends_at + length * hours / 24
    )
    left_behind(pk=clock.pk)

    give_moments(apps, None)

    clock.refresh_from_db()
    shares = {"half": length / 2, "three_quarters": length * 3 / 4, "end": length}
    assert (clock.next_moment, clock.next_at) == (moment, clock.started_at + shares[moment])


def test_a_clock_left_behind_reaches_its_end_again():
    case = registered_case()
    left_behind(case=case)
    hours_pass(73)
    assert perform_due() == 0

    give_moments(apps, None)
    perform_due()

    assert "reply" in [body["clock"] for body in bodies(case, "clock_ended", reader="TR")]


def test_what_has_stopped_or_has_ended_stays_as_it_was():
    case = registered_case()
    hours_pass(200)
    perform_due()
    ended = moments()

    give_moments(apps, None)

    assert moments() == ended
    assert ("team", "TR", "") in ended and case


def test_notices_that_come_to_an_older_record_begin_with_its_next_entry():
    case = registered_case()
    sequence()
    past = Entry.objects.count()
    assert past > 0

    begin_behind_the_past(apps, None)

    assert make_notices() == 0
    assert (Cursor.objects.get().next_index, mail_due(), len(mail.outbox)) == (past, 0, 0)
    hours_pass(13)
    perform_due()
    sequence()
    make_notices()
    assert Notice.objects.filter(reference=case.reference).exists()


def test_a_cursor_in_use_and_that_of_an_empty_record_stay_where_they_are():
    begin_behind_the_past(apps, None)
    assert Cursor.objects.get().next_index == 0

    registered_case()
    sequence()
    make_notices(limit=1)
    begin_behind_the_past(apps, None)

    assert Cursor.objects.get().next_index == 1

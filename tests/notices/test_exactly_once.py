"""Every act is told once and in its order, whoever works at the same time; nothing is told before it is committed."""

import pytest
from django.db import connection, transaction

from incidents.actions import file_incident
from notices import tasks
from notices.actions import make_notices
from notices.models import Cursor, Notice
from record.actions import sequence
from record.models import Act, Entry
from tests.factories import procedure
from tests.factories.incidents import draft_incident, filed_incident
from tests.factories.notices import tell
from tests.factories.procedure import member
from tests.factories.threads import together


@pytest.fixture
def committed(committed_database, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def untold():
    """Acts of the record that the cursor has passed and that no notice names, by event."""
    return set(Act.objects.exclude(pk__in=Notice.objects.values("act")).values_list("event", flat=True))


@pytest.mark.django_db
def test_an_act_is_told_when_it_has_its_entry_and_not_before():
    filed_incident(by=member("pk.head"))
    assert make_notices() == 0
    assert not Notice.objects.exists()

    sequence()
    assert make_notices() == 1
    assert Notice.objects.count() == 4


@pytest.mark.django_db
def test_telling_again_tells_nothing_twice():
    procedure.registered_case()
    tell()
    before = list(Notice.objects.values_list("pk", flat=True))

    tell()

    assert list(Notice.objects.values_list("pk", flat=True)) == before
    assert Cursor.objects.get().next_index == Entry.objects.count()


@pytest.mark.django_db
def test_small_batches_skip_nothing_and_keep_the_order_of_the_record():
    procedure.in_ballot()
    sequence()
    while make_notices(limit=3):
        pass

    assert untold() == {"commission.member_made"} & untold()
    places = {bytes(entry.commitment): entry.index for entry in Entry.objects.all()}
    told = [places[bytes(notice.act.commitment)] for notice in Notice.objects.select_related("act").order_by("pk")]
    assert told == sorted(told)


@pytest.mark.django_db
def test_a_batch_that_fails_leaves_the_cursor_where_it_was(monkeypatch):
    filed_incident(by=member("pk.head"))
    sequence()
    Cursor.objects.update(next_index=0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_notices()
        raise ZeroDivisionError

    assert Cursor.objects.get().next_index == 0
    assert not Notice.objects.exists()
    assert make_notices() == 1


@pytest.mark.django_db
def test_the_worker_turns_the_whole_record_at_once():
    procedure.registered_case()
    sequence()

    assert tasks.make_notices(timestamp=0) == Entry.objects.count()
    assert Notice.objects.filter(event="incidents.incident_registered").count() == 4


def test_two_workers_at_once_tell_each_act_once(committed):
    procedure.case_at("ruled")
    sequence()
    expected = Entry.objects.count()

    turned = together(*[lambda: tasks.make_notices(timestamp=0)] * 2)

    assert sum(turned) == expected
    assert Cursor.objects.get().next_index == expected
    pairs = list(Notice.objects.values_list("member", "act"))
    assert len(pairs) == len(set(pairs)) > 40
    assert untold() == {"verification.vote_cast"}


def test_what_is_not_committed_is_told_to_nobody_and_then_to_all(committed):
    incident = draft_incident(by=member("pk.head"))

    def worker():
        return sequence(), make_notices()

    with transaction.atomic():
        file_incident(incident, by=member("pk.head"))
        during = together(worker)

    assert during == [(0, 0)]
    assert not Notice.objects.exists()
    assert together(worker) == [(1, 1)]
    assert Notice.objects.count() == 4


def test_writing_acts_and_telling_them_at_the_same_time_loses_none(committed):
    drafts = [draft_incident(by=member(name)) for name in ("pk.head", "af.head", "pk.deputy", "af.deputy")]

    def filing(draft):
        return lambda: file_incident(draft, by=member(draft.drafted_by.username)) and None

    def telling():
        for _round in range(20):
            tell()

    together(*[filing(draft) for draft in drafts], telling, telling)
    tell()

    assert Notice.objects.count() == 4 * len(drafts)
    assert Notice.objects.values("act").distinct().count() == len(drafts)
    assert connection.queries_limit  # the connection is alive after the threads

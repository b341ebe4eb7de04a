"""An act that the log does not hold after ten minutes: its own delegation is told what that means, and nobody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from monitoring_site.clock import database_time
from record.actions import append, sequence
from record.actor import Actor
from record.queries import acts_that_wait_too_long
from tests.attacks.superuser import as_superuser
from tests.plans import reads_from

pytestmark = pytest.mark.django_db

DESK_TITLE = "Acts of your delegation wait for their place in the log"
LONG = "This act has waited longer than 10 minutes for its place in the log; usually it takes moments."
SOON = "the sequencer gives it within moments"
MEANING = "from here the two look alike"
READERS = ("AF", "PK", "TR", "QA")
LIMIT = timedelta(minutes=10)


def vote(*, delegation="AF", readers=READERS):
    return append(
        event="verification.vote_cast",
        actor=Actor(name="Zarmina", role="head", delegation=delegation),
        at=database_time(),
        subjects=[("case", "JMC-2026-00042")],
        envelope_readers=readers,
    )


def desk_of(client):
    return client.get(reverse("desk")).text


def waiting_of(code, *, at):
    return acts_that_wait_too_long(code, reader=code, at=at)


def test_act_that_has_just_been_done_alarms_nobody(client_of, cast):
    act = vote()
    client = client_of(cast.af_head)

    page = client.get(act.get_absolute_url()).text

    assert DESK_TITLE not in desk_of(client)
    assert SOON in page
    assert LONG not in page


def test_act_that_waits_for_eleven_minutes_is_on_the_desk_of_its_delegation_alone(client_of, cast, clock):
    act = vote()

    clock.move(timedelta(minutes=11))

    for member in (cast.af_head, cast.af_observer):
        desk = desk_of(client_of(member))
        assert DESK_TITLE in desk
        assert act.get_absolute_url() in desk
        assert MEANING in desk
    for member in (cast.pk_head, cast.tr_head, cast.qa_head):
        assert DESK_TITLE not in desk_of(client_of(member))


def test_page_of_an_act_that_waits_for_eleven_minutes_tells_its_delegation_what_to_do(client_of, cast, clock):
    act = vote()

    clock.move(timedelta(minutes=11))

    own, other = (client_of(member).get(act.get_absolute_url()).text for member in (cast.af_head, cast.pk_head))
    assert LONG in own
    assert MEANING in own
    assert LONG in other
    assert MEANING not in other
    assert SOON not in own + other


def test_recorded_act_alarms_nobody_however_old(client_of, cast, clock, log_key):
    act = vote()
    sequence(key=log_key)

    clock.move(timedelta(days=9))

    client = client_of(cast.af_head)
    assert DESK_TITLE not in desk_of(client)
    assert LONG not in client.get(act.get_absolute_url()).text


def test_act_whose_pending_entry_was_deleted_is_found_among_those_recorded(clock, log_key):
    lost = vote()
    as_superuser("record_inbox", "DELETE FROM record_inbox")
    kept = vote()
    sequence(key=log_key)

    assert kept.pk not in [act.pk for act in waiting_of("AF", at=database_time() + timedelta(hours=1))]
    assert waiting_of("AF", at=lost.at + LIMIT) == []
    assert waiting_of("AF", at=lost.at + LIMIT + timedelta(microseconds=1)) == [lost]


def test_acts_that_wait_are_the_oldest_of_those_looked_at(monkeypatch):
    acts = [vote() for _ in range(5)]
    monkeypatch.setattr("record.queries.waiting.WAITING_SHOWN_MAX", 2)
    monkeypatch.setattr("record.queries.waiting.ACTS_LOOKED_BACK", 4)

    assert waiting_of("AF", at=database_time() + timedelta(hours=1)) == acts[1:3]


def test_search_walks_down_indexes_and_reads_no_whole_table():
    act = vote()

    with CaptureQueriesContext(connection) as asked:
        waiting = waiting_of("AF", at=database_time() + timedelta(hours=1))

    assert waiting == [act]
    (search,) = (query["sql"] for query in asked if "record_opening" in query["sql"])
    indexes = ("opening_by_reader", "record_act_pkey", "record_entry_commitment_key")
    assert [index for index in indexes if reads_from(index, search)] == [*indexes]

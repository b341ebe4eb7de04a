"""The database itself refuses to change the record: raw SQL against every table, and against the order of the log."""

import hashlib
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from record.actions import append, sequence
from record.actor import CLOCK
from record.models import Answered, Entry, Inbox

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
APPEND_ONLY = ["record_act", "record_subject", "record_opening", "record_entry"]
MAY_BE_DELETED = ["record_body", "record_inbox", "record_answered"]
A_COLUMN = {
    "record_act": "event",
    "record_subject": "reference",
    "record_opening": "reader",
    "record_entry": "body",
    "record_body": "body",
    "record_inbox": "body",
    "record_answered": "answer",
}


@pytest.fixture(autouse=True)
def a_row_in_every_table(db):
    for _ in range(2):
        with transaction.atomic():
            append(
                event="incidents.filed",
                actor=CLOCK,
                at=AT,
                subjects=[("incident", "I-7KQ4ZP")],
                envelope_readers=["PK"],
                body={"narrative": "shots heard"},
                body_readers=["PK"],
            )
    sequence(limit=1)
    Answered.objects.create(key="5b0c6f6e-6a36-4d7a-8e26-0d9d0c2c3c11", by="pk.head", answer="done")
    # So that TRUNCATE is refused by the trigger, not for the sake of foreign keys still to be checked.
    run("SET CONSTRAINTS ALL IMMEDIATE")


def run(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters or None)
        return cursor.rowcount


def assert_refused(sql, *parameters, match):
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        run(sql, *parameters)


@pytest.mark.parametrize("table", APPEND_ONLY + MAY_BE_DELETED)
def test_update_is_refused(table):
    column = A_COLUMN[table]

    assert_refused(f"UPDATE {table} SET {column} = {column}", match="UPDATE refused")


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_delete_is_refused(table):
    assert_refused(f"DELETE FROM {table}", match="DELETE refused")


@pytest.mark.parametrize("table", APPEND_ONLY + MAY_BE_DELETED)
def test_truncate_is_refused(table):
    assert_refused(f"TRUNCATE {table} CASCADE", match="TRUNCATE refused")


@pytest.mark.parametrize("table", MAY_BE_DELETED)
def test_delete_is_allowed_where_the_record_must_let_go(table):
    assert run(f"DELETE FROM {table}") >= 1


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_triggers_also_stand_in_a_replica_session(table):
    run("SET LOCAL session_replication_role = replica")

    assert_refused(f"DELETE FROM {table}", match="DELETE refused")


@pytest.mark.parametrize("index", [0, 2, 99, -1])
def test_entry_that_is_not_the_next_is_refused(index):
    waiting = Inbox.objects.get()

    assert Entry.objects.count() == 1
    assert_refused(
        "INSERT INTO record_entry (index, body, commitment, sequenced_at) VALUES (%s, %s, %s, now())",
        index,
        waiting.body,
        waiting.commitment,
        match="the next index of the record is 1",
    )


def test_entry_whose_body_is_not_its_commitment_is_refused():
    waiting = Inbox.objects.get()

    assert_refused(
        "INSERT INTO record_entry (index, body, commitment, sequenced_at) VALUES (1, %s, %s, now())",
        waiting.body,
        hashlib.sha256(b"other").digest(),
        match="entry_body_is_its_commitment",
    )


def test_act_whose_commitment_is_not_of_its_envelope_is_refused():
    assert_refused(
        "INSERT INTO record_act (event, at, actor_name, actor_role, actor_delegation, salt, envelope, commitment) "
        "SELECT event, at, actor_name, actor_role, actor_delegation, salt, envelope || 'x', sha256('y') "
        "FROM record_act LIMIT 1",
        match="act_commitment_is_of_its_envelope",
    )


def test_leaf_is_the_rfc6962_hash_and_cannot_be_given():
    entry = Entry.objects.get()

    assert entry.leaf == hashlib.sha256(b"\x00" + entry.body).digest()
    with pytest.raises(DatabaseError, match="leaf"), transaction.atomic():
        run("INSERT INTO record_entry (index, body, commitment, sequenced_at, leaf) VALUES (1, 'a', 'b', now(), 'c')")

"""The log's order: gap-free from 0, each act once, also when several sequencers and many writers work at once."""

import threading
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.db import connection, transaction

from record.actions import append, sequence
from record.actor import CLOCK
from record.management.commands.sequence_record import Command
from record.models import Act, Entry, Inbox

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def act():
    with transaction.atomic():
        return append(event="x", actor=CLOCK, at=AT, subjects=[("incident", "I-7KQ4ZP")], envelope_readers=["PK"])


def indexes():
    return list(Entry.objects.order_by("index").values_list("index", flat=True))


def in_threads(*works):
    failures = []

    def run(work):
        try:
            work()
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    assert failures == []


@pytest.mark.django_db
def test_sequence_takes_the_oldest_first_up_to_its_limit():
    acts = [act() for _ in range(5)]

    assert sequence(limit=3) == 3
    assert sequence() == 2
    assert sequence() == 0

    assert indexes() == [0, 1, 2, 3, 4]
    assert [entry.commitment for entry in Entry.objects.order_by("index")] == [one.commitment for one in acts]
    assert not Inbox.objects.exists()


def test_two_sequencers_and_two_writers_leave_no_gap_and_lose_nothing(committed_database):
    each = 60
    writing = threading.Barrier(4)

    def write():
        writing.wait()
        for _ in range(each):
            act()

    def sequence_until_all_is_in():
        writing.wait()
        while Entry.objects.count() < 2 * each:
            sequence(limit=7)

    in_threads(write, write, sequence_until_all_is_in, sequence_until_all_is_in)

    assert indexes() == list(range(2 * each))
    assert set(Entry.objects.values_list("commitment", flat=True)) == set(
        Act.objects.values_list("commitment", flat=True)
    )
    assert not Inbox.objects.exists()


def test_two_raw_inserts_at_the_same_index_give_one_entry_and_one_refusal(committed_database):
    first, second = act(), act()
    outcomes = []
    together = threading.Barrier(2)

    def insert(commitment, body):
        together.wait()
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO record_entry (index, body, commitment, sequenced_at) VALUES (0, %s, %s, now())",
                    [body, commitment],
                )
            outcomes.append("entered")
        except Exception as refusal:
            outcomes.append(type(refusal).__name__)

    bodies = {waiting.commitment: waiting.body for waiting in Inbox.objects.all()}
    in_threads(*[lambda c=one.commitment: insert(c, bodies[c]) for one in (first, second)])

    assert sorted(outcomes) == ["IntegrityError", "entered"]
    assert indexes() == [0]


def test_command_sequences_until_stopped_and_a_second_one_waits(committed_database):
    first, second = Command(stdout=StringIO()), Command(stdout=StringIO())
    act()

    def watch():
        wait_until(lambda: Entry.objects.count() == 1)
        other = threading.Thread(target=second.run)
        other.start()
        wait_until(lambda: "waiting" in second.stdout.getvalue())
        first.stop.set()
        wait_until(lambda: "at work.\n" in second.stdout.getvalue().removeprefix("Another sequencer is at work;"))
        act()
        wait_until(lambda: Entry.objects.count() == 2)
        second.stop.set()
        other.join(timeout=20)

    in_threads(first.run, watch)

    assert indexes() == [0, 1]
    assert second.stdout.getvalue().count("waiting") == 1


def test_command_outlives_the_loss_of_its_connection(committed_database):
    command = Command(stdout=StringIO(), stderr=StringIO())

    def watch():
        wait_until(lambda: "at work" in command.stdout.getvalue())
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks "
                "WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid() "
                "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
        wait_until(lambda: "does not answer" in command.stderr.getvalue())
        act()
        wait_until(lambda: Entry.objects.count() == 1)
        command.stop.set()

    in_threads(command.run, watch)

    assert indexes() == [0]


def wait_until(question, seconds=20):
    pause = threading.Event()
    for _ in range(seconds * 20):
        if question():
            return
        pause.wait(0.05)
    raise AssertionError("waited in vain")

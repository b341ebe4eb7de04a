"""The sequencer as a process of its own, killed at the worst moments: nothing is lost, signed twice or forked."""

import fcntl
import os
import subprocess
import sys
import time
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection
from django.test import Client

from record.models import Checkpoint, Entry, Inbox
from record.note import open_note, parse_checkpoint, parse_vkey
from record.queries.log import log_vkey
from record.released import LOCK_NAME, released_note
from record.sequencer import Sequencer, log_key
from tests.architecture.sources import ROOT
from tests.record.logs import acts

PATIENCE_SECONDS = 90


@pytest.fixture
def sequencer_process(committed_database, settings, tmp_path):
    """`sequencer_process()` starts one on this test's database; all are gone afterwards."""
    given = connection.get_connection_params()
    host, user = given.get("host", ""), given.get("user", "")
    url = f"postgresql://{user}:{given.get('password', '')}@/{committed_database}?host={host}"
    surroundings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "monitoring_site.settings",
        "DATABASE_URL": url,
        "RECORD_LOG_KEY_FILE": str(settings.RECORD_LOG_KEY_FILE),
        "RECORD_RELEASED_FOLDER": str(settings.RECORD_RELEASED_FOLDER),
    }
    started = []

    def start():
        path = tmp_path / f"sequencer{len(started)}.txt"
        command = [sys.executable, "-u", str(ROOT / "manage.py"), "sequence_record"]
        with path.open("w") as written:
            one = subprocess.Popen(command, env=surroundings, stdout=written, stderr=written, cwd=ROOT)
        one.words = path.read_text
        started.append(one)
        return one

    yield start
    for one in started:
        one.kill()
        one.wait()


def eventually(is_so, process=None):
    """Waits until it is so; a process that ended meanwhile is told with its last words."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert process is None or process.poll() is None, process.words()
        assert time.monotonic() < until, process.words() if process else "it never came about"
        time.sleep(0.05)


def released_size(settings):
    note = released_note(settings.RECORD_RELEASED_FOLDER)
    return parse_checkpoint(open_note(note, [parse_vkey(log_vkey())]).text).size if note else 0


@contextmanager
def held_table(table):
    """Nobody writes to the table meanwhile; everybody reads it."""
    given = connection.get_connection_params()
    known = {name: given[name] for name in ("dbname", "host", "port", "user", "password") if name in given}
    with psycopg.connect(**known) as other:
        other.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        yield


def waits_for_lock():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'record_checkpoint'::regclass AND "
            "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return cursor.fetchone()[0] > 0


def test_killed_between_the_commit_and_the_release(sequencer_process, settings):
    settings.RECORD_RELEASED_FOLDER.mkdir(parents=True)
    with (settings.RECORD_RELEASED_FOLDER / LOCK_NAME).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the file cannot be written yet
        acts(3)
        process = sequencer_process()
        eventually(Checkpoint.objects.exists, process)
        process.kill()
        process.wait()
    assert (Checkpoint.objects.get().size, released_size(settings)) == (3, 0)
    # Seen before it is in the file: why docs/operations.md asks the delegations after every restore.
    assert Client().get("/log/checkpoint").text == Checkpoint.objects.get().note

    Sequencer(key=log_key(), folder=settings.RECORD_RELEASED_FOLDER)

    assert released_size(settings) == 3
    assert released_note(settings.RECORD_RELEASED_FOLDER) == Checkpoint.objects.get().note


def test_killed_between_signing_and_the_commit(sequencer_process, settings):
    with held_table("record_checkpoint"):
        acts(3)
        process = sequencer_process()
        eventually(waits_for_lock, process)  # it has signed, and waits to write what it signed
        process.kill()
        process.wait()
    eventually(lambda: not waits_for_lock())
    assert (Entry.objects.count(), Inbox.objects.count(), released_size(settings)) == (0, 3, 0)

    Sequencer(key=log_key(), folder=settings.RECORD_RELEASED_FOLDER).sequence(limit=10)

    assert list(Entry.objects.order_by("index").values_list("index", flat=True)) == [0, 1, 2]
    assert (Checkpoint.objects.get().size, released_size(settings)) == (3, 3)


def test_second_sequencer_waits_and_takes_over_when_the_first_is_killed(sequencer_process, settings):
    first = sequencer_process()
    eventually(lambda: "is at work." in first.words(), first)
    second = sequencer_process()
    eventually(lambda: "waiting for it to end" in second.words(), second)
    acts(2)
    eventually(lambda: released_size(settings) == 2, first)
    assert second.poll() is None

    first.kill()
    first.wait()
    acts(2)
    eventually(lambda: released_size(settings) == 4, second)

    assert "The sequencer is at work." in second.words()
    assert list(Entry.objects.order_by("index").values_list("index", flat=True)) == [0, 1, 2, 3]
    assert sorted(Checkpoint.objects.values_list("size", flat=True))[-1] == 4

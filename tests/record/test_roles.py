"""The database's roles: the site is refused every rewrite, the sequencer everything but its own work."""

import os
import subprocess
import sys
import uuid
from contextlib import contextmanager

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from record.actions import LogDiffers, accept_cosignature, sequence
from record.models import Act, Checkpoint, Cosignature, Entry, Inbox
from record.note import cosign
from record.roles import ADDED_TO, READ_ONLY, Login, make_roles
from record.sequencer import log_key
from tests.architecture.sources import ROOT, modules
from tests.record.logs import act, acts


@pytest.fixture
def roles(committed_database, log_key):
    """The names of roles of this test's own; what one role does, it does in a connection of its own."""
    suffix = uuid.uuid4().hex[:8]
    app, seq = Login(f"app_{suffix}"), Login(f"seq_{suffix}")
    acts(3)
    sequence(limit=2, key=log_key)
    make_roles(app=app, seq=seq)
    make_roles(app=app, seq=seq)
    yield {"app": app.name, "seq": seq.name}
    with connection.cursor() as cursor:
        for login in (app, seq):
            cursor.execute(f"DROP OWNED BY {login.name}; DROP ROLE {login.name}")


def connected(role):
    given = connection.get_connection_params()
    known = {name: given[name] for name in ("dbname", "host", "port") if name in given}
    return psycopg.connect(**known, user=role, autocommit=True)


def refusal(role, statement):
    """The class of the error with which this role is refused."""
    with connected(role) as session, pytest.raises(psycopg.Error) as refused:
        session.execute(statement)
    return type(refused.value)


FOR_UPDATE = "SELECT * FROM {table} FOR UPDATE"
REWRITES = [
    "UPDATE {table} SET {column} = {column}",
    "DELETE FROM {table}",
    "TRUNCATE {table} CASCADE",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "DROP TABLE {table} CASCADE",
    "DROP TRIGGER {table}_keeps_rows ON {table}",
    "INSERT INTO {table} ({column}) SELECT {column} FROM {table} "
    "ON CONFLICT ({key}) DO UPDATE SET {column} = excluded.{column}",
    FOR_UPDATE,
    "COPY {table} FROM PROGRAM 'true'",
]


SELF_RAISING = [
    "SET session_replication_role = replica",
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION postgres",
    "CREATE TABLE forged (id int)",
    "CREATE ROLE forger",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "CREATE OR REPLACE FUNCTION record_refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "DROP FUNCTION record_refuse_change() CASCADE",
    "SELECT setval('record_inbox_id_seq', 1)",
    "SELECT pg_read_file('postgresql.conf')",
]


def columns_of(table):
    """A column that can be written, and the primary key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND attidentity = '' "
            "AND attgenerated = '' ORDER BY attnum LIMIT 1",
            [table],
        )
        (column,) = cursor.fetchone()
        primary_key = connection.introspection.get_primary_key_column(cursor, table)
    return {"table": table, "column": column, "key": primary_key}


def refused_and_kept(role, statements):
    """Which of the statements did something other than being refused for want of a right, in one session."""
    wrong = {}
    with connected(role) as session:
        for statement in statements:
            try:
                session.execute(statement)
                wrong[statement] = "done"
            except psycopg.errors.InsufficientPrivilege:
                continue
            except psycopg.Error as problem:
                wrong[statement] = problem
    return wrong


def append_only_tables():
    """Every table whose rows a trigger keeps, in whatever room."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE tgfoid = 'record_refuse_change'::regproc AND tgtype & 16 = 16 AND tgtype & 8 = 8"
        )
        return sorted(name for (name,) in cursor.fetchall())


def test_site_is_refused_every_rewrite_of_what_only_grows(roles):
    tables = append_only_tables()
    statements = [rewrite.format(**columns_of(table)) for table in tables for rewrite in REWRITES]

    assert {"penalties_posting", "verification_vote", "record_entry"} <= set(tables)
    assert refused_and_kept(roles["app"], statements) == {}


def test_sequencer_is_refused_every_rewrite(roles):
    own = ["record_entry", "record_checkpoint", "record_subtree", "record_logkey", "record_inbox"]
    statements = [
        rewrite.format(**columns_of(table))
        for table in [*own, "record_cosignature", "record_act", "penalties_posting"]
        for rewrite in REWRITES
        if (table, rewrite) not in {("record_inbox", "DELETE FROM {table}"), ("record_inbox", FOR_UPDATE)}
    ]

    assert refused_and_kept(roles["seq"], statements) == {}


@pytest.mark.parametrize("index", [-1, 0, 1, 3, 7, 2**40])
def test_sequencer_is_refused_every_index_but_the_next(roles, index):
    statement = (
        "INSERT INTO record_entry (index, body, commitment, sequenced_at) "
        "SELECT {index}, body, commitment, now() FROM record_inbox"
    )

    assert refusal(roles["seq"], statement.format(index=index)) is psycopg.errors.RestrictViolation
    with connected(roles["seq"]) as session:
        session.execute(statement.format(index=2))


def test_site_learns_nothing_of_the_log_s_key(tmp_path):
    shown = "from django.conf import settings; print(settings.RECORD_LOG_KEY_FILE)"
    told = {}
    for role in ("app", "seq"):
        surroundings = {**os.environ, "DATABASE_ROLE": role, "DATABASE_URL": "postgresql://nobody@nowhere/none"}
        surroundings |= {
            "DJANGO_SETTINGS_MODULE": "monitoring_site.settings",
            "RECORD_LOG_KEY_FILE": str(tmp_path / "key"),
        }
        found = subprocess.run(
            [sys.executable, "-c", shown], env=surroundings, capture_output=True, text=True, check=True, cwd=ROOT
        )
        told[role] = found.stdout.strip()

    assert told == {"app": "None", "seq": str(tmp_path / "key")}


def test_process_of_the_site_signs_nothing(settings):
    settings.RECORD_LOG_KEY_FILE = None

    with pytest.raises(LogDiffers, match="the site never holds the log's key"):
        log_key()


def test_only_the_sequencer_s_own_modules_reach_for_the_key():
    names = ("log_key", "RECORD_LOG_KEY_FILE", "record.sequencer")
    found = {
        path.as_posix()
        for path, _tree in modules()
        if any(name in (ROOT / path).read_text().replace("the_log_key", "") for name in names)
    }

    assert found == {
        "monitoring_site/settings.py",
        "record/actions/__init__.py",
        "record/actions/sequencing.py",
        "record/management/commands/sequence_record.py",
        "record/sequencer.py",
    }


def test_site_is_refused_every_rewrite_of_the_record(roles):
    statements = [rewrite.format(**columns_of(table)) for table in [*READ_ONLY, *ADDED_TO] for rewrite in REWRITES]

    assert refused_and_kept(roles["app"], statements) == {}


def test_site_cannot_insert_into_the_log(roles):
    for table in READ_ONLY:
        column = columns_of(table)["column"]
        for values in (f"({column}) SELECT {column} FROM {table}", "DEFAULT VALUES"):
            assert refusal(roles["app"], f"INSERT INTO {table} {values}") is psycopg.errors.InsufficientPrivilege


def test_roles_cannot_raise_themselves(roles):
    for role in roles.values():
        for statement in SELF_RAISING:
            assert refusal(role, statement) is psycopg.errors.InsufficientPrivilege, statement


def test_sequencer_reads_no_act_and_no_member(roles):
    for table in {*ADDED_TO, "commission_member", "record_witness"} - {"record_inbox"}:
        assert refusal(roles["seq"], f"SELECT * FROM {table}") is psycopg.errors.InsufficientPrivilege


def test_sequencer_is_refused_rewrites_and_gaps(roles):
    for table in ("record_entry", "record_checkpoint", "record_subtree", "record_logkey"):
        assert refusal(roles["seq"], f"DELETE FROM {table}") is psycopg.errors.InsufficientPrivilege
        assert refusal(roles["seq"], f"TRUNCATE {table} CASCADE") is psycopg.errors.InsufficientPrivilege

    gap = "INSERT INTO record_entry (index, body, commitment, sequenced_at) SELECT 7, body, commitment, now() FROM record_inbox"
    assert refusal(roles["seq"], gap) is psycopg.errors.RestrictViolation


def test_site_appends_and_the_sequencer_signs_each_in_its_role(roles, log_key, enrolled, settings):
    make_roles(app=Login(roles["app"]), seq=Login(roles["seq"]))

    with in_role(roles["app"]):
        pending = act()
    with in_role(roles["seq"]):
        sequence(key=log_key)
    newest = Checkpoint.objects.latest("size")
    with in_role(roles["app"]):
        brought = accept_cosignature(f"{newest.text}\n{cosign(newest.text, enrolled['PK'], 1)}")

    assert newest.size == Entry.objects.count() == Act.objects.count() == 8
    assert pending.commitment in Entry.objects.values_list("commitment", flat=True)
    assert not Inbox.objects.exists()
    assert (brought, Cosignature.objects.count()) == (1, 1)


def test_site_does_its_other_work_in_its_role(roles, client_of, cast):
    member = cast.pk_head
    client = client_of(member)

    with in_role(roles["app"]):
        assert client.get("/").status_code == 200
        assert client.get("/record/").status_code == 200
        assert client.post("/incidents/new/").status_code in (200, 302)
        with transaction.atomic():
            member.language = "ur"
            member.save(update_fields=["language"])

    with connection.cursor() as cursor:
        cursor.execute("SELECT language FROM commission_member WHERE id = %s", [member.pk])
        assert cursor.fetchone() == ("ur",)


def test_command_asks_for_addresses_where_only_the_owner_is_named(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner@database/commission")
    monkeypatch.delenv("DATABASE_URL_APP", raising=False)

    with pytest.raises(CommandError, match="DATABASE_URL_APP and DATABASE_URL_SEQ"):
        call_command("make_roles")


@contextmanager
def in_role(role):
    """Everything inside is done by the site in this role of the database."""
    owner = connection.settings_dict["USER"]
    connections.close_all()
    connection.settings_dict["USER"] = role
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["USER"] = owner

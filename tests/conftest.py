"""What every test may use: the cast, signed-in clients, one clock put back, and databases with real commits."""

import os
from collections.abc import Iterator
from io import StringIO
from typing import NamedTuple

import psutil
import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, connections
from django.test import Client, override_settings
from django.test.testcases import LiveServerThread
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation

from commission.models import Delegation, Member
from commission.roles import Role
from monitoring_site import clock as one_clock
from tests.databases import copied_database, using_database
from tests.settings import TEST_DATABASE_PREFIX

PASSWORD = "peace-in-the-valley"
SEATS = [Role.HEAD, Role.DEPUTY, Role.OFFICER, Role.OBSERVER]
DELEGATIONS = {"PK": "Asia/Karachi", "AF": "Asia/Kabul", "TR": "Europe/Istanbul", "QA": "Asia/Qatar"}
ADMINS = ["admin1", "admin2"]


class Cast:
    """One member per role and delegation, and two admins: `cast.pk_head`, `cast["pk.head"]`, `cast.of("PK")`."""

    def __init__(self) -> None:
        self._members: dict[str, Member] = {}

    def __getattr__(self, name: str) -> Member:
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: str) -> Member:
        username = name.replace("_", ".")
        if username not in self._members:
            self._members[username] = Member.objects.select_related("delegation").get(username=username)
        return self._members[username]

    def __iter__(self) -> Iterator[Member]:
        return (self[username] for username in self.usernames())

    def of(self, delegation: str) -> list[Member]:
        """The delegation's members, head first."""
        return [self[f"{delegation.lower()}.{role}"] for role in SEATS]

    @staticmethod
    def usernames() -> list[str]:
        """Everybody's user name, delegations first."""
        return [f"{code.lower()}.{role}" for code in DELEGATIONS for role in SEATS] + ADMINS


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_modify_db_settings):
    """The test database holds the start data, from the migrations, and the cast.

    Not pytest-django's own, which makes no test database for a run that only asks for `committed_database`, and so
    would let the tests copy, and write to, the database of the site itself.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases=["default"])
        assert connection.settings_dict["NAME"].startswith(TEST_DATABASE_PREFIX)
        _drop_what_killed_runs_left()
        _make_cast()
        connections.close_all()
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


def _drop_what_killed_runs_left() -> None:
    if "DATABASE_URL" in os.environ:
        return  # a server of others: there, a process number says nothing about who uses a database
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [TEST_DATABASE_PREFIX])
        for (name,) in cursor.fetchall():
            number = name.removeprefix(TEST_DATABASE_PREFIX).split("_")[0]
            if number.isdecimal() and not psutil.pid_exists(int(number)):
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _make_cast() -> None:
    for code, zone in DELEGATIONS.items():
        delegation = Delegation.objects.get(code=code)
        for role in SEATS:
            _make_member(f"{code.lower()}.{role}", delegation=delegation, role=role, time_zone=zone)
    for username in ADMINS:
        _make_member(username, delegation=None, role=Role.ADMIN, time_zone="UTC")


def _make_member(username: str, **fields: object) -> None:
    name = username.replace(".", " ").title()
    Member.objects.create_member(username, password=PASSWORD, name=name, **fields)


@pytest.fixture(autouse=True, scope="session")
def evidence_folder(tmp_path_factory):
    """Files of evidence of this run lie in a folder of its own."""
    django_settings.MEDIA_ROOT = tmp_path_factory.mktemp("evidence")


@pytest.fixture
def cast() -> Cast:
    """The fixed cast, read from the database when named: ask for `db` or `committed_database` beside it."""
    return Cast()


@pytest.fixture
def client_of():
    """`client_of(cast.pk_head)`: a browser in which that member is signed in."""

    def signed_in(member: Member) -> Client:
        client = Client()
        client.force_login(member)
        return client

    return signed_in


@pytest.fixture(autouse=True)
def language():
    """English again after every test: a page asked for in another language leaves its thread speaking it."""
    yield
    translation.activate(django_settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def clock():
    """The one clock, put back after every test: `clock.move(timedelta(hours=72))`."""
    yield one_clock
    one_clock.put_back()


@pytest.fixture
def committed_database(django_db_setup, django_db_blocker):
    """A copy of the test database for one test: its commits are real, seen by every thread, and gone afterwards.

    Used instead of the `db` fixture, never beside it. A thread closes its own connection when it is done.
    """
    with django_db_blocker.unblock(), copied_database(connection.settings_dict["NAME"]) as copy, using_database(copy):
        yield copy


@pytest.fixture
def live_site(committed_database, settings):
    """The address of the site, served by threads of this process; the clock moves for both."""
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    server = LiveServerThread("localhost", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://{server.host}:{server.port}"
    server.terminate()


class Demonstration(NamedTuple):
    """The seeded demonstration: its database, to copy or to read in transactions that are undone; what was printed."""

    database: str
    printed: str


@pytest.fixture(scope="session")
def demonstration(django_db_setup, django_db_blocker, evidence_folder):
    """The demonstration, seeded once for all tests that ask for it.

    It takes most of a minute: those tests carry `xdist_group("demonstration")`, so that one worker runs them all.
    """
    with django_db_blocker.unblock(), copied_database(connection.settings_dict["NAME"]) as name:
        output = StringIO()
        with using_database(name), override_settings(DEMONSTRATION=True):
            Member.objects.all().delete()
            _number_rows_as_if_no_test_had_run()
            call_command("seed_demonstration", stdout=output)
        yield Demonstration(name, output.getvalue())


def _number_rows_as_if_no_test_had_run() -> None:
    """A test that is undone gives its rows' numbers away all the same."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)

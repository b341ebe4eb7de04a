"""What every test may use."""

import uuid

import pytest
from django.db import connection, connections


@pytest.fixture
def committed_database(django_db_setup, django_db_blocker):
    """A copy of the test database for one test: its commits are real, seen by every thread, and gone afterwards.

    Used instead of the `db` fixture, never beside it. A thread closes its own connection when it is done.
    """
    settings = connection.settings_dict
    original, copy = settings["NAME"], f"{settings['NAME']}_{uuid.uuid4().hex[:8]}"
    with django_db_blocker.unblock():
        connections.close_all()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{original}"')
        settings["NAME"] = copy
        try:
            yield copy
        finally:
            connections.close_all()
            settings["NAME"] = original
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')

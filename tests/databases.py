"""Databases with real commits: copies of another one, used for a while and dropped."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections


@contextmanager
def copied_database(original: str) -> Iterator[str]:
    """The name of a copy of a database that nobody is connected to; dropped at the end."""
    copy = f"{connection.settings_dict['NAME']}_{uuid.uuid4().hex[:8]}"
    connections.close_all()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{original}"')
    try:
        yield copy
    finally:
        connections.close_all()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')


@contextmanager
def using_database(name: str) -> Iterator[None]:
    """This process, and the threads it starts, are connected to the database of this name."""
    settings = connection.settings_dict
    former = settings["NAME"]
    connections.close_all()
    settings["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        settings["NAME"] = former

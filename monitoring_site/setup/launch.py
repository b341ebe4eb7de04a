"""`make run`: database, migrations, demonstration, then web, worker and sequencer, until it is told to stop."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from types import FrameType
from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured

from monitoring_site import database
from monitoring_site.setup.environment import PYTHON, ROOT
from monitoring_site.setup.progress import SetupFailed, say, work
from monitoring_site.setup.stop import RUNNING, recorded, stop_everything

PORT_DEFAULT = 8000
PORTS_TRIED = 50
START_SECONDS_MAX = 90
POLL_SECONDS = 0.25


class Stopped(KeyboardInterrupt):
    """Ctrl-C, TERM or a closed terminal."""


def run() -> int:
    """The commission is served until it is stopped; afterwards no process of it is left."""
    if other := recorded("launcher"):
        raise SetupFailed(f"It is already running (process {other.pid}); `make stop` stops it.")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stopped)
    RUNNING.mkdir(parents=True, exist_ok=True)
    (RUNNING / "launcher.pid").write_text(str(os.getpid()))
    try:
        port = free_port(os.environ.get("PORT", str(PORT_DEFAULT)))
        os.environ.setdefault("DEMONSTRATION", "1")
        # Of one port only: honcho gives each process another PORT, and links in mails lead to the web's.
        os.environ.setdefault("SITE_URL", f"http://localhost:{port}")
        _prepare_database()
        return _serve(port)
    except Stopped:
        say("Stopping.")
        return 0
    finally:
        _stop()


def free_port(wanted: str) -> int:
    """The wanted port, or the next one that nobody listens on; raises SetupFailed for what is no port."""
    if not wanted.isdecimal() or not 0 < int(wanted) < 65_536:
        raise SetupFailed(f"PORT is {wanted!r}: write a number between 1 and 65535, such as {PORT_DEFAULT}.")
    first = int(wanted)
    for port in range(first, min(first + PORTS_TRIED, 65_536)):
        with socket.socket() as candidate:
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                candidate.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise SetupFailed(f"No port is free from {first} on: name another, such as `make run PORT=9000`.")


def _prepare_database() -> None:
    say("- Starting the database" if "DATABASE_URL" not in os.environ else "- Looking for the database of DATABASE_URL")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "monitoring_site.settings")
    import django
    from django.db import DatabaseError, connection

    try:
        django.setup()
        connection.ensure_connection()
        connection.close()
    except ImproperlyConfigured as problem:
        raise SetupFailed(f"The environment is not understood. {problem}") from problem
    except (psycopg.Error, DatabaseError) as problem:
        raise SetupFailed(f"The database does not answer: {problem}") from problem
    work("Bringing the tables up to date", [PYTHON, "manage.py", "migrate", "--verbosity", "1"])
    _separate_roles()
    if _is_demonstration():
        say("- Looking for the demonstration")
        _manage("seed_demonstration")
        _witness_demonstration()
    if not _settings().DEBUG:
        work("Collecting the static files", [PYTHON, "manage.py", "collectstatic", "--noinput"])


def _separate_roles() -> None:
    """Web and worker do not own the tables, and only the sequencer writes the log, where roles can be made."""
    if database.logins_of_roles() is None:
        say("  All processes use the one role of DATABASE_URL; DATABASE_URL_APP and DATABASE_URL_SEQ would part them.")
        return
    work("Making the roles of the database", [PYTHON, "manage.py", "make_roles"])


def _witness_demonstration() -> None:
    """The demonstration's record is signed, and cosigned by four keys of its own, before the site opens."""
    _manage("demonstration_witnesses", "--enrol")
    # The log's key is made and read by this command alone, here as later.
    _manage("sequence_record", "--once", role="seq")
    _manage("demonstration_witnesses", "--cosign")


def _manage(command: str, *options: str, role: str = database.OWNER) -> None:
    """Run a management command that tells its own progress."""
    environment = {**os.environ, "DATABASE_ROLE": role}
    child = subprocess.Popen(
        [PYTHON, "manage.py", command, *options], cwd=ROOT, env=environment, start_new_session=True
    )
    try:
        status = child.wait()
    except Stopped:
        child.terminate()
        child.wait()
        raise
    if status != 0:
        raise SetupFailed(f"This step failed: manage.py {' '.join([command, *options])}.")


def _serve(port: int) -> int:
    """Start the processes of the Procfile, say when the site answers, and wait for them to end."""
    say("- Starting web, worker and sequencer")
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    command = [str(PYTHON), "-m", "honcho", "start", "--port", str(port)]
    # Its own session: the keyboard's interrupt is for us alone, and we stop the processes in order.
    processes = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    (RUNNING / "honcho.pid").write_text(str(processes.pid))
    _wait_until_it_answers(port, processes=processes)
    _welcome(port)
    processes.wait()
    say("A process ended by itself, so all were stopped; its last lines stand above.")
    return 1


def _wait_until_it_answers(port: int, *, processes: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS_MAX
    while processes.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5):
                return
        except urllib.error.HTTPError as problem:
            raise SetupFailed(f"The site answers, but is not well: status {problem.code} for /health/.") from problem
        except OSError:
            time.sleep(POLL_SECONDS)
    raise SetupFailed("The site did not start; the reason stands above.")


def _welcome(port: int) -> None:
    say("")
    say(f"The commission is open: http://localhost:{port}/")
    if _is_demonstration():
        say("Everything in it is invented. Accounts of the demonstration, by delegation:")
        for delegation, usernames in _accounts().items():
            say(f"  {delegation:12} {', '.join(usernames)}")
        say(f"  Password of all: {_settings().DEMONSTRATION_PASSWORD}")
        say("  (a password alone is for the demonstration; real seats need a second factor)")
    say("Ctrl-C stops it.")
    say("")


def _accounts() -> dict[str, list[str]]:
    from django.contrib.auth import get_user_model
    from django.db import connection

    accounts: dict[str, list[str]] = {}
    for member in get_user_model().objects.filter(is_active=True).order_by("delegation", "username"):
        accounts.setdefault(member.delegation_id or "secretariat", []).append(member.get_username())
    connection.close()
    return accounts


def _settings() -> Any:
    from django.conf import settings

    return settings


def _is_demonstration() -> bool:
    return bool(_settings().DEMONSTRATION)


def _stop() -> None:
    """Nothing is left; asked again while at it, we go on with it."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    if stop_everything():
        say("Everything has stopped.")
    (RUNNING / "launcher.pid").unlink(missing_ok=True)


def _stopped(number: int, frame: FrameType | None) -> None:
    raise Stopped

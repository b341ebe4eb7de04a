"""`make run` and `make stop` on a copy of the checkout: what they refuse, and that they leave nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest
from django.db import connection

from monitoring_site.setup.launch import free_port
from monitoring_site.setup.progress import SetupFailed, work
from monitoring_site.setup.stop import recorded

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ["monitoring_site", "record", "commission", "incidents", "verification", "penalties", "notices", "reports"]
START_SECONDS_MAX = 60


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of what runs, apart from the checkout of the tests: its processes are told apart by their folder."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in [*ROOMS, "templates", "static"]:
        shutil.copytree(ROOT / name, copy / name)
    for name in ["manage.py", "Procfile"]:
        shutil.copy(ROOT / name, copy)
    (copy / ".venv").symlink_to(sys.prefix)
    return copy


@pytest.fixture
def port():
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return chosen.getsockname()[1]


@pytest.fixture
def launch(checkout, committed_database, port):
    """`launch(DEBUG="0")` starts `make run`'s own process there, on a copy of the test database."""
    launched = []

    def start(**environment):
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "DJANGO"))}
        given = {"DATABASE_URL": database_url(), "DEMONSTRATION": "0", "PORT": str(port), **environment}
        launched.append(
            subprocess.Popen(
                [sys.executable, "-m", "monitoring_site.setup", "run", "--prepared"],
                cwd=checkout,
                env={**inherited, "PATH": f"{sys.prefix}/bin{os.pathsep}{os.environ['PATH']}", **given},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )
        return launched[0]

    yield start
    for process in [*launched, *processes_in(checkout)]:
        process.kill()
    for process in launched:
        process.communicate()


def database_url():
    given = connection.settings_dict
    if given["HOST"].startswith("/"):
        return f"postgresql://{given['USER']}:@/{given['NAME']}?host={given['HOST']}"
    return f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


def processes_in(folder):
    found = []
    for process in psutil.process_iter():
        try:
            if Path(process.cwd()) == folder and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return found


def wait_until_open(process, port):
    said = []
    for line in process.stdout:
        said.append(line)
        if "is open" in line:
            assert urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=10).status == 200
            return
    pytest.fail("".join(said))


def test_terminated_launcher_leaves_no_process(checkout, launch, port):
    launcher = launch()
    wait_until_open(launcher, port)
    assert len(processes_in(checkout)) >= 5  # the launcher, honcho, web, worker and sequencer

    launcher.send_signal(signal.SIGTERM)
    said = launcher.communicate(timeout=START_SECONDS_MAX)[0]

    assert "Everything has stopped." in said
    assert launcher.returncode == 0
    assert processes_in(checkout) == []


def test_stop_ends_what_a_killed_launcher_left(checkout, launch, port):
    launcher = launch()
    wait_until_open(launcher, port)
    launcher.kill()
    launcher.wait()
    assert len(processes_in(checkout)) >= 4

    stopping = [sys.executable, "-m", "monitoring_site.setup", "stop", "--prepared"]
    said = [subprocess.run(stopping, cwd=checkout, capture_output=True, text=True, check=True).stdout for _ in range(2)]

    assert said == ["Everything has stopped.\n", "Nothing was running.\n"]
    assert processes_in(checkout) == []


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"DEBUG": "perhaps"}, "DEBUG is 'perhaps': write 1 or 0"),
        ({"DEBUG": "0"}, "DJANGO_SECRET_KEY is not set"),
        ({"DATABASE_URL": "sqlite:///commission"}, "DATABASE_URL names no PostgreSQL"),
        ({"DATABASE_URL": "postgresql://a:b@127.0.0.1:1/c"}, "The database does not answer"),
        ({"PORT": "http"}, "PORT is 'http': write a number"),
    ],
)
def test_launcher_refuses_a_bad_environment_with_a_sentence(launch, environment, sentence):
    launcher = launch(**environment)

    said = launcher.communicate(timeout=START_SECONDS_MAX)[0]

    assert sentence in said
    assert "Traceback" not in said
    assert launcher.returncode == 1


def test_free_port_passes_over_a_port_that_is_taken():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]

        assert number < free_port(str(number)) < number + 50


@pytest.mark.parametrize("wanted", ["", "0", "65536", "-1", "80a"])
def test_free_port_refuses_what_is_no_port(wanted):
    with pytest.raises(SetupFailed, match="write a number"):
        free_port(wanted)


def test_work_fails_with_the_last_words_of_the_step():
    with pytest.raises(SetupFailed, match=r"(?s)Counting.*one thing is missing"):
        work("Counting", [sys.executable, "-c", "raise SystemExit('one thing is missing')"])


def test_work_shows_that_it_lives(capsys, monkeypatch):
    monkeypatch.setattr("monitoring_site.setup.progress.HEARTBEAT_SECONDS", 0.05)

    work("Sleeping", [sys.executable, "-c", "import time; time.sleep(0.5)"])

    assert "still working" in capsys.readouterr().out


def test_recorded_does_not_take_a_stranger_for_ours(tmp_path, monkeypatch):
    monkeypatch.setattr("monitoring_site.setup.stop.RUNNING", tmp_path)
    stranger = subprocess.Popen([sys.executable, "-c", "input()"], cwd="/", stdin=subprocess.PIPE)
    ours = subprocess.Popen([sys.executable, "-c", "input()"], cwd=ROOT, stdin=subprocess.PIPE)
    try:
        (tmp_path / "web.pid").write_text(str(stranger.pid))
        (tmp_path / "worker.pid").write_text(str(ours.pid))
        (tmp_path / "sequencer.pid").write_text(str(ours.pid))
        long_ago = time.time() - 3600
        os.utime(tmp_path / "sequencer.pid", (long_ago, long_ago))

        assert recorded("worker").pid == ours.pid
        assert recorded("web") is None  # another folder
        assert recorded("sequencer") is None  # the number was used again
        assert recorded("honcho") is None  # no file
    finally:
        stranger.communicate()
        ours.communicate()

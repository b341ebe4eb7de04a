"""`make stop`, and the end of every `make run`: whatever this checkout has running is ended, the database last."""

from pathlib import Path

import psutil

from monitoring_site import database
from monitoring_site.setup.progress import ROOT, say

RUNNING = ROOT / "var" / "run"
PATIENCE_SECONDS = 15
LAUNCHER_PATIENCE_SECONDS = 60
# honcho first: it would report the others' ends as failures.
PROCESSES = ("honcho", "web", "worker", "sequencer")


def stop() -> int:
    """Nothing of this checkout runs any more, whether its launcher lives or was killed."""
    if launcher := recorded("launcher"):
        say("Stopping the commission.")
        _end(launcher, patience=LAUNCHER_PATIENCE_SECONDS)
    stopped = stop_everything()
    if not launcher:
        say("Everything has stopped." if stopped else "Nothing was running.")
    return 0


def stop_everything() -> bool:
    """Processes first, then the embedded server; True when there was anything to stop."""
    found = False
    for name in PROCESSES:
        if process := recorded(name):
            found = True
            _end(process, patience=PATIENCE_SECONDS)
        (RUNNING / f"{name}.pid").unlink(missing_ok=True)
    if recorded("tests"):
        say("The database is left to the tests that use it.")
        return found
    return database.stop_embedded_server() or found


def recorded(name: str) -> psutil.Process | None:
    """The living process that var/run/<name>.pid names, if it is still ours."""
    path = RUNNING / f"{name}.pid"
    try:
        process = psutil.Process(int(path.read_text()))
        return process if is_ours(process, since=path) else None
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return None


def is_ours(process: psutil.Process, *, since: Path) -> bool:
    """Whether it works in this checkout and is older than its pid file; a number used again is somebody else's."""
    try:
        is_older = process.create_time() <= since.stat().st_mtime + 1
        return is_older and Path(process.cwd()) == ROOT and process.status() != psutil.STATUS_ZOMBIE
    except psutil.AccessDenied:
        return False


def _end(process: psutil.Process, *, patience: float) -> None:
    """Ask; when it does not listen, end it and all that it started."""
    family = [process, *process.children(recursive=True)]
    try:
        process.terminate()
    except psutil.NoSuchProcess:
        return
    _, deaf = psutil.wait_procs(family, timeout=patience)
    for one in deaf:
        try:
            one.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(deaf, timeout=PATIENCE_SECONDS)

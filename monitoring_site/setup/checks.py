"""`make test`, `make check`, `make lock` and `make messages`: what a founder runs before a commit."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from monitoring_site import database
from monitoring_site.setup.environment import LOCALE, PYTHON
from monitoring_site.setup.progress import ROOT, SetupFailed, say, work
from monitoring_site.setup.stop import RUNNING, recorded

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LANGUAGES = ("ur", "ps", "fa_AF", "tr", "ar")
CHECKS = (
    ("style and mistakes", ["ruff", "check", "."]),
    ("layout", ["ruff", "format", "--check", "--quiet", "."]),
    ("types", ["mypy"]),
    ("layers", ["lint-imports"]),
    ("templates", ["djlint", "templates", "--lint", "--quiet"]),
    ("migrations", [str(PYTHON), "manage.py", "makemigrations", "--check", "--dry-run"]),
)
PYTEST = (str(PYTHON), "-m", "pytest", "-n", "2", "--dist", "loadgroup")
LOCK_OPTIONS = (
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--universal",
    "--python-version",
    "3.11",
)


def test() -> int:
    """Every check and every test; TESTS in the environment narrows the latter. 0 only when all of them pass."""
    was_running = "DATABASE_URL" in os.environ or database.is_running()
    RUNNING.mkdir(parents=True, exist_ok=True)
    (RUNNING / "tests.pid").write_text(str(os.getpid()))
    try:
        _provide_browser()
        failed = _run_checks()
        if _runs("tests", [*PYTEST, *shlex.split(os.environ.get("TESTS", ""))]):
            failed.append("tests")
    finally:
        (RUNNING / "tests.pid").unlink(missing_ok=True)
        # Not under a commission that `make run` has opened meanwhile.
        if not was_running and recorded("launcher") is None:
            database.stop_embedded_server()
    return _verdict(failed)


def check() -> int:
    """Every check, all of them, whether one fails or not."""
    return _verdict(_run_checks())


def lock() -> int:
    """requirements*.txt and package-lock.json say what requirements*.in and package.json ask for; pins stay."""
    for name in ("requirements", "requirements-dev"):
        source, result = f"{name}.in", f"{name}.txt"
        work(f"Compiling {result}", ["uv", "pip", "compile", *LOCK_OPTIONS, source, "-o", result])
    work("Compiling package-lock.json", ["npm", "install", "--package-lock-only", "--ignore-scripts"])
    return 0


def messages() -> int:
    """The catalogues hold every word of the code and the templates; needs the system's gettext."""
    if shutil.which("xgettext") is None:
        raise SetupFailed("makemessages needs gettext: apt-get install gettext.")
    for language in LANGUAGES:
        _begin_catalogue(LOCALE / language / "LC_MESSAGES" / "django.po", language)
    options = [option for language in LANGUAGES for option in ("--locale", language)]
    ignored = [option for folder in (".venv", "node_modules", "var", "tests") for option in ("--ignore", folder)]
    command = [str(PYTHON), "manage.py", "makemessages", *options, *ignored, "--no-location", "--no-obsolete"]
    work("Gathering the words", command)
    return 0


def _begin_catalogue(path: Path, language: str) -> None:
    """An empty catalogue with the language's plural forms, of which gettext does not know all."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, Catalog(locale=language, charset="utf-8", fuzzy=False))


def _run_checks() -> list[str]:
    return [name for name, command in CHECKS if _runs(name, command)]


def _runs(name: str, command: Sequence[str]) -> bool:
    """Whether it failed. Its output goes to the person at once."""
    say(f"- {name}: {shlex.join(command).replace(str(PYTHON), 'python')}")
    return subprocess.run(command, cwd=ROOT, check=False).returncode != 0


def _verdict(failed: list[str]) -> int:
    say(f"FAILED: {', '.join(failed)}." if failed else "All passed.")
    return 1 if failed else 0


def _provide_browser() -> None:
    """Debian's Chromium where we may install it; elsewhere the browser tests skip themselves and say why."""
    if any(map(shutil.which, BROWSERS)):
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        say("- No Chromium found and no right to install one: the browser tests will be skipped.")
        return
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        work("Looking for Debian's Chromium", ["apt-get", "update"], env=quiet)
        install = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]
        work("Installing Chromium for the browser tests", install, env=quiet)
    except SetupFailed as failure:
        say(f"{failure}\n- Without Chromium the browser tests will be skipped.")

"""Makes .venv, node_modules and the compiled catalogues, each only when it is not up to date. Standard library only."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from monitoring_site.setup.progress import ROOT, SetupFailed, work

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
LOCALE = ROOT / "locale"
OLDEST_PYTHON = (3, 11)


def prepare(*, development: bool) -> None:
    """Everything that the processes and, for `development`, the tests and checks are made of is in place."""
    if sys.version_info < OLDEST_PYTHON:
        raise SetupFailed("Python 3.11 or newer is needed: name one, such as `make run PYTHON=python3.12`.")
    _make_virtual_environment()
    _install_packages(development=development)
    _install_assets()
    _compile_catalogues()


def _make_virtual_environment() -> None:
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0:
        return
    try:
        work("Making the virtual environment", [sys.executable, "-m", "venv", "--clear", str(VENV)])
    except SetupFailed as failure:
        # Debian splits the module off; half an environment would be taken for a whole one next time.
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetupFailed(f"{failure}\nPython's venv module may be missing (Debian: apt-get install python3-venv).")


def _install_packages(*, development: bool) -> None:
    everything = [ROOT / "requirements.txt", ROOT / "requirements-dev.txt"]
    full = VENV / "development.stamp"
    if _is_fresh(full, everything):
        return
    files = everything if development else everything[:1]
    stamp = full if development else VENV / "requirements.stamp"
    if _is_fresh(stamp, files):
        return
    options = [part for file in files for part in ("-r", str(file))]
    install: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--require-hashes",
        *options,
    ]
    work("Installing Python packages (about a minute the first time)", install)
    _stamp(stamp, files)


def _install_assets() -> None:
    files, stamp = [ROOT / "package.json", ROOT / "package-lock.json"], NODE_MODULES / ".stamp"
    if _is_fresh(stamp, files):
        return
    search = {**os.environ, "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
    work("Installing what the pages need in a browser", [VENV / "bin" / "npm", "ci", "--ignore-scripts"], env=search)
    _stamp(stamp, files)


def _compile_catalogues() -> None:
    # Judged by time, not by digest: a compiled catalogue stands beside its source and has no other home.
    stale = [path for path in LOCALE.glob("*/LC_MESSAGES/*.po") if _is_older(path.with_suffix(".mo"), path)]
    if stale:
        compiler = str(VENV / "bin" / "pybabel")
        work("Compiling the translations", [compiler, "compile", "--directory", str(LOCALE), "--domain", "django"])


def _is_older(made: Path, source: Path) -> bool:
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime


def _is_fresh(stamp: Path, files: list[Path]) -> bool:
    return stamp.exists() and stamp.read_text() == _digest(files)


def _stamp(stamp: Path, files: list[Path]) -> None:
    stamp.write_text(_digest(files))


def _digest(files: list[Path]) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()

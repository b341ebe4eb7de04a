"""Says what is being done, and keeps saying so while a long step works. Standard library only."""

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LOG = ROOT / "var" / "setup.log"
HEARTBEAT_SECONDS = 5
LINES_SHOWN_OF_A_FAILURE = 25


class SetupFailed(Exception):
    """A step did not work; the message is a sentence, with what the step itself said."""


def say(sentence: str) -> None:
    """One line for the person waiting, at once."""
    print(sentence, flush=True)


def work(sentence: str, command: Sequence[str | Path], *, env: dict[str, str] | None = None) -> None:
    """Run a step out of sight, with a sign of life every few seconds; raises SetupFailed with its last lines."""
    say(f"- {sentence}")
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("wb") as log:
        # Its own session: an interrupt from the keyboard reaches us alone, and we stop it in order.
        child = subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
        try:
            status = _wait(child)
        except BaseException:
            child.terminate()
            child.wait()
            raise
    if status != 0:
        raise SetupFailed(f"This step failed: {sentence}\n{_last_lines()}")


def _wait(child: "subprocess.Popen[bytes]") -> int:
    began_at = time.monotonic()
    while True:
        try:
            return child.wait(timeout=HEARTBEAT_SECONDS)
        except subprocess.TimeoutExpired:
            say(f"  ... still working ({time.monotonic() - began_at:.0f} s)")


def _last_lines() -> str:
    lines = LOG.read_text(errors="replace").splitlines()[-LINES_SHOWN_OF_A_FAILURE:]
    return os.linesep.join(f"  | {line}" for line in lines)

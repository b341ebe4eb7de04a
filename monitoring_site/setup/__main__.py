"""`python3 -m monitoring_site.setup <target>`: prepares .venv with the standard library, then goes on inside it.

Nothing outside the standard library is imported before the virtual environment's own Python runs this module.
"""

import os
import sys

from monitoring_site.setup.environment import PYTHON, ROOT, prepare
from monitoring_site.setup.progress import SetupFailed, say

TARGETS = ("run", "test", "stop", "lock", "check", "messages")
NEED_DEVELOPMENT = frozenset({"test", "lock", "check", "messages"})


def main(arguments: list[str]) -> int:
    """Bring one target about; the exit status says whether it worked."""
    if not arguments or arguments[0] not in TARGETS:
        say(f"Name one of: {', '.join(TARGETS)}.")
        return 2
    try:
        if "--prepared" in arguments:
            return _inside(arguments[0])
        return _outside(arguments[0])
    except SetupFailed as failure:
        say(str(failure))
        return 1
    except KeyboardInterrupt:
        say("Stopped before it was ready; the next run goes on from here.")
        return 130


def _outside(target: str) -> int:  # noqa: RET503 - execv does not return
    """Prepare, then become the virtual environment's Python: the same process, so that signals still arrive."""
    if target == "stop" and not PYTHON.exists():
        say("Nothing to stop: this checkout has never run.")
        return 0
    if target != "stop":
        prepare(development=target in NEED_DEVELOPMENT)
    os.chdir(ROOT)
    sys.stdout.flush()
    os.environ["PATH"] = f"{PYTHON.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    os.execv(PYTHON, [str(PYTHON), "-m", "monitoring_site.setup", target, "--prepared"])


def _inside(target: str) -> int:
    if target == "run":
        from monitoring_site.setup.launch import run

        return run()
    if target == "stop":
        from monitoring_site.setup.stop import stop

        return stop()
    from monitoring_site.setup import checks

    return {"test": checks.test, "check": checks.check, "lock": checks.lock, "messages": checks.messages}[target]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

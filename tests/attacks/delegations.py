"""A delegation with a machine of its own: it runs the verifier as its technician does, and keeps its own last state."""

import json
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from django.core.management import call_command
from django.test import Client

from tests.verifier.loaded import VERIFIER

STATE, POLICY, KEY, EXPORT = "state.json", "policy", "my.key", "export"
HOLDS, FAILS, UNKNOWN = "holds", "does not hold", "could not be checked"


class Answer(NamedTuple):
    """What one run of the verifier printed, and the command as a person types it."""

    command: str
    status: int
    text: str

    def sentences(self, result: str) -> list[str]:
        """What it found with this result, in its order."""
        mark = f"[{result}] "
        return [line.removeprefix(mark) for line in self.text.splitlines() if line.startswith(mark)]


class Delegation:
    """One of the four: its folder holds its key, its policy, its state and the export that it fetched last."""

    def __init__(self, code: str, folder: Path) -> None:
        self.code, self.folder = code, folder
        folder.mkdir(parents=True, exist_ok=True)

    def run(self, *words: str) -> Answer:
        """The verifier with these words, in the delegation's own folder."""
        command = [sys.executable, str(VERIFIER), *words]
        done = subprocess.run(command, cwd=self.folder, check=False, capture_output=True, text=True, timeout=60)
        assert not done.stderr, done.stderr
        return Answer(f"verify.py {' '.join(words)}", done.returncode, done.stdout)

    def fetch(self, *, is_opened: bool = False) -> None:
        """The record as the server now gives it, in a new folder; with the openings of this delegation if asked for."""
        shutil.rmtree(self.folder / EXPORT, ignore_errors=True)
        readers = [self.code] if is_opened else []
        call_command("export_record", str(self.folder / EXPORT), reader=readers, stdout=StringIO(), stderr=StringIO())

    def fetch_as(self, other: "Delegation") -> None:
        """The log is the same for all: what another one fetched, byte for byte."""
        shutil.rmtree(self.folder / EXPORT, ignore_errors=True)
        shutil.copytree(other.folder / EXPORT, self.folder / EXPORT)

    def fetch_nothing(self) -> None:
        """There is nothing where the log was."""
        shutil.rmtree(self.folder / EXPORT)
        (self.folder / EXPORT).mkdir()

    def pull(self) -> Answer:
        """The newest checkpoint, and whether it extends the one cosigned last."""
        return self.run("pull", EXPORT, STATE)

    def check(self, *texts: str) -> Answer:
        """Everything in the export, beside the checkpoint cosigned last and what others handed over."""
        return self.run("check", "--state", STATE, *texts, EXPORT)

    def compare(self, text: str) -> Answer:
        """The checkpoint that somebody handed over, beside the one cosigned last."""
        return self.run("check", "--state", STATE, "--allow-unwitnessed", text)

    def cosign(self) -> str:
        """What was pulled is cosigned; gives the note for the server and for the other delegations."""
        answer = self.run("cosign", STATE, "--key", KEY)
        assert answer.status == 0, answer.text
        return (self.folder / f"{STATE}.cosignature").read_text()

    def follow(self) -> None:
        """A day's duty with what was fetched: pull, cosign, bring the cosignature. All of it holds."""
        answer = self.pull()
        assert answer.status == 0, answer.text
        self.bring_cosignature()

    def bring_cosignature(self) -> None:
        """What was pulled is cosigned, and the server has taken the cosignature."""
        brought = Client().post("/log/cosignatures", data=self.cosign(), content_type="text/plain")
        assert brought.status_code == 200, brought.content

    def begin(self) -> None:
        """The first pull of what was fetched, by the policy that the delegation was given."""
        (self.folder / POLICY).write_bytes((self.folder / EXPORT / POLICY).read_bytes())
        answer = self.run("pull", EXPORT, STATE, "--policy", POLICY)
        assert answer.status == 0, answer.text

    def forget(self) -> None:
        """What an honest delegation never does: its key goes on without what it has seen."""
        (self.folder / STATE).unlink()
        self.begin()

    @property
    def held(self) -> str:
        """The checkpoint cosigned last, as it is handed to another delegation."""
        return json.loads((self.folder / STATE).read_text())["cosigned"]

"""Reads the walk-through of docs/verification.md, and runs its commands where it says: on four laptops, a server, a stick."""

import contextlib
import io
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import CommandError

from tests.verifier.loaded import VERIFIER
from tests.verifier.logs import verify

MACHINES = ("qa", "pk", "af", "tr", "server")
PROMPT = re.compile(rf"({'|'.join(MACHINES)})\$ (.*)")
ADDRESS, PORT = "https://commission.example", "8765"
NOT_RUN, MARK = "<!-- not run: ", "<!-- test: "
SERVES = " serve "
ON_PAPER = "<the 64 digits on your paper>"  # printed here it would be another with every version of the file
# What is another at every run; numbers last, because the rest holds some.
VARIES = [
    (r"(?m)^(— \S+) [A-Za-z0-9+/=]+$", r"\1 <signature>"),
    (r"\S+?\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}(?![A-Za-z0-9+/=])", "<key>"),
    (r"[A-Za-z0-9+/]{43}=", "<root>"),
    (ON_PAPER, "<SHA-256>"),
    (r"[0-9a-f]{64}", "<SHA-256>"),
    (r"evidence-[0-9a-f]{12}", "evidence-<name>"),
    (r"\d+(\.\d+)*", "<n>"),
]


@dataclass
class Command:
    """One line that is typed on one machine, and what the page prints under it."""

    machine: str
    line: str
    answer: str


@dataclass
class Block:
    """A fenced block: commands, or, where it says why, something that is only shown."""

    commands: list[Command]
    not_run: str | None


def steps_of(page):
    """The blocks of the page and the marks between them, in their order; a fence of another kind is an error."""
    steps, lines, not_run = [], iter(page.split("\n")), None
    for line in lines:
        if line.startswith(NOT_RUN):
            not_run = line.removeprefix(NOT_RUN).removesuffix(" -->")
        elif line.startswith(MARK):
            steps.append(line.removeprefix(MARK).removesuffix(" -->"))
        elif line.startswith("```"):
            inside = list(iter(lines.__next__, "```"))
            assert line == "```console" or not_run, f"A block {line} that is neither run nor says why not."
            steps.append(Block(list(_commands(inside)) if line == "```console" else [], not_run))
            not_run = None
    return steps


def _commands(lines):
    found = []
    for line in lines:
        if (typed := PROMPT.fullmatch(line)) is not None:
            found.append(Command(typed[1], typed[2], ""))
        else:
            assert found, f"A block begins with a command, not with “{line}”."
            found[-1].answer += f"{line}\n"
    return found


def alike(text):
    """The text with everything replaced that is another at every run."""
    for pattern, word in VARIES:
        text = re.sub(pattern, word, text)
    return text.strip()


class Machines:
    """A folder for each machine, and the stick in all of them."""

    def __init__(self, root, *, address):
        self.root, self.address, self.port = root, address, str(_free_port())
        self.lasting = []
        (root / "stick").mkdir()
        for name in MACHINES:
            folder = root / name
            folder.mkdir()
            (folder / "stick").symlink_to(root / "stick")
            shutil.copy(VERIFIER, folder / "verify.py")
        # `python3` is this interpreter and sees none of our code, as on a laptop where there is none.
        self.programs = root / "programs"
        self.programs.mkdir()
        program = self.programs / "python3"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I "$@"\n')
        program.chmod(0o755)

    def run(self, command):
        """What the command answers on its machine, with the page's address and port in it."""
        line = command.line.replace(ADDRESS, self.address).replace(PORT, self.port)
        folder = self.root / command.machine
        if SERVES in line:
            answer = self._begin(line, folder)
        elif command.machine == "server" and line.startswith("python manage.py "):
            answer = self._manage(line.removeprefix("python manage.py "), folder)
        else:
            answer = self._shell(line, folder).stdout
        return answer.replace(self.address, ADDRESS).replace(self.port, PORT)

    def run_here(self, command):
        """The same in this interpreter, which is quicker: for what the others repeat."""
        if not command.line.startswith("python3 verify.py "):
            return self.run(command)
        with contextlib.chdir(self.root / command.machine):
            words = shlex.split(command.line.replace(ADDRESS, self.address).replace(PORT, self.port))
            return verify(*words[2:]).text

    def _shell(self, line, folder):
        environment = {"PATH": f"{self.programs}:{os.environ['PATH']}", "LANG": "C.UTF-8"}
        return subprocess.run(
            ["sh", "-c", line], cwd=folder, env=environment, text=True, timeout=120, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def _manage(self, line, folder):
        """The real command, with the words that the shell makes of the line; in this process, where the test's database is."""
        words = self._shell(f"printf '%s\\n' {line}", folder).stdout.splitlines()
        written = io.StringIO()
        with contextlib.chdir(folder):
            try:
                call_command(*words, stdout=written, stderr=io.StringIO())
            except CommandError as problem:
                return f"{problem}\n"
        return written.getvalue()

    def _begin(self, line, folder):
        """A command that answers until it is stopped: its first line."""
        started = subprocess.Popen(
            ["sh", "-c", f"exec {line}"], cwd=folder, text=True,
            env={"PATH": f"{self.programs}:{os.environ['PATH']}", "LANG": "C.UTF-8"},
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.lasting.append(started)
        return started.stdout.readline()

    def stop(self):
        """Whatever still answers is stopped as with Ctrl-C; gives what it said last."""
        said = []
        for one in self.lasting:
            one.send_signal(signal.SIGINT)
            said.append(one.communicate(timeout=20)[0])
        self.lasting.clear()
        return said


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def written_anew(page, answers):
    """The page with these answers in the place of its own, in their order: for whoever changes the verifier's words."""
    lines, found, is_answer, is_block = [], iter(answers), False, False
    for line in page.split("\n"):
        if line.startswith("```"):
            is_block, is_answer = line == "```console" and not lines[-1].startswith(NOT_RUN), False
        if is_block and PROMPT.fullmatch(line):
            lines += [line, *next(found).rstrip("\n").split("\n")]
            is_answer = True
            lines = lines[:-1] if lines[-1] == "" else lines
        elif not is_answer:
            lines.append(line)
    return "\n".join(lines)


PAGE = Path(__file__).resolve().parents[2] / "docs" / "verification.md"

"""The walk-through for a delegation's technician: every command of docs/verification.md, run in its order."""

import os
import re
from html import unescape

import pytest
from django.core.cache import cache
from django.urls import reverse

from penalties.actions import finality
from record import note
from record.models import Act, Checkpoint, CosigningRefusal, Witness
from record.sequencer import Sequencer, log_key
from tests.conftest import DELEGATIONS
from tests.factories.incidents import filed_incident
from tests.factories.penalties import both_mediators, final_case, verdict_of
from tests.factories.procedure import in_ballot, in_deliberation, registered_case, vote
from tests.verifier import walk
from tests.verifier.loaded import VERIFIER
from verification.models import Verdict

OTHERS = ("pk", "af", "tr")
NOT_RUN = [
    "it fetches from the internet",
    "it is a line for cron, of the two commands above",
    "it removes the demonstration",
]


class Walk:
    """One technician's way through the page, and what the others do meanwhile."""

    def __init__(self, machines, *, settings, client, client_of, cast):
        self.machines, self.client, self.client_of, self.cast = machines, client, client_of, cast
        self.key, self.folder = log_key(), settings.RECORD_RELEASED_FOLDER
        self.last_block = None
        self.answers = []
        self.differences = []
        self.marks = {
            "the other delegations do the same": self.others_do_the_same,
            "the commission goes on working": self.commission_works,
            "the line is copied from the page of a released verdict": self.copy_line_of_a_page,
            "the proof of a verdict's adoption is taken from its page": self.take_proof,
            "somebody with the log's own key has made another record": self.make_another_record,
        }

    def sequence(self):
        Sequencer(key=self.key, folder=self.folder).sequence(limit=10_000)

    def step(self, step):
        if isinstance(step, str):
            self.marks[step]()
            self.sequence()
        elif step.not_run is None:
            self.last_block = step
            for command in step.commands:
                self.follow(command)

    def follow(self, command):
        answer = self.machines.run(command)
        self.sequence()
        if command.line == "sha256sum verify.py":
            answer = re.sub(r"[0-9a-f]{64}", walk.ON_PAPER, answer)
        self.answers.append(answer)
        if walk.alike(answer) != walk.alike(command.answer):
            self.differences.append(f"{command.machine}$ {command.line}\n{answer}")

    def others_do_the_same(self):
        for code in OTHERS:
            for command in self.last_block.commands:
                if command.machine not in ("qa", "server"):
                    continue
                line = command.line.replace("qa", code).replace("QA", code.upper())
                machine = command.machine.replace("qa", code)
                if command.machine == "server":
                    self.make_key_of(code)
                answer = self.machines.run_here(walk.Command(machine, line, ""))
                assert not re.search(r"does not hold|could not be checked|not enrolled", answer), f"{line}\n{answer}"
        self.sequence()

    def make_key_of(self, code):
        if not (self.machines.root / code / f"{code}.key").exists():
            for line in (
                f"python3 verify.py keygen jmc.example/witness/{code} {code}.key --delegation {code.upper()}",
                f"cp {code}.key.enrolment stick/",
            ):
                self.machines.run_here(walk.Command(code, line, ""))

    def commission_works(self):
        filed_incident(by=self.cast.pk_head)

    def copy_line_of_a_page(self):
        verdict = Verdict.objects.get(released_at__isnull=False)
        page = self.client.get(reverse("released_verdict", args=[verdict.case.reference, verdict.number])).text
        paragraph = re.search(r'<p class="record-root">.*?</p>', page, re.DOTALL)[0]
        line = " ".join(unescape(re.sub(r"<[^>]*>", " ", paragraph)).split())
        (self.machines.root / "qa" / "minutes.txt").write_text(f"{line}\n")

    def take_proof(self):
        act = Act.objects.filter(event="verification.verdict_adopted").latest("pk")
        client = self.client_of(self.cast.qa_head)
        address = reverse("record_proof", args=[act.pk])
        assert address in client.get(act.get_absolute_url()).text
        (self.machines.root / "qa" / "act.tlog-proof").write_bytes(client.get(address).content)

    def make_another_record(self):
        size = Checkpoint.objects.filter(cosignatures__witness__delegation="QA").latest("size").size
        text = note.checkpoint_text(self.key.name, size, bytes(32))
        (self.machines.root / "stick" / "other").mkdir()
        (self.machines.root / "stick" / "other" / "checkpoint").write_text(note.sign_note(text, self.key))


@pytest.fixture
def site(live_site, settings, tmp_path):
    """The site with a record of its own: a case whose verdict is final and released, and nobody's witness yet."""
    settings.RECORD_LOG_KEY_FILE = tmp_path / "log.key"
    settings.RECORD_RELEASED_FOLDER = tmp_path / "released"
    cache.clear()
    both_mediators(finality.release_verdict, verdict_of(final_case()))
    vote(in_ballot(in_deliberation(registered_case())), by="pk.head", choice="approve")
    return live_site


@pytest.fixture
def machines(tmp_path, site):
    """The laptops, the server's folder and the stick."""
    root = tmp_path / "machines"
    root.mkdir()
    machines = walk.Machines(root, address=site)
    yield machines
    machines.stop()


@pytest.fixture
def document():
    return walk.PAGE.read_text().partition("\n## Attacks")[0]


def test_every_command_of_the_page_answers_as_the_page_says(document, machines, settings, client, client_of, cast):
    walked = Walk(machines, settings=settings, client=client, client_of=client_of, cast=cast)
    walked.sequence()

    for step in walk.steps_of(document):
        walked.step(step)

    if "WRITE_WALK_THROUGH" in os.environ:
        walk.PAGE.write_text(walk.PAGE.read_text().replace(document, walk.written_anew(document, walked.answers)))
    assert walked.differences == [], "\n".join(["The page says something else than:", *walked.differences])
    assert [said.splitlines()[-2:] for said in machines.stop()] == [
        ["[holds] Stopped.", "Everything that was checked holds."]
    ]
    assert {one.delegation for one in Witness.objects.current()} == set(DELEGATIONS)
    assert sorted(CosigningRefusal.objects.values_list("kind", "is_ours")) == [("declined", True), ("fork", False)]


def test_no_command_of_the_page_is_left_out_unseen(document):
    steps = walk.steps_of(document)
    blocks = [step for step in steps if isinstance(step, walk.Block)]

    assert [block.not_run for block in blocks if block.not_run] == NOT_RUN
    assert all(block.commands for block in blocks if not block.not_run)
    assert document.count("\n```") == 2 * len(blocks)
    typed = [command.line for block in blocks for command in block.commands]
    told = {word for line in typed for word in re.findall(r"verify\.py (\w+)", line)}
    assert told == set(re.findall(r'_command\(\s*commands, "(\w+)"', VERIFIER.read_text()))


def test_every_answer_that_the_page_explains_is_one_of_the_verifier(document):
    source = re.sub(r'"\s*\n\s*f?"', "", VERIFIER.read_text())
    source = re.sub(r"\{[^{}]*\}", "…", source)
    _, _, table = document.partition("\n## What each answer means\n")
    rows = [line.split("|")[1].strip() for line in table.partition("\n## ")[0].splitlines()[3:] if line.startswith("|")]

    assert len(rows) > 25
    assert [row for row in rows for part in row.split("…") if part.strip() not in source] == []

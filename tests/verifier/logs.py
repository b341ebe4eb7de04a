"""Logs, exports and acts for the verifier's tests, made with the record's pure core: the server itself is not needed."""

import base64
import contextlib
import hashlib
import io
import json
import random
import subprocess
import sys
import unittest.mock
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from record import note, tiles, tlog
from record.canonical import canonical_bytes
from tests.verifier.loaded import VERIFIER, verifier

ROOT = Path(__file__).resolve().parents[2]
ORIGIN = "jmc.example/record"
PROTOCOL = (ROOT / "commission" / "data" / "protocol_1.json").read_bytes()
FOUR = ["PK", "AF", "TR", "QA"]


def key_of(name, *, kind=note.Kind.COSIGNATURE, seed=None):
    seed = hashlib.sha256((seed or name).encode()).digest()
    return note.Key(name, Ed25519PrivateKey.from_private_bytes(seed), kind)


LOG_KEY = key_of(ORIGIN, kind=note.Kind.ED25519)
WITNESS_KEYS = {code: key_of(f"jmc.example/witness/{code.lower()}") for code in FOUR}


def policy_text(log=LOG_KEY, witnesses=WITNESS_KEYS):
    lines = [f"log {note.vkey_of(log)}"]
    lines += [f"witness {code} {note.vkey_of(key)}" for code, key in witnesses.items()]
    return "\n".join([*lines, f"group four 3 {' '.join(witnesses)}", "quorum four", ""])


def private_text(key):
    seed = base64.b64encode(bytes([key.kind]) + key.private.private_bytes_raw()).decode()
    return f"PRIVATE+KEY+{key.name}+{key.verifier.key_id.hex()}+{seed}\n"


class Log:
    """Entries with their openings; every checkpoint, proof and export of them."""

    def __init__(self, *, seed=1):
        self.random = random.Random(seed)
        self.entries = []
        self.openings = []  # (index, part, bytes, salt), for every reader
        self.minute = 0

    def fill(self, count):
        self.entries += [self.leaf(self.random.randbytes(32)) for _ in range(count)]
        return self

    @staticmethod
    def leaf(commitment):
        return canonical_bytes({"c": commitment.hex(), "v": 1})

    def act(self, event, *, subjects=(), body=None, by="TR", time=None, is_body_open=True, role="head"):
        """One more act, opened; gives its index."""
        self.minute += 0 if time else 1
        time = time or self.time()
        salts = self.random.randbytes(32), self.random.randbytes(32)
        encoded = canonical_bytes(body) if body is not None else None
        sealed = hashlib.sha256(salts[1] + encoded).hexdigest() if encoded is not None else None
        actor = {"name": f"{by} {role}", "role": role, "delegation": by}
        envelope = canonical_bytes({
            "v": 1, "event": event, "time": time, "actor": actor, "subjects": [list(one) for one in subjects],
            "body": sealed, "signature": None,
        })  # fmt: skip
        index = len(self.entries)
        self.entries.append(self.leaf(hashlib.sha256(salts[0] + envelope).digest()))
        self.openings.append((index, "envelope", envelope, salts[0]))
        if encoded is not None and is_body_open:
            self.openings.append((index, "body", encoded, salts[1]))
        return index

    def time(self):
        return f"2026-03-{1 + self.minute // 1440:02}T{self.minute // 60 % 24:02}:{self.minute % 60:02}:00.000000Z"

    @property
    def hashes(self):
        return [tlog.leaf_hash(entry) for entry in self.entries]

    def checkpoint(self, size=None, *, key=LOG_KEY):
        size = len(self.entries) if size is None else size
        return note.checkpoint_text(ORIGIN, size, tlog.root_of(self.hashes[:size]))

    def note(self, size=None, *, cosigners=(), key=LOG_KEY):
        """The signed checkpoint, cosigned by the delegations of these codes."""
        text = self.checkpoint(size)
        lines = "".join(note.cosign(text, WITNESS_KEYS[code], 1_800_000_000) for code in cosigners)
        return note.sign_note(text, key) + lines

    def consistency(self, old, new):
        return "".join(base64.b64encode(one).decode() + "\n" for one in tlog.consistency_proof(self.hashes[:new], old))

    def proof_file(self, index, *, cosigners=FOUR, extra=True):
        parts = {part: (encoded, salt) for at, part, encoded, salt in self.openings if at == index}
        value = dict.fromkeys(("body", "envelope")) | {
            part: {"bytes": base64.b64encode(encoded).decode(), "salt": salt.hex()}
            for part, (encoded, salt) in parts.items()
        }
        lines = [f"extra {base64.b64encode(canonical_bytes(value)).decode()}"] if extra else []
        proof = [base64.b64encode(one).decode() for one in tlog.inclusion_proof(self.hashes, index)]
        head = "\n".join(["c2sp.org/tlog-proof@v1", *lines, f"index {index}", *proof])
        return f"{head}\n\n{self.note(cosigners=cosigners)}"

    def export(self, folder, *, cosigners=FOUR, reader="PK", openings=None):
        """The export folder of RECORD.md, section 1, with one reader's openings."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "checkpoint").write_text(self.note(cosigners=cosigners))
        (folder / "policy").write_text(policy_text())
        write(folder / "protocol" / "1.json", PROTOCOL)
        levels = [self.hashes]
        for tile in tiles.tiles_of(len(self.entries)):
            while len(levels) <= tile.level:
                below = levels[-1]
                whole = range(0, len(below) // 256 * 256, 256)
                levels.append([tlog.root_of(below[start : start + 256]) for start in whole])
            start = tile.number * 256
            write(folder / tile.path, tiles.tile_bytes(levels[tile.level][start : start + tile.width]))
            if tile.level == 0:
                bundle = tiles.entries_bytes(self.entries[start : start + tile.width])
                write(folder / tiles.entries_tile_of(tile).path, bundle)
        self.write_openings(folder / "openings" / reader, self.openings if openings is None else openings)
        return folder

    @staticmethod
    def write_openings(folder, openings):
        files = {}
        for index, part, encoded, salt in openings:
            line = {"b": base64.b64encode(encoded).decode(), "i": index, "p": part, "s": salt.hex()}
            files.setdefault(index // 10_000, []).append(canonical_bytes(line) + b"\n")
        for number, lines in files.items():
            write(folder / f"{number:06}.jsonl", b"".join(lines))


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


class Answer:
    """What one run of the verifier said."""

    def __init__(self, code, text):
        self.code, self.text = code, text

    @property
    def json(self):
        return json.loads(self.text)

    def sentences(self, result):
        return [line["sentence"] for line in self.json["lines"] if line["result"] == result]

    def claims(self, result):
        return {line["claim"] for line in self.json["lines"] if line["result"] == result}


def verify_alone(*arguments, stdin=""):
    """Runs the verifier as a delegation does: the one file, in an isolated interpreter of its own."""
    command = [sys.executable, "-I", str(VERIFIER), *map(str, arguments)]
    finished = subprocess.run(command, input=stdin.encode(), capture_output=True, check=False, timeout=60)
    assert not finished.stderr, finished.stderr.decode()
    return Answer(finished.returncode, finished.stdout.decode())


def verify(*arguments, stdin=""):
    """The same command in this interpreter, which is much faster; that both agree is tested once per command."""
    written, read = io.StringIO(), io.TextIOWrapper(io.BytesIO(stdin.encode()))
    with contextlib.redirect_stdout(written), unittest.mock.patch.object(sys, "stdin", read):
        code = verifier.main(list(map(str, arguments)))
    return Answer(code, written.getvalue())


class Desk:
    """One delegation's folder: its key, its policy, its state, and the stick on which the log arrives."""

    def __init__(self, folder, *, code="PK"):
        self.folder, self.state, self.stick = folder, folder / "state.json", folder / "stick"
        self.key = write(folder / "witness.key", private_text(WITNESS_KEYS[code]))
        self.policy = write(folder / "policy", policy_text())

    def carry(self, log, size=None, *, since=None, checkpoint=None):
        """The stick holds the log's checkpoint of this size and the proof since an older one."""
        size = len(log.entries) if size is None else size
        write(self.stick / "checkpoint", checkpoint or log.note(size))
        if since:
            write(self.stick / "consistency" / str(since) / str(size), log.consistency(since, size))
        return self

    def pull(self, *more):
        return verify("pull", self.stick, self.state, "--policy", self.policy, "--json", *more)

    def cosign(self, *more):
        return verify("cosign", self.state, "--key", self.key, "--json", *more)

    def has_cosigned(self, log, size):
        self.carry(log, size)
        assert (self.pull().code, self.cosign().code) == (0, 0)
        return self

    @property
    def evidence(self):
        return list(self.folder.glob("state.json.evidence-*.json"))

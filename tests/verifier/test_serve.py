"""The standing witness: every row of the table of tlog-witness, and its state on the disk before the answer."""

import hashlib
import json
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from record import note
from tests.verifier.loaded import VERIFIER, verifier
from tests.verifier.logs import LOG_KEY, ORIGIN, WITNESS_KEYS, Log, key_of, policy_text, private_text, write

ADDRESS = f"/{hashlib.sha256(ORIGIN.encode()).hexdigest()}/checkpoint"


@pytest.fixture
def log():
    return Log().fill(30)


@pytest.fixture
def state(tmp_path):
    return tmp_path / "state.json"


@pytest.fixture
def witness(tmp_path, state):
    policy = write(tmp_path / "policy", policy_text())
    key = verifier.parse_private_key(private_text(WITNESS_KEYS["TR"]))
    return verifier.Witness(state, str(policy), key)


def request(old, proof, checkpoint):
    return f"old {old}\n{proof}\n{checkpoint}".encode()


def test_it_cosigns_the_first_tree_and_what_extends_it(witness, log, state):
    first = witness.add_checkpoint(request(0, "", log.note(12)))
    second = witness.add_checkpoint(request(12, log.consistency(12, 30), log.note(30)))
    again = witness.add_checkpoint(request(30, "", log.note(30)))

    assert [answer[0] for answer in (first, second, again)] == [200, 200, 200]
    assert note.verify_cosignature(log.checkpoint(30), second[2], WITNESS_KEYS["TR"].verifier)
    status, _, newest = witness.newest(ADDRESS)
    assert status == 200
    assert newest == json.loads(state.read_text())["cosigned"]
    opened = note.open_note(newest, [LOG_KEY.verifier, WITNESS_KEYS["TR"].verifier])
    assert len(opened.signatures) == 2


def _other_origin():
    key = key_of("jmc.example/other", kind=note.Kind.ED25519)
    return note.sign_note(note.checkpoint_text("jmc.example/other", 30, bytes(32)), key)


FORGED = key_of(ORIGIN, kind=note.Kind.ED25519, seed="forger")
TABLE = [
    ("unknown origin", lambda log: request(12, "", _other_origin()), 404),
    ("forged", lambda log: request(12, log.consistency(12, 30), log.note(key=FORGED)), 403),
    ("old is larger", lambda log: request(31, "", log.note()), 400),
    ("old is not the last", lambda log: request(11, log.consistency(11, 30), log.note()), 409),
    ("old is nothing", lambda log: request(0, "", log.note()), 409),
    ("wrong proof", lambda log: request(12, log.consistency(11, 30), log.note()), 422),
    ("no proof", lambda log: request(12, "", log.note()), 422),
    ("fork", lambda log: request(12, "", Log(seed=2).fill(12).note()), 422),
    ("proof for equal sizes", lambda log: request(12, log.consistency(5, 12), log.note(12)), 422),
    ("other log extends it", lambda log: request(12, log.consistency(12, 30), Log(seed=2).fill(30).note()), 422),
    ("no old", lambda log: log.note().encode(), 400),
    ("old is no number", lambda log: request("012", "", log.note()), 400),
    ("proof is no base64", lambda log: request(12, "x\n", log.note()), 400),
    ("too long a proof", lambda log: request(12, log.consistency(1, 2) * 64, log.note()), 400),
    ("no note", lambda log: request(12, "", "hello"), 400),
    ("no text", lambda log: b"\xff", 400),
    ("nothing", lambda log: b"", 400),
]


@pytest.mark.parametrize(("name", "asked", "status"), TABLE, ids=[row[0] for row in TABLE])
def test_the_table_of_refusals(witness, log, state, name, asked, status):
    assert witness.add_checkpoint(request(0, "", log.note(12)))[0] == 200
    before = state.read_bytes()

    answer = witness.add_checkpoint(asked(log))

    assert answer[0] == status, answer
    assert state.read_bytes() == before
    if status == 409:
        assert answer[1:] == ("text/x.tlog.size", "12\n")


@pytest.mark.parametrize(("proof", "root"), [("extra", None), ("", bytes(32))])
def test_from_nothing_there_is_no_proof_and_the_empty_root(witness, log, state, proof, root):
    checkpoint = log.note() if root is None else note.sign_note(note.checkpoint_text(ORIGIN, 0, root), LOG_KEY)

    answer = witness.add_checkpoint(request(0, log.consistency(3, 30) if proof else "", checkpoint))

    assert answer[0] == 422
    assert witness.newest(ADDRESS)[0] == 404


def test_an_empty_tree_is_cosigned_and_extended(witness, log):
    assert witness.add_checkpoint(request(0, "", Log().note()))[0] == 200
    assert witness.add_checkpoint(request(0, "", log.note()))[0] == 200


def test_it_keeps_forks_as_evidence_and_fills_no_disk(witness, log, state):
    witness.add_checkpoint(request(0, "", log.note(12)))

    for _ in range(3):
        witness.add_checkpoint(request(12, "", Log(seed=2).fill(12).note()))

    assert len(list(state.parent.glob("*.evidence-*"))) == 1


def test_a_state_tampered_with_while_it_runs_answers_nobody(witness, log, state):
    witness.add_checkpoint(request(0, "", log.note(12)))
    state.write_text(state.read_text().replace("\\n12\\n", "\\n11\\n"))

    with pytest.raises(verifier.CannotCheck):
        witness.add_checkpoint(request(12, log.consistency(12, 30), log.note()))


@pytest.fixture
def address(tmp_path):
    """The program, serving under a prefix."""
    policy, key = write(tmp_path / "policy", policy_text()), write(tmp_path / "key", private_text(WITNESS_KEYS["TR"]))
    command = [sys.executable, "-I", VERIFIER, "serve", tmp_path / "state", "--key", key, "--policy", policy]
    command += ["--port", "0", "--prefix", "/witness"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()


def _ask(address, body=None):
    try:
        with urllib.request.urlopen(address, data=body, timeout=20) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.headers["Content-Type"], refusal.read().decode()


def test_the_program_answers_over_http(address, log):
    cosigned = _ask(address, request(0, "", log.note(12)))
    stale = _ask(address, request(0, "", log.note(30)))
    newest = _ask(address.removesuffix("/add-checkpoint") + ADDRESS)
    nowhere = _ask(address + "s", b"x"), _ask(address), _ask(address, bytes(300_000))

    assert cosigned[0] == 200
    assert stale == (409, "text/x.tlog.size", "12\n")
    assert newest[2] == log.note(12) + cosigned[2]
    assert [one[0] for one in nowhere] == [404, 404, 400]

"""A delegation's witness on its laptop: keygen, pull, cosign, and what it refuses to cosign."""

import base64
import http.server
import json
import os
import stat
import threading

import pytest

from record import note
from record.policy import signers_of_enrolment
from tests.verifier.logs import (
    LOG_KEY,
    ORIGIN,
    WITNESS_KEYS,
    Desk,
    Log,
    key_of,
    policy_text,
    private_text,
    verify,
    verify_alone,
    write,
)


def test_keygen_makes_a_key_that_only_its_owner_reads_and_never_overwrites(tmp_path):
    made = verify("keygen", "--delegation", "PK", "jmc.example/witness/pk", tmp_path / "key", "--json")
    again = verify("keygen", "--delegation", "PK", "jmc.example/witness/pk", tmp_path / "key")

    assert made.code == 0
    assert note.parse_vkey(made.json["vkey"]).kind is note.Kind.COSIGNATURE
    assert stat.S_IMODE(os.stat(tmp_path / "key").st_mode) == 0o600
    assert again.code == 2
    assert "never overwritten" in again.text
    assert verify("keygen", "--delegation", "PK", "two words", tmp_path / "other").code == 2
    assert not (tmp_path / "other").exists()


def test_an_enrolment_proves_possession_of_exactly_its_key(tmp_path):
    enrolment = verify("keygen", "--delegation", "PK", "jmc.example/witness/pk", tmp_path / "key", "--json").json[
        "enrolment"
    ]
    other = verify("keygen", "--delegation", "PK", "jmc.example/witness/pk", tmp_path / "other", "--json").json

    holds = verify("check", stdin=enrolment)
    lines = enrolment.split("\n")
    stolen = "\n".join([lines[0], other["vkey"], *lines[2:]])
    refused = verify("check", stdin=stolen)

    assert holds.code == 0
    assert refused.code == 1
    assert "does not hold the key" in refused.text


def test_an_enrolment_is_vouched_for_by_the_key_that_it_replaces(tmp_path):
    policy = write(tmp_path / "policy", policy_text())
    words = ["jmc.example/witness/pk2", tmp_path / "key", "--delegation", "PK", "--replaces", policy]
    made = verify("keygen", *words, "--json").json
    enrolment = write(tmp_path / "enrolment", made["enrolment"])
    old = write(tmp_path / "old", private_text(WITNESS_KEYS["PK"]))

    vouched = verify("vouch", enrolment, "--key", old)

    assert vouched.code == 0
    former = WITNESS_KEYS["PK"]
    assert f"for PK, in the place of {note.vkey_of(former)}" in vouched.text
    signers = signers_of_enrolment(
        enrolment.read_text(),
        vkey=made["vkey"],
        delegation="PK",
        replaces=note.vkey_of(former),
        others=[former.verifier],
    )
    assert signers == {note.parse_vkey(made["vkey"]), WITNESS_KEYS["PK"].verifier}
    assert verify("check", enrolment).code == 0


def test_a_key_replaces_only_one_that_the_policy_has(tmp_path):
    others = {code: key for code, key in WITNESS_KEYS.items() if code != "PK"}
    policy = write(tmp_path / "policy", policy_text(witnesses=others))
    words = ["jmc.example/witness/pk2", tmp_path / "key", "--delegation", "PK", "--replaces", policy]

    answer = verify("keygen", *words)

    assert answer.code == 2
    assert "has no key for PK to be replaced" in answer.text
    assert not (tmp_path / "key").exists()


def test_the_first_pull_needs_the_policy_that_one_was_given(desk, log):
    desk.carry(log)

    answer = verify("pull", desk.stick, desk.state)

    assert answer.code == 2
    assert "--policy" in answer.text
    assert not desk.state.exists()


def test_pull_and_cosign_then_pull_what_extends_it_and_cosign_again(desk, log):
    desk.has_cosigned(log, 7)
    desk.carry(log, 20, since=7)

    pulled, cosigned = desk.pull(), desk.cosign("--out", desk.folder / "line")

    assert pulled.sentences("holds")[-1] == "The 20 entries shown extend the 7 that you have cosigned."
    assert cosigned.code == 0
    assert (desk.folder / "line").read_text().startswith(log.checkpoint() + "\n")
    verifiers = [LOG_KEY.verifier, WITNESS_KEYS["PK"].verifier]
    opened = note.open_note((desk.folder / "line").read_text(), verifiers)
    assert [one.kind for one in opened.signatures] == [note.Kind.ED25519, note.Kind.COSIGNATURE]
    state = json.loads(desk.state.read_text())
    assert state["cosigned"] == (desk.folder / "line").read_text()


def test_the_same_tree_may_be_cosigned_again(desk, log):
    desk.has_cosigned(log, 7)

    again = desk.pull(), desk.cosign()

    assert [one.code for one in again] == [0, 0]
    assert "It is the tree of 7 entries that you have cosigned." in again[0].text


def test_a_tree_of_equal_size_and_other_root_is_a_fork_and_kept_as_evidence(desk, log):
    desk.has_cosigned(log, 20)
    desk.carry(Log(seed=2).fill(20))

    pulled, refused = desk.pull(), desk.cosign()

    assert (pulled.code, refused.code) == (1, 1)
    assert "The log signed two different trees of 20 entries" in refused.json["conclusion"]
    (evidence,) = desk.evidence
    kept = json.loads(evidence.read_text())
    for side in ("held", "shown"):
        note.open_note(kept[side], [LOG_KEY.verifier])
    judged = verify("check", evidence, "--policy", desk.policy)
    assert judged.code == 0
    assert "this is proof that the log shows different logs" in judged.text


def test_evidence_that_the_log_did_not_sign_proves_nothing(desk, log):
    desk.has_cosigned(log, 20)
    desk.carry(Log(seed=2).fill(20))
    desk.pull()
    kept = json.loads(desk.evidence[0].read_text())
    forger = key_of(ORIGIN, kind=note.Kind.ED25519, seed="forger")
    kept["shown"] = Log(seed=3).fill(20).note(key=forger)

    judged = verify("check", "--policy", desk.policy, stdin=json.dumps(kept))
    same = verify("check", "--policy", desk.policy, stdin=json.dumps(kept | {"shown": kept["held"]}))

    assert (judged.code, same.code) == (1, 1)
    assert "has not signed this checkpoint" in judged.text


def test_a_smaller_tree_is_refused(desk, log):
    desk.has_cosigned(log, 20)
    desk.carry(log, 12)

    pulled, refused = desk.pull(), desk.cosign()

    assert (pulled.code, refused.code) == (1, 1)
    assert "The log shows 12 entries, but you have cosigned 20" in refused.text
    assert len(desk.evidence) == 1


@pytest.mark.parametrize("place", [0, 6, 7])
def test_a_changed_entry_is_refused_whatever_proof_the_log_makes(desk, log, place):
    desk.has_cosigned(log, 8)
    rewritten = Log().fill(20)
    rewritten.entries[place] = log.leaf(bytes(32))
    desk.carry(rewritten, 20, since=8)

    pulled, refused = desk.pull(), desk.cosign()

    assert (pulled.code, refused.code) == (1, 1)
    assert "do not extend the 8 that you have cosigned" in refused.text
    assert refused.json["fraud"] == "inconsistent"
    assert json.loads(desk.state.read_text())["cosigned"].startswith(f"{ORIGIN}\n8\n")


def test_swapped_entries_are_refused(desk, log):
    desk.has_cosigned(log, 8)
    swapped = Log().fill(20)
    swapped.entries[2], swapped.entries[3] = swapped.entries[3], swapped.entries[2]
    desk.carry(swapped, 20, since=8)

    assert (desk.pull().code, desk.cosign().code) == (1, 1)


def test_without_a_proof_nothing_is_cosigned(desk, log):
    desk.has_cosigned(log, 8)
    desk.carry(log, 20)

    pulled, refused = desk.pull(), desk.cosign()

    assert (pulled.code, refused.code) == (2, 2)
    assert "There is no proof" in refused.text


def test_an_empty_log_has_the_empty_root(desk, log):
    wrong = note.sign_note(note.checkpoint_text(ORIGIN, 0, bytes(32)), LOG_KEY)

    assert desk.has_cosigned(Log(), 0).carry(log, 20).pull().code == 0
    assert desk.cosign().code == 0
    fresh = Desk(desk.folder / "fresh").carry(log, 0, checkpoint=wrong)
    assert (fresh.pull().code, fresh.cosign().code) == (1, 1)


@pytest.mark.parametrize("forger", ["other key", "other origin", "flipped signature"])
def test_a_checkpoint_that_the_log_did_not_sign_is_refused(desk, log, forger):
    checkpoint = log.note()
    if forger == "other key":
        checkpoint = log.note(key=key_of(ORIGIN, kind=note.Kind.ED25519, seed="forger"))
    elif forger == "other origin":
        other = key_of("jmc.example/other", kind=note.Kind.ED25519)
        checkpoint = note.sign_note(note.checkpoint_text("jmc.example/other", 20, bytes(32)), other)
    else:
        checkpoint = _with_flipped_bit(checkpoint)
    desk.carry(log, checkpoint=checkpoint)

    answer = desk.pull()

    assert answer.code == 1
    assert not desk.state.exists()


def _with_flipped_bit(checkpoint):
    head, _, encoded = checkpoint.rstrip("\n").rpartition(" ")
    decoded = bytearray(base64.b64decode(encoded))
    decoded[-1] ^= 1
    return f"{head} {base64.b64encode(decoded).decode()}\n"


def test_a_key_that_the_policy_does_not_know_cosigns_nothing(desk, log):
    desk.carry(log).pull()
    stranger = write(desk.folder / "stranger.key", private_text(key_of("jmc.example/witness/pk", seed="stranger")))

    answer = verify("cosign", desk.state, "--key", stranger)

    assert answer.code == 2
    assert "not one of the witnesses in the policy" in answer.text


def test_a_state_belongs_to_one_key(desk, log):
    desk.has_cosigned(log, 7)
    other = write(desk.folder / "af.key", private_text(WITNESS_KEYS["AF"]))

    answer = verify("cosign", desk.state, "--key", other)

    assert answer.code == 2
    assert "belongs to the key" in answer.text


@pytest.mark.parametrize("what", ["size", "other tree", "cosignature", "policy", "json"])
def test_a_state_that_was_tampered_with_is_refused(desk, log, what):
    desk.has_cosigned(log, 7)
    state = json.loads(desk.state.read_text())
    if what == "size":
        state["cosigned"] = state["cosigned"].replace("\n7\n", "\n6\n")
    elif what == "other tree":  # signed by the log, and yet not what this delegation cosigned
        state["cosigned"] = Log(seed=2).fill(7).note()
    elif what == "cosignature":
        state["cosigned"] = log.note(7, cosigners=["AF"])
    elif what == "policy":
        state["policy"] = policy_text(log=key_of(ORIGIN, kind=note.Kind.ED25519, seed="forger"))
    desk.state.write_text("{" if what == "json" else json.dumps(state))

    answers = [verify("pull", desk.stick, desk.state), desk.cosign(), verify("check", "--state", desk.state)]

    assert [answer.code for answer in answers] == [2, 2, 2]
    assert all("was changed or is damaged" in answer.text for answer in answers)


def test_a_state_set_back_is_noticed_by_ones_own_cosignature(desk, log):
    desk.has_cosigned(log, 7)
    older = desk.state.read_text()
    desk.carry(log, 12, since=7).pull()
    desk.cosign()
    desk.state.write_text(older)
    desk.carry(log, 12, since=7, checkpoint=log.note(12, cosigners=["PK"]))

    answer = desk.pull()

    assert answer.code == 1
    assert "the state was set back" in answer.text


def test_a_proof_is_made_from_the_tiles_of_an_export(desk, tmp_path):
    log = Log().fill(600)
    desk.has_cosigned(log, 259)
    log.export(tmp_path / "export", cosigners=["AF", "TR", "QA"])

    pulled = verify("pull", tmp_path / "export", desk.state)

    assert pulled.code == 0, pulled.text
    assert "The 600 entries shown extend the 259" in pulled.text


def test_a_checkpoint_and_its_proof_may_be_two_files(desk, log):
    desk.has_cosigned(log, 7)
    checkpoint = write(desk.folder / "checkpoint.txt", log.note())
    proof = write(desk.folder / "proof.txt", log.consistency(7, 20))

    assert verify("pull", checkpoint, desk.state, "--proof", proof).code == 0
    assert verify("pull", checkpoint, desk.state).code == 2


@pytest.fixture
def server(log):
    """A log's server in this process: its checkpoint, its proofs, and the cosignatures that it was sent."""
    taken = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            parts = self.path.strip("/").split("/")
            if parts == ["log", "checkpoint"]:
                self.answer(200, log.note())
            elif parts[:2] == ["log", "consistency"]:
                self.answer(200, log.consistency(int(parts[2]), int(parts[3])))
            else:
                self.answer(404, "")

        def do_POST(self):
            taken.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.answer(200 if self.path == "/log/cosignatures" else 404, "accepted 1\n")

        def answer(self, status, text):
            self.send_response(status)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *arguments):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as served:
        thread = threading.Thread(target=served.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{served.server_address[1]}", taken
        served.shutdown()
        thread.join()


def test_pull_from_a_server_and_upload_the_cosignature(desk, log, server):
    address, taken = server
    desk.has_cosigned(log, 7)

    pulled = verify("pull", address, desk.state)
    cosigned = desk.cosign("--upload", address)

    assert (pulled.code, cosigned.code) == (0, 0), pulled.text + cosigned.text
    assert "extend the 7 that you have cosigned" in pulled.text
    opened = note.open_note(taken[0], [WITNESS_KEYS["PK"].verifier])
    assert opened.text == log.checkpoint()


def test_a_server_that_does_not_answer_leaves_the_cosignature_as_a_file(desk, log):
    desk.carry(log).pull()

    answer = desk.cosign("--upload", "http://127.0.0.1:1")

    assert answer.code == 2
    assert "does not answer" in answer.text
    assert (desk.folder / "state.json.cosignature").exists()
    assert json.loads(desk.state.read_text())["cosigned"]
    assert verify("pull", "http://127.0.0.1:1", desk.state).code == 2
    assert desk.cosign("--upload", "file:///etc/passwd").code == 2


def test_every_command_works_as_a_program_of_its_own(desk, log, server, tmp_path):
    address, taken = server
    made = verify_alone("keygen", "--delegation", "PK", "jmc.example/witness/pk", tmp_path / "key", "--json")
    policy = write(tmp_path / "policy", policy_text().replace(note.vkey_of(WITNESS_KEYS["PK"]), made.json["vkey"]))
    state = tmp_path / "own.json"

    pulled = verify_alone("pull", address, state, "--policy", policy)
    cosigned = verify_alone("cosign", state, "--key", tmp_path / "key", "--upload", address)
    checked = verify_alone("check", "--state", state, "--own", "PK", "--allow-unwitnessed", stdin=taken[0])

    assert [made.code, pulled.code, cosigned.code, checked.code] == [0, 0, 0, 0]
    assert checked.text.endswith("Everything that was checked holds.\n")

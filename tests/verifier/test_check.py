"""`check` on what a person pastes, and on proof files: what holds and what does not, in words and for programs."""

import base64

import pytest

from record import note, tlog
from tests.verifier.logs import (
    FOUR,
    LOG_KEY,
    ORIGIN,
    WITNESS_KEYS,
    Log,
    key_of,
    policy_text,
    private_text,
    verify,
    write,
)


@pytest.fixture
def state(tmp_path, policy, log):
    """The state of PK, which has cosigned twelve entries."""
    key, path = write(tmp_path / "key", private_text(WITNESS_KEYS["PK"])), tmp_path / "state.json"
    stick = write(tmp_path / "stick", log.note(12))
    assert verify("pull", stick, path, "--policy", policy).code == 0
    assert verify("cosign", path, "--key", key).code == 0
    return path


@pytest.mark.parametrize(("cosigners", "code", "words"), [
    ([], 1, "It is not witnessed: 0 of 4 cosigned"),
    (["PK", "TR"], 1, "It is not witnessed: 2 of 4 cosigned"),
    (["PK", "TR", "QA"], 0, "It is witnessed: 3 of 4 cosigned."),
    (FOUR, 0, "It is witnessed by all: 4 of 4 cosigned."),
])  # fmt: skip
def test_a_pasted_checkpoint_says_who_cosigned(log, policy, cosigners, code, words):
    answer = verify("check", "--policy", policy, stdin=log.note(cosigners=cosigners))

    assert answer.code == code
    assert words in answer.text
    assert all(f"{one} cosigned it at 2027-01-15 08:00:00 UTC." in answer.text for one in cosigners)


def test_a_policy_without_witnesses_is_said_to_be_one(log, tmp_path):
    alone = write(tmp_path / "alone", f"log {note.vkey_of(LOG_KEY)}\nquorum none\n")

    answer = verify("check", "--policy", alone, stdin=log.note())

    assert answer.code == 2
    assert "only the log's own word stands behind this" in answer.text


def test_line_ends_and_empty_lines_of_a_paste_do_not_matter(log, policy):
    pasted = "\n\n" + log.note(cosigners=FOUR).replace("\n", "\r\n") + "\r\n\r\n"

    assert verify("check", "--policy", policy, "-", stdin=pasted).code == 0


def test_ones_own_cosignature_may_be_demanded(log, policy):
    pasted = log.note(cosigners=["AF", "TR", "QA"])

    own = verify("check", "--policy", policy, "--own", "PK", "--json", stdin=pasted)

    assert own.code == 1
    assert own.json["conclusion"] == "This does not hold. First: Your own cosignature (PK) is not on it."
    assert own.claims("holds") == {"log_signature", "witnessed"}
    assert verify("check", "--policy", policy, "--own", "jmc.example/witness/af", stdin=pasted).code == 0
    assert verify("check", "--policy", policy, "--own", "XX", stdin=pasted).code == 2


def test_a_cosignature_of_the_right_name_and_another_key_is_ignored(log, policy):
    stranger = key_of("jmc.example/witness/pk", seed="stranger")
    pasted = log.note(cosigners=["AF", "TR"]) + note.cosign(log.checkpoint(), stranger, 1)

    answer = verify("check", "--policy", policy, "--json", stdin=pasted)

    assert answer.code == 1
    assert answer.json["checkpoints"][0]["cosigned"].keys() == {"AF", "TR"}
    assert "1 signatures are of keys that the policy does not know: ignored." in answer.text


def test_a_known_witness_with_a_wrong_signature_refuses_the_whole_note(log, policy):
    other = Log(seed=2).fill(20)
    pasted = log.note(cosigners=["AF", "TR", "QA"]) + note.cosign(other.checkpoint(), WITNESS_KEYS["PK"], 1)

    answer = verify("check", "--policy", policy, "--json", stdin=pasted)

    assert answer.code == 1
    assert answer.claims("does not hold") == {"log_signature"}
    assert not answer.claims("holds")
    assert "The cosignature of PK (jmc.example/witness/pk) on this checkpoint is wrong." in answer.text


def test_by_a_wrong_policy_nothing_holds(log, tmp_path):
    forger = key_of(ORIGIN, kind=note.Kind.ED25519, seed="forger")
    wrong = write(tmp_path / "wrong", policy_text(log=forger))
    broken = write(tmp_path / "broken", "log nothing\n")

    answer = verify("check", "--policy", wrong, stdin=log.note(cosigners=FOUR))

    assert answer.code == 1
    assert "as the policy knows it, has not signed this checkpoint" in answer.text
    assert verify("check", "--policy", broken, stdin=log.note()).code == 2
    assert verify("check", stdin=log.note()).code == 2


def test_a_checkpoint_is_compared_with_what_one_cosigned(log, state, tmp_path):
    proof = write(tmp_path / "proof", log.consistency(12, 20))
    newer = log.note(cosigners=FOUR)

    same = verify("check", "--state", state, stdin=log.note(12, cosigners=FOUR))
    unproven = verify("check", "--state", state, stdin=newer)
    proven = verify("check", "--state", state, "--proof", proof, stdin=newer)
    forked = verify("check", "--state", state, "--proof", proof, stdin=Log(seed=2).fill(20).note(cosigners=FOUR))
    other = verify("check", "--state", state, stdin=Log(seed=2).fill(12).note(cosigners=FOUR))

    assert [one.code for one in (same, unproven, proven, forked, other)] == [0, 2, 0, 1, 1]
    assert "newer than the 12 entries that you have cosigned" in unproven.text
    assert "the 20 entries extend the 12 of the same log." in proven.text
    assert "The log signed two different trees of 12 entries" in other.text


def test_an_older_checkpoint_of_a_minute_is_compared_by_a_proof(log, state, tmp_path):
    proof = write(tmp_path / "proof", log.consistency(5, 12))
    root = base64.b64encode(tlog.root_of(log.hashes[:5])).decode()

    holds = verify("check", "--state", state, "--proof", proof, stdin=f"Record: size 5, root {root}")
    unproven = verify("check", "--state", state, stdin=f"{ORIGIN}\n5\n{root}\n")
    wrong = verify("check", "--state", state, "--proof", proof, stdin=f"size 6, root {root}")

    assert [one.code for one in (holds, unproven, wrong)] == [0, 2, 1]
    assert "printed without signatures" in holds.text


def test_a_printed_size_and_root_with_nothing_to_compare_is_not_checked(log):
    answer = verify("check", stdin=log.checkpoint())

    assert answer.code == 2
    assert "there is nothing to compare it with" in answer.text
    assert verify("check", stdin="hello").code == 2


def test_two_delegations_that_were_shown_different_logs_see_it(log, policy, tmp_path):
    ours = write(tmp_path / "ours", log.note(cosigners=FOUR))
    theirs = write(tmp_path / "theirs", Log(seed=2).fill(20).note(cosigners=FOUR))

    answer = verify("check", ours, theirs, "--policy", policy)

    assert answer.code == 1
    assert "show two different trees of 20 entries" in answer.text
    assert verify("check", ours, ours, "--policy", policy).code == 0


@pytest.fixture
def act(log):
    body = {"choice": "approve", "reasons": ""}
    return log.act("verification.vote_cast", subjects=[("case", "JMC-2026-00001")], body=body, by="PK")


def test_a_proof_file_shows_the_act_and_its_place(log, policy, act, tmp_path):
    log.fill(7)
    file = write(tmp_path / "proof", log.proof_file(act))

    answer = verify("check", file, "--policy", policy, "--own", "PK", "--json")

    assert answer.code == 0, answer.text
    assert answer.claims("holds") == {"log_signature", "witnessed", "own_cosignature", "opening", "inclusion"}
    assert f"The act is entry {act} of the 28 entries." in answer.sentences("holds")
    assert answer.json["act"]["body"] == {"choice": "approve", "reasons": ""}
    assert "attested by the server only" in answer.text


@pytest.mark.parametrize("part", ["body", "envelope"])
@pytest.mark.parametrize("what", ["bytes", "salt"])
def test_an_altered_opening_is_refused(log, policy, act, part, what):
    log.openings = [
        one if one[1] != part else (one[0], part, one[2].replace(b'"', b'"x', 1), one[3]) if what == "bytes"
        else (one[0], part, one[2], bytes(32)) for one in log.openings
    ]  # fmt: skip

    answer = verify("check", "--policy", policy, "--json", stdin=log.proof_file(act))

    assert answer.code == 1
    assert "inclusion" in answer.claims("does not hold")
    assert "inclusion" not in answer.claims("holds")


def test_a_proof_of_another_place_is_refused(log, policy, act):
    shifted = log.proof_file(act).replace(f"index {act}", f"index {act - 1}")

    answer = verify("check", "--policy", policy, stdin=shifted)

    assert answer.code == 1
    assert f"The act is not entry {act - 1} of the tree" in answer.text


def test_a_proof_without_opening_needs_the_commitment(log, policy, act):
    file = log.proof_file(act, extra=False)
    commitment = log.entries[act][6:70].decode()

    assert verify("check", "--policy", policy, stdin=file).code == 2
    assert verify("check", "--policy", policy, "--commitment", commitment, stdin=file).code == 0
    assert verify("check", "--policy", policy, "--commitment", "0" * 64, stdin=file).code == 1
    assert verify("check", "--policy", policy, "--commitment", "0" * 64, stdin=log.proof_file(act)).code == 1


def test_a_proof_of_a_log_that_did_not_sign_shows_nothing(log, policy, act):
    forger = key_of(ORIGIN, kind=note.Kind.ED25519, seed="forger")
    head = log.proof_file(act).partition("\n\n")[0]

    answer = verify("check", "--policy", policy, "--json", stdin=f"{head}\n\n{log.note(key=forger)}")

    assert answer.code == 1
    assert not answer.claims("holds")
    assert verify("check", "--policy", policy, stdin=head + "\n").code == 1


def test_a_whole_proof_is_small(log, act):
    log = Log().fill(2000)
    index = log.act("verification.case_opened", subjects=[("case", "JMC-2026-00001")], body={"protocol": 1})
    extra = len(log.proof_file(index)) - len(log.proof_file(index, extra=False))

    assert len(log.proof_file(index)) - extra < 1500
    assert note.open_note(log.note(), [LOG_KEY.verifier])

"""The policy and its versions: what `policy` says, how a state follows a replaced key, what replay finds of enrolments."""

import pytest

from record import note
from record.policy import enrolment_note, policy_text
from tests.verifier.logs import LOG_KEY, WITNESS_KEYS, Log, key_of, private_text, verify, write

SECOND = key_of("jmc.example/witness/pk-2")
THIRD = key_of("jmc.example/witness/pk-3")


def version(*, since=None, log=LOG_KEY, **changed):
    keys = WITNESS_KEYS | changed
    return policy_text(note.vkey_of(log), {code: note.vkey_of(key) for code, key in keys.items()}, since=since)


@pytest.fixture
def second(tmp_path):
    return write(tmp_path / "second.key", private_text(SECOND))


def test_policy_names_the_keys_the_version_and_the_digest_to_compare(tmp_path, desk):
    path = write(tmp_path / "newer", version(since=12))

    answer = verify("policy", path, "--key", desk.key, "--out", tmp_path / "kept", "--json")

    assert answer.code == 0
    assert answer.json["policy"]["since"] == 12
    assert answer.json["policy"]["witnesses"]["QA"] == note.vkey_of(WITNESS_KEYS["QA"])
    assert "This version counts since entry 12 of the log." in answer.sentences("note")
    assert answer.json["policy"]["sha256"] in answer.text
    assert (tmp_path / "kept").read_text() == version(since=12)


def test_policy_without_one_s_own_key_is_not_kept(tmp_path, second):
    path = write(tmp_path / "policy", version())

    answer = verify("policy", path, "--key", second, "--out", tmp_path / "kept")

    assert answer.code == 2
    assert not (tmp_path / "kept").exists()
    assert verify("policy", write(tmp_path / "none", "quorum none\n")).code == 2
    assert verify("policy", "http://127.0.0.1:1").code == 2


@pytest.mark.parametrize("line", ["# since entry x", "# since entry 01", "# since entry -1"])
def test_a_version_is_a_number_as_it_must_be_written(tmp_path, line):
    assert verify("policy", write(tmp_path / "policy", f"{line}\n{version()}")).code == 2


def test_a_checkpoint_of_before_is_said_to_be_of_before(tmp_path, log):
    policy = write(tmp_path / "policy", version(since=20))

    before = verify("check", "--policy", policy, stdin=log.note(cosigners=["AF", "TR", "QA"]))
    after = verify("check", "--policy", policy, stdin=log.fill(1).note(cosigners=["AF", "TR", "QA"]))

    assert "this checkpoint is older" in before.text
    assert "this checkpoint is older" not in after.text


def test_another_delegation_s_new_key_is_followed_by_naming_the_policy(desk, log):
    desk.has_cosigned(log, 7)
    newer = write(desk.folder / "newer", version(since=7, AF=key_of("jmc.example/witness/af-2")))
    desk.carry(log, 20, since=7)

    assert verify("pull", desk.stick, desk.state, "--policy", newer).code == 0
    assert desk.cosign().code == 0


def test_one_s_own_new_key_is_named_once_and_takes_the_memory_over(desk, log, second):
    desk.has_cosigned(log, 7)
    newer = write(desk.folder / "newer", version(since=7, PK=SECOND))
    desk.carry(log, 20, since=7)

    unnamed = verify("pull", desk.stick, desk.state, "--policy", newer)
    named = verify("pull", desk.stick, desk.state, "--policy", newer, "--key", second, "--json")
    former, cosigned = desk.cosign(), verify("cosign", desk.state, "--key", second)

    assert unnamed.code == 2
    assert "name the new one with --key" in unnamed.text
    assert "The 20 entries shown extend the 7 that you have cosigned." in named.sentences("holds")
    assert (former.code, cosigned.code) == (2, 0)


def test_after_a_rotation_the_memory_still_finds_a_fork(desk, log, second):
    desk.has_cosigned(log, 20)
    newer = write(desk.folder / "newer", version(since=7, PK=SECOND))
    desk.carry(Log(seed=2).fill(20))

    answer = verify("pull", desk.stick, desk.state, "--policy", newer, "--key", second)

    assert answer.code == 1
    assert "The log signed two different trees of 20 entries" in answer.text


def test_a_state_does_not_become_another_delegation_s(desk, log):
    desk.has_cosigned(log, 7)
    newer = write(desk.folder / "newer", version(since=7, PK=SECOND))
    other = write(desk.folder / "af.key", private_text(WITNESS_KEYS["AF"]))

    answer = verify("pull", desk.stick, desk.state, "--policy", newer, "--key", other)

    assert answer.code == 2
    assert "by another name" in answer.text


def test_a_state_is_of_one_log_and_goes_back_to_no_older_policy(desk, log):
    desk.has_cosigned(log, 7)
    other = write(desk.folder / "other", version(log=key_of("jmc.example/record-2", kind=note.Kind.ED25519)))
    newer, older = (write(desk.folder / f"since{since}", version(since=since)) for since in (5, 4))

    assert verify("pull", desk.stick, desk.state, "--policy", other).code == 2
    assert verify("pull", desk.stick, desk.state, "--policy", newer).code == 0
    answer = verify("pull", desk.stick, desk.state, "--policy", older)
    assert answer.code == 2
    assert "an older version than the one that your state has" in answer.text


def test_an_enrolment_names_the_keys_of_the_policy_that_vouch_for_it(tmp_path):
    policy = write(tmp_path / "policy", version())
    others = [WITNESS_KEYS[code] for code in ("AF", "TR", "QA")]

    first = verify("check", "--policy", policy, stdin=enrolment_note(SECOND, delegation="PK"))
    vouched = verify("check", "--policy", policy, stdin=replacing("PK", SECOND, *others))
    of_another = replacing("PK", THIRD, WITNESS_KEYS["AF"]).splitlines()[-1]
    damaged = verify("check", "--policy", policy, stdin=f"{replacing('PK', SECOND)}{of_another}\n")

    assert "it can only be a first key" in first.text
    assert first.code == 2
    assert f"your policy has for PK the key {note.vkey_of(WITNESS_KEYS['PK'])}" in first.text
    assert vouched.code == 0
    assert f"The key is for PK, in the place of {note.vkey_of(WITNESS_KEYS['PK'])}." in vouched.text
    assert "the keys that your policy has for AF, QA, TR" in vouched.text
    assert damaged.code == 1
    assert "The signature of jmc.example/witness/af is wrong" in damaged.text


def replacing(code, key, *vouching, former=None):
    """The enrolment of a key in the place of the delegation's first, or of this former one."""
    return enrolment_note(key, *vouching, delegation=code, replaces=note.vkey_of(former or WITNESS_KEYS[code]))


class Enrolments(Log):
    """A log whose acts enrol keys, as the server writes them."""

    def __init__(self):
        super().__init__()
        self.current = {}

    def enrolled(self, code, key, *vouching, proof=None, **more):
        body = {"delegation": code, "vkey": note.vkey_of(key), "is_demonstration": False}
        former, self.current[code] = self.current.get(code), key
        replaces = note.vkey_of(former) if former else None
        proof = enrolment_note(key, *vouching, delegation=code, replaces=replaces) if proof is None else proof
        self.act("record.witness_enrolled", subjects=[("witness", code)], body=body | {"proof": proof} | more, role="")
        return self

    def four(self):
        for code, key in WITNESS_KEYS.items():
            self.enrolled(code, key)
        return self


def checked(log, tmp_path, text=None):
    policy = write(tmp_path / "policy", text or version())
    return verify("check", log.export(tmp_path / "export"), "--policy", policy, "--allow-unwitnessed", "--json")


def test_enrolments_are_judged_from_the_record_alone(tmp_path):
    answer = checked(Enrolments().four().fill(3), tmp_path)

    assert answer.code == 0, answer.text
    assert answer.json["replay"]["recomputed"] == {"witness keys": 4}
    assert "The keys that the policy has for AF, PK, QA, TR are those enrolled last." in answer.sentences("holds")


@pytest.mark.parametrize("vouching", [["PK"], ["AF", "TR", "QA"]])
def test_a_key_is_replaced_by_the_former_one_or_by_three_others(tmp_path, vouching):
    log = Enrolments().four().enrolled("PK", SECOND, *(WITNESS_KEYS[code] for code in vouching))

    assert checked(log, tmp_path, version(since=4, PK=SECOND)).code == 0


@pytest.mark.parametrize("vouching", [[], ["AF", "TR"], ["AF", "AF", "TR"]])
def test_a_key_that_came_in_otherwise_is_a_disagreement(tmp_path, vouching):
    log = Enrolments().four().enrolled("PK", SECOND, *(WITNESS_KEYS[code] for code in vouching))

    answer = checked(log, tmp_path, version(since=4, PK=SECOND))

    assert answer.code == 1
    assert "replaces the key of PK, and neither its former key nor three others signed that" in answer.text


def test_a_former_key_of_another_vouches_for_nobody(tmp_path):
    log = Enrolments().four().enrolled("AF", THIRD, WITNESS_KEYS["AF"])
    log.enrolled("PK", SECOND, *(WITNESS_KEYS[code] for code in ("AF", "TR", "QA")))

    assert checked(log, tmp_path, version(AF=THIRD, PK=SECOND)).code == 1


def test_signatures_for_one_delegation_s_key_serve_no_other(tmp_path):
    """Three vouch for AF's new key; the operator enrols it for PK, whose own signature is among the three."""
    lost = replacing("AF", SECOND, *(WITNESS_KEYS[code] for code in ("PK", "TR", "QA")))

    answer = checked(Enrolments().four().enrolled("PK", SECOND, proof=lost), tmp_path, version(since=4, PK=SECOND))

    assert answer.code == 1
    assert f"what was signed is: for AF, in the place of {note.vkey_of(WITNESS_KEYS['AF'])}." in answer.text
    assert (
        checked(Enrolments().four().enrolled("AF", SECOND, proof=lost), tmp_path, version(since=4, AF=SECOND)).code == 0
    )


def test_a_signature_under_a_replacement_serves_only_in_that_key_s_place(tmp_path):
    log = Enrolments().four().enrolled("PK", SECOND, WITNESS_KEYS["PK"])
    stale = replacing("PK", THIRD, *(WITNESS_KEYS[code] for code in ("AF", "TR", "QA")))

    answer = checked(log.enrolled("PK", THIRD, proof=stale), tmp_path, version(since=5, PK=THIRD))

    assert answer.code == 1
    assert f"in the place of {note.vkey_of(SECOND)}, and what was signed is" in answer.text


@pytest.mark.parametrize(
    ("proof", "words"),
    [
        (enrolment_note(THIRD, delegation="PK"), "another key than the one that the note is about"),
        (
            enrolment_note(SECOND, delegation="PK").replace("witness/pk-2 ", "witness/px-2 "),
            "did not sign its own enrolment",
        ),
    ],
)
def test_an_enrolment_without_its_own_signature_is_a_disagreement(tmp_path, proof, words):
    answer = checked(Enrolments().enrolled("PK", SECOND, proof=proof), tmp_path, version(PK=SECOND))

    assert answer.code == 1
    assert words in answer.text


def test_an_enrolment_without_its_note_could_not_be_checked(tmp_path):
    log = Enrolments()
    body = {"delegation": "PK", "vkey": note.vkey_of(WITNESS_KEYS["PK"]), "is_demonstration": False}
    log.act("record.witness_enrolled", subjects=[("witness", "PK")], body=body)

    answer = checked(log, tmp_path)

    assert answer.code == 2
    assert "without the note by which others could judge it" in answer.text


def test_a_policy_with_a_key_that_no_act_enrolled_does_not_hold(tmp_path):
    answer = checked(Enrolments().four(), tmp_path, version(PK=SECOND))

    assert answer.code == 1
    assert "The policy has a key for PK that no act in the record enrolled." in answer.text


@pytest.mark.parametrize(("since", "key", "word"), [(0, WITNESS_KEYS["PK"], "older"), (9, THIRD, "newer")])
def test_a_policy_of_another_time_than_the_export_is_said_to_be(tmp_path, since, key, word):
    log = Enrolments().four().enrolled("PK", SECOND, WITNESS_KEYS["PK"])

    answer = checked(log, tmp_path, version(since=since, PK=key))

    assert answer.code == 2
    assert f"The policy is {word} than the export" in answer.text

"""A delegation that does not cosign: `refuse` says which tree and why, signed, and `check` reads it to the others."""

import pytest

from record import note
from record.refusal_note import parse_refusal, signer_of_refusal
from tests.verifier.logs import LOG_KEY, ORIGIN, WITNESS_KEYS, Log, key_of, private_text, verify, write

REASON = "Our filing of Monday is not in the record."


def refuse(desk, *more):
    return verify("refuse", desk.state, "--key", desk.key, "--json", *more)


def said(desk):
    text, _, _ = (desk.folder / "state.json.refusal").read_text().partition("\n\n")
    return parse_refusal(f"{text}\n")


def test_refusal_of_a_fork_names_the_tree_and_what_was_found(desk, log):
    desk.has_cosigned(log, 20)
    other = Log(seed=2).fill(20)
    desk.carry(other).pull()

    answer = refuse(desk)

    assert answer.code == 0, answer.text
    refusal = said(desk)
    assert (refusal.kind, refusal.checkpoint) == ("fork", note.parse_checkpoint(other.checkpoint()))
    assert refusal.reason.startswith("The log signed two different trees of 20 entries")
    written = (desk.folder / "state.json.refusal").read_text()
    assert (
        signer_of_refusal(written, witnesses=[WITNESS_KEYS["PK"].verifier, LOG_KEY.verifier])
        == WITNESS_KEYS["PK"].verifier
    )
    assert len(desk.evidence) == 1


@pytest.mark.parametrize(
    ("size", "since", "kind"), [(12, None, "smaller"), (20, None, "unproven"), (20, 9, "inconsistent")]
)
def test_refusal_says_what_kind_of_wrong_was_found(desk, log, size, since, kind):
    desk.has_cosigned(log, 15)
    desk.carry(log, size)
    if since:
        write(desk.stick / "consistency" / "15" / str(size), log.consistency(since, size))
    desk.pull()

    assert refuse(desk).code == 0
    assert said(desk).kind == kind


def test_refusing_what_holds_needs_a_reason(desk, log):
    desk.carry(log).pull()

    without, empty, two_lines, long = (
        refuse(desk, *more) for more in ([], ["--reason", "  "], ["--reason", "a\nb"], ["--reason", "x" * 501])
    )
    given = refuse(desk, "--reason", REASON)

    assert [answer.code for answer in (without, empty, two_lines, long)] == [2, 2, 2, 2]
    assert "Say with --reason why" in without.text
    assert (given.code, said(desk).kind, said(desk).reason) == (0, "declined", REASON)


def test_reason_is_written_in_the_one_spelling_that_is_recorded(desk, log):
    desk.carry(log).pull()

    refuse(desk, "--reason", "cafe\u0301")

    assert said(desk).reason == "caf\u00e9"


def test_others_read_the_refusal_and_only_a_known_witness_s(desk, log):
    desk.carry(log).pull()
    refuse(desk, "--reason", REASON)
    written = (desk.folder / "state.json.refusal").read_text()

    read = verify("check", "--policy", desk.policy, "--json", stdin=written)
    changed = verify("check", "--policy", desk.policy, stdin=written.replace("Monday", "Sunday"))
    stranger = note.Key("jmc.example/witness/x", WITNESS_KEYS["PK"].private, note.Kind.COSIGNATURE)
    forged = verify("check", "--policy", desk.policy, stdin=written.replace("witness/pk", stranger.name))

    assert read.code == 0
    assert read.json["refusal"]["reason"] == REASON
    assert "PK refused at" in read.text
    assert (changed.code, forged.code) == (1, 1)
    assert "whoever wrote it does not hold the key" in changed.text
    assert "No witness that the policy knows has signed this refusal." in forged.text


@pytest.mark.parametrize(
    "change",
    [
        ("\n20\n", "\n020\n"),
        ("declined", "unheard-of"),
        ("time 1", "time 01"),
        ("time ", "Time "),
        (REASON, ""),
        (REASON, f"{REASON} "),
        (REASON, f"{REASON}\nmore"),
        (REASON, "cafe\u0301"),
    ],
)
def test_refusal_that_is_written_otherwise_is_refused(desk, log, change):
    desk.carry(log).pull()
    refuse(desk, "--reason", REASON)
    written = (desk.folder / "state.json.refusal").read_text()
    assert change[0] in written

    answer = verify("check", "--policy", desk.policy, stdin=written.replace(*change))

    assert answer.code == 1, answer.text


def test_nothing_is_refused_before_it_was_pulled_or_with_a_stranger_s_key(desk, log):
    assert refuse(desk).code == 2
    desk.carry(log).pull()
    stranger = write(desk.folder / "stranger.key", private_text(key_of("jmc.example/witness/pk", seed="stranger")))

    answer = verify("refuse", desk.state, "--key", stranger, "--reason", REASON)

    assert answer.code == 2
    assert "not one of the witnesses in the policy" in answer.text
    assert not (desk.folder / "state.json.refusal").exists()


def test_a_refusal_is_no_cosignature_of_the_same_tree(desk, log):
    desk.carry(log).pull()
    refuse(desk, "--reason", REASON)
    line = (desk.folder / "state.json.refusal").read_text().splitlines()[-1]

    answer = verify("check", "--policy", desk.policy, stdin=f"{log.note()}{line}\n")

    assert answer.code == 1
    assert f"{ORIGIN}\n20\n" in log.note()
    assert "The cosignature of PK" in answer.text


def test_a_refused_tree_may_be_cosigned_later(desk, log):
    desk.carry(log).pull()
    refuse(desk, "--reason", REASON)

    assert desk.cosign().code == 0

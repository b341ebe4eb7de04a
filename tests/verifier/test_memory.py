"""What a delegation's own verifier remembers and demands: on the disk first, one at a time, and its own cosignature."""

import json
import subprocess
import sys

import pytest

from tests.verifier.loaded import VERIFIER
from tests.verifier.logs import FOUR, Log, verify, write


def test_no_cosignature_leaves_before_it_is_remembered(desk, log):
    desk.carry(log).pull()
    (desk.folder / "state.json.new").mkdir()  # the disk refuses what would be remembered

    answer = desk.cosign("--out", desk.folder / "line")

    assert answer.code == 2
    assert "The machine refused" in answer.text
    assert not (desk.folder / "line").exists()
    assert "cosignature" not in answer.json
    assert json.loads(desk.state.read_text())["cosigned"] is None


def test_two_runs_at_once_never_cosign_two_branches(desk, log):
    desk.has_cosigned(log, 5)
    branches = [log, Log().fill(5)]
    branches[1].entries += Log(seed=2).fill(15).entries
    sticks = []
    for number, branch in enumerate(branches):
        stick = desk.folder / f"branch{number}"
        write(stick / "checkpoint", branch.note())
        write(stick / "consistency" / "5" / "20", branch.consistency(5, 20))
        sticks.append(stick)

    runs = [
        subprocess.Popen(
            ["sh", "-c", 'python="$1"; shift; for one in 1 2 3; do "$python" -I "$1" pull "$2" "$3"; '
             '"$python" -I "$1" cosign "$3" --key "$4" --out "$2.line$one"; done', "sh",
             sys.executable, str(VERIFIER), str(stick), str(desk.state), str(desk.key)],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )
        for stick in sticks
    ]  # fmt: skip
    errors = [run.communicate(timeout=120)[1] for run in runs]

    assert errors == [b"", b""]
    cosigned = {line.read_text().partition("\n\n")[0] for line in desk.folder.glob("branch*.line*")}
    assert len(cosigned) == 1  # one of them, whichever was first, and never the other
    assert json.loads(desk.state.read_text())["cosigned"].startswith(cosigned.pop())


def test_a_state_demands_one_s_own_cosignature(desk, log, tmp_path):
    desk.has_cosigned(log, 20)

    own, others = (
        verify("check", "--state", desk.state, "--json", stdin=log.note(cosigners=codes)) for codes in (FOUR, FOUR[1:])
    )

    assert own.code == 0
    assert "Your own cosignature (PK) is on it." in own.sentences("holds")
    assert others.code == 2
    assert others.claims("could not be checked") == {"own_cosignature"}
    assert "witnessed" in others.claims("holds")  # three of four: enough for the policy, and not for oneself


def test_another_witness_may_be_demanded_by_name(desk, log):
    desk.has_cosigned(log, 20)

    answer = verify("check", "--state", desk.state, "--own", "TR", "--json", stdin=log.note(cosigners=FOUR[:2]))

    assert answer.claims("does not hold") >= {"own_cosignature"}


def test_a_key_is_made_with_its_enrolment_beside_it(tmp_path):
    made = verify("keygen", "--delegation", "PK", "jmc.example/witness/pk", tmp_path / "pk.key", "--json")

    assert (tmp_path / "pk.key.enrolment").read_text() == made.json["enrolment"]
    (tmp_path / "pk.key").unlink()
    assert verify("keygen", "--delegation", "PK", "jmc.example/witness/pk", tmp_path / "pk.key").code == 2
    assert not (tmp_path / "pk.key").exists()


def test_what_is_no_signed_note_is_not_uploaded(tmp_path):
    stray = write(tmp_path / "note", "hello\n")

    assert verify("upload", stray, "http://127.0.0.1:1").code == 1
    assert verify("upload", tmp_path / "nothing", "http://127.0.0.1:1").code == 2


@pytest.fixture
def older_copy(desk, log):
    """The state as it was at five entries, put back after twenty were cosigned."""
    desk.has_cosigned(log, 5)
    copy = desk.state.read_text()
    desk.carry(log, 20, since=5)
    assert (desk.pull().code, desk.cosign().code) == (0, 0)
    desk.state.write_text(copy)
    desk.carry(log, 20, since=5, checkpoint=log.note(20, cosigners=["PK", "TR"]))
    return desk


def test_what_a_set_back_state_does_not_know_is_not_cosigned(older_copy):
    pulled, cosigned = older_copy.pull(), older_copy.cosign("--out", older_copy.folder / "line")

    assert (pulled.code, cosigned.code) == (1, 1)
    assert "Your own key has cosigned 20 entries, but this state does not know it" in cosigned.text
    assert "Nothing is cosigned." in cosigned.text
    assert not (older_copy.folder / "line").exists()


@pytest.mark.parametrize("names_key", [False, True])
def test_a_lost_state_is_noticed_by_the_key_at_hand(older_copy, names_key):
    older_copy.state.unlink()

    pulled = older_copy.pull(*(["--key", older_copy.key] if names_key else []))
    cosigned = older_copy.cosign()

    assert (pulled.code, cosigned.code) == (int(names_key), 1)
    assert "this state does not know it" in cosigned.text


def test_a_state_lost_for_good_is_begun_anew_by_saying_so(older_copy, log):
    older_copy.state.unlink()
    older_copy.pull()

    said, after = older_copy.cosign("--state-was-lost"), older_copy.cosign()

    assert (said.code, after.code) == (0, 0)
    assert any("what you cosigned in between is lost" in one for one in said.sentences("note"))
    assert older_copy.carry(log, 20, checkpoint=log.note(20, cosigners=["PK"])).pull().code == 0


def test_saying_that_the_state_was_lost_excuses_no_fork(older_copy):
    older_copy.carry(Log(seed=2).fill(20), 20, since=5)
    assert older_copy.pull().code == 1

    assert older_copy.cosign("--state-was-lost").code == 1

"""`check` says that all holds only of what was compared, opened, and witnessed by three; the rest it names."""

import pytest

from tests.verifier.logs import FOUR, Log, policy_text, verify, write


@pytest.fixture
def policy(tmp_path):
    return write(tmp_path / "policy", policy_text())


@pytest.fixture
def log():
    return Log().fill(4)


@pytest.fixture
def fork():
    """Another log of the same name: its second entry is another, and it is longer."""
    fork = Log().fill(1)
    fork.entries += Log(seed=2).fill(5).entries
    return fork


class TestTwoLogs:
    def test_two_exports_of_other_sizes_are_compared_whichever_is_named_first(self, log, fork, policy, tmp_path):
        ours = log.export(tmp_path / "ours" / "export", cosigners=["PK", "TR", "QA"])
        theirs = fork.export(tmp_path / "theirs" / "export", cosigners=["AF", "TR", "QA"])

        answers = [verify("check", *pair, "--policy", policy) for pair in ((ours, theirs), (theirs, ours))]

        assert [one.code for one in answers] == [1, 1]
        assert "export/checkpoint is not the tree that" in answers[0].text
        assert all(" has at 4 entries." in one.text for one in answers)

    def test_two_exports_of_one_log_hold_together(self, log, policy, tmp_path):
        older = log.export(tmp_path / "older")
        newer = Log().fill(4).fill(5).export(tmp_path / "newer")
        assert (newer / "tile/entries/000.p/9").read_bytes().startswith((older / "tile/entries/000.p/4").read_bytes())

        for pair in ((older, newer), (newer, older)):
            answer = verify("check", *pair, "--policy", policy, "--json")
            same = [line["result"] for line in answer.json["lines"] if line["claim"] == "same_log"]
            assert same == ["holds"]
            assert "older/checkpoint is the tree that newer/checkpoint has at 4 entries." in answer.text

    def test_two_checkpoints_of_other_sizes_were_never_compared(self, log, fork, policy, tmp_path):
        ours = write(tmp_path / "ours", log.note(cosigners=["PK", "TR", "QA"]))
        theirs = write(tmp_path / "theirs", fork.note(cosigners=["AF", "TR", "QA"]))

        answer = verify("check", ours, theirs, "--policy", policy, "--json")

        assert answer.code == 2
        assert answer.claims("could not be checked") == {"same_log"}
        assert "they may be of two logs" in answer.text

    def test_a_proof_between_two_checkpoints_compares_them(self, log, fork, policy, tmp_path):
        ours = write(tmp_path / "ours", log.note(cosigners=FOUR))
        longer = Log().fill(9)
        newer = write(tmp_path / "newer", longer.note(cosigners=FOUR))
        theirs = write(tmp_path / "theirs", fork.note(cosigners=FOUR))
        right = write(tmp_path / "right", longer.consistency(4, 9))
        wrong = write(tmp_path / "wrong", fork.consistency(4, 6))

        proven = verify("check", ours, newer, "--policy", policy, "--proof", right)
        unproven = verify("check", ours, theirs, "--policy", policy, "--proof", wrong)

        assert (proven.code, unproven.code) == (0, 2)

    def test_one_checkpoint_beside_another_s_export_is_compared_with_it(self, log, fork, policy, tmp_path):
        ours = write(tmp_path / "ours", log.note(cosigners=FOUR))

        answer = verify("check", ours, fork.export(tmp_path / "theirs"), "--policy", policy)

        assert answer.code == 1
        assert "is not the tree that the export has at 4 entries." in answer.text

    def test_both_may_extend_a_third_and_yet_be_of_two_logs(self, log, fork, policy, tmp_path):
        third = write(tmp_path / "third", log.note(1, cosigners=FOUR))
        ours = log.export(tmp_path / "ours")
        theirs = write(tmp_path / "theirs", fork.note(6, cosigners=FOUR))

        answer = verify("check", third, theirs, ours, "--policy", policy, "--json")

        same = [one for one in answer.sentences("could not be checked") if "were not compared" in one]
        assert [one.partition(" were ")[0] for one in same] == [
            f"{third} (1 entries) and {theirs} (6 entries)",
            f"ours/checkpoint (4 entries) and {theirs} (6 entries)",
        ]

"""`check` says that all holds only of what was compared, opened, and witnessed by three; the rest it names."""

import pytest

from record.note import vkey_of
from record.policy import enrolment_note
from tests.verifier.cases import Story
from tests.verifier.loaded import verifier
from tests.verifier.logs import FOUR, WITNESS_KEYS, Log, policy_text, verify, write


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


class TestWhatOthersWroteOnTheScreen:
    FORGED = (
        "Qa Head\n[holds] FORGED LINE\nEverything that was checked holds.\n\x1b[2J\x7f\x9b8m\u202e\u2066\u2028\u2029x"
    )

    def test_a_name_writes_no_line_of_its_own(self, log, policy):
        index = log.act("verification.vote_cast", by=self.FORGED, body={"choice": "approve"})

        answer = verify("check", "--policy", policy, stdin=log.proof_file(index))

        assert answer.code == 0
        lines = answer.text.split("\n")
        assert "[holds] FORGED LINE" not in lines
        assert lines.count("Everything that was checked holds.") == 1
        (told,) = [line for line in lines if "FORGED LINE" in line]
        assert told.startswith("[holds] The act is verification.vote_cast of ")
        assert "\\u000a[holds] FORGED LINE\\u000a" in told
        assert "\\u001b[2J\\u007f\\u009b8m\\u202e\\u2066\\u2028\\u2029x" in told
        assert not set("\x1b\x7f\x9b\u202e\u2066\u2028\u2029") & set(answer.text)

    def test_nor_does_a_subject_or_the_kind_of_an_act(self, log, policy, tmp_path):
        for _ in range(2):
            log.act("verification.case_opened", subjects=[("case", self.FORGED)], body={"protocol": 1})
        log.act(f"x.{self.FORGED}", body={"a": 1}, is_body_open=False)

        answer = verify("check", log.export(tmp_path / "export"), "--policy", policy)

        assert answer.text.count("FORGED LINE") >= 1
        assert "\n[holds] FORGED LINE" not in answer.text
        assert "\x1b" not in answer.text

    def test_nor_does_a_file_s_name(self, log, policy, tmp_path):
        export = log.export(tmp_path / "export")
        write(export / "openings" / "PK" / "x\n[holds] FORGED LINE", "")

        answer = verify("check", export, "--policy", policy)

        assert "openings/…/x\\u000a[holds] FORGED LINE is no file of openings." in answer.text

    def test_words_of_the_region_s_languages_stay_readable(self):
        written = "می\u200cخواهد وړاندې کول سرحد"

        assert verifier.visible(written) == written


def policy_with(group, quorum="four"):
    return policy_text().replace("group four 3", f"group four {group}").replace("quorum four", f"quorum {quorum}")


class TestWhatWitnessedMeans:
    def test_a_policy_says_how_many_must_have_cosigned(self, policy):
        answer = verify("policy", policy, "--json")

        assert answer.code == 2  # nothing in it is checked without a key
        assert "Witnessed means, by this policy: 3 of 4 have cosigned." in answer.sentences("note")
        assert answer.json["policy"]["fewest"] == 3

    @pytest.mark.parametrize(("group", "quorum", "fewest"), [("any", "four", 1), ("2", "four", 2), ("3", "none", 0),
                                                             ("3", "PK", 1)])  # fmt: skip
    def test_fewer_than_three_are_not_witnesses_enough(self, log, tmp_path, group, quorum, fewest):
        weak = write(tmp_path / "weak", policy_with(group, quorum))

        told = verify("policy", weak, "--json")
        two = verify("check", "--policy", weak, "--json", stdin=log.note(cosigners=["PK", "TR"]))
        accepted = verify("check", "--policy", weak, "--allow-unwitnessed", stdin=log.note(cosigners=["PK", "TR"]))
        four = verify("check", "--policy", weak, "--json", stdin=log.note(cosigners=FOUR))

        assert told.code == 1
        assert f"It calls witnessed what {fewest} of 4 cosigned, and 3 must have: do not use it." in told.text
        assert (two.code, two.claims("could not be checked")) == (2, {"witnessed"})
        assert (accepted.code, four.code) == (0, 0)

    @pytest.mark.parametrize("others", [[], ["AF"]])
    def test_a_commission_with_fewer_witnesses_yet_is_told_so(self, log, tmp_path, others):
        few = {code: WITNESS_KEYS[code] for code in ["PK", *others]}
        young = write(tmp_path / "young", policy_text(witnesses=few).replace(" 3 ", " 1 "))

        answer = verify("policy", young, "--json")

        assert answer.code == 2
        assert f"It has {len(few)} witnesses: until all four" in answer.sentences("could not be checked")[0]

    @pytest.mark.parametrize(
        "letter", ["\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\u00a0", "\u200b", "\u202e"]
    )
    def test_no_letter_but_the_line_feed_ends_a_policy_s_line(self, letter):
        hidden = policy_with("any").replace("quorum four\n", f"# group four 3{letter}quorum four\n")

        with pytest.raises(verifier.Malformed, match="a letter that ends or hides words"):
            verifier.parse_policy(hidden)


def enrol(log, *codes):
    """Each key of the policy comes in by an act that it signed itself."""
    for code in codes:
        key = WITNESS_KEYS[code]
        body = {"delegation": code, "vkey": vkey_of(key), "proof": enrolment_note(key, delegation=code)}
        log.act("record.witness_enrolled", subjects=[("witness", code)], body=body, by="", role="operator")


@pytest.fixture
def told():
    """A log that tells of its four keys, and of a case of which every act can be opened."""
    log = Log()
    enrol(log, *FOUR)
    return Story(log).ruled().final().posted(("PK", "points", 3)).settled().log


class TestWhatWasKeptBack:
    @pytest.fixture
    def check(self, policy, tmp_path):
        return lambda log, **more: verify(
            "check", log.export(tmp_path / "export", **more), "--policy", policy, "--json"
        )

    @pytest.mark.parametrize("reader", FOUR)
    def test_an_export_with_every_opening_holds(self, told, check, reader):
        answer = check(told, reader=reader)

        assert answer.code == 0, answer.text
        assert "policy_keys" in answer.claims("holds")

    @pytest.mark.parametrize("reader", ["PK", "QA"])
    def test_an_export_without_openings_says_that_nothing_was_worked_out(self, told, check, reader):
        answer = check(told, reader=reader, openings=[])

        assert answer.code == 2
        assert answer.claims("could not be checked") == {"withheld", "policy_keys"}
        assert "No act could be opened: no verdict, no posting" in answer.text

    @pytest.mark.parametrize("reader", ["TR", "QA"])
    @pytest.mark.parametrize("last", [1, 5])
    def test_a_mediator_may_read_every_act(self, told, check, reader, last):
        kept = [one for one in told.openings if one[0] < len(told.entries) - last]

        answer = check(told, reader=reader, openings=kept)

        assert answer.code == 2
        sentence = f"{reader} may read every act, and {last} were not opened: ask why they were kept back."
        assert sentence in answer.sentences("could not be checked")

    def test_a_party_may_not(self, told, check):
        answer = check(told.fill(3), reader="PK")

        assert answer.code == 0, answer.text

    def test_an_act_that_enrolled_a_key_is_not_kept_back_from_anybody(self, told, check):
        answer = check(told, reader="PK", openings=[one for one in told.openings if one[0] not in (1, 3)])

        assert answer.code == 2
        assert answer.claims("could not be checked") == {"policy_keys"}
        assert "keys for AF, QA were not opened, though all four may read them." in answer.text

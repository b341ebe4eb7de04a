"""Replay: verdicts from their votes, postings and orders from verdicts, balances from postings; each disagreement named."""

import itertools

import pytest

from record.note import vkey_of
from tests.verifier.cases import APPROVED, Story, digest_of, finding_of, measure_of
from tests.verifier.loaded import verifier
from tests.verifier.logs import FOUR, LOG_KEY, PROTOCOL, Log, verify, write
from verification import tally

NOBODY = dict.fromkeys(FOUR)


@pytest.fixture
def check(tmp_path):
    """Exports a story's log and runs the verifier on it."""
    # The stories enrol no witness's key, so the policy has none: nothing is left unchecked but what a story leaves.
    policy = write(tmp_path / "policy", f"log {vkey_of(LOG_KEY)}\nquorum none\n")

    def run(story, **export):
        folder = story.log.export(tmp_path / "export", **export)
        return verify("check", folder, "--policy", policy, "--allow-unwitnessed", "--json")

    return run


def disagreement(answer):
    """The first sentence of replay that does not hold; the tree and the openings hold."""
    assert answer.code == 1, answer.text
    assert answer.claims("does not hold") <= {"replay", "balances"}, answer.text
    return answer.json["replay"]["disagreements"][0]


def test_the_decision_rule_is_the_servers_for_every_ballot():
    for choices in itertools.product(["approve", "reject", "reserve", None], repeat=4):
        for round_, is_over in itertools.product((1, 2), (False, True)):
            votes = dict(zip(FOUR, choices, strict=True))
            own = verifier.outcome_of(votes, round_=round_, is_time_over=is_over)
            assert own == tally.outcome(votes, round=round_, closed=is_over)


def test_a_whole_case_is_recomputed_from_votes_to_balance(check):
    compensation = measure_of(measure="P7", amount=50_000, currency="USD")
    story = Story().ruled(measures=[measure_of(), compensation]).final()
    story.posted(("PK", "points", 3), ("PK", "USD", 50_000)).ordered(measure_of()).ordered(compensation)

    answer = check(story)

    assert answer.code == 0, answer.text
    replay = answer.json["replay"]
    assert replay["recomputed"] == {"verdicts": 1, "postings": 2, "orders": 2}
    assert replay["balances"] == {"PK": {"points": 3, "USD": 50_000}}
    assert replay["points_in_window"] == {"PK": 3}


def test_points_leave_the_window_after_ninety_days(check):
    story = Story().ruled().final().posted(("PK", "points", 3))
    story.act("verification.comment_sent", {"text": ""}, time="2026-05-29T00:00:00.000000Z")
    in_time = check(story).json["replay"]
    story.act("verification.comment_sent", {"text": ""}, time="2026-05-30T00:00:00.000000Z")

    late = check(story).json["replay"]

    assert (in_time["points_in_window"], late["points_in_window"]) == ({"PK": 3}, {"PK": 0})
    assert late["balances"] == {"PK": {"points": 3}}


def test_mediators_determine_against_the_parties_when_all_have_voted(check):
    votes = APPROVED | {"PK": "reject", "AF": "reserve"}
    story = Story().opened().drafted(class_="without_violation", answerable="none").ballot_opened().voted(votes)

    assert check(story.adopted(votes, outcome="determined").final()).code == 0


@pytest.mark.parametrize(
    ("votes", "stated", "words"),
    [
        (APPROVED | {"PK": "reject"}, "consensus", "give “determined”, and the act says “consensus”"),
        (APPROVED | {"TR": "reject"}, "determined", "give “next_round”, and the act says “determined”"),
        (APPROVED | {"QA": None}, "determined", "was ended before all four had voted or its time had run out"),
        (APPROVED, "acclamation", "which adopts nothing"),
    ],
)
def test_a_verdict_that_its_votes_do_not_give_is_named(check, votes, stated, words):
    story = Story().opened().drafted().ballot_opened().voted(votes).adopted(votes, outcome=stated)

    sentence = disagreement(check(story))

    assert words in sentence
    assert "(verification.verdict_adopted)" in sentence


def test_votes_stated_otherwise_than_cast_are_named(check):
    cast = APPROVED | {"PK": "reject"}

    story = Story().opened().drafted().ballot_opened().voted(cast).adopted(APPROVED)

    sentence = disagreement(check(story))
    assert "ballot 1 of JMC-2026-00001: it states “approve” for PK, and the record has “reject”." in sentence


def test_a_vote_that_was_never_cast_is_named(check):
    cast = {code: "approve" for code in FOUR if code != "AF"}

    story = Story().opened().drafted().ballot_opened().voted(cast).adopted(APPROVED)

    assert "it states “approve” for AF, and the record has “no vote”" in disagreement(check(story))


@pytest.mark.parametrize(
    ("tell", "words"),
    [
        (lambda story: story.vote("PK", "approve").vote("PK", "reject"), "is a second vote of PK in ballot 1"),
        (lambda story: story.vote("PK", "approve", digest="0" * 64), "is a vote on another text"),
        (lambda story: story.vote("PK", "abstain"), "neither approve nor reject nor reserve, but “abstain”"),
        (lambda story: story.vote("PK", "reject", reasons=" "), "is a reject without reasons"),
        (lambda story: story.vote("XX", "approve"), "a vote of nobody who has one"),
        (lambda story: story.ballot_opened(round=2), "while another is open"),
        (lambda story: story.voted(APPROVED).adopted(APPROVED).vote("PK", "reject"), "after ballot 1"),
        (lambda story: story.act("verification.vote_cast", {}, about=[story.about_ballot]), "has no “choice”"),
        (lambda story: story.act("verification.vote_cast", {}, by="PK"), "names no ballot"),
        (lambda story: story.opened(), "opens the case JMC-2026-00001 a second time"),
    ],
)
def test_what_no_ballot_may_hold_is_named(check, tell, words):
    story = Story().opened().drafted().ballot_opened()

    tell(story)

    assert words in disagreement(check(story))


@pytest.mark.parametrize(
    ("terms", "words"),
    [({"round": 2}, "by what went before it is round 1"), ({"digest": "0" * 64}, "is not the finding shown last")],
)
def test_a_ballot_opened_otherwise_is_named(check, terms, words):
    assert words in disagreement(check(Story().opened().drafted().ballot_opened(**terms)))


def test_two_rounds_then_the_principals_then_one_last_ballot(check):
    against = APPROVED | {"TR": "reject"}
    story = Story().opened().drafted().ballot_opened().voted(against).failed(against)
    story.drafted(number=2).ballot_opened(round=2).voted(against).escalated(against)
    story.act("verification.principals_answered", {"text": "one more"})
    story.drafted(number=3).ballot_opened(round=2).voted(against).no_determination(against)

    answer = check(story)

    assert answer.code == 0, answer.text
    done = {"failed rounds": 1, "escalations": 1, "ends without determination": 1}
    assert answer.json["replay"]["recomputed"] == done


def test_a_third_round_is_named(check):
    against = APPROVED | {"TR": "reject"}
    story = Story().opened().drafted().ballot_opened().voted(against).failed(against)
    story.drafted(number=2).ballot_opened(round=2).voted(against).failed(against)

    assert "give “escalated”, and the act says “next_round”" in disagreement(check(story))


def test_a_case_is_escalated_once(check):
    against = APPROVED | {"TR": "reject"}
    story = Story().opened().escalated()
    story.drafted().ballot_opened(round=2).voted(against).escalated(against)

    assert "again means no determination" in disagreement(check(story))


def test_a_reopened_case_begins_its_rounds_anew(check):
    against = APPROVED | {"TR": "reject"}
    story = Story().opened().escalated().act("verification.no_determination_recorded", {"text": ""})
    story.assented("reopen_case", {"new_fact": "found"}).reopened()
    story.drafted().ballot_opened(round=1).voted(against).failed(against)

    assert check(story).code == 0


def test_an_annulled_ballot_counts_for_nothing_but_a_round(check):
    story = Story().opened().drafted().ballot_opened().vote("PK", "approve")
    story.assented("annul_ballot", {"reasons": "x"}).annulled("x")
    story.drafted(number=2).ballot_opened(round=2).voted(APPROVED).adopted(APPROVED)

    assert check(story).code == 0


@pytest.mark.parametrize(("ended_at", "code"), [("04T00:02:59", 1), ("04T00:03:00", 0)])
def test_the_clock_ends_a_ballot_only_after_its_hours(check, ended_at, code):
    votes = NOBODY | {"TR": "approve", "QA": "approve"}
    story = Story().opened().drafted().ballot_opened()  # at 00:03 on the first of the month
    story.voted(votes)

    story.adopted(votes, outcome="determined", by="", role="clock", time=f"2026-03-{ended_at}.000000Z")

    answer = check(story)
    assert answer.code == code, answer.text
    assert ("before its 72 hours had passed" in answer.text) is bool(code)


@pytest.mark.parametrize(
    ("tell", "words"),
    [
        (lambda story: story.final().posted(("PK", "points", 9)), "posts PK 9 points"),
        (lambda story: story.final().posted(("AF", "points", 3)), "the protocol give PK 3 points"),
        (lambda story: story.final().posted(("PK", "points", 3), dated="2026-02-01"), "dated 2026-02-01"),
        (lambda story: story.final().posted(("PK", "points", 3), ("PK", "USD", 9)), "PK 9 USD"),
        (lambda story: story.final().posted(("PK", "points", 3)).posted(("PK", "points", 3)), "give nothing"),
        (lambda story: story.final().posted(("PK", "points", 3), ("PK", "points", -3, 1)), "the review takes back []"),
        (
            lambda story: story.final().posted(("PK", "points", 3)).posted(("PK", "points", -2, 1)),
            "exact counter-posting",
        ),
        (lambda story: story.final().settled(), "nothing in the record posts PK 3 points"),
        (lambda story: story.final(digest="0" * 64), "declares another text final"),
        (lambda story: story.final().final(), "that was final already"),
        (
            lambda story: story.final().posted(("PK", "points", 3)).ordered(measure_of()),
            "does not propose in these words",
        ),
        (lambda story: story.review("forgotten"), "is no outcome of one"),
    ],
)
def test_a_ledger_that_the_verdict_does_not_give_is_named(check, tell, words):
    story = Story().ruled()
    story.at = story.log.time()

    tell(story)

    assert any(words in one for one in check(story).json["replay"]["disagreements"])


def test_points_before_the_verdict_is_final_are_named(check):
    story = Story().ruled()
    story.at = story.log.time()

    assert "give nothing" in disagreement(check(story.posted(("PK", "points", 3))))


def test_an_order_that_is_missing_or_altered_is_named(check):
    final = Story().ruled(measures=[measure_of()]).final().posted(("PK", "points", 3))

    altered = check(final.ordered(measure_of(), due_days=1).settled()).json["replay"]["disagreements"]

    assert "orders P3 of PK, which verdict 1 of JMC-2026-00001 does not propose" in altered[0]
    assert "nothing in the record orders P3 to PK" in altered[1]


def test_what_the_last_transaction_still_owes_is_not_yet_a_disagreement(check):
    answer = check(Story().ruled().final())

    assert answer.code == 2
    assert not answer.json["replay"]["disagreements"]
    assert "nothing in the record posts PK 3 points" in answer.json["replay"]["unclear"][0]


def test_a_reversed_verdict_takes_its_points_back(check):
    story = Story().ruled().final().posted(("PK", "points", 3)).review("reversed").posted(("PK", "points", -3, 1))

    answer = check(story)

    assert answer.code == 0, answer.text
    assert answer.json["replay"]["balances"] == {"PK": {"points": 0}}


def test_a_reversal_that_never_comes_is_named(check):
    story = Story().ruled().final().posted(("PK", "points", 3)).review("reversed").settled()

    assert "reverses its postings (lines 1 of the ledger)" in disagreement(check(story))


def test_a_review_that_upholds_makes_final_what_was_not(check):
    story = Story().ruled()
    story.at = story.log.time()

    answer = check(story.review("upheld").posted(("PK", "points", 3)))

    assert answer.code == 0, answer.text


CHANGE = {
    "incident": "I-7KQ4ZP", "fact": "substantiated", "attribution": "af_forces", "violation_class": "minor",
    "standard": "reasonable_grounds", "answerable": "AF",
}  # fmt: skip
KEPT = measure_of(addressee="AF")


def story_of_a_verdict(**drafted):
    """A final verdict against PK, posted and ordered: two measures, of which a review may withdraw the second."""
    measures = [measure_of(), measure_of(measure="P5")]
    story = Story().opened()
    story.finding = finding_of(story.case, measures=measures)
    story.act("verification.finding_drafted", {"finding": story.finding}, **drafted)
    story.ballot_opened().voted(APPROVED).adopted(APPROVED).final()
    return story.posted(("PK", "points", 3)).ordered(measures[0]).ordered(measures[1])


def varied_to(story, *, digest=None, **changes):
    """The review answers AF in place of PK, and takes the second measure away; then the postings follow."""
    varied = finding_of(story.case, number=2, class_="minor", answerable="AF", measures=[KEPT])
    varied["determinations"][0]["attribution"] = "af_forces"
    varied |= {"reasons": "on review\n\nwhat was seen"} | changes
    story.at = story.log.time()
    body = {"new_verdict": 2, "digest": digest or digest_of(varied), "finding": varied}
    story.review("varied", changes=[CHANGE], withdrawn_measures=[2], new=body)
    story.posted(("PK", "points", -3, 1), dated="2026-03-01")
    story.verdict = 2
    return story


def test_a_varied_verdict_gives_its_own_postings_and_orders(check):
    answer = check(varied_to(story_of_a_verdict()).posted(("AF", "points", 1)).ordered(KEPT))

    assert answer.code == 0, answer.text
    assert answer.json["replay"]["balances"] == {"PK": {"points": 0}, "AF": {"points": 1}}
    assert answer.json["replay"]["recomputed"]["varied verdicts"] == 1


@pytest.mark.parametrize(
    ("posting", "words"),
    [(("AF", "points", 3), "give AF 1 points"), (("PK", "points", 1), "give AF 1 points")],
)
def test_postings_that_the_varied_text_does_not_give_are_named(check, posting, words):
    assert words in disagreement(check(varied_to(story_of_a_verdict()).posted(posting).ordered(KEPT)))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reasons": "on review\n\nwhat was seen and more"}, "is not the former one with the changes that were agreed"),
        ({"measures": []}, "is not the former one with the changes that were agreed"),
        ({"number": 1}, "numbers the varied text 1, which another one has"),
        ({"case": "JMC-2026-00002"}, "a finding of another case"),
        ({"digest": "0" * 64}, "another text than the one whose digest it states"),
    ],
)
def test_a_varied_text_that_was_not_agreed_is_named(check, changes, words):
    story = varied_to(story_of_a_verdict(), **changes).posted(("AF", "points", 1))

    assert words in disagreement(check(story))


@pytest.mark.parametrize(("points", "code"), [(1, 2), (3, 1)])
def test_a_varied_verdict_is_worked_out_though_the_former_text_is_sealed(check, points, code):
    story = varied_to(story_of_a_verdict(is_body_open=False)).posted(("AF", "points", points)).ordered(KEPT)

    answer = check(story)

    assert answer.code == code, answer.text
    assert ("give AF 1 points" in answer.text) is (code == 1)
    assert answer.json["replay"]["recomputed"]["varied verdicts"] == 1


def varied_ten_days_later(story, *, class_="serious", changes=(), measures=None, also=()):
    """A review takes the second measure away, and changes what is named; then the former posting is reversed."""
    varied = finding_of(story.case, number=2, class_=class_, measures=measures or [measure_of()])
    varied["reasons"] = "on review\n\nwhat was seen"
    story.log.minute += 10 * 24 * 60
    story.at = story.log.time()
    body = {"new_verdict": 2, "digest": digest_of(varied), "finding": varied}
    story.review("varied", changes=list(changes), withdrawn_measures=[2], new=body)
    story.posted(("PK", "points", -3, 1), *also, dated="2026-03-01")
    story.verdict = 2
    return story


@pytest.mark.parametrize(("dated", "code"), [("2026-03-01", 0), ("2026-03-11", 1)])
def test_what_a_review_left_as_it_was_keeps_the_date_of_what_it_replaces(check, dated, code):
    story = varied_ten_days_later(story_of_a_verdict()).posted(("PK", "points", 3), dated=dated).ordered(measure_of())

    answer = check(story)

    assert answer.code == code, answer.text
    assert ("give PK 3 points dated 2026-03-01" in answer.text) is (code == 1)


@pytest.mark.parametrize(("dated", "code"), [("2026-03-01", 1), ("2026-03-11", 0)])
def test_what_a_review_changed_bears_the_day_of_the_review(check, dated, code):
    minor = CHANGE | {"attribution": "pk_forces", "answerable": "PK"}
    story = varied_ten_days_later(story_of_a_verdict(), class_="minor", changes=[minor])

    answer = check(story.posted(("PK", "points", 1), dated=dated).ordered(measure_of()))

    assert answer.code == code, answer.text
    assert ("give PK 1 points dated 2026-03-11" in answer.text) is (code == 1)


def test_money_for_what_a_review_left_as_it_was_keeps_its_date(check):
    paid = measure_of(measure="P7", amount=9, currency="USD")
    measures = [paid, measure_of(measure="P5")]
    story = Story().ruled(measures=measures).final().posted(("PK", "points", 3), ("PK", "USD", 9))
    for measure in measures:
        story.ordered(measure)
    varied_ten_days_later(story, measures=[paid], also=[("PK", "USD", -9, 2)])

    answer = check(story.posted(("PK", "points", 3), ("PK", "USD", 9), dated="2026-03-01").ordered(paid))

    assert answer.code == 0, answer.text


def test_a_date_that_rests_on_a_sealed_text_is_not_worked_out(check):
    story = varied_ten_days_later(story_of_a_verdict(is_body_open=False))

    answer = check(story.posted(("PK", "points", 3), dated="2026-03-01").ordered(measure_of()))

    assert answer.code == 2, answer.text
    assert "whether the review changed what was found of I-7KQ4ZP is not known" in answer.text


def test_a_new_protocol_gives_its_own_points(check):
    numbers = verifier.json.loads(PROTOCOL)
    numbers["points"]["serious"] = 5
    log = Log()
    about, by = [("protocol", "2")], {"by": "", "role": "admin"}
    log.act("commission.protocol_drafted", subjects=about, body={"numbers": numbers}, **by | {"by": "first"})
    log.act("commission.protocol_confirmed", subjects=about, body={"numbers": numbers, "drafted_by": "a"}, **by)
    story = Story(log).act("verification.case_opened", {"protocol": 2})
    story.drafted().ballot_opened().voted(APPROVED).adopted(APPROVED).final().posted(("PK", "points", 5))

    assert check(story).code == 0

    unknown = Story().act("verification.case_opened", {"protocol": 7})
    unknown.drafted().ballot_opened().voted(APPROVED).adopted(APPROVED).final().posted(("PK", "points", 5))
    answer = check(unknown)
    assert answer.code == 2
    assert "protocol version 7 is not at hand" in answer.text


def test_sealed_votes_are_counted_and_taken_as_stated(check):
    story = Story().opened().drafted().ballot_opened().voted(APPROVED, is_body_open=False).adopted(APPROVED)

    answer = check(story)

    assert answer.code == 2
    assert "The bodies of 4 acts of the kind verification.vote_cast could not be opened." in answer.sentences("note")
    assert "the vote of PK could not be opened; taken as stated." in answer.text


def test_votes_of_a_ballot_still_open_are_sealed_and_nothing_is_wrong(check):
    story = Story().opened().drafted().ballot_opened().vote("PK", "approve").vote("AF", "reject", is_body_open=False)

    assert check(story).code == 0


@pytest.mark.parametrize(("votes", "code"), [(APPROVED, 2), (APPROVED | {"TR": "reject"}, 1)])
def test_whoever_reads_only_what_was_released_checks_the_votes_as_stated(check, votes, code):
    story = Story().ruled(votes).final()
    released = [one for one in story.log.openings if b"verdict" in one[2]]

    answer = check(story, openings=released, reader="public")

    assert answer.code == code, answer.text
    if code == 1:
        assert "the votes that it states" in disagreement(answer)


def test_the_secretariat_sees_sums_and_cannot_derive_them(check):
    story = Story().ruled().final().posted(("PK", "points", 3))
    posted = story.log.openings[-2:]

    answer = check(story, openings=posted, reader="secretariat")

    assert answer.code == 2
    assert answer.json["replay"]["balances"] == {"PK": {"points": 3}}
    assert "the adoption of verdict 1 is not among what could be opened" in answer.text


@pytest.mark.parametrize(
    ("stated", "difference"),
    [
        ({"PK": {"points": 3}}, None),
        ({"PK": {"points": 4}}, "of PK in points it states 4, and they give 3"),
        ({"PK": {"points": True}}, "of PK in points it states True, and they give 3"),
        ({"PK": {"points": 3, "USD": 0}}, "of PK in USD it states 0, and they give none"),
        ({"AF": {"points": 1}, "PK": {"points": 4}}, "of AF in points it states 1, and they give none"),
        ({}, "of PK in points it states none, and they give 3"),
    ],
)
def test_balances_that_the_server_states_are_compared(tmp_path, check, stated, difference):
    story = Story().ruled().final().posted(("PK", "points", 3))
    write(tmp_path / "export" / "balances" / "PK.json", verifier.canonical_bytes(stated) + b"\n")

    answer = check(story)

    if difference is None:
        assert answer.code == 0, answer.text
        assert "The balances stated to PK are the sums of the postings." in answer.sentences("holds")
    else:
        first = f"The balances stated to PK are not the sums of the postings in the record: {difference}."
        assert answer.sentences("does not hold") == [first]


@pytest.mark.parametrize("stated", [[], {"PK": 3}, {"PK": [["points", 3]]}])
def test_balances_of_another_shape_are_refused(tmp_path, check, stated):
    write(tmp_path / "export" / "balances" / "PK.json", verifier.canonical_bytes(stated))

    answer = check(Story().ruled().final().posted(("PK", "points", 3)))

    assert answer.sentences("does not hold") == ["The balances stated are not written as they must be."]


def test_acts_of_kinds_that_come_later_are_counted_and_passed_over(check):
    story = Story().ruled().act("verification.verdict_praised", {"text": "new"})

    answer = check(story)

    assert answer.code == 0
    assert answer.json["replay"]["acts_that_nothing_follows_from"] == {"verification.verdict_praised": 1}


def test_a_known_act_of_a_foreign_shape_is_named_and_stops_nothing(check):
    story = Story().opened().act("verification.finding_drafted", {"finding": {"case": "JMC-2026-00001", "number": 1}})
    story.finding = {"case": "JMC-2026-00001", "number": 1}
    story.ballot_opened().voted(APPROVED).adopted(APPROVED).final()

    assert "is not written as its kind must be" in disagreement(check(story))


def test_without_the_protocols_file_points_are_not_worked_out(tmp_path, check):
    story = Story().ruled().final().posted(("PK", "points", 3))
    folder = story.log.export(tmp_path / "other")
    (folder / "protocol/1.json").unlink()

    answer = verify("check", folder, "--policy", tmp_path / "policy", "--json")

    assert answer.code == 2
    assert "has no protocol/1.json" in answer.text


def test_two_cases_are_kept_apart(check):
    first = Story().ruled()
    second = Story(first.log, case="JMC-2026-00002").ruled(answerable="AF", class_="minor")
    first.final().posted(("PK", "points", 3))
    second.line = 1
    second.final().posted(("AF", "points", 1))

    answer = check(second)

    assert answer.code == 0, answer.text
    assert answer.json["replay"]["balances"] == {"AF": {"points": 1}, "PK": {"points": 3}}

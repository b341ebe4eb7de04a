"""Replay against an operator who writes acts that the procedure does not know: each is named, and honest ones are not."""

import json

import pytest

from tests.verifier.cases import APPROVED, Story
from tests.verifier.loaded import verifier
from tests.verifier.logs import FOUR, LOG_KEY, PROTOCOL, WITNESS_KEYS, Log, note, policy_text, verify, write

AGAINST = APPROVED | {"TR": "reject"}
NUMBERS = json.loads(PROTOCOL)
LATER = "2026-03-04T01:03:01.000000Z"  # an hour after the 72 of a ballot that was opened at 00:03 on the first


@pytest.fixture
def check(tmp_path):
    """Exports a log and runs the verifier on it."""
    policy = write(tmp_path / "policy", policy_text())

    def run(story, *, protocol=None, **export):
        folder = getattr(story, "log", story).export(tmp_path / "export", **export)
        if protocol:
            (folder / "protocol" / "1.json").write_text(protocol)
        return verify("check", folder, "--policy", policy, "--json")

    return run


def in_ballot(**changes):
    return Story().opened().drafted(**changes).ballot_opened()


def ends_with(answer, code, words):
    """What exit code all but the keys gives (the stories enrol none), and these words in a sentence of that kind."""
    result = {0: "note", 1: "does not hold", 2: "could not be checked"}[code]
    lines = [one for one in answer.json["lines"] if one["claim"] != "policy_keys"]
    assert verifier.Report(lines).exit_code == code, answer.text
    assert any(words in one["sentence"] for one in lines if one["result"] == result), answer.text


# Protocol versions


def version(log, number, *, event="confirmed", by="second", role="admin", **changes):
    about = [("protocol", str(number))]
    body = {"numbers": NUMBERS | changes} | ({"drafted_by": "first"} if event == "confirmed" else {})
    log.act(f"commission.protocol_{event}", subjects=about, body=body, by=by, role=role)


def drafted(log, number, **terms):
    version(log, number, event="drafted", **{"by": "first"} | terms)


@pytest.mark.parametrize(
    ("tell", "code", "words"),
    [
        (lambda log: (drafted(log, 2), version(log, 2)), 0, ""),
        (lambda log: (drafted(log, 2), drafted(log, 3), version(log, 3)), 0, ""),
        (lambda log: (drafted(log, 3), version(log, 3)), 2, "the drafts between the protocol versions 1 and 3"),
        (lambda log: version(log, 2), 2, "the draft of protocol version 2 is not among what could be opened"),
        (lambda log: version(log, 1), 1, "confirms protocol version 1, and version 1 is in effect"),
        (lambda log: (drafted(log, 2), version(log, 2), version(log, 2)), 1, "and version 2 is in effect"),
        (lambda log: (drafted(log, 2), drafted(log, 2)), 1, "drafts protocol version 2 a second time"),
        (lambda log: (drafted(log, 2), version(log, 2, role="clock")), 1, "confirms protocol version 2, and is of no"),
        (lambda log: drafted(log, 2, role="head"), 1, "drafts protocol version 2, and is of no admin"),
        (lambda log: (drafted(log, 2), version(log, 2, by="first")), 2, "and not of a second one?"),
        (lambda log: (drafted(log, 2), version(log, 2, points_window_days=9)), 1, "other numbers than those"),
        (lambda log: (drafted(log, 2, points_window_days=10**13), version(log, 2)), 1, "confirms other numbers"),
        (lambda log: version(log, 2, points_window_days=10**13), 1, "has no window for points from 1 to 1000000"),
    ],
)
def test_a_protocol_version_only_goes_forwards_by_two_admins(check, tell, code, words):
    log = Log()

    tell(log)

    ends_with(check(log), code, words)


@pytest.mark.parametrize(
    ("minutes", "version_of_case", "code", "words"),
    [
        (30, 2, 0, ""),
        (30, 1, 1, "opens a case under protocol version 1, and version 2 is in effect"),
        (0, 1, 2, "just when version 2 was confirmed"),
        (30, 3, 2, "the confirmation of protocol version 3 is not among"),
    ],
)
def test_a_case_is_opened_under_the_version_in_effect(check, minutes, version_of_case, code, words):
    log = Log()
    drafted(log, 2)
    version(log, 2)
    log.minute += minutes

    Story(log).act("verification.case_opened", {"protocol": version_of_case})

    ends_with(check(log), code, words)


# Times


def note_of(log, **times):
    """The signed checkpoint with a cosignature of each delegation at its time."""
    text = log.checkpoint()
    return note.sign_note(text, LOG_KEY) + "".join(
        note.cosign(text, WITNESS_KEYS[one], at) for one, at in times.items()
    )


SECOND_OF_MARCH = 1_772_409_600
CENTURIES = 2**62  # a witness may write what it likes


@pytest.mark.parametrize(
    ("times", "code", "words"),
    [
        ((0, 0, 0), 0, ""),
        ((-86_400, 0, 0), 0, ""),
        ((-3_600, -3_600, -3_600), 1, "later than every cosignature on the log that holds it"),
        ((-3_600, -3_600, CENTURIES), 2, "only one of the witnesses has cosigned later"),
        ((-600, -600, -600), 0, ""),
    ],
)
def test_an_act_is_not_later_than_the_cosignatures_on_it(check, tmp_path, times, code, words):
    story = in_ballot().settled()
    story.act("verification.comment_sent", {"text": ""}, time="2026-03-02T00:00:00.000000Z")
    story.log.note = lambda **_: note_of(
        story.log, **{one: SECOND_OF_MARCH + at for one, at in zip(FOUR, times, strict=False)}
    )

    ends_with(check(story), code, words)


def test_a_clock_of_a_far_year_decides_nothing(check):
    votes = dict.fromkeys(FOUR) | {"TR": "approve", "QA": "approve"}
    story = in_ballot().voted(votes)
    story.adopted(votes, outcome="determined", by="", role="clock", time="2036-01-01T00:00:00.000000Z")

    answer = check(story)

    ends_with(answer, 1, "is dated 2036-01-01T00:00:00.000000Z, later than every cosignature")


def test_a_posting_is_missing_though_the_verdict_became_final_in_the_last_year(check):
    story = Story().ruled()
    body = {"verdict": 1, "digest": story.digest}
    story.act("penalties.verdict_final", body, about=[story.about_verdict], time="2026-12-31T00:00:00.000000Z")

    ends_with(check(story.settled()), 1, "nothing in the record posts PK 3 points")


def test_large_steps_back_in_time_are_told(check):
    story = in_ballot().act("verification.comment_sent", {"text": ""}, time="2026-03-02T00:04:00.000000Z")

    ends_with(check(story.settled()), 0, "step back by up to 1 day")
    ends_with(check(in_ballot().settled()), 0, "")


# Ballots that vanish


def test_a_ballot_that_the_four_votes_decided_is_closed(check):
    story = in_ballot().voted(APPROVED)
    at_the_end = check(story)

    ends_with(check(story.settled()), 1, "Ballot 1 of JMC-2026-00001: all four have voted, and nothing in the record")
    ends_with(at_the_end, 2, "all four have voted")


def test_a_ballot_beyond_its_hours_is_told_and_accuses_nobody(check):
    story = in_ballot().vote("PK", "approve")
    in_time = check(story.act("verification.comment_sent", {"text": ""}, time=LATER.replace("03:01", "03:00")))
    late = check(story.act("verification.comment_sent", {"text": ""}, time=LATER))

    ends_with(in_time, 0, "")
    ends_with(late, 2, "its 72 hours were over at 2026-03-04 00:03 UTC")


@pytest.mark.parametrize(
    ("tell", "code", "words"),
    [
        (lambda story: story.assented("annul_ballot", {"reasons": "x"}).annulled("x"), 0, ""),
        (lambda story: story.annulled("x"), 1, "has no assent of QA to the same words"),
        (lambda story: story.assented("annul_ballot", {"reasons": "y"}).annulled("x"), 1, "no assent of QA"),
        (lambda story: story.assented("reopen_case", {"reasons": "x"}).annulled("x"), 1, "no assent of QA"),
        (lambda story: story.assented("annul_ballot", {"reasons": "x"}, by="TR").annulled("x"), 1, "no assent of QA"),
        (lambda story: story.assented("annul_ballot", {"reasons": " "}).annulled(" "), 1, "no words in “reasons”"),
        (lambda story: story.annulled("x", by="", role="admin"), 1, "not of a head or deputy of TR or QA"),
        (lambda story: story.annulled("x", by="PK"), 1, "not of a head or deputy of TR or QA"),
        (lambda story: story.voted(APPROVED).annulled("x"), 1, "annuls ballot 1 of JMC-2026-00001, in which all four"),
    ],
)
def test_a_ballot_is_annulled_by_both_mediators_alone(check, tell, code, words):
    story = in_ballot()

    tell(story)

    ends_with(check(story.settled()), code, words)


def test_a_ballot_is_annulled_once_in_a_case(check):
    story = in_ballot().assented("annul_ballot", {"reasons": "x"}).annulled("x")
    story.drafted(number=2).ballot_opened(round=2).assented("annul_ballot", {"reasons": "x"}).annulled("x")

    ends_with(check(story), 1, "one was annulled before")


def test_an_assent_is_spent_when_the_case_moves_on(check):
    story = in_ballot().assented("annul_ballot", {"reasons": "x"}).voted(AGAINST).failed(AGAINST)
    story.drafted(number=2).ballot_opened(round=2).annulled("x")

    ends_with(check(story), 1, "has no assent of QA")


def ended(story):
    return story.escalated().act("verification.no_determination_recorded", {"text": "silence"}, by="", role="clock")


FACT = {"new_fact": "found"}


@pytest.mark.parametrize(
    ("tell", "code", "words"),
    [
        (lambda story: ended(story).assented("reopen_case", FACT).reopened(), 0, ""),
        (lambda story: ended(story).reopened(), 1, "has no assent of QA"),
        (lambda story: story.assented("reopen_case", FACT).reopened(), 1, "reopens a case that had not ended"),
        (lambda story: story.reopened(by="", role="clock"), 1, "reopens a case that had not ended"),
        (lambda story: ended(story).reopened(by="", role="clock"), 1, "not of a head or deputy of TR or QA"),
        (lambda story: ended(story).assented("reopen_case", FACT).reopened().reopened(), 1, "that had not ended"),
        (lambda story: story.act("verification.no_determination_recorded", {"text": ""}), 1, "never with the princip"),
    ],
)
def test_a_case_is_reopened_once_it_has_ended_by_both_mediators(check, tell, code, words):
    story = Story().opened().drafted()

    tell(story)

    ends_with(check(story), code, words)


AGREED = {"agreed_text": "peace"}


def test_a_case_is_settled_by_both_parties(check):
    def told(**by):
        story = Story().opened().assented("settle_case", AGREED, by="AF").act("verification.case_settled", AGREED, **by)
        return story.assented("reopen_case", FACT).reopened()

    ends_with(check(told(by="PK")), 0, "")
    ends_with(check(told(by="AF")), 1, "has no assent of PK")
    ends_with(check(told(by="TR")), 1, "is not of a head or deputy of PK or AF")


@pytest.mark.parametrize(
    "tell",
    [
        lambda story: story.escalated(),
        lambda story: story.act("verification.no_determination_recorded", {"text": ""}),
        lambda story: story.assented("settle_case", AGREED, by="AF").act("verification.case_settled", AGREED, by="PK"),
    ],
)
def test_no_act_passes_over_an_open_ballot(check, tell):
    story = in_ballot().vote("PK", "approve")

    tell(story)

    ends_with(check(story), 1, "passes over the open ballot of JMC-2026-00001")


# Who votes


def test_whoever_filed_for_a_mediator_votes_for_none(check):
    story = Story().opened()
    story.act("incidents.incident_registered", {"case": story.case, "reasons": "", "recused": ["QA head"]}, by="TR")
    story.drafted().ballot_opened().vote("TR", "approve")

    others = check(story)

    ends_with(others, 0, "")
    ends_with(check(story.vote("QA", "approve")), 2, "QA head, who votes for QA, has the name of the one who filed")


def vote(story, *, by="PK", role="officer"):
    body = {"choice": "approve", "reasons": "", "digest": story.digest, "ballot": story.ballot}
    return story.act("verification.vote_cast", body, about=[story.about_ballot], by=by, role=role)


def substitute(story, *, by="PK", role="head", delegation="PK"):
    body = {"substitute": {"name": "PK officer", "delegation": delegation}}
    return story.act("verification.substitute_named", body, by=by, role=role)


@pytest.mark.parametrize(
    ("tell", "code", "words"),
    [
        (lambda story: vote(story, role="deputy"), 0, ""),
        (vote, 1, "is a vote of PK officer, who is no head, deputy or named substitute of PK"),
        (lambda story: vote(story, role="admin"), 1, "is a vote of PK admin"),
        (lambda story: vote(story, role="observer"), 1, "is a vote of PK observer"),
        (lambda story: vote(substitute(story)), 0, ""),
        (lambda story: vote(substitute(story), by="AF"), 1, "is a vote of AF officer"),
        (lambda story: vote(substitute(story, by="AF")), 1, "not of the head of that delegation"),
        (lambda story: vote(substitute(story, role="deputy")), 1, "not of the head of that delegation"),
    ],
)
def test_a_vote_is_of_a_head_a_deputy_or_a_named_substitute(check, tell, code, words):
    story = in_ballot()

    tell(story)

    ends_with(check(story), code, words)


HEAD = {"name": "TR head", "delegation": "TR"}


@pytest.mark.parametrize(
    ("event", "body", "code", "words"),
    [
        ("team_named", {"team": [HEAD]}, 2, "TR head, who votes for TR, has the name of the one on the verification"),
        ("rapporteur_named", {"rapporteur": HEAD}, 2, "named rapporteur"),
        ("challenge_decided", {"member": HEAD, "is_upheld": True, "reasons": "x"}, 2, "recused upon a challenge"),
        ("challenge_decided", {"member": HEAD, "is_upheld": False, "reasons": "x"}, 0, ""),
        ("rapporteur_named", {"rapporteur": HEAD | {"name": "TR deputy"}}, 0, ""),
        ("rapporteur_named", {"rapporteur": HEAD | {"delegation": "QA"}}, 0, ""),
    ],
)
def test_a_vote_under_the_name_of_one_recused_is_a_doubt(check, event, body, code, words):
    story = Story().opened().act(f"verification.{event}", body).drafted().ballot_opened().vote("TR", "approve")

    ends_with(check(story), code, words)


# Verdicts that come back


def test_a_verdict_that_a_review_set_aside_becomes_final_no_more(check):
    story = Story().ruled().review("reversed").final().posted(("PK", "points", 3))

    ends_with(check(story), 1, "declares a verdict final that a review had set aside")


# Shapes that no act has


@pytest.mark.parametrize(
    "written", ["2026-99-99T00:00:00.000000Z", "2026-02-31T00:00:00.000000Z", "2026-01-01T24:01:00.000000Z"]
)
def test_a_time_that_there_is_not_ends_no_check(check, written):
    ends_with(check(in_ballot().act("verification.comment_sent", {"text": ""}, time=written)), 1, "none that there is")


def test_a_posting_of_a_day_that_there_is_not_ends_no_check(check):
    story = Story().ruled().final().posted(("PK", "points", 3), dated="2026-02-31")

    ends_with(check(story), 1, "dates line 1 on no day")


@pytest.mark.parametrize(
    ("protocol", "words"),
    [
        ("[" * 100_000, "protocol/1.json is not JSON"),
        (json.dumps(NUMBERS | {"clocks": {"ballot": {"hours": 10**13}}}), "clock has no hours from 1 to 1000000"),
        (json.dumps(NUMBERS | {"clocks": {"ballot": {"hours": -1}}}), "clock has no hours from 1 to 1000000"),
        (json.dumps(NUMBERS | {"points": NUMBERS["points"] | {"minor": 0}}), "points for “minor” from 1 to 1000000"),
    ],
)
def test_a_protocol_that_nobody_could_work_with_ends_no_check(check, protocol, words):
    ends_with(check(in_ballot(), protocol=protocol), 1, words)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"evidence":"log-evidence/v1","held":1,"shown":2}', 1),
        ('{"evidence":' + "[" * 100_000, 2),
        ("{" + '"a":{' * 100_000, 2),
    ],
)
def test_evidence_of_any_shape_ends_no_check(tmp_path, text, code):
    answer = verify("check", write(tmp_path / "evidence", text), "--policy", write(tmp_path / "policy", policy_text()))

    assert answer.code == code, answer.text


@pytest.mark.parametrize("problem", [RecursionError, OverflowError, AttributeError, TypeError])
def test_what_nobody_foresaw_is_a_sentence_of_the_report(problem):
    report = verifier.Report()

    with report.about("form"):
        raise problem("odd")

    assert report.exit_code == 1
    assert f"not written as it must be ({problem.__name__}: odd)" in report.conclusion()

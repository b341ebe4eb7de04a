"""Replay against an operator who writes acts that the procedure does not know: each is named, and honest ones are not."""

import json

import pytest

from tests.verifier.cases import APPROVED, Story, measure_of
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


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({}, 0, ""),
        ({"reasons": "what was not seen"}, 1, "says something else too"),
        ({"measures": [measure_of()]}, 1, "else"),
    ],
)
def test_an_answer_to_the_comments_changes_nothing_else_of_the_text(check, changes, code, words):
    story = Story().opened().drafted()
    story.finding = {**story.finding, "number": 2, "answer_to_comments": "Both were weighed.", **changes}

    story.act("verification.comments_answered", {"finding": story.finding}).ballot_opened()

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


# Finality: who declares it, and when

IN_TIME, OVER = "2026-03-16T00:07:59.999999Z", "2026-03-16T00:08:00.000000Z"  # for a review of a ruled() verdict


def ruled(**opened):
    """A verdict, adopted at 00:08, of which nobody has said anything yet."""
    return Story().opened(**opened).drafted().ballot_opened().voted(APPROVED).adopted(APPROVED)


@pytest.mark.parametrize(
    ("tell", "words"),
    [
        (lambda story: story.final(), ""),
        (lambda story: story.final(by="QA", role="deputy"), ""),
        (lambda story: story.declared_final(time=OVER), ""),
        (lambda story: story.final(by="PK"), "declares verdict 1 of JMC-2026-00001 final, and is of no head or deputy"),
        (lambda story: story.final(role="officer"), "final, and is of no head or deputy of a mediator"),
        (lambda story: story.final(by="", role="clock"), "final, and is of no head or deputy of a mediator"),
        (lambda story: story.declared_final(time=IN_TIME), "final before the 360 hours for a review had"),
        (lambda story: story.declared_final(), "passed, and PK and AF had not waived it"),
        (lambda story: story.waived("PK", "PK").declared_final(), "passed, and AF had not waived it"),
        (
            lambda story: story.waived("PK", "TR").declared_final(),
            "waives the review of verdict 1 of JMC-2026-00001, and",
        ),
        (lambda story: story.waived("PK", "AF", role="deputy").declared_final(), "and is of no head of a party"),
        (
            lambda story: story.requested().declared_final(time=OVER),
            "while the review that was asked for is",
        ),
        (lambda story: story.requested().waived("PK"), "which does not wait for its parties any more"),
        (
            lambda story: story.waived("PK", "AF").requested(by="PK").declared_final(),
            "1 of JMC-2026-00001, which PK had",
        ),
    ],
)
def test_a_verdict_is_final_by_a_mediator_after_the_time_for_review(check, tell, words):
    story = ruled()

    tell(story)
    if not words:
        story.posted(("PK", "points", 3))

    ends_with(check(story), 1 if words else 0, words)


# Reviews: who asks for one, and who concludes it


def final():
    return ruled().final().posted(("PK", "points", 3))


def reversed_by(story, **terms):
    return story.concluded("reversed", **terms).posted(("PK", "points", -3, 1))


def agreed(story, outcome="reversed", *, by="QA", role="deputy", **changes):
    return story.assented("conclude_review", story.conclusion(outcome) | changes, by=by, role=role)


def test_one_act_of_one_mediator_takes_no_points_back(check):
    answer = check(reversed_by(final()))

    wrong = answer.json["replay"]["disagreements"]
    what = "Entry 12 (penalties.review_concluded): concludes the review of verdict 1 of JMC-2026-00001 as “reversed”"
    assert wrong == [
        f"{what}, and no party had asked for one.",
        f"{what}, and has no assent of QA to the same words before it.",
    ]
    ends_with(answer, 1, what)


@pytest.mark.parametrize(
    ("tell", "words"),
    [
        (lambda story: reversed_by(agreed(story.requested())), ""),
        (lambda story: reversed_by(agreed(story.requested(by="PK", role="deputy"), by="TR"), by="QA"), ""),
        (lambda story: reversed_by(agreed(story)), "as “reversed”, and no party had asked for one"),
        (lambda story: reversed_by(agreed(agreed(story.requested())).act("penalties.case_closed")), "no assent of QA"),
        (lambda story: reversed_by(story.requested()), "as “reversed”, and has no assent of QA to the same words"),
        (lambda story: reversed_by(agreed(story.requested(), by="TR")), "no assent of QA to the same words"),
        (lambda story: reversed_by(agreed(story.requested(), "upheld")), "no assent of QA to the same words"),
        (lambda story: reversed_by(agreed(story.requested(), reasons="else")), "no assent of QA to the same words"),
        (lambda story: reversed_by(agreed(story.requested(), withdrawn_measures=[1])), "no assent of QA to the same"),
        (lambda story: reversed_by(agreed(story).requested()), "no assent of QA to the same words"),
        (lambda story: reversed_by(agreed(story.requested()), role="officer"), "and is of no head or deputy of a med"),
        (lambda story: reversed_by(agreed(story.requested()), by="AF"), "and is of no head or deputy of a mediator"),
        (lambda story: reversed_by(agreed(story.requested(), role="officer")), "assents to conclude_review, and is of"),
        (lambda story: agreed(reversed_by(agreed(story.requested()))).concluded("upheld"), "and no party had asked"),
    ],
)
def test_a_review_is_concluded_on_request_by_both_mediators(check, tell, words):
    story = final()

    tell(story)

    ends_with(check(story), 1 if words else 0, words)


@pytest.mark.parametrize(
    ("assenting", "concluding", "words"),
    [
        ("deputy", "deputy", ""),
        ("head", "deputy", "QA head, who concludes the review in JMC-2026-00001 for QA, has the name of one who voted"),
        ("deputy", "head", "TR head, who concludes the review in JMC-2026-00001 for TR, has the name of one who voted"),
    ],
)
def test_a_review_concluded_under_the_name_of_one_who_voted_is_a_doubt(check, assenting, concluding, words):
    story = reversed_by(agreed(final().requested(), role=assenting), role=concluding)

    ends_with(check(story), 2 if words else 0, words)


@pytest.mark.parametrize(
    ("outcome", "time", "role", "code", "words"),
    [
        ("lapsed", "2026-03-16T00:13:00.000000Z", "deputy", 0, ""),
        (
            "lapsed",
            "2026-03-16T00:12:59.999999Z",
            "deputy",
            1,
            "as “lapsed” before the mediators' 360 hours for it had",
        ),
        ("upheld", "2026-03-16T00:13:00.000000Z", "deputy", 1, "as “upheld”, and has no assent of QA"),
        ("lapsed", "2026-03-16T00:13:00.000000Z", "head", 2, "TR head, who concludes the review"),
        ("lapsed", "2026-03-16T00:13:00.000000Z", "officer", 1, "and is of no head or deputy of a mediator"),
    ],
)
def test_one_mediator_says_only_after_its_time_that_a_review_has_lapsed(check, outcome, time, role, code, words):
    story = final().requested()  # at 00:13 on the first

    ends_with(check(story.concluded(outcome, time=time, role=role)), code, words)


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"time": IN_TIME}, ""),
        ({"ground": "procedure", "discovered_on": None}, ""),
        ({"time": OVER}, "1 of JMC-2026-00001 after the 360 hours for it had passed"),
        ({"by": "TR"}, "asks for a review of verdict 1 of JMC-2026-00001, and is of no head or deputy of a party"),
        ({"role": "officer"}, "and is of no head or deputy of a party"),
        ({"ground": "regret"}, "on no ground that there is"),
        ({"discovered_on": None}, "on no ground that there is"),
        ({"discovered_on": "2026-03-02"}, "on a fact discovered on 2026-03-02, a later day"),
    ],
)
def test_a_review_is_asked_for_by_a_party_in_time(check, terms, words):
    ends_with(check(ruled().requested(**terms)), 1 if words else 0, words)


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({}, ""),
        ({"time": "2026-08-31T12:00:00.000000Z"}, ""),
        ({"time": "2026-09-01T00:00:00.000000Z"}, "on a fact discovered on 2026-03-01, more than 183 days before"),
        ({"ground": "procedure"}, "of JMC-2026-00001, which was final, on no new decisive fact"),
    ],
)
def test_a_final_verdict_is_reviewed_only_on_a_new_decisive_fact(check, terms, words):
    ends_with(check(final().requested(**terms)), 1 if words else 0, words)


@pytest.mark.parametrize(
    "tell",
    [
        lambda story: story.requested().requested(by="PK"),
        lambda story: story.review("reopened").posted(("PK", "points", -3, 1)).requested(),
    ],
)
def test_no_review_is_asked_for_of_what_is_under_review_or_stands_no_more(check, tell):
    story = final()

    tell(story)

    ends_with(check(story), 1, "1 of JMC-2026-00001, which is under review already or stands no more")


# A release


def release(story, *, by="TR", subject="JMC-2026-00001/1", digest=None, assent="QA"):
    if assent:
        story.assented("release_verdict", {"verdict": 1}, subject=subject, by=assent)
    body = {"verdict": 1, "digest": digest or story.digest}
    return story.act("penalties.verdict_released", body, about=[story.about_verdict], by=by)


@pytest.mark.parametrize(
    ("tell", "words"),
    [
        (lambda: release(final()), ""),
        (lambda: release(final(), assent=None), "releases verdict 1 of JMC-2026-00001, and has no assent of QA to the"),
        (lambda: release(final(), subject="JMC-2026-00001/2"), "no assent of QA"),
        (lambda: release(final(), by="PK"), "releases verdict 1 of JMC-2026-00001, and is of no head or deputy"),
        (lambda: release(final(), digest="0" * 64), "with another text than the one that was adopted"),
        (lambda: release(ruled()), "which is not final, stands no more, or is under review"),
        (lambda: release(final().requested()), "which is not final, stands no more, or is under review"),
        (
            lambda: release(reversed_by(agreed(final().requested()))),
            "which is not final, stands no more, or is under review",
        ),
    ],
)
def test_a_standing_final_verdict_is_released_by_both_mediators(check, tell, words):
    ends_with(check(tell()), 1 if words else 0, words)


# What the reader could not open is not held against anybody


@pytest.mark.parametrize(
    ("tell", "words"),
    [
        (lambda story: story.declared_final(), "its review_request clock is not known"),
        (lambda story: story.concluded("reversed"), "the request for the review is not among what could be opened"),
        (lambda story: story.requested().concluded("reversed"), "the assent of QA is not among what could be opened"),
        (lambda story: story.requested(), "its review_request clock is not known"),
        (lambda story: release(story.final(), assent=None), "the assent of QA is not among what could be opened"),
    ],
)
def test_what_could_not_be_opened_is_a_doubt(check, tell, words):
    story = ruled(is_body_open=False)

    tell(story)

    answer = check(story)
    assert answer.json["replay"]["disagreements"] == []
    ends_with(answer, 2, words)


def test_a_waiver_whose_words_are_sealed_is_a_doubt(check):
    story = ruled().waived("PK").waived("AF", is_body_open=False).declared_final().posted(("PK", "points", 3))

    ends_with(check(story), 2, "whether AF had waived the review could not be opened")


def test_who_voted_is_a_doubt_where_the_ballot_could_not_be_opened(check):
    story = agreed(ruled().requested()).concluded("reversed")
    case_opened, ballot_opened = 0, 2
    kept = [one for one in story.log.openings if one[0] != ballot_opened and one[:2] != (case_opened, "body")]

    answer = check(story, openings=kept)

    assert answer.json["replay"]["disagreements"] == []
    ends_with(answer, 2, "who voted on the verdict under review in JMC-2026-00001 could not be opened")


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

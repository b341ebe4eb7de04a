"""Who may open what: openings given with the act, given later about a subject, and what a reader then reads."""

from datetime import UTC, datetime, timedelta

import pytest

from record.actions import append, give_openings, give_openings_about, sequence
from record.actor import CLOCK
from record.models import Body, Opening
from record.queries import acts_about, acts_about_any, entries_open_to, opening_of, status_of

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
INCIDENT, CASE = ("incident", "I-7KQ4ZP"), ("case", "JMC-2026-00042")
ALL_FOUR = ["PK", "AF", "TR", "QA"]


def act(*, about=(INCIDENT,), event="incidents.filed", readers=("TR", "QA"), body=None, body_readers=(), at=AT):
    return append(
        event=event,
        actor=CLOCK,
        at=at,
        subjects=list(about),
        envelope_readers=readers,
        body=body,
        body_readers=body_readers,
    )


def test_acts_about_gives_only_what_the_reader_may_open_oldest_first():
    first, second = act(readers=["PK"]), act(readers=["PK", "AF"])
    act(about=[CASE], readers=["PK"])

    assert list(acts_about(*INCIDENT, reader="PK")) == [first, second]
    assert list(acts_about(*INCIDENT, reader="AF")) == [second]
    assert list(acts_about(*INCIDENT, reader="QA")) == []


def test_acts_about_any_gives_an_act_about_both_once():
    both, only_case = act(about=[INCIDENT, CASE]), act(about=[CASE])

    assert list(acts_about_any([INCIDENT, CASE], reader="TR")) == [both, only_case]
    assert list(acts_about_any([], reader="TR")) == []


def test_acts_are_pending_until_signed_and_say_so_without_a_query_each(django_assert_num_queries, log_key):
    acts = [act() for _ in range(4)]
    sequence(limit=2, key=log_key)
    sequence(limit=1)

    with django_assert_num_queries(1):
        found = [(one.entry_index, one.status) for one in acts_about(*INCIDENT, reader="TR")]
    with django_assert_num_queries(1):
        statuses = status_of(acts)

    assert found == [(0, "recorded"), (1, "recorded"), (2, "pending"), (None, "pending")]
    assert [statuses[one.pk] for one in acts] == ["recorded", "recorded", "pending", "pending"]


def test_entries_open_to_a_reader_newest_first_in_two_queries(django_assert_num_queries):
    seen = [act(readers=["PK"]), act(readers=["PK"])]
    act(readers=["AF"])
    sequence(limit=1)

    with django_assert_num_queries(2):
        found = [(opening.act, opening.act.entry_index) for opening in entries_open_to("PK")]

    assert found == [(seen[1], None), (seen[0], 0)]


def test_body_is_sealed_from_a_reader_of_the_envelope_alone():
    vote = act(body={"choice": "approve"}, readers=["PK", "TR"], body_readers=["TR"])

    assert opening_of(vote, reader="TR").body == {"choice": "approve"}
    assert opening_of(vote, reader="PK").body is None
    assert opening_of(vote, reader="PK").envelope["event"] == "incidents.filed"
    assert opening_of(vote, reader="AF") is None


def test_deleted_body_opens_to_nobody():
    testimony = act(body={"source": "a shepherd"}, body_readers=["TR"])

    Body.objects.filter(act=testimony).delete()

    assert opening_of(testimony, reader="TR").body is None


def test_closing_a_ballot_opens_the_votes_and_nothing_else_to_all_four():
    votes = [act(about=[CASE], event="verification.vote_cast", body={"n": n}, body_readers=["TR"]) for n in range(4)]
    draft = act(about=[CASE], event="verification.draft_finding", body={"text": "…"})
    elsewhere = act(event="verification.vote_cast", body={"n": 9})

    given = give_openings_about(*CASE, readers=ALL_FOUR, at=AT, events=["verification.vote_cast"])

    # Of four votes times four readers times two parts, TR had both parts before and QA the envelopes.
    assert given == 32 - 8 - 4
    assert all(opening_of(vote, reader=reader).body == {"n": n} for n, vote in enumerate(votes) for reader in ALL_FOUR)
    assert opening_of(draft, reader="PK") is None
    assert opening_of(elsewhere, reader="PK") is None


def test_openings_are_given_once_however_often_they_are_given():
    act(body={"n": 1}, readers=[])

    assert give_openings_about(*INCIDENT, readers=["PK", "AF"], at=AT) == 4
    assert give_openings_about(*INCIDENT, readers=["AF", "PK", "PK"], at=AT) == 0
    assert Opening.objects.count() == 4


def test_no_opening_is_given_for_a_body_that_never_was():
    bare = act(readers=[])

    assert give_openings([bare], readers=["PK"], at=AT) == 1
    assert list(Opening.objects.values_list("part", flat=True)) == ["envelope"]


def test_envelopes_alone_can_be_given():
    sealed = act(body={"n": 1}, readers=[])

    assert give_openings([sealed], readers=["PK"], at=AT, parts=["envelope"]) == 1
    assert opening_of(sealed, reader="PK").body is None


def test_openings_about_a_subject_can_be_given_from_a_moment_on():
    before, then = act(body={"n": 1}, readers=[]), act(body={"n": 2}, readers=[], at=AT + timedelta(seconds=1))

    given = give_openings_about(
        *INCIDENT, readers=["AF"], at=AT + timedelta(seconds=2), since=AT + timedelta(seconds=1)
    )

    assert given == 2
    assert opening_of(before, reader="AF") is None
    assert opening_of(then, reader="AF").body == {"n": 2}


def test_giving_openings_takes_one_query_however_many_acts(django_assert_num_queries):
    acts = [act(readers=[]) for _ in range(3)]

    with django_assert_num_queries(1):
        assert give_openings(acts, readers=ALL_FOUR, at=AT) == 12

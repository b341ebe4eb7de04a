"""The table of who must know is whole: every event has its row, every clock its audience, every step its words."""

import pytest
from django.utils.translation import override

from commission import law
from commission.words.events import EVENTS
from notices.audience import AUDIENCES, NOBODY_S_DUTY, Nobody, Told, Who, audience_of, clock_ended, clock_reminded
from notices.queries import PEOPLE_OF
from notices.words import READ, STEPS, step_words

CLOCKS = law.clock_rows()


def lines():
    for row in AUDIENCES.values():
        yield from () if isinstance(row, Nobody) else row
    for clock in CLOCKS:
        yield from clock_ended(clock.clock)
        for is_over in (False, True):
            yield from clock_reminded(clock.clock, is_over=is_over)


def test_every_event_has_a_row_and_every_row_an_event():
    assert set(AUDIENCES) == set(EVENTS)


def test_every_event_of_the_law_has_a_row():
    assert {row.event for row in law.rows() if row.event} - set(AUDIENCES) == set()


def test_a_row_tells_somebody_or_says_why_nobody():
    for event, row in AUDIENCES.items():
        assert row.reason if isinstance(row, Nobody) else row, event


def test_what_tells_nobody_gives_nobody_a_turn():
    # Written out, so that a row is not silenced unseen.
    assert {event for event, row in AUDIENCES.items() if isinstance(row, Nobody)} == {
        "vote_cast",
        "votes_revealed",
        "site_note_added",
        "points_posted",
        "member_changed",
        "sector_version_made",
        "crossing_made",
        "crossing_changed",
        "violation_type_made",
        "violation_type_changed",
        "measure_made",
        "measure_changed",
    }


def test_every_audience_can_be_found_and_is_used():
    assert set(PEOPLE_OF) == set(Who)
    assert {line.who for line in lines()} == set(Who)


def test_every_step_has_its_words_and_every_sentence_its_step():
    assert {line.step for line in lines()} == set(STEPS)


def test_no_row_names_an_audience_twice():
    for event, row in AUDIENCES.items():
        names = [line.who for line in (() if isinstance(row, Nobody) else row)]
        assert len(names) == len(set(names)), event


def test_an_unknown_event_is_an_error_not_a_silence():
    with pytest.raises(KeyError):
        audience_of("verification.something_new")


@pytest.mark.parametrize("clock", CLOCKS, ids=lambda row: row.clock)
def test_the_owner_of_a_running_clock_is_reminded(clock):
    expected = () if clock.clock in NOBODY_S_DUTY else (Told(Who.OWNER, "time_runs"),)

    assert clock_reminded(clock.clock, is_over=False) == expected


@pytest.mark.parametrize("clock", CLOCKS, ids=lambda row: row.clock)
def test_an_overdue_end_is_told_to_all_four_and_a_closed_step_is_not(clock):
    ended = clock_ended(clock.clock)

    assert (Told(Who.FOUR) in ended) == clock.at_its_end.startswith("overdue")
    assert (Who.OWNER in {line.who for line in ended}) == (clock.clock not in NOBODY_S_DUTY)


def test_long_after_the_end_the_law_names_whom_to_remind():
    late = [row.clock for row in CLOCKS if "after a further" in row.at_its_end]

    assert sorted(late) == ["admissibility", "draft_finding"]
    assert Told(Who.MEDIATORS_NOT_FILING, "remind_the_other") in clock_reminded("admissibility", is_over=True)
    assert Told(Who.MEDIATORS, "name_another_rapporteur") in clock_reminded("draft_finding", is_over=True)


def test_a_closed_step_gives_the_turn_to_whom_waited_for_it():
    assert Told(Who.TEAM, "submit_report") in clock_ended("reply")
    assert Told(Who.RAPPORTEURS_DELEGATION, "open_ballot") in clock_ended("comment")
    assert Told(Who.MEDIATORS, "declare_final") in clock_ended("review_request")


def test_words_of_steps_are_sentences():
    with override("en"):
        for step in STEPS:
            assert step_words(step)[0].isupper() and step_words(step).endswith((".",)), step
        assert step_words(READ) == "For your information: read it when you can."

"""The tags that show times."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils.translation import override

from monitoring_site.templatetags.times import duration_words, time_left

AT = datetime(2026, 3, 1, 20, 15, 42, tzinfo=UTC)


def rendered(tag, *, time_zone="UTC", **values):
    request = SimpleNamespace(user=SimpleNamespace(time_zone=time_zone))
    with override("en"):
        return Template("{% load times %}" + tag).render(Context({"request": request, "at": AT, **values}))


def test_moment_for_a_reader_in_utc_shows_utc_once():
    shown = rendered("{% moment at %}")

    assert '<bdi dir="ltr">2026-03-01 20:15 UTC</bdi></time>' in shown
    assert 'datetime="2026-03-01T20:15:42+00:00"' in shown


def test_moment_shows_the_reader_s_zone_beside_utc():
    shown = rendered("{% moment at %}", time_zone="Europe/Istanbul")

    assert "2026-03-01 20:15 UTC" in shown
    assert '(<bdi dir="ltr">2026-03-01 23:15 +03:00</bdi>)' in shown


def test_title_of_a_moment_names_both_zones_of_the_line():
    shown = rendered("{% moment at %}")

    assert "Kabul 2026-03-02 00:45 +04:30" in shown
    assert "Islamabad 2026-03-02 01:15 +05:00" in shown


def test_moment_in_every_zone_lists_the_reader_s_zone_once():
    elsewhere = rendered("{% moment_in_every_zone at %}", time_zone="Asia/Qatar")
    on_the_line = rendered("{% moment_in_every_zone at %}", time_zone="Asia/Kabul")

    assert elsewhere.count("<li>") == 4
    assert "Qatar" in elsewhere
    assert on_the_line.count("<li>") == 3


@pytest.mark.parametrize("time_zone", ["Nowhere/Land", "../../etc/passwd", ""])
def test_zone_that_the_server_does_not_know_leaves_utc(time_zone):
    assert "UTC</bdi></time>" in rendered("{% moment at %}", time_zone=time_zone)


def test_moment_for_nobody_shows_utc():
    with override("en"):
        assert "UTC" in Template("{% load times %}{% moment at %}").render(Context({"at": AT}))


def test_no_time_is_a_dash():
    assert rendered("{% moment none %}{% moment_in_every_zone none %}", none=None) == "––"


@pytest.mark.parametrize("language", ["ar", "ps", "ur", "fa-af"])
def test_digits_stay_plain_in_every_language(language):
    with override(language):
        shown = Template("{% load times %}{% moment at %}").render(Context({"at": AT}))

    assert "2026-03-01 20:15 UTC" in shown


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (timedelta(days=2, hours=3, minutes=59), "2 days 3 hours"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=1, minutes=5), "1 day"),
        (timedelta(hours=1, minutes=1), "1 hour 1 minute"),
        (timedelta(minutes=7, seconds=59), "7 minutes"),
        (timedelta(seconds=59), "less than a minute"),
    ],
)
def test_duration_is_told_in_its_two_largest_units(duration, words):
    with override("en"):
        assert duration_words(duration) == words


def test_time_left_before_at_and_after_the_end():
    with override("en"):
        assert time_left(AT, AT - timedelta(hours=26)) == "1 day 2 hours left"
        assert time_left(AT, AT) == "less than a minute left"
        assert time_left(AT, AT + timedelta(minutes=5)) == "overdue by 5 minutes"

"""The environment is understood, or refused with a sentence on how to mend it."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from monitoring_site import database, env


@pytest.mark.parametrize(("word", "meaning"), [("1", True), ("Yes", True), ("off", False), ("", False)])
def test_boolean_reads_yes_and_no(monkeypatch, word, meaning):
    monkeypatch.setenv("DEBUG", word)

    assert env.boolean("DEBUG", default=not meaning) is meaning


def test_boolean_refuses_a_word_that_is_neither(monkeypatch):
    monkeypatch.setenv("DEBUG", "maybe")

    with pytest.raises(ImproperlyConfigured, match="write 1 or 0"):
        env.boolean("DEBUG", default=True)


@pytest.mark.parametrize("text", ["-1", "ten", "1.5", ""])
def test_whole_number_refuses_what_is_none(monkeypatch, text):
    monkeypatch.setenv("EVIDENCE_BYTES_MAX", text)

    with pytest.raises(ImproperlyConfigured, match="write a whole number"):
        env.whole_number("EVIDENCE_BYTES_MAX", default=1)


@pytest.mark.parametrize("text", ["commission.example.org", "ftp://example.org", "http://example.org/a page", ""])
def test_address_refuses_what_is_no_web_address(monkeypatch, text):
    monkeypatch.setenv("SITE_URL", text)

    with pytest.raises(ImproperlyConfigured, match="write the site's address"):
        env.address("SITE_URL", default="http://localhost:8000")


def test_address_ends_without_a_slash(monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://commission.example.org/")

    assert env.address("SITE_URL", default="http://localhost:8000") == "https://commission.example.org"


def test_database_url_wins_over_the_embedded_server(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://jmc:secret@database:6432/commission")

    entry = database.configuration()

    assert (entry["HOST"], entry["PORT"], entry["NAME"], entry["USER"]) == ("database", 6432, "commission", "jmc")


@pytest.mark.parametrize("url", ["", "sqlite:///x", "mysql://a@b/c", "commission"])
def test_database_url_of_another_kind_is_refused(monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)

    with pytest.raises(ImproperlyConfigured, match="names no PostgreSQL"):
        database.configuration()

"""Every sentence of data/ that people read is known to the translators, and every event has its words."""

import ast
import csv

import pytest
from django.utils.translation import override

from commission import law, words
from commission.law import DATA
from commission.models import Delegation
from commission.words import catalogue, clocks, events, sentences
from commission.words.delegations import DELEGATIONS
from tests.architecture.sources import modules

INHERITED = {"", "as above"}


def lines(name):
    with (DATA / name).open(newline="") as file:
        return list(csv.DictReader(file))


def column(name, *columns):
    return {line[column] for line in lines(name) for column in columns} - INHERITED


def test_every_refusal_and_actor_of_the_law_is_registered():
    assert set(sentences.REFUSALS) == column("transitions.csv", "refusal")
    assert set(sentences.ACTORS) == column("transitions.csv", "who")


def test_every_sentence_of_the_clocks_is_registered():
    assert set(sentences.CLOCK_OWNERS) == column("clocks.csv", "owner")
    assert set(sentences.ENDS_OF_CLOCKS) == column("clocks.csv", "at_its_end")
    assert set(clocks.CLOCKS) == column("clocks.csv", "clock")


def test_every_name_of_the_catalogues_is_registered():
    assert set(catalogue.VIOLATION_TYPES) == column("violation_types.csv", "group", "name", "definition")
    assert set(catalogue.MEASURES) == column("measures.csv", "name", "precedent")


@pytest.mark.django_db
def test_delegations_are_named_as_in_the_start_data():
    assert dict(Delegation.objects.values_list("code", "name")) == DELEGATIONS


def test_every_event_of_the_law_has_its_words():
    assert set(events.LAW) == {row.event for row in law.rows() if row.event}


def test_every_event_that_an_act_appends_has_its_words():
    appended = {
        given.value.value.rpartition(".")[2]
        for _path, tree in modules()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        for given in call.keywords
        if given.arg == "event" and isinstance(given.value, ast.Constant)
    }

    assert {"vote_cast", "incident_filed"} <= appended
    assert appended - set(events.EVENTS) == set()


def test_event_words_drop_the_room_of_the_event():
    assert words.event_words("verification.vote_cast") == "Vote cast"


def test_event_without_words_is_shown_as_it_is_called():
    assert words.event_words("rooms.something_new") == "Something new"


def test_owner_of_a_clock_is_a_delegation_or_a_body():
    assert words.owner_words("QA") == "Qatar"
    assert words.owner_words("principals") == "the principals"


def test_the_clock_has_no_seat():
    assert words.role_words("clock") == ""
    with override("en"):
        assert words.role_words("head") == "head"


def test_no_word_of_the_interface_names_the_line_otherwise():
    shown = [*events.EVENTS.values(), *clocks.CLOCKS.values(), *clocks.OWNERS.values()]

    assert not [text for text in shown if "border" in text.lower() or "boundary" in text.lower()]

"""Cases of an installation older than the columns that say since when their clocks run anew: the migration reads the acts."""

from importlib import import_module

import pytest
from django.apps import apps

from tests.factories.procedure import (
    case_at,
    fresh,
    hours_pass,
    member,
    rapporteur_named,
    registered_case,
    with_finding,
)
from verification.actions import cases, persons
from verification.models import Case

pytestmark = pytest.mark.django_db

tell_of = import_module("verification.migrations.0009_anew_as_recorded").tell_of
COLUMNS = ("reopened_at", "rapporteur_relieved_at", "facts_shown_at")


def as_it_was(case, **older):
    """The row as it stood before the migration, and what it must say after."""
    wanted = Case.objects.values(*COLUMNS).get(pk=case.pk)
    Case.objects.filter(pk=case.pk).update(reopened_at=None, rapporteur_relieved_at=None, **older)
    return wanted


def told(case):
    tell_of(apps, None)
    return Case.objects.values(*COLUMNS).get(pk=case.pk)


def removed(case, username):
    challenge = persons.challenge_member(case, challenged=member(username), grounds="Doubt.", by=member("pk.head"))
    for mediator in ("tr.deputy", "qa.deputy"):
        persons.decide_challenge(challenge, is_upheld=True, reasons="Justified.", by=member(mediator))
    return fresh(case)


def test_a_case_that_was_reopened_says_when():
    case = case_at("settled")
    hours_pass(100)
    for mediator in ("tr.head", "qa.head"):
        cases.reopen_case(case, new_fact="The log was found.", by=member(mediator))
    wanted = as_it_was(case)

    assert wanted["reopened_at"] is not None
    assert told(case) == wanted


def test_a_removed_rapporteur_s_text_is_no_longer_the_one_to_vote_on():
    case = with_finding(case_at("deliberation"))
    shown_at = case.facts_shown_at
    wanted = as_it_was(removed(case, "tr.officer"), facts_shown_at=shown_at)

    assert told(case) == wanted
    assert wanted["rapporteur_relieved_at"] is not None and wanted["facts_shown_at"] is None


def test_the_text_that_the_next_rapporteur_showed_stays():
    case = rapporteur_named(removed(with_finding(case_at("deliberation")), "tr.officer"), "tr.deputy")
    wanted = as_it_was(with_finding(case))

    assert told(case) == wanted
    assert wanted["facts_shown_at"] is not None


def test_a_case_of_which_nothing_began_anew_says_nothing():
    case = registered_case()

    assert told(case) == dict.fromkeys(COLUMNS)

"""docs/database-laws.md names every constraint and trigger of our own tables that stands in the database, and no other."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

pytestmark = pytest.mark.django_db

OUR_APPS = ["record", "commission", "incidents", "verification", "penalties", "notices"]


def page() -> str:
    return (settings.BASE_DIR / "docs" / "database-laws.md").read_text()


def laws_of_models() -> set[str]:
    return {
        constraint.name
        for label in OUR_APPS
        for model in apps.get_app_config(label).get_models()
        for constraint in model._meta.constraints
    }


def test_every_constraint_has_its_sentence():
    named = set(re.findall(r"`([a-z0-9_]+)`", page()))

    assert laws_of_models() - named == set()


def choice_columns():
    """Every column of the procedure that holds one of a closed list of words."""
    return [
        (model, field)
        for label in OUR_APPS
        if label != "record"
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.local_fields
        if field.choices
    ]


def known_values(model, field):
    """The values that a law of the database admits for the column, and says nothing else; None where none says."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint) and len(constraint.condition) == 1:
            (child,) = constraint.condition.children
            if isinstance(child, tuple) and child[0] == f"{field.name}__in" and not constraint.condition.negated:
                return set(child[1])
    return None


@pytest.mark.parametrize(("model", "field"), choice_columns(), ids=lambda one: getattr(one, "__name__", str(one)))
def test_every_closed_list_of_words_is_closed_in_the_database_too(model, field):
    words = {value for value, _label in field.flatchoices}

    assert known_values(model, field) == words | ({""} if field.blank else set())


def test_every_trigger_is_named_by_itself_or_by_its_table():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname, tgrelid::regclass::text, tgenabled FROM pg_trigger WHERE NOT tgisinternal")
        triggers = [row for row in cursor.fetchall() if row[1].split("_")[0] in OUR_APPS]

    named = set(re.findall(r"`([a-z0-9_]+)", page()))
    assert [name for name, table, _enabled in triggers if name not in named and table not in named] == []
    assert {enabled for _name, _table, enabled in triggers} == {"A"}, "every trigger is enabled ALWAYS"


def test_every_row_of_the_page_is_a_law_that_stands():
    rows = [line.split("|")[1] for line in page().splitlines() if line.startswith("| `")]
    on_page = {name for row in rows for name in re.findall(r"`([a-z0-9_]+)`", row)}

    assert on_page - laws_of_models() == set()

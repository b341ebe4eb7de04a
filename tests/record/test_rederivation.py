"""The record worked out again inside the server: nothing to say of an honest one, and a sentence for every change."""

import pytest
from django.db import connection, transaction

from record.actions import register_log_key
from record.models import Body, Checkpoint
from record.rederivation import differences_of_acts, differences_of_log
from tests.record.logs import act, cosigned, signed
from tests.reports.rows import as_superuser

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(log_key, enrolled, settings):
    """A log of 300 entries with two checkpoints, cosigned, and one act pending."""
    register_log_key(log_key)
    signed(200, key=log_key)
    for _ in range(6):
        act(body={"text": "شواہد"}, body_readers=["PK"])
    cosigned(signed(90, key=log_key), *enrolled.values())
    act()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def found(settings):
    return [*differences_of_log(released_folder=settings.RECORD_RELEASED_FOLDER), *differences_of_acts()]


def test_honest_record_has_no_differences(log, settings):
    assert found(settings) == []


CHANGES = [
    (
        "record_entry",
        "UPDATE record_entry SET body = 'x' WHERE index = 7",
        ["Entry 7 holds something else", "The first 204 entries are not those", "The first 300 entries are not those"],
    ),
    (
        "record_entry",
        "DELETE FROM record_entry WHERE index = 299",
        ["of 300 entries was signed, and the log has fewer"],
    ),
    ("record_entry", "DELETE FROM record_entry WHERE index = 7", ["Entry 7 is missing", "has no entry"]),
    (
        "record_checkpoint",
        "UPDATE record_checkpoint SET root = sha256('x') WHERE size = 300",
        ["not those that were signed", "signed with another size or root"],
    ),
    (
        "record_checkpoint",
        "UPDATE record_checkpoint SET note = replace(note, E'\\n300\\n', E'\\n299\\n') WHERE size = 300",
        ["300 entries is not signed by the log", "cosignature of PK on the checkpoint of 300 entries is not theirs"],
    ),
    ("record_subtree", "UPDATE record_subtree SET root = sha256('x')", ["The stored hash 0 of level 1"]),
    ("record_subtree", "DELETE FROM record_subtree", ["The stored hash 0 of level 1"]),
    (
        "record_cosignature",
        "UPDATE record_cosignature SET line = (SELECT max(line) FROM record_cosignature)",
        ["is not theirs"],
    ),
    (
        "record_act",
        "UPDATE record_act SET event = 'x' WHERE id = (SELECT min(id) FROM record_act)",
        ["is shown otherwise than it was sealed"],
    ),
    (
        "record_act",
        "UPDATE record_act SET envelope = 'x' WHERE id = (SELECT min(id) FROM record_act)",
        ["is not that of its envelope", "is not written as it must be"],
    ),
    (
        "record_subject",
        "DELETE FROM record_subject WHERE id = (SELECT min(id) FROM record_subject)",
        ["is shown otherwise than it was sealed"],
    ),
    ("record_inbox", "DELETE FROM record_inbox", ["has no entry, and none is pending"]),
    (
        "record_inbox",
        "INSERT INTO record_inbox (body, commitment) SELECT body, commitment FROM record_entry WHERE index = 0",
        ["is in the log and pending as well"],
    ),
    (
        "record_inbox",
        "INSERT INTO record_inbox (body, commitment) VALUES ('x', sha256('x'))",
        ["is of no act that the database holds"],
    ),
    ("record_body", "UPDATE record_body SET body = 'x'", ["is not that of its bytes"]),
    (
        "record_body",
        "UPDATE record_body SET body = 'x', commitment = sha256(salt || 'x'::bytea)",
        ["is not the one that its envelope commits to"],
    ),
]


@pytest.mark.parametrize(("table", "statement", "sentences"), CHANGES)
def test_every_change_of_a_row_has_its_sentence(log, settings, table, statement, sentences):
    as_superuser(table, statement)

    differences = found(settings)

    assert [sentence for sentence in sentences if not any(sentence in one for one in differences)] == [], differences


def test_body_that_was_deleted_to_protect_someone_is_no_difference(log, settings):
    Body.objects.all().delete()

    assert found(settings) == []


def test_released_checkpoint_that_the_database_does_not_hold_is_named(log, settings, log_key):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        newer = signed(5, key=log_key)
        raise ZeroDivisionError
    settings.RECORD_RELEASED_FOLDER.mkdir(parents=True)
    (settings.RECORD_RELEASED_FOLDER / "checkpoint").write_text(newer.note)

    assert not Checkpoint.objects.filter(size=newer.size).exists()
    assert ["was released, and the database does not hold" in one for one in found(settings)] == [True]

"""Business rows against acts: an honest file agrees, and every row changed, added or removed is named."""

from io import StringIO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.db import connection

from record.actions import register_log_key, sequence
from record.note import Key
from reports.rows_and_acts import differences_of_rows
from tests.factories.penalties import case_in_review, concluded, final_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(settings, tmp_path):
    """A final verdict with its penalty, and one reversed on review; the record is signed."""
    settings.RECORD_RELEASED_FOLDER = tmp_path / "released"
    key = Key(settings.RECORD_ORIGIN, Ed25519PrivateKey.generate())
    final_case(violation_class="serious", measure="P3")
    concluded(case_in_review(final_case()), "reversed")
    register_log_key(key)
    sequence(key=key)


def as_superuser(table, statement):
    """The row is changed by whoever owns the server."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'", [table])
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        cursor.execute(statement)
        assert cursor.rowcount > 0


def test_honest_file_agrees_with_its_record(file):
    output = StringIO()

    call_command("verify_record", stdout=output)

    assert "agrees with itself and with the database" in output.getvalue()


CHANGES = [
    ("verification_vote", "UPDATE verification_vote SET choice = 'reserve' WHERE delegation_id = 'AF'", "Vote"),
    ("verification_vote", "DELETE FROM verification_vote WHERE delegation_id = 'QA'", "Vote"),
    ("verification_verdict", "UPDATE verification_verdict SET adoption = 'varied'", "Verdict"),
    ("verification_ballot", "UPDATE verification_ballot SET digest = sha256('x')", "Ballot"),
    ("verification_reply", "UPDATE verification_reply SET text = 'we agree' WHERE sent_at IS NOT NULL", "Reply"),
    (
        "verification_case",
        "UPDATE verification_case SET reference = 'JMC-2026-99999' WHERE id = (SELECT max(id) FROM verification_case)",
        "Case",
    ),
    ("penalties_posting", "UPDATE penalties_posting SET amount = 1 WHERE amount = 3", "Posting"),
    ("penalties_posting", "DELETE FROM penalties_posting WHERE reverses_id IS NOT NULL", "Posting"),
    (
        "penalties_posting",
        "INSERT INTO penalties_posting (party_id, unit, amount, verdict_id, determination_id, dated, posted_at) "
        "SELECT 'PK', 'USD', 9, verdict_id, determination_id, dated, posted_at FROM penalties_posting LIMIT 1",
        "Posting",
    ),
    ("penalties_penalty", "UPDATE penalties_penalty SET addressee_id = 'PK'", "Penalty"),
    ("penalties_review", "DELETE FROM penalties_review", "Review"),
    (
        "incidents_incident",
        "UPDATE incidents_incident SET filed_digest = sha256('x') WHERE filed_at IS NOT NULL",
        "Incident",
    ),
]


@pytest.mark.parametrize(("table", "statement", "kind"), CHANGES)
def test_every_changed_row_is_named(file, table, statement, kind):
    assert list(differences_of_rows()) == []
    as_superuser(table, statement)

    differences = list(differences_of_rows())

    assert differences
    assert any(difference.startswith(f"{kind} ") for difference in differences), differences
    assert all("stands in the" in difference for difference in differences)


def test_command_fails_where_anything_differs(file):
    as_superuser("penalties_posting", "UPDATE penalties_posting SET amount = 1 WHERE amount = 3")
    output = StringIO()

    with pytest.raises(CommandError, match="2 things differ"):
        call_command("verify_record", stdout=output)

    assert "and no act of the record says so" in output.getvalue()

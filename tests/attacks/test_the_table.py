"""The table of docs/verification.md has every attack, in its order; each attack's own test compares its rows."""

from pathlib import Path

from tests.attacks.table import ATTACKS, DOCUMENT, rows_of


def test_document_has_every_attack_and_no_other():
    assert tuple(rows_of(DOCUMENT.read_text())) == ATTACKS


def test_every_attack_of_the_table_is_made_by_a_test():
    tests = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))

    assert [attack for attack in ATTACKS if f'"{attack}"' not in tests] == []

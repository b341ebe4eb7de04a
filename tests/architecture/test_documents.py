"""Documents that are printed from the law are as the law is."""

import copy
import json

import pytest
from django.conf import settings

from commission import law
from commission.law import DATA
from verification.drawing import page
from verification.procedure_tables import TABLES, tables_in, with_tables

DOCUMENTS = settings.BASE_DIR / "docs"


@pytest.fixture
def numbers():
    return json.loads((DATA / "protocol_1.json").read_text())


@pytest.fixture
def procedure():
    return (DOCUMENTS / "procedure.md").read_text()


def test_case_states_page_is_fresh():
    written = (DOCUMENTS / "case-states.md").read_text()

    assert written == page(), "run `manage.py draw_case_states`"


def test_procedure_tables_are_fresh(procedure, numbers):
    assert procedure == with_tables(procedure, numbers=numbers), "run `manage.py draw_procedure`"


def test_procedure_shows_every_table_once(procedure):
    assert sorted(tables_in(procedure)) == sorted(TABLES)


def test_procedure_tables_have_every_row_of_the_law(numbers):
    acts = [TABLES[name](numbers).splitlines() for name in TABLES if name.startswith("acts")]

    assert len(TABLES["clocks"](numbers).splitlines()) - 2 == len(law.clock_rows())
    assert sum(len(lines) - 2 for lines in acts) == len(law.rows())


def leaves(value, path=()):
    if isinstance(value, (dict, list)):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        return [leaf for key, one in pairs for leaf in leaves(one, (*path, key))]
    return [path]


def changed(numbers, path):
    other = copy.deepcopy(numbers)
    place = other
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = "P2" if isinstance(place[path[-1]], str) else place[path[-1]] + 1
    return other


def test_procedure_shows_every_number_of_the_protocol(procedure, numbers):
    """Changing any one number makes the page stale; the sectors' tolerance is a matter of maps, not of procedure."""
    shown = with_tables(procedure, numbers=numbers)
    unseen = [path for path in leaves(numbers) if with_tables(shown, numbers=changed(numbers, path)) == shown]

    assert unseen == [("sector_tolerance_m",)]

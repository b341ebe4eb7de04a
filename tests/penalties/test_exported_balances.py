"""Balances beside an export: what the ledger's page states of the exported entries, and the verifier's own sums."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command
from django.urls import reverse

from penalties.models import Posting
from record.actions import register_log_key, sequence
from record.note import Key
from tests.attacks.superuser import as_superuser
from tests.factories.penalties import final_case
from tests.verifier.logs import verify

pytestmark = pytest.mark.django_db

HOLDS = "The balances stated to PK are the sums of the postings."


@pytest.fixture
def log_key(settings):
    key = Key(settings.RECORD_ORIGIN, Ed25519PrivateKey.generate())
    register_log_key(key)
    return key


@pytest.fixture
def exported(tmp_path):
    """`exported("PK")`: the balances that the export states to PK, or None."""

    def export(reader):
        folder = tmp_path / reader
        call_command("export_record", str(folder), reader=[reader])
        path = folder / "balances" / f"{reader}.json"
        return json.loads(path.read_text()) if path.exists() else None

    return export


def balances_found(tmp_path):
    """What the verifier says of the balances stated to PK."""
    answer = verify("check", tmp_path / "PK", "--json", "--allow-unwitnessed")
    lines = [line for line in answer.json["lines"] if line["claim"] == "balances" and line["result"] != "note"]
    return [(line["result"], line["sentence"]) for line in lines]


def test_export_states_to_each_reader_of_the_ledger_what_its_page_shows(exported, tmp_path, client_of, cast, log_key):
    final_case(violation_class="serious")
    sequence(key=log_key)

    stated = {reader: exported(reader) for reader in ("PK", "secretariat", "public")}

    shown = client_of(cast.pk_head).get(reverse("ledger")).context["ledgers"]
    assert stated["PK"] == {one.party.pk: dict(one.balances) for one in shown if one.balances} == {"AF": {"points": 3}}
    assert stated["secretariat"] == stated["PK"]
    assert stated["public"] is None
    assert balances_found(tmp_path) == [("holds", HOLDS)]


def test_posting_that_is_still_pending_is_not_stated_beside_a_log_without_it(exported, tmp_path, log_key):
    final_case(violation_class="serious")
    sequence(key=log_key)
    final_case(violation_class="serious")

    before = exported("PK")
    found = balances_found(tmp_path)
    sequence(key=log_key)
    after = exported("PK")

    assert (before, after) == ({"AF": {"points": 3}}, {"AF": {"points": 6}})
    assert found == balances_found(tmp_path) == [("holds", HOLDS)]


def test_posting_whose_act_never_comes_into_the_log_is_stated_and_found(exported, tmp_path, log_key):
    final_case(violation_class="serious")
    as_superuser(
        "record_inbox",
        "DELETE FROM record_inbox WHERE commitment IN (SELECT commitment FROM record_act WHERE event = 'penalties.points_posted')",
    )
    sequence(key=log_key)

    exported("PK")

    assert Posting.objects.get().amount == 3
    difference = "of AF in points it states 3, and they give none"
    sentence = f"The balances stated to PK are not the sums of the postings in the record: {difference}."
    assert balances_found(tmp_path) == [("does not hold", sentence)]

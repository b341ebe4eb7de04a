"""What a filer took out after a return: for its delegation and the mediators, never for the other party."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings as django_settings
from django.core.management import call_command
from django.urls import reverse

from incidents.actions import file_incident, save_draft
from incidents.drafting import DraftContent
from record.actions import register_log_key, sequence
from record.models import Act
from record.note import Key
from record.queries import opening_of
from reports.rows_and_acts import differences_of_rows
from tests.factories.incidents import filed_incident
from tests.reports.rows import recorded_cast
from tests.verifier.logs import verify_alone
from verification.actions import registration

pytestmark = pytest.mark.django_db

FIRST, SECOND = "Our man in the village saw it.", "It was seen from the post."
MISSING = "Say who saw it, and not by the name of a village."
TEXTS = (FIRST, MISSING, SECOND)


def filed_twice(cast, *, filer="pk"):
    incident = filed_incident(by=cast[f"{filer}_head"], narrative=FIRST)
    registration.return_incident(incident, missing=MISSING, by=cast.qa_head)
    save_draft(incident, content=DraftContent(fields={"narrative": SECOND}), by=cast[f"{filer}_officer"])
    return file_incident(incident, by=cast[f"{filer}_head"])


def acts_of(incident):
    return list(Act.objects.about([incident.subject]).order_by("pk"))


def texts_opened(incident, reader):
    """Which of the three texts the reader may open, in the acts about the incident."""
    opened = [opening_of(act, reader=reader) for act in acts_of(incident)]
    written = json.dumps([one.body for one in opened if one is not None])
    return [text for text in TEXTS if text in written]


@pytest.mark.parametrize("filer", ["pk", "af", "tr"])
def test_party_that_did_not_file_opens_the_filing_that_was_registered_and_none_before(cast, filer):
    incident = filed_twice(cast, filer=filer)
    registration.register_incident(incident, by=cast.qa_deputy)

    for reader in ("PK", "AF"):
        assert texts_opened(incident, reader) == (list(TEXTS) if reader == filer.upper() else [SECOND])
    for mediator in ("TR", "QA"):
        assert texts_opened(incident, mediator) == list(TEXTS)


def test_party_knows_of_every_act_and_opens_all_since_the_last_filing(cast):
    incident = filed_twice(cast)
    registration.declare_inadmissible(incident, reasons="Out of scope.", by=cast.qa_head)
    registration.object_to_inadmissibility(incident, by=cast.tr_head)

    opened = [(act.event.partition(".")[2], opening_of(act, reader="AF")) for act in acts_of(incident)]

    assert [(verb, one.body is not None) for verb, one in opened] == [
        ("incident_filed", False),
        ("incident_returned", False),
        ("incident_filed", True),
        ("incident_declared_inadmissible", True),
        ("inadmissibility_objected", True),
    ]


def test_pages_and_proofs_of_earlier_filings_keep_them_sealed(cast, client_of):
    incident = filed_twice(cast)
    registration.register_incident(incident, by=cast.qa_head)
    sequenced()

    first, returned, second = acts_of(incident)[:3]
    for seat in ("pk.head", "tr.officer"):
        assert FIRST in shown(client_of(cast[seat]), first) and MISSING in shown(client_of(cast[seat]), returned)
    other = client_of(cast.af_head)
    for act in (first, returned):
        assert not [text for text in TEXTS if text in shown(other, act)]
        assert "Sealed" in other.get(act.get_absolute_url()).text
    assert SECOND in shown(other, second)


def test_page_of_the_incident_gives_the_words_of_a_return_to_filer_and_mediators_alone(cast, client_of):
    incident = filed_twice(cast)
    registration.register_incident(incident, by=cast.qa_head)

    pages = {
        seat: client_of(cast[seat]).get(incident.get_absolute_url()).text
        for seat in ("pk.observer", "af.head", "tr.head", "qa.head")
    }

    assert [seat for seat, text in pages.items() if MISSING in text] == ["pk.observer", "tr.head", "qa.head"]
    assert SECOND in pages["af.head"]


def test_export_for_the_other_party_holds_the_filing_that_was_registered_alone(cast, tmp_path):
    incident = filed_twice(cast)
    registration.register_incident(incident, by=cast.qa_head)
    sequenced()
    folder = tmp_path / "export"

    call_command("export_record", str(folder), reader=["PK", "AF"])

    assert exported_texts(folder, "AF") == [SECOND]
    assert exported_texts(folder, "PK") == list(TEXTS)
    answer = verify_alone("check", "--json", "--policy", folder / "policy", "--reader", "AF", folder)
    assert "openings" in answer.claims("holds") and not answer.claims("does not hold"), answer.json


def test_rows_agree_with_the_acts_although_a_party_opens_only_the_last_filing(cast):
    recorded_cast(cast)
    incident = filed_twice(cast)

    registration.register_incident(incident, by=cast.qa_head)

    assert list(differences_of_rows()) == []


def sequenced():
    key = Key(django_settings.RECORD_ORIGIN, Ed25519PrivateKey.generate())
    register_log_key(key)
    sequence(key=key)


def shown(client, act):
    """The act's own page, and what the proof file opens."""
    proof = client.get(reverse("record_proof", args=[act.pk])).content.decode()
    extra = json.loads(base64.b64decode(proof.split("extra ")[1].split("\n")[0]))
    body = base64.b64decode(extra["body"]["bytes"]).decode() if extra["body"] else ""
    return client.get(act.get_absolute_url()).text + body


def exported_texts(folder, reader):
    lines = [line for path in (folder / "openings" / reader).iterdir() for line in path.read_text().splitlines()]
    written = "".join(base64.b64decode(json.loads(line)["b"]).decode() for line in lines)
    return [text for text in TEXTS if text in written]

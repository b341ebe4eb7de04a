"""What the record's tests share: a log with a key and a release of its own, and four witnesses."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from record.actions import enrol_witness
from record.actor import Actor
from record.note import Key, Kind, vkey_of
from record.policy import enrolment_note

ADMIN = Actor(name="Admin One", role="admin", delegation="")


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """No test touches the keys and the release of the checkout."""
    settings.RECORD_LOG_KEY_FILE = tmp_path / "keys" / "log.key"
    settings.RECORD_RELEASED_FOLDER = tmp_path / "released"
    settings.RECORD_DEMONSTRATION_KEYS = tmp_path / "demonstration-witnesses"


@pytest.fixture
def log_key(settings):
    """A key for the log, as the sequencer would hold it."""
    return Key(settings.RECORD_ORIGIN, Ed25519PrivateKey.generate())


@pytest.fixture
def witness_keys():
    """Four keys, by delegation, not yet enrolled."""
    return {
        code: Key(f"jmc.example/witness/{code.lower()}", Ed25519PrivateKey.generate(), Kind.COSIGNATURE)
        for code in ["PK", "AF", "TR", "QA"]
    }


@pytest.fixture
def enrolled(witness_keys):
    """The four keys, enrolled: ask for it after the database."""
    for code, key in witness_keys.items():
        enrol_witness(code, vkey=vkey_of(key), proof=enrolment_note(key, delegation=code), by=ADMIN)
    return witness_keys

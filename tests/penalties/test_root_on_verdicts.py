"""Every verdict carries the record's size and root in text: on its page, printed, and where it is released."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from penalties.actions import finality
from record import sequencer
from record.models import Checkpoint
from tests.factories.penalties import both_mediators, final_case, verdict_of
from tests.record.logs import signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def log_key(settings, tmp_path):
    settings.RECORD_LOG_KEY_FILE = tmp_path / "log.key"
    return sequencer.log_key()


def test_verdict_s_page_and_its_released_page_carry_size_and_root(client, client_of, cast, log_key):
    verdict = verdict_of(final_case())
    both_mediators(finality.release_verdict, verdict)
    signed(1, key=log_key)
    newest = Checkpoint.objects.latest("size")
    names = {"released_verdict": client, "verdict_detail": client_of(cast.pk_head)}

    for name, reader in names.items():
        text = reader.get(reverse(name, args=[verdict.case.reference, verdict.number])).text
        assert newest.root_base64 in text, name
        assert f"{newest.size} entries" in text, name
    released = client.get(reverse("released_verdict", args=[verdict.case.reference, verdict.number])).text
    linked = reverse("log_checkpoint_of_size", args=[newest.size])
    assert linked in released
    assert client.get(linked).text.startswith(f"{settings.RECORD_ORIGIN}\n{newest.size}\n{newest.root_base64}\n")


def test_printing_does_not_hide_it():
    sheets = "".join(path.read_text() for path in (settings.BASE_DIR / "static" / "css").glob("*.css"))
    printed = re.findall(r"@media print \{(.*?)\n\}", sheets, re.DOTALL)

    hidden = [rule for sheet in printed for rule in re.findall(r"([^{}]*)\{[^{}]*display: none", sheet)]
    assert hidden
    assert not any("record-root" in rule for rule in hidden)

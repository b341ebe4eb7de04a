"""The sequencer as a command: what one run leaves, and the sentence with which it refuses."""

import pytest
from django.core.management import CommandError, call_command

from record.models import Checkpoint
from record.released import released_note
from tests.record.logs import acts


def test_command_signs_once_and_makes_the_key(settings, committed_database):
    acts(2)

    call_command("sequence_record", once=True)

    assert Checkpoint.objects.get().size == 2
    assert settings.RECORD_LOG_KEY_FILE.exists()
    assert released_note(settings.RECORD_RELEASED_FOLDER) == Checkpoint.objects.get().note


def test_command_refuses_with_a_sentence(settings, committed_database):
    acts(1)
    call_command("sequence_record", once=True)
    settings.RECORD_LOG_KEY_FILE.unlink()

    with pytest.raises(CommandError, match="Put the former key file back"):
        call_command("sequence_record", once=True)

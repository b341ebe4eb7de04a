"""Signing: what a checkpoint holds, what the sequencer refuses to sign, and what a restart makes good."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from record import note
from record.actions import LogDiffers, register_log_key, sequence
from record.models import Checkpoint, Entry, LogKey, Subtree
from record.queries.log import consistency_proof_of
from record.released import ReleasedByAnother, release, released_note
from record.sequencer import Sequencer
from record.tlog import root_of, verify_consistency
from tests.attacks.superuser import as_superuser
from tests.record.logs import act, acts, leaves, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def sequencer(log_key, settings):
    """A sequencer at work on this test's log."""
    return Sequencer(key=log_key, folder=settings.RECORD_RELEASED_FOLDER)


def test_checkpoint_is_signed_with_the_entries_it_holds(log_key):
    acts(3)

    assert sequence(key=log_key) == 3

    checkpoint = Checkpoint.objects.get()
    opened = note.open_note(checkpoint.note, [log_key.verifier])
    stated = note.parse_checkpoint(opened.text)
    assert (stated.origin, stated.size, stated.root) == (log_key.name, 3, root_of(leaves()))
    assert (checkpoint.size, bytes(checkpoint.root)) == (3, stated.root)


def test_nothing_new_signs_nothing(log_key):
    assert sequence(key=log_key) == 0
    signed(1, key=log_key)

    assert sequence(key=log_key) == 0
    assert Checkpoint.objects.count() == 1


def test_entries_sequenced_without_a_key_are_signed_with_the_next(log_key):
    acts(2)
    sequence()
    assert not Checkpoint.objects.exists()

    assert signed(1, key=log_key).size == 3


def test_growth_over_tiles_is_consistent_and_stores_each_full_subtree(log_key):
    sizes = [signed(count, key=log_key).size for count in (200, 55, 1, 44, 300)]

    assert sizes == [200, 255, 256, 300, 600]
    assert list(Subtree.objects.order_by("index").values_list("level", "index")) == [(1, 0), (1, 1)]
    for checkpoint in Checkpoint.objects.all():
        assert bytes(checkpoint.root) == root_of(leaves()[: checkpoint.size])
        proof = consistency_proof_of(checkpoint.size, size2=600)
        assert verify_consistency(checkpoint.size, 600, bytes(checkpoint.root), root_of(leaves()), proof)


def test_signing_and_ordering_are_undone_together(log_key):
    acts(2)

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        sequence(key=log_key)
        raise ZeroDivisionError

    assert not Entry.objects.exists()
    assert not Checkpoint.objects.exists()


def test_changed_entry_stops_the_signing(log_key):
    signed(3, key=log_key)
    as_superuser(
        "record_entry",
        "UPDATE record_entry SET commitment = sha256('x'), "
        "body = decode('{\"c\":\"' || encode(sha256('x'), 'hex') || '\",\"v\":1}', 'escape') WHERE index = 1",
    )
    act()

    with pytest.raises(LogDiffers, match="not those that were signed as the first 3"), transaction.atomic():
        sequence(key=log_key)

    assert Checkpoint.objects.count() == 1


def test_log_signs_with_one_key_alone(log_key):
    register_log_key(log_key)
    register_log_key(log_key)
    other = note.Key(log_key.name, Ed25519PrivateKey.generate())

    with pytest.raises(LogDiffers, match="Put the former key file back"):
        register_log_key(other)

    assert LogKey.objects.get().vkey == note.vkey_of(log_key)


def test_sequencer_releases_what_it_signs(sequencer, settings):
    acts(2)

    sequencer.sequence(limit=10)

    assert released_note(settings.RECORD_RELEASED_FOLDER) == Checkpoint.objects.get().note


def test_restart_releases_what_was_signed_just_before_a_crash(sequencer, log_key, settings):
    acts(1)
    sequencer.sequence(limit=10)
    unreleased = signed(1, key=log_key)

    Sequencer(key=log_key, folder=settings.RECORD_RELEASED_FOLDER)

    assert released_note(settings.RECORD_RELEASED_FOLDER) == unreleased.note


def test_sequencer_refuses_to_start_behind_what_was_released(sequencer, log_key, settings):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        acts(2)
        sequencer.sequence(limit=10)
        raise ZeroDivisionError  # the database is as a backup would have it; the file is not
    signed(1, key=log_key)

    with pytest.raises(LogDiffers, match=r"a checkpoint of 2 entries .* newest has 1.*old backup"):
        Sequencer(key=log_key, folder=settings.RECORD_RELEASED_FOLDER)


def test_sequencer_refuses_to_start_beside_what_was_released(sequencer, log_key, settings):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        acts(2)
        sequencer.sequence(limit=10)
        raise ZeroDivisionError
    signed(2, key=log_key)
    signed(2, key=log_key)

    with pytest.raises(LogDiffers, match="another log than the one that was released"):
        Sequencer(key=log_key, folder=settings.RECORD_RELEASED_FOLDER)


def test_sequencer_at_work_refuses_to_sign_what_was_set_back(sequencer):
    acts(2)
    sequencer.sequence(limit=10)
    as_superuser("record_entry", "DELETE FROM record_entry")
    as_superuser("record_checkpoint", "DELETE FROM record_checkpoint")
    acts(1)

    with pytest.raises(LogDiffers, match=r"a checkpoint of 2 entries .* newest has 0"), transaction.atomic():
        sequencer.sequence(limit=10)

    assert not Checkpoint.objects.exists()


def test_second_sequencer_on_a_copy_stops_both_from_releasing(sequencer, log_key, settings):
    acts(1)
    sequencer.sequence(limit=10)
    other = signed(1, key=log_key)
    release(other.note, folder=settings.RECORD_RELEASED_FOLDER, after=released_note(settings.RECORD_RELEASED_FOLDER))
    acts(1)

    with pytest.raises(LogDiffers, match="two logs are signed with one key"):
        sequencer.sequence(limit=10)


def test_release_compares_before_it_swaps(tmp_path):
    release("one\n", folder=tmp_path, after=None)

    for expected in (None, "two\n"):
        with pytest.raises(ReleasedByAnother):
            release("three\n", folder=tmp_path, after=expected)
    release("two\n", folder=tmp_path, after="one\n")

    assert released_note(tmp_path) == "two\n"

"""Rows of the log changed, removed and moved by whoever owns the database: the checkpoints that delegations hold tell."""

from django.conf import settings

from tests.attacks import sentences as say
from tests.attacks import superuser
from tests.attacks.commission import BATCH, EACH, OWN_CHECK, SEQUENCER, cast_votes, sequencer
from tests.attacks.delegations import Delegation
from tests.attacks.table import found

OLD = 7  # its tile has been full for long, and the sequencer no longer reads it


def test_honest_commission_is_found_honest(commission):
    commission.fetch(is_opened=True)

    for delegation in commission.delegations.values():
        answer = delegation.check()
        assert answer.status == 0, answer.text
        assert "Recomputed from the acts, and the same:" in answer.text
    assert commission.own_check_agrees() == say.AGREES


def test_edited_entry(commission):
    superuser.edit_entry(OLD)
    commission.fetch()

    notices = [commission.noticed_by_each(Delegation.check), commission.noticed_by_own_check()]

    found("An entry is edited", notices, [(EACH, say.RANGE_DOES_NOT_FIT), (OWN_CHECK, say.NOT_THOSE_SIGNED)])


def test_edited_newest_entry(commission):
    superuser.edit_entry(commission.size - 1)
    commission.fetch()
    cast_votes(1)

    notices = [
        commission.noticed_by_each(Delegation.check),
        commission.noticed_by_sequencer(),
        commission.noticed_by_own_check(),
    ]

    found(
        "One of the newest entries is edited",
        notices,
        [(EACH, say.ANOTHER_ROOT), (SEQUENCER, say.CHANGED_ROWS), (OWN_CHECK, say.NOT_THOSE_SIGNED)],
    )


def test_deleted_newest_entries(commission):
    superuser.delete_newest(commission.size - 2)
    commission.fetch()

    notices = [commission.noticed_by_each(Delegation.check), commission.noticed_by_own_check()]

    found("The newest entries are deleted", notices, [(EACH, say.NOT_WHOLE), (OWN_CHECK, say.FEWER)])


def test_deleted_newest_entries_and_every_trace_of_them(commission):
    superuser.delete_newest_and_checkpoints(commission.size - 2)
    commission.fetch()

    notices = [
        commission.noticed_by_each(Delegation.pull),
        commission.noticed_by_sequencer(),
        commission.noticed_by_own_check(),
    ]

    found(
        "The newest entries are deleted, and so is every trace of them in the log's tables",
        notices,
        [(EACH, say.SMALLER), (SEQUENCER, say.BEHIND), (OWN_CHECK, say.RELEASED_ELSEWHERE)],
    )


def test_deleted_newest_entries_while_the_sequencer_is_at_work(commission):
    at_work = sequencer()
    superuser.delete_newest_and_checkpoints(commission.size - 2)
    cast_votes(3)

    notices = [commission.noticed_by_sequencer(at_work)]

    found("The same while the sequencer is at work, and acts are pending", notices, [(SEQUENCER, say.BEHIND)])


def test_deleted_newest_entries_and_a_log_that_goes_on(commission):
    superuser.delete_newest_and_checkpoints(commission.size - 2)
    (settings.RECORD_RELEASED_FOLDER / "checkpoint").unlink()
    cast_votes(3)
    sequencer().sequence(limit=BATCH)
    commission.fetch()

    notices = [commission.noticed_by_each(Delegation.pull), commission.noticed_by_own_check()]

    attack = "The same, the released checkpoint is removed too, and the log goes on with other entries"
    found(attack, notices, [(EACH, say.INCONSISTENT), (OWN_CHECK, say.ACT_WITHOUT_ENTRY)])


def test_deleted_entry_in_the_middle(commission):
    superuser.delete_entry(OLD)
    commission.fetch()

    notices = [commission.noticed_by_each(Delegation.check), commission.noticed_by_own_check()]

    attack = "An entry in the middle is deleted, and those after it are renumbered"
    found(attack, notices, [(EACH, say.NOT_WHOLE), (OWN_CHECK, say.NOT_THOSE_SIGNED)])


def test_swapped_entries(commission):
    superuser.swap_entries(OLD, 600)
    commission.fetch()

    notices = [commission.noticed_by_each(Delegation.check), commission.noticed_by_own_check()]

    found("Two entries change places", notices, [(EACH, say.RANGE_DOES_NOT_FIT), (OWN_CHECK, say.NOT_THOSE_SIGNED)])


def test_truncated_log(commission, client):
    superuser.truncate_log()
    assert client.get("/log/checkpoint").status_code == 404
    commission.fetch_nothing()

    notices = [
        commission.noticed_by_each(Delegation.pull),
        commission.noticed_by_sequencer(),
        commission.noticed_by_own_check(),
    ]

    sentences = [(EACH, say.NOTHING_THERE), (SEQUENCER, say.BEHIND_WITH_NOTHING), (OWN_CHECK, say.RELEASED_ELSEWHERE)]
    found("The log is truncated", notices, sentences)


def test_truncated_log_that_begins_anew(commission):
    superuser.truncate_log()
    (settings.RECORD_RELEASED_FOLDER / "checkpoint").unlink()
    cast_votes(1)
    sequencer().sequence(limit=BATCH)
    commission.fetch()

    notices = [commission.noticed_by_each(Delegation.pull), commission.noticed_by_own_check()]

    attack = "The log is truncated, the released checkpoint too, and the log begins anew"
    found(attack, notices, [(EACH, say.BEGUN_ANEW), (OWN_CHECK, say.FIRST_ACT_WITHOUT_ENTRY)])


def test_stored_hash_that_no_longer_fits(commission):
    superuser.change_stored_hash(OLD)
    commission.fetch()

    notices = [commission.noticed_by_each(Delegation.check), commission.noticed_by_own_check()]

    attack = "The stored hash of an entry is changed, as by an edit of the disk"
    found(attack, notices, [(EACH, say.ENTRY_DOES_NOT_FIT), (OWN_CHECK, say.ANOTHER_LEAF)])

"""An old backup of the database: the released checkpoint outside of it tells, and if that is gone, the delegations do."""

from django.conf import settings

from tests.attacks import sentences as say
from tests.attacks.commission import BATCH, EACH, OWN_CHECK, SEQUENCER, cast_votes, sequencer
from tests.attacks.delegations import Delegation
from tests.attacks.table import found


def test_restored_backup(restored):
    restored.fetch()

    notices = [
        restored.noticed_by_sequencer(),
        restored.noticed_by_own_check(),
        restored.noticed_by_each(Delegation.pull),
    ]

    found(
        "An old backup is restored",
        notices,
        [(SEQUENCER, say.BEHIND), (OWN_CHECK, say.RELEASED_ELSEWHERE), (EACH, say.SMALLER)],
    )


def test_restored_backup_without_the_released_checkpoint(restored):
    (settings.RECORD_RELEASED_FOLDER / "checkpoint").unlink()
    cast_votes(2, by=["QA", "TR"])
    sequencer().sequence(limit=BATCH)
    restored.fetch()

    same_size = restored.noticed_by_each(Delegation.pull)
    cast_votes(1)
    sequencer().sequence(limit=BATCH)
    restored.fetch()
    larger = restored.noticed_by_each(Delegation.pull)

    attack = "An old backup is restored, the released checkpoint is removed, and the log goes on"
    found(attack, [same_size, larger], [(EACH, say.FORK), (EACH, say.INCONSISTENT)])

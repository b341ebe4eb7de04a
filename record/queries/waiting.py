"""Acts that wait too long for their place in the log: what their own delegation is told (RECORD.md section 3)."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from record.models import Act, Entry, Opening, Part

# The sequencer takes a second, and a server that is started anew a few minutes: what waits longer is no delay of these.
WAIT_MINUTES_MAX = 10
# No index can tell what stands in no other table. So many of the newest acts that a reader may open are looked at, each
# by two steps down an index; an act that lies deeper says on its own page that it waits, and `verify_record` finds all.
ACTS_LOOKED_BACK = 1_000
WAITING_SHOWN_MAX = 20


def has_waited_too_long(act: Act, *, at: datetime) -> bool:
    """Whether the act, fetched `with_entry_index`, was done more than 10 minutes before this time and is not recorded."""
    return not act.has_proof and at - act.at > timedelta(minutes=WAIT_MINUTES_MAX)


def acts_that_wait_too_long(delegation: str, *, reader: str, at: datetime) -> list[Act]:
    """The delegation's own acts that no entry holds 10 minutes after they were done, oldest first, as many as are shown.

    The inbox is not asked: an act whose row was deleted there waits for ever, and must be found too.
    """
    newest = Opening.objects.filter(reader=reader, part=Part.ENVELOPE).order_by("-act_id")[:ACTS_LOOKED_BACK]
    own = Act.objects.filter(
        pk__in=newest.values("act_id"),
        actor_delegation=delegation,
        at__lt=at - timedelta(minutes=WAIT_MINUTES_MAX),
    )
    recorded = Entry.objects.filter(commitment=OuterRef("commitment"))
    return list(own.filter(~Exists(recorded)).order_by("pk")[:WAITING_SHOWN_MAX])

"""What the demonstration's people know when it opens: its past is told and read; what awaits them still is unread."""

from collections.abc import Iterable

from commission.models import Member
from notices.actions import make_notices, mark_all_read
from notices.models import Notice
from notices.visibility import notices_for
from penalties.models import Penalty
from penalties.vocabularies import PenaltyState

AT_ONCE = 5_000
UNREAD_MAX = 6
# The secretariat's duties have no clock: each lasts as long as its penalty stands so.
DUTIES_BY_STATE = {"notify_addressee": PenaltyState.ORDERED, "log_report": PenaltyState.REPORTED}


def tell_the_past(people: Iterable[Member]) -> None:
    """Everybody has been told of every act, by no mail, and has read it, but for a few that give them a turn now."""
    while make_notices(limit=AT_ONCE, is_mailed=False):
        pass
    for member in people:
        mark_all_read(by=member, but=_unread(member))


def _unread(member: Member) -> list[int]:
    newest: dict[tuple[str, str], int] = {}
    for notice in notices_for(member).order_by("-id"):
        if _awaits(notice):
            newest.setdefault((notice.reference, notice.step), notice.pk)
    return list(newest.values())[:UNREAD_MAX]


def _awaits(notice: Notice) -> bool:
    """A notice has a deadline only while a clock runs for its reader's step."""
    if notice.step in DUTIES_BY_STATE:
        return Penalty.objects.filter(reference=notice.reference, state=DUTIES_BY_STATE[notice.step]).exists()
    return notice.deadline_at is not None

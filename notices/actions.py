"""Turns the record's entries into notices, mails them, and marks them read. None of it is an act of the procedure.

Downstream pulls: nobody calls this app. It follows the record's gap-free index, so that no act is skipped; an act that
has not been committed has no entry, so that nothing is told too early.
"""

import logging
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from commission.models import Member
from monitoring_site.clock import database_time
from notices.audience import Told
from notices.mail import back_off, mail_of
from notices.matter import Known, Matter
from notices.models import Cursor, Notice
from notices.queries import deadline_of, told_of
from notices.visibility import notices_for
from record.models import Act, Entry

logger = logging.getLogger(__name__)

FAILURES_MAX = 5


@transaction.atomic
def make_notices(*, limit: int = 200, is_mailed: bool = True) -> int:
    """The record's next entries, at most `limit`, are told to whom they concern, in their order, each once.

    Gives how many entries were turned; a second worker waits for the first, and goes on where it stopped.
    `is_mailed` is False only while the demonstration is seeded: its past is shown, not mailed.
    """
    cursor = Cursor.objects.select_for_update().get(pk=Cursor.THE_ROW)
    at = database_time()
    entries = list(Entry.objects.filter(index__gte=cursor.next_index).order_by("index")[:limit])
    if not entries:
        return 0
    acts = _acts_of(entries)
    known = Known(acts.values())
    matters = (Matter(acts[bytes(entry.commitment)], known) for entry in entries)
    Notice.objects.bulk_create(
        notice for matter in matters for notice in _notices_of(matter, at=at, is_mailed=is_mailed)
    )
    cursor.next_index = entries[-1].index + 1
    cursor.save(update_fields=["next_index"])
    return len(entries)


def mail_due(*, limit: int = 500) -> int:
    """Every notice whose time to be mailed has come is tried once, oldest first; gives how many mails went out.

    Each is claimed by setting its next try before it is sent: a worker that dies in between leaves it to be tried again,
    and a second worker finds it claimed. After five failures in a round the rest waits for the next round.
    """
    waiting = Notice.objects.filter(next_try_at__lte=database_time()).order_by("next_try_at", "id")
    sent = failed = 0
    for key in list(waiting.values_list("pk", flat=True)[:limit]):
        notice = _claimed(key)
        if notice is None:
            continue
        if _sent(notice):
            sent += 1
        else:
            failed += 1
        if failed >= FAILURES_MAX:
            break
    return sent


def mark_read(notice: Notice, *, by: Member) -> None:
    """The member has read it; not an act, and said once. Another's notice is none of theirs."""
    notices_for(by).filter(pk=notice.pk, read_at=None).update(read_at=database_time())


def mark_all_read(*, by: Member, but: Collection[int] = ()) -> int:
    """The member has read every notice, but for those with these keys; gives how many were new."""
    return notices_for(by).filter(read_at=None).exclude(pk__in=but).update(read_at=database_time())


def _acts_of(entries: list[Entry]) -> dict[bytes, Act]:
    commitments = [entry.commitment for entry in entries]
    acts = Act.objects.filter(commitment__in=commitments).prefetch_related("subjects")
    return {bytes(act.commitment): act for act in acts}


def _notices_of(matter: Matter, *, at: datetime, is_mailed: bool) -> list[Notice]:
    return [
        _notice(matter, member=member, told=told, at=at, is_mailed=is_mailed)
        for member, told in told_of(matter).items()
    ]


def _notice(matter: Matter, *, member: Member, told: Told, at: datetime, is_mailed: bool) -> Notice:
    kind, reference = matter.subject
    deadline_at, deadline_clock = deadline_of(matter, member=member, told=told, at=at)
    return Notice(
        member=member,
        reader=member.reader_code,
        act=matter.act,
        event=matter.act.event,
        subject_kind=kind,
        reference=reference,
        step=told.step,
        deadline_at=deadline_at,
        deadline_clock=deadline_clock,
        made_at=at,
        next_try_at=at if is_mailed and member.email else None,
    )


@transaction.atomic
def _claimed(key: int) -> Notice | None:
    at = database_time()
    waiting = Notice.objects.select_for_update(of=("self",), skip_locked=True).select_related("member")
    notice = waiting.filter(pk=key, next_try_at__lte=at).first()
    if notice is None:
        return None
    if not _may_be_mailed(notice):
        Notice.objects.filter(pk=key).update(next_try_at=None)
        return None
    notice.mail_attempts += 1
    notice.next_try_at = at + back_off(notice.mail_attempts)
    notice.save(update_fields=["mail_attempts", "next_try_at"])
    return notice


def _may_be_mailed(notice: Notice) -> bool:
    """Still a member, in the seat that it was told to, with an address."""
    member = notice.member
    return member.is_active and bool(member.email) and member.reader_code == notice.reader


def _sent(notice: Notice) -> bool:
    try:
        mail_of(notice).send()
    except (OSError, ValueError) as problem:
        # A server's refusal is an OSError, an address that is none a ValueError. The log names neither person nor text.
        kind = type(problem).__name__
        logger.warning("Notice %s was not mailed (%s); next try at %s", notice.pk, kind, notice.next_try_at)
        return False
    Notice.objects.filter(pk=notice.pk).update(mailed_at=database_time(), next_try_at=None)
    return True

"""A notice as a mail: reference, step, deadline and link, in the member's language; nothing confidential."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import override

from commission.words import clock_words
from notices.models import Notice
from notices.queries import with_addresses
from notices.words import step_words

SHOWN = "%Y-%m-%d %H:%M"
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(hours=6)
# A member's reference is a name: it stays inside.
NAMED_KINDS = frozenset({"incident", "case", "verdict", "penalty", "protocol"})


def back_off(attempts: int) -> timedelta:
    """How long after that many attempts the next one is made: a minute, doubled each time, at most six hours."""
    return min(SHORTEST * 2 ** min(attempts - 1, 20), LONGEST)


def mail_of(notice: Notice) -> EmailMessage:
    """The mail to the notice's member; the same Message-ID at every attempt, so that a repeat is known as one."""
    member = notice.member
    [addressed] = with_addresses([notice], reader=member)
    link = f"{settings.SITE_URL}{addressed.address}"  # type: ignore[attr-defined]
    with override(member.language):
        context = {
            "reference": notice.reference if notice.subject_kind in NAMED_KINDS else "",
            "step": step_words(notice.step),
            "deadline": _deadline_words(notice.deadline_at, time_zone=member.time_zone),
            "clock": clock_words(notice.deadline_clock) if notice.deadline_clock else "",
            "link": link,
        }
        subject = " ".join(render_to_string("notices/mail_subject.txt", context).split())
        body = render_to_string("notices/mail.txt", context)
    return EmailMessage(subject=subject, body=body, to=[member.email], headers=_headers(notice))


def _headers(notice: Notice) -> dict[str, str]:
    domain = settings.SITE_URL.partition("://")[2].partition("/")[0].partition(":")[0]
    return {
        "Message-ID": f"<notice-{notice.pk}@{domain}>",
        "Date": format_datetime(notice.made_at.astimezone(UTC)),
        "Auto-Submitted": "auto-generated",
    }


def _deadline_words(deadline: datetime | None, *, time_zone: str) -> str:
    if deadline is None:
        return ""
    words = f"{deadline.astimezone(UTC).strftime(SHOWN)} UTC"
    try:
        local = deadline.astimezone(ZoneInfo(time_zone))
    except (ZoneInfoNotFoundError, ValueError):
        return words
    return words if time_zone == "UTC" else f"{words} ({local.strftime(SHOWN)} {time_zone})"

"""What every page of a signed-in member knows of the notices: how many are unread."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from notices.queries import UNREAD_SHOWN_MAX, unread_count


def unread_notices(request: HttpRequest) -> dict[str, Any]:
    """`unread_notices`: "" for none, "99+" for more than that; asked of the database only where a page shows it."""
    member = getattr(request, "user", None)
    if member is None or not member.is_authenticated:
        return {}
    return {"unread_notices": _asked_when_shown(member)}


def _asked_when_shown(member: Any) -> Callable[[], str]:
    def words() -> str:
        count = unread_count(member)
        return f"{UNREAD_SHOWN_MAX}+" if count > UNREAD_SHOWN_MAX else str(count or "")

    return words

"""Notices as the worker makes them: the record is put in order, then told."""

from notices.actions import make_notices
from notices.models import Notice
from record.actions import sequence
from record.models import Act


def tell() -> None:
    """Everything that was done so far is told."""
    sequence()
    while make_notices():
        pass


def told(event: str) -> dict[str, str]:
    """Who was told of the newest act of this event, and which step it gave them: by user name."""
    tell()
    act = Act.objects.filter(event=event).latest("pk")
    return dict(Notice.objects.filter(act=act).values_list("member__username", "step"))


def seats(*delegations: str, step: str) -> dict[str, str]:
    """Heads and deputies of these delegations, each with this step: `seats("PK", "TR", step="vote")`."""
    return {f"{code.lower()}.{role}": step for code in delegations for role in ("head", "deputy")}


def without(found: dict[str, str], *usernames: str) -> dict[str, str]:
    """The same without these: the actor is never told of their own act."""
    return {username: step for username, step in found.items() if username not in usernames}

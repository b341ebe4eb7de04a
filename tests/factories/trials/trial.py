"""What a trial is, and the few ways in which acts are done by one member or by two."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.factories.procedure import member

MEDIATORS = ("tr.head", "qa.deputy")
PARTY_HEADS = ("pk.head", "af.head")


@dataclass(frozen=True)
class Trial:
    """`act` moves what `start` gives as its row says; `unmet` is the same act while the row's guard does not hold."""

    start: Callable[[], Any]
    act: Callable[[Any], Any]
    unmet: Callable[[Any], Any] | None = None


def nothing_yet() -> None:
    """The act itself makes its subject."""


def again(subject: Any) -> Any:
    """The subject as the database has it."""
    return type(subject)._default_manager.get(pk=subject.pk)


def both(action: Callable[..., Any], *by: str, **terms: str) -> Callable[[Any], None]:
    """Two members do it, one after the other."""

    def act(case: Any) -> None:
        for username in by:
            action(case, by=member(username), **terms)

    return act


def each(action: Callable[..., Any], by: str, **terms: str) -> Callable[[Any], Any]:
    """One member does it."""
    return lambda subject: action(subject, by=member(by), **terms)

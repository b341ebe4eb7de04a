"""One act as a person meets it: its label, whom it concerns, and the rule that says why not; views give it form and action."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from commission.models import Member
from monitoring_site.refusals import Refusal


@dataclass(frozen=True)
class Step:
    """An act of the procedure on the page: `why_not` guards it, explains its button, and the action asks it again."""

    act: str  # the verb phrase of the law; also the name of its address and of its template
    label: Promise | str
    explanation: Promise | str
    permission: str  # of commission/roles.py
    concerns: Callable[[Member], bool]  # whether this member's delegation has such a step at all
    why_not: Callable[[Member, Any], Refusal | None]


@dataclass(frozen=True)
class OfferedStep:
    """A step beside its subject, as one reader sees it: open, or refused with the rule's own sentence."""

    step: Step
    url: str
    reason: Refusal | None

    @property
    def is_open(self) -> bool:
        """Whether this member may take the step now."""
        return self.reason is None


def offered(steps: Iterable[Step], *, subject: Any, address: list[Any], member: Member) -> list[OfferedStep]:
    """The steps that concern the member's seat, open ones first, refused ones with their reason."""
    found = [
        OfferedStep(step, reverse(step.act, args=address), step.why_not(member, subject))
        for step in steps
        if member.may(step.permission) and step.concerns(member)
    ]
    return sorted(found, key=lambda one: not one.is_open)


def is_mediator(member: Member) -> bool:
    """A step of the mediators."""
    return member.is_mediator


def is_party(member: Member) -> bool:
    """A step of the parties."""
    return member.is_party


def is_of_any(member: Member) -> bool:
    """A step of all four."""
    return True

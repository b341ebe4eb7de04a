"""What was asked of a delegation and has no clock of its own: questions, access, challenges, corrections."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext as _

from commission.models import Member
from commission.roles import PRESIDE, SUBMIT
from verification.clocks import ENDED_STATES
from verification.models import AccessRequest, Assent, Case, Challenge, Correction, Question
from verification.standing import STATES_OF_DECIDING_CHALLENGES
from verification.visibility import cases_for
from verification.vocabularies import State

SHOWN_MAX = 50
# What was asked in a case that has ended awaits nobody any more.
OVER = (*ENDED_STATES, State.CLOSED)


# What both mediators answer together.
Joint = TypeVar("Joint", Challenge, Correction)


@dataclass(frozen=True)
class Asked:
    """One thing that awaits the reader's answer."""

    case: Case
    words: str
    asked_at: datetime


def asked_of(member: Member) -> list[Asked]:
    """What awaits an answer of the member's delegation, the oldest first, at most fifty of each kind."""
    found = [
        *(_of_delegation(member) if member.may(SUBMIT) else []),
        *(_of_mediators(member) if _presides(member) else []),
    ]
    return sorted(found, key=lambda one: one.asked_at)


def _presides(member: Member) -> bool:
    return member.is_mediator and member.may(PRESIDE)


def _of_delegation(member: Member) -> list[Asked]:
    cases = cases_for(member).exclude(state__in=OVER)
    questions = Question.objects.filter(case__in=cases, addressed_to=member.delegation_id, answered_at=None)
    access = AccessRequest.objects.filter(case__in=cases, party=member.delegation_id, is_granted=None)
    return [
        *(
            Asked(one.case, _("Answer the question"), one.asked_at)
            for one in questions.select_related("case")[:SHOWN_MAX]
        ),
        *(
            Asked(one.case, _("Grant or refuse access"), one.asked_at)
            for one in access.select_related("case")[:SHOWN_MAX]
        ),
    ]


def _of_mediators(member: Member) -> list[Asked]:
    cases = cases_for(member)
    before_ballot = cases.filter(state__in=STATES_OF_DECIDING_CHALLENGES)
    challenges = Challenge.objects.filter(case__in=before_ballot, decided_at=None).exclude(member=member)
    corrections = Correction.objects.filter(verdict__case__in=cases, corrected_at=None)
    return [
        *(
            Asked(one.case, _("Decide the challenge"), one.challenged_at)
            for one in _without_terms(challenges.select_related("case")[:SHOWN_MAX])
        ),
        *(
            Asked(one.verdict.case, _("Correct the verdict"), one.requested_at)
            for one in _without_terms(corrections.select_related("verdict__case")[:SHOWN_MAX])
        ),
    ]


def _without_terms(asked: Iterable[Joint]) -> list[Joint]:
    """Once one mediator has given its terms, they await the other's assent, and nothing is asked of either any more."""
    found = list(asked)
    live = Assent.objects.filter(subject__in=[one.assent_subject for one in found], spent_at=None)
    given = set(live.values_list("subject", flat=True))
    return [one for one in found if one.assent_subject not in given]

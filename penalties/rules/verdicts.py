"""Who may declare a verdict final, ask for and conclude its review, close its case, and release it."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from commission.models import Member
from commission.roles import PRESIDE, SUBMIT
from monitoring_site.clock import database_time
from monitoring_site.refusals import Refusal
from penalties.models import Penalty
from penalties.schedule import day_of
from penalties.vocabularies import ENDED
from verification.models import Assent, Case, Verdict, Vote
from verification.rules.seats import (
    first_of,
    why_not_in_state,
    why_not_mediator,
    why_not_party,
    why_not_party_head,
    words_of_law,
)
from verification.standing import clock_runs, parties_that_waived, standing_verdict
from verification.vocabularies import ReviewGround, State

PARTIES = frozenset({"PK", "AF"})
RELEASABLE = frozenset({State.FINAL, State.CLOSED})


def why_not_declare_final(member: Member, case: Case, *, at: datetime | None = None) -> Refusal | None:
    """A head or deputy of a mediator, once the time for review has passed or both parties have waived it."""
    return first_of(
        lambda: why_not_mediator(member, PRESIDE),
        lambda: why_not_in_state(case, "declare_final"),
        lambda: _why_not_after_time_for_review(case, at=at or database_time()),
    )


def why_not_waive_review(member: Member, case: Case) -> Refusal | None:
    """The heads of both parties, each once."""
    return first_of(
        lambda: why_not_party_head(member),
        lambda: why_not_in_state(case, "waive_review"),
        lambda: (
            _("Your delegation has already waived the review.")
            if member.delegation_id in parties_that_waived(case)
            else None
        ),
        lambda: _why_not_waive_twice(member, case),
    )


def why_not_request_review(member: Member, case: Case, *, at: datetime | None = None) -> Refusal | None:
    """A head or deputy of a party: in time after the verdict, and later only on a new decisive fact."""
    return first_of(
        lambda: why_not_party(member, SUBMIT),
        lambda: why_not_in_state(case, "request_review"),
        lambda: _why_not_in_time_for_review(member, case, at=at or database_time()),
    )


def grounds_of_review(case: Case) -> list[ReviewGround]:
    """On what a review of the case's verdict may be asked for now: once it is final, on a new decisive fact alone."""
    return [ReviewGround.NEW_FACT] if case.state in RELEASABLE else [*ReviewGround]


def why_not_on_this_ground(case: Case, *, ground: str, discovered_on: date | None, at: datetime) -> Refusal | None:
    """A new decisive fact has a day of discovery; of a final verdict it is the only ground, and has its own time."""
    if ground == ReviewGround.NEW_FACT and discovered_on is None:
        return _("Say on which day the new fact was discovered.")
    if discovered_on is not None and discovered_on > day_of(at):
        return _("The day of discovery lies in the future.")
    if case.state not in RELEASABLE:
        return None
    oldest = day_of(at) - timedelta(days=int(case.protocol.numbers["new_fact_days"]))
    if ground not in grounds_of_review(case) or discovered_on is None or discovered_on < oldest:
        return words_of_law("request_review", source=case.state)
    return None


def why_not_conclude_review(member: Member, case: Case) -> Refusal | None:
    """Both mediators, by persons who did not vote on the verdict."""
    return first_of(
        lambda: why_not_mediator(member, PRESIDE),
        lambda: why_not_in_state(case, "conclude_review"),
        lambda: words_of_law("conclude_review:upheld") if has_voted_on(member, case) else None,
    )


def why_not_lapse(case: Case, *, at: datetime) -> Refusal | None:
    """The mediators' time for the review has passed; until then they may still agree."""
    return words_of_law("conclude_review:lapsed") if clock_runs(case, "review", at=at) else None


def why_not_close_case(member: Member, case: Case) -> Refusal | None:
    """A head or deputy of a mediator, when its penalties are discharged and its release is decided."""
    return first_of(
        lambda: why_not_mediator(member, PRESIDE),
        lambda: why_not_in_state(case, "close_case"),
        lambda: words_of_law("close_case") if _has_something_open(case) else None,
    )


def why_not_release_verdict(member: Member, verdict: Verdict) -> Refusal | None:
    """Both mediators; a final verdict that stands, once."""
    return first_of(
        lambda: why_not_mediator(member, PRESIDE),
        lambda: _("The verdict has already been released.") if verdict.released_at else None,
        lambda: _why_not_standing_final(verdict),
    )


def why_not_log_release_reasons(member: Member, verdict: Verdict) -> Refusal | None:
    """A head or deputy of a mediator; once, while a final verdict is not released."""
    return first_of(
        lambda: why_not_release_verdict(member, verdict),
        lambda: _("The reasons not to release are already logged.") if verdict.release_reasons else None,
    )


def review_request_ends_at(case: Case) -> datetime:
    """Until when, exclusive, the parties may ask for a review of the verdict that stands and is not final."""
    return standing_verdict(case).adopted_at + timedelta(hours=case.protocol.clock_hours("review_request"))


def has_voted_on(member: Member, case: Case) -> bool:
    """Whether the person cast a vote in a ballot that led to the verdict that stands."""
    verdict = standing_verdict(case)
    # A verdict varied on review has no ballot of its own: who voted on what it varies has voted on it.
    while verdict.ballot_id is None:
        assert verdict.supersedes is not None, "a verdict that no ballot adopted varies another"
        verdict = verdict.supersedes
    return Vote.objects.filter(ballot=verdict.ballot_id, cast_by=member).exists()


def _why_not_waive_twice(member: Member, case: Case) -> Refusal | None:
    if Assent.objects.filter(case=case, act="waive_review", given_by=member, spent_at=None).exists():
        return _("You have already waived the review, from another seat: one person is one voice.")
    return None


def _why_not_after_time_for_review(case: Case, *, at: datetime) -> Refusal | None:
    if at >= review_request_ends_at(case) or parties_that_waived(case) >= PARTIES:
        return None
    return words_of_law("declare_final")


def _why_not_in_time_for_review(member: Member, case: Case, *, at: datetime) -> Refusal | None:
    if case.state != State.RULED:
        return None  # the ground decides: why_not_on_this_ground
    if member.delegation_id in parties_that_waived(case):
        return _("Your delegation has waived the review.")
    if at >= review_request_ends_at(case):
        return words_of_law("request_review", source=State.RULED)
    return None


def _has_something_open(case: Case) -> bool:
    if Penalty.objects.filter(verdict__case=case).exclude(state__in=ENDED).exists():
        return True
    verdict = standing_verdict(case)
    stands = verdict.final_at is not None and verdict.reversed_at is None
    return stands and verdict.released_at is None and not verdict.release_reasons


def _why_not_standing_final(verdict: Verdict) -> Refusal | None:
    if verdict.final_at is None:
        return _("Only a final verdict is released.")
    if verdict.reversed_at or Verdict.objects.filter(supersedes=verdict).exists():
        return _("This verdict was reversed or superseded: it is not released any more.")
    if verdict.case.state not in RELEASABLE:
        return _("A verdict is not released while its review is pending.")
    return None

"""From a verdict to its effect: waived or run out, declared final, released, and its case closed.

Penalties are ordered and points posted in the transaction that makes a verdict final, and never before (DESIGN 3).
"""

from datetime import datetime

from django.db import transaction

from commission.models import Member
from monitoring_site.clock import database_time
from monitoring_site.refusals import refuse_if
from penalties.actions.moves import locked_verdict, record_act
from penalties.actions.orders import order_penalties
from penalties.actions.postings import post
from penalties.rules.verdicts import (
    why_not_close_case,
    why_not_declare_final,
    why_not_log_release_reasons,
    why_not_release_verdict,
    why_not_waive_review,
)
from record.actions import give_openings, give_openings_about
from record.models import Act, Part
from verification.actions.clocks import sync_clocks
from verification.actions.joint import MEDIATORS, assent, give_assent
from verification.actions.moves import locked, move_case
from verification.models import Case, Verdict
from verification.rules.seats import why_not_without_words
from verification.standing import standing_verdict
from verification.vocabularies import State

PUBLIC = "public"
# What a release publishes of the record: the adoption with its votes, finality, and the release itself.
RELEASED_EVENTS = ("verification.verdict_adopted", "penalties.verdict_final", "penalties.verdict_released")


@transaction.atomic
def waive_review(case: Case, *, by: Member) -> Case:
    """The head's party asks for no review of this verdict; when both have waived, it can be declared final at once.

    Raises Refused.
    """
    case = locked(case)
    refuse_if(why_not_waive_review(by, case))
    at = database_time()
    verdict = standing_verdict(case)
    terms = {"verdict": verdict.number}
    # Not joint.assent: each waiver holds by itself, and both stay live until the case moves on.
    give_assent(case, act="waive_review", terms=terms, by=by, at=at)
    sync_clocks(case, at=at)
    about = [case.subject, verdict.subject]
    record_act("review_waived", actor=by.as_actor(), at=at, about=about, body=terms)
    return case


@transaction.atomic
def declare_final(case: Case, *, by: Member) -> Verdict:
    """The verdict is final: its penalties are ordered and its points posted, in this transaction. Raises Refused."""
    case = locked(case)
    at = database_time()
    refuse_if(why_not_declare_final(by, case, at=at))
    verdict = standing_verdict(case)
    make_final(verdict, by=by, at=at)
    move_case(case, to=State.FINAL, at=at)
    sync_clocks(case, at=at)
    body = {"verdict": verdict.number, "digest": verdict.finding.digest_hex}
    record_act("verdict_final", actor=by.as_actor(), at=at, about=[case.subject, verdict.subject], body=body)
    give_effect(verdict, by=by, at=at)
    return verdict


def make_final(verdict: Verdict, *, by: Member, at: datetime) -> None:
    """The verdict is final since now; the caller holds the case's lock and gives it effect in the same transaction."""
    verdict.final_at, verdict.final_by = at, by
    verdict.save(update_fields=["final_at", "final_by"])


def give_effect(verdict: Verdict, *, by: Member, at: datetime) -> None:
    """Points and money of a verdict that has just become final are posted, and its penalties ordered."""
    post(verdict, actor=by.as_actor(), at=at)
    order_penalties(verdict, actor=by.as_actor(), at=at)


@transaction.atomic
def close_case(case: Case, *, by: Member) -> Case:
    """The case is closed. Raises Refused."""
    case = locked(case)
    refuse_if(why_not_close_case(by, case))
    at = database_time()
    move_case(case, to=State.CLOSED, at=at, ended_at=at)
    sync_clocks(case, at=at)
    record_act("case_closed", actor=by.as_actor(), at=at, about=[case.subject])
    return case


@transaction.atomic
def release_verdict(verdict: Verdict, *, by: Member) -> Verdict:
    """Both mediators having agreed, anyone may read the verdict, and open what the record holds of it. Raises Refused."""
    verdict = locked_verdict(verdict)
    refuse_if(why_not_release_verdict(by, verdict))
    at = database_time()
    terms = {"verdict": verdict.number}
    subject = verdict.subject[1]
    if assent(verdict.case, act="release_verdict", terms=terms, required=MEDIATORS, by=by, at=at, subject=subject):
        verdict.released_at = at
        verdict.save(update_fields=["released_at"])
        sync_clocks(verdict.case, at=at)
        about = [verdict.case.subject, verdict.subject]
        body = {**terms, "digest": verdict.finding.digest_hex}
        record_act("verdict_released", actor=by.as_actor(), at=at, about=about, body=body)
        _publish(verdict, at=at)
    return verdict


@transaction.atomic
def log_release_reasons(verdict: Verdict, *, reasons: str, by: Member) -> Verdict:
    """Why the verdict is not released stands beside it; it may still be released later. Raises Refused."""
    verdict = locked_verdict(verdict)
    refuse_if(why_not_log_release_reasons(by, verdict) or why_not_without_words(reasons))
    at = database_time()
    verdict.release_reasons = reasons
    verdict.save(update_fields=["release_reasons"])
    sync_clocks(verdict.case, at=at)
    about = [verdict.case.subject, verdict.subject]
    body = {"verdict": verdict.number, "reasons": reasons}
    record_act("release_reasons_logged", actor=by.as_actor(), at=at, about=about, body=body)
    return verdict


def _publish(verdict: Verdict, *, at: datetime) -> None:
    give_openings_about(*verdict.subject, readers=[PUBLIC], at=at, events=RELEASED_EVENTS)
    if verdict.adoption == Verdict.Adoption.VARIED:
        # It was adopted by the conclusion of a review; later reviews of it are not part of what is released. The body
        # stays with the four: it holds the whole finding, with the evidence it rests on, which no released page shows.
        adoption = Act.objects.about([verdict.subject]).filter(event="penalties.review_concluded").order_by("pk")[:1]
        give_openings(adoption, readers=[PUBLIC], at=at, parts=[Part.ENVELOPE])

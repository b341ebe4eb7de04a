"""The ledger's lines: posted from a verdict that is final, reversed by counter-postings, never changed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from penalties.actions.moves import record_act
from penalties.models import Posting
from penalties.queries import schedule_of
from penalties.schedule import day_of, points_of
from penalties.vocabularies import POINTS
from record.actor import Actor
from verification.models import Determination, Verdict


def post(verdict: Verdict, *, actor: Actor, at: datetime) -> list[Posting]:
    """Points for every violation determined, and money for every compensation, are in the ledger, dated today (UTC).

    What a review left as it was keeps the date of the posting that it replaces: the points of one incident do not count
    longer because another was looked at again. The caller holds the case's lock and has just made the verdict final;
    the database refuses a second posting.
    """
    dates = _dates_before(verdict)
    postings = [*_points(verdict, dates=dates, at=at), *_compensations(verdict, dates=dates, at=at)]
    return _write(verdict, postings, actor=actor, at=at)


def reverse(verdict: Verdict, *, actor: Actor, at: datetime) -> list[Posting]:
    """Every posting of the verdict has its counter-posting, which bears the date of what it reverses."""
    standing = verdict.postings.filter(reverses=None, reversed_by=None)
    counter = [
        Posting(
            party_id=one.party_id,
            unit=one.unit,
            amount=-one.amount,
            verdict=verdict,
            determination_id=one.determination_id,
            proposed_measure_id=one.proposed_measure_id,
            reverses=one,
            dated=one.dated,
            posted_at=at,
        )
        for one in standing
    ]
    return _write(verdict, counter, actor=actor, at=at)


# What a determination's points follow from: its incident, who answers, and the class.
Found = tuple[int, str, str]


def _found(one: Determination) -> Found:
    return one.incident_id, one.answerable, one.violation_class


def _dates_before(verdict: Verdict) -> dict[Found, date]:
    """The date under which the verdict that this one varies posted what it found; nothing where it never did.

    A verdict of reopened proceedings supersedes the former one too, but begins anew, and so do its dates.
    """
    if verdict.adoption != Verdict.Adoption.VARIED:
        return {}
    before = Posting.objects.filter(verdict=verdict.supersedes_id, reverses=None).select_related("determination")
    return {_found(posting.determination): posting.dated for posting in before}


def _points(verdict: Verdict, *, dates: Mapping[Found, date], at: datetime) -> Iterator[Posting]:
    schedule = schedule_of(verdict.case.protocol)
    for one in verdict.finding.determinations.all():
        points = points_of(one.violation_class, schedule=schedule)
        if one.is_violation and points:
            yield Posting(
                party_id=one.answerable,
                unit=POINTS,
                amount=points,
                verdict=verdict,
                determination=one,
                dated=dates.get(_found(one), day_of(at)),
                posted_at=at,
            )


def _compensations(verdict: Verdict, *, dates: Mapping[Found, date], at: datetime) -> Iterator[Posting]:
    # Only a compensation has an amount; which measure that is, the catalogue says and not this code.
    for measure in verdict.finding.proposed_measures.filter(amount__isnull=False).select_related("determination"):
        one = measure.determination
        if one.is_violation:
            yield Posting(
                party_id=one.answerable,
                unit=measure.currency,
                amount=measure.amount,
                verdict=verdict,
                determination=one,
                proposed_measure=measure,
                dated=dates.get(_found(one), day_of(at)),
                posted_at=at,
            )


def _write(verdict: Verdict, postings: Sequence[Posting], *, actor: Actor, at: datetime) -> list[Posting]:
    """The lines stand in the ledger, in this order, and the record has them: balances can be replayed from it."""
    if not postings:
        return []
    written = Posting.objects.bulk_create(postings)
    parties = sorted({posting.party_id for posting in written})
    about = [verdict.case.subject, verdict.subject, *(("ledger", party) for party in parties)]
    body = {"postings": [_body(posting) for posting in written]}
    record_act("points_posted", actor=actor, at=at, about=about, body=body, is_for_secretariat=True)
    return written


def _body(posting: Posting) -> dict[str, Any]:
    return {
        "line": posting.pk,
        "party": posting.party_id,
        "unit": posting.unit,
        "amount": posting.amount,
        "dated": posting.dated.isoformat(),
        "reverses": posting.reverses_id,
    }

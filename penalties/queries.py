"""Reading the ledger: statements with running balances, points in the window, recommendations with their arithmetic.

Nothing here adds up two currencies, or two parties.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from commission.models import Delegation, Measure, Protocol
from penalties.models import Penalty, Posting, Review
from penalties.schedule import (
    Arithmetic,
    Line,
    Schedule,
    Violation,
    day_of,
    events_of,
    points_of,
    repetitions_among,
)
from penalties.vocabularies import ENDED, POINTS
from record.queries import pending_bodies
from verification.models import CaseIncident, Determination, Finding, Verdict
from verification.vocabularies import VIOLATIONS, Answerable

# The four delegations and the secretariat read the whole ledger (DESIGN 6).
LEDGER_READERS = (*settings.RECORD_DELEGATIONS, "secretariat")


@dataclass(frozen=True)
class PartyLedger:
    """Where one party stands: a balance per unit, its points in the window, and what it still has to do."""

    party: Delegation
    balances: list[tuple[str, int]]  # (unit, sum); points first, then currencies by name
    arithmetic: Arithmetic
    open_penalties: list[Penalty]


@dataclass(frozen=True)
class StatementLine:
    """A posting, and the balance of its unit with it."""

    posting: Posting
    balance: int


def ledgers(parties: Collection[Delegation], *, at: datetime) -> list[PartyLedger]:
    """Each party's ledger at this time, in the order given; by the protocol version in effect."""
    schedule = schedule_in_effect()
    codes = [party.pk for party in parties]
    balances = _balances(codes, postings=Posting.objects.all())
    standing = standing_arithmetic(codes, at=at, schedule=schedule)
    penalties = _open_penalties(codes)
    return [
        PartyLedger(
            party=party,
            balances=balances[party.pk],
            arithmetic=standing[party.pk],
            open_penalties=penalties[party.pk],
        )
        for party in parties
    ]


def standing_arithmetic(parties: Collection[str], *, at: datetime, schedule: Schedule) -> dict[str, Arithmetic]:
    """What the ledger recommends for each party at this time: by the points that count, and their repetitions.

    A violation whose posting has left the window, or was reversed, raises nothing any more.
    """
    window = _in_window(Posting.objects.filter(party__in=parties), on_day=day_of(at), schedule=schedule)
    counted = _lines(window)
    repetitions = _repetitions_in(window, schedule=schedule)
    return {
        party: Arithmetic(
            party=party,
            on_day=day_of(at),
            schedule=schedule,
            counted=tuple(counted[party]),
            repetitions=tuple(repetitions[party]),
        )
        for party in parties
    }


def balances_in_the_log(reader: str) -> dict[str, dict[str, int]] | None:
    """What the ledger's page states to this reader of the record, by party and unit; None to whom it states nothing.

    Without the lines whose act is still on its way into the log: whoever holds the exported log cannot know them yet.
    """
    if reader not in LEDGER_READERS:
        return None
    bodies = pending_bodies("penalties.points_posted")
    pending = [line["line"] for body in bodies for line in body["postings"]]
    codes = [party.pk for party in Delegation.objects.parties()]
    balances = _balances(codes, postings=Posting.objects.exclude(pk__in=pending))
    return {party: dict(of_party) for party, of_party in balances.items()}


def statement(postings: QuerySet[Posting], *, party: str) -> QuerySet[Posting]:
    """Of these postings, every line of one party's statement; its pages are in the order of "-id"."""
    return postings.filter(party=party).select_related("verdict__case", "proposed_measure", "reverses", "reversed_by")


def with_running_balance(postings: Sequence[Posting], *, party: str) -> list[StatementLine]:
    """These lines of this party's statement, each with the sum of its unit from the first line up to this one."""
    if not postings:
        return []
    with connection.cursor() as cursor:
        cursor.execute(RUNNING_BALANCE, {"party": party, "lines": [posting.pk for posting in postings]})
        balances = dict(cursor.fetchall())
    return [StatementLine(posting, balances[posting.pk]) for posting in postings]


def recommendations_for(finding: Finding, at: datetime) -> list[Arithmetic]:
    """For each party that the finding makes answerable: what the schedule recommends, as if it were final today.

    Postings of the finding's own case do not count beside it: they are reversed before it could be posted.
    """
    schedule = schedule_of(finding.case.protocol)
    violations = [one for one in finding.determinations.select_related("incident") if one.is_violation]
    codes = sorted({violation.answerable for violation in violations})
    others = Posting.objects.filter(party__in=codes).exclude(verdict__case=finding.case)
    counted = _lines(_in_window(others, on_day=day_of(at), schedule=schedule))
    repetitions = _repetitions_of(finding, schedule=schedule)
    return [
        Arithmetic(
            party=party,
            on_day=day_of(at),
            schedule=schedule,
            counted=tuple(counted[party]),
            added=tuple(
                Line(points_of(one.violation_class, schedule=schedule), one.incident.code)
                for one in violations
                if one.answerable == party
            ),
            repetitions=tuple(repetitions[party]),
        )
        for party in codes
    ]


def schedule_of(protocol: Protocol) -> Schedule:
    """The schedule of a protocol version, with the catalogue of measures as it is."""
    return Schedule.of(protocol.numbers, levels=list(Measure.objects.order_by("order").values_list("level", flat=True)))


def schedule_in_effect() -> Schedule:
    """The schedule of the protocol version in effect, by which the ledger's pages reckon."""
    return schedule_of(Protocol.objects.in_effect())


def standing_final_verdicts() -> QuerySet[Verdict]:
    """Verdicts that are final and that nothing has reversed or superseded."""
    return Verdict.objects.filter(final_at__isnull=False, reversed_at=None, superseded_by=None)


def pending_review(verdict: Verdict) -> Review | None:
    """The review of this verdict that has not been concluded, if there is one."""
    return verdict.reviews.filter(concluded_at=None).first()


def whole_penalty(penalties: QuerySet[Penalty]) -> QuerySet[Penalty]:
    """With all that an order's page shows."""
    return penalties.select_related(
        "verdict__case",
        "addressee",
        "proposed_measure__measure",
        "proposed_measure__checked_by",
        "proposed_measure__determination__incident",
    )


RUNNING_BALANCE = """
SELECT id, balance FROM (
    SELECT id, sum(amount) OVER (PARTITION BY unit ORDER BY id)::bigint AS balance
    FROM penalties_posting
    WHERE party_id = %(party)s
) AS running
WHERE id = ANY(%(lines)s)
"""


def _balances(parties: Collection[str], *, postings: QuerySet[Posting]) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    sums = postings.filter(party__in=parties).order_by("unit").values_list("party", "unit")
    for party, unit, total in sums.annotate(total=Sum("amount")):
        found[party].append((unit, int(total)))
    for balances in found.values():
        balances.sort(key=lambda balance: (balance[0] != POINTS, balance[0]))
    return found


def _in_window(postings: QuerySet[Posting], *, on_day: date, schedule: Schedule) -> QuerySet[Posting]:
    """Of these postings, the points that count on this day. The bounds are those of schedule.counts_on."""
    earliest = on_day - timedelta(days=schedule.window_days - 1)
    return postings.filter(unit=POINTS, dated__range=(earliest, on_day))


def _lines(window: QuerySet[Posting]) -> dict[str, list[Line]]:
    """The points that count, line by line, by party."""
    found: dict[str, list[Line]] = defaultdict(list)
    shown = ("party", "amount", "dated", "verdict__number", "verdict__case__reference")
    for posting in window.order_by("id").select_related("verdict__case").only(*shown):
        found[posting.party_id].append(Line(posting.amount, str(posting.verdict), posting.dated))
    return found


def _open_penalties(parties: Collection[str]) -> dict[str, list[Penalty]]:
    found: dict[str, list[Penalty]] = defaultdict(list)
    still_open = Penalty.objects.filter(addressee__in=parties).exclude(state__in=ENDED)
    for penalty in still_open.select_related("proposed_measure__measure"):
        found[penalty.addressee_id].append(penalty)
    return found


def _repetitions_in(window: QuerySet[Posting], *, schedule: Schedule) -> dict[str, list[tuple[str, str]]]:
    """Which violations repeat one another among those whose points count, by party.

    A counter-posting is in the window with what it reverses: what is left of the two tells, and no other line is read.
    """
    counting = window.values("determination").annotate(points=Sum("amount")).filter(points__gt=0)
    determinations = Determination.objects.filter(pk__in=counting.values("determination"))
    accounts = CaseIncident.objects.filter(case__in=window.values("verdict__case"))
    violations = _violations(determinations, events=_events(accounts))
    return _by_party(repetitions_among(violations, repetition_days=schedule.repetition_days))


def _repetitions_of(finding: Finding, *, schedule: Schedule) -> dict[str, list[tuple[str, str]]]:
    """Which violations of the finding repeat one another, or one that a standing final verdict of another case found.

    The case's own verdict counts not beside them: it is about the same incidents, and would not stand any more.
    """
    events = _events(CaseIncident.objects.filter(case=finding.case_id))
    own = _violations(finding.determinations, events=events)
    if not own:
        return defaultdict(list)
    standing = Determination.objects.filter(
        finding__in=standing_final_verdicts().exclude(case=finding.case_id).values("finding")
    ).annotate(ended_at=ENDED_AT)
    near = reduce(or_, (_near(one, schedule=schedule) for one in own))
    beside = _violations(standing.filter(near), events={})
    return _by_party(repetitions_among(own, beside=beside, repetition_days=schedule.repetition_days))


# An incident without a stated end ended when it started.
ENDED_AT = Coalesce("incident__ends_at", "incident__starts_at")


def _near(one: Violation, *, schedule: Schedule) -> Q:
    days = timedelta(days=schedule.repetition_days)
    return Q(
        answerable=one.party,
        type=one.type,
        sector__code=one.sector,
        ended_at__range=(one.ended_at - days, one.ended_at + days),
    )


def _violations(determinations: QuerySet[Determination], *, events: Mapping[int, int]) -> list[Violation]:
    """As repetition looks at them, in the order of their ends."""
    found = determinations.filter(violation_class__in=VIOLATIONS).exclude(answerable=Answerable.NONE)
    dated = found.annotate(ended_at=ENDED_AT).exclude(ended_at=None).order_by("ended_at", "id")
    rows = dated.values_list(
        "answerable", "type", "sector__code", "ended_at", "finding__case__reference", "incident__code", "incident"
    )
    return [
        Violation(party, type_, sector, ended_at, f"{case} {code}", events.get(incident, incident))
        for party, type_, sector, ended_at, case, code, incident in rows
    ]


def _events(accounts: QuerySet[CaseIncident]) -> dict[int, int]:
    links = accounts.filter(is_counter_report_of__isnull=False).order_by("id")
    return events_of(links.values_list("incident", "is_counter_report_of"))


def _by_party(repetitions: Iterable[tuple[Violation, Violation]]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one, other in repetitions:
        found[one.party].append((one.name, other.name))
    return found

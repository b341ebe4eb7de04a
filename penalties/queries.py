"""Reading the ledger: statements with running balances, points in the window, recommendations with their arithmetic.

Nothing here adds up two currencies, or two parties.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from commission.models import Delegation, Measure, Protocol
from penalties.models import Penalty, Posting, Review
from penalties.schedule import Arithmetic, Line, Schedule, Violation, day_of, is_repetition, points_of
from penalties.vocabularies import ENDED, POINTS
from record.queries import pending_bodies
from verification.models import Determination, Finding, Verdict
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
    schedule = schedule_of(Protocol.objects.in_effect())
    codes = [party.pk for party in parties]
    balances = _balances(codes, postings=Posting.objects.all())
    counted = _counted(Posting.objects.filter(party__in=codes), on_day=day_of(at), schedule=schedule)
    penalties = _open_penalties(codes)
    return [
        PartyLedger(
            party=party,
            balances=balances[party.pk],
            arithmetic=Arithmetic(party.pk, day_of(at), schedule, tuple(counted[party.pk])),
            open_penalties=penalties[party.pk],
        )
        for party in parties
    ]


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
    violations = [one for one in _whole_determinations(finding) if one.is_violation]
    codes = sorted({violation.answerable for violation in violations})
    others = Posting.objects.filter(party__in=codes).exclude(verdict__case=finding.case)
    counted = _counted(others, on_day=day_of(at), schedule=schedule)
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
            repetitions=tuple(_repetitions([one for one in violations if one.answerable == party], schedule=schedule)),
        )
        for party in codes
    ]


def schedule_of(protocol: Protocol) -> Schedule:
    """The schedule of a protocol version, with the catalogue of measures as it is."""
    return Schedule.of(protocol.numbers, levels=list(Measure.objects.order_by("order").values_list("level", flat=True)))


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


def _counted(postings: QuerySet[Posting], *, on_day: date, schedule: Schedule) -> dict[str, list[Line]]:
    """The points that count on this day, line by line, by party. The bounds are those of schedule.counts_on."""
    earliest = on_day - timedelta(days=schedule.window_days - 1)
    window = (
        postings.filter(unit=POINTS, dated__range=(earliest, on_day)).order_by("id").select_related("verdict__case")
    )
    found: dict[str, list[Line]] = defaultdict(list)
    for posting in window:
        found[posting.party_id].append(Line(posting.amount, str(posting.verdict), posting.dated))
    return found


def _open_penalties(parties: Collection[str]) -> dict[str, list[Penalty]]:
    found: dict[str, list[Penalty]] = defaultdict(list)
    still_open = Penalty.objects.filter(addressee__in=parties).exclude(state__in=ENDED)
    for penalty in still_open.select_related("proposed_measure__measure"):
        found[penalty.addressee_id].append(penalty)
    return found


def _whole_determinations(finding: Finding) -> QuerySet[Determination]:
    return finding.determinations.select_related("incident", "sector")


def _repetitions(violations: Iterable[Determination], *, schedule: Schedule) -> Iterable[tuple[str, str]]:
    """Each violation of the finding with the first earlier one that it repeats.

    Earlier is what a standing final verdict of another case determined: two accounts of one event share a case, and are
    no repetition of each other.
    """
    for one in violations:
        violation = _violation(one)
        if violation is None:
            continue
        for earlier in _earlier_violations(one, ended_at=violation.ended_at, schedule=schedule):
            other = _violation(earlier)
            if other and is_repetition(violation, of=other, repetition_days=schedule.repetition_days):
                yield violation.name, other.name
                break


def _earlier_violations(one: Determination, *, ended_at: datetime, schedule: Schedule) -> QuerySet[Determination]:
    near = timedelta(days=schedule.repetition_days)
    return (
        Determination.objects.filter(
            finding__in=standing_final_verdicts().exclude(case=one.finding.case_id).values("finding"),
            violation_class__in=VIOLATIONS,
            answerable=one.answerable,
            type=one.type_id,
            sector__code=one.sector.code,
        )
        .annotate(ended_at=Coalesce("incident__ends_at", "incident__starts_at"))
        .filter(ended_at__range=(ended_at - near, ended_at + near))
        .select_related("incident", "sector", "finding__case")
        .order_by("id")
    )


def _violation(one: Determination) -> Violation | None:
    """As repetition looks at it; an incident without a stated end ended when it started."""
    ended_at = one.incident.ends_at or one.incident.starts_at
    if ended_at is None or one.answerable == Answerable.NONE:
        return None
    name = f"{one.finding.case} {one.incident.code}"
    return Violation(one.answerable, one.type_id, one.sector.code, ended_at, name)

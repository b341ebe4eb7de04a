"""My desk: everything that awaits a member, most urgent first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q

from commission.models import Member
from commission.roles import DRAFT, PRESIDE, SUBMIT
from incidents.filing_clock import FilingClock
from incidents.models import Incident
from incidents.queries import filing_clocks_for
from incidents.rules import EDITABLE
from penalties.models import Penalty
from reports.awaiting import SHOWN_MAX, Asked, asked_of
from verification.clocks import CLOSING
from verification.models import Assent, Clock
from verification.queries import clocks_awaiting

# When a clock of these kinds has ended, its step is closed or its case moves on: it awaits nobody any more.
ENDING = (*CLOSING, "principals", "ballot")


@dataclass(frozen=True)
class Draft:
    """An incident that was not filed, with its filing clock, or one that was returned."""

    incident: Incident
    clock: FilingClock | None


@dataclass(frozen=True)
class Desk:
    """What awaits one member."""

    clocks: list[Clock]
    asked: list[Asked]
    assents: list[Assent]
    drafts: list[Draft]
    penalties: list[Penalty]

    @property
    def is_clear(self) -> bool:
        """Whether nothing awaits the member."""
        return not (self.clocks or self.asked or self.assents or self.drafts or self.penalties)


def desk_of(member: Member, *, at: datetime) -> Desk:
    """What awaits the member at this time; each part at most fifty, the most urgent first."""
    return Desk(
        clocks=list(clocks_awaiting(member).exclude(kind__in=ENDING, ends_at__lte=at)[:SHOWN_MAX]),
        asked=asked_of(member),
        assents=_assents_awaiting(member),
        drafts=_drafts_of(member),
        penalties=_penalties_awaiting(member),
    )


def _assents_awaiting(member: Member) -> list[Assent]:
    """Terms that the delegation beside the member's own has given, and that its own has not answered since."""
    if not (member.delegation and (member.may(PRESIDE) or member.may(SUBMIT))):
        return []
    live = Assent.objects.filter(spent_at=None)
    own = live.filter(
        delegation=member.delegation_id, case=OuterRef("case"), act=OuterRef("act"), subject=OuterRef("subject")
    )
    # Both parties' waivers stay live: the same terms are an answer, whoever gave them first.
    answers = own.filter(Q(given_at__gt=OuterRef("given_at")) | Q(terms_digest=OuterRef("terms_digest")))
    others = live.filter(delegation__kind=member.delegation.kind).exclude(delegation=member.delegation_id)
    found = others.exclude(Exists(answers)).select_related("case", "delegation", "given_by")
    return list(found.order_by("given_at")[:SHOWN_MAX])


def _drafts_of(member: Member) -> list[Draft]:
    """The delegation's own drafts, those first whose time to file runs out first."""
    if not member.may(DRAFT):
        return []
    own = Incident.objects.filter(delegation=member.delegation_id, state__in=EDITABLE).select_related("primary_type")
    found = list(own.order_by(F("aware_at").asc(nulls_last=True), "-id")[:SHOWN_MAX])
    clocks = filing_clocks_for(member, found)
    return [Draft(draft, clocks.get(draft.pk)) for draft in found]


def _penalties_awaiting(member: Member) -> list[Penalty]:
    """For its addressee what is to be done; for the mediators what was reported, or is overdue."""
    awaiting = Q(addressee=member.delegation_id, state__in=["notified", "overdue", "referred"])
    if member.is_mediator:
        awaiting = Q(state__in=["reported", "overdue"])
    found = Penalty.objects.filter(awaiting).select_related("proposed_measure__measure", "verdict__case")
    return list(found.order_by("due_at", "id")[:SHOWN_MAX])

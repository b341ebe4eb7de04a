"""Finds the people of an audience and their deadlines, and reads a member's notices for the pages."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from commission.models import Member
from commission.roles import VOTING_ROLES, Role
from notices.audience import CLOCKS_OF_STEP, Told, Who
from notices.matter import Known, Matter
from notices.models import Notice
from notices.visibility import may_see_subject, notices_for
from notices.words import READ
from penalties.models import Penalty
from penalties.vocabularies import PenaltyState
from verification.models import Substitute

PARTIES = frozenset({"PK", "AF"})
MEDIATORS = frozenset({"TR", "QA"})
FOUR = PARTIES | MEDIATORS
UNREAD_SHOWN_MAX = 99


def told_of(matter: Matter) -> dict[Member, Told]:
    """Everyone who must know of the act, with the step it gives them: never who did it, nor who may not see it."""
    found: dict[Member, Told] = {}
    for told in matter.audience:
        for member in _members(PEOPLE_OF[told.who](matter), known=matter.known):
            if member not in found and not _did_it(member, matter):
                found[member] = told
    return _who_may_know(found, matter)


def deadline_of(matter: Matter, *, member: Member, told: Told, at: datetime) -> tuple[datetime | None, str]:
    """Until when the step can be taken, and which clock says so: of its own clocks, the nearest that runs for the member."""
    if told.step == READ:
        return None, ""
    if matter.penalty is not None:
        return _due_date(matter.penalty, member=member)
    is_reminder = matter.event == "clock_reminded"
    clocks = {matter.body["clock"]} if is_reminder else CLOCKS_OF_STEP.get(told.step, set())
    for kind, owner, ends_at in matter.running_clocks:
        if owner in _owners(member, told) and ends_at > at and kind in clocks:
            return ends_at, kind
    return None, ""


def unread_count(member: Member) -> int:
    """How many notices the member has not read; one more than 99 stands for all beyond."""
    return notices_for(member).filter(read_at=None)[: UNREAD_SHOWN_MAX + 1].count()


def with_addresses(notices: Iterable[Notice], *, reader: Member) -> list[Notice]:
    """Each notice with `address`, the page of what it is about: one query for all of them."""
    found = list(notices)
    references = [notice.reference for notice in found if notice.subject_kind == "penalty"]
    keys = dict(Penalty.objects.filter(reference__in=references).values_list("reference", "pk")) if references else {}
    for notice in found:
        notice.address = address_of(notice, reader=reader, penalty_keys=keys)  # type: ignore[attr-defined]
    return found


def address_of(notice: Notice, *, reader: Member, penalty_keys: dict[str, int]) -> str:
    """The page of what the notice is about, as this reader meets it."""
    reference = notice.reference
    if notice.subject_kind == "incident":
        return reverse("incident_detail", args=[reference])
    if notice.subject_kind == "case":
        return reverse("case_detail", args=[reference])
    if notice.subject_kind == "verdict":
        case, _slash, number = reference.rpartition("/")
        return reverse("verdict_detail", args=[case, number])
    if notice.subject_kind == "penalty":
        return reverse("penalty_detail", args=[penalty_keys[reference]])
    if reader.is_admin and notice.step in ADMIN_LISTS:
        return reverse(ADMIN_LISTS[notice.step])
    return reverse("record_act", args=[notice.act_id])


ADMIN_LISTS = {
    "confirm_seat": "admin:commission_seatchange_changelist",
    "confirm_protocol": "admin:commission_protocol_changelist",
}


def _members(people: Q, *, known: Known) -> list[Member]:
    found = Member.objects.filter(is_active=True).select_related("delegation").order_by("pk")
    return known.once(("members", people), lambda: list(found.filter(people)))


def _did_it(member: Member, matter: Matter) -> bool:
    # The record keeps who acted as text: name, role and delegation as they were.
    act = matter.act
    actor = (act.actor_name, act.actor_role, act.actor_delegation)
    return (member.name, member.role, member.delegation_id or "") == actor


def _who_may_know(found: dict[Member, Told], matter: Matter) -> dict[Member, Told]:
    """Both the thing and the act must be open to the seat; admins see the ledger's lines, and their own acts."""
    if not found:
        return found
    readers = matter.known.readers_of(matter.act)

    def sees(member: Member) -> bool:
        if not (member.is_admin or member.reader_code in readers):
            return False
        key = ("sees", member.reader_code, *matter.subject)
        return bool(matter.known.once(key, lambda: may_see_subject(member, *matter.subject)))

    return {member: told for member, told in found.items() if sees(member)}


def _due_date(penalty: Penalty, *, member: Member) -> tuple[datetime | None, str]:
    if penalty.state == PenaltyState.NOTIFIED and penalty.addressee_id == member.delegation_id:
        return penalty.due_at, "compliance"
    return None, ""


def _owners(member: Member, told: Told) -> set[str]:
    """Under which names the clocks of this member run, for this step."""
    if told.who in {Who.TEAM, Who.RAPPORTEUR}:
        return {"team" if told.who == Who.TEAM else "rapporteur"}
    if told.who == Who.OWNER:
        return {member.delegation_id or "", "team", "rapporteur", "principals"}
    return {member.delegation_id or "", *(["principals"] if told.step == "record_answer" else [])}


def _seats(codes: Iterable[str]) -> Q:
    """Heads and deputies of these delegations: those who may do what awaits a delegation."""
    return Q(delegation__in=sorted(codes), role__in=sorted(VOTING_ROLES))


def _filer(matter: Matter) -> set[str]:
    return {matter.incident.delegation_id} if matter.incident else set()


def _beside(matter: Matter) -> set[str]:
    actor = matter.act.actor_delegation
    kind = PARTIES if actor in PARTIES else MEDIATORS
    return set(kind - {actor})


def _team(matter: Matter) -> Q:
    named = matter.case.team.filter(relieved_at=None).values("member") if matter.case else []
    return Q(pk__in=named)


def _rapporteur(matter: Matter) -> Q:
    """The person named; where nobody is, those who must name somebody."""
    key = matter.case.rapporteur_id if matter.case else None
    return Q(pk=key) if key else _seats(MEDIATORS)


def _rapporteurs_delegation(matter: Matter) -> Q:
    rapporteur = matter.case.rapporteur if matter.case else None
    return _seats([rapporteur.delegation_id] if rapporteur and rapporteur.delegation_id in MEDIATORS else [])


def _voters(matter: Matter) -> Q:
    substitutes = Substitute.objects.standing().filter(case=matter.case).values("member")
    return _seats(FOUR) | Q(pk__in=substitutes)


def _substitute(matter: Matter) -> Q:
    # The act and the row bear the same time: that of the one decision.
    return Q(pk__in=Substitute.objects.filter(case=matter.case, named_at=matter.act.at).values("member"))


def _of_the_seat(matter: Matter) -> Q:
    stated = [matter.body, *(part for part in matter.body.values() if isinstance(part, dict))]
    return _seats({seat["delegation"] for seat in stated if seat.get("delegation")})


def _owner(matter: Matter) -> Q:
    owner = matter.body["owner"]
    if owner in FOUR:
        return _seats([owner])
    return {"team": _team, "rapporteur": _rapporteur}.get(owner, lambda _matter: _seats(MEDIATORS))(matter)


PEOPLE_OF: dict[Who, Callable[[Matter], Q]] = {
    Who.FILER: lambda matter: _seats(_filer(matter)),
    Who.RESPONDENTS: lambda matter: _seats(matter.incident.answering_parties if matter.incident else []),
    Who.PARTIES: lambda _matter: _seats(PARTIES),
    Who.MEDIATORS: lambda _matter: _seats(MEDIATORS),
    Who.MEDIATORS_NOT_FILING: lambda matter: _seats(MEDIATORS - _filer(matter)),
    Who.OTHER_MEDIATOR: lambda matter: _seats(MEDIATORS - _filer(matter) - {matter.act.actor_delegation}),
    Who.BESIDE: lambda matter: _seats(_beside(matter)),
    Who.FOUR: lambda _matter: _seats(FOUR),
    Who.VOTERS: _voters,
    Who.TEAM: _team,
    Who.RAPPORTEUR: _rapporteur,
    Who.RAPPORTEURS_DELEGATION: _rapporteurs_delegation,
    Who.ASKED: lambda matter: _seats([matter.body.get("addressed_to") or matter.body["party"]]),
    Who.SUBSTITUTE: _substitute,
    Who.ADDRESSEE: lambda matter: _seats([matter.penalty.addressee_id] if matter.penalty else []),
    Who.OWNER: _owner,
    Who.MEMBER: lambda matter: Q(username=matter.subjects.get("member")),
    Who.OF_THE_SEAT: _of_the_seat,
    Who.ADMINS: lambda _matter: Q(role=Role.ADMIN),
}

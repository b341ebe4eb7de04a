"""How a case stands, as rules ask it: which clock runs, which text was shown, who may vote and who may be named."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from commission.models import Member
from commission.roles import ACTING_ROLES, VOTING_ROLES
from incidents.models import Filing, Incident
from verification.clocks import MEDIATORS
from verification.models import (
    AdmissibilityDecision,
    Assent,
    Case,
    Challenge,
    Clock,
    Comment,
    Finding,
    Recusal,
    Substitute,
    Verdict,
)
from verification.vocabularies import AdmissibilityDecisionKind, State

# Never while a ballot is open, nor after a verdict. In a case that was ended it awaits nobody, until the case is reopened.
STATES_OF_DECIDING_CHALLENGES = frozenset({State.VERIFICATION, State.DELIBERATION, State.ESCALATED})


def clock_runs(case: Case, *kinds: str, at: datetime, owner: str | None = None, since: datetime | None = None) -> bool:
    """Whether a clock of one of these kinds still runs in the case: started, not stopped, its end not reached."""
    running = Clock.objects.running(at).filter(case=case, kind__in=kinds)
    asked = {name: value for name, value in {"owner": owner, "started_at": since}.items() if value is not None}
    return running.filter(**asked).exists()


def draft_finding_of(case: Case) -> Finding | None:
    """The rapporteur's working draft, if there is one."""
    return case.findings.filter(shown_at=None).first()


def latest_shown_finding(case: Case) -> Finding | None:
    """The text that was last put before the parties."""
    return case.findings.filter(shown_at__isnull=False).order_by("-number").first()


def comments_on_facts(case: Case) -> QuerySet[Comment]:
    """The parties' comments on the facts that are shown, also where a later text only adds the answer to them."""
    if case.facts_shown_at is None:
        return Comment.objects.none()
    return Comment.objects.filter(finding__case=case, finding__shown_at__gte=case.facts_shown_at)


def eligible_voters(case: Case, *, delegation: str) -> QuerySet[Member]:
    """Heads, deputies and standing substitutes of the delegation who are not recused in this case."""
    substitutes = Substitute.objects.standing().filter(case=case, member=OuterRef("pk"), delegation=delegation)
    may_vote = Q(role__in=VOTING_ROLES) | Exists(substitutes)
    voters = Member.objects.filter(may_vote, delegation=delegation, is_active=True)
    voters = voters.exclude(recusals__case=case)
    return voters.exclude(pk__in=filers_of(case)) if delegation in MEDIATORS else voters


def filers_of(case: Case) -> set[int]:
    """Who filed the case's incidents, at first or after a return, from whatever seat: none votes for a mediator in it."""
    return set(Filing.objects.filter(incident__cases=case).values_list("filed_by_id", flat=True))


def candidates_for_verification(case: Case) -> QuerySet[Member]:
    """Mediators' heads, deputies and officers, who can be named to the team; nobody whom a challenge removed."""
    return (
        Member.objects.filter(delegation__kind="mediator", role__in=ACTING_ROLES, is_active=True)
        .exclude(pk__in=case.recusals.filter(reason=Recusal.Reason.CHALLENGED).values("member"))
        .select_related("delegation")
        .order_by("delegation", "role", "name")
    )


def candidates_for_rapporteur(case: Case) -> QuerySet[Member]:
    """Of those, nobody of a delegation that filed one of the case's incidents, unless both mediators did."""
    filers = set(case.live_incidents().values_list("delegation_id", flat=True)) & set(MEDIATORS)
    excluded = filers if len(filers) == 1 else set()
    return candidates_for_verification(case).exclude(delegation__in=excluded).exclude(pk__in=filers_of(case))


def challenges_that_can_be_decided(case: Case) -> list[Challenge]:
    """The challenges that await the mediators; none of the only member who could decide on it for a mediator."""
    undecided = list(case.challenges.filter(decided_at=None))
    if not undecided:
        return []
    presiding = Member.objects.filter(role__in=VOTING_ROLES, is_active=True, delegation__in=MEDIATORS)
    seats = list(presiding.values_list("pk", "delegation_id"))
    return [one for one in undecided if {code for key, code in seats if key != one.member_id} == set(MEDIATORS)]


def declaration_of_inadmissibility(incident: Incident) -> AdmissibilityDecision | None:
    """The latest one, if the incident was ever declared inadmissible."""
    declared = AdmissibilityDecision.objects.filter(incident=incident, kind=AdmissibilityDecisionKind.INADMISSIBLE)
    return declared.order_by("-id").first()


def standing_verdict(case: Case) -> Verdict:
    """The verdict that stands in a case that was ruled: the latest."""
    verdict = case.latest_verdict()
    assert verdict is not None, "a case that was ruled has a verdict"
    return verdict


def parties_that_waived(case: Case) -> frozenset[str]:
    """The parties whose heads have waived the review of the verdict that stands."""
    waivers = Assent.objects.filter(case=case, act="waive_review", spent_at=None)
    return frozenset(waivers.values_list("delegation_id", flat=True))


def is_substitute(member: Member, case: Case) -> bool:
    """Whether the member was named to vote in this case for its delegation, and the naming stands."""
    return Substitute.objects.standing().filter(case=case, member=member).exists()


def was_substitute(member: Member, case: Case) -> bool:
    """Whether the head of the member's present delegation ever named it to vote in this case."""
    return Substitute.objects.filter(case=case, member=member, delegation=member.delegation_id).exists()

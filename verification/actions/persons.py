"""Who takes part in a case in whose stead, and who is challenged."""

from datetime import datetime

from django.db import transaction

from commission.models import Member
from monitoring_site.clock import database_time
from monitoring_site.refusals import refuse_if
from verification.actions.cases import recuse
from verification.actions.clocks import sync_clocks
from verification.actions.joint import MEDIATORS, assent
from verification.actions.moves import locked, record_case_act, save_fields
from verification.models import Case, Challenge, Recusal, Substitute
from verification.rules import proceedings as rules
from verification.rules.seats import why_not_without_words
from verification.vocabularies import State


@transaction.atomic
def name_substitute(case: Case, *, substitute: Member, by: Member) -> Substitute:
    """The officer may vote for the delegation in this case. Raises Refused."""
    case = locked(case)
    # An admin who changes this seat or its password at the same instant does so wholly before the naming, or after it.
    substitute = Member.objects.select_for_update(of=("self",), no_key=True).get(pk=substitute.pk)
    refuse_if(rules.why_not_name_substitute(by, case) or rules.why_not_this_substitute(case, substitute, by=by))
    at = database_time()
    named = Substitute.objects.create(case=case, delegation=by.delegation, member=substitute, named_at=at, named_by=by)
    body = {"substitute": {"name": substitute.name, "delegation": substitute.delegation_id}}
    record_case_act(case, event="substitute_named", actor=by.as_actor(), at=at, body=body)
    return named


@transaction.atomic
def challenge_member(case: Case, *, challenged: Member, grounds: str, by: Member) -> Challenge:
    """The mediators are asked whether doubt in the member's impartiality is justified. Raises Refused."""
    case = locked(case)
    refuse_if(
        rules.why_not_challenge_member(by, case)
        or rules.why_not_challenge_this(case, challenged, by=by)
        or why_not_without_words(grounds)
    )
    at = database_time()
    challenge = Challenge.objects.create(
        case=case, member=challenged, delegation=by.delegation, grounds=grounds, challenged_at=at, challenged_by=by
    )
    body = {"member": {"name": challenged.name, "delegation": challenged.delegation_id}, "grounds": grounds}
    record_case_act(case, event="member_challenged", actor=by.as_actor(), at=at, body=body)
    return challenge


@transaction.atomic
def decide_challenge(challenge: Challenge, *, is_upheld: bool, reasons: str, by: Member) -> Challenge:
    """Both mediators having decided alike, an upheld challenge recuses the member in this case. Raises Refused."""
    case = locked(challenge.case)
    challenge = Challenge.objects.select_related("case", "member").get(pk=challenge.pk)
    refuse_if(
        rules.why_not_decide_challenge(by, challenge)
        or (rules.why_not_uphold(challenge) if is_upheld else None)
        or why_not_without_words(reasons)
    )
    at = database_time()
    terms = {"is_upheld": is_upheld, "reasons": reasons}
    subject = challenge.assent_subject
    if assent(case, act="decide_challenge", terms=terms, required=MEDIATORS, by=by, at=at, subject=subject):
        challenge.is_upheld, challenge.decision_reasons, challenge.decided_at = is_upheld, reasons, at
        challenge.save(update_fields=["is_upheld", "decision_reasons", "decided_at"])
        if is_upheld:
            recuse(case, challenge.member, reason=Recusal.Reason.CHALLENGED, at=at)
            _relieve(case, challenge.member, at=at)
        body = {"member": {"name": challenge.member.name, "delegation": challenge.member.delegation_id}, **terms}
        record_case_act(case, event="challenge_decided", actor=by.as_actor(), at=at, body=body)
    sync_clocks(case, at=at)
    return challenge


def _relieve(case: Case, member: Member, *, at: datetime) -> None:
    case.team.filter(member=member, relieved_at=None).update(relieved_at=at)
    if case.rapporteur_id == member.pk:
        # No text goes to a ballot whose author was removed from it: the next rapporteur shows one, in a time anew.
        shown_at = None if case.state == State.DELIBERATION else case.facts_shown_at
        save_fields(case, rapporteur=None, rapporteur_relieved_at=at, facts_shown_at=shown_at)
    if not case.team.filter(relieved_at=None).exists():
        save_fields(case, team_named_at=None)

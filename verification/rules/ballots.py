"""Who may open a ballot, vote in it, or annul it."""

from datetime import datetime

from django.utils.translation import gettext as _

from commission.models import Delegation, Member
from commission.roles import ACTING_ROLES, PRESIDE, VOTE
from monitoring_site.clock import database_time
from monitoring_site.refusals import Refusal
from verification.models import Ballot, Case, Finding, Vote
from verification.rules.findings import why_not_answered, why_not_rapporteur_still, why_not_seen, why_not_show
from verification.rules.seats import first_of, why_not_in_state, why_not_mediator, why_not_role, words_of_law
from verification.standing import (
    challenges_that_can_be_decided,
    clock_runs,
    draft_finding_of,
    eligible_voters,
    filers_of,
    is_substitute,
    latest_shown_finding,
    was_substitute,
)
from verification.vocabularies import Choice


def why_not_open_ballot(member: Member, case: Case, *, at: datetime | None = None) -> Refusal | None:
    """A head or deputy of the rapporteur's delegation, on a complete finding, once no right of reply or comment runs."""
    return first_of(
        lambda: why_not_mediator(member, PRESIDE),
        lambda: why_not_in_state(case, "open_ballot"),
        lambda: _why_not_rapporteurs_delegation(member, case),
        lambda: _why_not_without_rights_running(case, at=at or database_time()),
        lambda: why_not_vote_on(latest_shown_finding(case)),
        lambda: _why_not_before_challenges_are_decided(case),
        lambda: _why_not_without_voters(case),
    )


def why_not_vote_on(finding: Finding | None) -> Refusal | None:
    """The text is shown, whole, the latest, answers the comments, and rests on what the parties have seen."""
    if finding is None or finding.case.facts_shown_at is None:
        return _("The rapporteur has not yet shown a draft finding in this round.")
    if draft_finding_of(finding.case):
        return _("The rapporteur is working on a newer text: it is shown to the parties, or discarded, first.")
    if reason := why_not_show(finding) or why_not_answered(finding):
        return reason
    return next((reason for one in finding.determinations.all() if (reason := why_not_seen(one))), None)


def why_not_cast_vote(member: Member, case: Case, *, at: datetime | None = None) -> Refusal | None:
    """An eligible head, deputy or standing substitute, once for its delegation, while the ballot is open."""
    return first_of(
        lambda: _why_not_a_voter(member, case),
        lambda: why_not_in_state(case, "cast_vote"),
        lambda: _why_not_recused(member, case),
        lambda: _why_not_twice(member, case),
        lambda: _why_not_after_end(case, at=at or database_time()),
    )


def why_not_annul_ballot(member: Member, case: Case, *, at: datetime | None = None) -> Refusal | None:
    """Both mediators, once per case, while the ballot is open."""
    return first_of(
        lambda: why_not_mediator(member, PRESIDE),
        lambda: words_of_law("annul_ballot") if case.is_annulment_spent else None,
        lambda: why_not_in_state(case, "annul_ballot"),
        lambda: _why_not_after_end(case, at=at or database_time()),
    )


def _why_not_rapporteurs_delegation(member: Member, case: Case) -> Refusal | None:
    if case.rapporteur is None:
        return _("The mediators have not yet named a rapporteur.")
    if case.rapporteur.delegation_id != member.delegation_id:
        return _("A ballot is opened by the head or deputy of the rapporteur's delegation.")
    return why_not_rapporteur_still(case)


def _why_not_without_rights_running(case: Case, *, at: datetime) -> Refusal | None:
    if clock_runs(case, "reply", "comment", at=at):
        return words_of_law("open_ballot")
    return None


def _why_not_before_challenges_are_decided(case: Case) -> Refusal | None:
    if challenges_that_can_be_decided(case):
        return _("A challenge awaits its decision: it is decided before the ballot opens.")
    return None


def _why_not_without_voters(case: Case) -> Refusal | None:
    for delegation in Delegation.objects.all():
        if not eligible_voters(case, delegation=delegation.code).exists():
            return _("%(delegation)s has no member who may vote in this case; its head may name a substitute.") % {
                "delegation": delegation
            }
    return None


def _why_not_a_voter(member: Member, case: Case) -> Refusal | None:
    reason = why_not_role(member, VOTE)
    if reason is None or is_substitute(member, case):
        return None
    if member.role in ACTING_ROLES and was_substitute(member, case):
        return _("This substitute voter was named before their seat or password changed; the head names them again.")
    return reason


def _why_not_recused(member: Member, case: Case) -> Refusal | None:
    recusal = case.recusals.filter(member=member).first()
    if recusal is not None:
        return _("You do not vote in this case: you were recused, because you %(reason)s.") % {
            "reason": recusal.get_reason_display()
        }
    if member.is_mediator and member.pk in filers_of(case):
        return _("You do not vote for a mediator in this case: you filed one of its incidents.")
    return None


def _why_not_twice(member: Member, case: Case) -> Refusal | None:
    cast = Vote.objects.filter(ballot__case=case, ballot__closed_at=None)
    if cast.filter(delegation=member.delegation_id).exists():
        return words_of_law("cast_vote")
    if cast.filter(cast_by=member).exists():
        return _("You have already voted in this ballot, from another seat: one person is one voice.")
    return None


def _why_not_after_end(case: Case, *, at: datetime) -> Refusal | None:
    ballot = case.open_ballot()
    assert ballot is not None, "a case in ballot has an open ballot"
    if at >= ballot.closes_at:
        return _("The time to vote has passed; the ballot is being closed.")
    return None


def why_not_these_terms(ballot: Ballot, *, choice: str, reasons: str, digest: str) -> Refusal | None:
    """The vote names the text that the ballot is about, and a dissent or reserve gives its reasons."""
    if digest != ballot.digest_hex:
        return _("The text you read is not the text of this ballot: read it again, then vote.")
    if choice != Choice.APPROVE and not reasons.strip():
        return _("A dissent or a reserve needs its reasons.")
    return None

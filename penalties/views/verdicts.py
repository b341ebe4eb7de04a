"""A verdict's page for the four, its steps, and what anyone may read of those released."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commission.access import requires_member
from commission.models import Member
from commission.steps import OfferedStep, offered
from commission.templatetags.delegations import by_reading_order
from commission.views.steps import StepPage, step_view
from monitoring_site.http import keyset_page
from penalties import forms, steps
from penalties.actions import finality
from penalties.queries import whole_penalty
from penalties.visibility import penalties_for, postings_for, reviews_for
from record.queries import acts_about
from verification.comparison import Comparison, comparison_of
from verification.models import Correction, Finding, Verdict, Vote
from verification.queries import whole_finding
from verification.steps import CORRECT_VERDICT, REQUEST_CORRECTION
from verification.views.fetch import verdict_for
from verification.visibility import released_verdicts, votes_for


@require_safe
@requires_member
def verdict_detail(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The text that was adopted, its votes for ever attached, and what followed from it."""
    verdict = verdict_for(request.user, reference=reference, number=number)
    votes = votes_for(request.user).filter(ballot=verdict.ballot_id).select_related("cast_by")
    address, finding = [reference, number], whole_finding(verdict.finding)
    context = {
        "verdict": verdict,
        "superseding": Verdict.objects.filter(supersedes=verdict).select_related("case").first(),
        "finding": finding,
        "comparison": _beside_superseded(verdict, finding),
        "votes": _in_order(votes),
        "penalties": whole_penalty(penalties_for(request.user).filter(verdict=verdict)),
        "postings": postings_for(request.user).filter(verdict=verdict).select_related("determination__incident"),
        "reviews": reviews_for(request.user).filter(verdict=verdict).select_related("delegation"),
        "steps": offered(
            (*steps.VERDICT_STEPS, REQUEST_CORRECTION), subject=verdict, address=address, member=request.user
        ),
        "corrections": _corrections(verdict, member=request.user),
        "case_steps": offered(steps.CASE_STEPS, subject=verdict.case, address=[reference], member=request.user),
        "acts": acts_about(*verdict.subject, reader=request.user.reader_code),
    }
    return render(request, "penalties/verdict_detail.html", context)


def _beside_superseded(verdict: Verdict, finding: Finding) -> Comparison | None:
    """The text beside that of the verdict it supersedes; None where there is none, or both rest on one text."""
    earlier = verdict.supersedes
    if earlier is None or earlier.finding_id == verdict.finding_id:
        return None
    return comparison_of(whole_finding(earlier.finding), finding)


def _corrections(verdict: Verdict, *, member: Member) -> list[tuple[Correction, list[OfferedStep]]]:
    """Each correction asked for, with the step of making it where it is open to the reader."""
    rows = verdict.corrections.select_related("delegation", "verdict__case")
    return [
        (row, [one for one in offered([CORRECT_VERDICT], subject=row, address=[row.pk], member=member) if one.is_open])
        for row in rows
    ]


release_verdict = step_view(
    StepPage(
        steps.RELEASE_VERDICT,
        finality.release_verdict,
        forms.ReleaseVerdictForm,
        template="penalties/joint_step.html",
    ),
    fetch=verdict_for,
)
log_release_reasons = step_view(
    StepPage(steps.LOG_RELEASE_REASONS, finality.log_release_reasons, forms.ReasonsForm), fetch=verdict_for
)


@require_safe
def released_list(request: HttpRequest) -> HttpResponse:
    """The verdicts that were released, newest first, for anyone."""
    page = keyset_page(released_verdicts().select_related("case", "superseded_by"), request=request)
    return render(request, "penalties/released_list.html", {"page": page})


@require_safe
def released_verdict(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A released verdict: its text, determinations and votes; nothing of the case file."""
    found = released_verdicts().select_related("case", "finding", "ballot", "superseded_by")
    verdict = get_object_or_404(found, case__reference=reference, number=number)
    votes = Vote.objects.filter(ballot=verdict.ballot_id)
    context = {
        "verdict": verdict,
        "superseding": getattr(verdict, "superseded_by", None),
        "determinations": verdict.finding.determinations.select_related("incident", "type", "sector"),
        "votes": _in_order(votes),
    }
    return render(request, "penalties/released_verdict.html", context)


def _in_order(votes: QuerySet[Vote]) -> list[Vote]:
    return sorted(votes, key=by_reading_order())

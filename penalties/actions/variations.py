"""What a varied verdict changes: a new finding, equal to the former one but for the changes named, and its verdict."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from commission.models import Member
from penalties.rules.variations import DeterminationChange, change_of, determinations_of
from verification.actions.findings import finding_body, fix_text
from verification.models import Determination, Finding, ProposedMeasure, Verdict


def write_varied_verdict(
    verdict: Verdict,
    *,
    reasons: str,
    changes: Sequence[DeterminationChange],
    withdrawn_measures: Sequence[int],
    by: Member,
    at: datetime,
) -> Verdict:
    """A verdict that supersedes this one, on a new finding; the caller holds the case's lock and has asked the rule."""
    former = verdict.finding
    finding = Finding.objects.create(
        case=verdict.case,
        number=verdict.case.findings.count() + 1,
        # The reasons for the variation stand before what they vary: nobody reads the former text without them.
        reasons=f"{reasons}\n\n{former.reasons}",
        answer_to_comments=former.answer_to_comments,
        drafted_at=at,
        drafted_by=by,
    )
    copies = _copied_determinations(former, finding, {change.incident: change for change in changes})
    _copy_measures(former, finding, copies, withdrawn_measures)
    fix_text(finding, body=finding_body(finding), at=at)
    return Verdict.objects.create(
        case=verdict.case,
        number=verdict.number + 1,
        finding=finding,
        adoption=Verdict.Adoption.VARIED,
        adopted_at=at,
        supersedes=verdict,
    )


def _copied_determinations(
    former: Finding, finding: Finding, changes: Mapping[str, DeterminationChange]
) -> dict[int, Determination]:
    """The copies, by the primary key of what each is the copy of."""
    copies = {}
    for one in determinations_of(former):
        wanted = changes.get(one.incident.code, change_of(one))
        copy = Determination.objects.create(
            finding=finding,
            incident=one.incident,
            type_id=one.type_id,
            sector_id=one.sector_id,
            fact=wanted.fact,
            attribution=wanted.attribution,
            violation_class=wanted.violation_class,
            standard=wanted.standard,
            answerable=wanted.answerable,
        )
        copy.evidence.set(one.evidence.all())
        copies[one.pk] = copy
    return copies


def _copy_measures(
    former: Finding, finding: Finding, copies: Mapping[int, Determination], withdrawn_measures: Sequence[int]
) -> None:
    for place, measure in enumerate(former.proposed_measures.all(), start=1):
        if place not in withdrawn_measures:
            ProposedMeasure.objects.create(
                finding=finding,
                determination=copies[measure.determination_id],
                measure_id=measure.measure_id,
                required_act=measure.required_act,
                place=measure.place,
                due_days=measure.due_days,
                checked_by_id=measure.checked_by_id,
                amount=measure.amount,
                currency=measure.currency,
            )

"""What a review may vary in a verdict, and why it may not."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from monitoring_site.refusals import Refusal
from verification.models import Determination, Finding, Verdict
from verification.rules.findings import why_not_contradict, why_not_seen, why_not_without_evidence
from verification.vocabularies import Answerable


@dataclass(frozen=True)
class DeterminationChange:
    """The determination on this incident as it shall be; all five fields, also those that stay."""

    incident: str  # its code
    fact: str
    attribution: str
    violation_class: str
    standard: str
    answerable: str


def change_of(determination: Determination) -> DeterminationChange:
    """The determination as it is, in the form of a change."""
    return DeterminationChange(
        incident=determination.incident.code,
        fact=determination.fact,
        attribution=determination.attribution,
        violation_class=determination.violation_class,
        standard=determination.standard,
        answerable=determination.answerable,
    )


def why_not_vary(
    verdict: Verdict, changes: Sequence[DeterminationChange], withdrawn_measures: Sequence[int]
) -> Refusal | None:
    """A varied verdict names what it changes, contradicts itself nowhere, and orders nothing of nobody."""
    determinations = determinations_of(verdict.finding)
    standing = {one.incident.code: change_of(one) for one in determinations}
    measures = list(verdict.finding.proposed_measures.select_related("determination__incident"))
    assert {change.incident for change in changes} <= set(standing), "a change names a determination of the verdict"
    assert all(1 <= place <= len(measures) for place in withdrawn_measures), "a withdrawn measure is in the finding"
    wanted = standing | {change.incident: change for change in changes}
    if wanted == standing and not withdrawn_measures:
        return _("A varied verdict names what it changes: change a determination or withdraw a measure.")
    if reason := next((why for one in wanted.values() if (why := why_not_contradict(**asdict(one)))), None):
        return reason
    if reason := _why_not_on_this_evidence(determinations, wanted):
        return reason
    return next(
        (
            _("%(measure)s would be ordered of nobody: withdraw it, or let a party answer for %(incident)s.")
            % {"measure": measure.measure_id, "incident": measure.determination.incident.code}
            for place, measure in enumerate(measures, start=1)
            if place not in withdrawn_measures
            and wanted[measure.determination.incident.code].answerable == Answerable.NONE
        ),
        None,
    )


def determinations_of(finding: Finding) -> Sequence[Determination]:
    """The finding's determinations with their incidents, in their order."""
    return list(finding.determinations.select_related("incident"))


def _why_not_on_this_evidence(
    determinations: Sequence[Determination], wanted: Mapping[str, DeterminationChange]
) -> Refusal | None:
    """A varied determination rests on what the former rested on: against a party, on evidence that it has seen."""
    for one in determinations:
        answerable = wanted[one.incident.code].answerable
        if answerable == Answerable.NONE:
            continue
        if reason := why_not_without_evidence(one, answerable=answerable) or why_not_seen(one):
            return reason
    return None

"""What a review may vary in a verdict, and why it may not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from monitoring_site.refusals import Refusal
from verification.models import Determination, Finding, Verdict
from verification.rules.findings import OF_A_PARTY, why_not_seen
from verification.vocabularies import VIOLATIONS, Answerable, Fact, Standard, ViolationClass


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
    standing = {one.incident.code: change_of(one) for one in determinations_of(verdict.finding)}
    measures = list(verdict.finding.proposed_measures.select_related("determination__incident"))
    assert {change.incident for change in changes} <= set(standing), "a change names a determination of the verdict"
    assert all(1 <= place <= len(measures) for place in withdrawn_measures), "a withdrawn measure is in the finding"
    wanted = standing | {change.incident: change for change in changes}
    if wanted == standing and not withdrawn_measures:
        return _("A varied verdict names what it changes: change a determination or withdraw a measure.")
    if reason := next((reason for change in wanted.values() if (reason := _contradiction(change))), None):
        return reason
    if reason := _why_not_on_this_evidence(verdict.finding, wanted):
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


def _contradiction(change: DeterminationChange) -> Refusal | None:
    grave, incident = change.violation_class in VIOLATIONS, {"incident": change.incident}
    if grave and change.fact != Fact.SUBSTANTIATED:
        return _("%(incident)s: a class of minor or more needs a substantiated fact.") % incident
    if grave and change.attribution in OF_A_PARTY and change.answerable == Answerable.NONE:
        return _("%(incident)s: a class of minor or more against a party says who answers for it.") % incident
    if change.answerable != Answerable.NONE and not grave:
        return _("%(incident)s: a party answers only for a class of minor or more.") % incident
    is_gravest = change.violation_class == ViolationClass.VERY_SERIOUS
    if is_gravest and change.standard != Standard.CLEAR_AND_CONVINCING:
        return _("%(incident)s: very serious needs clear and convincing proof.") % incident
    return None


def _why_not_on_this_evidence(finding: Finding, wanted: Mapping[str, DeterminationChange]) -> Refusal | None:
    """A varied determination rests on what the former rested on: against a party, on evidence that it has seen."""
    for one in determinations_of(finding):
        if wanted[one.incident.code].answerable == Answerable.NONE:
            continue
        if not one.evidence.exists():
            return _("%(incident)s: a determination against a party names the evidence it rests on.") % {
                "incident": one.incident.code
            }
        if reason := why_not_seen(one):
            return reason
    return None

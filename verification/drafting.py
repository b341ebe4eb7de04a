"""The terms in which a finding is drafted: what a form or a test gives to its action. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from commission.models import Delegation, Measure, Sector, ViolationType
from incidents.models import Evidence, Incident


@dataclass(frozen=True)
class DeterminationTerms:
    """One determination as drafted."""

    incident: Incident
    fact: str
    attribution: str
    type: ViolationType
    sector: Sector
    violation_class: str
    standard: str = "reasonable_grounds"
    answerable: str = "none"
    evidence: Sequence[Evidence] = ()


@dataclass(frozen=True)
class MeasureTerms:
    """One proposed measure as drafted, for the determination on `incident`."""

    incident: Incident
    measure: Measure
    required_act: str
    checked_by: Delegation
    place: str = ""
    due_days: int | None = None  # None is the number of the case's protocol
    amount: int | None = None
    currency: str = ""


@dataclass(frozen=True)
class FindingTerms:
    """A whole finding as drafted."""

    reasons: str
    answer_to_comments: str = ""
    determinations: Sequence[DeterminationTerms] = field(default_factory=tuple)
    measures: Sequence[MeasureTerms] = field(default_factory=tuple)

"""What is decided; each model in its own module."""

from verification.models.admissibility import AdmissibilityDecision
from verification.models.assent import Assent
from verification.models.ballot import Ballot, Vote
from verification.models.case import Case, CaseCounter, CaseIncident, Recusal, TeamMember
from verification.models.clock import Clock
from verification.models.finding import Comment, Determination, Finding, ProposedMeasure
from verification.models.proceedings import (
    AccessRequest,
    Challenge,
    ClockExtension,
    Correction,
    Question,
    SiteNote,
    Substitute,
)
from verification.models.reply import Reply
from verification.models.report import Report
from verification.models.verdict import Verdict

__all__ = [
    "AccessRequest",
    "AdmissibilityDecision",
    "Assent",
    "Ballot",
    "Case",
    "CaseCounter",
    "CaseIncident",
    "Challenge",
    "Clock",
    "ClockExtension",
    "Comment",
    "Correction",
    "Determination",
    "Finding",
    "ProposedMeasure",
    "Question",
    "Recusal",
    "Reply",
    "Report",
    "SiteNote",
    "Substitute",
    "TeamMember",
    "Verdict",
    "Vote",
]

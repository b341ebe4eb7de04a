"""What follows from a final verdict; each model in its own module."""

from penalties.models.compliance import ComplianceReport
from penalties.models.penalty import Penalty
from penalties.models.posting import Posting
from penalties.models.review import Review

__all__ = ["ComplianceReport", "Penalty", "Posting", "Review"]

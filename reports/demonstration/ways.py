"""The ways through the procedure, as acts with the hours between them."""

from reports.demonstration import filings
from reports.demonstration.filings import both
from reports.demonstration.stage import Step

DRAFT_IN_HASTE = [Step(0, filings.draft_in_haste)]
DRAFT = [Step(0, filings.draft)]
DISCARDED = [*DRAFT, Step(30, filings.discard)]
FILED = [*DRAFT, Step(1.5, filings.file)]
RETURNED = [*FILED, Step(7, filings.give_back)]
FILED_AGAIN = [*RETURNED, Step(16, filings.mend)]
WITHDRAWN = [*FILED, Step(6, filings.withdraw)]
INADMISSIBLE = [*FILED, Step(5, filings.declare_inadmissible)]

"""What one delegation alleges, and what it rests on; each model in its own module."""

from incidents.models.casualties import CasualtyFigure
from incidents.models.evidence import CustodyStep, Evidence
from incidents.models.filing import Filing
from incidents.models.incident import Incident
from incidents.models.observation import Observation
from incidents.models.source import Source

__all__ = ["CasualtyFigure", "CustodyStep", "Evidence", "Filing", "Incident", "Observation", "Source"]

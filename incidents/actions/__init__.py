"""What members do with incidents while these are drafts, and the filing; later acts live in the app verification."""

from incidents.actions.drafts import StaleDraft, discard_draft, save_draft, start_draft
from incidents.actions.filing import file_incident
from incidents.actions.moves import move_incident, open_to_parties

__all__ = [
    "StaleDraft",
    "discard_draft",
    "file_incident",
    "move_incident",
    "open_to_parties",
    "save_draft",
    "start_draft",
]

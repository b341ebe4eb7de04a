"""Who may do what, and why not: one function per act, a sentence for a person or None; each noun in its own module."""

from verification.rules.admissibility import (
    why_not_declare_inadmissible,
    why_not_object_to_inadmissibility,
    why_not_register_incident,
    why_not_return_incident,
    why_not_withdraw_incident,
)
from verification.rules.ballots import why_not_annul_ballot, why_not_cast_vote, why_not_open_ballot
from verification.rules.cases import (
    why_not_escalate_case,
    why_not_name_rapporteur,
    why_not_name_team,
    why_not_record_principals_answer,
    why_not_reopen_case,
    why_not_send_reply,
    why_not_settle_case,
    why_not_submit_report,
)
from verification.rules.findings import why_not_draft_finding, why_not_send_comment

__all__ = [
    "why_not_annul_ballot",
    "why_not_cast_vote",
    "why_not_declare_inadmissible",
    "why_not_draft_finding",
    "why_not_escalate_case",
    "why_not_name_rapporteur",
    "why_not_name_team",
    "why_not_object_to_inadmissibility",
    "why_not_open_ballot",
    "why_not_record_principals_answer",
    "why_not_register_incident",
    "why_not_reopen_case",
    "why_not_return_incident",
    "why_not_send_comment",
    "why_not_send_reply",
    "why_not_settle_case",
    "why_not_submit_report",
    "why_not_withdraw_incident",
]

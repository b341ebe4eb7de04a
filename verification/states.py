"""The states of a case, read from the law, and whose turn each is."""

from commission import law

TRANSITIONS = law.transitions("case")

TURN_OF = {
    "verification": "verification team",
    "deliberation": "rapporteur",
    "ballot": "delegations that have not voted",
    "ruled": "parties",
    "review": "mediators",
    "final": "mediators",
    "escalated": "principals",
    "closed": "nobody",
    "settled": "nobody",
    "no_determination": "nobody",
    "withdrawn": "nobody",
}

# Acts that move no state, by the states in which they are done (DESIGN 3).
STATES_OF_STILL_ACTS = {
    "name_team": frozenset({"verification"}),
    "name_rapporteur": frozenset({"verification", "deliberation"}),
    "draft_finding": frozenset({"deliberation"}),
    "send_comment": frozenset({"deliberation"}),
    "ask_access": frozenset({"verification"}),
    "add_site_note": frozenset({"verification"}),
    "submit_interim_report": frozenset({"verification"}),
    "name_substitute": frozenset({"verification", "deliberation", "ballot"}),
    "challenge_member": frozenset({"verification", "deliberation"}),
}


def acts_of(state: str) -> frozenset[str]:
    """Every act that the law knows in this state of a case."""
    moving = {row.verb for row in law.rows() if row.machine == "case" and row.source == state}
    still = {act for act, states in STATES_OF_STILL_ACTS.items() if state in states}
    return frozenset(moving | still)

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

"""The states of an incident, read from the law, and whose turn each is."""

from commission import law

TRANSITIONS = law.transitions("incident")

TURN_OF = {
    "draft": "filing delegation",
    "filed": "mediators that did not file",
    "returned": "filing delegation",
    "registered": "nobody",
    "inadmissible": "other mediator",
    "discarded": "nobody",
    "withdrawn": "nobody",
}

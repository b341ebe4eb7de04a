"""The states of a penalty, read from the law, and whose turn each is."""

from commission import law

TRANSITIONS = law.transitions("penalty")

TURN_OF = {
    "proposed": "mediators",
    "ordered": "secretariat",
    "notified": "addressee",
    "overdue": "addressee",
    "reported": "mediators",
    "discharged": "nobody",
    "referred": "addressee",
    "stayed": "mediators",
    "reversed": "nobody",
}

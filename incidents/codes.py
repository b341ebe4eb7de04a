"""Spoken codes: six random characters that name an incident or an item of evidence, and count nothing. Pure."""

import secrets
from collections.abc import Callable

# No vowels, so that no word appears by chance; of each pair that looks alike (0 O, 1 I, 2 Z, 5 S, 8 B, U V) one at most.
ALPHABET = "34679BCDFGHJKMNPQRSTVWXYZ"
LENGTH = 6
INCIDENT, EVIDENCE = "I", "E"


def new_code(kind: str, *, is_taken: Callable[[str], bool]) -> str:
    """A code of the kind, like I-7KQ4ZP, that is not taken yet; the table's unique column has the last word."""
    while is_taken(code := f"{kind}-{_six_characters()}"):
        pass
    return code


def _six_characters() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))

"""Who acted, as text: the record keeps an actor's name, role and delegation as they were, and points at no row."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """A member, or the clock, at the moment of an act; "" where there is no role or no delegation."""

    name: str
    role: str
    delegation: str


CLOCK = Actor(name="clock", role="clock", delegation="")
# Who works at the server itself, where nobody who signs in is named.
OPERATOR = Actor(name="operator of the server", role="", delegation="")

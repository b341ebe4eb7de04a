"""The words in which people meet the law: events, clocks, actors, delegations; in the reader's language."""

from django.utils.translation import gettext

from commission.roles import Role
from commission.words.clocks import CLOCKS, OWNERS
from commission.words.delegations import DELEGATIONS
from commission.words.events import EVENTS
from commission.words.turns import ACTS, TURNS


def event_words(event: str) -> str:
    """What happened, as a short sentence: "Vote cast" for `verification.vote_cast`."""
    name = event.rpartition(".")[2]
    return gettext(EVENTS[name]) if name in EVENTS else name.replace("_", " ").capitalize()


def clock_words(clock: str) -> str:
    """What the clock measures."""
    return gettext(CLOCKS[clock]) if clock in CLOCKS else clock.replace("_", " ").capitalize()


def who_words(who: str) -> str:
    """Who may do an act, as the law says it; every such phrase stands in words/sentences.py."""
    return gettext(who) if who else ""


def owner_words(owner: str) -> str:
    """Whose time a clock is: a delegation's name, or a body of the procedure."""
    if owner in OWNERS:
        return gettext(OWNERS[owner])
    return delegation_words(owner)


def delegation_words(code: str) -> str:
    """The delegation's name."""
    return gettext(DELEGATIONS[code]) if code in DELEGATIONS else code


def role_words(role: str) -> str:
    """The seat's name, also that of the clock, which has none of the seats."""
    if role == "clock" or not role:
        return ""
    return str(Role(role).label) if role in Role.values else role


def actor_words(name: str, role: str) -> str:
    """Who acted, as they were named then; the clock, which has no name, in the reader's language."""
    return gettext("the clock") if role == "clock" else name


def turn_words(turn: str) -> str:
    """Whose turn it is, as the tables of states name it."""
    return gettext(TURNS[turn])


def act_words(act: str) -> str:
    """What an act of two delegations is called, without its outcome."""
    return gettext(ACTS[act.partition(":")[0]])

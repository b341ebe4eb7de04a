"""The decision rule and nothing else: the votes of four delegations give one outcome (DESIGN 3, decision rule). Pure."""

from collections.abc import Mapping
from enum import StrEnum

DELEGATIONS = frozenset({"PK", "AF", "TR", "QA"})
MEDIATORS = frozenset({"TR", "QA"})
CHOICES = frozenset({"approve", "reject", "reserve", None})
LAST_ROUND = 2


class Outcome(StrEnum):
    """How a ballot stands."""

    OPEN = "open"
    CONSENSUS = "consensus"
    DETERMINED = "determined"
    NEXT_ROUND = "next_round"
    ESCALATED = "escalated"


def outcome(votes: Mapping[str, str | None], *, round: int, closed: bool) -> Outcome:
    """The outcome of a ballot in round 1 or 2; `closed` says that its clock has run out.

    `votes` has exactly the keys PK, AF, TR, QA, each approve, reject, reserve or None (not voted). Raises ValueError
    for anything else. Source: the decision rule, sentences 1 to 3; sentence 4 (a last ballot is round 2) is the
    caller's, who knows whether the case was escalated before.
    """
    _check(votes, round)
    cast = [votes[delegation] for delegation in votes]
    if all(vote == "approve" for vote in cast):
        return Outcome.CONSENSUS  # sentence 1
    if None in cast and not closed:
        return Outcome.OPEN  # votes are sealed: the ballot stays open, whatever has been cast
    mediators = [votes[delegation] for delegation in MEDIATORS]
    if all(vote == "approve" for vote in mediators):
        return Outcome.DETERMINED  # sentence 2
    if None in mediators or round == LAST_ROUND:
        return Outcome.ESCALATED  # sentence 3: a silent mediator, or two rounds failed
    return Outcome.NEXT_ROUND  # sentence 3: a mediator rejected or reserved


def _check(votes: Mapping[str, str | None], round: int) -> None:
    if set(votes) != DELEGATIONS:
        raise ValueError(f"A ballot has the votes of {sorted(DELEGATIONS)}, not of {sorted(votes)}.")
    if unknown := set(votes.values()) - CHOICES:
        raise ValueError(f"A vote is approve, reject, reserve or None, not {unknown}.")
    if isinstance(round, bool) or round not in range(1, LAST_ROUND + 1):
        raise ValueError(f"A ballot is in round 1 or 2, not {round!r}.")

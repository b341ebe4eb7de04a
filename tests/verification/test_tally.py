"""The decision rule, exhaustively: every combination of votes against an independent reading of its sentences."""

from collections import Counter
from itertools import product

import pytest

from verification import tally
from verification.tally import Outcome, outcome

WORDS = ("approve", "reject", "reserve", None)
EVERY = [dict(zip(("PK", "AF", "TR", "QA"), words, strict=True)) for words in product(WORDS, repeat=4)]
SITUATIONS = [(votes, which, closed) for votes in EVERY for which in (1, 2) for closed in (False, True)]


def sentences(votes, which, closed):
    """The sentences of DESIGN 3, each as a set of outcomes that it allows; the rule is what all of them leave."""
    count, mediators = Counter(votes.values()), Counter([votes["TR"], votes["QA"]])
    may_end = closed or count[None] == 0
    if count["approve"] == 4:  # 1. Four approvals: adopted by consensus.
        return "consensus"
    if not may_end:  # 3. Until all four have voted or the clock has run out the ballot stays open, whatever was cast.
        return "open"
    if mediators == {"approve": 2}:  # 2. Both mediators approve.
        return "determined"
    if mediators[None]:  # 3. A mediator silent when the clock has run out.
        return "escalated"
    assert mediators["reject"] + mediators["reserve"] >= 1  # 3. A mediator who rejected or reserved.
    return {1: "next_round", 2: "escalated"}[which]  # at most two rounds, then escalated


def test_every_combination_of_votes_is_decided_as_the_sentences_say():
    assert len(SITUATIONS) == 4**4 * 2 * 2

    wrong = [
        (votes, which, closed)
        for votes, which, closed in SITUATIONS
        if outcome(votes, round=which, closed=closed) != sentences(votes, which, closed)
    ]

    assert not wrong


def test_every_outcome_occurs():
    found = {outcome(votes, round=which, closed=closed) for votes, which, closed in SITUATIONS}

    assert found == set(Outcome)
    assert {str(one) for one in found} == {"open", "consensus", "determined", "next_round", "escalated"}


@pytest.mark.parametrize(("one", "other"), [("PK", "AF"), ("TR", "QA")])
def test_swapping_the_parties_or_the_mediators_changes_nothing(one, other):
    for votes, which, closed in SITUATIONS:
        swapped = {**votes, one: votes[other], other: votes[one]}

        assert outcome(swapped, round=which, closed=closed) == outcome(votes, round=which, closed=closed)


def test_the_parties_alone_never_decide():
    """Whatever the parties vote, only their approval beside both mediators' makes a difference: consensus by name."""
    for votes, which, _closed in SITUATIONS:
        decided = outcome(votes, round=which, closed=True)
        silent = outcome({**votes, "PK": None, "AF": None}, round=which, closed=True)

        assert decided == silent or (decided, silent) == ("consensus", "determined")


def test_the_clock_adds_no_approval():
    """What the clock's end adopts, both mediators approved."""
    for votes, which, _closed in SITUATIONS:
        if outcome(votes, round=which, closed=True) in {Outcome.CONSENSUS, Outcome.DETERMINED}:
            assert votes["TR"] == votes["QA"] == "approve"


def test_a_party_never_blocks_and_never_adopts_by_silence():
    votes = {"PK": None, "AF": None, "TR": "approve", "QA": "approve"}

    assert outcome(votes, round=1, closed=False) == "open"
    assert outcome(votes, round=1, closed=True) == "determined"


@pytest.mark.parametrize(
    "votes",
    [
        {},
        {"PK": "approve", "AF": "approve", "TR": "approve"},
        {"PK": "approve", "AF": "approve", "TR": "approve", "QA": "approve", "US": "approve"},
        {"PK": "approve", "AF": "approve", "TR": "approve", "qa": "approve"},
        {"PK": "abstain", "AF": "approve", "TR": "approve", "QA": "approve"},
        {"PK": "", "AF": "approve", "TR": "approve", "QA": "approve"},
        {"PK": True, "AF": "approve", "TR": "approve", "QA": "approve"},
    ],
)
@pytest.mark.parametrize("closed", [False, True])
def test_votes_that_are_not_the_four_or_not_a_choice_are_refused(votes, closed):
    with pytest.raises(ValueError, match=r"A ballot has the votes of|A vote is"):
        outcome(votes, round=1, closed=closed)


@pytest.mark.parametrize("round", [0, 3, -1, True, None, "1", 1.5])
def test_a_round_that_is_neither_first_nor_last_is_refused(round):
    with pytest.raises(ValueError, match="round 1 or 2"):
        outcome(EVERY[0], round=round, closed=True)


def test_tally_imports_no_django():
    assert not {name for name in vars(tally) if "django" in name.lower()}
    with open(tally.__file__, encoding="utf-8") as source:
        assert "django" not in source.read().lower()

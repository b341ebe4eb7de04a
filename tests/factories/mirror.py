"""Pakistan and Afghanistan swapped, and a case's portrait: what must come out mirrored when the parties are swapped."""

from typing import Any

from penalties.models import Penalty, Posting
from record.models import Act
from verification.models import Assent, Case, Clock

SWAP = {"PK": "AF", "AF": "PK"}
NAMES = [("Pakistan", "Afghanistan"), ("pk.", "af."), ("PK", "AF")]


def mirrored(value: Any) -> Any:
    """The same with the parties swapped: codes, user names and names in sentences; however deep."""
    if isinstance(value, str):
        return SWAP.get(value) or _mirrored_text(value)
    if isinstance(value, dict):
        return {mirrored(key): mirrored(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set)):
        return type(value)(mirrored(one) for one in value)
    return value


def portrait(case: Case) -> dict[str, Any]:
    """What the procedure says about a case, without times and references."""
    ballots = case.ballots.order_by("number").prefetch_related("votes")
    clocks = Clock.objects.filter(case=case, stopped_at=None)
    acts = Act.objects.about([case.subject]).order_by("pk")
    return {
        "state": case.state,
        "round": case.round,
        "ballots": [(one.round, one.outcome, _votes(one)) for one in ballots],
        "verdicts": [
            (one.number, one.adoption, one.final_at is not None, one.reversed_at is not None)
            for one in case.verdicts.order_by("number")
        ],
        "postings": list(_postings(case).values_list("party_id", "unit", "amount")),
        "penalties": list(_penalties(case).values_list("state", "addressee_id")),
        "clocks": set(clocks.values_list("kind", "owner")),
        "assents": set(
            Assent.objects.filter(case=case, spent_at=None).values_list("act", "delegation_id", "given_by__username")
        ),
        "recusals": set(case.recusals.values_list("member__username", "reason")),
        "acts": list(acts.values_list("event", "actor_delegation", "actor_role")),
    }


def _votes(ballot: Any) -> set[tuple[str, str, str]]:
    return {(vote.delegation_id, vote.choice, vote.cast_by.username) for vote in ballot.votes.select_related("cast_by")}


def _postings(case: Case) -> Any:
    return Posting.objects.filter(verdict__case=case).order_by("pk")


def _penalties(case: Case) -> Any:
    return Penalty.objects.filter(verdict__case=case).order_by("pk")


def _mirrored_text(text: str) -> str:
    for one, other in NAMES:
        text = text.replace(one, "\0").replace(other, one).replace("\0", other)
    return text

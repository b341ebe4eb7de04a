"""What the common file's rows say, beside what the record's acts say: each row its act, and each act its row."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commission.models import Protocol
from incidents.models import Incident
from penalties.models import Penalty, Posting, Review
from record.canonical import parse_canonical
from record.models import Act
from verification.models import Ballot, Case, Reply, Verdict, Vote

ROWS_AT_ONCE = 2_000
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Sealed:
    """An act as it was sealed; `body` is empty where there is none any more."""

    actor_delegation: str
    subjects: dict[str, str]
    body: dict[str, Any]
    digest: str


@dataclass(frozen=True)
class Pairing:
    """Rows of one kind, and the acts that made them, under keys that must be the same."""

    words: Any
    events: tuple[str, ...]
    of_rows: Callable[[], Iterable[Key]]
    of_act: Callable[[Sealed], Iterable[Key]]
    # Where an act may be done again, only the last one of each first part of the key still speaks of the row.
    is_last_alone: bool = False

    def of_acts(self) -> Iterator[Key]:
        """The keys of all acts of these events."""
        keys = (key for act in _sealed(self.events) for key in self.of_act(act))
        yield from {key[0]: key for key in keys}.values() if self.is_last_alone else keys


def differences_of_rows() -> Iterator[str]:
    """A sentence for every row that no act made, and for every act whose row is not there or says something else."""
    for pairing in PAIRINGS:
        rows = Counter(pairing.of_rows())
        acts = Counter(pairing.of_acts())
        for key in sorted((rows - acts).keys(), key=str):
            yield _("%(kind)s %(key)s stands in the database, and no act of the record says so.") % {
                "kind": pairing.words,
                "key": _written(key),
            }
        for key in sorted((acts - rows).keys(), key=str):
            yield _("%(kind)s %(key)s stands in the record, and the database does not say so.") % {
                "kind": pairing.words,
                "key": _written(key),
            }


def _sealed(events: tuple[str, ...]) -> Iterator[Sealed]:
    acts = Act.objects.filter(event__in=events).select_related("body").order_by("pk")
    for act in acts.iterator(chunk_size=ROWS_AT_ONCE):
        envelope: Any = parse_canonical(bytes(act.envelope))
        content = bytes(act.body.body) if hasattr(act, "body") else b"{}"
        body: Any = parse_canonical(content)
        yield Sealed(envelope["actor"]["delegation"], dict(envelope["subjects"]), body, sha256(content).hexdigest())


def _written(key: Key) -> str:
    return ", ".join(str(part) for part in key if part not in (None, ""))


def _votes() -> Iterator[Key]:
    for vote in Vote.objects.select_related("ballot__case").iterator(chunk_size=ROWS_AT_ONCE):
        reference = f"{vote.ballot.case.reference}/{vote.ballot.number}"
        yield reference, vote.delegation_id, vote.choice, vote.reasons, bytes(vote.digest).hex()


def _vote_of(act: Sealed) -> Iterator[Key]:
    yield act.subjects["ballot"], act.actor_delegation, *(act.body.get(one) for one in ("choice", "reasons", "digest"))


def _postings() -> Iterator[Key]:
    for one in Posting.objects.iterator(chunk_size=ROWS_AT_ONCE):
        yield one.pk, one.party_id, one.unit, one.amount, one.dated.isoformat(), one.reverses_id


def _postings_of(act: Sealed) -> Iterator[Key]:
    for line in act.body.get("postings", ()):
        yield tuple(line[name] for name in ("line", "party", "unit", "amount", "dated", "reverses"))


def _verdicts() -> Iterator[Key]:
    for verdict in Verdict.objects.select_related("case", "finding").iterator(chunk_size=ROWS_AT_ONCE):
        yield verdict.case.reference, verdict.number, verdict.adoption, verdict.finding.digest_hex


def _verdict_of(act: Sealed) -> Iterator[Key]:
    if "votes" in act.body:
        yield act.subjects["case"], act.body["verdict"], act.body["outcome"], act.body["digest"]
    elif "new_verdict" in act.body:
        yield act.subjects["case"], act.body["new_verdict"], Verdict.Adoption.VARIED.value, act.body["digest"]


def _incidents() -> Iterator[Key]:
    for incident in Incident.objects.filter(filed_at__isnull=False).iterator(chunk_size=ROWS_AT_ONCE):
        yield incident.code, bytes(incident.filed_digest or b"").hex()


def _ballots() -> Iterator[Key]:
    for ballot in Ballot.objects.select_related("case").iterator(chunk_size=ROWS_AT_ONCE):
        yield f"{ballot.case.reference}/{ballot.number}", ballot.round, ballot.digest_hex


def _replies() -> Iterator[Key]:
    rows = Reply.objects.filter(sent_at__isnull=False)
    yield from rows.values_list("incident__code", "delegation_id", "stance", "text").iterator(chunk_size=ROWS_AT_ONCE)


def _reply_of(act: Sealed) -> Iterator[Key]:
    yield act.subjects["incident"], *(act.body.get(name) for name in ("delegation", "stance", "text"))


PAIRINGS = (
    Pairing(
        gettext_lazy("Incident"),
        ("incidents.incident_filed",),
        _incidents,
        lambda act: [(act.subjects["incident"], act.digest)],
        is_last_alone=True,
    ),
    Pairing(
        gettext_lazy("Case"),
        ("verification.case_opened",),
        lambda: Case.objects.values_list("reference", "protocol_id"),
        lambda act: [(act.subjects["case"], act.body.get("protocol"))],
    ),
    Pairing(gettext_lazy("Reply"), ("verification.reply_sent",), _replies, _reply_of),
    Pairing(
        gettext_lazy("Ballot"),
        ("verification.ballot_opened",),
        _ballots,
        lambda act: [(act.subjects["ballot"], act.body.get("round"), act.body.get("digest"))],
    ),
    Pairing(gettext_lazy("Vote"), ("verification.vote_cast",), _votes, _vote_of),
    Pairing(
        gettext_lazy("Verdict"), ("verification.verdict_adopted", "penalties.review_concluded"), _verdicts, _verdict_of
    ),
    Pairing(
        gettext_lazy("Review"),
        ("penalties.review_requested",),
        lambda: Review.objects.values_list("verdict__case__reference", "delegation_id"),
        lambda act: [(act.subjects["case"], act.actor_delegation)],
    ),
    Pairing(gettext_lazy("Posting"), ("penalties.points_posted",), _postings, _postings_of),
    Pairing(
        gettext_lazy("Penalty"),
        ("penalties.penalty_ordered",),
        lambda: Penalty.objects.values_list("reference", "addressee_id", "proposed_measure__measure_id"),
        lambda act: [(act.subjects["penalty"], act.body.get("addressee"), act.body.get("measure"))],
    ),
    Pairing(
        gettext_lazy("Protocol version"),
        ("commission.protocol_confirmed",),
        lambda: (
            (str(number),)
            for number in Protocol.objects.filter(number__gt=1, confirmed_at__isnull=False).values_list(
                "number", flat=True
            )
        ),
        lambda act: [(act.subjects["protocol"],)],
    ),
)

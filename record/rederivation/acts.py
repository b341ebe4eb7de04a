"""The acts worked out again: each has its one entry and each entry its act, and what pages show is what was sealed."""

from collections.abc import Iterator
from hashlib import sha256

from django.db import connection
from django.utils.translation import gettext as _

from record.canonical import NotCanonical, Value, fixed_width, parse_canonical
from record.models import Act, Body

ROWS_AT_ONCE = 2_000

ACTS_WITHOUT_ENTRY = """
SELECT act.id FROM record_act act
WHERE NOT EXISTS (SELECT FROM record_entry entry WHERE entry.commitment = act.commitment)
  AND NOT EXISTS (SELECT FROM record_inbox inbox WHERE inbox.commitment = act.commitment)
ORDER BY act.id
"""
ACTS_IN_LOG_AND_INBOX = """
SELECT act.id FROM record_act act
JOIN record_entry entry ON entry.commitment = act.commitment
JOIN record_inbox inbox ON inbox.commitment = act.commitment
ORDER BY act.id
"""
ENTRIES_WITHOUT_ACT = """
SELECT entry.index FROM record_entry entry
WHERE NOT EXISTS (SELECT FROM record_act act WHERE act.commitment = entry.commitment)
ORDER BY entry.index
"""
PENDING_WITHOUT_ACT = """
SELECT inbox.id FROM record_inbox inbox
WHERE NOT EXISTS (SELECT FROM record_act act WHERE act.commitment = inbox.commitment)
ORDER BY inbox.id
"""


def differences_of_acts() -> Iterator[str]:
    """A sentence for every act, entry and body that does not belong to another, or shows other than it was sealed."""
    for number in _found(ACTS_WITHOUT_ENTRY):
        yield _("Act %d has no entry, and none is pending.") % number
    for number in _found(ACTS_IN_LOG_AND_INBOX):
        yield _("Act %d is in the log and pending as well.") % number
    for number in _found(ENTRIES_WITHOUT_ACT):
        yield _("Entry %d is of no act that the database holds.") % number
    for number in _found(PENDING_WITHOUT_ACT):
        yield _("Pending entry %d is of no act that the database holds.") % number
    acts = Act.objects.order_by("pk").prefetch_related("subjects")
    for act in acts.iterator(chunk_size=ROWS_AT_ONCE):
        yield from _differences_of_act(act)
    for body in Body.objects.select_related("act").order_by("pk").iterator(chunk_size=ROWS_AT_ONCE):
        yield from _differences_of_body(body)


def _found(question: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return [number for (number,) in cursor.fetchall()]


def _differences_of_act(act: Act) -> Iterator[str]:
    if sha256(bytes(act.salt) + bytes(act.envelope)).digest() != act.commitment:
        yield _("The commitment of act %d is not that of its envelope.") % act.pk
    try:
        envelope = parse_canonical(bytes(act.envelope))
    except NotCanonical as problem:
        yield _("The envelope of act %(act)d is not written as it must be: %(problem)s.") % {
            "act": act.pk,
            "problem": problem,
        }
        return
    if not isinstance(envelope, dict) or _as_shown(act) != _as_sealed(envelope):
        yield _("Act %d is shown otherwise than it was sealed: its columns are not what its envelope says.") % act.pk


def _as_shown(act: Act) -> list[Value]:
    return [
        act.event,
        fixed_width(act.at),
        {"name": act.actor_name, "role": act.actor_role, "delegation": act.actor_delegation},
        sorted([one.kind, one.reference] for one in act.subjects.all()),  # type: ignore[list-item]
        act.body_commitment.hex() if act.body_commitment is not None else None,
    ]


def _as_sealed(envelope: dict[str, Value]) -> list[Value]:
    subjects = envelope.get("subjects")
    return [
        envelope.get("event"),
        envelope.get("time"),
        envelope.get("actor"),
        sorted(subjects) if isinstance(subjects, list) else None,  # type: ignore[type-var]
        envelope.get("body"),
    ]


def _differences_of_body(body: Body) -> Iterator[str]:
    if sha256(bytes(body.salt) + bytes(body.body)).digest() != body.commitment:
        yield _("The commitment of the body of act %d is not that of its bytes.") % body.act_id
    if body.commitment != body.act.body_commitment:
        yield _("The body of act %d is not the one that its envelope commits to.") % body.act_id

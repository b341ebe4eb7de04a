"""Appending an act to the record, in the transaction of what it records, and giving its openings."""

import hashlib
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from record.actor import Actor
from record.canonical import canonical_bytes, fixed_width
from record.models import SALT_BYTES, Act, Body, Inbox, Opening, Part, Subject

ENVELOPE_VERSION = LEAF_VERSION = 1
BOTH_PARTS = (Part.ENVELOPE, Part.BODY)


def append(
    *,
    event: str,
    actor: Actor,
    at: datetime,
    subjects: Sequence[tuple[str, str]],
    envelope_readers: Collection[str],
    body: Mapping[str, Any] | None = None,
    body_readers: Collection[str] = (),
) -> Act:
    """The act stands in the record, pending, if and when the caller's transaction commits.

    The body is sealed apart from the envelope, which names only its commitment. Raises NotCanonical for what has
    no canonical form.
    """
    assert connection.in_atomic_block, "An act is appended in the transaction of what it records."
    assert body is not None or not body_readers, "There is no body for these readers to open."
    sealed = _sealed(body) if body is not None else None
    act = _written_act(event, actor=actor, at=at, subjects=subjects, body_commitment=sealed and sealed.commitment)
    Subject.objects.bulk_create([Subject(act=act, kind=kind, reference=reference) for kind, reference in subjects])
    if sealed is not None:
        sealed.act = act
        sealed.save(force_insert=True)
    Opening.objects.bulk_create(
        [Opening(act=act, part=Part.ENVELOPE, reader=reader, given_at=at) for reader in sorted(set(envelope_readers))]
        + [Opening(act=act, part=Part.BODY, reader=reader, given_at=at) for reader in sorted(set(body_readers))]
    )
    Inbox.objects.create(body=leaf_bytes(act.commitment), commitment=act.commitment)
    return act


def leaf_bytes(commitment: bytes) -> bytes:
    """What the log holds of an act: its commitment, and nothing that could be read or guessed."""
    return canonical_bytes({"c": commitment.hex(), "v": LEAF_VERSION})


def give_openings(
    acts: Iterable[Act], *, readers: Collection[str], at: datetime, parts: Collection[str] = BOTH_PARTS
) -> int:
    """Each reader may open these parts of each act from now on; gives how many openings are new."""
    return _insert_openings(
        "act.id = ANY(%(acts)s)", {"acts": [act.pk for act in acts]}, readers=readers, at=at, parts=parts
    )


def give_openings_about(
    kind: str,
    reference: str,
    *,
    readers: Collection[str],
    at: datetime,
    parts: Collection[str] = BOTH_PARTS,
    events: Collection[str] | None = None,
    since: datetime | None = None,
) -> int:
    """Each reader may open these parts of every act about the subject so far (of these events, since this moment).

    Gives how many openings are new. The caller holds the lock of the subject's row: an act that another transaction
    is appending would be missed otherwise.
    """
    condition = "act.id IN (SELECT act_id FROM record_subject WHERE kind = %(kind)s AND reference = %(reference)s)"
    parameters: dict[str, Any] = {"kind": kind, "reference": reference}
    if events is not None:
        condition += " AND act.event = ANY(%(events)s)"
        parameters["events"] = list(events)
    if since is not None:
        condition += " AND act.at >= %(since)s"
        parameters["since"] = since
    return _insert_openings(condition, parameters, readers=readers, at=at, parts=parts)


INSERT_OPENINGS = """
INSERT INTO record_opening (act_id, part, reader, given_at)
SELECT act.id, part, reader, %(at)s
FROM record_act act
CROSS JOIN unnest(%(parts)s::text[]) AS part
CROSS JOIN unnest(%(readers)s::text[]) AS reader
WHERE {condition} AND (part = 'envelope' OR act.body_commitment IS NOT NULL)
ORDER BY act.id, part, reader
ON CONFLICT (act_id, part, reader) DO NOTHING
"""


def _insert_openings(
    condition: str,
    parameters: Mapping[str, Any],
    *,
    readers: Collection[str],
    at: datetime,
    parts: Collection[str],
) -> int:
    """`condition` is one of this module's own, never text from outside."""
    values = {**parameters, "parts": [str(part) for part in parts], "readers": list(readers), "at": at}
    with connection.cursor() as cursor:
        cursor.execute(INSERT_OPENINGS.format(condition=condition), values)
        return cursor.rowcount


def _written_act(
    event: str,
    *,
    actor: Actor,
    at: datetime,
    subjects: Sequence[tuple[str, str]],
    body_commitment: bytes | None,
) -> Act:
    envelope = canonical_bytes(
        {
            "v": ENVELOPE_VERSION,
            "event": event,
            "time": fixed_width(at),
            "actor": {"name": actor.name, "role": actor.role, "delegation": actor.delegation},
            "subjects": [[kind, reference] for kind, reference in subjects],
            "body": body_commitment.hex() if body_commitment is not None else None,
            "signature": None,
        }
    )
    salt = secrets.token_bytes(SALT_BYTES)
    return Act.objects.create(
        event=event,
        at=at,
        actor_name=actor.name,
        actor_role=actor.role,
        actor_delegation=actor.delegation,
        salt=salt,
        envelope=envelope,
        commitment=_commitment(salt, envelope),
        body_commitment=body_commitment,
    )


def _sealed(body: Mapping[str, Any]) -> Body:
    encoded = canonical_bytes(body)
    salt = secrets.token_bytes(SALT_BYTES)
    return Body(salt=salt, body=encoded, commitment=_commitment(salt, encoded))


def _commitment(salt: bytes, encoded: bytes) -> bytes:
    return hashlib.sha256(salt + encoded).digest()

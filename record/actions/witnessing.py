"""Taking what the delegations' own machines bring: keys with proof that they are held, and cosignatures."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from monitoring_site.clock import database_time
from record.actions.appending import append
from record.actor import Actor
from record.models import Act, Checkpoint, Cosignature, Witness
from record.note import (
    Checkpoint as SignedCheckpoint,
)
from record.note import (
    Kind,
    NoteRefused,
    Verifier,
    as_text,
    open_note,
    parse_checkpoint,
    parse_vkey,
    signature_lines,
    vkey_of,
)
from record.policy import QUORUM_MAX, signers_of_enrolment
from record.queries.log import log_vkey

SECRETARIAT = "secretariat"


class CosignatureRefused(Exception):
    """The cosignature is well written but not taken; `status` is HTTP's number for why."""

    status = 403


class UnknownSize(CosignatureRefused):
    """We have signed no checkpoint of this size."""

    status = 404


class AnotherLog(CosignatureRefused):
    """A witness cosigned, under our name, a tree that we never signed: somebody shows different logs."""

    status = 409


class EnrolmentRefused(Exception):
    """The key is not enrolled; the message says why."""


@transaction.atomic
def accept_cosignature(note: str | bytes) -> int:
    """The known witnesses' cosignatures in this note are kept; gives how many of its lines hold.

    Brought again, one is accepted and changes nothing. Raises NoteRefused for what is malformed, and
    CosignatureRefused, UnknownSize or AnotherLog.
    """
    text, _ = signature_lines(note)
    stated = parse_checkpoint(text)
    brought = _verified(note)
    checkpoint = _ours(stated)
    at = database_time()
    Cosignature.objects.bulk_create(
        [Cosignature(checkpoint=checkpoint, witness=one, line=line, received_at=at) for one, line in brought],
        ignore_conflicts=True,
    )
    return len(brought)


@transaction.atomic
def enrol_witness(
    delegation: str, *, vkey: str, proof: str | bytes, by: Actor, is_demonstration: bool = False
) -> Witness:
    """The delegation witnesses with this key from now on: an act of administration, open to all four.

    `proof` is the enrolment that the key itself signed, for this delegation; where the delegation had a key before, it
    names that key, and the old key signed it too, or three other witnesses did (RECORD.md section 3).
    Raises EnrolmentRefused and NoteRefused.
    """
    if delegation not in settings.RECORD_DELEGATIONS:
        raise EnrolmentRefused(f"{delegation} is none of the delegations {', '.join(settings.RECORD_DELEGATIONS)}")
    current = {one.delegation: parse_vkey(one.vkey) for one in Witness.objects.select_for_update().current()}
    former = current.pop(delegation, None)
    _refuse_key(parse_vkey(vkey))
    others = [former, *current.values()] if former else list(current.values())
    replaces = vkey_of(former) if former else None
    signers = signers_of_enrolment(proof, vkey=vkey, delegation=delegation, replaces=replaces, others=others)
    if parse_vkey(vkey) not in signers:
        raise EnrolmentRefused("the enrolment is not signed by the key itself")
    if former is not None and former not in signers and len(signers & set(current.values())) < QUORUM_MAX:
        raise EnrolmentRefused(
            f"{delegation} has a key already: the enrolment of another is also signed by the old one, or by three others"
        )
    return _enrolled(delegation, vkey=vkey, proof=proof, by=by, is_demonstration=is_demonstration)


def append_of_witness(event: str, *, delegation: str, actor: Actor, at: datetime, body: Mapping[str, Any]) -> Act:
    """The act about this delegation's witness stands in the record, with nothing of it sealed from any of the four."""
    readers = [*settings.RECORD_DELEGATIONS, SECRETARIAT]
    return append(
        event=event,
        actor=actor,
        at=at,
        subjects=[("witness", delegation)],
        envelope_readers=readers,
        body={"delegation": delegation, **body},
        body_readers=readers,
    )


def _refuse_key(verifier: Verifier) -> None:
    """One key serves one name and one kind: a cosignature does not say whose it is."""
    known = [vkey for vkey in (log_vkey(), *Witness.objects.values_list("vkey", flat=True)) if vkey is not None]
    if verifier.kind is not Kind.COSIGNATURE:
        raise EnrolmentRefused("this is not a witness's key")
    if verifier.public_key in {parse_vkey(one).public_key for one in known}:
        raise EnrolmentRefused("this key is enrolled already")


def _enrolled(delegation: str, *, vkey: str, proof: str | bytes, by: Actor, is_demonstration: bool) -> Witness:
    """The key stands among the witnesses, and the act that enrolled it in the record."""
    at = database_time()
    witness = Witness.objects.create(
        delegation=delegation, vkey=vkey, enrolled_at=at, is_demonstration=is_demonstration
    )
    # With the note itself: so each delegation can judge from the record alone how a key came in.
    body = {"vkey": vkey, "is_demonstration": is_demonstration, "proof": as_text(proof)}
    append_of_witness("record.witness_enrolled", delegation=delegation, actor=by, at=at, body=body)
    return witness


def _verified(note: str | bytes) -> list[tuple[Witness, str]]:
    """Each current witness whose line in the note holds, with that line; a known key's wrong line refuses all."""
    witnesses = {parse_vkey(one.vkey): one for one in Witness.objects.current()}
    try:
        opened = open_note(note, witnesses)
    except NoteRefused as problem:
        raise CosignatureRefused(str(problem)) from problem
    found = {one.verifier: one.line for one in opened.signatures}
    return [(witnesses[verifier], line) for verifier, line in found.items()]


def _ours(stated: SignedCheckpoint) -> Checkpoint:
    checkpoint = Checkpoint.objects.filter(size=stated.size).first()
    if checkpoint is None or stated.origin != settings.RECORD_ORIGIN:
        raise UnknownSize(f"this log has signed no checkpoint of {stated.origin} with {stated.size} entries")
    if checkpoint.root != stated.root:
        raise AnotherLog(
            f"this is not our checkpoint of {stated.size} entries: ours has the root {checkpoint.root_base64}. "
            "Somebody shows different logs: keep this note, and show it to the other delegations"
        )
    return checkpoint

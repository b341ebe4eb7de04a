"""Taking what a delegation's own machine brings when it does not cosign: the refusal is an act, open to all four."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from monitoring_site.clock import database_time
from record.actions.witnessing import CosignatureRefused, UnknownSize, append_of_witness
from record.actor import Actor
from record.models import Checkpoint, CosigningRefusal, Witness
from record.note import NoteRefused, as_text, parse_vkey, signature_lines
from record.refusal_note import RefusalNote, parse_refusal, signer_of_refusal

REFUSALS_MAX, REFUSALS_HOURS = 20, 24


class TooManyRefusals(CosignatureRefused):
    """A witness that refuses more trees in a day than the log could show it floods the record."""

    status = 429


def accept_refusal(note: str | bytes) -> CosigningRefusal:
    """The known witness's refusal stands in the record, once for each tree; brought again, it is the one that stands.

    The tree may be one that we never signed: then the act says so, and all four know that somebody shows another log.
    Raises NoteRefused for what is malformed, and CosignatureRefused, UnknownSize or TooManyRefusals.
    """
    refusal = parse_refusal(signature_lines(note)[0])
    witness = _signer(note)
    if refusal.checkpoint.origin != settings.RECORD_ORIGIN:
        raise UnknownSize(f"this is not the log {refusal.checkpoint.origin}")
    try:
        return _known(refusal, witness=witness) or _recorded(refusal, witness=witness, note=note)
    except IntegrityError:  # the same refusal was brought twice at once
        return CosigningRefusal.objects.get(witness=witness, size=refusal.checkpoint.size, root=_root(refusal))


@transaction.atomic
def _recorded(refusal: RefusalNote, *, witness: Witness, note: str | bytes) -> CosigningRefusal:
    at = database_time()
    since = at - timedelta(hours=REFUSALS_HOURS)
    if CosigningRefusal.objects.filter(witness=witness, received_at__gt=since).count() >= REFUSALS_MAX:
        raise TooManyRefusals(f"a witness refuses at most {REFUSALS_MAX} trees in {REFUSALS_HOURS} hours")
    return _appended(refusal, witness=witness, note=note, at=at)


def _appended(refusal: RefusalNote, *, witness: Witness, note: str | bytes, at: datetime) -> CosigningRefusal:
    size = refusal.checkpoint.size
    is_ours = Checkpoint.objects.filter(size=size, root=refusal.checkpoint.root).exists()
    said = {"size": size, "root": _root(refusal), "kind": refusal.kind, "reason": refusal.reason, "is_ours": is_ours}
    act = append_of_witness(
        "record.cosigning_refused",
        delegation=witness.delegation,
        # A machine of the delegation did it; which person ran it, the record does not know.
        actor=Actor(name=parse_vkey(witness.vkey).name, role="", delegation=witness.delegation),
        at=at,
        body={**said, "note": as_text(note)},
    )
    return CosigningRefusal.objects.create(witness=witness, act=act, received_at=at, **said)


def _signer(note: str | bytes) -> Witness:
    witnesses = {parse_vkey(one.vkey): one for one in Witness.objects.current()}
    try:
        return witnesses[signer_of_refusal(note, witnesses=witnesses)]
    except NoteRefused as problem:
        raise CosignatureRefused(str(problem)) from problem


def _known(refusal: RefusalNote, *, witness: Witness) -> CosigningRefusal | None:
    return CosigningRefusal.objects.filter(witness=witness, size=refusal.checkpoint.size, root=_root(refusal)).first()


def _root(refusal: RefusalNote) -> str:
    return refusal.checkpoint.root_base64

"""The chain of custody: what arrived is kept as it arrived, sealed at the filing, and every step has its person."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from commission.models import Member
from incidents.codes import EVIDENCE, new_code
from incidents.evidence.intake import ReceivedFile
from incidents.models import CustodyStep, Evidence, Incident
from incidents.vocabularies import Audience, EvidenceKind

RECEIVED = gettext_noop("received")
SHOWN = gettext_noop("copy to be shown made")
SEALED = gettext_noop("sealed")


def receive_file(
    incident: Incident, received: ReceivedFile, *, audience: str, summary: str, at: datetime, by: Member
) -> Evidence:
    """The file is evidence: its original and the copy that is shown are kept under their digests."""
    delegation = str(by.delegation_id)
    original = _kept(received.file, digest=received.digest, folder=f"originals/{delegation}")
    shown_copy = original
    if received.shown_copy is not None:
        digest = hashlib.sha256(received.shown_copy.read()).digest()
        shown_copy = _kept(received.shown_copy, digest=digest, folder=f"shown/{delegation}")
    item = _submitted(
        incident, kind=EvidenceKind.FILE, audience=audience, summary=summary, digest=received.digest, at=at, by=by,
        original=original, shown_copy=shown_copy, file_name=received.file_name, media_type=received.media_type,
        size_bytes=received.size_bytes,
    )  # fmt: skip
    if received.shown_copy is not None:
        add_step(item, SHOWN, at=at, by=by)
    return item


def receive_sealed(
    incident: Incident, files: Sequence[ReceivedFile], *, audience: str, summary: str, at: datetime, by: Member
) -> list[Evidence]:
    """The files of an act that is final at once (a reply, a report of compliance) are received and sealed with it."""
    items = [receive_file(incident, file, audience=audience, summary=summary, at=at, by=by) for file in files]
    for item in items:
        _seal(item, at=at, by=by)
    return items


def receive_text(
    incident: Incident, *, kind: str, text: str, audience: str, summary: str, at: datetime, by: Member
) -> Evidence:
    """The statement, link or description of an object is evidence, under the digest of its text in UTF-8."""
    digest = hashlib.sha256(text.encode()).digest()
    return _submitted(incident, kind=kind, audience=audience, summary=summary, digest=digest, at=at, by=by, text=text)


def add_step(item: Evidence, step: str, *, at: datetime, by: Member) -> None:
    """The chain of custody has one more link."""
    CustodyStep.objects.create(evidence=item, step=step, at=at, by=by)


def seal(incident: Incident, *, at: datetime, by: Member) -> None:
    """Every item of the incident is sealed: never edited or removed again."""
    for item in incident.evidence.filter(is_sealed=False):
        _seal(item, at=at, by=by)


def describe(item: Evidence, *, audience: str, summary: str) -> None:
    """An item that is not sealed has another audience or summary."""
    assert not item.is_sealed, "Sealed evidence is never edited."
    item.audience, item.summary = audience, summary
    item.save(update_fields=["audience", "summary"])


def remove(item: Evidence) -> None:
    """An item that is not sealed is gone, and its files with it, unless another item has the same ones."""
    assert not item.is_sealed, "Sealed evidence is never removed."
    names = {name for name in (item.original.name, item.shown_copy.name) if name}
    item.delete()
    transaction.on_commit(lambda: _delete_unused(names))


def _seal(item: Evidence, *, at: datetime, by: Member) -> None:
    item.is_sealed = True
    item.save(update_fields=["is_sealed"])
    add_step(item, SEALED, at=at, by=by)


def _submitted(incident: Incident, *, kind: str, audience: str, at: datetime, by: Member, **fields: object) -> Evidence:
    item = Evidence.objects.create(
        incident=incident,
        delegation_id=str(by.delegation_id),
        code=new_code(EVIDENCE, is_taken=lambda code: Evidence.objects.filter(code=code).exists()),
        kind=kind,
        audience=audience or Audience.CASE,
        submitted_at=at,
        submitted_by=by,
        **fields,
    )
    add_step(item, RECEIVED, at=at, by=by)
    return item


def _kept(file: File, *, digest: bytes, folder: str) -> str:
    """The name in the store. Two equal files of a delegation are one; delegations never share, so neither learns of it."""
    name = f"{folder}/{digest.hex()[:2]}/{digest.hex()}"
    if default_storage.exists(name):
        return name
    file.seek(0)
    return str(default_storage.save(name, file))


def _delete_unused(names: set[str]) -> None:
    for name in names:
        if not Evidence.objects.filter(Q(original=name) | Q(shown_copy=name)).exists():
            default_storage.delete(name)

"""How files arrive: hashed chunk by chunk as they do, kept out of memory, examined before anything is believed."""

import hashlib
import os
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commission.texts import CONTROL_CHARACTERS, normalised
from incidents.evidence.previews import is_image, redrawn
from incidents.evidence.types import ACCEPTED, BY_EXTENSION, BY_NAME, MediaType, Recognised, recognise

FILE_NAME_MAX = 200
# What browsers say when they do not know.
NO_TYPE = frozenset({"", "application/octet-stream", "binary/octet-stream"})


class DigestingUploadHandler(TemporaryFileUploadHandler):
    """Writes each file to a temporary one, takes its SHA-256 on the way, and keeps nothing of it past the limit."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins to arrive."""
        super().new_file(*args, **kwargs)
        self.digest = hashlib.sha256()
        self.arrived_bytes = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """The rest of a file that is too large is read past, so that the form can answer at its field."""
        self.arrived_bytes += len(raw_data)
        if self.arrived_bytes <= settings.EVIDENCE_BYTES_MAX:
            self.digest.update(raw_data)
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        """The file, with its `sha256`; its size is what arrived, also where that was too much."""
        file = super().file_complete(file_size)
        assert file is not None, "a temporary file is always made"
        file.sha256 = self.digest.digest()  # type: ignore[attr-defined]
        return file


@dataclass(frozen=True)
class ReceivedFile:
    """A file that was examined and may be kept: what it is, its digest, and the copy that is shown (None: itself)."""

    file: UploadedFile
    file_name: str
    media_type: str
    size_bytes: int
    digest: bytes
    shown_copy: ContentFile | None


def examined(uploaded: UploadedFile) -> ReceivedFile:
    """The file as it may be kept; raises ValidationError, with a sentence that names the file, for any other."""
    name = safe_file_name(uploaded.name or "")
    assert uploaded.file is not None
    try:
        _refuse_size(uploaded)
        kind = _agreed_kind(uploaded, name)
        shown_copy = redrawn(uploaded.file, media_type=kind.name) if is_image(kind.name) else None
    except ValidationError as problem:
        raise ValidationError(
            _("“%(name)s” was not kept. %(reason)s"), params={"name": name, "reason": problem.messages[0]}
        ) from problem
    return ReceivedFile(
        file=uploaded,
        file_name=name,
        media_type=kind.name,
        size_bytes=uploaded.size or 0,
        digest=getattr(uploaded, "sha256", None) or _digest_of(uploaded),
        shown_copy=shown_copy,
    )


def safe_file_name(name: str) -> str:
    """A name fit to be shown and saved under: no folders, no unreadable characters, not too long; never a path here."""
    last = normalised(CONTROL_CHARACTERS.sub("", name.replace("\\", "/").rpartition("/")[2])).replace("\n", " ")
    stem, ending = os.path.splitext(last.strip(" .\t"))
    ending = ending[:20]
    return (stem[: FILE_NAME_MAX - len(ending)] + ending) or "file"


def _refuse_size(uploaded: UploadedFile) -> None:
    if not uploaded.size:
        raise ValidationError(_("The file is empty."), code="empty")
    if uploaded.size > settings.EVIDENCE_BYTES_MAX:
        raise ValidationError(
            _("The file is larger than %(limit)s."),
            code="too_large",
            params={"limit": filesizeformat(settings.EVIDENCE_BYTES_MAX)},
        )


def _agreed_kind(uploaded: UploadedFile, name: str) -> MediaType:
    """The kind that the content is, if it is accepted, and neither name nor browser claims another."""
    assert uploaded.file is not None
    found = recognise(uploaded.file)
    ending = os.path.splitext(name)[1].lower()
    named = BY_EXTENSION.get(ending)
    if ending and named is not found.kind:
        raise _lie(named.words if named else _("a file ending in %(ending)s") % {"ending": ending}, found)
    if found.kind is None:
        raise ValidationError(
            _("It holds %(found)s. Accepted are: %(accepted)s."),
            code="not_accepted",
            params={"found": _words(found), "accepted": ", ".join(str(kind.words) for kind in ACCEPTED)},
        )
    declared = (uploaded.content_type or "").partition(";")[0].strip().lower()
    if _contradicts(declared, found.kind):
        raise _lie(BY_NAME[declared].words if declared in BY_NAME else declared, found)
    return found.kind


def _contradicts(declared: str, kind: MediaType) -> bool:
    if declared in NO_TYPE or BY_NAME.get(declared) is kind:
        return False
    return declared in BY_NAME or declared.partition("/")[0] != kind.name.partition("/")[0]


def _lie(claimed: str | Promise, found: Recognised) -> ValidationError:
    return ValidationError(
        _("It is sent as %(claimed)s, but it holds %(found)s. Send accepted files, each under its right name."),
        code="lying",
        params={"claimed": claimed, "found": _words(found)},
    )


def _words(found: Recognised) -> str | Promise:
    if found.kind is not None:
        return found.kind.words
    return found.called or _("no kind of file that is known here")


def _digest_of(uploaded: UploadedFile) -> bytes:
    """For files that did not come through the handler: those of tests and of the demonstration."""
    uploaded.seek(0)
    digest = hashlib.sha256()
    for chunk in uploaded.chunks():
        digest.update(chunk)
    uploaded.seek(0)
    return digest.digest()

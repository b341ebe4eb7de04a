"""Which kinds of file are accepted as evidence, told by their content; the name and the browser only have to agree."""

import codecs
from dataclasses import dataclass
from typing import BinaryIO

import puremagic
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commission.texts import CONTROL_CHARACTERS

# Below this, a guess from a few letters at the start ("ID3", "BM") weighs less than a file that reads as text.
CONFIDENCE_OVER_TEXT = 0.4
READ_BYTES = 64 * 1024


@dataclass(frozen=True)
class MediaType:
    """One accepted kind: its media type, its words, how its files are named, what browsers call it."""

    name: str
    words: str | Promise
    extensions: frozenset[str]
    aliases: frozenset[str] = frozenset()


ACCEPTED = (
    MediaType("image/jpeg", _("a JPEG image"), frozenset({".jpg", ".jpeg", ".jpe", ".jfif"}), frozenset({"image/jpg", "image/pjpeg"})),
    MediaType("image/png", _("a PNG image"), frozenset({".png"}), frozenset({"image/x-png"})),
    MediaType("image/webp", _("a WebP image"), frozenset({".webp"})),
    MediaType("image/gif", _("a GIF image"), frozenset({".gif"})),
    MediaType("application/pdf", _("a PDF document"), frozenset({".pdf"}), frozenset({"application/x-pdf"})),
    MediaType("text/plain", _("plain text"), frozenset({".txt", ".text"})),
    MediaType("video/mp4", _("an MP4 video"), frozenset({".mp4", ".m4v"}), frozenset({"video/x-m4v"})),
    MediaType("video/quicktime", _("a QuickTime video"), frozenset({".mov", ".qt"})),
    MediaType("video/webm", _("a WebM video"), frozenset({".webm"}), frozenset({"audio/webm"})),
    MediaType("audio/mpeg", _("an MP3 recording"), frozenset({".mp3"}), frozenset({"audio/mp3", "audio/x-mp3", "audio/x-mpeg"})),
    MediaType("audio/wav", _("a WAV recording"), frozenset({".wav"}), frozenset({"audio/wave", "audio/x-wav", "audio/vnd.wave"})),
    MediaType("audio/ogg", _("an OGG recording"), frozenset({".ogg", ".oga", ".opus"}), frozenset({"application/ogg", "audio/opus"})),
)  # fmt: skip
BY_NAME = {alias: kind for kind in ACCEPTED for alias in {kind.name, *kind.aliases}}
BY_EXTENSION = {extension: kind for kind in ACCEPTED for extension in kind.extensions}
PLAIN_TEXT = BY_NAME["text/plain"]


@dataclass(frozen=True)
class Recognised:
    """What a file's content is: an accepted kind, or None, with the name that the content goes by."""

    kind: MediaType | None
    called: str


def recognise(file: BinaryIO) -> Recognised:
    """What the bytes are, whatever the file is named; reads from the start and leaves the file there."""
    matches = _matches(file)
    best = max(matches, key=lambda match: match.confidence, default=None)
    accepted = next((match for match in matches if match.mime_type in BY_NAME), None)
    if (accepted is None or accepted.confidence < CONFIDENCE_OVER_TEXT) and _is_text(file):
        return Recognised(PLAIN_TEXT, PLAIN_TEXT.name)
    if accepted is None or (best.confidence > accepted.confidence and best.mime_type not in BY_NAME):
        return Recognised(None, best.mime_type if best else "")
    return Recognised(BY_NAME[accepted.mime_type], accepted.mime_type)


def _matches(file: BinaryIO) -> list[puremagic.main.PureMagicWithConfidence]:
    """Those that name a media type, surest first: guesses by a bare ending are noise."""
    file.seek(0)
    try:
        found = puremagic.magic_stream(file)
    except (puremagic.PureError, ValueError):
        found = []
    file.seek(0)
    return sorted((match for match in found if match.mime_type), key=lambda match: -match.confidence)


def _is_text(file: BinaryIO) -> bool:
    """Whether the whole file is UTF-8 without control characters (a form feed between pages is none)."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    file.seek(0)
    try:
        while chunk := file.read(READ_BYTES):
            if CONTROL_CHARACTERS.search(decoder.decode(chunk).replace("\f", "")):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True

"""Which kinds of file are accepted as evidence, told by their content; the name and the browser only have to agree."""

import codecs
from dataclasses import dataclass
from typing import IO

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


def _kind(name: str, words: Promise, *, endings: str, aliases: str = "") -> MediaType:
    return MediaType(name, words, frozenset(endings.split()), frozenset(aliases.split()))


ACCEPTED = (
    _kind("image/jpeg", _("a JPEG image"), endings=".jpg .jpeg .jpe .jfif", aliases="image/jpg image/pjpeg"),
    _kind("image/png", _("a PNG image"), endings=".png", aliases="image/x-png"),
    _kind("image/webp", _("a WebP image"), endings=".webp"),
    _kind("image/gif", _("a GIF image"), endings=".gif"),
    _kind("application/pdf", _("a PDF document"), endings=".pdf", aliases="application/x-pdf"),
    _kind("text/plain", _("plain text"), endings=".txt .text"),
    _kind("video/mp4", _("an MP4 video"), endings=".mp4 .m4v", aliases="video/x-m4v"),
    _kind("video/quicktime", _("a QuickTime video"), endings=".mov .qt"),
    _kind("video/webm", _("a WebM video"), endings=".webm", aliases="audio/webm"),
    _kind("audio/mpeg", _("an MP3 recording"), endings=".mp3", aliases="audio/mp3 audio/x-mp3 audio/x-mpeg"),
    _kind("audio/wav", _("a WAV recording"), endings=".wav", aliases="audio/wave audio/x-wav audio/vnd.wave"),
    _kind("audio/ogg", _("an OGG recording"), endings=".ogg .oga .opus", aliases="application/ogg audio/opus"),
)
BY_NAME = {alias: kind for kind in ACCEPTED for alias in {kind.name, *kind.aliases}}
BY_EXTENSION = {extension: kind for kind in ACCEPTED for extension in kind.extensions}
PLAIN_TEXT = BY_NAME["text/plain"]


@dataclass(frozen=True)
class Recognised:
    """What a file's content is: an accepted kind, or None, with the name that the content goes by."""

    kind: MediaType | None
    called: str


def recognise(file: IO[bytes]) -> Recognised:
    """What the bytes are, whatever the file is named; reads from the start and leaves the file there."""
    matches = _matches(file)
    best = max(matches, key=lambda match: match.confidence, default=None)
    accepted = next((match for match in matches if match.mime_type in BY_NAME), None)
    if (accepted is None or accepted.confidence < CONFIDENCE_OVER_TEXT) and _is_text(file):
        return Recognised(PLAIN_TEXT, PLAIN_TEXT.name)
    if accepted is None or (best.confidence > accepted.confidence and best.mime_type not in BY_NAME):
        return Recognised(None, best.mime_type if best else "")
    return Recognised(BY_NAME[accepted.mime_type], accepted.mime_type)


def _matches(file: IO[bytes]) -> list[puremagic.main.PureMagicWithConfidence]:
    """Those that name a media type, surest first: guesses by a bare ending are noise."""
    file.seek(0)
    try:
        found = puremagic.magic_stream(file)
    except (puremagic.PureError, ValueError):
        found = []
    file.seek(0)
    return sorted((match for match in found if match.mime_type), key=lambda match: -match.confidence)


def _is_text(file: IO[bytes]) -> bool:
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

"""The log for anyone, without signing in: it holds commitments only (C2SP tlog-tiles, and proofs ready made).

Nothing here reads a session. What is asked in a form that we do not write is not found.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from record.actions import CosignatureRefused, accept_cosignature, accept_refusal
from record.models import Checkpoint
from record.note import NoteRefused
from record.proof_file import MEDIA_TYPE, hash_lines
from record.queries import log
from record.tiles import TileRefused, parse_path

OCTETS = "application/octet-stream"
# A cosignature can still come for any checkpoint; a tile of one width never changes.
CHANGES, STAYS = "no-cache", "public, max-age=31536000, immutable"
COSIGNATURES_BYTES_MAX = 32 * 1024
REFUSAL_BYTES_MAX = 4 * 1024


@require_safe
def log_checkpoint(request: HttpRequest, size: int | None = None) -> HttpResponse:
    """The newest checkpoint, or the one of this size, with every cosignature so far."""
    checkpoint = log.newest_checkpoint() if size is None else Checkpoint.objects.filter(size=size).first()
    if checkpoint is None:
        return _nothing("There is no such checkpoint.")
    return _text(log.cosigned_note(checkpoint))


@require_safe
def log_consistency(request: HttpRequest, old: int, new: int) -> HttpResponse:
    """The hashes that show the newer tree to extend the older; none where there is nothing to show."""
    newest = log.newest_checkpoint()
    if newest is None or not old <= new <= newest.size:
        return _nothing("The log has signed no tree of these sizes.")
    proof = log.consistency_proof_of(old, size2=new) if 0 < old < new else []
    return _text(hash_lines(proof), cached=STAYS)


@require_safe
def log_tile(request: HttpRequest, path: str) -> HttpResponse:
    """One tile of hashes or bundle of entries, of any width that the newest checkpoint covers."""
    newest = log.newest_checkpoint()
    try:
        tile = parse_path(f"tile/{path}")
    except TileRefused as problem:
        return _nothing(f"{problem}.")
    if newest is None or not log.holds_tile(tile, size=newest.size):
        return _nothing("The log does not reach this tile yet.")
    return HttpResponse(log.tile_content(tile), content_type=OCTETS, headers={"Cache-Control": STAYS})


@require_safe
def log_policy(request: HttpRequest) -> HttpResponse:
    """Whose signatures count: the log's, and three of its witnesses'."""
    policy = log.policy()
    return _nothing("The log has no key yet.") if policy is None else _text(policy)


@require_safe
def log_vkey(request: HttpRequest) -> HttpResponse:
    """The log's public key as one line."""
    vkey = log.log_vkey()
    return _nothing("The log has no key yet.") if vkey is None else _text(f"{vkey}\n")


# Without a session there is nothing that a forged request could use: the note itself is verified.
@csrf_exempt
@require_POST
def log_cosignatures(request: HttpRequest) -> HttpResponse:
    """Cosignatures that a delegation brings: kept if they are a known witness's on a checkpoint of ours."""
    return _taken(request, bytes_max=COSIGNATURES_BYTES_MAX, take=accept_cosignature)


@csrf_exempt
@require_POST
def log_refusals(request: HttpRequest) -> HttpResponse:
    """A refusal to cosign that a delegation brings: an act, if it is a known witness's."""

    def take(note: bytes) -> int:
        accept_refusal(note)
        return 1

    return _taken(request, bytes_max=REFUSAL_BYTES_MAX, take=take)


def _taken(request: HttpRequest, *, bytes_max: int, take: Callable[[bytes], int]) -> HttpResponse:
    """Verified first, and never counted: a limit on how often would let anybody's rubbish keep the witnesses out.

    What is no known witness's writes nothing and costs less than a page; floods are nginx's (docs/operations.md).
    """
    note = request.read(bytes_max + 1)
    if len(note) > bytes_max:
        return _text(f"This note has at most {bytes_max} bytes.\n", status=413)
    try:
        count = take(note)
    except NoteRefused as problem:
        return _text(f"{problem}\n", status=400)
    except CosignatureRefused as refusal:
        return _text(f"{refusal}\n", status=refusal.status)
    return _text(f"accepted {count}\n")


def _text(content: str, *, status: int = 200, cached: str = CHANGES) -> HttpResponse:
    return HttpResponse(content, status=status, content_type=MEDIA_TYPE, headers={"Cache-Control": cached})


def _nothing(sentence: str) -> HttpResponse:
    return _text(f"{sentence}\n", status=404)

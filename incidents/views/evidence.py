"""Files of evidence leave only here, through the visibility check, and can do nothing in a browser."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from commission.access import requires_member
from incidents.evidence.previews import is_image, shown_media_type
from incidents.queries import visible_file, visible_original

# A file is looked at or saved; it runs nothing, loads nothing, and stands in no frame.
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


@require_safe
@requires_member
def evidence_file(request: HttpRequest, code: str) -> FileResponse:
    """The copy that is shown: an image in the page, any other file to be saved."""
    item = visible_file(request.user, code=code)
    media_type = shown_media_type(item.media_type)
    return _sent(item.shown_copy, media_type=media_type, name=item.file_name, is_shown=is_image(media_type))


@require_safe
@requires_member
def evidence_original(request: HttpRequest, code: str) -> FileResponse:
    """The sealed original, byte for byte as it arrived, to be saved: its SHA-256 is the digest on the page.

    Of a picture, with what the camera wrote into it, it is for its delegation and the mediators.
    """
    item = visible_original(request.user, code=code)
    return _sent(item.original, media_type=item.media_type, name=item.file_name, is_shown=False)


def _sent(file: FieldFile, *, media_type: str, name: str, is_shown: bool) -> FileResponse:
    charset = "; charset=utf-8" if media_type == "text/plain" else ""
    response = FileResponse(
        file.open("rb"), as_attachment=not is_shown, filename=name, content_type=media_type + charset
    )
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response

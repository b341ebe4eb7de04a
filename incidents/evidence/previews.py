"""The copy of an image that is shown: drawn anew from its pixels, so that nothing else in the file is passed on."""

import warnings
from io import BytesIO
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

# A small file can unfold to more memory than the server has; telephones make 50 million pixels today.
PIXELS_MAX = 64_000_000
QUALITY = 88
MOVING = "image/gif"
READS = {"image/jpeg": ["JPEG", "MPO"], "image/png": ["PNG"], "image/webp": ["WEBP"], MOVING: ["GIF"]}
# What the copy is written as; of a moving image the first picture is shown, and the original has them all.
WRITES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", MOVING: "PNG"}


def is_image(media_type: str) -> bool:
    """Whether files of this type get a copy drawn anew."""
    return media_type in READS


def shown_media_type(media_type: str) -> str:
    """The type of the copy that is shown of a file of this type."""
    return "image/png" if media_type == MOVING else media_type


def redrawn(file: IO[bytes], *, media_type: str) -> ContentFile:
    """The picture, upright, without what the camera or a program wrote beside it.

    Raises ValidationError, with a sentence, for a picture too large to be drawn and for a damaged one.
    """
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of large pictures and odd tags; the limit below decides
            return _encoded(_pixels(file, media_type), media_type)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, IndexError, KeyError, TypeError) as problem:
        raise ValidationError(_("The picture is damaged: it cannot be drawn."), code="damaged") from problem
    finally:
        file.seek(0)


def _pixels(file: IO[bytes], media_type: str) -> Image.Image:
    try:
        picture = Image.open(file, formats=READS[media_type])
        if picture.width * picture.height > PIXELS_MAX:
            raise Image.DecompressionBombError
        picture.load()
    except Image.DecompressionBombError as problem:
        raise ValidationError(
            _("The picture has more than %(pixels)s million pixels, too many to be drawn."),
            code="too_many_pixels",
            params={"pixels": PIXELS_MAX // 1_000_000},
        ) from problem
    return ImageOps.exif_transpose(picture)


def _encoded(picture: Image.Image, media_type: str) -> ContentFile:
    has_transparency = "transparency" in picture.info or "A" in picture.getbands()
    plain = picture.convert("RGBA" if has_transparency and WRITES[media_type] != "JPEG" else "RGB")
    plain.info = {}
    written = BytesIO()
    plain.save(written, WRITES[media_type], quality=QUALITY)
    return ContentFile(written.getvalue())

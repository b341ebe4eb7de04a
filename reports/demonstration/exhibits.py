"""Small real files as evidence: drawn scenes, a log, a page; each says on its face that it is invented."""

import random
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from incidents.evidence.intake import ReceivedFile, examined

SIZE = (640, 420)
PAGE = (620, 877)
CAPTION = "INVENTED - drawn for the demonstration"
SKIES = ("#c9dbe8", "#e8d9c0", "#b9c4d4", "#dfe6d8")
GROUNDS = ("#a38f6c", "#8c9271", "#b39b7d", "#7f8a80")


def picture(number: int) -> ReceivedFile:
    """A drawn landscape with a post, the same one for the same number."""
    chance = random.Random(number)
    image = Image.new("RGB", SIZE, chance.choice(SKIES))
    pen = ImageDraw.Draw(image)
    for layer in range(3):
        _hills(pen, chance=chance, base=190 + 60 * layer, shade=30 * layer)
    left = chance.randrange(120, 460)
    pen.rectangle((left, 250, left + 70, 300), fill="#5c564c")
    pen.polygon(((left - 8, 250), (left + 35, 222), (left + 78, 250)), fill="#46413a")
    _caption(pen, SIZE)
    return _received(f"view-{number:03d}.jpg", "image/jpeg", image, "JPEG")


def page(number: int, *, lines: list[str]) -> ReceivedFile:
    """One page of PDF with these lines."""
    image = Image.new("RGB", PAGE, "white")
    pen = ImageDraw.Draw(image)
    for place, line in enumerate([CAPTION, "", *lines]):
        pen.text((60, 70 + 26 * place), line, fill="#222222", font_size=16)
    return _received(f"page-{number:03d}.pdf", "application/pdf", image, "PDF")


def log(number: int) -> ReceivedFile:
    """A duty log in plain text."""
    chance = random.Random(number)
    minutes = sorted(chance.sample(range(360, 600), 5))
    entries = [f"{minute // 60:02d}:{minute % 60:02d}  {chance.choice(ENTRIES)}" for minute in minutes]
    text = "\n".join([CAPTION, f"Duty log, sheet {number}", *entries, ""])
    return examined(SimpleUploadedFile(f"log-{number:03d}.txt", text.encode(), content_type="text/plain"))


ENTRIES = (
    "Watch changed, nothing to report.",
    "Sound heard from the north-west, noted.",
    "Neighbouring post called by radio, confirms.",
    "Visibility two kilometres, light wind.",
    "Camera turned towards the ridge.",
)


def _hills(pen: ImageDraw.ImageDraw, *, chance: random.Random, base: int, shade: int) -> None:
    width, height = SIZE
    heights = [(x, base + chance.randrange(-45, 25)) for x in range(0, width + 81, 80)]
    ground = chance.choice(GROUNDS)
    red, green, blue = (int(ground[place : place + 2], 16) - shade for place in (1, 3, 5))
    pen.polygon([(0, height), *heights, (width, height)], fill=(red, green, blue))


def _caption(pen: ImageDraw.ImageDraw, size: tuple[int, int]) -> None:
    pen.rectangle((0, size[1] - 34, size[0], size[1]), fill="#1f2328")
    pen.text((14, size[1] - 28), CAPTION, fill="#ffffff", font_size=18)


def _received(name: str, media_type: str, image: Image.Image, written_as: str) -> ReceivedFile:
    written = BytesIO()
    image.save(written, written_as)
    return examined(SimpleUploadedFile(name, written.getvalue(), content_type=media_type))

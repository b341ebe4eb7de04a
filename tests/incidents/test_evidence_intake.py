"""Files as they arrive: hashed, told by their content, refused with a sentence, drawn anew."""

import hashlib
import io
import wave

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from incidents.evidence import previews
from incidents.evidence.intake import DigestingUploadHandler, examined, safe_file_name
from tests.factories.incidents import picture


def drawn(kind):
    written = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(written, kind)
    return written.getvalue()


def sound():
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\0\0" * 100)
    return written.getvalue()


def box(brand):
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0mp42isom" + b"\0" * 64


EBML = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82"
ACCEPTED = {
    "a.jpg": ("image/jpeg", drawn("JPEG")),
    "a.JPEG": ("image/jpeg", drawn("JPEG")),
    "a.png": ("image/png", drawn("PNG")),
    "a.webp": ("image/webp", drawn("WEBP")),
    "a.gif": ("image/gif", drawn("GIF")),
    "a.pdf": ("application/pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"),
    "a.txt": ("text/plain", "گولہ باری\n".encode()),
    "id3.txt": ("text/plain", b"ID3 is how this account begins.\n"),
    "a.mp4": ("video/mp4", box(b"mp42")),
    "b.mp4": ("video/mp4", box(b"isom")),
    "a.mov": ("video/quicktime", b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + b"\0" * 64),
    "a.webm": ("video/webm", EBML + b"\x84webmB\x87\x81\x04B\x85\x81\x02" + b"\0" * 64),
    "a.mp3": ("audio/mpeg", b"ID3\x03\0\0\0\0\0\x0a" + b"\0" * 20 + b"\xff\xfb\x90\x00" + b"\0" * 400),
    "a.wav": ("audio/wav", sound()),
    "a.ogg": ("audio/ogg", b"OggS\0\x02" + b"\0" * 8 + b"\1\2\3\4" + b"\0" * 8 + b"\x01\x1e\x01vorbis" + b"\0" * 40),
    "no ending": ("image/png", drawn("PNG")),
}
REFUSED = {
    "empty.jpg": (b"", "The file is empty."),
    "lie.jpg": (drawn("PNG"), "It is sent as a JPEG image, but it holds a PNG image."),
    "lie.png": (b"%PDF-1.7\n%%EOF\n", "It is sent as a PNG image, but it holds a PDF document."),
    "lie.pdf": (b"MZ" + b"\0" * 200, "It is sent as a PDF document, but it holds application/octet-stream."),
    "lie.txt": (b"\0\1\2\3" * 20, "It is sent as plain text, but it holds"),
    "page.html": (b"<!DOCTYPE html><html></html>", "It is sent as a file ending in .html, but it holds plain text."),
    "film.webm": (EBML + b"\x88matroskaB\x87\x81\x04" + b"\0" * 64, "It is sent as a WebM video, but it holds video/x-matroska"),
    "phone": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64, "It holds image/heif. Accepted are: a JPEG image"),
    "cut.jpg": (drawn("JPEG")[:200], "The picture is damaged"),
    "cut.png": (drawn("PNG")[:45], "The picture is damaged"),
}  # fmt: skip


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted_kind_is_told_by_its_content(name):
    media_type, content = ACCEPTED[name]

    received = examined(SimpleUploadedFile(name, content, content_type="application/octet-stream"))

    assert received.media_type == media_type
    assert received.digest == hashlib.sha256(content).digest()
    assert received.size_bytes == len(content)


@pytest.mark.parametrize("name", REFUSED)
def test_refused_file_is_named_with_its_reason(name):
    content, reason = REFUSED[name]

    with pytest.raises(ValidationError) as refusal:
        examined(SimpleUploadedFile(name, content, content_type=""))

    [sentence] = refusal.value.messages
    assert sentence.startswith(f"“{name}” was not kept. ")
    assert reason in sentence


def test_type_claimed_by_the_browser_must_not_contradict_the_content():
    with pytest.raises(ValidationError, match="sent as a PDF document, but it holds a PNG image"):
        examined(SimpleUploadedFile("a.png", drawn("PNG"), content_type="application/pdf"))
    with pytest.raises(ValidationError, match="sent as application/x-msdownload, but it holds a PNG image"):
        examined(SimpleUploadedFile("a.png", drawn("PNG"), content_type="application/x-msdownload"))

    assert examined(SimpleUploadedFile("a.wav", sound(), content_type="audio/x-wav")).media_type == "audio/wav"


def test_file_over_the_limit_is_refused_with_the_limit(settings):
    settings.EVIDENCE_BYTES_MAX = 1024

    with pytest.raises(ValidationError, match=r"larger than 1\.0.{1,4}KB"):
        examined(SimpleUploadedFile("a.txt", b"a" * 1025))

    assert examined(SimpleUploadedFile("a.txt", b"a" * 1024)).size_bytes == 1024


def test_shown_copy_of_a_photo_has_nothing_of_the_camera_and_the_original_all():
    photo = picture()
    sent = photo.read()

    received = examined(photo)

    copy = Image.open(received.shown_copy)
    assert b"Make of the camera" in sent
    assert not copy.getexif()
    assert b"Make of the camera" not in received.shown_copy.read()
    received.file.seek(0)
    assert received.file.read() == sent


def test_shown_copy_stands_upright():
    written = io.BytesIO()
    lying = Image.new("RGB", (20, 10))
    exif = lying.getexif()
    exif[0x0112] = 6
    lying.save(written, "JPEG", exif=exif)

    received = examined(SimpleUploadedFile("a.jpg", written.getvalue(), content_type="image/jpeg"))

    assert Image.open(received.shown_copy).size == (10, 20)


def test_picture_of_too_many_pixels_is_refused(monkeypatch):
    monkeypatch.setattr(previews, "PIXELS_MAX", 63)

    with pytest.raises(ValidationError, match="pixels, too many to be drawn"):
        examined(SimpleUploadedFile("a.png", drawn("PNG"), content_type="image/png"))


def test_other_files_are_shown_as_they_are():
    assert examined(SimpleUploadedFile("a.txt", b"words")).shown_copy is None


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\photos\\a.jpg", "a.jpg"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("line\nfeed.txt", "line feed.txt"),
        ("", "file"),
        ("...", "file"),
        ("مورچہ.jpg", "مورچہ.jpg"),
        ("x" * 300 + ".jpg", "x" * 196 + ".jpg"),
    ],
)
def test_file_names_are_made_safe(name, safe):
    assert safe_file_name(name) == safe


def test_handler_hashes_while_the_bytes_arrive_and_keeps_nothing_past_the_limit(settings):
    settings.EVIDENCE_BYTES_MAX = 10
    handler = DigestingUploadHandler()
    handler.new_file("files", "a.txt", "text/plain", None)

    handler.receive_data_chunk(b"12345", 0)
    digest_so_far = handler.digest.digest()
    handler.receive_data_chunk(b"67890", 5)
    digest_at_the_limit = handler.digest.digest()
    handler.receive_data_chunk(b"more", 10)
    file = handler.file_complete(14)

    assert digest_so_far == hashlib.sha256(b"12345").digest()
    assert digest_at_the_limit == hashlib.sha256(b"1234567890").digest()
    assert file.read() == b"1234567890"
    assert file.size == 14
    file.close()

"""Text from a browser, made fit to be recorded: Unicode NFC, and no control characters."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Line feed, carriage return and tab are how people write; the rest of C0, DEL, C1, and the marks that turn the
# reading direction around over the end of a text (they can make a sentence read as its opposite), are not.
CONTROL_CHARACTERS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)


def refuse_control_characters(text: str) -> None:
    """Raise a sentence for the field when the text holds a character that cannot be read."""
    if found := CONTROL_CHARACTERS.search(text):
        raise ValidationError(
            _("The text holds a control character (U+%(code)s), which cannot be recorded. Delete it and try again."),
            code="control_character",
            params={"code": f"{ord(found.group()):04X}"},
        )


def normalised(text: str) -> str:
    """The text in Unicode NFC with plain line feeds: what is signed and compared later."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))

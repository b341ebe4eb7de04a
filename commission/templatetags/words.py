"""The words of the law on a page."""

from django import template
from django.utils.translation import gettext

from commission import words

register = template.Library()

register.filter("event_words", words.event_words)
register.filter("clock_words", words.clock_words)
register.filter("who_words", words.who_words)
register.filter("owner_words", words.owner_words)
register.filter("role_words", words.role_words)
register.filter("turn_words", words.turn_words)
register.filter("act_words", words.act_words)


@register.filter
def translated(text: str) -> str:
    """A sentence of the start data (a type's name, a definition) in the reader's language, or as it stands."""
    return gettext(text) if text else ""

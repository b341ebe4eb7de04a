"""Delegations on a page: their names in the reader's language, and their order in its alphabet."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from commission.reading_order import reading_key
from commission.words import actor_words, delegation_words, role_words

register = template.Library()


@register.simple_tag(name="delegation_name")
def delegation_name(code: str | None) -> str:
    """The delegation's name in the reader's language; "" for none."""
    return delegation_words(code) if code else ""


@register.filter
def in_reading_order(things: Iterable[Any]) -> list[Any]:
    """Delegations, their codes, or things that carry a `delegation_id` or a `party_id`, in the reader's alphabet."""
    return sorted(things, key=by_reading_order())


@register.filter
def items_in_reading_order(by_code: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What is said of each delegation, by its code, in the reader's alphabet."""
    return [(code, by_code[code]) for code in in_reading_order(by_code)]


@register.simple_tag
def actor(act: Any) -> SafeString:
    """Who did an act of the record, as they were: name, role and delegation; the clock in the reader's language."""
    seat = ", ".join(words for words in (role_words(act.actor_role), delegation_name(act.actor_delegation)) if words)
    return format_html(
        '<bdi dir="auto">{}</bdi>{}', actor_words(act.actor_name, act.actor_role), f" ({seat})" if seat else ""
    )


def by_reading_order() -> Callable[[Any], list[int]]:
    """A sort key for delegations or whatever names one, in the alphabet of the language that is active now."""
    language = get_language() or "en"
    return lambda thing: reading_key(delegation_words(_code(thing)), language=language)


def _code(thing: Any) -> str:
    if isinstance(thing, str):
        return thing
    for name in ("delegation_id", "party_id", "code"):
        code = getattr(thing, name, None)
        if code is not None:
            return str(code)
    raise TypeError(f"{thing!r} names no delegation")

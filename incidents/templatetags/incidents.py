"""What an incident says, in words on a page."""

from django import template
from django.utils.translation import gettext

from commission.templatetags.delegations import in_reading_order
from commission.words import delegation_words
from incidents.choices import sector_words
from incidents.models import Evidence, Incident
from incidents.positions import degrees_words, mgrs_words

register = template.Library()
register.filter("sector_words", sector_words)


@register.filter
def degrees(incident: Incident) -> str:
    """The position in degrees."""
    return degrees_words(incident.latitude, incident.longitude)


@register.filter
def mgrs(incident: Incident) -> str:
    """The position as an MGRS reference."""
    return mgrs_words(incident.latitude, incident.longitude)


@register.filter
def alleged(incident: Incident) -> str:
    """The parties alleged to be responsible, in the reader's order; or that none is; or that it is not stated yet."""
    if incident.respondents is None:
        return gettext("not stated")
    if not incident.respondents:
        return gettext("none alleged")
    return ", ".join(delegation_words(code) for code in in_reading_order(incident.respondents))


@register.filter
def hexadecimal(digest: bytes | None) -> str:
    """A digest as people compare it."""
    return "" if digest is None else bytes(digest).hex()


@register.filter
def is_shown_as_image(item: Evidence) -> bool:
    """Whether the page can show the item itself."""
    return item.media_type.startswith("image/")

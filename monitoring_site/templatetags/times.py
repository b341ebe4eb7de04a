"""Times on a page: UTC first, then the reader's zone, and both zones of the line on demand; digits always plain."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, ngettext

register = template.Library()

SHOWN = "%Y-%m-%d %H:%M"
# Shown in this order; the two zones of the line are named by their capitals, not by their sides.
ZONES_OF_THE_LINE = (("Asia/Kabul", gettext_lazy("Kabul")), ("Asia/Karachi", gettext_lazy("Islamabad")))
NOTHING = "–"


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None) -> SafeString | str:
    """A time in UTC and in the reader's zone, with every zone of the procedure in its title."""
    if value is None:
        return NOTHING
    zone = _reader_zone(context)
    own = _own_zone_words(value, zone) if zone is not None else ""
    return format_html(
        '<time class="moment" datetime="{}" title="{}"><bdi dir="ltr">{} UTC</bdi>{}</time>',
        value.astimezone(UTC).isoformat(timespec="seconds"),
        "; ".join(f"{name} {shown}" for name, shown in _in_every_zone(value, zone)),
        value.astimezone(UTC).strftime(SHOWN),
        own,
    )


@register.simple_tag(takes_context=True)
def moment_in_every_zone(context: Context, value: datetime | None) -> SafeString | str:
    """A time as a list: UTC, Kabul, Islamabad, and the reader's zone where it is another one."""
    if value is None:
        return NOTHING
    rows = format_html_join(
        "", '<li><span>{}</span> <bdi dir="ltr">{}</bdi></li>', _in_every_zone(value, _reader_zone(context))
    )
    return format_html('<ul class="zones">{}</ul>', rows)


@register.simple_tag
def time_left(ends_at: datetime, now: datetime) -> str:
    """How long until `ends_at`, in its two largest units, or by how much it is overdue."""
    left = ends_at - now
    if left < timedelta(0):
        return gettext("overdue by %(duration)s") % {"duration": duration_words(-left)}
    return gettext("%(duration)s left") % {"duration": duration_words(left)}


def duration_words(duration: timedelta) -> str:
    """Days and hours, or hours and minutes, or minutes; never seconds."""
    minutes_in_all = int(duration.total_seconds()) // 60
    hours_in_all, minutes = divmod(minutes_in_all, 60)
    days, hours = divmod(hours_in_all, 24)
    counted = [
        (days, ngettext("%(count)s day", "%(count)s days", days)),
        (hours, ngettext("%(count)s hour", "%(count)s hours", hours)),
        (minutes, ngettext("%(count)s minute", "%(count)s minutes", minutes)),
    ]
    largest = next((place for place, (count, _words) in enumerate(counted) if count), None)
    if largest is None:
        return gettext("less than a minute")
    return " ".join(words % {"count": count} for count, words in counted[largest : largest + 2] if count)


def _reader_zone(context: Context) -> ZoneInfo | None:
    """The signed-in reader's zone; None for UTC, for nobody, and for a zone this server does not know."""
    user: Any = getattr(context.get("request"), "user", None)
    name = getattr(user, "time_zone", "UTC")
    if name == "UTC":
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _own_zone_words(value: datetime, zone: ZoneInfo) -> SafeString:
    local = value.astimezone(zone)
    return format_html(
        ' <span class="moment-own">(<bdi dir="ltr">{} {}</bdi>)</span>', local.strftime(SHOWN), _offset(local)
    )


def _in_every_zone(value: datetime, zone: ZoneInfo | None) -> list[tuple[str, str]]:
    rows = [("UTC", value.astimezone(UTC).strftime(SHOWN))]
    for key, name in ZONES_OF_THE_LINE:
        local = value.astimezone(ZoneInfo(key))
        rows.append((str(name), f"{local.strftime(SHOWN)} {_offset(local)}"))
    if zone is not None and zone.key not in dict(ZONES_OF_THE_LINE):
        local = value.astimezone(zone)
        rows.append((zone.key.rpartition("/")[2].replace("_", " "), f"{local.strftime(SHOWN)} {_offset(local)}"))
    return rows


def _offset(local: datetime) -> str:
    text = local.strftime("%z")
    return f"{text[:3]}:{text[3:5]}"

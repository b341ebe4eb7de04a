"""What other rooms' pages show of the record: size and root, the witnesses that lag, the acts that wait too long."""

from datetime import datetime
from typing import Any

from django import template
from django.template import Context

from record import queries
from record.queries.log import newest_checkpoint

register = template.Library()


@register.inclusion_tag("record/_lagging.html")
def lagging_witnesses(at: datetime) -> dict[str, Any]:
    """The witnesses that have not cosigned for more than a day, or refuse to; nothing while there is none."""
    return {
        "lagging": queries.lagging_witnesses(at),
        "hours": queries.LAG_HOURS_MAX,
        "refusals": queries.standing_refusals(),
    }


@register.inclusion_tag("record/_waiting.html", takes_context=True)
def waiting_acts(context: Context, at: datetime) -> dict[str, Any]:
    """Acts of the signed-in member's delegation that have waited too long for the log; nothing while there is none."""
    member = context["request"].user
    return {
        "waiting": queries.acts_that_wait_too_long(member.delegation_id or "", reader=member.reader_code, at=at),
        "minutes": queries.WAIT_MINUTES_MAX,
    }


@register.inclusion_tag("record/_root.html")
def record_root(*, is_public: bool = False) -> dict[str, Any]:
    """Size and root of the newest tree, for people to compare on paper and by voice; linked to what they may open."""
    return {"checkpoint": newest_checkpoint(), "is_public": is_public}

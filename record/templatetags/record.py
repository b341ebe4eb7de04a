"""What other rooms' pages show of the record: the tree's size and root, and the witnesses that lag."""

from typing import Any

from django import template

from monitoring_site.clock import database_time
from record import queries
from record.queries.log import newest_checkpoint

register = template.Library()


@register.inclusion_tag("record/_lagging.html")
def lagging_witnesses() -> dict[str, Any]:
    """The witnesses that have not cosigned for more than a day, or refuse to; nothing while there is none."""
    return {
        "lagging": queries.lagging_witnesses(database_time()),
        "hours": queries.LAG_HOURS_MAX,
        "refusals": queries.standing_refusals(),
    }


@register.inclusion_tag("record/_root.html")
def record_root(*, is_public: bool = False) -> dict[str, Any]:
    """Size and root of the newest tree, for people to compare on paper and by voice; linked to what they may open."""
    return {"checkpoint": newest_checkpoint(), "is_public": is_public}

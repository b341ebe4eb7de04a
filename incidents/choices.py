"""The lists that a reader chooses from, in the reader's language and its alphabet's order."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commission.models import Delegation, Member, Sector, ViolationType
from commission.templatetags.delegations import in_reading_order
from commission.words import delegation_words
from commission.zones import known_zones
from incidents.models import Incident
from incidents.vocabularies import PersonGroup, Side

Choice = tuple[Any, Any]
NOTHING: Choice = ("", _("not stated"))
ZONES_OF_THE_PROCEDURE: tuple[Choice, ...] = (
    ("UTC", _("UTC")),
    ("Asia/Kabul", _("Kabul (+04:30)")),
    ("Asia/Karachi", _("Islamabad (+05:00)")),
)


def zones(member: Member, incident: Incident | None) -> list[Choice]:
    """UTC, Kabul, Islamabad, the reader's own, and the one that the draft was entered in."""
    found = dict(ZONES_OF_THE_PROCEDURE)
    for name in (member.time_zone, incident.time_zone_entered if incident else "UTC"):
        if name not in found and name in known_zones():
            found[name] = name.replace("_", " ")
    return list(found.items())


def delegations(kind: str, *, without: str | None = None) -> list[Choice]:
    """The delegations of a kind, in the order of the reader's alphabet."""
    codes = Delegation.objects.filter(kind=kind).exclude(code=without).values_list("code", flat=True)
    return [(code, delegation_words(code)) for code in in_reading_order(codes)]


def sides() -> list[Choice]:
    """The sides as stated: the parties' in the reader's order, then the rest."""
    labels = dict(Side.choices)
    parties = in_reading_order([Side.AF, Side.PK])
    return [(value, labels[value]) for value in [*parties, *(side for side in Side.values if side not in parties)]]


def person_groups() -> list[Choice]:
    """Whom a figure counts: the parties' forces in the reader's order, then the rest."""
    labels = dict(PersonGroup.choices)
    forces = {"AF": PersonGroup.AF_FORCES, "PK": PersonGroup.PK_FORCES}
    first = [forces[code] for code in in_reading_order(forces)]
    return [NOTHING] + [
        (value, labels[value]) for value in [*first, *(v for v in PersonGroup.values if v not in first)]
    ]


def types(*, with_nothing: bool) -> list[Choice]:
    """The catalogue of types in use, by group."""
    in_use = ViolationType.objects.filter(is_in_use=True).order_by("code")
    grouped = [
        (gettext(group), [(kind.pk, str(kind)) for kind in kinds])
        for group, kinds in groupby(in_use, lambda k: k.group)
    ]
    return [NOTHING, *grouped] if with_nothing else grouped


def sectors(incident: Incident | None = None) -> list[Choice]:
    """The sectors in effect along the line, and the older version that the draft already names."""
    found = [(str(sector.pk), sector_words(sector)) for sector in Sector.objects.in_effect().defer("polygon")]
    if incident and incident.sector_id and str(incident.sector_id) not in dict(found):
        found.append((str(incident.sector_id), f"{incident.sector.code} (v{incident.sector.version})"))
    return [NOTHING, *found]


def sector_words(sector: Sector) -> str:
    """The sector's code with its districts on both sides, in the order of the reader's alphabet."""
    districts = {"AF": sector.af_province_districts, "PK": sector.pk_districts}
    return f"{sector.code} · " + " / ".join(gettext(districts[code]) for code in in_reading_order(districts))


def languages() -> list[Choice]:
    """The six languages of the house, by their own names."""
    return [NOTHING, *settings.LANGUAGES]


def gravities() -> list[Choice]:
    """The three levels that a filer may propose."""
    return [NOTHING, ("1", _("1 (lowest)")), ("2", _("2")), ("3", _("3 (highest)"))]


def with_nothing(choices: Iterable[Choice]) -> list[Choice]:
    """The choices below an empty one."""
    return [NOTHING, *choices]

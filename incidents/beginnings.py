"""What a new draft begins with where another page proposes it: checked, neutral, and each field the person's to change."""

import re
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from commission.models import Delegation, Sector, ViolationType

ACCESS_REFUSED = "G1"
REFERENCE = re.compile(r"JMC-\d{4}-\d{5}")


def address_on_refused_access(*, party: str, sectors: set[str], case: str) -> str:
    """The page of a new incident about refused access, which a mediator may file on its own motion."""
    [sector] = sectors if len(sectors) == 1 else [""]
    proposed = {"type": ACCESS_REFUSED, "respondent": party, "sector": sector, "case": case}
    return f"{reverse('new_incident')}?{urlencode({name: value for name, value in proposed.items() if value})}"


def beginning_of(query: QueryDict) -> dict[str, Any]:
    """The fields that the address proposes, by their names in the form; what is not in the catalogues is left out."""
    types = set(ViolationType.objects.filter(is_in_use=True).values_list("pk", flat=True))
    parties = set(Delegation.objects.parties().values_list("pk", flat=True))
    sectors = dict(Sector.objects.in_effect().values_list("code", "pk"))
    found: dict[str, Any] = {}
    if (kind := query.get("type")) in types:
        found["primary_type"] = kind
    if (party := query.get("respondent")) in parties:
        found["respondents"] = [party]
    if (code := query.get("sector")) in sectors:
        found["sector"] = str(sectors[code])
    if REFERENCE.fullmatch(case := query.get("case", "")):
        found["narrative"] = _("See case %(reference)s.") % {"reference": case}
    return found

"""How a page gets its subject: through the visibility queryset, or not at all."""

from django.shortcuts import get_object_or_404

from commission.models import Member
from penalties.models import Penalty
from penalties.queries import whole_penalty
from penalties.visibility import penalties_for


def penalty_for(member: Member, *, pk: int) -> Penalty:
    """The penalty, if the member may see it; raises Http404."""
    return get_object_or_404(whole_penalty(penalties_for(member)), pk=pk)

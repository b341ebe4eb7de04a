"""How far each delegation's witness has come, and which of them lag."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from record.models import CosigningRefusal, Witness

LAG_HOURS_MAX = 24
REFUSALS_SHOWN_MAX = 20


@dataclass(frozen=True)
class Standing:
    """One delegation's witness: its key, the largest tree it has cosigned, and since when it has been behind."""

    delegation_id: str
    witness: Witness | None
    cosigned_size: int | None
    behind_since: datetime | None
    is_lagging: bool


def witness_standings(at: datetime) -> list[Standing]:
    """Every delegation's witness at this time, by code; a delegation without a key has none that could lag."""
    current = {one.delegation: one for one in Witness.objects.with_waiting_since().current()}
    return [_standing(code, current.get(code), at=at) for code in settings.RECORD_DELEGATIONS]


def lagging_witnesses(at: datetime) -> list[Standing]:
    """The witnesses that have left a checkpoint without their cosignature for more than 24 hours."""
    return [standing for standing in witness_standings(at) if standing.is_lagging]


def standing_refusals() -> list[CosigningRefusal]:
    """Each delegation's newest refusal to cosign, until it cosigns again."""
    return list(CosigningRefusal.objects.standing().select_related("witness", "act"))


def newest_refusals() -> list[CosigningRefusal]:
    """The refusals to cosign, newest first, as many as a page shows; the record holds all of them."""
    return list(CosigningRefusal.objects.select_related("witness", "act").order_by("-pk")[:REFUSALS_SHOWN_MAX])


def _standing(code: str, witness: Witness | None, *, at: datetime) -> Standing:
    if witness is None:
        return Standing(delegation_id=code, witness=None, cosigned_size=None, behind_since=None, is_lagging=False)
    size, waiting_since = witness.cosigned_size, witness.waiting_since  # type: ignore[attr-defined]
    behind_since = None if waiting_since is None else max(waiting_since, witness.enrolled_at)
    is_lagging = behind_since is not None and at - behind_since > timedelta(hours=LAG_HOURS_MAX)
    return Standing(code, witness, size, behind_since, is_lagging)

"""Acts that two delegations do together: each assents to the same terms, and the second assent does the act."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from commission.models import Member
from record.canonical import canonical_bytes
from verification.actions.moves import record_case_act
from verification.models import Assent, Case

MEDIATORS = frozenset({"TR", "QA"})
PARTIES = frozenset({"PK", "AF"})


def assent(
    case: Case,
    *,
    act: str,
    terms: Mapping[str, Any],
    required: Collection[str],
    by: Member,
    at: datetime,
    subject: str = "",
) -> bool:
    """True when this assent completes the act: every required delegation has assented to exactly these terms.

    Otherwise the assent stands, in place of an earlier one of the same delegation to the same act, and is recorded.
    The caller holds the case's lock, and has asked the rule.
    """
    live = Assent.objects.filter(case=case, act=act, subject=subject, spent_at=None)
    if _agreed(live, terms=terms, by=by) >= set(required):
        live.update(spent_at=at)
        return True
    live.filter(delegation=by.delegation_id).update(spent_at=at)
    give_assent(case, act=act, terms=terms, by=by, at=at, subject=subject)
    record_case_act(
        case,
        event="assent_given",
        actor=by.as_actor(),
        at=at,
        body={"act": act, "subject": subject, "terms": dict(terms)},
    )
    return False


def give_assent(
    case: Case, *, act: str, terms: Mapping[str, Any], by: Member, at: datetime, subject: str = ""
) -> Assent:
    """The delegation's assent to exactly these terms stands until it is spent. The caller holds the case's lock."""
    return Assent.objects.create(
        case=case,
        act=act,
        subject=subject,
        terms=terms,
        terms_digest=_digest(terms),
        delegation=by.delegation,
        given_at=at,
        given_by=by,
    )


def assents_to(case: Case, *, act: str, subject: str = "") -> list[Assent]:
    """The live assents to an act: what the other delegation would agree to."""
    return list(
        Assent.objects.filter(case=case, act=act, subject=subject, spent_at=None).select_related(
            "delegation", "given_by"
        )
    )


def _agreed(live: QuerySet[Assent], *, terms: Mapping[str, Any], by: Member) -> set[str]:
    # Two delegations are two persons: who assented in one seat does not complete the act from another.
    others, digest = live.exclude(given_by=by), _digest(terms)
    return {one.delegation_id for one in others if bytes(one.terms_digest) == digest} | {by.delegation_id}


def _digest(terms: Mapping[str, Any]) -> bytes:
    return hashlib.sha256(canonical_bytes(dict(terms))).digest()

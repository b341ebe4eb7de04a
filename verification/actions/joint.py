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
    digest = hashlib.sha256(canonical_bytes(dict(terms))).digest()
    live = Assent.objects.filter(case=case, act=act, subject=subject, spent_at=None)
    if _agreed(live, digest=digest, by=by) >= set(required):
        live.update(spent_at=at)
        return True
    live.filter(delegation=by.delegation_id).update(spent_at=at)
    Assent.objects.create(
        case=case,
        act=act,
        subject=subject,
        terms=terms,
        terms_digest=digest,
        delegation=by.delegation,
        given_at=at,
        given_by=by,
    )
    record_case_act(
        case,
        event="assent_given",
        actor=by.as_actor(),
        at=at,
        body={"act": act, "subject": subject, "terms": dict(terms)},
    )
    return False


def _agreed(live: QuerySet[Assent], *, digest: bytes, by: Member) -> set[str]:
    # Two delegations are two persons: who assented in one seat does not complete the act from another.
    others = live.exclude(given_by=by)
    return {one.delegation_id for one in others if bytes(one.terms_digest) == digest} | {by.delegation_id}


def assents_to(case: Case, *, act: str, subject: str = "") -> list[Assent]:
    """The live assents to an act: what the other delegation would agree to."""
    return list(
        Assent.objects.filter(case=case, act=act, subject=subject, spent_at=None).select_related(
            "delegation", "given_by"
        )
    )

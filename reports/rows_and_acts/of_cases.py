"""The rows that belong to a case, and the acts that made them: its incidents and people, its findings, its ballots."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from record.canonical import canonical_bytes
from reports.rows_and_acts.following import CASE_COLUMNS, VERDICT_COLUMNS, follow_case, follow_verdicts
from reports.rows_and_acts.pairing import (
    AnyPairing,
    Called,
    Followed,
    Key,
    Pairing,
    Sealed,
    actor,
    body,
    delegation,
    named,
    number_of,
    subject,
    time,
)  # fmt: skip
from verification.models import (
    AccessRequest,
    Assent,
    Ballot,
    Case,
    CaseIncident,
    Challenge,
    Clock,
    ClockExtension,
    Comment,
    Correction,
    Finding,
    Question,
    Recusal,
    Report,
    SiteNote,
    Substitute,
    TeamMember,
    Verdict,
    Vote,
)  # fmt: skip

# Their ends are acts of the ballot and of the case; see verification/actions/endings.py.
CLOCKS_THAT_MOVE = ("ballot", "principals")
REGISTERED = ("incidents.incident_registered", "incidents.inadmissibility_objected")
CLOSED = {
    "verification.verdict_adopted": lambda act: act.body["outcome"],
    "verification.round_failed": lambda act: "next_round",
    "verification.case_escalated": lambda act: "escalated",
    "verification.no_determination_recorded": lambda act: "escalated",
    "verification.ballot_annulled": lambda act: "annulled",
}


def digest_of_finding(act: Sealed) -> str:
    """SHA-256 of the finding in the act's body: what is voted on."""
    return sha256(canonical_bytes(act.body["finding"])).hexdigest()


def follow_findings(acts: Sequence[Sealed], called: Called) -> Iterator[Key]:
    """Findings that were shown, and those that a review wrote."""
    for act in acts:
        if "finding" in act.body or "new_verdict" in act.body:
            yield digest_of_finding(act), act.time


def follow_team(acts: Sequence[Sealed], called: Called) -> Iterator[Key]:
    """Who was named to the team, and relieved when another team was named or a challenge upheld."""
    rows: list[list[str | None]] = []
    for act in acts:
        if act.event == "verification.team_named":
            team = [called(one["name"]) for one in act.body["team"]]
        elif act.body["is_upheld"]:
            team = [row[0] for row in rows if row[2] is None and row[0] != called(act.body["member"]["name"])]
        else:
            continue
        for row in rows:
            row[2] = act.time if row[2] is None and row[0] not in team else row[2]
        standing = {row[0] for row in rows if row[2] is None}
        rows += [[name, act.time, None] for name in team if name not in standing]
    yield from map(tuple, rows)


def follow_recusals(acts: Sequence[Sealed], called: Called) -> Iterator[Key]:
    """Whoever filed for a mediator, was named or was challenged with success, once for each reason."""
    since: dict[tuple[str | None, str], str] = {}
    for act in acts:
        for name, reason in _recused(act):
            since.setdefault((called(name), reason), act.time)
    for recused, at in since.items():
        yield *recused, at


def _recused(act: Sealed) -> Iterator[tuple[str, str]]:
    if act.event == "verification.rapporteur_named":
        yield act.body["rapporteur"]["name"], "rapporteur"
    elif act.event == "verification.team_named":
        yield from ((one["name"], "team") for one in act.body["team"])
    elif act.event in REGISTERED:
        yield from ((name, "filer") for name in act.body["recused"])
    elif act.body["is_upheld"]:
        yield act.body["member"]["name"], "challenged"


def follow_closed_ballots(acts: Sequence[Sealed], called: Called) -> Iterator[Key]:
    """How each ballot ended; an escalation, or its silent end, may also have come without one."""
    for act in acts:
        if "ballot" in act.subjects:
            reasons = act.body["reasons"] if act.event == "verification.ballot_annulled" else ""
            yield number_of("ballot")(act), CLOSED[act.event](act), act.time, reasons


def follow_assents(acts: Sequence[Sealed], called: Called) -> Iterator[Key]:
    """What one of two delegations agreed to first, and each waiver of a review."""
    for act in acts:
        is_waiver = act.event == "penalties.review_waived"
        terms = act.body if is_waiver else act.body["terms"]
        what = ("waive_review", "") if is_waiver else (act.body["act"], act.body["subject"])
        yield *what, terms, sha256(canonical_bytes(terms)).hexdigest(), act.delegation, act.time, act.actor


PAIRINGS: tuple[AnyPairing, ...] = (
    Followed(
        _("Case"), Case, "reference",
        (
            "verification.case_opened", "verification.team_named", "verification.rapporteur_named",
            "verification.report_submitted", "verification.finding_drafted", "verification.ballot_opened",
            "verification.round_failed", "verification.ballot_annulled", "verification.verdict_adopted",
            "verification.case_escalated", "verification.principals_answered",
            "verification.no_determination_recorded", "verification.case_settled", "verification.case_withdrawn",
            "verification.case_reopened", "verification.challenge_decided", "penalties.review_requested",
            "penalties.verdict_final", "penalties.review_concluded", "penalties.case_closed",
        ),
        CASE_COLUMNS, follow_case,
    ),
    Pairing(
        _("Incident of a case"), CaseIncident, "case__reference", REGISTERED,
        {"incident__code": subject("incident"), "joined_at": time},
    ),
    Pairing(
        _("Counter-report"), CaseIncident, "case__reference", ("verification.counter_report_linked",),
        {"incident__code": body("incident"), "is_counter_report_of__code": body("counter_report_of")},
        where=Q(is_counter_report_of__isnull=False), last_of=1,
    ),
    Followed(
        _("Member of the verification team"), TeamMember, "case__reference",
        ("verification.team_named", "verification.challenge_decided"),
        ("member", "named_at", "relieved_at"), follow_team,
    ),
    Followed(
        _("Recusal"), Recusal, "case__reference",
        ("verification.rapporteur_named", "verification.team_named", "verification.challenge_decided", *REGISTERED),
        ("member", "reason", "at"), follow_recusals,
    ),
    Pairing(
        _("Report"), Report, "case__reference",
        ("verification.report_submitted", "verification.interim_report_submitted"),
        {
            "is_interim": lambda act: act.event == "verification.interim_report_submitted",
            "text": body("text"), "submitted_at": time, "submitted_by": actor,
        },
    ),
    Followed(
        _("Finding"), Finding, "case__reference",
        ("verification.finding_drafted", "verification.comments_answered", "penalties.review_concluded"),
        ("digest", "shown_at"), follow_findings, where=Q(shown_at__isnull=False),
    ),
    Pairing(
        _("Comment"), Comment, "finding__case__reference", ("verification.comment_sent",),
        {
            "finding__number": body("finding"), "finding__digest": body("digest"), "delegation_id": delegation,
            "text": body("text"), "sent_at": time, "sent_by": actor,
        },
    ),
    Pairing(
        _("Ballot"), Ballot, "case__reference", ("verification.ballot_opened",),
        {
            "number": body("ballot"), "round": body("round"), "digest": body("digest"), "finding__digest": body("digest"),
            "opened_at": time, "opened_by": actor,
        },
    ),
    Followed(
        _("Closed ballot"), Ballot, "case__reference", tuple(CLOSED),
        ("number", "outcome", "closed_at", "annulment_reasons"), follow_closed_ballots,
        where=Q(closed_at__isnull=False),
    ),
    Pairing(
        _("Vote"), Vote, "ballot__case__reference", ("verification.vote_cast",),
        {
            "ballot__number": body("ballot"), "delegation_id": delegation, "choice": body("choice"),
            "reasons": body("reasons"), "digest": body("digest"), "cast_at": time, "cast_by": actor,
        },
    ),
    Followed(
        _("Verdict"), Verdict, "case__reference",
        (
            "verification.verdict_adopted", "penalties.verdict_final", "penalties.review_concluded",
            "penalties.verdict_released", "penalties.release_reasons_logged",
        ),
        VERDICT_COLUMNS, follow_verdicts,
    ),
    Followed(
        _("Assent"), Assent, "case__reference", ("verification.assent_given", "penalties.review_waived"),
        ("act", "subject", "terms", "terms_digest", "delegation_id", "given_at", "given_by"), follow_assents,
    ),
    Pairing(
        _("Extension"), ClockExtension, "case__reference", ("verification.clock_extended",),
        {
            "kind": body("clock"), "owner": body("owner"), "incident__code": subject("incident"), "extended_at": time,
            "extended_by": actor,
        },
    ),
    Pairing(
        _("Question"), Question, "case__reference", ("verification.question_asked",),
        {
            "kind": body("clock"), "incident__code": subject("incident"), "addressed_to_id": body("addressed_to"),
            "text": body("text"), "asked_at": time, "asked_by": actor,
        },
    ),
    Pairing(
        _("Answer to a question"), Question, "case__reference", ("verification.question_answered",),
        {
            "kind": body("clock"), "owner": body("owner"), "incident__code": subject("incident"),
            "answer": body("answer"), "answered_at": time, "answered_by": actor,
        },
        where=Q(answered_at__isnull=False),
    ),
    Pairing(
        _("Request for access"), AccessRequest, "case__reference", ("verification.access_asked",),
        {
            "party_id": body("party"), "place": body("place"), "text": body("text"), "asked_at": time,
            "asked_by": actor,
        },
    ),
    Pairing(
        _("Answer to a request for access"), AccessRequest, "case__reference",
        ("verification.access_granted", "verification.access_refused"),
        {
            "party_id": body("party"), "place": body("place"), "answer": body("answer"),
            "is_granted": lambda act: act.event == "verification.access_granted", "answered_at": time,
            "answered_by": actor,
        },
        where=Q(answered_at__isnull=False),
    ),
    Pairing(
        _("Site note"), SiteNote, "case__reference", ("verification.site_note_added",),
        {"place": body("place"), "text": body("text"), "noted_at": time, "noted_by": actor},
    ),
    Pairing(
        _("Substitute voter"), Substitute, "case__reference", ("verification.substitute_named",),
        {
            "member": named("substitute"), "delegation_id": delegation, "named_at": time,
            "named_by": actor,
        },
    ),
    Pairing(
        _("Challenge"), Challenge, "case__reference", ("verification.member_challenged",),
        {
            "member": named("member"), "delegation_id": delegation, "grounds": body("grounds"),
            "challenged_at": time, "challenged_by": actor,
        },
    ),
    Pairing(
        _("Decision on a challenge"), Challenge, "case__reference", ("verification.challenge_decided",),
        {
            "member": named("member"), "is_upheld": body("is_upheld"),
            "decision_reasons": body("reasons"), "decided_at": time,
        },
        where=Q(decided_at__isnull=False),
    ),
    Pairing(
        _("Request for a correction"), Correction, "verdict__case__reference", ("verification.correction_requested",),
        {
            "verdict__number": body("verdict"), "delegation_id": delegation, "request": body("request"),
            "requested_at": time, "requested_by": actor,
        },
    ),
    Pairing(
        _("Correction"), Correction, "verdict__case__reference", ("verification.verdict_corrected",),
        {"verdict__number": body("verdict"), "corrected_text": body("corrected_text"), "corrected_at": time},
        where=Q(corrected_at__isnull=False),
    ),
    Pairing(
        _("End of a clock"), Clock, "case__reference", ("verification.clock_ended",),
        {"kind": body("clock"), "owner": body("owner"), "incident__code": subject("incident"), "performed_at": time},
        where=Q(performed_at__isnull=False) & ~Q(kind__in=CLOCKS_THAT_MOVE),
    ),
)  # fmt: skip

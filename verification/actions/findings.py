"""The rapporteur's finding: drafted, shown to the parties, commented."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commission.models import Member
from monitoring_site.clock import database_time
from monitoring_site.refusals import refuse_if
from record.canonical import canonical_bytes
from verification import rules
from verification.actions.clocks import sync_clocks
from verification.actions.moves import locked, record_case_act, save_fields
from verification.drafting import DeterminationTerms, FindingTerms, MeasureTerms
from verification.models import Case, Comment, Determination, Finding, ProposedMeasure
from verification.rules.findings import answers_comments_alone, why_not_as_voted, why_not_show, why_not_write
from verification.rules.seats import why_not_without_words
from verification.standing import draft_finding_of, latest_shown_finding


@transaction.atomic
def save_finding_draft(case: Case, *, terms: FindingTerms, by: Member) -> Finding:
    """The rapporteur's working draft holds what was typed; nobody else sees it. Not an act. Raises Refused."""
    case = locked(case)
    refuse_if(rules.why_not_draft_finding(by, case))
    return _write_draft(case, terms=terms, by=by)


@transaction.atomic
def discard_finding_draft(case: Case, *, by: Member) -> None:
    """The working draft is gone; what was shown last stands. Not an act. Raises Refused."""
    case = locked(case)
    refuse_if(rules.why_not_draft_finding(by, case))
    if draft := draft_finding_of(case):
        draft.delete()


@transaction.atomic
def draft_finding(case: Case, *, terms: FindingTerms, by: Member) -> Finding:
    """The draft finding is before the parties, under its digest, and their time to comment runs. Raises Refused.

    Where it only adds the answer to the comments on the text shown last, that time is over, and does not begin again.
    """
    case = locked(case)
    refuse_if(rules.why_not_draft_finding(by, case))
    finding = _write_draft(case, terms=terms, by=by)
    body = finding_body(finding)
    refuse_if(why_not_show(finding) or why_not_as_voted(case, body))
    at = database_time()
    is_answer = answers_comments_alone(case, body, at=at)
    fix_text(finding, body=body, at=at)
    if not is_answer:
        save_fields(case, facts_shown_at=at)
    sync_clocks(case, at=at)
    event = "comments_answered" if is_answer else "finding_drafted"
    record_case_act(case, event=event, actor=by.as_actor(), at=at, body={"finding": body})
    return finding


@transaction.atomic
def send_comment(case: Case, *, text: str, by: Member) -> Comment:
    """The party's comment on the text that is shown stands beside it. Raises Refused."""
    case = locked(case)
    at = database_time()
    refuse_if(rules.why_not_send_comment(by, case, at=at) or why_not_without_words(text, _("The comment is empty.")))
    finding = latest_shown_finding(case)
    assert finding is not None, "the rule saw a shown finding"
    comment = Comment.objects.create(finding=finding, delegation=by.delegation, text=text, sent_at=at, sent_by=by)
    sync_clocks(case, at=at)
    body = {"finding": finding.number, "digest": finding.digest_hex, "text": text}
    record_case_act(case, event="comment_sent", actor=by.as_actor(), at=at, body=body)
    return comment


def finding_body(finding: Finding) -> dict[str, Any]:
    """The finding as the bytes that are voted on say it: every word and number that people decide about."""
    determinations = finding.determinations.select_related("incident", "sector").prefetch_related("evidence")
    measures = finding.proposed_measures.select_related("determination__incident")
    return {
        "case": finding.case.reference,
        "number": finding.number,
        "reasons": finding.reasons,
        "answer_to_comments": finding.answer_to_comments,
        "determinations": [_determination_body(one) for one in determinations],
        "measures": [_measure_body(one) for one in measures],
    }


def fix_text(finding: Finding, *, body: Mapping[str, Any], at: datetime) -> None:
    """The draft is this text from now on, under its digest, and never edited again; the caller holds the case's lock."""
    finding.text_bytes = canonical_bytes(body)
    finding.digest = hashlib.sha256(finding.text_bytes).digest()
    finding.shown_at = at
    finding.save(update_fields=["text_bytes", "digest", "shown_at"])


def _determination_body(determination: Determination) -> dict[str, Any]:
    return {
        "incident": determination.incident.code,
        "fact": determination.fact,
        "attribution": determination.attribution,
        "type": determination.type_id,
        "sector": determination.sector.code,
        "class": determination.violation_class,
        "standard": determination.standard,
        "answerable": determination.answerable,
        "evidence": [{"code": item.code, "digest": item.digest_hex} for item in determination.evidence.all()],
    }


def _measure_body(measure: ProposedMeasure) -> dict[str, Any]:
    return {
        "incident": measure.determination.incident.code,
        "addressee": measure.determination.answerable,
        "measure": measure.measure_id,
        "required_act": measure.required_act,
        "place": measure.place,
        "due_days": measure.due_days,
        "checked_by": measure.checked_by_id,
        "amount": measure.amount,
        "currency": measure.currency,
    }


def _write_draft(case: Case, *, terms: FindingTerms, by: Member) -> Finding:
    refuse_if(why_not_write(terms.determinations, terms.measures))
    finding = draft_finding_of(case) or Finding.objects.create(
        case=case, number=case.findings.count() + 1, drafted_at=database_time(), drafted_by=by
    )
    finding.reasons, finding.answer_to_comments = terms.reasons, terms.answer_to_comments
    finding.save(update_fields=["reasons", "answer_to_comments"])
    finding.determinations.all().delete()
    made = {one.incident.pk: _write_determination(finding, one) for one in terms.determinations}
    for measure in terms.measures:
        _write_measure(finding, measure, determination=made[measure.incident.pk])
    return finding


def _write_determination(finding: Finding, terms: DeterminationTerms) -> Determination:
    determination = Determination.objects.create(
        finding=finding,
        incident=terms.incident,
        fact=terms.fact,
        attribution=terms.attribution,
        type=terms.type,
        sector=terms.sector,
        violation_class=terms.violation_class,
        standard=terms.standard,
        answerable=terms.answerable,
    )
    determination.evidence.set(terms.evidence)
    return determination


def _write_measure(finding: Finding, terms: MeasureTerms, *, determination: Determination) -> None:
    ProposedMeasure.objects.create(
        finding=finding,
        determination=determination,
        measure=terms.measure,
        required_act=terms.required_act,
        place=terms.place,
        due_days=terms.due_days or finding.case.protocol.compliance_days,
        checked_by=terms.checked_by,
        amount=terms.amount,
        currency=terms.currency,
    )

"""What the verification team does: asks for access, notes what it saw, reports in between; and the parties' answers."""

from django.db import transaction
from django.utils.translation import gettext as _

from commission.models import Delegation, Member
from monitoring_site.clock import database_time
from monitoring_site.refusals import refuse_if
from verification.actions.clocks import sync_clocks
from verification.actions.moves import locked, record_case_act
from verification.models import AccessRequest, Case, Report, SiteNote
from verification.rules import proceedings as rules
from verification.rules.seats import why_not_without_words


@transaction.atomic
def ask_access(case: Case, *, party: Delegation, place: str, text: str, by: Member) -> AccessRequest:
    """A party is asked to let the team in. Raises Refused."""
    case = locked(case)
    refuse_if(rules.why_not_ask_access(by, case) or rules.why_not_ask_access_of(party) or why_not_without_words(text))
    at = database_time()
    request = AccessRequest.objects.create(case=case, party=party, place=place, text=text, asked_at=at, asked_by=by)
    body = {"party": party.code, "place": place, "text": text}
    record_case_act(case, event="access_asked", actor=by.as_actor(), at=at, body=body)
    return request


@transaction.atomic
def grant_access(request: AccessRequest, *, answer: str = "", by: Member) -> AccessRequest:
    """The party lets the team in, on the conditions it states. Raises Refused."""
    return _answer_access(request, is_granted=True, answer=answer, by=by)


@transaction.atomic
def refuse_access(request: AccessRequest, *, answer: str, by: Member) -> AccessRequest:
    """The party does not let the team in, with reasons; a mediator may then file a G1 incident. Raises Refused."""
    return _answer_access(request, is_granted=False, answer=answer, by=by)


@transaction.atomic
def add_site_note(case: Case, *, place: str, text: str, by: Member) -> SiteNote:
    """What was seen at a place is noted. Raises Refused."""
    case = locked(case)
    refuse_if(rules.why_not_add_site_note(by, case) or why_not_without_words(text))
    at = database_time()
    note = SiteNote.objects.create(case=case, place=place, text=text, noted_at=at, noted_by=by)
    record_case_act(case, event="site_note_added", actor=by.as_actor(), at=at, body={"place": place, "text": text})
    return note


@transaction.atomic
def submit_interim_report(case: Case, *, text: str, by: Member) -> Report:
    """What the team can say so far stands; the case stays in verification. Raises Refused."""
    case = locked(case)
    refuse_if(rules.why_not_submit_interim_report(by, case) or why_not_without_words(text))
    at = database_time()
    report = Report.objects.create(case=case, text=text, submitted_at=at, submitted_by=by, is_interim=True)
    sync_clocks(case, at=at)
    record_case_act(case, event="interim_report_submitted", actor=by.as_actor(), at=at, body={"text": text})
    return report


def _answer_access(request: AccessRequest, *, is_granted: bool, answer: str, by: Member) -> AccessRequest:
    case = locked(request.case)
    request = AccessRequest.objects.get(pk=request.pk)
    refuse_if(
        rules.why_not_answer_access(by, request)
        or (None if is_granted else why_not_without_words(answer, _("Refusing access needs its reasons.")))
    )
    at = database_time()
    request.is_granted, request.answer, request.answered_at, request.answered_by = is_granted, answer, at, by
    request.save(update_fields=["is_granted", "answer", "answered_at", "answered_by"])
    event = "access_granted" if is_granted else "access_refused"
    body = {"party": request.party_id, "place": request.place, "answer": answer}
    record_case_act(case, event=event, actor=by.as_actor(), at=at, body=body)
    return request

"""What lengthens a clock: an extension while the capital is awaited, and a question that another answers."""

from django.db import transaction

from commission.models import Delegation, Member
from monitoring_site.clock import database_time
from monitoring_site.refusals import refuse_if
from verification.actions.clocks import sync_clocks
from verification.actions.moves import locked, record_case_act
from verification.models import Case, Clock, ClockExtension, Question
from verification.rules import proceedings as rules
from verification.rules.seats import why_not_without_words


@transaction.atomic
def extend_clock(clock: Clock, *, by: Member) -> Clock:
    """The owner awaits instructions from its capital: the clock runs longer, once. Raises Refused."""
    clock, case = _locked(clock)
    at = database_time()
    refuse_if(rules.why_not_extend_clock(by, clock, at=at))
    ClockExtension.objects.create(
        case=case,
        incident=clock.incident,
        kind=clock.kind,
        owner=clock.owner,
        started_at=clock.started_at,
        extended_at=at,
        extended_by=by,
    )
    sync_clocks(case, at=at)
    body = {"clock": clock.kind, "owner": clock.owner, "hours": rules.extension_hours(clock)}
    record_case_act(case, event="clock_extended", actor=by.as_actor(), at=at, about=_about(clock), body=body)
    return _fresh(clock)


@transaction.atomic
def ask_question(clock: Clock, *, addressed_to: Delegation, text: str, by: Member) -> Question:
    """The clock stands still until the answer, at most the protocol's hours. Raises Refused."""
    clock, case = _locked(clock)
    at = database_time()
    refuse_if(
        rules.why_not_ask_question(by, clock, at=at)
        or rules.why_not_address(clock, delegation=addressed_to, member=by)
        or why_not_without_words(text)
    )
    question = Question.objects.create(
        case=case,
        incident=clock.incident,
        kind=clock.kind,
        owner=clock.owner,
        started_at=clock.started_at,
        addressed_to=addressed_to,
        text=text,
        asked_at=at,
        asked_by=by,
    )
    sync_clocks(case, at=at)
    body = {"clock": clock.kind, "addressed_to": addressed_to.code, "text": text}
    record_case_act(case, event="question_asked", actor=by.as_actor(), at=at, about=_about(clock), body=body)
    return question


@transaction.atomic
def answer_question(question: Question, *, answer: str, by: Member) -> Question:
    """The question is answered; the clock goes on from now, or went on when its hours were over. Raises Refused."""
    case = locked(question.case)
    question = Question.objects.select_related("incident").get(pk=question.pk)
    at = database_time()
    refuse_if(rules.why_not_answer_question(by, question) or why_not_without_words(answer))
    question.answer, question.answered_at, question.answered_by = answer, at, by
    question.save(update_fields=["answer", "answered_at", "answered_by"])
    sync_clocks(case, at=at)
    about = [question.incident.subject] if question.incident else []
    body = {"clock": question.kind, "owner": question.owner, "answer": answer}
    record_case_act(case, event="question_answered", actor=by.as_actor(), at=at, about=about, body=body)
    return question


def _locked(clock: Clock) -> tuple[Clock, Case]:
    case = locked(clock.case) if clock.case else None
    assert case is not None, "only a case's clock is lengthened; the rule has refused any other"
    return _fresh(clock), case


def _fresh(clock: Clock) -> Clock:
    return Clock.objects.select_related("incident", "case__protocol").get(pk=clock.pk)


def _about(clock: Clock) -> list[tuple[str, str]]:
    return [clock.incident.subject] if clock.incident else []

"""The pages of the acts that move no state."""

from typing import Any

from django.shortcuts import get_object_or_404

from commission.models import Member
from commission.steps import Step
from commission.views.steps import StepPage, step_view
from verification import steps
from verification.actions import corrections, persons, questions, team
from verification.forms import proceedings as forms
from verification.forms.cases import TextForm
from verification.models import AccessRequest, Challenge, Clock, Correction, Question
from verification.views.fetch import case_for, incident_for, verdict_for
from verification.visibility import cases_for, verdicts_for

JOINT = "verification/joint_step.html"


def _of_case(model: type[Any], *related: str) -> Any:
    """How a page fetches a row that belongs to a case that the member may see."""

    def fetch(member: Member, *, pk: int) -> Any:
        return get_object_or_404(
            model.objects.filter(case__in=cases_for(member)).select_related("case", *related), pk=pk
        )

    return fetch


def correction_for(member: Member, *, pk: int) -> Correction:
    """The correction, if the member may see its verdict; raises Http404."""
    found = Correction.objects.filter(verdict__in=verdicts_for(member)).select_related("verdict__case")
    return get_object_or_404(found, pk=pk)


clock_for = _of_case(Clock, "case__protocol", "incident")


def _page(step: Step, perform: Any, form: Any, fetch: Any, **terms: Any) -> Any:
    return step_view(StepPage(step, perform, form, **terms), fetch=fetch)


extend_clock = step_view(StepPage(steps.EXTEND_CLOCK, questions.extend_clock), fetch=clock_for)
ask_question = _page(steps.ASK_QUESTION, questions.ask_question, forms.AskQuestionForm, clock_for)
answer_question = _page(
    steps.ANSWER_QUESTION,
    questions.answer_question,
    forms.AnswerQuestionForm,
    _of_case(Question, "addressed_to"),
    template="verification/answer_question.html",
)
ask_access = _page(steps.ASK_ACCESS, team.ask_access, forms.AskAccessForm, case_for)
grant_access = _page(steps.GRANT_ACCESS, team.grant_access, forms.GrantAccessForm, _of_case(AccessRequest))
refuse_access = _page(steps.REFUSE_ACCESS, team.refuse_access, forms.RefuseAccessForm, _of_case(AccessRequest))
add_site_note = _page(steps.ADD_SITE_NOTE, team.add_site_note, forms.SiteNoteForm, case_for)
submit_interim_report = _page(steps.SUBMIT_INTERIM_REPORT, team.submit_interim_report, TextForm, case_for)
name_substitute = _page(steps.NAME_SUBSTITUTE, persons.name_substitute, forms.NameSubstituteForm, case_for)
challenge_member = _page(steps.CHALLENGE_MEMBER, persons.challenge_member, forms.ChallengeMemberForm, case_for)
decide_challenge = _page(
    steps.DECIDE_CHALLENGE,
    persons.decide_challenge,
    forms.DecideChallengeForm,
    _of_case(Challenge, "member"),
    template=JOINT,
)
request_correction = _page(
    steps.REQUEST_CORRECTION, corrections.request_correction, forms.RequestCorrectionForm, verdict_for
)
correct_verdict = _page(
    steps.CORRECT_VERDICT, corrections.correct_verdict, forms.CorrectVerdictForm, correction_for, template=JOINT
)
link_counter_report = _page(
    steps.LINK_COUNTER_REPORT, corrections.link_counter_report, forms.LinkCounterReportForm, incident_for
)

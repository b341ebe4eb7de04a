"""The steps of a case, each on its page."""

from typing import Any

from commission.steps import Step
from commission.views.steps import StepPage, step_view
from verification import steps
from verification.actions import ballots, cases, findings
from verification.comparison import comparison_before
from verification.forms import ballots as ballot_forms
from verification.forms import cases as forms
from verification.forms.incidents import ReasonsForm
from verification.models import Case
from verification.queries import whole_finding
from verification.standing import latest_shown_finding
from verification.views.fetch import case_for

JOINT = "verification/joint_step.html"


class TextPage(StepPage):
    """A step on the text that was shown last: the page shows that text, whole."""

    def context(self, subject: Case) -> dict[str, Any]:
        """The text that the step is about."""
        shown = latest_shown_finding(subject)
        finding = whole_finding(shown) if shown else None
        return {
            "finding": finding,
            "comparison": comparison_before(finding),
            "ballot": subject.open_ballot(),
        }


def _page(step: Step, perform: Any, form: Any = None, **terms: Any) -> Any:
    page = StepPage(step, perform, form, **terms) if form else StepPage(step, perform, **terms)
    return step_view(page, fetch=case_for)


name_team = _page(steps.NAME_TEAM, cases.name_team, forms.NameTeamForm, template=JOINT)
name_rapporteur = _page(steps.NAME_RAPPORTEUR, cases.name_rapporteur, forms.NameRapporteurForm, template=JOINT)
submit_report = _page(steps.SUBMIT_REPORT, cases.submit_report, forms.TextForm)
escalate_case = _page(steps.ESCALATE_CASE, cases.escalate_case, ReasonsForm)
settle_case = _page(steps.SETTLE_CASE, cases.settle_case, forms.SettleCaseForm, template=JOINT)
record_principals_answer = _page(
    steps.RECORD_PRINCIPALS_ANSWER, cases.record_principals_answer, forms.RecordPrincipalsAnswerForm, template=JOINT
)
reopen_case = _page(steps.REOPEN_CASE, cases.reopen_case, forms.ReopenCaseForm, template=JOINT)
annul_ballot = _page(steps.ANNUL_BALLOT, ballots.annul_ballot, forms.AnnulBallotForm, template=JOINT)
send_comment = step_view(
    TextPage(steps.SEND_COMMENT, findings.send_comment, forms.TextForm, template="verification/on_text.html"),
    fetch=case_for,
)
open_ballot = step_view(
    TextPage(steps.OPEN_BALLOT, ballots.open_ballot, template="verification/on_text.html"), fetch=case_for
)
cast_vote = step_view(
    TextPage(steps.CAST_VOTE, ballots.cast_vote, ballot_forms.CastVoteForm, template="verification/cast_vote.html"),
    fetch=case_for,
)

"""The steps of a case after its verdict, each on its page."""

from commission.views.steps import StepPage, step_view
from penalties import forms, steps
from penalties.actions import finality, reviews
from verification.views.fetch import case_for

JOINT = "penalties/joint_step.html"

waive_review = step_view(StepPage(steps.WAIVE_REVIEW, finality.waive_review), fetch=case_for)
request_review = step_view(
    StepPage(steps.REQUEST_REVIEW, reviews.request_review, forms.RequestReviewForm), fetch=case_for
)
declare_final = step_view(StepPage(steps.DECLARE_FINAL, finality.declare_final), fetch=case_for)
conclude_review = step_view(
    StepPage(steps.CONCLUDE_REVIEW, reviews.conclude_review, forms.ConcludeReviewForm, template=JOINT), fetch=case_for
)
close_case = step_view(StepPage(steps.CLOSE_CASE, finality.close_case), fetch=case_for)

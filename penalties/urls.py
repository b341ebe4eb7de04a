"""Addresses of the app `penalties`: the ledger, verdicts, penalties, every step of them, and what is released."""

from django.urls import path

from penalties.views import cases, ledger, penalties, verdicts

CASE_ACTS = [
    cases.waive_review,
    cases.request_review,
    cases.declare_final,
    cases.conclude_review,
    cases.close_case,
]
VERDICT_ACTS = [verdicts.release_verdict, verdicts.log_release_reasons]
PENALTY_ACTS = [
    penalties.log_notified,
    penalties.log_compliance_received,
    penalties.report_compliance,
    penalties.confirm_discharge,
    penalties.reject_compliance,
    penalties.refer_to_principals,
    penalties.stay_penalty,
    penalties.lift_stay,
]
VERDICT = "cases/<reference>/verdicts/<int:number>/"


def _hyphenated(name: str) -> str:
    return name.replace("_", "-")


urlpatterns = [
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/<party>/", ledger.ledger_statement, name="ledger_statement"),
    path("cases/<reference>/recommendation/", ledger.case_recommendation, name="case_recommendation"),
    *[path(f"cases/<reference>/{_hyphenated(act.__name__)}/", act, name=act.__name__) for act in CASE_ACTS],
    path(VERDICT, verdicts.verdict_detail, name="verdict_detail"),
    *[path(f"{VERDICT}{_hyphenated(act.__name__)}/", act, name=act.__name__) for act in VERDICT_ACTS],
    path("penalties/<int:pk>/", penalties.penalty_detail, name="penalty_detail"),
    *[path(f"penalties/<int:pk>/{_hyphenated(act.__name__)}/", act, name=act.__name__) for act in PENALTY_ACTS],
    path("released/", verdicts.released_list, name="released_list"),
    path("released/<reference>/<int:number>/", verdicts.released_verdict, name="released_verdict"),
]

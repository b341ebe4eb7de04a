"""Addresses of the app `verification`: an incident's page, and every step of an incident and a case."""

from django.urls import path

from verification.views import cases, findings, incidents

INCIDENT_ACTS = [
    incidents.register_incident,
    incidents.return_incident,
    incidents.declare_inadmissible,
    incidents.object_to_inadmissibility,
    incidents.withdraw_incident,
]
CASE_ACTS = [
    cases.name_team,
    cases.name_rapporteur,
    cases.submit_report,
    cases.send_comment,
    cases.open_ballot,
    cases.cast_vote,
    cases.annul_ballot,
    cases.escalate_case,
    cases.record_principals_answer,
    cases.settle_case,
    cases.reopen_case,
]


def _hyphenated(name: str) -> str:
    return name.replace("_", "-")


urlpatterns = [
    path("incidents/<code>/", incidents.incident_detail, name="incident_detail"),
    path("incidents/<code>/send-reply/", incidents.send_reply, name="send_reply"),
    *[path(f"incidents/<code>/{_hyphenated(act.__name__)}/", act, name=act.__name__) for act in INCIDENT_ACTS],
    path("cases/<reference>/draft-finding/", findings.draft_finding, name="draft_finding"),
    path("cases/<reference>/discard-finding-draft/", findings.discard_finding_draft, name="discard_finding_draft"),
    *[path(f"cases/<reference>/{_hyphenated(act.__name__)}/", act, name=act.__name__) for act in CASE_ACTS],
]

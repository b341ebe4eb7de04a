"""Addresses of the app `verification`: an incident's page, and every step of an incident and a case."""

from django.urls import path

from verification.views import cases, findings, incidents, proceedings

INCIDENT_ACTS = [
    incidents.register_incident,
    incidents.return_incident,
    incidents.declare_inadmissible,
    incidents.object_to_inadmissibility,
    incidents.withdraw_incident,
    proceedings.link_counter_report,
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
    proceedings.ask_access,
    proceedings.add_site_note,
    proceedings.submit_interim_report,
    proceedings.name_substitute,
    proceedings.challenge_member,
]
# Acts about a row of a case: a clock, a question, a request for access, a challenge, a correction.
ROW_ACTS = {
    "clocks": [proceedings.extend_clock, proceedings.ask_question],
    "questions": [proceedings.answer_question],
    "access-requests": [proceedings.grant_access, proceedings.refuse_access],
    "challenges": [proceedings.decide_challenge],
    "corrections": [proceedings.correct_verdict],
}


def _hyphenated(name: str) -> str:
    return name.replace("_", "-")


urlpatterns = [
    path("incidents/<code>/", incidents.incident_detail, name="incident_detail"),
    path("incidents/<code>/send-reply/", incidents.send_reply, name="send_reply"),
    *[path(f"incidents/<code>/{_hyphenated(act.__name__)}/", act, name=act.__name__) for act in INCIDENT_ACTS],
    path("cases/<reference>/draft-finding/", findings.draft_finding, name="draft_finding"),
    path("cases/<reference>/discard-finding-draft/", findings.discard_finding_draft, name="discard_finding_draft"),
    *[path(f"cases/<reference>/{_hyphenated(act.__name__)}/", act, name=act.__name__) for act in CASE_ACTS],
    path(
        "cases/<reference>/verdicts/<int:number>/request-correction/",
        proceedings.request_correction,
        name="request_correction",
    ),
    *[
        path(f"{rows}/<int:pk>/{_hyphenated(act.__name__)}/", act, name=act.__name__)
        for rows, acts in ROW_ACTS.items()
        for act in acts
    ],
]

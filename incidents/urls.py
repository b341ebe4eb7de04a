"""Addresses of the app `incidents`."""

from django.urls import URLPattern, path

from incidents.views import drafts, evidence, lists, steps

urlpatterns: list[URLPattern] = [
    path("incidents/", lists.incident_list, name="incident_list"),
    path("incidents/new/", drafts.new_incident, name="new_incident"),
    path("incidents/position/", lists.position_proposal, name="position_proposal"),
    path("incidents/<str:code>/edit/", drafts.edit_incident, name="edit_incident"),
    path("incidents/<str:code>/file/", steps.file_incident, name="file_incident"),
    path("incidents/<str:code>/discard/", steps.discard_draft, name="discard_draft"),
    path("evidence/<str:code>/", evidence.evidence_file, name="evidence_file"),
    path("evidence/<str:code>/original/", evidence.evidence_original, name="evidence_original"),
]

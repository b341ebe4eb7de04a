"""The secretariat's pages of the ledger: read-only, two clerical acts, and nothing of what a case holds."""

import pytest
from django.contrib import admin
from django.urls import reverse

from penalties.models import ComplianceReport, Penalty, Posting, Review
from tests.factories.penalties import case_in_review, concluded, final_case, penalty_at
from tests.factories.procedure import member

pytestmark = pytest.mark.django_db


def chosen(client, penalty, action):
    address = reverse("admin:penalties_penalty_changelist")
    return client.post(address, {"action": action, "_selected_action": [penalty.pk]}, follow=True)


def test_an_admin_logs_a_notification_as_an_admin_action(client_of):
    penalty = penalty_at("ordered")

    response = chosen(client_of(member("admin1")), penalty, "log_notified")

    assert "Logged as notified" in response.content.decode()
    assert Penalty.objects.get().state == "notified"


def test_an_admin_logs_a_report_by_its_digest_and_is_told_when_there_is_none(client_of):
    penalty = penalty_at("reported")
    client = client_of(member("admin1"))

    chosen(client, penalty, "log_compliance_received")
    again = chosen(client, penalty, "log_compliance_received")

    assert ComplianceReport.objects.get().logged_by.username == "admin1"
    assert "No report of compliance waits" in again.content.decode()


@pytest.mark.parametrize("model", ["posting", "penalty"])
def test_an_admin_adds_changes_and_deletes_nothing(client_of, model):
    concluded(case_in_review(final_case()), "reversed")
    client = client_of(member("admin1"))
    row = {"posting": Posting, "penalty": Penalty}[model].objects.first()
    before = list(type(row).objects.values())

    change = reverse(f"admin:penalties_{model}_change", args=[row.pk])
    answers = [
        client.get(reverse(f"admin:penalties_{model}_add")),
        client.post(reverse(f"admin:penalties_{model}_add"), {"amount": 9}),
        client.post(change, {"amount": 9, "state": "discharged"}),
        client.get(reverse(f"admin:penalties_{model}_delete", args=[row.pk])),
        client.post(reverse(f"admin:penalties_{model}_delete", args=[row.pk]), {"post": "yes"}),
    ]
    client.post(
        reverse(f"admin:penalties_{model}_changelist"),
        {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"},
    )

    assert [answer.status_code for answer in answers] == [403] * 5
    assert list(type(row).objects.values()) == before


def test_the_admin_pages_show_reference_and_order_and_nothing_of_the_case(client_of):
    penalty = penalty_at("reported")
    case = penalty.verdict.case
    incident, posting = case.live_incidents().get(), Posting.objects.get()
    client = client_of(member("admin1"))
    addresses = [
        reverse("admin:penalties_posting_changelist"),
        reverse("admin:penalties_posting_change", args=[posting.pk]),
        reverse("admin:penalties_penalty_changelist"),
        reverse("admin:penalties_penalty_change", args=[penalty.pk]),
        reverse("ledger"),
        reverse("ledger_statement", args=["AF"]),
        reverse("penalty_detail", args=[penalty.pk]),
    ]

    pages = [client.get(address) for address in addresses]

    assert [page.status_code for page in pages] == [200] * len(pages)
    everything = "".join(page.content.decode() for page in pages)
    assert penalty.reference in everything
    assert "official gazette" in everything
    assert ComplianceReport.objects.get().digest_hex in everything
    sealed = [
        incident.code,
        incident.narrative,
        incident.place_name,
        incident.evidence.first().code,
        "The reasons of the finding.",
        "What the team saw.",
        "Published.",
        "gazette.txt",
    ]
    assert [words for words in sealed if words in everything] == []


def test_reports_and_reviews_have_no_admin_page():
    assert ComplianceReport not in admin.site._registry
    assert Review not in admin.site._registry


def test_a_member_of_a_delegation_has_no_admin_pages(client_of):
    address = reverse("admin:penalties_posting_changelist")

    assert client_of(member("tr.head")).get(address).status_code == 403

"""The list, the filing and discarding pages, and the files of evidence: works, wrong method, role, delegation, state, twice."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from incidents.actions import discard_draft, move_incident, open_to_parties
from incidents.models import Incident
from monitoring_site.clock import database_time
from record.models import Act
from tests.factories.incidents import draft_incident, filed_incident, picture

pytestmark = pytest.mark.django_db


def key():
    return {"idempotency_key": str(uuid.uuid4())}


def codes(response):
    return [incident.code for incident in response.context["page"].items]


def test_list_shows_what_each_may_see_newest_first(cast, client_of):
    draft = draft_incident(by=cast.pk_head)
    filed = filed_incident(by=cast.pk_head)
    url = reverse("incident_list")

    assert codes(client_of(cast.pk_observer).get(url)) == [filed.code, draft.code]
    assert codes(client_of(cast.tr_head).get(url)) == [filed.code]
    assert codes(client_of(cast.af_head).get(url)) == []
    assert client_of(cast.admin1).get(url).status_code == 403
    assert client_of(cast.pk_head).post(url).status_code == 405


@pytest.mark.parametrize("seat", ["pk.head", "tr.officer"])
def test_list_takes_as_many_queries_for_three_rows_as_for_one(cast, client_of, django_assert_num_queries, seat):
    browser, url = client_of(cast[seat]), reverse("incident_list")
    filed_incident(by=cast.pk_head)
    browser.get(url)

    with django_assert_num_queries(9):
        assert len(codes(browser.get(url))) == 1
    filed_incident(by=cast.pk_head, primary_type_id="A2")
    filed_incident(by=cast.pk_deputy)
    with django_assert_num_queries(9):
        assert len(codes(browser.get(url))) == 3


def test_list_filters_and_keeps_the_filters_in_its_pages(cast, client_of):
    browser, url = client_of(cast.pk_head), reverse("incident_list")
    old = database_time() - timedelta(days=3)
    wanted = draft_incident(by=cast.pk_head, primary_type_id="B2", starts_at=old, ends_at=None)
    other = filed_incident(by=cast.pk_head)
    day = old.date().isoformat()

    for question in ({"state": "draft"}, {"type": "B2"}, {"until": day}, {"since": day, "until": day}):
        assert codes(browser.get(url, question)) == [wanted.code], question
    assert codes(browser.get(url, {"sector": "S07", "delegation": "PK"})) == [other.code, wanted.code]
    assert codes(browser.get(url, {"sector": "S01"})) == codes(browser.get(url, {"delegation": "AF"})) == []
    for _ in range(26):
        draft_incident(by=cast.pk_head, primary_type_id="B2")
    next_url = browser.get(url, {"type": "B2"}).context["page"].next_url
    assert "type=B2" in next_url
    assert codes(browser.get(next_url))[-1] == wanted.code


def test_list_takes_both_days_of_a_period_whole(cast, client_of):
    first = datetime(2026, 3, 1, tzinfo=UTC)
    times = [first - timedelta(microseconds=1), first, first + timedelta(days=1, hours=23), first + timedelta(days=2)]
    incidents = [draft_incident(by=cast.pk_head, starts_at=time, ends_at=None) for time in times]
    browser, url = client_of(cast.pk_head), reverse("incident_list")

    assert codes(browser.get(url, {"since": "2026-03-01", "until": "2026-03-02"})) == [
        incidents[2].code,
        incidents[1].code,
    ]
    assert len(codes(browser.get(url, {"until": "9999-12-31"}))) == 4


def test_list_answers_nonsense_filters_and_says_what_to_do_when_empty(cast, client_of):
    browser, url = client_of(cast.pk_head), reverse("incident_list")

    assert "Draft one" in browser.get(url).content.decode()
    assert "Change them, or show all" in browser.get(url, {"type": "A1"}).content.decode()
    assert browser.get(url, {"state": "x", "since": "soon", "sector": "\x00"}).status_code == 200
    assert browser.get(url, {"after": "forged"}).status_code == 404
    assert "Draft an incident" not in client_of(cast.pk_observer).get(url).content.decode()


def test_discarded_drafts_are_listed_only_when_asked_for(cast, client_of):
    draft = discard_draft(draft_incident(by=cast.pk_head), by=cast.pk_head)
    browser, url = client_of(cast.pk_head), reverse("incident_list")

    assert codes(browser.get(url)) == []
    assert codes(browser.get(url, {"state": "discarded"})) == [draft.code]


def test_filing_page_files_once_and_shows_the_receipt(cast, client_of):
    draft = draft_incident(by=cast.pk_officer)
    browser, url, sent = client_of(cast.pk_head), reverse("file_incident", args=[draft.code]), key()
    assert browser.get(url).status_code == 200

    first, second = browser.post(url, sent), browser.post(url, sent)

    draft.refresh_from_db()
    assert first["Location"] == second["Location"] == draft.get_absolute_url()
    assert Act.objects.count() == 1
    receipt = browser.get(first["Location"]).content.decode()
    assert draft.code in receipt and bytes(draft.filed_digest).hex() in receipt
    assert browser.post(url, key()).status_code == 409


def test_filing_page_names_what_is_missing(cast, client_of):
    draft = draft_incident(by=cast.pk_head, narrative="", statements=[])
    browser, url = client_of(cast.pk_head), reverse("file_incident", args=[draft.code])

    for answer, status in ((browser.get(url), 200), (browser.post(url, key()), 409)):
        page = answer.content.decode()
        assert answer.status_code == status
        assert "what: the narrative" in page and "one item of evidence" in page
    assert Incident.objects.get().state == "draft"


@pytest.mark.parametrize("name", ["file_incident", "discard_draft"])
@pytest.mark.parametrize(
    ("seat", "status"), [("pk.observer", 403), ("af.head", 404), ("tr.head", 404), ("admin1", 403)]
)
def test_steps_are_for_the_drafting_delegation(cast, client_of, name, seat, status):
    url = reverse(name, args=[draft_incident(by=cast.pk_head).code])

    assert client_of(cast[seat]).get(url).status_code == status
    assert client_of(cast[seat]).post(url, key()).status_code == status
    assert Incident.objects.get().state == "draft"


def test_officer_discards_but_does_not_file(cast, client_of):
    draft = draft_incident(by=cast.pk_head)
    browser = client_of(cast.pk_officer)
    assert browser.post(reverse("file_incident", args=[draft.code]), key()).status_code == 403

    assert browser.post(reverse("discard_draft", args=[draft.code]), key()).status_code == 302

    draft.refresh_from_db()
    assert draft.state == "discarded"
    assert browser.post(reverse("discard_draft", args=[draft.code]), key()).status_code == 409
    assert client_of(cast.pk_head).post(reverse("file_incident", args=[draft.code]), key()).status_code == 409


@pytest.mark.parametrize("name", ["file_incident", "discard_draft", "evidence_file", "evidence_original"])
def test_nobody_is_sent_to_sign_in_and_unknown_codes_are_not_found(client, cast, client_of, name):
    url = reverse(name, args=["I-XXXXXX"])

    assert client.get(url).status_code == 302
    assert client_of(cast.pk_head).get(url).status_code == 404
    assert client_of(cast.pk_head).put(url).status_code == 405


def body_of(response):
    return b"".join(response.streaming_content)


def test_image_is_shown_without_the_camera_and_its_original_is_saved_as_it_arrived(cast, client_of):
    photo = picture("پوسٹ.jpg")
    sent = photo.read()
    item = draft_incident(by=cast.pk_head, files=[photo]).evidence.get(kind="file")
    browser = client_of(cast.pk_observer)

    shown = browser.get(reverse("evidence_file", args=[item.code]))
    original = browser.get(reverse("evidence_original", args=[item.code]))

    assert shown["Content-Type"] == "image/jpeg"
    assert shown["Content-Disposition"].startswith("inline")
    assert original["Content-Disposition"].startswith("attachment")
    for response in (shown, original):
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
        assert response["Cache-Control"] == "private, no-store"
    assert b"Make of the camera" not in body_of(shown)
    assert body_of(original) == sent


def test_other_files_are_only_saved(cast, client_of):
    file = SimpleUploadedFile("notes.txt", b"<script>alert(1)</script>", content_type="text/plain")
    item = draft_incident(by=cast.pk_head, files=[file]).evidence.get(kind="file")

    response = client_of(cast.pk_head).get(reverse("evidence_file", args=[item.code]))

    assert response["Content-Disposition"] == 'attachment; filename="notes.txt"'
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert body_of(response) == b"<script>alert(1)</script>"


def status_of(client, item):
    response = client.get(reverse("evidence_file", args=[item.code]))
    for close in response._resource_closers:  # the file only: the client's own closing would end the transaction
        close()
    return response.status_code


def test_files_are_served_to_those_who_may_see_them_and_are_not_there_for_others(cast, client_of):
    hidden = {"files_audience": "mediators_only", "files_summary": "The post from the north"}
    open_item = filed_incident(by=cast.pk_head, files=[picture()]).evidence.get(kind="file")
    hidden_item = filed_incident(by=cast.pk_head, files=[picture()], **hidden).evidence.get(kind="file")
    draft_item = draft_incident(by=cast.pk_head, files=[picture()]).evidence.get(kind="file")
    statuses = {
        seat: [status_of(client_of(cast[seat]), item) for item in (open_item, hidden_item, draft_item)]
        for seat in ("pk.observer", "tr.officer", "af.head")
    }
    assert statuses == {"pk.observer": [200, 200, 200], "tr.officer": [200, 200, 404], "af.head": [404, 404, 404]}

    for item in (open_item, hidden_item):
        open_to_parties(item.incident, at=database_time())

    assert [status_of(client_of(cast.af_head), item) for item in (open_item, hidden_item)] == [200, 404]
    assert client_of(cast.admin1).get(reverse("evidence_file", args=[open_item.code])).status_code == 403


def test_statement_has_no_file(cast, client_of):
    item = draft_incident(by=cast.pk_head).evidence.get()

    assert client_of(cast.pk_head).get(reverse("evidence_file", args=[item.code])).status_code == 404


def test_item_added_after_a_return_is_not_seen_before_it_is_filed_again(cast, client_of):
    incident = filed_incident(by=cast.pk_head)
    move_incident(incident, to="returned", is_open_to_mediators=False)
    client_of(cast.pk_head).post(
        reverse("edit_incident", args=[incident.code]), {**key(), "files": [picture()], "files_audience": "case"}
    )
    item = incident.evidence.get(kind="file")

    assert status_of(client_of(cast.tr_head), item) == 404

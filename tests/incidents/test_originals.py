"""The originals of evidence: of a picture for its delegation and the mediators alone, of anything else for all who see it."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from incidents.actions import open_to_parties
from incidents.evidence.intake import examined
from monitoring_site.clock import database_time
from tests.factories.incidents import draft_incident, filed_incident, picture
from tests.factories.procedure import registered_case
from verification.actions.replies import send_reply

pytestmark = pytest.mark.django_db


def opens(client, name, item):
    """Whether the file is sent; 404 is the only other answer."""
    response = client.get(reverse(name, args=[item.code]))
    for close in response._resource_closers:
        close()
    assert response.status_code in (200, 404)
    return response.status_code == 200


def in_the_case(*, by, **files):
    """The file of an incident that both parties see."""
    incident = filed_incident(by=by, **files)
    open_to_parties(incident, at=database_time())
    return incident.evidence.get(kind="file")


@pytest.mark.parametrize(("filer", "other"), [("pk", "af"), ("af", "pk"), ("qa", "pk"), ("qa", "af")])
def test_original_of_a_picture_is_for_its_delegation_and_the_mediators(cast, client_of, filer, other):
    item = in_the_case(by=cast[f"{filer}.head"], files=[picture()])

    for seat in (f"{filer}.observer", "tr.officer", "qa.head"):
        assert opens(client_of(cast[seat]), "evidence_original", item)
    browser = client_of(cast[f"{other}.head"])
    assert opens(browser, "evidence_file", item) and not opens(browser, "evidence_original", item)


def test_page_has_the_digest_of_every_original_and_leads_to_those_that_are_the_readers(cast, client_of):
    item = in_the_case(by=cast.pk_head, files=[picture()])
    link, digest = reverse("evidence_original", args=[item.code]), item.digest_hex

    pages = {
        seat: client_of(cast[seat]).get(item.incident.get_absolute_url()).text
        for seat in ("pk.head", "tr.head", "af.head")
    }

    assert {seat for seat, page in pages.items() if digest in page} == set(pages)
    assert {seat for seat, page in pages.items() if link in page} == {"pk.head", "tr.head"}
    assert {seat for seat, page in pages.items() if "You are shown a copy" in page} == {"af.head"}


def test_original_that_is_the_only_form_is_for_all_who_may_see_the_item(cast, client_of):
    notes = SimpleUploadedFile("notes.txt", b"Seen from the post.", content_type="text/plain")
    item = in_the_case(by=cast.pk_head, files=[notes])
    browser = client_of(cast.af_officer)

    assert opens(browser, "evidence_original", item)
    page = browser.get(item.incident.get_absolute_url()).text
    assert reverse("evidence_original", args=[item.code]) in page and "You are shown a copy" not in page


def test_original_of_a_moving_picture_is_for_all_who_may_see_it_since_its_copy_has_one_picture(cast, client_of):
    written, frames = BytesIO(), [Image.new("RGB", (16, 12), colour) for colour in ("red", "blue")]
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
    film = SimpleUploadedFile("drone.gif", written.getvalue(), content_type="image/gif")
    item = in_the_case(by=cast.pk_head, files=[film])
    assert item.shown_copy != item.original

    assert opens(client_of(cast.af_observer), "evidence_original", item)


def test_original_for_the_mediators_alone_is_not_the_other_partys_in_any_form(cast, client_of):
    hidden = {"files_audience": "mediators_only", "files_summary": "The post from the north"}
    notes = SimpleUploadedFile("notes.txt", b"Seen from the post.", content_type="text/plain")
    item = in_the_case(by=cast.pk_head, files=[notes], **hidden)

    assert opens(client_of(cast.qa_officer), "evidence_original", item)
    assert not opens(client_of(cast.af_head), "evidence_original", item)


def test_picture_of_a_reply_is_kept_from_who_filed_the_incident(cast, client_of):
    incident = registered_case(filer="pk.head").live_incidents().get()
    files = [examined(picture())]
    send_reply(incident, stance="deny", text="It was not ours.", files=files, by=cast.af_head)
    item = incident.evidence.get(delegation="AF")

    assert opens(client_of(cast.af_observer), "evidence_original", item)
    assert opens(client_of(cast.pk_head), "evidence_file", item)
    assert not opens(client_of(cast.pk_head), "evidence_original", item)


def test_filer_is_told_at_the_field_who_gets_the_original(cast, client_of):
    draft = draft_incident(by=cast.pk_head)

    page = client_of(cast.pk_officer).get(reverse("edit_incident", args=[draft.code])).text

    assert "without what the camera wrote into it; the original goes to the mediators alone" in page

"""The intake page: saved at any moment, every mistake a sentence at its field, nothing typed ever lost."""

import json
import re
import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from urllib.parse import parse_qs

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from incidents.models import Evidence, Incident
from monitoring_site.clock import database_time
from record.models import Act
from tests.factories.incidents import draft_incident, filed_incident, picture

pytestmark = pytest.mark.django_db
GROUPS = ("observations", "casualties", "sources", "statements")


def typed(**changed):
    """What a browser sends: rows are given as lists of what was typed into each."""
    sent = {"idempotency_key": str(uuid.uuid4()), "time_zone_entered": "Asia/Karachi", "act": "save"}
    for group in GROUPS:
        rows = changed.pop(group, [])
        sent |= {f"{group}-TOTAL_FORMS": len(rows), f"{group}-INITIAL_FORMS": 0}
        sent |= {f"{group}-{at}-{name}": value for at, row in enumerate(rows) for name, value in row.items()}
    return sent | changed


def errors_of(response):
    return {field.html_name: error for field, error in response.context["errors"]}


def the_incident():
    return Incident.objects.get()


@pytest.fixture
def officer(cast, client_of):
    return client_of(cast.pk_officer)


@pytest.fixture
def send(officer):
    def sent(incident=None, **changed):
        url = reverse("edit_incident", args=[incident.code]) if incident else reverse("new_incident")
        return officer.post(url, typed(**changed))

    return sent


def test_new_incident_writes_nothing_on_get(officer):
    response = officer.get(reverse("new_incident"))

    assert response.status_code == 200
    assert not Incident.objects.exists()


def test_empty_form_is_saved_as_a_draft(send):
    response = send()

    incident = the_incident()
    assert response.status_code == 302
    assert response["Location"] == reverse("edit_incident", args=[incident.code])
    assert (incident.state, incident.typed, incident.respondents) == ("draft", "", None)


def test_whole_form_is_saved(send, officer):
    response = send(
        starts="2026-03-01T14:30", ends="2026-03-01 16:00", aware="2026-03-02", time_precision="day",
        position="34°06'54\"N 71°05'06\"E", location_precision="near", place_name="درہ", side="disputed",
        primary_type="A2", secondary_types=["A1", "A2", "E2"], gravity_proposed="2", respondents=["AF"],
        force_named="a militia", narrative="گولہ باری", narrative_language="ur",
        observations=[
            {"means": "heard", "count": "12", "direction": "incoming", "bearing": "359"},
            {"means": "", "direction": "undetermined"},
        ],
        casualties=[{"harm": "killed", "group": "men", "best": "2", "high": "4", "as_of": "2026-03-02 09:00"}],
        sources=[{"description": "A shepherd", "reliability": "B", "credibility": "2", "shown_to": ["TR", "QA"]}],
        statements=[{"kind": "link", "text": "https://example.org/a", "audience": "case"}],
        files=[picture("one.jpg"), picture("two.jpg", colour="blue")], files_audience="case", files_summary="Two views",
    )  # fmt: skip

    incident = the_incident()
    assert response.status_code == 302, errors_of(response)
    assert incident.starts_at == datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    assert incident.ends_at == datetime(2026, 3, 1, 11, 0, tzinfo=UTC)
    assert incident.aware_at == datetime(2026, 3, 1, 19, 0, tzinfo=UTC)
    assert (incident.latitude, incident.longitude) == (Decimal("34.115000"), Decimal("71.085000"))
    assert (incident.place_name, incident.side, incident.respondents) == ("درہ", "disputed", ["AF"])
    assert sorted(kind.pk for kind in incident.secondary_types.all()) == ["A1", "E2"]
    assert [(one.means, one.count, one.bearing) for one in incident.observations.all()] == [("heard", 12, 359)]
    assert [(one.low, one.best, one.high) for one in incident.casualty_figures.all()] == [(2, 2, 4)]
    assert incident.sources.get().shown_to == ["TR", "QA"]
    assert [item.kind for item in incident.evidence.all()] == ["file", "file", "link"]
    assert {item.summary for item in incident.evidence.filter(kind="file")} == {"Two views"}
    again = officer.get(response["Location"])
    assert again.status_code == 200
    assert b'value="2026-03-01T14:30"' in again.content
    assert b"34.115000, 71.085000" in again.content
    assert b"2026-03-01 14:00 +04:30" in again.content
    assert not Act.objects.exists()


@pytest.mark.parametrize(
    ("zone", "hour"), [("UTC", 14), ("Asia/Kabul", 10), ("Asia/Karachi", 9), ("Europe/Istanbul", 11)]
)
def test_times_are_entered_in_any_of_the_four_zones(cast, client_of, zone, hour):
    minute = 0 if zone == "Asia/Kabul" else 30

    client_of(cast.tr_officer).post(reverse("new_incident"), typed(time_zone_entered=zone, starts="2026-03-01 14:30"))

    assert the_incident().starts_at == datetime(2026, 3, 1, hour, minute, tzinfo=UTC)


FUTURE = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
BAD = [
    ({"starts": FUTURE}, "starts", "This time is in the future."),
    ({"ends": FUTURE}, "ends", "This time is in the future."),
    ({"aware": FUTURE}, "aware", "This time is in the future."),
    ({"starts": "yesterday"}, "starts", "Write the date and the time like 2026-03-01 14:30."),
    ({"starts": "2026-02-30 10:00"}, "starts", "There is no such date or time."),
    ({"starts": "0001-01-01 00:00"}, "starts", "There is no such date or time."),
    ({"starts": "2026-03-01 25:00"}, "starts", "There is no such date or time."),
    ({"starts": "2026-03-02 10:00", "ends": "2026-03-01 10:00"}, "ends", "The end is before the start."),
    ({"starts": "2026-03-02 10:00", "aware": "2026-03-01 10:00"}, "aware", "Nobody can know of it before it started."),
    ({"time_zone_entered": "Mars/Olympus"}, "time_zone_entered", "Select a valid choice."),
    ({"position": "somewhere"}, "position", "This is not a position in degrees."),
    ({"position": "91, 10"}, "position", "A latitude lies between -90 and 90 degrees."),
    ({"mgrs": "42S XC 123"}, "mgrs", "as many digits for the easting"),
    ({"position": "34.1, 71.0", "mgrs": "42S XC 12345 67890"}, "mgrs", "The two positions are"),
    ({"sector": "999999"}, "sector", "Select a valid choice."),
    ({"sector": "S05"}, "sector", "Select a valid choice."),
    ({"primary_type": "Z9"}, "primary_type", "Select a valid choice."),
    ({"secondary_types": ["A1", "Z9"]}, "secondary_types", "Select a valid choice."),
    ({"gravity_proposed": "4"}, "gravity_proposed", "Select a valid choice."),
    ({"respondents": ["TR"]}, "respondents", "Select a valid choice."),
    ({"respondents": ["PK"], "is_none_alleged": "on"}, "is_none_alleged", "not both"),
    ({"place_name": "a\x00b"}, "place_name", "control character (U+0000)"),
    ({"place_name": "a\x1bb"}, "place_name", "control character (U+001B)"),
    ({"narrative": "told \u202ebackwards"}, "narrative", "control character (U+202E)"),
    ({"force_named": "x" * 201}, "force_named", "at most 200 characters"),
    ({"observations": [{"means": "guessed"}]}, "observations-0-means", "Select a valid choice."),
    ({"observations": [{"means": "heard", "count": "-1"}]}, "observations-0-count", "greater than or equal to 0"),
    ({"observations": [{"means": "heard", "count": "9" * 30}]}, "observations-0-count", "less than or equal to"),
    ({"observations": [{"means": "heard", "bearing": "360"}]}, "observations-0-bearing", "less than or equal to 359"),
    ({"observations": [{"weapon": "mortar"}]}, "observations-0-means", "This field is required."),
    ({"casualties": [{"harm": "killed", "group": "men", "best": "2", "low": "3"}]}, "casualties-0-low", "not above"),
    ({"casualties": [{"harm": "killed", "group": "men", "best": "2", "high": "1"}]}, "casualties-0-high", "not below"),
    ({"casualties": [{"harm": "killed", "group": "men", "best": "1", "as_of": FUTURE}]}, "casualties-0-as_of", "future"),
    ({"casualties": [{"harm": "killed", "group": "men", "best": "1"}] * 2}, "casualties-1-group", "There is a figure"),
    ({"sources": [{"description": "A shepherd"}]}, "sources-0-reliability", "This field is required."),
    ({"sources": [{"description": "x", "reliability": "A", "credibility": "1", "shown_to": ["AF"]}]},
     "sources-0-shown_to", "Select a valid choice."),
    ({"statements": [{"kind": "link", "text": "javascript:alert(1)", "audience": "case"}]},
     "statements-0-text", "beginning with https://"),
    ({"statements": [{"kind": "statement", "text": "names", "audience": "mediators_only"}]},
     "statements-0-summary", "Write a summary"),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "field", "sentence"), BAD, ids=lambda value: str(value)[:40])
def test_mistake_is_a_sentence_at_its_field_and_everything_else_is_saved(send, officer, bad, field, sentence):
    response = send(**{"force_named": "a militia", "narrative": "What happened.", **bad})

    incident = the_incident()
    assert response.status_code == 422
    assert sentence in errors_of(response)[field]
    assert "a militia" == incident.force_named or field == "force_named"
    again = officer.get(reverse("edit_incident", args=[incident.code]))
    for page in (response, again):
        assert sentence in errors_of(page)[field]
        assert "The draft is saved, except for the following." in page.content.decode()
        _assert_typed_text_stands_on(page, bad)


def _assert_typed_text_stands_on(page, bad):
    for name, value in bad.items():
        texts = [text for row in value for text in row.values()] if name in GROUPS else [value]
        for text in texts:
            kept = parse_qs(the_incident().typed, keep_blank_values=True)
            assert any(text in values or text == values for values in kept.values()) or name in ("position", "mgrs")
            if name in ("starts", "ends", "aware", "position", "mgrs"):
                assert f'value="{text}"'.replace("'", "&#x27;") in page.content.decode()


def test_mended_mistake_leaves_nothing_behind(send):
    send(starts="yesterday", narrative="What happened.")
    incident = the_incident()

    response = send(incident, starts="2026-03-01 10:00", narrative="What happened.")

    incident.refresh_from_db()
    assert response.status_code == 302
    assert incident.typed == ""
    assert incident.starts_at == datetime(2026, 3, 1, 5, 0, tzinfo=UTC)


def test_time_not_understood_empties_the_old_one_so_that_none_contradicts(send):
    send(starts="2026-03-01 10:00", ends="2026-03-01 11:00")

    send(the_incident(), starts="2026-03-05 10:00", ends="2026-03-04 10:00")

    incident = the_incident()
    assert (incident.starts_at, incident.ends_at) == (datetime(2026, 3, 5, 5, 0, tzinfo=UTC), None)


def test_statement_taken_in_is_not_taken_in_again_beside_a_mistake(send, officer):
    good = {"kind": "statement", "text": "I heard it.", "audience": "case"}
    bad = {"kind": "link", "text": "no link", "audience": "case"}

    response = send(starts="yesterday", statements=[good, bad])

    assert [item.text for item in Evidence.objects.all()] == ["I heard it."]
    rows = response.context["forms"].rows["statements"]
    assert [form["text"].value() for form in rows] == ["no link"]


def test_good_files_are_kept_beside_a_bad_one(send):
    response = send(files=[picture(), SimpleUploadedFile("lie.jpg", b"%PDF-1.4\n", content_type="image/jpeg")])

    assert response.status_code == 422
    assert (
        "“lie.jpg” was not kept. It is sent as a JPEG image, but it holds a PDF document."
        in errors_of(response)["files"]
    )
    assert [item.file_name for item in Evidence.objects.all()] == ["post.jpg"]
    assert the_incident().typed == ""


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", "The file is empty."), (b"x" * 2049, "The file is larger than 2.0\xa0KB.")]
)
def test_empty_and_oversized_files_are_refused_while_the_rest_is_saved(send, settings, content, sentence):
    settings.EVIDENCE_BYTES_MAX = 2048

    response = send(narrative="What happened.", files=[SimpleUploadedFile("a.txt", content)])

    assert response.status_code == 422
    assert sentence in errors_of(response)["files"]
    assert the_incident().narrative == "What happened."
    assert not Evidence.objects.exists()


def test_files_for_the_mediators_only_need_a_summary(send):
    response = send(files=[picture()], files_audience="mediators_only")

    assert "Write a summary" in errors_of(response)["files_summary"]
    assert not Evidence.objects.exists()


def test_item_of_evidence_is_described_and_removed(send, cast):
    incident = draft_incident(by=cast.pk_officer)
    code = incident.evidence.get().code

    refused = send(incident, **{f"item-{code}-audience": "mediators_only", f"item-{code}-summary": " "})
    assert "Write a summary" in errors_of(refused)[f"item-{code}-summary"]
    send(incident, **{f"item-{code}-audience": "mediators_only", f"item-{code}-summary": "An account"})
    assert (incident.evidence.get().audience, incident.evidence.get().summary) == ("mediators_only", "An account")
    send(incident, **{f"item-{code}-audience": "case", f"item-{code}-is_removed": "on"})
    assert not incident.evidence.exists()


def test_same_sending_twice_changes_nothing_twice(officer):
    sent = typed(statements=[{"kind": "statement", "text": "I heard it.", "audience": "case"}], narrative="Once.")

    first, second = (officer.post(reverse("new_incident"), sent) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert Incident.objects.count() == Evidence.objects.count() == 1


def test_text_over_anothers_newer_text_is_kept_on_the_page_and_saved_at_the_second_try(officer, cast):
    incident = draft_incident(by=cast.pk_head)
    url = reverse("edit_incident", args=[incident.code])
    officer.post(url, typed(revision=1, narrative="The first to save."))

    late = officer.post(url, typed(revision=1, narrative="The second to save."))

    incident.refresh_from_db()
    assert late.status_code == 409
    assert incident.narrative == "The first to save."
    assert "The second to save." in late.content.decode()
    revision = re.search(r'name="revision" value="(\d+)"', late.content.decode())[1]
    assert officer.post(url, typed(revision=revision, narrative="The second to save.")).status_code == 302
    incident.refresh_from_db()
    assert incident.narrative == "The second to save."


@pytest.mark.parametrize("group", GROUPS)
def test_row_is_added_without_script(send, officer, group):
    response = send(act=f"add-{group}")

    page = officer.get(response["Location"])
    assert response["Location"].endswith(f"?add={group}#{group}")
    assert len(page.context["forms"].rows[group].forms) == 1


def test_row_is_added_beside_a_mistake(send):
    response = send(starts="yesterday", act="add-observations", observations=[{"means": "heard"}])

    assert len(response.context["forms"].rows["observations"].forms) == 2


def test_rows_that_did_not_arrive_or_are_damaged_are_not_emptied(officer, cast):
    incident = draft_incident(by=cast.pk_head, observations=[{"means": "heard"}])
    url = reverse("edit_incident", args=[incident.code])

    assert officer.post(url, {"narrative": "Only this."}).status_code == 302
    assert incident.observations.count() == 1
    assert officer.post(url, typed(**{"observations-TOTAL_FORMS": "many"})).status_code == 422
    assert incident.observations.count() == 1
    assert officer.post(url, typed(**{"observations-TOTAL_FORMS": "100000"})).status_code == 422


def test_mgrs_and_degrees_agree_whichever_is_changed(send):
    send(mgrs="42S XC 92301 76869")
    incident = the_incident()
    assert (round(incident.latitude, 3), round(incident.longitude, 3)) == (Decimal("34.115"), Decimal("71.085"))

    send(incident, position="34.2, 71.0", mgrs="42S XC 92301 76869")

    incident.refresh_from_db()
    assert (incident.latitude, incident.longitude) == (Decimal("34.200000"), Decimal("71.000000"))


def test_far_position_is_saved_and_asks_for_a_confirmation_that_a_new_position_loses(send, officer):
    response = send(position="24.86, 67.01")
    incident = the_incident()
    page = officer.get(response["Location"]).content.decode()
    assert response.status_code == 302
    assert "km from the line, more than 100 km. Is it right?" in page

    send(incident, position="24.86, 67.01", is_far_confirmed="on")
    incident.refresh_from_db()
    assert incident.is_far_confirmed
    send(incident, position="24.90, 67.01", is_far_confirmed="on")
    incident.refresh_from_db()

    assert not incident.is_far_confirmed


def test_sector_is_proposed_and_taken_only_by_a_person(send, officer):
    response = send(position="34.115, 71.085")
    incident = the_incident()
    page = officer.get(response["Location"])
    proposed = page.context["proposed_sector"]
    assert incident.sector is None
    assert f'name="sector_taken" value="{proposed.pk}"' in page.content.decode()

    send(incident, position="34.115, 71.085", sector_taken=str(proposed.pk))

    incident.refresh_from_db()
    assert incident.sector == proposed


def test_none_alleged_is_not_the_same_as_not_stated(send):
    send(is_none_alleged="on")

    assert the_incident().respondents == []


def test_parties_stand_in_the_order_of_the_readers_alphabet(officer):
    page = officer.get(reverse("new_incident")).content.decode()

    assert page.index('value="AF"') < page.index('value="PK"')


@pytest.mark.parametrize(
    ("seat", "status"),
    [
        ("pk.head", 200),
        ("pk.deputy", 200),
        ("pk.observer", 403),
        ("af.head", 404),
        ("tr.head", 404),
        ("admin1", 403),
    ],
)
def test_edit_page_is_for_the_drafting_delegation(cast, client_of, seat, status):
    incident = draft_incident(by=cast.pk_head)
    url = reverse("edit_incident", args=[incident.code])

    assert client_of(cast[seat]).get(url).status_code == status
    if status != 200:
        assert client_of(cast[seat]).post(url, typed(narrative="Changed.")).status_code == status
        incident.refresh_from_db()
        assert incident.narrative != "Changed."


def test_filed_incident_is_not_edited(cast, client_of, officer):
    incident = filed_incident(by=cast.pk_head)
    url = reverse("edit_incident", args=[incident.code])

    assert officer.get(url).status_code == 409
    answer = officer.post(url, typed(narrative="Changed."))
    assert answer.status_code == 409
    assert "Changed." in answer.content.decode()
    assert client_of(cast.tr_head).get(url).status_code == 409
    incident.refresh_from_db()
    assert incident.narrative != "Changed."


def test_nobody_signs_in_first_and_other_methods_are_refused(client, officer, cast):
    url = reverse("edit_incident", args=[draft_incident(by=cast.pk_head).code])

    for address in (url, reverse("new_incident")):
        assert client.get(address).status_code == 302
        assert officer.delete(address).status_code == 405


def test_saving_to_file_goes_on_to_the_filing_page(send):
    response = send(act="review")

    assert response["Location"] == reverse("file_incident", args=[the_incident().code])


def test_very_long_narrative_is_taken(send):
    response = send(narrative="ن" * 50_000)

    assert response.status_code == 302
    assert len(the_incident().narrative) == 50_000


def test_position_proposal_says_both_ways_and_the_sector_but_no_side(officer, cast, client_of):
    url = reverse("position_proposal")

    said = json.loads(officer.get(url, {"position": "34.115, 71.085"}).content)

    assert said["mgrs"] == "42S XC 92301 76869"
    assert said["sector"] and said["sector_key"] and not said["is_far"]
    assert "side" not in said
    assert json.loads(officer.get(url, {"mgrs": said["mgrs"]}).content)["position"].startswith("34.11499")
    assert officer.get(url, {"position": "nowhere"}).status_code == 422
    assert officer.get(url).status_code == 422
    assert officer.post(url).status_code == 405
    assert client_of(cast.pk_observer).get(url, {"position": "34, 71"}).status_code == 403


def test_recent_time_is_taken_as_past(send):
    now = database_time().strftime("%Y-%m-%d %H:%M")

    assert send(time_zone_entered="UTC", starts=now, aware=now).status_code == 302

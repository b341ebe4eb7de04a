"""A returned incident is its filer's again: mediators see it no more, until it is filed again."""

import uuid
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from incidents.actions import file_incident, save_draft
from incidents.drafting import DraftContent
from incidents.models import Incident
from incidents.visibility import evidence_for, evidence_listed_for, incidents_for, knows_of_incident, sources_for
from record.models import Act
from reports.map import points_of
from reports.overview import desk_of
from reports.rows_and_acts import differences_of_rows
from tests.factories.incidents import filed_incident, picture
from tests.factories.notices import tell
from tests.reports.rows import recorded_cast
from verification.actions import registration

pytestmark = pytest.mark.django_db

SOURCE = {"description": "A shepherd", "reliability": "B", "credibility": "2", "shown_to": ["TR", "QA"]}
WORKING = "What the filer writes meanwhile."
PLACES = ("list", "map", "evidence", "summaries", "sources")
migration = import_module("incidents.migrations.0007_returned_ones_are_their_filers")


def returned(cast, *, filer="pk"):
    incident = filed_incident(by=cast[f"{filer}_head"], sources=[SOURCE], files=[picture()])
    incident = registration.return_incident(incident, missing="At what hour?", by=cast.qa_head)
    save_draft(
        incident, content=DraftContent(fields={"narrative": WORKING}, sources=[SOURCE]), by=cast[f"{filer}_officer"]
    )
    return incident


def places_of(member, incident):
    """Where the member meets the incident."""
    addresses = [feature["properties"]["url"] for feature in points_of(member)["features"]]
    met = (
        incidents_for(member).filter(pk=incident.pk).exists(),
        incident.get_absolute_url() in addresses,
        evidence_for(member).filter(incident=incident).exists(),
        evidence_listed_for(member).filter(incident=incident).exists(),
        sources_for(member).filter(incident=incident).exists(),
    )
    return [place for place, is_met in zip(PLACES, met, strict=True) if is_met]


@pytest.mark.parametrize(("filer", "others"), [("pk", ["tr", "qa"]), ("af", ["tr", "qa"]), ("tr", ["qa"])])
def test_mediators_see_it_nowhere_until_it_is_filed_again(cast, filer, others):
    incident = returned(cast, filer=filer)

    assert places_of(cast[f"{filer}_observer"], incident) == list(PLACES)
    assert [places_of(cast[f"{other}_head"], incident) for other in others] == [[] for _other in others]

    file_incident(incident, by=cast[f"{filer}_head"])

    assert [places_of(cast[f"{other}_head"], incident) for other in others] == [list(PLACES) for _other in others]


def test_its_page_says_so_to_mediators_and_leads_to_what_was_filed(cast, client_of):
    incident = returned(cast)
    browser = client_of(cast.tr_observer)

    page = browser.get(incident.get_absolute_url())

    assert page.status_code == 200 and WORKING not in page.text and "went back to the delegation" in page.text
    acts = list(Act.objects.about([incident.subject]).order_by("pk"))
    assert [act.event for act in acts] == ["incidents.incident_filed", "incidents.incident_returned"]
    for act in acts:
        assert act.get_absolute_url() in page.text
        assert browser.get(act.get_absolute_url()).status_code == 200
    assert WORKING in client_of(cast.pk_observer).get(incident.get_absolute_url()).text
    assert client_of(cast.af_head).get(incident.get_absolute_url()).status_code == 404


def test_an_incident_that_was_never_filed_is_not_known_to_mediators(cast, client_of):
    incident = returned(cast)
    draft = Incident.objects.create(
        code="I-DRAFTS", delegation_id="PK", drafted_at=incident.drafted_at, drafted_by=cast.pk_head
    )

    assert knows_of_incident(cast.tr_head, code=incident.code) and not knows_of_incident(cast.tr_head, code=draft.code)
    assert not knows_of_incident(cast.af_head, code=incident.code)
    assert not knows_of_incident(cast.admin1, code=incident.code)
    assert client_of(cast.tr_head).get(draft.get_absolute_url()).status_code == 404


def test_its_files_and_the_steps_about_it_are_closed_to_mediators(cast, client_of):
    incident = returned(cast)
    item = incident.evidence.get(kind="file")
    browser = client_of(cast.tr_head)

    for name in ("evidence_file", "evidence_original"):
        assert browser.get(reverse(name, args=[item.code])).status_code == 404
    for name in ("register_incident", "return_incident", "declare_inadmissible", "object_to_inadmissibility"):
        answer = browser.get(reverse(name, args=[incident.code]))
        assert (answer.status_code, WORKING in answer.text) == (409, False)
        assert "went back to the delegation" in answer.text


def test_who_returns_it_lands_on_its_acts_and_so_does_a_double_click(cast, client_of):
    incident = filed_incident(by=cast.pk_head)
    browser, url = client_of(cast.qa_head), reverse("return_incident", args=[incident.code])
    sent = {"missing": "At what hour?", "idempotency_key": str(uuid.uuid4())}

    first, second = browser.post(url, sent), browser.post(url, sent)

    assert first.status_code == second.status_code == 302
    assert first.url == second.url == incident.get_absolute_url()
    assert "Incident returned to its filer" in browser.get(first.url).text
    assert Act.objects.filter(event="incidents.incident_returned").count() == 1
    assert browser.post(url, {**sent, "idempotency_key": str(uuid.uuid4())}).status_code == 409


def test_a_key_is_answered_again_only_to_whom_it_was_answered(cast, client_of):
    incident = filed_incident(by=cast.pk_head)
    url = reverse("return_incident", args=[incident.code])
    sent = {"missing": "At what hour?", "idempotency_key": str(uuid.uuid4())}
    client_of(cast.qa_head).post(url, sent)

    assert client_of(cast.tr_head).post(url, sent).status_code == 409
    assert client_of(cast.qa_head).post(url, {**sent, "idempotency_key": "no key"}).status_code == 409


def test_every_notice_about_it_leads_mediators_to_a_page_that_opens(cast, client_of):
    incident = returned(cast)
    tell()
    registration.withdraw_incident(incident, reasons="An error.", by=cast.pk_head)
    tell()

    for seat, events in (("tr.head", ["withdrawn", "returned", "filed"]), ("qa.head", ["withdrawn", "filed"])):
        browser = client_of(cast[seat])
        notices = browser.get(reverse("notice_list"), {"show": "all"}).context["notices"]
        assert [notice.event.rpartition("_")[2] for notice in notices] == events
        assert {browser.get(notice.address).status_code for notice in notices} == {200}


def test_what_awaits_nobody_stands_on_no_mediators_desk(cast):
    incident = returned(cast)

    for seat in ("tr.head", "qa.deputy"):
        assert desk_of(cast[seat], at=incident.filed_at).is_clear
    assert [one.incident for one in desk_of(cast.pk_head, at=incident.filed_at).drafts] == [incident]


@pytest.mark.parametrize(("first", "is_open"), [(None, True), ("returned", False)])
def test_withdrawn_from_returned_it_stays_closed_and_from_filed_it_stays_open(cast, first, is_open):
    incident = returned(cast) if first else filed_incident(by=cast.pk_head)

    registration.withdraw_incident(incident, reasons="An error.", by=cast.pk_head)

    assert incidents_for(cast.tr_head).filter(pk=incident.pk).exists() is is_open
    assert knows_of_incident(cast.tr_head, code=incident.code)


def test_rows_say_the_same_as_the_acts(cast):
    recorded_cast(cast)
    returned(cast)
    registration.withdraw_incident(returned(cast), reasons="An error.", by=cast.pk_head)
    file_incident(returned(cast), by=cast.pk_head)

    assert list(differences_of_rows()) == []


def test_the_database_holds_it(cast):
    incident = returned(cast)

    with pytest.raises(IntegrityError, match="incident_open_to_mediators_once_filed"), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(is_open_to_mediators=True)


def test_migration_closes_those_that_went_back_before_and_no_others(cast):
    back, twice = returned(cast), returned(cast)
    gone = registration.withdraw_incident(returned(cast), reasons="An error.", by=cast.pk_head)
    file_incident(twice, by=cast.pk_head)
    registration.withdraw_incident(twice, reasons="An error.", by=cast.pk_head)
    filed = filed_incident(by=cast.af_head)
    with connection.cursor() as cursor:  # as it was before the law
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE incidents_incident DROP CONSTRAINT incident_open_to_mediators_once_filed")
    migration.open_again(apps, None)
    assert seen_by(cast.tr_head) == {back.code, gone.code, twice.code, filed.code}

    migration.close(apps, None)

    assert seen_by(cast.tr_head) == {twice.code, filed.code}


def seen_by(member):
    return set(incidents_for(member).values_list("code", flat=True))

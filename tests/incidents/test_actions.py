"""Drafting, filing and discarding: what stands afterwards, in the rows and in the record."""

import hashlib
import json
import threading

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from incidents.actions import StaleDraft, discard_draft, file_incident, move_incident, open_to_parties, save_draft
from incidents.drafting import DraftContent
from incidents.models import Evidence, Incident
from incidents.visibility import evidence_for, evidence_listed_for, incidents_for, sources_for
from monitoring_site.clock import database_time
from monitoring_site.refusals import Refused
from record.models import Act, Body, Opening
from tests.factories.incidents import draft_incident, filed_incident, picture

SOURCE = {"description": "A shepherd", "reliability": "B", "credibility": "2", "shown_to": ["TR"]}
FIGURE = {"harm": "killed", "group": "men", "low": 1, "best": 2, "high": 3, "source": "the hospital", "as_of": None}


def save(draft, by, **given):
    return save_draft(draft, content=DraftContent(**given), by=by)


@pytest.mark.django_db
def test_draft_leaves_nothing_in_the_record_and_is_seen_by_its_delegation_only(cast):
    draft = draft_incident(by=cast.pk_officer)

    assert not Act.objects.exists()
    for member in cast:
        assert incidents_for(member).filter(pk=draft.pk).exists() is (member.delegation_id == "PK")


@pytest.mark.django_db
def test_saving_again_changes_nothing_twice(cast):
    draft = draft_incident(by=cast.pk_head, observations=[{"means": "heard"}], casualties=[FIGURE], sources=[SOURCE])
    source = draft.sources.get()

    save(draft, cast.pk_deputy, observations=[{"means": "heard"}], casualties=[FIGURE], sources=[SOURCE])

    assert draft.observations.count() == draft.casualty_figures.count() == 1
    assert draft.casualty_figures.get().version == 1
    assert (draft.sources.get().pk, draft.sources.get().graded_by) == (source.pk, cast.pk_head)


@pytest.mark.django_db
def test_changed_grade_has_a_new_grader_and_a_removed_source_is_gone(cast):
    draft = draft_incident(by=cast.pk_head, sources=[SOURCE])

    save(draft, cast.pk_deputy, sources=[{**SOURCE, "reliability": "A"}])
    assert draft.sources.get().graded_by == cast.pk_deputy
    save(draft, cast.pk_deputy, sources=[])
    assert not draft.sources.exists()


@pytest.mark.django_db
def test_saving_over_a_newer_text_is_refused_once(cast):
    draft = draft_incident(by=cast.pk_head)
    seen = draft.revision
    save(draft, cast.pk_deputy, fields={"place_name": "The deputy's"}, revision=seen)

    with pytest.raises(StaleDraft):
        save(draft, cast.pk_head, fields={"place_name": "The head's"}, revision=seen)

    draft.refresh_from_db()
    assert draft.place_name == "The deputy's"
    assert save(draft, cast.pk_head, fields={"place_name": "The head's"}, revision=seen + 1).place_name == "The head's"


@pytest.mark.django_db
def test_saving_is_refused_to_others_and_after_filing(cast):
    draft = draft_incident(by=cast.pk_head)
    for member in (cast.af_head, cast.tr_head, cast.pk_observer, cast.admin1):
        with pytest.raises(Refused):
            save(draft, member, fields={"place_name": "elsewhere"})
    file_incident(draft, by=cast.pk_head)

    with pytest.raises(Refused):
        save(draft, cast.pk_head, fields={"place_name": "elsewhere"})

    assert Incident.objects.get(pk=draft.pk).place_name == "Ridge above the crossing"


@pytest.mark.django_db
def test_filing_seals_opens_digests_and_records(cast):
    draft = draft_incident(by=cast.pk_officer, files=[picture()], sources=[SOURCE], casualties=[FIGURE])

    incident = file_incident(draft, by=cast.pk_deputy)

    assert incident.state == "filed"
    assert (incident.filed_by, incident.is_open_to_mediators, incident.is_open_to_parties) == (
        cast.pk_deputy,
        True,
        False,
    )
    assert all(item.is_sealed for item in incident.evidence.all())
    assert [step.step for step in incident.evidence.get(kind="file").custody.all()] == [
        "received", "copy to be shown made", "sealed",
    ]  # fmt: skip
    act = Act.objects.get()
    body = bytes(Body.objects.get(act=act).body)
    assert act.event == "incidents.incident_filed"
    assert hashlib.sha256(body).digest() == bytes(incident.filed_digest)
    assert set(Opening.objects.filter(act=act).values_list("part", "reader")) == {
        (part, reader) for part in ("envelope", "body") for reader in ("PK", "TR", "QA")
    }


@pytest.mark.django_db
def test_filed_body_has_whole_numbers_fixed_times_digests_and_no_source(cast):
    incident = filed_incident(by=cast.af_head, sources=[SOURCE], files=[picture()], casualties=[FIGURE])

    body = json.loads(bytes(Body.objects.get().body))

    assert (body["latitude_microdegrees"], body["longitude_microdegrees"]) == (34115000, 71085000)
    assert body["starts_at"] == incident.starts_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert body["respondents"] == ["PK"]
    assert [item["sha256"] for item in body["evidence"]] == [item.digest_hex for item in incident.evidence.all()]
    assert "shepherd" not in json.dumps(body)
    source = incident.sources.get()
    content = b'{"credibility":"2","description":"A shepherd","reliability":"B","shown_to":["TR"]}'
    assert body["sources"] == [hashlib.sha256(bytes(source.salt) + content).hexdigest()]


@pytest.mark.django_db
def test_who_sees_what_after_filing_and_after_registration(cast):
    hidden = {
        "kind": "statement",
        "text": "Names of witnesses",
        "audience": "mediators_only",
        "summary": "Two accounts",
    }
    incident = filed_incident(by=cast.pk_head, statements=[hidden], sources=[SOURCE])

    sees = [member.username for member in cast if incidents_for(member).filter(pk=incident.pk).exists()]
    assert sees == [member.username for code in ("PK", "TR", "QA") for member in cast.of(code)]
    assert sources_for(cast.tr_officer).exists() and not sources_for(cast.qa_head).exists()

    open_to_parties(incident, at=database_time())

    assert incidents_for(cast.af_observer).filter(pk=incident.pk).exists()
    assert evidence_listed_for(cast.af_head).exists() and not evidence_for(cast.af_head).exists()
    assert evidence_for(cast.qa_head).exists()
    assert not sources_for(cast.af_head).exists()
    assert not incidents_for(cast.admin1).exists()
    assert set(Opening.objects.values_list("reader", flat=True)) == {"PK", "AF", "TR", "QA"}


@pytest.mark.django_db
def test_filing_again_after_a_return_has_a_new_digest_and_one_more_entry(cast):
    incident = filed_incident(by=cast.pk_head, casualties=[FIGURE])
    before = bytes(incident.filed_digest)
    move_incident(incident, to="returned", is_open_to_mediators=False)

    save(incident, cast.pk_head, fields={"narrative": "Now in full."}, casualties=[{**FIGURE, "best": 3}])
    again = file_incident(incident, by=cast.pk_deputy)

    assert bytes(again.filed_digest) != before
    assert Act.objects.filter(event="incidents.incident_filed").count() == 2
    assert [(one.version, one.best) for one in again.casualty_figures.all()] == [(1, 2), (2, 3)]


@pytest.mark.django_db
def test_refused_filing_changes_nothing(cast):
    draft = draft_incident(by=cast.pk_head, narrative="")

    with pytest.raises(Refused, match="what: the narrative"):
        file_incident(draft, by=cast.pk_head)

    draft.refresh_from_db()
    assert (draft.state, draft.filed_at, draft.evidence.get().is_sealed) == ("draft", None, False)
    assert not Act.objects.exists()


@pytest.mark.django_db
def test_filing_is_undone_when_the_append_fails(cast, monkeypatch):
    draft = draft_incident(by=cast.pk_head)

    def broken(**_given):
        raise RuntimeError

    monkeypatch.setattr("incidents.actions.filing.append", broken)
    with pytest.raises(RuntimeError):
        file_incident(draft, by=cast.pk_head)

    draft.refresh_from_db()
    assert (draft.state, draft.evidence.get().is_sealed) == ("draft", False)


@pytest.mark.django_db
def test_mediator_files_on_its_own_motion(cast):
    incident = filed_incident(by=cast.tr_head, respondents=[], primary_type_id="G1")

    assert incidents_for(cast.qa_head).filter(pk=incident.pk).exists()
    assert not incidents_for(cast.pk_head).filter(pk=incident.pk).exists()
    assert set(Opening.objects.values_list("reader", flat=True)) == {"TR", "QA"}


@pytest.mark.django_db
def test_discarded_draft_leaves_no_entry(cast):
    draft = discard_draft(draft_incident(by=cast.pk_head), by=cast.pk_officer)

    assert draft.state == "discarded"
    assert not Act.objects.exists()
    with pytest.raises(Refused):
        discard_draft(draft, by=cast.pk_head)


@pytest.mark.django_db
def test_removed_file_is_gone_unless_another_item_has_the_same(cast, django_capture_on_commit_callbacks):
    first = draft_incident(by=cast.pk_head, files=[picture(colour="green")])
    second = draft_incident(by=cast.pk_head, files=[picture(colour="green")])
    item, twin = first.evidence.get(kind="file"), second.evidence.get(kind="file")
    removal = {"audience": "case", "summary": "", "is_removed": True}
    assert item.original.name == twin.original.name

    with django_capture_on_commit_callbacks(execute=True):
        save(first, cast.pk_head, items={item.code: removal})
    assert default_storage.exists(item.original.name)
    with django_capture_on_commit_callbacks(execute=True):
        save(second, cast.pk_head, items={twin.code: removal})

    assert not default_storage.exists(item.original.name)
    assert not default_storage.exists(item.shown_copy.name)
    assert not Evidence.objects.filter(kind="file").exists()


@pytest.mark.django_db
def test_sealed_item_is_neither_edited_nor_removed(cast):
    incident = filed_incident(by=cast.pk_head)
    item = incident.evidence.get()
    move_incident(incident, to="returned", is_open_to_mediators=False)

    save(incident, cast.pk_head, items={item.code: {"audience": "case", "summary": "another", "is_removed": True}})

    item.refresh_from_db()
    assert item.summary == "A guard's account"


def test_an_incident_moves_only_as_the_law_says(db, cast):
    draft = draft_incident(by=cast.pk_head)

    with pytest.raises(AssertionError):
        move_incident(draft, to="registered")


def test_two_deputies_filing_at_the_same_instant_file_once(committed_database, cast):
    draft = draft_incident(by=cast.pk_head)
    members = [cast.pk_head, cast.pk_deputy] * 2
    start, outcomes = threading.Barrier(len(members)), []

    def file_at_once(member):
        try:
            start.wait(timeout=20)
            outcomes.append(file_incident(draft, by=member).state)
        except Refused as refused:
            outcomes.append(str(refused.reason))
        finally:
            connection.close()

    threads = [threading.Thread(target=file_at_once, args=[member]) for member in members]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert len(outcomes) == 4
    assert outcomes.count("filed") == 1
    assert Act.objects.filter(event="incidents.incident_filed").count() == 1
    assert draft.evidence.get().custody.filter(step="sealed").count() == 1

"""Who may draft, edit, file and discard an incident, and why not."""

from datetime import timedelta
from decimal import Decimal

import pytest

from commission import law
from incidents import rules
from incidents.actions import discard_draft, move_incident
from monitoring_site.clock import database_time
from tests.factories.incidents import draft_incident, filed_incident

pytestmark = pytest.mark.django_db
LAW = law.refusal_of("file_incident", machine="incident")


@pytest.mark.parametrize("seat", ["pk.head", "af.deputy", "tr.officer", "qa.head"])
def test_every_delegation_may_draft(cast, seat):
    assert rules.why_not_draft_incident(cast[seat]) is None


def test_observers_and_admins_may_not_draft(cast):
    assert "role" in rules.why_not_draft_incident(cast.pk_observer)
    assert "delegations" in rules.why_not_draft_incident(cast.admin1)


def test_own_draft_may_be_edited_by_head_deputy_and_officer_only(cast):
    draft = draft_incident(by=cast.pk_officer)

    for seat in ["pk.head", "pk.deputy", "pk.officer"]:
        assert rules.why_not_edit_draft(cast[seat], draft) is None
    assert "role" in rules.why_not_edit_draft(cast.pk_observer, draft)
    assert "the delegation that drafted" in rules.why_not_edit_draft(cast.af_head, draft)
    assert "the delegation that drafted" in rules.why_not_edit_draft(cast.tr_head, draft)


def test_filed_incident_may_not_be_edited_and_a_returned_one_may(cast):
    incident = filed_incident(by=cast.pk_head)
    assert "this one is filed" in rules.why_not_edit_draft(cast.pk_head, incident)

    move_incident(incident, to="returned", is_open_to_mediators=False)

    assert rules.why_not_edit_draft(cast.pk_head, incident) is None


def test_complete_draft_may_be_filed_by_head_and_deputy_only(cast):
    draft = draft_incident(by=cast.af_officer)

    assert rules.why_not_file_incident(cast.af_head, draft) is None
    assert rules.why_not_file_incident(cast.af_deputy, draft) is None
    assert "role" in rules.why_not_file_incident(cast.af_officer, draft)
    assert "the delegation that drafted" in rules.why_not_file_incident(cast.pk_head, draft)
    assert "the delegation that drafted" in rules.why_not_file_incident(cast.tr_head, draft)


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"starts_at": None, "ends_at": None}, "when it happened"),
        ({"aware_at": None}, "since when your delegation has known of it"),
        ({"sector": None}, "where: the sector"),
        ({"place_name": "", "latitude": None, "longitude": None}, "where: a place name or a position"),
        ({"primary_type_id": None}, "what: the primary type"),
        ({"narrative": ""}, "what: the narrative"),
        ({"respondents": None}, "whom it alleges, or that none is alleged"),
        ({"statements": []}, "one item of evidence"),
        ({"latitude": Decimal("24.860000"), "longitude": Decimal("67.010000")}, "more than 100 km from the line"),
    ],
)
def test_filing_is_refused_with_the_law_and_what_is_missing(cast, missing, words):
    draft = draft_incident(by=cast.pk_head, **missing)

    reason = rules.why_not_file_incident(cast.pk_head, draft)

    assert reason.startswith(LAW)
    assert words in reason
    assert reason.count(";") == 0


def test_filing_needs_neither_position_beside_a_place_nor_a_respondent_when_none_is_alleged(cast):
    draft = draft_incident(by=cast.pk_head, latitude=None, longitude=None, respondents=[])

    assert rules.why_not_file_incident(cast.pk_head, draft) is None


def test_far_position_is_filed_once_confirmed(cast):
    far = {"latitude": Decimal("24.860000"), "longitude": Decimal("67.010000"), "is_far_confirmed": True}

    assert rules.why_not_file_incident(cast.pk_head, draft_incident(by=cast.pk_head, **far)) is None


def test_reasons_are_required_after_24_hours_and_filing_is_refused_after_30_days(cast, clock):
    now = database_time()
    draft = draft_incident(by=cast.pk_head, starts_at=now, ends_at=None, aware_at=now)
    reasoned = draft_incident(
        by=cast.pk_head, starts_at=now, ends_at=None, aware_at=now, late_reasons="The road was cut."
    )

    clock.move(timedelta(hours=24, minutes=-1))
    assert rules.why_not_file_incident(cast.pk_head, draft) is None
    clock.move(timedelta(minutes=2))
    assert "reasons for filing later than 24 hours" in rules.why_not_file_incident(cast.pk_head, draft)
    assert rules.why_not_file_incident(cast.pk_head, reasoned) is None
    clock.move(timedelta(hours=720 - 24, minutes=-2))
    assert rules.why_not_file_incident(cast.pk_head, reasoned) is None
    clock.move(timedelta(minutes=2))
    assert "within 30 days of awareness" in rules.why_not_file_incident(cast.pk_head, reasoned)


def test_draft_with_something_not_understood_may_not_be_filed(cast):
    draft = draft_incident(by=cast.pk_head)
    draft.typed = "starts=soon"

    assert "typed but not understood" in rules.why_not_file_incident(cast.pk_head, draft)


def test_filed_incident_may_not_be_filed_again(cast):
    incident = filed_incident(by=cast.pk_head)

    assert "does not belong to the state" in rules.why_not_file_incident(cast.pk_head, incident)


def test_draft_may_be_discarded_by_its_delegation_and_a_filed_incident_by_nobody(cast):
    draft = draft_incident(by=cast.pk_officer)
    filed = filed_incident(by=cast.pk_head)

    assert rules.why_not_discard_draft(cast.pk_officer, draft) is None
    assert "role" in rules.why_not_discard_draft(cast.pk_observer, draft)
    assert "the delegation that drafted" in rules.why_not_discard_draft(cast.af_head, draft)
    assert rules.why_not_discard_draft(cast.pk_head, filed) == "A filed incident is withdrawn not discarded."
    assert "does not belong" in rules.why_not_discard_draft(cast.pk_head, discard_draft(draft, by=cast.pk_head))

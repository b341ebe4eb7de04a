"""verify_record forgets nothing: every model, every column and every event stands in its table, or is named with why."""

import pytest
from django.apps import apps

from commission.words.events import EVENTS
from reports.rows_and_acts import EVENTS_WITHOUT_ROW, GROUPS, MODELS_WITHOUT_ACT, PART_OF_A_TEXT
from tests.architecture.test_mutability import ROOMS

PAIRINGS = [pairing for group in GROUPS for pairing in group.pairings]
# Of the compared models, by model: columns that no act says, and why it need not.
DRAFTED = "edits of a draft are no acts"
FILED = "edited while it is a draft; compared with what was filed, in texts.py"
NOT_COMPARED = {
    "commission.Member": {
        "password": "no act holds a secret",
        "last_login": "a session is no act",
        "language time_zone": "the member's own setting, no act",
    },
    "commission.SeatChange": {"waiting_password": "no act holds a secret"},
    "incidents.CustodyStep": {"step": "only the step `sealed` has its act; what precedes it is a draft's"},
    "incidents.Incident": {
        "starts_at ends_at time_zone_entered time_precision aware_at late_reasons sector place_name latitude": FILED,
        "longitude is_far_confirmed location_precision side primary_type gravity_proposed respondents": FILED,
        "force_named narrative narrative_language": FILED,
        "drafted_at drafted_by revision typed": DRAFTED,
    },
    "incidents.Evidence": {
        "kind audience summary media_type size_bytes delegation": FILED,
        "text original": "its digest is compared",
        "shown_copy": "made from the original",
        "file_name": "a name given by the submitter's machine, no part of the file",
        "submitted_at submitted_by": "a draft's; the sealing has its act",
        "is_sealed": "the condition under which it is compared",
    },
    "penalties.Penalty": {"next_at next_moment": "worked out from the due date by the worker"},
    "penalties.Posting": {
        "determination proposed_measure": "the act names verdict, party and amount; the finding names the rest"
    },
    "record.CosigningRefusal": {"act": "the very act that it is compared with"},
    "verification.Assent": {"spent_at": "an assent alone does nothing; the act that two did is compared"},
    "verification.Ballot": {"closes_at": "worked out from the protocol's hours"},
    "verification.Clock": {
        "started_at ends_at stopped_at next_at next_moment": "worked out from the facts by verification/clocks.py"
    },
    "verification.ClockExtension": {"started_at": "the clock's, which the act names by kind and owner"},
    "verification.Finding": {
        "number reasons answer_to_comments text_bytes": "compared with the text that was shown, in texts.py",
        "drafted_at drafted_by": DRAFTED,
    },
    "verification.Question": {"started_at": "the clock's, which the act names by kind and owner"},
    "verification.Reply": {"drafted_at drafted_by": DRAFTED},
    "verification.Verdict": {"ballot": "the digest of its finding is compared, and the ballot's outcome"},
}
# Words of events that no action appends any more, or yet; appending one would make verify_record tell of it.
NEVER_APPENDED = {"compliance_logged", "draft_facts_shown", "evidence_added", "facts_shown", "votes_revealed"}


def compared_columns(label):
    """The first step of every path that is compared, or leads to what the rows belong to."""
    of_model = [pairing for pairing in PAIRINGS if pairing.model._meta.label == label]
    paths = [path for pairing in of_model for path in (*pairing.columns, pairing.reference)]
    return {path.partition("__")[0].removesuffix("_id") for path in paths}


def test_every_model_stands_in_the_table_or_is_named_with_its_reason():
    models = {model._meta.label for model in apps.get_models() if model._meta.app_label in ROOMS}
    compared = {pairing.model._meta.label for pairing in PAIRINGS if not pairing.model._meta.auto_created}

    assert compared | set(MODELS_WITHOUT_ACT) | set(PART_OF_A_TEXT) == models
    assert not compared & (set(MODELS_WITHOUT_ACT) | set(PART_OF_A_TEXT))
    assert all([*MODELS_WITHOUT_ACT.values(), *PART_OF_A_TEXT.values(), *EVENTS_WITHOUT_ROW.values()])


def test_every_table_between_two_models_is_compared_too():
    between = {
        field.remote_field.through._meta.label
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        for field in model._meta.local_many_to_many
        if field.remote_field.through._meta.auto_created
    }
    part_of_a_text = {"incidents.Incident_secondary_types", "verification.Determination_evidence"}

    assert between - part_of_a_text == {pairing.model._meta.label for pairing in PAIRINGS} & between


def test_every_event_stands_in_the_table_or_is_named_with_its_reason():
    known = {event.rpartition(".")[2] for event in EVENTS_WITHOUT_ROW}
    known |= {event.rpartition(".")[2] for group in GROUPS for event in group.events}

    assert known | NEVER_APPENDED == set(EVENTS)
    assert not known & NEVER_APPENDED


@pytest.mark.parametrize(
    "label", sorted({one.model._meta.label for one in PAIRINGS if not one.model._meta.auto_created})
)
def test_every_column_is_compared_or_named_with_its_reason(label):
    columns = {field.name for field in apps.get_model(label)._meta.local_concrete_fields if not field.primary_key}

    named = {column for group in NOT_COMPARED.get(label, {}) for column in group.split()}

    assert columns - compared_columns(label) == named

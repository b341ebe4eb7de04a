"""Appending an act: what stands in the record afterwards, and that it stands or falls with the caller's work."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import IntegrityError, transaction

from record.actions import append, leaf_bytes
from record.actor import CLOCK, Actor
from record.canonical import NotCanonical
from record.models import Act, Body, Inbox, Opening, Subject

AT = datetime(2026, 3, 1, 16, 30, 0, 7, tzinfo=timezone(timedelta(hours=4, minutes=30)))
HEAD = Actor(name="Zarmina", role="head", delegation="AF")
SUBJECTS = [("incident", "I-7KQ4ZP"), ("case", "JMC-2026-00042")]


def filed(**changed):
    given = {
        "event": "incidents.filed",
        "actor": HEAD,
        "at": AT,
        "subjects": SUBJECTS,
        "envelope_readers": ["AF", "QA", "TR"],
    }
    return append(**{**given, **changed})


@pytest.mark.django_db
def test_append_writes_act_subjects_openings_and_inbox_in_four_queries(django_assert_num_queries):
    with django_assert_num_queries(4):
        act = filed()

    act = Act.objects.get(pk=act.pk)
    assert json.loads(act.envelope) == {
        "v": 1,
        "event": "incidents.filed",
        "time": "2026-03-01T12:00:00.000007Z",
        "actor": {"name": "Zarmina", "role": "head", "delegation": "AF"},
        "subjects": [["incident", "I-7KQ4ZP"], ["case", "JMC-2026-00042"]],
        "body": None,
        "signature": None,
    }
    assert act.commitment == hashlib.sha256(act.salt + act.envelope).digest()
    assert list(Subject.objects.filter(act=act).order_by("pk").values_list("kind", "reference")) == SUBJECTS
    assert set(Opening.objects.filter(act=act).values_list("part", "reader")) == {
        ("envelope", "AF"),
        ("envelope", "QA"),
        ("envelope", "TR"),
    }
    waiting = Inbox.objects.get(commitment=act.commitment)
    assert waiting.body == leaf_bytes(act.commitment) == b'{"c":"%s","v":1}' % act.commitment.hex().encode()


@pytest.mark.django_db
def test_append_seals_the_body_apart_from_the_envelope(django_assert_num_queries):
    with django_assert_num_queries(5):
        act = filed(body={"choice": "reject", "reasons": "گولہ باری"}, body_readers=["AF"])

    body = Body.objects.get(act=act)
    assert json.loads(body.body) == {"choice": "reject", "reasons": "گولہ باری"}
    assert body.commitment == hashlib.sha256(body.salt + body.body).digest() == act.body_commitment
    assert json.loads(act.envelope)["body"] == body.commitment.hex()
    assert body.salt != act.salt
    assert set(Opening.objects.filter(act=act, part="body").values_list("reader", flat=True)) == {"AF"}


@pytest.mark.django_db
def test_two_equal_acts_have_different_commitments():
    assert filed().commitment != filed().commitment


@pytest.mark.django_db
def test_deleting_a_body_leaves_act_and_inbox_whole():
    act = filed(body={"source": "a shepherd"}, body_readers=["AF"])

    Body.objects.filter(act=act).delete()

    assert Act.objects.get(pk=act.pk).body_commitment == act.body_commitment
    assert Inbox.objects.filter(commitment=act.commitment).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changed",
    [
        {"body": {"bearing": 1.5}},
        {"body": {"narrative": "A\u030a"}},
        {"body": {"count": 2**60}},
        {"actor": Actor(name="\ud800", role="", delegation="")},
    ],
)
def test_append_refuses_what_has_no_canonical_form(changed):
    with pytest.raises(NotCanonical):
        filed(**changed)

    assert not Act.objects.exists()
    assert not Inbox.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("changed", [{"body_readers": ["AF"]}, {"at": datetime(2026, 3, 1)}])
def test_append_asserts_against_a_programmers_mistake(changed):
    with pytest.raises(AssertionError):
        filed(**changed)


@pytest.mark.django_db
def test_append_names_a_subject_once():
    with pytest.raises(IntegrityError), transaction.atomic():
        filed(subjects=[("incident", "I-7KQ4ZP")] * 2)


def test_append_outside_a_transaction_is_refused(committed_database):
    with pytest.raises(AssertionError, match="in the transaction"):
        filed()

    assert not Act.objects.exists()


def test_rolled_back_append_leaves_nothing(committed_database):
    class ChangedMind(Exception):
        pass

    with pytest.raises(ChangedMind), transaction.atomic():
        filed(body={"a": 1}, body_readers=["AF"], at=datetime.now(UTC), actor=CLOCK)
        raise ChangedMind

    assert not any(model.objects.exists() for model in (Act, Subject, Body, Opening, Inbox))

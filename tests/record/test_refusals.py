"""Refusals to cosign: what the server takes of a witness's own machine, and where it shows that a witness refused."""

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client
from django.urls import reverse

from notices.actions import make_notices
from notices.models import Notice
from record import note
from record.actions import CosignatureRefused, TooManyRefusals, accept_refusal, enrol_witness, sequence
from record.actions.refusing import REFUSALS_MAX
from record.models import Act, CosigningRefusal, Opening
from record.policy import enrolment_note
from record.queries import opening_of, standing_refusals
from record.refusal_note import RefusalNote, parse_refusal, refusal_note
from tests.record.conftest import ADMIN
from tests.record.logs import cosigned, signed
from tests.verifier.loaded import verifier as verify

pytestmark = pytest.mark.django_db
REASON = "Entries that we had seen were changed."


@pytest.fixture
def checkpoint(log_key):
    return signed(2, key=log_key)


def refusal_of(checkpoint, /, **changes):
    tree = note.parse_checkpoint(checkpoint.text)
    return replace(RefusalNote(tree, kind="inconsistent", time=1_772_366_400, reason=REASON), **changes)


def other_tree(checkpoint):
    return note.Checkpoint(origin=note.parse_checkpoint(checkpoint.text).origin, size=checkpoint.size, root=bytes(32))


def post(body, **headers):
    return Client(enforce_csrf_checks=True).post("/log/refusals", data=body, content_type="text/plain", **headers)


def test_refusal_is_an_act_that_all_four_can_open(enrolled, checkpoint):
    written = refusal_note(refusal_of(checkpoint), enrolled["AF"])

    answer = post(written)

    assert (answer.status_code, answer.text) == (200, "accepted 1\n")
    assert Client().get("/log/refusals").status_code == 405
    act = Act.objects.get(event="record.cosigning_refused")
    assert act.actor_delegation == "AF"
    assert set(Opening.objects.filter(act=act).values_list("reader", "part")) == {
        (reader, part) for reader in ["PK", "AF", "TR", "QA", "secretariat"] for part in ["envelope", "body"]
    }
    assert opening_of(act, reader="QA").body == {
        "delegation": "AF",
        "size": checkpoint.size,
        "root": checkpoint.root_base64,
        "kind": "inconsistent",
        "reason": REASON,
        "is_ours": True,
        "note": written,
    }


def test_refusal_of_a_tree_that_we_never_signed_says_so(enrolled, checkpoint):
    accept_refusal(refusal_note(refusal_of(checkpoint, checkpoint=other_tree(checkpoint)), enrolled["TR"]))

    assert not CosigningRefusal.objects.get().is_ours


def test_refusal_brought_again_is_the_one_that_stands(enrolled, checkpoint):
    first = accept_refusal(refusal_note(refusal_of(checkpoint), enrolled["AF"]))
    again = accept_refusal(refusal_note(refusal_of(checkpoint, reason="Other words."), enrolled["AF"]))

    assert first == again
    assert Act.objects.filter(event="record.cosigning_refused").count() == 1


def test_refusals_are_refused_each_with_its_status(enrolled, checkpoint):
    stranger = note.Key("jmc.example/witness/x", enrolled["PK"].private, note.Kind.COSIGNATURE)
    right = refusal_note(refusal_of(checkpoint), enrolled["PK"])
    elsewhere = note.Checkpoint(origin="other.example/log", size=2, root=bytes(32))
    cases = {
        b"": 400,
        b"\xff\xfe": 400,
        refusal_of(checkpoint).text.encode(): 400,
        right.replace("inconsistent\n", "unheard-of\n").encode(): 400,
        right.replace("time 1", "time 01").encode(): 400,
        refusal_note(refusal_of(checkpoint, reason=""), enrolled["PK"]).encode(): 400,
        refusal_note(refusal_of(checkpoint, reason="x" * 501), enrolled["PK"]).encode(): 400,
        refusal_note(refusal_of(checkpoint, reason="cafe\u0301"), enrolled["PK"]).encode(): 400,
        refusal_note(refusal_of(checkpoint), stranger).encode(): 403,
        right.replace("were changed", "were lost").encode(): 403,
        refusal_note(refusal_of(checkpoint, checkpoint=elsewhere), enrolled["PK"]).encode(): 404,
        b"a" * 5000: 413,
    }

    for body, status in cases.items():
        answer = post(body)
        assert (answer.status_code, answer.text[-1:]) == (status, "\n"), (body[:60], answer.text)
    assert not CosigningRefusal.objects.exists()


def test_cosignature_is_no_refusal_and_refusal_no_cosignature(enrolled, checkpoint):
    written = refusal_note(refusal_of(checkpoint), enrolled["PK"])
    cosignature = note.cosign(checkpoint.text, enrolled["PK"], 7)

    assert post(f"{checkpoint.text}\n{cosignature}").status_code == 400
    assert Client().post("/log/cosignatures", data=written, content_type="text/plain").status_code == 400
    assert post(f"{refusal_of(checkpoint).text}\n{cosignature}").status_code == 403


def test_refusals_are_taken_only_so_often_in_a_day(enrolled, checkpoint, clock):
    tree = note.parse_checkpoint(checkpoint.text)
    refusals = [
        refusal_note(refusal_of(checkpoint, checkpoint=replace(tree, size=size)), enrolled["PK"])
        for size in range(REFUSALS_MAX + 1)
    ]
    for written in refusals[:-1]:
        accept_refusal(written)

    with pytest.raises(TooManyRefusals):
        accept_refusal(refusals[-1])
    assert post(refusals[-1]).status_code == 429
    assert accept_refusal(refusal_note(refusal_of(checkpoint), enrolled["TR"])).delegation_id == "TR"
    clock.move(timedelta(hours=25))
    assert accept_refusal(refusals[-1]).size == REFUSALS_MAX


def test_former_key_refuses_nothing_any_more(enrolled, checkpoint):
    second = note.Key("jmc.example/witness/pk2", Ed25519PrivateKey.generate(), note.Kind.COSIGNATURE)
    former = note.vkey_of(enrolled["PK"])
    proof = enrolment_note(second, enrolled["PK"], delegation="PK", replaces=former)
    enrol_witness("PK", vkey=note.vkey_of(second), proof=proof, by=ADMIN)

    with pytest.raises(CosignatureRefused, match="one witness that we know"):
        accept_refusal(refusal_note(refusal_of(checkpoint), enrolled["PK"]))
    assert accept_refusal(refusal_note(refusal_of(checkpoint), second)).delegation_id == "PK"


def test_refusal_stands_until_the_delegation_cosigns_again(enrolled, checkpoint):
    accept_refusal(refusal_note(refusal_of(checkpoint), enrolled["AF"]))
    cosigned(checkpoint, enrolled["TR"])
    assert [one.delegation_id for one in standing_refusals()] == ["AF"]

    cosigned(checkpoint, enrolled["AF"])

    assert standing_refusals() == []


def test_refusal_shows_on_the_checkpoint_s_page_and_on_everyone_s_desk(enrolled, checkpoint, client_of, cast):
    accept_refusal(refusal_note(refusal_of(checkpoint, checkpoint=other_tree(checkpoint)), enrolled["AF"]))

    for code in ("pk", "af", "tr", "qa"):
        for address in (reverse("desk"), reverse("record_checkpoint")):
            text = client_of(cast[f"{code}.head"]).get(address).text
            assert REASON in text
            assert "This log has signed no such tree" in text
    cosigned(checkpoint, enrolled["AF"])
    assert REASON not in client_of(cast.pk_head).get(reverse("desk")).text
    assert REASON in client_of(cast.pk_head).get(reverse("record_checkpoint")).text


def test_reason_is_shown_as_text_never_as_a_page(enrolled, checkpoint, client_of, cast):
    accept_refusal(refusal_note(refusal_of(checkpoint, reason="<script>alert(1)</script>"), enrolled["AF"]))

    text = client_of(cast.pk_head).get(reverse("desk")).text

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_refusal_is_told_to_the_four(enrolled, checkpoint, cast, log_key):
    accept_refusal(refusal_note(refusal_of(checkpoint), enrolled["AF"]))
    sequence(key=log_key)
    while make_notices(is_mailed=False):
        pass

    told = Notice.objects.filter(step="compare_record").values_list("member__username", flat=True)
    assert {name.partition(".")[0] for name in told} == {"pk", "af", "tr", "qa"}


def test_server_and_verifier_write_the_same_refusal(enrolled, checkpoint):
    ours = refusal_of(checkpoint)
    theirs = verify.parse_refusal(ours.text)
    key = verify.WitnessKey(enrolled["PK"].name, enrolled["PK"].private)

    assert parse_refusal(theirs.text) == ours
    assert verify.plainly_signed(theirs.text, key) == refusal_note(ours, enrolled["PK"])

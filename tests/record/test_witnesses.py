"""Witnesses: how a key is enrolled and followed by another, what a cosignature must be, and who lags."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.urls import reverse

from monitoring_site.clock import database_time
from record import note
from record.actions import (
    AnotherLog,
    CosignatureRefused,
    EnrolmentRefused,
    UnknownSize,
    accept_cosignature,
    enrol_witness,
    sequence,
)
from record.models import Act, Cosignature, Opening, Status, Witness
from record.note import Key, Kind, NoteRefused, vkey_of
from record.policy import enrolment_note
from record.queries import acts_about, lagging_witnesses, opening_of, witness_standings
from tests.record.conftest import ADMIN
from tests.record.logs import act, cosigned, signed

pytestmark = pytest.mark.django_db


def new_key(code="pk"):
    return Key(f"jmc.example/witness/{code}", Ed25519PrivateKey.generate(), Kind.COSIGNATURE)


def enrol(key, *, code="PK", proof=None):
    return enrol_witness(code, vkey=vkey_of(key), proof=proof or enrolment_note(key, delegation=code), by=ADMIN)


def replacing(former, key, *signers, code="PK"):
    """The enrolment of a key in the former one's place, signed also by these."""
    return enrolment_note(key, *signers, delegation=code, replaces=vkey_of(former))


def test_enrolment_is_an_act_of_administration_open_to_all(witness_keys):
    enrol(witness_keys["PK"])

    enrolment = Act.objects.get(event="record.witness_enrolled")
    assert set(Opening.objects.filter(act=enrolment).values_list("reader", "part")) == {
        (reader, part) for reader in ["PK", "AF", "TR", "QA", "secretariat"] for part in ["envelope", "body"]
    }
    assert opening_of(enrolment, reader="AF").body["vkey"] == vkey_of(witness_keys["PK"])
    assert enrolment.actor_name == ADMIN.name


def test_enrolment_needs_the_key_s_own_signature(witness_keys):
    mine, other = witness_keys["PK"], witness_keys["AF"]
    text = enrolment_note(mine, delegation="PK").partition("\n\n")[0] + "\n"
    forged = f"{text}\n" + note.signature_line(mine, other.private.sign(text.encode()))
    by_another = f"{text}\n" + note.signature_line(other, other.private.sign(text.encode()))

    for proof in (forged, enrolment_note(other, delegation="PK"), "nothing", b"\xff"):
        with pytest.raises(NoteRefused):
            enrol(mine, proof=proof)
    with pytest.raises(EnrolmentRefused, match="not signed by the key itself"):
        enrol(mine, proof=by_another)

    assert not Witness.objects.exists()


def test_enrolment_refuses_other_kinds_others_keys_and_others_delegations(enrolled, log_key):
    plain = Key("jmc.example/witness/pk", Ed25519PrivateKey.generate())

    with pytest.raises(EnrolmentRefused, match="none of the delegations"):
        enrol(new_key(), code="XX")
    with pytest.raises(EnrolmentRefused, match="not a witness's key"):
        enrol(plain, proof=enrolment_note(new_key(), delegation="PK"))
    with pytest.raises(EnrolmentRefused, match="enrolled already"):
        enrol(Key("jmc.example/witness/af2", enrolled["PK"].private, Kind.COSIGNATURE), code="AF")


def test_key_of_small_order_is_never_enrolled(witness_keys):
    with pytest.raises((NoteRefused, EnrolmentRefused)):
        enrol_witness("PK", vkey="jmc.example/witness/pk+00000000+BA" + "A" * 43, proof="x", by=ADMIN)


def test_key_is_followed_by_another_that_the_old_one_or_three_others_signed(enrolled):
    second, third = new_key(), new_key()
    others = [enrolled[code] for code in ("AF", "TR", "QA")]

    for signers in ([], others[:2], [new_key("af")]):
        with pytest.raises(EnrolmentRefused, match="signed by the old one, or by three others"):
            enrol(second, proof=replacing(enrolled["PK"], second, *signers))
    enrol(second, proof=replacing(enrolled["PK"], second, enrolled["PK"]))
    enrol(third, proof=replacing(second, third, *others))

    assert [one.vkey for one in Witness.objects.current().filter(delegation="PK")] == [vkey_of(third)]


def test_signatures_for_one_delegation_s_key_serve_no_other(enrolled):
    """Three vouch for AF's new key; the operator enrols it for PK, whose own signature is among the three."""
    second, three = new_key("af-2"), [enrolled[code] for code in ("PK", "TR", "QA")]
    lost = replacing(enrolled["AF"], second, *three, code="AF")

    with pytest.raises(NoteRefused, match="not an enrolment for PK in the place of"):
        enrol(second, code="PK", proof=lost)

    assert Witness.objects.count() == 4
    assert enrol(second, code="AF", proof=lost).delegation == "AF"


def test_signatures_under_a_replacement_serve_only_in_that_key_s_place(enrolled):
    second, third = new_key(), new_key()
    others = [enrolled[code] for code in ("AF", "TR", "QA")]
    enrol(second, proof=replacing(enrolled["PK"], second, enrolled["PK"]))

    for stale in (replacing(enrolled["PK"], third, *others), enrolment_note(third, *others, delegation="PK")):
        with pytest.raises(NoteRefused, match="not an enrolment for PK in the place of"):
            enrol(third, proof=stale)

    assert [one.vkey for one in Witness.objects.current().filter(delegation="PK")] == [vkey_of(second)]


def test_former_key_cosigns_no_more_and_its_cosignatures_stay(enrolled, log_key):
    checkpoint = signed(1, key=log_key)
    cosigned(checkpoint, enrolled["PK"])
    second = new_key()
    enrol(second, proof=replacing(enrolled["PK"], second, enrolled["PK"]))
    newer = signed(1, key=log_key)

    with pytest.raises(CosignatureRefused):
        cosigned(newer, enrolled["PK"])
    assert cosigned(newer, second) == 1
    assert Cosignature.objects.count() == 2


def test_cosignatures_are_kept_once_however_often_they_are_brought(enrolled, log_key):
    checkpoint = signed(2, key=log_key)

    assert cosigned(checkpoint, enrolled["PK"], enrolled["TR"]) == 2
    assert cosigned(checkpoint, enrolled["PK"], time=1_772_366_499) == 1
    assert accept_cosignature((checkpoint.note + note.cosign(checkpoint.text, enrolled["AF"], 7)).encode()) == 1

    assert sorted(Cosignature.objects.values_list("witness__delegation", flat=True)) == ["AF", "PK", "TR"]


def test_cosignature_of_nobody_known_is_refused(enrolled, log_key):
    checkpoint = signed(1, key=log_key)

    with pytest.raises(CosignatureRefused, match="no key that we know") as refusal:
        cosigned(checkpoint, new_key())

    assert refusal.value.status == 403


def test_wrong_cosignature_beside_a_right_one_refuses_all(enrolled, log_key):
    checkpoint = signed(1, key=log_key)
    right = note.cosign(checkpoint.text, enrolled["PK"], 7)
    wrong = note.signature_line(enrolled["AF"], bytes(72))

    with pytest.raises(CosignatureRefused, match=r"signature of .*/witness/af is wrong"):
        accept_cosignature(f"{checkpoint.text}\n{right}{wrong}")

    assert not Cosignature.objects.exists()


def test_cosignature_on_another_log_s_root_says_that_somebody_shows_different_logs(enrolled, log_key):
    ours = signed(2, key=log_key)
    forked = note.checkpoint_text(log_key.name, ours.size, bytes(32))

    with pytest.raises(AnotherLog, match="Somebody shows different logs"):
        accept_cosignature(f"{forked}\n{note.cosign(forked, enrolled['TR'], 7)}")
    for text in (
        note.checkpoint_text(log_key.name, ours.size + 1, bytes(32)),
        note.checkpoint_text("other.example/log", ours.size, bytes(ours.root)),
    ):
        with pytest.raises(UnknownSize):
            accept_cosignature(f"{text}\n{note.cosign(text, enrolled['TR'], 7)}")


def statuses():
    return [one.status for one in acts_about("incident", "I-7KQ4ZP", reader="PK")]


def test_act_is_pending_recorded_witnessed_and_witnessed_by_all(enrolled, log_key, django_assert_num_queries):
    act()
    assert statuses() == [Status.PENDING]
    first = signed(0, key=log_key)
    assert statuses() == [Status.RECORDED]

    cosigned(first, enrolled["PK"], enrolled["TR"])
    assert statuses() == [Status.RECORDED]
    cosigned(first, enrolled["AF"])
    assert statuses() == [Status.WITNESSED]
    cosigned(first, enrolled["QA"])
    act()
    with django_assert_num_queries(1):
        assert statuses() == [Status.WITNESSED_BY_ALL, Status.PENDING]


def test_witnesses_of_different_checkpoints_count_up_to_the_smallest(enrolled, log_key):
    older, newer = signed(1, key=log_key), signed(1, key=log_key)
    cosigned(older, enrolled["PK"], enrolled["AF"], enrolled["TR"])
    cosigned(newer, enrolled["QA"], enrolled["TR"])

    assert statuses() == [Status.WITNESSED_BY_ALL, Status.RECORDED]


def test_two_keys_of_one_delegation_are_one_voice(enrolled, log_key):
    checkpoint = signed(1, key=log_key)
    cosigned(checkpoint, enrolled["PK"], enrolled["TR"])
    second = new_key()
    enrol(second, proof=replacing(enrolled["PK"], second, enrolled["PK"]))
    cosigned(checkpoint, second)

    assert statuses() == [Status.RECORDED]


def test_witness_lags_once_a_checkpoint_has_waited_for_a_day(enrolled, log_key):
    first = signed(1, key=log_key)
    cosigned(first, *enrolled.values())
    waiting = signed(1, key=log_key)
    cosigned(waiting, *(enrolled[code] for code in ("AF", "TR", "QA")))
    signed(1, key=log_key)

    day = timedelta(hours=24)
    assert lagging_witnesses(waiting.signed_at + day) == []
    assert [one.delegation_id for one in lagging_witnesses(waiting.signed_at + day + timedelta(microseconds=1))] == [
        "PK"
    ]
    assert len(lagging_witnesses(database_time() + day * 2)) == 4


def test_standings_of_all_four_take_one_query(enrolled, log_key, django_assert_num_queries):
    older, newer = signed(1, key=log_key), signed(1, key=log_key)
    cosigned(older, enrolled["AF"])
    cosigned(newer, enrolled["PK"])

    with django_assert_num_queries(1):
        standings = witness_standings(newer.signed_at)

    assert [(one.delegation_id, one.cosigned_size) for one in standings] == [
        ("PK", newer.size), ("AF", older.size), ("TR", None), ("QA", None)
    ]  # fmt: skip
    assert [one.delegation_id for one in standings if one.behind_since] == ["AF", "TR", "QA"]


def test_delegation_without_a_key_does_not_lag_and_a_late_key_has_its_day(log_key, witness_keys):
    old = signed(1, key=log_key)
    assert lagging_witnesses(old.signed_at + timedelta(days=9)) == []
    witness = enrol(witness_keys["QA"], code="QA")

    standing = next(one for one in witness_standings(database_time()) if one.delegation_id == "QA")
    assert standing.behind_since == witness.enrolled_at
    assert not standing.is_lagging


def test_lagging_witness_shows_on_everyone_s_desk(enrolled, log_key, client_of, cast, clock):
    cosigned(signed(1, key=log_key), *(enrolled[code] for code in ("AF", "TR", "QA")))
    desks = [client_of(cast[f"{code}.head"]) for code in ("pk", "af", "tr", "qa")]
    assert all("has not cosigned" not in desk.get(reverse("desk")).text for desk in desks)

    clock.move(timedelta(hours=25))

    for desk in desks:
        text = desk.get(reverse("desk")).text
        assert "has not cosigned the record for more than 24 hours" in text
        assert text.count("behind since") == 1
        assert "Pakistan: behind since" in text


def test_command_enrols_what_a_file_proves(witness_keys, tmp_path, cast):
    key = witness_keys["TR"]
    proof = tmp_path / "enrolment"
    proof.write_text(enrolment_note(key, delegation="TR"))

    call_command("enrol_witness", "TR", vkey_of(key), str(proof), by=cast.admin1.username)
    with pytest.raises(CommandError, match="not enrolled"):
        call_command("enrol_witness", "TR", vkey_of(key), str(proof))
    with pytest.raises(CommandError, match="no member of the secretariat"):
        call_command("enrol_witness", "TR", vkey_of(key), str(proof), by=cast.pk_head.username)
    with pytest.raises(CommandError, match="not enrolled"):
        call_command("enrol_witness", "TR", vkey_of(key), str(tmp_path / "nothing"))

    assert Witness.objects.get().delegation == "TR"
    assert Act.objects.get(event="record.witness_enrolled").actor_name == cast.admin1.name


def test_demonstration_s_witnesses_are_made_once_labelled_and_cosign(settings, log_key):
    settings.DEMONSTRATION = True
    for _ in range(2):
        call_command("demonstration_witnesses", enrol=True)
    sequence(key=log_key)
    for _ in range(2):
        call_command("demonstration_witnesses", cosign=True)

    assert sorted(Witness.objects.filter(is_demonstration=True).values_list("delegation", flat=True)) == [
        "AF",
        "PK",
        "QA",
        "TR",
    ]
    assert Cosignature.objects.count() == 4
    assert "prove nothing" in (settings.RECORD_DEMONSTRATION_KEYS / "README.txt").read_text()


def test_demonstration_s_witnesses_are_refused_elsewhere(settings):
    settings.DEMONSTRATION = False

    with pytest.raises(CommandError, match="DEMONSTRATION is 1"):
        call_command("demonstration_witnesses")

    assert not Witness.objects.exists()

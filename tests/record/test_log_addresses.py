"""The log's addresses: what anyone can fetch and check without a session, and what is refused."""

import base64
import json

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from record import note
from record.actions import register_log_key, sequence
from record.canonical import canonical_bytes
from record.models import Cosignature, Witness
from record.tiles import entries_of, hashes_of
from record.tlog import leaf_hash, root_of, verify_consistency, verify_inclusion
from record.views.log import COSIGNATURES_BYTES_MAX
from tests.record.logs import act, acts, cosigned, leaves, signed
from tests.verifier.loaded import verifier as verify

pytestmark = pytest.mark.django_db


def lines(response):
    return [base64.b64decode(line) for line in response.text.splitlines()]


def test_log_without_a_checkpoint_has_nothing_to_show(client):
    for address in ("checkpoint", "checkpoint/1", "consistency/0/1", "tile/0/000.p/1", "policy", "vkey"):
        assert client.get(f"/log/{address}").status_code == 404, address


def test_checkpoints_carry_every_cosignature_so_far(client, enrolled, log_key):
    register_log_key(log_key)
    first, second = signed(2, key=log_key), signed(1, key=log_key)
    cosigned(first, *enrolled.values())

    newest, older = client.get("/log/checkpoint"), client.get(f"/log/checkpoint/{first.size}")

    policy = verify.parse_policy(client.get("/log/policy").text)
    assert newest.text == second.note
    assert set(verify.open_checkpoint(older.text, policy).times) == {"PK", "AF", "TR", "QA"}
    assert older["Content-Type"] == "text/plain; charset=utf-8"
    assert older["Cache-Control"] == "no-cache"
    assert client.get("/log/vkey").text == f"{note.vkey_of(log_key)}\n"
    assert policy.is_reached(["PK", "TR", "QA"])
    assert not policy.is_reached(["PK", "TR"])


def test_a_line_in_the_database_that_its_witness_never_signed_is_not_served(client, enrolled, log_key):
    """A hacked web process may add rows; a false line of a known witness would make every verifier refuse the note."""
    register_log_key(log_key)
    ours = signed(2, key=log_key)
    cosigned(ours, enrolled["PK"])
    of_another_tree = note.cosign(note.checkpoint_text(log_key.name, ours.size, bytes(32)), enrolled["AF"], 7)
    invented = [(code, note.signature_line(enrolled[code], bytes(72))) for code in ("TR", "QA")]
    for code, line in [("AF", of_another_tree), *invented]:
        witness = Witness.objects.get(delegation=code)
        Cosignature.objects.create(checkpoint=ours, witness=witness, line=line.rstrip("\n"), received_at=ours.signed_at)

    served = client.get("/log/checkpoint").text

    assert Cosignature.objects.count() == 4
    policy = verify.parse_policy(client.get("/log/policy").text)
    assert set(verify.open_checkpoint(served, policy).times) == {"PK"}


def test_consistency_between_any_two_sizes(client, log_key):
    sizes = [signed(count, key=log_key).size for count in (1, 2, 254, 43)]

    for old in sizes:
        for new in sizes:
            answer = client.get(f"/log/consistency/{old}/{new}")
            if old > new:
                assert answer.status_code == 404
                continue
            roots = root_of(leaves()[:old]), root_of(leaves()[:new])
            assert verify_consistency(old, new, *roots, lines(answer))
    assert client.get("/log/consistency/0/300").text == ""
    assert client.get("/log/consistency/1/301").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "checkpoint/01",
        "checkpoint/-1",
        "checkpoint/99999999999999999999",
        "consistency/1",
        "consistency/a/1",
        "tile/0/1",
        "tile/0/000.p/0",
        "tile/0/000.p/6",
        "tile/1/000",
        "tile/entries/001",
        "tile/0/x000/000",
        "tile/0/000/",
        "tile/../1",
    ],
)
def test_what_is_not_ours_is_not_found(client, log_key, address):
    signed(5, key=log_key)

    assert client.get(f"/log/{address}").status_code == 404


def test_tiles_hold_the_tree(client, log_key):
    signed(300, key=log_key)

    full, rest = client.get("/log/tile/0/000"), client.get("/log/tile/0/001.p/44")
    above = client.get("/log/tile/1/000.p/1")
    bundle = client.get("/log/tile/entries/001.p/44")

    assert hashes_of(full.content) + hashes_of(rest.content, width=44) == leaves()
    assert hashes_of(above.content, width=1) == [root_of(leaves()[:256])]
    assert [leaf_hash(entry) for entry in entries_of(bundle.content, width=44)] == leaves()[256:]
    assert full["Content-Type"] == "application/octet-stream"
    assert "immutable" in full["Cache-Control"]
    assert client.get("/log/tile/0/001.p/43").content == rest.content[:-32]


def test_entries_that_no_checkpoint_holds_are_not_served(client, log_key):
    signed(1, key=log_key)
    act()
    sequence()

    assert client.get("/log/tile/0/000.p/2").status_code == 404


def test_nothing_sets_a_cookie(client, log_key):
    signed(1, key=log_key)

    for address in ("checkpoint", "tile/0/000.p/1"):
        assert not client.get(f"/log/{address}").cookies
    assert client.post("/log/checkpoint").status_code == 405


def post(client, body, **headers):
    return client.post("/log/cosignatures", data=body, content_type="text/plain; charset=utf-8", **headers)


def test_cosignature_is_brought_without_a_session(enrolled, log_key, client):
    checkpoint = signed(1, key=log_key)
    brought = f"{checkpoint.text}\n{note.cosign(checkpoint.text, enrolled['QA'], 7)}"

    answer = post(Client(enforce_csrf_checks=True), brought)

    assert (answer.status_code, answer.text) == (200, "accepted 1\n")
    assert Cosignature.objects.get().witness.delegation == "QA"
    assert client.get("/log/cosignatures").status_code == 405


def test_cosignatures_are_refused_each_with_its_status(enrolled, log_key, client):
    checkpoint = signed(1, key=log_key)
    fork, unknown = (note.checkpoint_text(log_key.name, size, bytes(32)) for size in (checkpoint.size, 99))
    stranger = note.Key("jmc.example/witness/x", enrolled["PK"].private, note.Kind.COSIGNATURE)

    def by(key, text):
        return f"{text}\n{note.cosign(text, key, 7)}"

    cases = {
        b"": 400,
        b"\xff\xfe": 400,
        checkpoint.text.encode(): 400,
        by(enrolled["PK"], checkpoint.text).replace("\n5\n", "\n05\n").encode(): 400,
        by(stranger, checkpoint.text).encode(): 403,
        by(enrolled["PK"], checkpoint.text).replace("\n5\n", "\n4\n").encode(): 403,
        by(enrolled["PK"], unknown).encode(): 404,
        by(enrolled["PK"], fork).encode(): 409,
        b"a" * (COSIGNATURES_BYTES_MAX + 1): 413,
    }
    for body, status in cases.items():
        answer = post(client, body)
        assert (answer.status_code, status) == (status, status), body[:60]
        assert answer.text.endswith("\n")
    assert "different logs" in post(client, by(enrolled["PK"], fork)).text
    assert not Cosignature.objects.exists()


def test_nobody_s_rubbish_keeps_a_witness_from_cosigning(enrolled, log_key, client):
    """Behind nginx all have one address: whatever is counted by it before the note is verified, anybody can use up."""
    checkpoint = signed(1, key=log_key)
    stranger = note.Key("jmc.example/witness/x", enrolled["PK"].private, note.Kind.COSIGNATURE)
    rubbish = f"{checkpoint.text}\n{note.cosign(checkpoint.text, stranger, 7)}"
    for _ in range(200):
        assert (post(client, b"x").status_code, post(client, rubbish).status_code) == (400, 403)

    answers = [
        post(client, f"{checkpoint.text}\n{note.cosign(checkpoint.text, key, 7)}").status_code
        for key in enrolled.values()
    ]

    assert answers == [200] * 4
    assert Cosignature.objects.count() == 4


def test_proof_file_is_right_for_whoever_holds_the_policy(client, client_of, cast, enrolled, log_key):
    register_log_key(log_key)
    pending = act(readers=["PK", "AF"], body={"choice": "approve"}, body_readers=["PK"])
    acts(3)
    checkpoint = signed(0, key=log_key)
    cosigned(checkpoint, *enrolled.values())
    signed(300, key=log_key)
    address = reverse("record_proof", args=[pending.pk])

    files = {code: client_of(cast[f"{code}.head"]).get(address) for code in ("pk", "af")}

    policy = verify.parse_policy(client.get("/log/policy").text)
    for code, answer in files.items():
        parsed = verify.parse_proof_file(answer.text)
        signed_one = verify.open_checkpoint(parsed.note, policy)
        opened, commitment = verify._opened_extra(parsed)
        leaf = leaf_hash(canonical_bytes({"c": commitment.hex(), "v": 1}))
        assert (signed_one.checkpoint.size, len(signed_one.times)) == (checkpoint.size, 4)  # the best, not the newest
        assert verify_inclusion(leaf, parsed.index, checkpoint.size, parsed.proof, signed_one.checkpoint.root)
        assert opened.body == ({"choice": "approve"} if code == "pk" else None)
        assert json.loads(parsed.extra)["body"] is None or code == "pk"
    assert client_of(cast.tr_head).get(address).status_code == 404
    assert client.get(address).status_code == 302


def test_pending_act_has_no_proof_yet(client_of, cast):
    one = act()

    assert client_of(cast.pk_head).get(reverse("record_proof", args=[one.pk])).status_code == 404
    assert "Take the proof" not in client_of(cast.pk_head).get(one.get_absolute_url()).text


def test_act_s_page_offers_its_proof_and_names_the_checkpoint(client_of, cast, log_key):
    one = act()
    signed(0, key=log_key)

    page = client_of(cast.pk_head).get(one.get_absolute_url())

    assert reverse("record_proof", args=[one.pk]) in page.text
    assert reverse("record_checkpoint_of_size", args=[1]) in page.text
    assert "Attested by the server only" in page.text


def test_checkpoint_page_shows_size_root_and_every_witness(client_of, cast, enrolled, log_key, client):
    register_log_key(log_key)
    first = signed(2, key=log_key)
    cosigned(first, enrolled["TR"])
    signed(1, key=log_key)
    member = client_of(cast.af_head)

    newest, older = (member.get(reverse("record_checkpoint")), member.get(first.get_absolute_url()))

    assert first.root_base64 in older.text
    assert older.text.count("not cosigned") == 3
    assert newest.text.count("not cosigned") == 4
    for text in (newest.text, older.text):
        assert note.vkey_of(log_key) in text.replace("&#x27;", "'")
        assert all(note.vkey_of(key) in text for key in enrolled.values())
    assert "demonstration" not in newest.text
    assert member.get("/record/checkpoint/99/").status_code == 404
    assert client.get(reverse("record_checkpoint")).status_code == 302


def test_checkpoint_page_before_there_is_one(client_of, cast):
    assert "no checkpoint yet" in client_of(cast.af_head).get(reverse("record_checkpoint")).text


def test_keys_of_the_demonstration_are_named_so_on_every_page(client_of, cast, settings, log_key):
    settings.DEMONSTRATION = True
    call_command("demonstration_witnesses", enrol=True)
    one = act()
    signed(0, key=log_key)
    member = client_of(cast.pk_head)

    for address in (reverse("record_checkpoint"), one.get_absolute_url()):
        assert "cosignatures prove nothing" in member.get(address).text

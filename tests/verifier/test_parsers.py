"""The verifier's parsers: whatever they accept would be written again as exactly the same bytes."""

import base64
import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from record import note
from tests.verifier.loaded import verifier
from tests.verifier.logs import FOUR, LOG_KEY, ORIGIN, WITNESS_KEYS, Log, policy_text, private_text

LOG = Log().fill(11)
INDEX = LOG.act("commission.member_made", subjects=[("member", "pk.head")], body={"name": "x"})
NOTE = LOG.note(cosigners=FOUR)
PROOF = LOG.proof_file(INDEX)
POLICY = verifier.parse_policy(policy_text())


def changed(text):
    """The text with a few letters put in, taken out or replaced."""
    edits = some.lists(
        some.tuples(some.integers(0, len(text)), some.integers(0, 2), some.text(max_size=2)), min_size=1, max_size=3
    )
    return edits.map(lambda edits: _edited(text, edits))


def _edited(text, edits):
    for start, length, inserted in edits:
        text = text[:start] + inserted + text[start + length :]
    return text


@settings(max_examples=120, deadline=None)
@given(changed(LOG.checkpoint()))
def test_a_checkpoint_is_accepted_only_as_it_is_written(text):
    with contextlib.suppress(verifier.Malformed):
        assert verifier.parse_checkpoint(text).text == text


@settings(max_examples=120, deadline=None)
@given(changed(NOTE))
def test_a_changed_note_never_says_more_than_the_signed_one(text):
    with contextlib.suppress(verifier.DoesNotHold):
        opened = verifier.open_checkpoint(text, POLICY)
        assert opened.checkpoint.text == LOG.checkpoint()
        assert set(opened.times) <= set(FOUR)


@settings(max_examples=120, deadline=None)
@given(changed(PROOF))
def test_a_proof_file_is_accepted_only_as_it_is_written(text):
    if text.startswith(verifier.PROOF_HEADER):
        with contextlib.suppress(verifier.Malformed):
            assert verifier.parse_proof_file(text).text == text


@settings(max_examples=120, deadline=None)
@given(some.one_of(changed(note.vkey_of(WITNESS_KEYS["PK"])), some.text(max_size=40)))
def test_a_vkey_is_accepted_only_as_it_is_written(text):
    with contextlib.suppress(verifier.Malformed):
        assert verifier.parse_vkey(text).vkey == text


@settings(max_examples=80, deadline=None)
@given(changed(private_text(WITNESS_KEYS["PK"])))
def test_a_key_file_is_accepted_only_as_it_is_written(text):
    with contextlib.suppress(verifier.Malformed):
        assert verifier.parse_private_key(text).written == text


@settings(max_examples=120, deadline=None)
@given(some.one_of(changed('{"a":[1,"é",null,true],"b":{"c":-5}}'), some.text(max_size=20)))
def test_json_is_accepted_only_in_canonical_form(text):
    with contextlib.suppress(verifier.Malformed, UnicodeEncodeError):
        encoded = text.encode()
        assert verifier.canonical_bytes(verifier.parse_canonical(encoded)) == encoded


@pytest.mark.parametrize(
    "encoded",
    [b'{"a":1,"a":1}', b'{"b":1,"a":2}', b"1.0", b"1e3", b"-0", b"NaN", b"9007199254740992", b'"\\ud800"', b'"\\u0041"',
     b" 1", b"\xff", b"[" * 100_000, b"", b"\xef\xbb\xbf1"],
)  # fmt: skip
def test_what_two_programs_might_read_differently_is_refused(encoded):
    with pytest.raises(verifier.Malformed):
        verifier.parse_canonical(encoded)


@pytest.mark.parametrize("wrong", ["01", "+1", "1 ", "", "١", str(2**63), "1" * 5000])
def test_numbers_are_ascii_decimals_below_two_to_the_sixty_third(wrong):
    with pytest.raises(verifier.Malformed):
        verifier.from_decimal(wrong)


def test_the_server_and_the_verifier_read_each_others_notes():
    key = WITNESS_KEYS["PK"]
    own = verifier.parse_private_key(private_text(key))
    checkpoint = verifier.parse_checkpoint(LOG.checkpoint())

    line = verifier.cosign(checkpoint, own, at=1_700_000_000)

    assert note.verify_cosignature(checkpoint.text, line, key.verifier) == 1_700_000_000
    assert note.vkey_of(key) == own.verifier.vkey
    assert verifier.open_checkpoint(NOTE, POLICY).times == dict.fromkeys(FOUR, 1_800_000_000)


def test_sixteen_lines_are_read_and_a_hundred_and_one_are_not():
    unknown = "".join(f"— stranger{number} {base64.b64encode(bytes(72)).decode()}\n" for number in range(98))

    assert verifier.open_checkpoint(LOG.note() + unknown, POLICY).unknown == 98
    with pytest.raises(verifier.Malformed):
        verifier.open_checkpoint(LOG.note() + unknown * 2, POLICY)


@pytest.mark.parametrize(
    ("line", "because"),
    [
        ("quorum nobody", "quorum"),
        ("group late 1 later\nwitness later K", "does not know yet"),
        ("group more 2 PK AF", "one group only"),
        ("witness PK K", "twice"),
        ("watch PK K", "none of log"),
        ("quorum PK", "exactly one quorum"),
        (f"log {note.vkey_of(LOG_KEY)}", "exactly one log"),
        (f"witness XX {note.vkey_of(LOG_KEY)}", "wrong kind"),
        (f"witness XX {note.vkey_of(WITNESS_KEYS['PK'])}", "same key"),
    ],
)
def test_a_policy_that_could_be_misread_is_refused(line, because):
    spare = note.vkey_of(note.Key("spare", LOG_KEY.private, note.Kind.COSIGNATURE))
    text = policy_text() + line.replace(" K", f" {spare}") + "\n"
    if because == "quorum":
        text = text.replace("quorum four\n", "")

    with pytest.raises(verifier.Malformed, match=because):
        verifier.parse_policy(text)


def test_groups_nest_and_count():
    vkeys = {code: note.vkey_of(key) for code, key in WITNESS_KEYS.items()}
    policy = verifier.parse_policy(
        f"# who must agree\n\nlog {note.vkey_of(LOG_KEY)} https://{ORIGIN}\n"
        + "".join(f"witness {code} {vkey}\n" for code, vkey in vkeys.items())
        + "group parties any PK AF\ngroup mediators all TR QA\ngroup both 2 parties mediators\nquorum both\n"
    )

    assert policy.is_reached({"AF", "TR", "QA"})
    assert not policy.is_reached({"PK", "AF", "TR"})
    assert not policy.is_reached({"TR", "QA"})


@settings(max_examples=150, deadline=None)
@given(some.integers(0, 2**64), some.text(max_size=6))
def test_a_number_is_accepted_only_as_it_is_written(number, text):
    for written in (str(number), f"{number}{text}", f"{text}{number}", text):
        with contextlib.suppress(verifier.Malformed):
            assert str(verifier.from_decimal(written)) == written


@settings(max_examples=150, deadline=None)
@given(
    some.binary(max_size=40).map(lambda raw: base64.b64encode(raw).decode()).flatmap(changed) | some.text(max_size=9)
)
def test_base64_is_accepted_only_as_it_is_written(text):
    with contextlib.suppress(verifier.Malformed):
        assert base64.b64encode(verifier.from_base64(text)).decode() == text


@settings(max_examples=150, deadline=None)
@given(some.binary(max_size=60), some.integers(0, 3))
def test_a_bundle_of_entries_is_accepted_only_as_it_is_written(bundle, width):
    with contextlib.suppress(verifier.Malformed, verifier.DoesNotHold):
        entries = verifier.entries_of(bundle, width)
        assert b"".join(len(one).to_bytes(2, "big") + one for one in entries) == bundle
        assert len(entries) == width


@settings(max_examples=120, deadline=None)
@given(changed(policy_text()))
def test_a_changed_policy_never_stands_for_other_keys_unseen(text):
    with contextlib.suppress(verifier.Malformed):
        found = verifier.parse_policy(text)
        vkeys = {found.log.vkey, *(witness.vkey for witness in found.witnesses.values())}
        assert all(vkey in text for vkey in vkeys)

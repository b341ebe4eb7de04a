"""Ed25519 as narrowed: the public vectors, and refusal of small-order keys and nonces that OpenSSL accepts."""

import hashlib
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from record.ed25519 import SMALL_ORDER, is_acceptable_key, public_bytes_of, verify

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "wycheproof_ed25519.json"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = public_bytes_of(KEY)
FIELD = 2**255 - 19


def is_of_small_order(encoding):
    """Whether the point, multiplied by eight, is the neutral one: from the curve's own equations, not from a list."""
    d = -121665 * pow(121666, -1, FIELD) % FIELD
    y = (int.from_bytes(encoding, "little") & (2**255 - 1)) % FIELD
    square = (y * y - 1) * pow(d * y * y + 1, -1, FIELD) % FIELD
    x = next((root for root in roots_of(square)), None)
    if x is None:
        return False
    for _ in range(3):
        x, y = doubled(x, y, d)
    return (x, y) == (0, 1)


def roots_of(square):
    candidate = pow(square, (FIELD + 3) // 8, FIELD)
    for root in (candidate, candidate * pow(2, (FIELD - 1) // 4, FIELD) % FIELD):
        if root * root % FIELD == square:
            yield root


def doubled(x, y, d):
    both = d * x * x * y * y
    return (
        2 * x * y * pow(1 + both, -1, FIELD) % FIELD,
        (y * y + x * x) * pow(1 - both, -1, FIELD) % FIELD,
    )


def test_the_fourteen_encodings_are_all_of_small_order():
    assert len(SMALL_ORDER) == 14
    assert all(len(encoding) == 32 and is_of_small_order(encoding) for encoding in SMALL_ORDER)
    assert not is_of_small_order(PUBLIC)


def test_no_other_encoding_with_the_ys_of_small_order_exists():
    ys = {(int.from_bytes(encoding, "little") & (2**255 - 1)) % FIELD for encoding in SMALL_ORDER}
    encodings = {
        (value | sign << 255).to_bytes(32, "little")
        for y in ys
        for value in (y, y + FIELD)
        for sign in (0, 1)
        if value < 2**255
    }

    assert encodings == SMALL_ORDER


@pytest.mark.parametrize("encoding", sorted(SMALL_ORDER), ids=bytes.hex)
def test_a_small_order_key_is_never_acceptable_nor_its_signature(encoding):
    # With a key of order 1, 2, 4 or 8, this signature holds on a share of all messages under the plain equation.
    signature = b"\x01" + bytes(31) + bytes(32)

    assert not is_acceptable_key(encoding)
    for number in range(16):
        assert not verify(encoding, signature=signature, message=b"%d" % number)


def test_openssl_alone_would_have_accepted_a_small_order_key():
    neutral = b"\x01" + bytes(31)

    Ed25519PublicKey.from_public_bytes(neutral).verify(neutral + bytes(32), b"anything at all")
    assert not verify(neutral, signature=neutral + bytes(32), message=b"anything at all")


def test_a_small_order_nonce_is_refused_though_the_equation_holds():
    # A signer who takes the neutral point as nonce: S = k·a, so that S·B = R + k·A.
    group = 2**252 + 27742317777372353535851937790883648493
    hashed = hashlib.sha512(bytes(range(32))).digest()
    scalar = int.from_bytes(hashed[:32], "little") & ~7 & ((1 << 254) - 1) | 1 << 254
    nonce = b"\x01" + bytes(31)
    challenge = int.from_bytes(hashlib.sha512(nonce + PUBLIC + b"vote").digest(), "little")
    signature = nonce + (challenge * scalar % group).to_bytes(32, "little")

    Ed25519PublicKey.from_public_bytes(PUBLIC).verify(signature, b"vote")
    assert not verify(PUBLIC, signature=signature, message=b"vote")


def test_every_flipped_bit_of_key_signature_or_message_is_refused():
    signature = KEY.sign(b"text")
    assert verify(PUBLIC, signature=signature, message=b"text")

    for bit in range(512):
        changed = bytearray(signature)
        changed[bit // 8] ^= 1 << bit % 8
        assert not verify(PUBLIC, signature=bytes(changed), message=b"text")
    for bit in range(256):
        changed = bytearray(PUBLIC)
        changed[bit // 8] ^= 1 << bit % 8
        assert not verify(bytes(changed), signature=signature, message=b"text")
    assert not verify(PUBLIC, signature=signature, message=b"texu")


@pytest.mark.parametrize(("key", "signature"), [(b"", bytes(64)), (PUBLIC, b""), (PUBLIC[:31], bytes(64))])
def test_wrong_lengths_are_refused(key, signature):
    assert not verify(key, signature=signature, message=b"")


@pytest.mark.skipif(not VECTORS.exists(), reason="the public vectors are not beside this checkout")
def test_verify_agrees_with_wycheproof():
    groups = json.loads(VECTORS.read_text())["testGroups"]
    cases = [(bytes.fromhex(group["publicKey"]["pk"]), case) for group in groups for case in group["tests"]]

    for key, case in cases:
        held = verify(key, signature=bytes.fromhex(case["sig"]), message=bytes.fromhex(case["msg"]))
        assert held is (case["result"] == "valid"), case["tcId"]

    assert len(cases) == 151

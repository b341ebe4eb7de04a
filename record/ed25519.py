"""Ed25519 (RFC 8032), narrowed so that every verifier gives the same answer. Pure; no Django.

OpenSSL accepts public keys and nonces of small order, others do not: such a key's owner could disown signatures, or
make one that only some verifiers accept. They are refused here, by their fourteen encodings.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEY_BYTES = 32
SIGNATURE_BYTES = 64


def _with_either_sign(encoding: bytes) -> set[bytes]:
    return {encoding, encoding[:-1] + bytes([encoding[-1] | 0x80])}


SMALL_ORDER = frozenset().union(
    *(
        _with_either_sign(encoding)
        for encoding in (
            bytes(32),
            b"\x01" + bytes(31),
            bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
            bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
            b"\xec" + b"\xff" * 30 + b"\x7f",
            b"\xed" + b"\xff" * 30 + b"\x7f",
            b"\xee" + b"\xff" * 30 + b"\x7f",
        )
    )
)


def is_acceptable_key(public_key: bytes) -> bool:
    """Whether these 32 bytes may be registered as anybody's public key."""
    return len(public_key) == KEY_BYTES and public_key not in SMALL_ORDER


def verify(public_key: bytes, *, signature: bytes, message: bytes) -> bool:
    """Whether the signature is the key's on exactly this message; False for whatever is malformed or of small order."""
    if not is_acceptable_key(public_key) or len(signature) != SIGNATURE_BYTES or signature[:32] in SMALL_ORDER:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_bytes_of(private_key: Ed25519PrivateKey) -> bytes:
    """The 32 bytes of the public key that belongs to a private one."""
    return private_key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

"""Private keys as lines of text in files that only their owner reads (Go's note format). Pure; no Django.

PRIVATE+KEY+<name>+<key id in hexadecimal>+<base64 of kind and seed>
"""

import base64
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from record.note import Key, Kind, NoteRefused

PREFIX = "PRIVATE+KEY+"
SEED_BYTES = 32


def private_line(key: Key) -> str:
    """The private key as one line, without its line feed."""
    encoded = base64.b64encode(bytes([key.kind]) + key.private.private_bytes_raw()).decode()
    return f"{PREFIX}{key.name}+{key.verifier.key_id.hex()}+{encoded}"


def parse_private_line(line: str) -> Key:
    """The key of a line; NoteRefused if it would be written differently."""
    name, _, rest = line.removeprefix(PREFIX).partition("+")
    try:
        decoded = base64.b64decode(rest.partition("+")[2], validate=True)
        key = Key(name, Ed25519PrivateKey.from_private_bytes(decoded[1:]), Kind(decoded[0]))
        is_as_written = private_line(key) == line
    except (ValueError, IndexError) as problem:
        raise NoteRefused("this is no private key") from problem
    if not is_as_written:
        raise NoteRefused("this private key is not written as it must be")
    return key


def kept_key(path: Path, *, name: str, kind: Kind) -> Key:
    """The key in this file, made now if there is none, readable by its owner alone.

    Raises NoteRefused if the file holds no key, or a key of another name or kind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path, name=name, kind=kind)
    key = Key(name, Ed25519PrivateKey.generate(), kind)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{private_line(key)}\n")
        file.flush()
        os.fsync(file.fileno())
    return key


def _read(path: Path, *, name: str, kind: Kind) -> Key:
    key = parse_private_line(path.read_text().removesuffix("\n"))
    if (key.name, key.kind) != (name, kind):
        raise NoteRefused(f"the key is named {key.name}, not {name}, or is of another kind")
    return key

"""The proof of one entry, as a file to take away (C2SP tlog-proof). Pure; no Django.

c2sp.org/tlog-proof@v1
extra <base64>          optional, unauthenticated: here the reader's opening
index <number>
<base64>                per hash of the inclusion proof
                        an empty line
the checkpoint with its signature lines, as it stands
"""

import base64
from collections.abc import Sequence

HEADER = "c2sp.org/tlog-proof@v1\n"
MEDIA_TYPE = "text/plain; charset=utf-8"


def proof_text(*, index: int, proof: Sequence[bytes], checkpoint: str, extra: bytes | None = None) -> str:
    """The whole file: where the entry is, the way to the root, and whose word there is for the root."""
    opening = "" if extra is None else f"extra {_base64(extra)}\n"
    return f"{HEADER}{opening}index {index}\n{hash_lines(proof)}\n{checkpoint}"


def hash_lines(hashes: Sequence[bytes]) -> str:
    """One hash a line, as proofs are written."""
    return "".join(f"{_base64(one)}\n" for one in hashes)


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()

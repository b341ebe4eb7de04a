"""The part of bench/record.py that a delegation's laptop does: no database, the verifier's own functions."""

import hashlib
import importlib.util
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def measured_offline(entries: int) -> list[tuple[str, str, str]]:
    """What a delegation's laptop does, with the verifier's own functions: processor seconds, not the clock's."""
    verifier = _verifier()
    with tempfile.TemporaryDirectory(dir=ROOT / "var") as name:
        folder = Path(name)
        root = write_export(folder, entries)
        began = time.process_time()
        rebuilt = verifier.Rebuilt(verifier.Folder(folder), entries, sizes=[])
        seconds = time.process_time() - began
    assert rebuilt.problems == [] and rebuilt.roots[entries] == root
    milliseconds = proof_check_milliseconds(verifier)
    return [
        (f"re-check of {entries:,} entries, offline", f"{seconds:.2f} s CPU", "aim: at most 2.5 for 1,000,000"),
        ("check of a proof with 4 cosignatures", f"{milliseconds:.2f} ms CPU", "aim: at most 1.5"),
    ]


def write_export(folder: Path, entries: int) -> bytes:
    """An export folder of so many entries, without a checkpoint; gives the root."""
    from record.growth import Growth
    from record.tiles import WIDTH, Tile, entries_bytes, new_tiles
    from record.tlog import leaf_hash

    growth, levels = Growth(), [[]]  # type: ignore[var-annotated]
    for start in range(0, entries, WIDTH):
        bodies = [
            b'{"c":"%s","v":1}' % hashlib.sha256(b"%d" % number).hexdigest().encode()
            for number in range(start, min(entries, start + WIDTH))
        ]
        tile = Tile(level=None, number=start // WIDTH, width=len(bodies))
        _write(folder / tile.path, entries_bytes(bodies))
        for body in bodies:
            leaf = leaf_hash(body)
            levels[0].append(leaf)
            for full in growth.append(leaf):
                if full.level == len(levels):
                    levels.append([])
                levels[full.level].append(full.root)
    for tile in new_tiles(0, entries):
        assert tile.level is not None
        first = tile.number * WIDTH
        _write(folder / tile.path, b"".join(levels[tile.level][first : first + tile.width]))
    return growth.root()


def proof_check_milliseconds(verifier: Any) -> float:
    """One tlog-proof of a log of 65,536 entries: parsed, four cosignatures and the log's signature, inclusion."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from record import note
    from record.policy import policy_text
    from record.proof_file import proof_text
    from record.tlog import inclusion_proof, leaf_hash, root_of

    log = note.Key("jmc.example/record", Ed25519PrivateKey.generate())
    witnesses = {
        code: note.Key(f"jmc.example/witness/{code.lower()}", Ed25519PrivateKey.generate(), note.Kind.COSIGNATURE)
        for code in ("PK", "AF", "TR", "QA")
    }
    leaves = [leaf_hash(b"%d" % number) for number in range(65_536)]
    text = note.checkpoint_text(log.name, len(leaves), root_of(leaves))
    signed = note.sign_note(text, log) + "".join(note.cosign(text, key, 1_772_366_400) for key in witnesses.values())
    file = proof_text(index=4_711, proof=inclusion_proof(leaves, 4_711), checkpoint=signed)
    vkeys = {code: note.vkey_of(key) for code, key in witnesses.items()}
    policy = verifier.parse_policy(policy_text(note.vkey_of(log), vkeys))

    def check() -> None:
        parsed = verifier.parse_proof_file(file)
        found = verifier.open_checkpoint(parsed.note, policy)
        tree = found.checkpoint
        assert len(found.times) == 4
        assert verifier.verify_inclusion(leaves[4_711], parsed.index, tree.size, parsed.proof, tree.root)

    times = []
    for _ in range(200):
        began = time.process_time()
        check()
        times.append(time.process_time() - began)
    return statistics.median(times) * 1000


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _verifier() -> Any:
    spec = importlib.util.spec_from_file_location("offline_verifier", ROOT / "verifier" / "verify.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module

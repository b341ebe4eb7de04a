"""The verifier's own tree, Ed25519 and canonical JSON against the public vectors, and against the server's core."""

import ast
import base64
import json
import sys

import pytest

from record import canonical, tiles, tlog
from tests.verifier.loaded import VERIFIER, verifier
from tests.verifier.logs import ROOT, Log

VECTORS = ROOT.parent / "shared" / "vectors"


def vectors(name):
    path = VECTORS / name
    if not path.exists():
        pytest.skip(f"the public vectors are not here: {name}")
    return json.loads(path.read_text())


def test_it_imports_nothing_but_the_standard_library_and_cryptography():
    tree = ast.parse(VERIFIER.read_text())
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    foreign = {name for name in imported if name.split(".")[0] not in {*sys.stdlib_module_names, "cryptography"}}

    assert foreign == set()


def test_roots_are_those_of_the_specification():
    leaves = [verifier.leaf_hash(b"one"), verifier.leaf_hash(b"two")]

    assert base64.b64encode(verifier.root_of(leaves[:1])) == b"0Nc2CrefWKseHj/mStd+LqC8B+NrX0btIiPt2SmN+ek="
    assert base64.b64encode(verifier.root_of(leaves)) == b"T1X2GdkhUjV3iyufF9b0kVsWFxIU0VI4EpNml2Teci4="
    assert verifier.root_of([]) == verifier.EMPTY_ROOT


def test_inclusion_vectors():
    cases = vectors("merkle_inclusion.json")

    for case in cases:
        leaf, root = (base64.b64decode(case[key] or "") for key in ("leafHash", "root"))
        proof = [base64.b64decode(one) for one in case["proof"] or []]
        accepted = verifier.verify_inclusion(leaf, case["leafIdx"], case["treeSize"], proof, root)
        assert accepted is not case["wantErr"], case["name"] + case["desc"]
    assert len(cases) > 90


def test_ed25519_vectors():
    count = 0
    for group in vectors("wycheproof_ed25519.json")["testGroups"]:
        key = bytes.fromhex(group["publicKey"]["pk"])
        for case in group["tests"]:
            count += 1
            message, signature = bytes.fromhex(case["msg"]), bytes.fromhex(case["sig"])
            accepted = verifier.verify_ed25519(key, signature, message)
            assert accepted is (case["result"] == "valid"), case["tcId"]
    assert count == 151


@pytest.mark.parametrize("encoding", sorted(verifier.SMALL_ORDER))
def test_keys_and_nonces_of_small_order_are_refused(encoding):
    assert not verifier.is_acceptable_key(encoding)
    assert not verifier.verify_ed25519(bytes([7]) * 32, encoding + bytes(32), b"")
    assert len(verifier.SMALL_ORDER) == 14


def test_canonical_json_vectors():
    for case in vectors("jcs.json"):
        expected = bytes.fromhex(case["output_hex"])
        value = json.loads(case["input"])
        try:
            written = verifier.canonical_bytes(value)
        except verifier.Malformed:
            assert any(isinstance(one, float) for one in _inside(value)), case["name"]
            continue
        assert written == expected, case["name"]
        assert verifier.parse_canonical(expected) == value


def _inside(value):
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        return [value]
    return [leaf for one in value for leaf in _inside(one)]


def test_tree_proofs_agree_with_the_servers_core_for_every_tree_to_forty_leaves():
    hashes = Log().fill(40).hashes

    for size in range(1, 41):
        root = tlog.root_of(hashes[:size])
        assert verifier.root_of(hashes[:size]) == root
        for index in range(size):
            proof = tlog.inclusion_proof(hashes[:size], index)
            assert verifier.verify_inclusion(hashes[index], index, size, proof, root)
        for old in range(1, size + 1):
            proof = tlog.consistency_proof(hashes[:size], old)
            assert verifier.verify_consistency(old, size, tlog.root_of(hashes[:old]), root, proof)
            assert verifier.consistency_ranges(old, size) == tlog.consistency_ranges(old, size2=size)


def test_every_bit_flipped_in_a_proof_is_refused():
    hashes = Log().fill(13).hashes
    root, old = tlog.root_of(hashes), tlog.root_of(hashes[:6])
    inclusion, consistency = tlog.inclusion_proof(hashes, 9), tlog.consistency_proof(hashes, 6)

    for proof, accepts in (
        (inclusion, lambda wrong: verifier.verify_inclusion(hashes[9], 9, 13, wrong, root)),
        (consistency, lambda wrong: verifier.verify_consistency(6, 13, old, root, wrong)),
    ):
        assert accepts(proof)
        for place in range(len(proof)):
            for bit in range(256):
                wrong = list(proof)
                flipped = int.from_bytes(proof[place], "big") ^ (1 << bit)
                wrong[place] = flipped.to_bytes(32, "big")
                assert not accepts(wrong)
        assert not accepts(proof[:-1])
        assert not accepts([*proof, bytes(32)])
        assert not accepts([b"short", *proof[1:]])


def test_an_empty_tree_proves_nothing():
    root = tlog.root_of(Log().fill(3).hashes)

    assert not verifier.verify_consistency(0, 3, verifier.EMPTY_ROOT, root, [])
    assert not verifier.verify_consistency(3, 3, root, root, [root])
    assert not verifier.verify_inclusion(root, True, 3, [], root)


@pytest.mark.parametrize("number", [0, 7, 999, 1000, 1_234_067])
def test_tile_paths_agree_with_the_servers_core(number):
    assert verifier.tile_path(None, number) == tiles.Tile(None, number).path
    assert verifier.tile_path(2, number, 17) == tiles.Tile(2, number, 17).path


@pytest.mark.parametrize(
    "value", ["\U0001f600", "é", '\x00\x1f\x7f\u2028"\\/', {"\U0001f600": 1, "\ue000": 2, "a": []}]
)
def test_canonical_json_agrees_with_the_servers_library(value):
    assert verifier.canonical_bytes([value, None, True, -(2**53) + 1]) == canonical.canonical_bytes(
        [value, None, True, -(2**53) + 1]
    )


@pytest.mark.parametrize(
    "keys", [["a", "b"], ["b", "a"], ["\U0001f600", "\ue000"], ["\ue000", "\U0001f600"], ["é", "z"], ["z", "é"]]
)
def test_keys_are_read_only_in_the_order_in_which_they_are_written(keys):
    encoded = ("{" + ",".join(f'"{key}":1' for key in keys) + "}").encode()
    is_canonical = verifier.canonical_bytes(dict.fromkeys(keys, 1)) == encoded

    if is_canonical:
        assert verifier.parse_canonical(encoded) == dict.fromkeys(keys, 1)
    else:
        with pytest.raises(verifier.Malformed):
            verifier.parse_canonical(encoded)

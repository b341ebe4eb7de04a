"""The tree and its proofs: exhaustive to 128 leaves against the RFC's own recursion, then corruption, then vectors."""

import base64
import hashlib
import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from record.tlog import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    inclusion_ranges,
    leaf_hash,
    node_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)

VECTORS = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "merkle_inclusion.json"
LARGEST = 128
LEAVES = [leaf_hash(b"entry %d" % number) for number in range(LARGEST)]
ROOTS = [root_of(LEAVES[:size]) for size in range(LARGEST + 1)]


# The definitions of RFC 6962 section 2.1, word for word, to hold the iterative ones against.


@cache
def mth(low, high):
    if high - low == 0:
        return hashlib.sha256(b"").digest()
    if high - low == 1:
        return LEAVES[low]
    middle = low + below(high - low)
    return hashlib.sha256(b"\x01" + mth(low, middle) + mth(middle, high)).digest()


def below(size):
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def path(index, low, high):
    if high - low == 1:
        return []
    middle = low + below(high - low)
    if index < middle:
        return [*path(index, low, middle), mth(middle, high)]
    return [*path(index, middle, high), mth(low, middle)]


def subproof(size, low, high, complete):
    if size == high - low:
        return [] if complete else [mth(low, high)]
    split = below(high - low)
    if size <= split:
        return [*subproof(size, low, low + split, complete), mth(low + split, high)]
    return [*subproof(size - split, low + split, high, False), mth(low, low + split)]


def flipped(hashed, bit):
    return (int.from_bytes(hashed) ^ 1 << bit).to_bytes(32)


def with_flipped(proof, place, bit):
    return [*proof[:place], flipped(proof[place], bit), *proof[place + 1 :]]


def test_roots_of_the_worked_example():
    one, two = leaf_hash(b"one"), leaf_hash(b"two")

    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert base64.b64encode(root_of([one])) == b"0Nc2CrefWKseHj/mStd+LqC8B+NrX0btIiPt2SmN+ek="
    assert base64.b64encode(root_of([one, two])) == b"T1X2GdkhUjV3iyufF9b0kVsWFxIU0VI4EpNml2Teci4="


def test_every_root_is_the_recursion_of_the_rfc():
    assert ROOTS == [mth(0, size) for size in range(LARGEST + 1)]


def test_frontier_can_be_put_away_and_taken_up_again():
    frontier = Frontier()
    for size, leaf in enumerate(LEAVES):
        frontier = Frontier(frontier.size, tuple(frontier.roots))
        assert frontier.root() == ROOTS[size]
        frontier.append(leaf)
    assert frontier.root() == ROOTS[LARGEST]
    with pytest.raises(AssertionError):
        Frontier(3, frontier.roots)


# Every bit of every hash of every proof to 128 leaves would be some 30 million checks. In all trees to EVERY_BIT_TO
# leaves, and in every 16th proof of those of 127 and 128, every one is flipped. All other proofs have 4 bits flipped in
# each of their hashes, other ones from proof to proof. That leaves no gap that a verifier could have: a bit reaches the
# outcome only through SHA-256, which takes hashes as a whole, and which hash is taken where depends on size and index
# alone; every such place is visited, by each size and index, and by all 256 bits in the trees named.
EVERY_BIT_TO = 16


def bits(size, place):
    """The bits to flip in the hashes of one proof."""
    if size <= EVERY_BIT_TO or (size >= 127 and place % 16 == 0):
        return range(256)
    return range((size * 131 + place * 7) % 64, 256, 64)


def test_every_inclusion_proof_holds_and_no_corruption_of_it_does():
    for size in range(1, LARGEST + 1):
        leaves, root = LEAVES[:size], ROOTS[size]
        for index in range(size):
            proof, leaf = inclusion_proof(leaves, index), leaves[index]
            assert proof == path(index, 0, size)
            assert verify_inclusion(leaf, index, size, proof, root)
            for bit in bits(size, index):
                assert not verify_inclusion(flipped(leaf, bit), index, size, proof, root)
                assert not verify_inclusion(leaf, index, size, proof, flipped(root, bit))
                for place in range(len(proof)):
                    assert not verify_inclusion(leaf, index, size, with_flipped(proof, place, bit), root)
            for wrong in misshapen(proof, extra=root):
                assert not verify_inclusion(leaf, index, size, wrong, root)


def test_every_consistency_proof_holds_and_no_corruption_of_it_does():
    for size2 in range(1, LARGEST + 1):
        leaves, root2 = LEAVES[:size2], ROOTS[size2]
        for size1 in range(1, size2 + 1):
            proof, root1 = consistency_proof(leaves, size1), ROOTS[size1]
            assert proof == subproof(size1, 0, size2, True)
            assert verify_consistency(size1, size2, root1, root2, proof)
            for bit in bits(size2, size1):
                assert not verify_consistency(size1, size2, flipped(root1, bit), root2, proof)
                assert not verify_consistency(size1, size2, root1, flipped(root2, bit), proof)
                for place in range(len(proof)):
                    assert not verify_consistency(size1, size2, root1, root2, with_flipped(proof, place, bit))
            for wrong in misshapen(proof, extra=root1):
                assert not verify_consistency(size1, size2, root1, root2, wrong)


def misshapen(proof, *, extra):
    """The proof with a hash too many or too few, at each place, and with two of its hashes exchanged."""
    for place in range(len(proof) + 1):
        yield [*proof[:place], extra, *proof[place:]]
    for place in range(len(proof)):
        yield proof[:place] + proof[place + 1 :]
        if place and proof[place] != proof[place - 1]:
            yield [*proof[: place - 1], proof[place], proof[place - 1], *proof[place + 1 :]]


def test_a_proof_holds_for_no_other_index():
    for size in range(2, 49):
        for index in range(size):
            proof = inclusion_proof(LEAVES[:size], index)
            held = [other for other in range(size) if verify_inclusion(LEAVES[index], other, size, proof, ROOTS[size])]
            assert held == [index]


def turns(index, size):
    """On which side the way up from a leaf meets each hash of its proof."""
    return [low < index for low, _high in inclusion_ranges(index, size=size)]


def test_a_proof_holds_for_another_size_only_where_the_way_up_is_the_same():
    """The root does not bind the size, by RFC 6962: the signed checkpoint does, which names both."""
    for size in range(1, 41):
        for index in range(size):
            proof = inclusion_proof(LEAVES[:size], index)
            for other in range(index + 1, 48):
                is_same_way = turns(index, other) == turns(index, size)
                assert verify_inclusion(LEAVES[index], index, other, proof, ROOTS[size]) == is_same_way


def test_a_consistency_proof_holds_for_no_other_earlier_size():
    for size2 in range(2, 41):
        for size1 in range(1, size2 + 1):
            proof = consistency_proof(LEAVES[:size2], size1)
            held = [
                other
                for other in range(size2 + 2)
                if verify_consistency(other, size2, ROOTS[size1], ROOTS[size2], proof)
            ]
            assert held == [size1]


def test_a_node_does_not_pass_for_a_leaf():
    left, right = LEAVES[0], LEAVES[1]

    assert node_hash(left, right) != leaf_hash(left + right)
    assert not verify_inclusion(leaf_hash(left + right), 0, 1, [], ROOTS[2])


def test_a_rewritten_history_is_inconsistent_with_every_earlier_root_it_changed():
    rewritten = [*LEAVES[:40], leaf_hash(b"forged"), *LEAVES[41:64]]

    for size1 in range(1, 64):
        proof = consistency_proof(rewritten, size1)
        assert verify_consistency(size1, 64, ROOTS[size1], root_of(rewritten), proof) == (size1 <= 40)


def test_empty_and_equal_trees():
    root = ROOTS[5]

    assert not verify_consistency(0, 5, EMPTY_ROOT, root, [])
    assert not verify_consistency(0, 0, EMPTY_ROOT, EMPTY_ROOT, [])
    assert verify_consistency(5, 5, root, root, [])
    assert not verify_consistency(5, 5, root, ROOTS[4], [])
    assert not verify_consistency(5, 5, root, root, [root])
    assert not verify_consistency(6, 5, ROOTS[6], root, [])
    assert not verify_consistency(4, 5, ROOTS[4], root, [])


@pytest.mark.parametrize("make", [lambda: inclusion_proof(LEAVES, 128), lambda: consistency_proof(LEAVES, 129)])
def test_no_proof_is_made_of_what_is_not_there(make):
    with pytest.raises(AssertionError):
        make()


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([-1, 2**63, 2**64, 2**4096])
    | st.floats()
    | st.complex_numbers()
    | st.text(max_size=5)
    | st.binary(max_size=33)
    | st.builds(bytearray, st.binary(min_size=32, max_size=32))
    | st.builds(memoryview, st.binary(min_size=32, max_size=32))
    | st.builds(object),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=6,
)
hashes = st.binary(min_size=32, max_size=32)


class Breaks(list):
    """A list that cannot be walked through."""

    def __iter__(self):
        raise RuntimeError


class Lies(bytes):
    """Bytes that equal everything."""

    def __eq__(self, other):
        return True

    __hash__ = bytes.__hash__


def test_verify_is_not_deceived_by_what_only_poses_as_a_proof():
    leaf, root, proof = LEAVES[1], ROOTS[5], inclusion_proof(LEAVES[:5], 1)

    for wrong in (Breaks(proof), iter(proof), dict.fromkeys(proof), set(proof), tuple(map(Lies, proof))):
        assert not verify_inclusion(leaf, 1, 5, wrong, root)
        assert not verify_consistency(1, 5, leaf, root, wrong)
    assert not verify_inclusion(leaf, 1, 5, proof, Lies(32))
    assert not verify_inclusion(Lies(32), 1, 5, proof, root)
    assert not verify_consistency(2, 5, ROOTS[2], Lies(32), consistency_proof(LEAVES[:5], 2))
    assert not verify_consistency(5, 5, Lies(32), root, [])


@given(
    anything | hashes,
    anything | st.integers(0, 9),
    anything | st.integers(0, 9),
    anything | st.lists(hashes, max_size=4),
    anything | hashes,
)
def test_verify_answers_false_to_anything_malformed_and_never_raises(one, two, three, four, five):
    has_root = isinstance(one, bytes) and len(one) == 32 and one == five and four == []
    is_one_leaf = has_root and type(two) is type(three) is int and (two, three) == (0, 1)
    is_same_tree = has_root and type(two) is type(three) is int and two == three > 0

    assert verify_inclusion(one, two, three, four, five) is is_one_leaf
    assert verify_consistency(two, three, one, five, four) is is_same_tree


@pytest.mark.parametrize(
    "changed",
    [
        {"index": True},
        {"index": -1},
        {"index": 5},
        {"index": 1.0},
        {"size": 2**63},
        {"size": 0},
        {"size": "5"},
        {"proof": None},
        {"proof": b"\0" * 96},
        {"proof": [bytearray(32)]},
        {"proof": [b"\0" * 31]},
        {"root": None},
        {"root": "x" * 32},
        {"leaf_hash": b""},
    ],
)
def test_verify_inclusion_refuses_malformed(changed):
    right = {"leaf_hash": LEAVES[1], "index": 1, "size": 5, "proof": inclusion_proof(LEAVES[:5], 1), "root": ROOTS[5]}

    assert verify_inclusion(**right) is True
    assert verify_inclusion(**{**right, **changed}) is False


@pytest.mark.skipif(not VECTORS.exists(), reason="the public vectors are not beside this checkout")
def test_verify_inclusion_agrees_with_the_public_vectors():
    cases = json.loads(VECTORS.read_text())

    for case in cases:
        held = verify_inclusion(
            base64.b64decode(case["leafHash"] or ""),
            case["leafIdx"],
            case["treeSize"],
            [base64.b64decode(one) for one in case["proof"] or []],
            base64.b64decode(case["root"] or ""),
        )
        assert held is not case["wantErr"], case["name"]

    assert len(cases) == 98
    assert {case["wantErr"] for case in cases} == {True, False}

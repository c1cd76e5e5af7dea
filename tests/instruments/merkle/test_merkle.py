"""Roots and proofs are those of RFC 6962; no entry, order, length or proof can be altered without being seen."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhichan.instruments.merkle import Algorithm, MerkleError, digest, leaf, proof, root, verify

ENTRIES = [bytes.fromhex(each) for each in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]
"""The entries with which the known roots of RFC 6962 implementations are computed."""

KNOWN = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

ALGORITHMS: tuple[Algorithm, ...] = ("sha256", "sm3")
lists = st.lists(st.binary(max_size=12), max_size=40)
filled = st.lists(st.binary(max_size=12), min_size=1, max_size=40)


def sm3(data: bytes) -> bytes:
    """SM3 as GB/T 32905-2016 writes it, word by word; imports nothing."""
    def turn(word: int, by: int) -> int:
        by %= 32
        return ((word << by) | (word >> (32 - by))) & 0xFFFFFFFF if by else word

    state = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    padded = data + b"\x80" + b"\x00" * ((55 - len(data)) % 64) + (len(data) * 8).to_bytes(8, "big")
    for start in range(0, len(padded), 64):
        block = padded[start:start + 64]
        word = [int.from_bytes(block[number:number + 4], "big") for number in range(0, 64, 4)]
        for j in range(16, 68):
            x = word[j - 16] ^ word[j - 9] ^ turn(word[j - 3], 15)
            word.append(x ^ turn(x, 15) ^ turn(x, 23) ^ turn(word[j - 13], 7) ^ word[j - 6])
        a, b, c, d, e, f, g, h = state
        for j in range(64):
            constant = 0x79CC4519 if j < 16 else 0x7A879D8A
            one = turn((turn(a, 12) + e + turn(constant, j)) & 0xFFFFFFFF, 7)
            two = one ^ turn(a, 12)
            first = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
            second = e ^ f ^ g if j < 16 else (e & f) | (~e & 0xFFFFFFFF & g)
            left = (first + d + two + (word[j] ^ word[j + 4])) & 0xFFFFFFFF
            right = (second + h + one + word[j]) & 0xFFFFFFFF
            a, b, c, d = left, a, turn(b, 9), c
            e, f, g, h = right ^ turn(right, 9) ^ turn(right, 17), e, turn(f, 19), g
        state = [old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True)]
    return b"".join(each.to_bytes(4, "big") for each in state)


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


REFERENCE = {"sha256": sha256, "sm3": sm3}


def reference_root(entries: list[bytes], name: str) -> bytes:
    """The recursive definition of RFC 6962 2.1, by splitting."""
    hashed = REFERENCE[name]
    if not entries:
        return hashed(b"")
    if len(entries) == 1:
        return hashed(b"\x00" + entries[0])
    split = 1
    while split * 2 < len(entries):
        split *= 2
    return hashed(b"\x01" + reference_root(entries[:split], name) + reference_root(entries[split:], name))


def reference_path(index: int, entries: list[bytes], name: str) -> tuple[bytes, ...]:
    """The recursive definition of RFC 6962 2.1.1, by splitting."""
    if len(entries) <= 1:
        return ()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    if index < split:
        return (*reference_path(index, entries[:split], name), reference_root(entries[split:], name))
    return (*reference_path(index - split, entries[split:], name), reference_root(entries[:split], name))


@pytest.mark.parametrize("size", range(1, 9))
def test_known_roots_come_out(size: int) -> None:
    assert root(ENTRIES[:size]).hex() == KNOWN[size - 1]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_reference_of_sm3_and_ours_give_the_example_of_the_standard() -> None:
    assert sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert root([], algorithm="sm3") == sm3(b"")


@given(lists, st.sampled_from(ALGORITHMS))
def test_roots_equal_the_recursive_definition(entries: list[bytes], algorithm: Algorithm) -> None:
    assert root(entries, algorithm=algorithm) == reference_root(entries, algorithm)


@given(filled, st.data(), st.sampled_from(ALGORITHMS))
def test_proofs_equal_the_recursive_definition_and_verify(entries: list[bytes], data: st.DataObject,
                                                          algorithm: Algorithm) -> None:
    index = data.draw(st.integers(0, len(entries) - 1))
    path = proof(entries, index=index, algorithm=algorithm)
    assert path == reference_path(index, entries, algorithm)
    assert len(path) <= (len(entries) - 1).bit_length()
    assert verify(entries[index], index=index, size=len(entries), path=path, root=root(entries, algorithm=algorithm),
                  algorithm=algorithm)


def test_every_entry_of_every_size_verifies_and_no_other_place_does() -> None:
    for size in range(1, 20):
        entries = [bytes([number]) for number in range(size)]
        top = root(entries)
        for index in range(size):
            path = proof(entries, index=index)
            places = {(place, claimed) for claimed in range(size + 3) for place in range(claimed)
                      if verify(entries[index], index=place, size=claimed, path=path, root=top)}
            assert (index, size) in places
            assert {place for place, claimed in places if claimed == size} == {index}


@given(filled, st.data())
def test_an_altered_entry_hash_or_root_is_no_proof(entries: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(entries) - 1))
    path, top = list(proof(entries, index=index)), root(entries)
    place = {"index": index, "size": len(entries)}
    assert not verify(entries[index] + b"!", path=path, root=top, **place)
    assert not verify(entries[index], path=path, root=top[:-1] + bytes([top[-1] ^ 1]), **place)
    assert not verify(entries[index], path=[*path, top], root=top, **place)
    assert not verify(entries[index], index=-1, size=len(entries), path=path, root=top)
    assert not verify(entries[index], index=len(entries), size=len(entries), path=path, root=top)
    if path:
        number = data.draw(st.integers(0, len(path) - 1))
        wrong = bytes([path[number][0] ^ 1]) + path[number][1:]
        assert not verify(entries[index], path=[*path[:number], wrong, *path[number + 1:]], root=top, **place)
        assert not verify(entries[index], path=path[:-1], root=top, **place)
        assert not verify(entries[index], path=[*path[:-1], path[-1][:-1]], root=top, **place)


@given(st.lists(st.binary(max_size=12), min_size=2, max_size=20, unique=True), st.data())
def test_removing_inserting_or_reordering_changes_the_root(entries: list[bytes], data: st.DataObject) -> None:
    one = data.draw(st.integers(0, len(entries) - 1))
    two = data.draw(st.integers(0, len(entries) - 1).filter(lambda number: number != one))
    swapped = list(entries)
    swapped[one], swapped[two] = swapped[two], swapped[one]
    changed = [entries[:one] + entries[one + 1:], [*entries[:one], b"inserted", *entries[one:]], swapped,
               [*entries, entries[-1]]]
    assert root(entries) not in [root(each) for each in changed]


def test_an_inner_node_cannot_be_passed_off_as_an_entry() -> None:
    entries = [b"a", b"b", b"c", b"d"]
    left = leaf(b"a") + leaf(b"b")
    right = leaf(b"c") + leaf(b"d")
    assert root([left, right]) != root(entries)
    assert not verify(left, index=0, size=2, path=[root([b"c", b"d"])], root=root(entries))


def test_sha256_and_sm3_give_different_roots_and_do_not_verify_each_other() -> None:
    path = proof(ENTRIES, index=3)
    assert root(ENTRIES) != root(ENTRIES, algorithm="sm3")
    assert not verify(ENTRIES[3], index=3, size=8, path=path, root=root(ENTRIES), algorithm="sm3")


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_digest_is_the_hash_of_mark_salt_and_payload(algorithm: Algorithm) -> None:
    salt = bytes(range(16))
    assert digest(b"payload", salt=salt, algorithm=algorithm) == REFERENCE[algorithm](b"\x02\x10" + salt + b"payload")


@given(st.binary(min_size=16, max_size=40), st.binary(min_size=16, max_size=40), st.binary(max_size=20))
def test_another_salt_gives_another_digest_and_salt_and_payload_cannot_be_shifted(one: bytes, two: bytes,
                                                                                   payload: bytes) -> None:
    assert (digest(payload, salt=one) == digest(payload, salt=two)) is (one == two)
    assert digest(payload, salt=one + b"\x00") != digest(b"\x00" + payload, salt=one)


@pytest.mark.parametrize(("code", "call"), [
    ("salt", lambda: digest(b"x", salt=b"short")),
    ("salt", lambda: digest(b"x", salt=bytes(256))),
    ("index", lambda: proof([b"a"], index=1)),
    ("index", lambda: proof([b"a"], index=-1)),
    ("index", lambda: proof([], index=0)),
    ("algorithm", lambda: root([b"a"], algorithm="md5")),
    ("algorithm", lambda: verify(b"a", index=0, size=1, path=[], root=b"", algorithm="md5")),
])
def test_bad_input_is_refused_with_its_code(code: str, call) -> None:
    with pytest.raises(MerkleError) as refused:
        call()
    assert refused.value.code == code


def test_sha256_needs_nothing_beyond_the_standard_library() -> None:
    code = "import sys; from zhichan.instruments.merkle import root; root([b'a']); assert 'cryptography' not in sys.modules"
    source = Path(__file__).resolve().parents[3] / "src"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=source, env={"PYTHONPATH": str(source)})

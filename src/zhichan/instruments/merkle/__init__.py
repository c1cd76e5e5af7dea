"""Merkle trees over a list of entries: one root seals them all, a short proof shows that one of them is in it.

The tree, its hashes and its proofs are those of RFC 6962 section 2.1 (kept by RFC 9162 section 2.1): a leaf is
``H(0x00 || entry)``, an inner node ``H(0x01 || left || right)``, so that no entry can be passed off as a node; a list
of n entries splits at the largest power of two below n; the root of no entries is ``H("")``. ``H`` is SHA-256
(FIPS 180-4), or SM3 (GB/T 32905-2016) where national algorithms are demanded. Pure; SHA-256 needs the standard
library alone, so that an outsider verifies with nothing but Python.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal

Algorithm = Literal["sha256", "sm3"]
"""The hash function: both give 32 bytes."""

SIZE: Final = 32
"""Bytes of a root, a node and a digest."""

_LEAF: Final = b"\x00"
_INNER: Final = b"\x01"
_SALTED: Final = b"\x02"
_SHORTEST_SALT: Final = 16
_LONGEST_SALT: Final = 255

__all__ = ["SIZE", "Algorithm", "MerkleError", "digest", "leaf", "proof", "proofs", "root", "verify"]


class MerkleError(ValueError):
    """Bad input: ``code`` is ``algorithm``, ``index`` or ``salt``."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        super().__init__(f"{code}: {sentence}")


def root(leaves: Sequence[bytes], *, algorithm: Algorithm = "sha256") -> bytes:
    """Return the 32-byte root over entries in their order (RFC 6962 2.1). Raises :class:`MerkleError` ``algorithm``."""
    hashed = _function(algorithm)
    return _fold([hashed(_LEAF + entry) for entry in leaves], hashed)


def leaf(entry: bytes, *, algorithm: Algorithm = "sha256") -> bytes:
    """Return the 32-byte hash under which an entry stands in the tree; it is also the root of that entry alone."""
    return _function(algorithm)(_LEAF + entry)


def proof(leaves: Sequence[bytes], *, index: int, algorithm: Algorithm = "sha256") -> tuple[bytes, ...]:
    """Return the audit path of the entry at ``index`` (from 0): the sibling hashes from the leaf up (RFC 6962 2.1.1).

    It has at most ⌈log₂ n⌉ hashes of 32 bytes. Raises :class:`MerkleError` ``index`` outside the list, ``algorithm``.
    """
    return proofs(leaves, indices=[index], algorithm=algorithm)[0]


def proofs(
    leaves: Sequence[bytes], *, indices: Sequence[int], algorithm: Algorithm = "sha256"
) -> list[tuple[bytes, ...]]:
    """Return the audit path of each of ``indices``, hashing the entries once. Raises as ``proof`` does."""
    for index in indices:
        if not 0 <= index < len(leaves):
            raise MerkleError("index", f"{index} is outside a list of {len(leaves)} entries")
    hashed = _function(algorithm)
    level = [hashed(_LEAF + entry) for entry in leaves]
    at = list(indices)
    paths: list[list[bytes]] = [[] for _ in at]
    while len(level) > 1:
        for path, index in zip(paths, at, strict=True):
            # The last node of an odd level has no sibling and rises unchanged, as the split at a power of two has it.
            if index ^ 1 < len(level):
                path.append(level[index ^ 1])
        level = _above(level, hashed)
        at = [index // 2 for index in at]
    return [tuple(path) for path in paths]


def verify(  # The order is that of the question: is this entry, at this index of so many, under this root?
    entry: bytes, *, index: int, size: int, path: Iterable[bytes], root: bytes, algorithm: Algorithm = "sha256",
) -> bool:
    """Return whether an audit path shows ``entry`` at ``index`` of ``size`` entries under ``root`` (RFC 9162 2.1.3.2).

    Any path is judged, none raises: one hash too many or too few, or of a wrong length, is simply no proof. Raises
    :class:`MerkleError` ``algorithm`` only.
    """
    hashed = _function(algorithm)
    if not 0 <= index < size:
        return False
    node, last = hashed(_LEAF + entry), size - 1
    for sibling in path:
        if last == 0 or len(sibling) != SIZE:
            return False
        if index % 2 or index == last:
            node = hashed(_INNER + sibling + node)
            # A node without a sibling rose through these levels unchanged.
            while index % 2 == 0 and index:
                index, last = index // 2, last // 2
        else:
            node = hashed(_INNER + node + sibling)
        index, last = index // 2, last // 2
    return last == 0 and node == root


def digest(payload: bytes, *, salt: bytes, algorithm: Algorithm = "sha256") -> bytes:
    """Return the 32-byte salted digest ``H(0x02 || length of salt || salt || payload)`` that stands for a payload.

    The salt is kept beside the payload and erased with it: what is left then says nothing about it, and the seal
    still holds (DECISIONS 7). The first byte keeps a digest apart from leaf and node, the length keeps salt and
    payload apart. ``salt`` is 16 to 255 random bytes, given by the caller; else :class:`MerkleError` ``salt``.
    """
    if not _SHORTEST_SALT <= len(salt) <= _LONGEST_SALT:
        raise MerkleError("salt", f"a salt has {_SHORTEST_SALT} to {_LONGEST_SALT} bytes, not {len(salt)}")
    return _function(algorithm)(_SALTED + bytes((len(salt),)) + salt + payload)


def _fold(level: list[bytes], hashed: Callable[[bytes], bytes]) -> bytes:
    if not level:
        return hashed(b"")
    while len(level) > 1:
        level = _above(level, hashed)
    return level[0]


def _above(level: Sequence[bytes], hashed: Callable[[bytes], bytes]) -> list[bytes]:
    """Return the next level: pairs hashed, an odd last node kept; this equals the split at powers of two."""
    above = [hashed(_INNER + level[number] + level[number + 1]) for number in range(0, len(level) - 1, 2)]
    if len(level) % 2:
        above.append(level[-1])
    return above


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _sm3(data: bytes) -> bytes:
    # Imported here, so that SHA-256 needs nothing beyond the standard library.
    from cryptography.hazmat.primitives import hashes

    context = hashes.Hash(hashes.SM3())
    context.update(data)
    return context.finalize()


def _function(algorithm: str) -> Callable[[bytes], bytes]:
    if algorithm == "sha256":
        return _sha256
    if algorithm == "sm3":
        return _sm3
    raise MerkleError("algorithm", f"{algorithm!r} is neither sha256 nor sm3")

"""Merkle trees after RFC 6962 section 2.1: leaf and inner hashes are kept apart by a leading byte."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def root(leaves: Sequence[bytes], *, algorithm: str = "sha256") -> bytes:
    """The Merkle tree hash of ``leaves`` in order (RFC 6962, 2.1); no leaves give the hash of nothing."""
    def digest(data: bytes) -> bytes:
        return hashlib.new(algorithm, data).digest()

    if not leaves:
        return digest(b"")
    level = [digest(b"\x00" + leaf) for leaf in leaves]
    while len(level) > 1:
        paired = [digest(b"\x01" + level[at] + level[at + 1]) for at in range(0, len(level) - 1, 2)]
        # An odd one out rises unchanged, which gives the same tree as splitting at the largest power of two.
        level = paired + ([level[-1]] if len(level) % 2 else [])
    return level[0]

"""What must be read again but not lie open in the database: sealed with a key that is kept in a file beside it.

Fernet (AES-128 in CBC mode under an HMAC with SHA-256) of the library `cryptography`. The key is
``settings.ZHICHAN_CODES_KEY``: who has a copy of the database without that file has no secret of any device.

A ``Lock`` needs both halves: that file, and a salt in the database that can be deleted. It is AES-256 in GCM, since a
Fernet token tells the second in which it was made.
"""

from __future__ import annotations

import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def _key() -> Fernet:
    return Fernet(str(settings.ZHICHAN_CODES_KEY))


def sealed(text: str) -> str:
    """The text, sealed."""
    return _key().encrypt(text.encode()).decode("ascii")


def opened(token: str) -> str | None:
    """The text that was sealed; None when it was sealed with another key, or altered."""
    try:
        return _key().decrypt(token.encode()).decode()
    except InvalidToken:
        return None


NONCE = 12
SMALLEST = 1024
"""Bytes to which sealed content is filled up at least, so that its length tells nothing of what was chosen."""


class Lock:
    """What the key in the file and a salt open together; without the salt it is lost for good."""

    def __init__(self, salt: bytes) -> None:
        secret = str(settings.ZHICHAN_CODES_KEY).encode()
        both = HKDF(SHA256(), 64, salt, b"zhichan-lock").derive(secret)
        self._marks, self._content = both[:32], AESGCM(both[32:])

    def mark(self, purpose: str, text: str) -> str:
        """Something to know ``text`` by again (hexadecimal); the marks of two purposes have nothing in common."""
        return hmac.digest(self._marks, f"{purpose}:{text}".encode(), "sha256").hex()

    def sealed(self, text: str, *, about: str) -> bytes:
        """The text, sealed and filled up to a power of two; it opens only as what it is ``about``."""
        plain = text.encode()
        size = max(SMALLEST, 1 << (len(plain) - 1).bit_length())
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._content.encrypt(nonce, plain.ljust(size), about.encode())

    def opened(self, content: bytes, *, about: str) -> str | None:
        """The text that was sealed, without spaces at its end; None for another lock, or what was altered."""
        try:
            return self._content.decrypt(content[:NONCE], content[NONCE:], about.encode()).decode().rstrip(" ")
        except InvalidTag:
            return None


def _seal() -> Ed25519PrivateKey:
    secret = str(settings.ZHICHAN_CODES_KEY).encode()
    return Ed25519PrivateKey.from_private_bytes(HKDF(SHA256(), 32, None, b"zhichan-messages").derive(secret))


def signature(content: bytes) -> bytes:
    """Sign what this installation tells another (Ed25519, 64 bytes); the key follows from the one in the file."""
    return _seal().sign(content)


def public_key() -> str:
    """The key by which others know this installation's signatures (hexadecimal)."""
    return _seal().public_key().public_bytes_raw().hex()

"""What must be read again but not lie open in the database: sealed with a key that is kept in a file beside it.

Fernet (AES-128 in CBC mode under an HMAC with SHA-256) of the library `cryptography`. The key is
``settings.ZHICHAN_CODES_KEY``: who has a copy of the database without that file has no secret of any device.
"""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
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


def _seal() -> Ed25519PrivateKey:
    secret = str(settings.ZHICHAN_CODES_KEY).encode()
    return Ed25519PrivateKey.from_private_bytes(HKDF(SHA256(), 32, None, b"zhichan-messages").derive(secret))


def signature(content: bytes) -> bytes:
    """Sign what this installation tells another (Ed25519, 64 bytes); the key follows from the one in the file."""
    return _seal().sign(content)


def public_key() -> str:
    """The key by which others know this installation's signatures (hexadecimal)."""
    return _seal().public_key().public_bytes_raw().hex()

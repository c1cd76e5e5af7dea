"""What must be read again but not lie open in the database: sealed with a key that is kept in a file beside it.

Fernet (AES-128 in CBC mode under an HMAC with SHA-256) of the library `cryptography`. The key is
``settings.ZHICHAN_CODES_KEY``: who has a copy of the database without that file has no secret of any device.
"""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken
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

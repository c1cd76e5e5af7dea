"""One-time codes by the clock (RFC 6238 on RFC 4226): six digits of HMAC-SHA-1 of the count of half minutes. Pure."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from datetime import datetime

STEP = 30
DIGITS = 6
RECOVERY_CODES = 10
DRIFT = 1
"""How many steps a device's clock may be early or late."""


def new_secret() -> str:
    """A random secret of 160 bits, in base 32 as devices take it."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def new_recovery_codes() -> list[str]:
    """Ten random codes of 80 bits, in base 32 in groups of four, for the day on which the device is lost."""
    plain = [base64.b32encode(secrets.token_bytes(10)).decode() for _ in range(RECOVERY_CODES)]
    return ["-".join(one[at : at + 4] for at in range(0, len(one), 4)) for one in plain]


def recovery_digest(given: str) -> str:
    """What is kept of a recovery code, whatever spaces, dashes and small letters it was typed with."""
    plain = "".join(given.replace("-", " ").split()).upper()
    return hashlib.sha256(f"recovery\x1f{plain}".encode()).hexdigest()


def step_at(at: datetime) -> int:
    """The number of the half minute since 1970 that ``at`` lies in."""
    return int(at.timestamp()) // STEP


def code(secret: str, step: int) -> str:
    """The code of a step. Raises ``ValueError`` for a secret that is not base 32."""
    try:
        key = base64.b32decode(secret, casefold=True)
    except binascii.Error as wrong:
        raise ValueError("the secret is not base 32") from wrong
    digest = hmac.new(key, step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def matching(secret: str, given: str, *, at: datetime, after: int) -> int | None:
    """The step whose code was given, later than ``after`` (no code counts twice); None when there is none."""
    now = step_at(at)
    told = "".join(given.split())
    found = [
        step
        for step in range(now - DRIFT, now + DRIFT + 1)
        if step > after and hmac.compare_digest(code(secret, step).encode(), told.encode())
    ]
    return found[-1] if found else None

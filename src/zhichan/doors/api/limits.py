"""How often someone may ask: counted in the database, so that several processes count together.

One row for each asker and minute; the count is raised by one statement, which needs no lock of ours. Addresses
and names are kept as salted digests, and rows are dropped after an hour.
"""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
import threading
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from zhichan.kernel.ground.public import Refusal, kernel

PER_MINUTE = {
    "actor": 600, "address": 1200, "apply": 10, "follow": 10, "export": 60, "nameless": 600, "nameless-tries": 30,
}  # fmt: skip
"""An office may share one address, so an address may ask more often than a person. Applying and trying a follow-up
code without an account are counted by address. What is to be nobody's is counted in the table for all together once it
is done, so that no address is noted beside it; tries at it are counted by address in memory only (``Fleeting``)."""
NOBODY = ""
KEPT_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a minute's requests: the limit, how many more, and the seconds until the next minute."""

    limit: int
    remaining: int
    seconds: int

    def headers(self) -> dict[str, str]:
        """The headers by which an answer says so."""
        return {
            "RateLimit-Limit": str(self.limit), "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.seconds),
        }  # fmt: skip


def address_of(request: HttpRequest) -> str:
    """The address a request comes from; behind TLS the proxy in front of us names it last."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def take(kind: str, name: str, *, at: datetime) -> Left:
    """Count one request of an actor or an address; refuses the one past the limit with ``api.too-many``."""
    return _within(kind, _counted(kind, name, at), at)


def try_nameless(address: str, *, at: datetime) -> Left:
    """Count a try at what is to be nobody's, by its address and in memory only.

    Refuses with ``api.too-many`` the one past the address's limit, and any while those done by all have reached theirs.
    """
    left = _within("nameless-tries", _TRIES.count(address, at=at), at)
    who, minute = _who("nameless", NOBODY), int(at.timestamp()) // 60
    with kernel(), connection.cursor() as cursor:
        cursor.execute("SELECT times FROM api_asked WHERE who = %s AND minute = %s", [who, minute])
        found = cursor.fetchone()
    _within("nameless", int(found[0]) + 1 if found else 1, at)
    return left


def done_nameless(*, at: datetime) -> None:
    """Count for all together what was done and is nobody's."""
    _counted("nameless", NOBODY, at)


def _who(kind: str, name: str) -> str:
    return salted_hmac("zhichan.api.limits", f"{kind}:{name}", algorithm="sha256").hexdigest()


def _counted(kind: str, name: str, at: datetime) -> int:
    who, minute = _who(kind, name), int(at.timestamp()) // 60
    with kernel(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO api_asked (who, minute, times) VALUES (%s, %s, 1)"
            " ON CONFLICT (who, minute) DO UPDATE SET times = api_asked.times + 1 RETURNING times",
            [who, minute],
        )
        times = int(cursor.fetchone()[0])
        if times == 1:
            # Whoever comes first in a minute sweeps up what is long past.
            cursor.execute("DELETE FROM api_asked WHERE minute < %s", [minute - KEPT_MINUTES])
    return times


def _within(kind: str, times: int, at: datetime) -> Left:
    limit = {**PER_MINUTE, **getattr(settings, "ZHICHAN_API_PER_MINUTE", {})}[kind]
    left = Left(limit, max(limit - times, 0), 60 - int(at.timestamp()) % 60)
    if times > limit:
        raise TooMany(left)
    return left


class Fleeting:
    """Counts by address that are in this process's memory only, for a minute; they are in no table and no log.

    An address is kept as a digest with a salt drawn for the minute; both are dropped by the first count of another one.
    Several processes count apart. Of an IPv6 address the network (/64) counts, since one machine has all of it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._salt = b""
        self._times: Counter[bytes] = Counter()

    def count(self, address: str, *, at: datetime) -> int:
        """How often this address has come in this minute, this time included."""
        minute = int(at.timestamp()) // 60
        with self._lock:
            if minute != self._minute or not self._salt:
                self._minute, self._salt, self._times = minute, secrets.token_bytes(32), Counter()
            who = hashlib.blake2b(_network(address).encode(), key=self._salt, digest_size=16).digest()
            self._times[who] += 1
            return self._times[who]


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else str(found)


_TRIES = Fleeting()


class TooMany(Refusal):
    """The refusal of one request too many; says what is left."""

    def __init__(self, left: Left) -> None:
        one = Refusal.one(
            "api.too-many",
            f"请求太频繁：每分钟最多{left.limit}次，请{left.seconds}秒后再试",
            f"too many requests: at most {left.limit} a minute; try again in {left.seconds} seconds",
        )
        super().__init__(*one.reasons)
        self.left = left

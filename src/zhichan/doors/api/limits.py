"""How often someone may ask: counted in the database, so that several processes count together.

One row for each asker and minute; the count is raised by one statement, which needs no lock of ours. Addresses
and names are kept as salted digests, and rows are dropped after an hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from zhichan.kernel.ground.public import Refusal, kernel

PER_MINUTE = {"actor": 600, "address": 1200, "apply": 10, "follow": 10, "export": 60, "nameless": 600}
"""An office may share one address, so an address may ask more often than a person. Applying and trying a follow-up
code without an account are counted by address. What is to be nobody's is counted for all together, so that no address
is noted beside it."""
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
    limit = {**PER_MINUTE, **getattr(settings, "ZHICHAN_API_PER_MINUTE", {})}[kind]
    seconds = int(at.timestamp())
    minute = seconds // 60
    who = salted_hmac("zhichan.api.limits", f"{kind}:{name}", algorithm="sha256").hexdigest()
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
    left = Left(limit, max(limit - times, 0), 60 - seconds % 60)
    if times > limit:
        raise TooMany(left)
    return left


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

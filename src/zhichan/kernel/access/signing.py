"""Signing in: attempts are counted and refused past a limit, and a second factor is asked of whoever has one.

Passwords are Django's; here is only what stands around them. Times are passed in.
"""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import datetime, timedelta

from django.db import connection

from zhichan.kernel.access import keeping, totp
from zhichan.kernel.access.models import Factor, Failure, Recovery
from zhichan.kernel.ground.public import Refusal, kernel

WINDOW = timedelta(minutes=15)
LIMITS = {"pair": 5, "name": 20, "address": 50}
"""Attempts within the window: of an account from one address, of an account, from an address."""


def attempt(*, name: str, address: str, at: datetime) -> None:
    """Count an attempt before it is judged; refuses it past a limit, whether there is such an account or not."""
    locked: list[datetime] = []
    with kernel(), connection.cursor() as cursor:
        for kind, who in _keys(name, address).items():
            cursor.execute(
                "INSERT INTO access_failure AS held (who, times, last) VALUES (%(who)s, 1, %(at)s)"
                " ON CONFLICT (who) DO UPDATE SET"
                " times = CASE WHEN held.last <= %(old)s THEN 1 ELSE held.times + 1 END,"
                " last = CASE WHEN held.last > %(old)s AND held.times >= %(limit)s THEN held.last ELSE %(at)s END"
                " RETURNING times, last",
                {"who": who, "at": at, "old": at - WINDOW, "limit": LIMITS[kind]},
            )
            times, last = cursor.fetchone()
            if times > LIMITS[kind]:
                locked.append(last + WINDOW)
            elif times == 1:
                # Whoever begins anew sweeps up what no longer counts.
                cursor.execute("DELETE FROM access_failure WHERE last <= %s", [at - WINDOW])
    if locked:
        minutes = max(int((max(locked) - at).total_seconds() + 59) // 60, 1)
        raise Refusal.one(
            "access.locked",
            f"尝试次数过多，请{minutes}分钟后再试",
            f"too many attempts; try again in {minutes} minutes",
        )


def signed_in(*, name: str, address: str) -> None:
    """Forget the attempts on an account that has been signed in to; those from the address go on counting."""
    keys = _keys(name, address)
    with kernel():
        Failure.objects.filter(who__in=[keys["pair"], keys["name"]]).delete()


def unlock(*, name: str) -> None:
    """Forget all attempts on an account."""
    with kernel():
        Failure.objects.filter(who__startswith=_keys(name, "")["name"][:32]).delete()


def has_factor(user_id: int) -> bool:
    """Whether an account asks for a one-time code."""
    with kernel():
        return bool(Factor.objects.filter(user_id=user_id).exists())


def passes(user_id: int, given: str, *, at: datetime) -> bool:
    """Whether a one-time code is right now, or one of the recovery codes; each counts once.

    A secret that the present key does not open lets nobody in: a recovery code still does, and the console.
    """
    with kernel():
        held = Factor.objects.select_for_update().filter(user_id=user_id).first()
        if held is None:
            return False
        secret = keeping.opened(held.secret)
        step = totp.matching(secret, given, at=at, after=held.step) if secret is not None else None
        if step is None:
            used, _ = Recovery.objects.filter(user_id=user_id, digest=totp.recovery_digest(given)).delete()
            return bool(used)
        held.step = step
        held.save(update_fields=["step"])
        return True


def recovery_left(user_id: int) -> int:
    """How many recovery codes an account has left."""
    with kernel():
        return int(Recovery.objects.filter(user_id=user_id).count())


def _keys(name: str, address: str) -> dict[str, str]:
    plain = unicodedata.normalize("NFKC", name).strip().casefold()
    account, place = (hashlib.sha256(text.encode()).hexdigest() for text in (f"name\x1f{plain}", f"at\x1f{address}"))
    # Those of one account begin alike, so that all of them can be forgotten.
    return {"pair": account[:32] + place[:32], "name": account, "address": place}

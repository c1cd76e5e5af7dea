"""One-time codes of nameless acts: each is good once, and nothing ties it to what it was used for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import connection

from zhichan.kernel.acts.public import Act
from zhichan.kernel.catalogue.rulebook import code_digest
from zhichan.kernel.catalogue.shapes import Procedure
from zhichan.kernel.ground.public import Refusal


def spend(act: Act, procedure: Procedure, field: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Spend the code in ``field``; returns what was given, without it.

    A preview spends nothing and does not say whether the code was spent: whoever knows the codes would learn whose was.
    Refuses a code spent before, and an act that another one hands on, since the other's event would name who did it.
    """
    if not act.nameless or act.cause:
        raise Refusal.one(
            "casework.nameless", "不记名填报只能由本人直接提交", "a nameless act is done directly, by whom it concerns"
        )
    kept = {name: value for name, value in given.items() if name != field}
    if act.preview:
        return kept
    # Another digest than the one by which rules know the code, so that what is spent is not found among those sent out.
    digest = hashlib.sha256(f"{procedure.slug}:{code_digest(given[field])}".encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO casework_spent (digest) VALUES (%s) ON CONFLICT DO NOTHING", [digest])
        if cursor.rowcount == 0:
            raise Refusal.one("casework.spent", "此码已经用过", "this code has been used", place=field)
    return kept

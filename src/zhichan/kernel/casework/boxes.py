"""Boxes: what nobody is to be known by lies sealed until the box is opened, and comes out together and shuffled.

A code is known in the box by a mark, and by another one once it was used; what was put in is sealed. All of it needs
the key that is in no table (``access.keeping.Lock``), so that whoever reads the tables, at whatever times, sees marks
come and learns neither whose nor what. Nothing is written in the open before the box is, not even to be rolled back.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from django.db import connection

from zhichan.kernel.access.public import keeping
from zhichan.kernel.acts.public import Act
from zhichan.kernel.casework.models import Admitted, Box, Boxed, Case
from zhichan.kernel.catalogue.rulebook import code_digest, listed
from zhichan.kernel.catalogue.shapes import Act as ActShape
from zhichan.kernel.ground.public import Refusal

LAID_OPEN = ("title", "parent", "key", "units")
"""Facts of an opening act that would stand outside what is sealed."""


def admit(case: Case, field: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Make the box of a case for the codes listed in ``field``; returns what was given, without it.

    Refuses a list that names no code, or one twice.
    """
    salt = secrets.token_bytes(32)
    box, lock = Box(case=case, salt=salt), keeping.Lock(salt)
    codes = {
        str(row["digest"]): {name: value for name, value in row.items() if name != "digest"}
        for row in listed(given[field]) if row.get("digest")
    }  # fmt: skip
    if not codes or len(codes) != len(given[field]):
        raise Refusal.one(
            "casework.box-codes", "每行须有一个不同的参与码摘要", "each row needs the digest of a code of its own",
            place=field,
        )  # fmt: skip
    box.save(force_insert=True)
    rows = [Admitted(box=box, mark=lock.mark("admitted", digest), said=said) for digest, said in codes.items()]
    # In the order of their marks, the rows do not tell in which order the codes were listed.
    Admitted.objects.bulk_create(sorted(rows, key=lambda row: row.mark))
    return {name: value for name, value in given.items() if name != field}


def said_of(number: str, code: str) -> Mapping[str, Any] | None:
    """What the box of the case with this number says of a code; None where there is no box or no such code in it."""
    box = Box.objects.filter(case__number=number).first()
    if box is None:
        return None
    mark = keeping.Lock(bytes(box.salt)).mark("admitted", code_digest(code))
    row = Admitted.objects.filter(box=box, mark=mark).first()
    return dict(row.said) if row is not None else None


def put(act: Act, case: Case, shape: ActShape, given: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Put the facts of a case that is not opened yet into a box, sealed; a preview only asks whether they could be.

    A preview does not say whether the code was used: whoever knows the codes would learn who has answered.
    Refuses a code that was used, a box that is shut, and an act that another hands on or that says more of itself.
    """
    code, into = str(shape.nameless), str(shape.box.into if shape.box is not None else "")
    if act.cause or any(act.facts.get(name) for name in LAID_OPEN):
        raise Refusal.one(
            "casework.nameless", "不记名填报只能由本人直接提交，且不另附标题、单位等",
            "a nameless act is done directly, by whom it concerns, without a title or units of its own",
        )  # fmt: skip
    with connection.cursor() as cursor:
        # Against its opening alone: whoever else puts something in need not wait.
        cursor.execute(
            "SELECT box.case_id, box.salt, on_.synthetic FROM casework_box box"
            " JOIN casework_case on_ ON on_.id = box.case_id WHERE on_.number = %s FOR KEY SHARE OF box",
            [str(given[into])],
        )  # fmt: skip
        found = cursor.fetchone()
        if found is None:
            raise Refusal.one("casework.box-shut", "不在填报期内", "nothing can be put in now", place=into)
        identity, lock = found[0], keeping.Lock(bytes(found[1]))
        if not act.preview:
            mark = lock.mark("used", code_digest(str(given[code])))
            if Boxed.objects.filter(box_id=identity, mark=mark).exists():
                raise _used(code)
            told = {"verb": act.verb, "region": case.region.path, "synthetic": found[2], "facts": dict(facts)}
            content = lock.sealed(json.dumps(told, ensure_ascii=False), about=str(identity))
            cursor.execute(
                "INSERT INTO casework_boxed (box_id, mark, content) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                [identity, mark, content],
            )
            if cursor.rowcount == 0:
                raise _used(code)
    return {
        "case": None, "number": None, "stage": shape.to, "version": 0, "boxed": True,
        "handed": [], "clocks": [], "disturbed": [], "disagreeing": [],
    }  # fmt: skip


def _used(field: str) -> Refusal:
    return Refusal.one("casework.spent", "此码已经用过", "this code has been used", place=field)


def end(case: Case, how: Literal["open", "destroy"]) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """End the box of a locked case: verb, opening facts and facts of each thing in it, in an order drawn now.

    The marks, what is sealed and the salt are gone with it. Refuses to open what the key at hand did not seal.
    """
    box = Box.objects.select_for_update().filter(case=case).first()
    if box is None:
        return
    taken = [bytes(each) for each in Boxed.objects.filter(box=box).values_list("content", flat=True)]
    lock = keeping.Lock(bytes(box.salt))
    for table in (Boxed, Admitted):
        table.objects.filter(box=box).delete()
    box.delete()
    if how == "destroy":
        return
    secrets.SystemRandom().shuffle(taken)
    for content in taken:
        text = lock.opened(content, about=str(case.pk))
        if text is None:
            raise Refusal.one(
                "casework.box-key", "密封内容与现用密钥不符，请先恢复原密钥",
                "what is sealed does not open with the key at hand; bring back the one it was sealed with",
            )  # fmt: skip
        told = json.loads(text)
        yield told["verb"], {"region": told["region"], "synthetic": told["synthetic"]}, told["facts"]

"""Saved searches of the demo city: a theme that an analyst keeps and judges, and a watch over a firm's mark.

They ask the search, so the index is made before; the worker finds it there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.contrib.auth import get_user_model

from zhichan.demo.acting import do
from zhichan.demo.figures import AS_OF
from zhichan.kernel.access.public import actor_of, reading
from zhichan.kernel.acts.public import reach
from zhichan.kernel.ground.public import Party, kernel
from zhichan.kernel.registry.public import Holding, Mark
from zhichan.kernel.registry.searching import public as searching
from zhichan.kernel.selections.public import Selection, quality

THEME, FRAME = "电池", "电池 OR 储能 OR 电极"
DRAWN = 4


def follow() -> bool:
    """Save a theme and a watch; return whether anything had to be done."""
    analyst = actor_of(get_user_model().objects.get(username="themes").pk, day=AS_OF)
    with reading(analyst):
        if reach(analyst, "selection:read").exists():
            return False
    firms = actor_of(get_user_model().objects.get(username="firm").pk, day=AS_OF).parties
    with kernel():
        guarded = _guarded(firms)
    if searching.stale():
        searching.everything()
    saved = do("themes", "selection:save", None, date(2025, 9, 15), title="新能源电池专题", text=f"TI={THEME}")
    theme = str(saved["selection"])
    do("themes", "selection:share", theme, date(2025, 9, 15), roles=["leader", "theme-analyst"])
    _judge(theme)
    if guarded is not None:
        name, code = guarded
        asked = {"title": f"“{name}”监测", "text": f'ALIKE="{name}"', "names": True}
        watch = str(do("watch", "selection:save", None, date(2025, 9, 16), **asked)["selection"])
        do("watch", "selection:share", watch, date(2025, 9, 16), roles=["watch-officer"], parties=[code])
    return True


def _guarded(codes: Sequence[str]) -> tuple[str, str] | None:
    """The name of a mark that the demo's firm holds, and the firm."""
    held = Holding.objects.filter(
        right_kind="mark", until=None, party__in=Party.objects.filter(code__in=codes)
    ).values_list("right_id", "party__code")  # fmt: skip
    owners = dict(held)
    mark = Mark.objects.current().filter(pk__in=owners).exclude(name="").order_by("key").first()
    return (mark.name, str(owners[mark.pk])) if mark is not None else None


def _judge(theme: str) -> None:
    drawn = do("themes", "selection:draw", theme, date(2025, 9, 16), frame=FRAME, inside=DRAWN, outside=DRAWN)
    if not drawn["picked"]:
        return
    analyst = actor_of(get_user_model().objects.get(username="themes").pk, day=AS_OF)
    with reading(analyst):
        sample = quality(Selection.objects.get(pk=theme)).sample
        picked = set(sample.picked) if sample is not None else set()
        keys = [*sample.picked, *sample.left] if sample is not None else []
    for key in keys:
        fits = key in picked
        do("themes", "selection:judge", theme, date(2025, 9, 17), key=key, fits=fits,
           reason="名称写明电池（演示判断）" if fits else "与电池无关（演示判断）")

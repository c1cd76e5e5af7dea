"""How good a selection is, as people found who looked: samples, judgements, recall and false alarms.

Recall is estimated within a frame, a wider question that everything sought is believed to lie in: what is in neither
was not looked at, and nothing is said of it. Whoever judges sees what is open to all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhichan.instruments import sampling
from zhichan.instruments.query import LONGEST
from zhichan.kernel.access.public import reading
from zhichan.kernel.acts.public import Act, register_verb
from zhichan.kernel.ground.public import Refusal
from zhichan.kernel.selections import keeping
from zhichan.kernel.selections.models import Judgement, Sample, Selection
from zhichan.kernel.selections.verbs import own, readable, signed_in, text_of, told

MOST_DRAWN = 500
"""Rights drawn from either side."""


@dataclass(frozen=True, slots=True)
class Quality:
    """What judgements say of a selection: false alarms among its members, and recall by its last sample.

    ``alarms`` counts members, past ones too, as judged and found not to belong; None where none was judged. ``recall``
    is None where nothing was drawn or something drawn is not yet judged, which ``waiting`` names.

    Numbers count all that was drawn and judged. ``picked``, ``left``, ``waiting`` and ``judged`` name of it what is
    still open to all; ``closed`` says how many of the drawn are not. ``before`` counts the samples drawn earlier.
    """

    alarms: sampling.Share | None
    sample: Sample | None
    waiting: Sequence[str]
    recall: sampling.Recall | None
    judged: Mapping[str, Judgement]
    picked: Sequence[str] = ()
    left: Sequence[str] = ()
    closed: int = 0
    before: int = 0


def register() -> None:
    """Register the verbs."""
    register_verb("selection:draw", draw)
    register_verb("selection:judge", judge)


def draw(act: Act) -> Mapping[str, Any]:
    """Draw a sample to be judged, from one's own selection and from a wider frame around it.

    ``facts``: ``frame`` (a query that finds everything that may be sought), ``inside`` and ``outside`` (how many).
    """
    selection = own(act)
    frame = text_of(act, "frame", "范围检索式", "a query of the frame", most=LONGEST)
    numbers = {side: _number(act, side) for side in ("inside", "outside")}
    members = set(selection.members.filter(until=None, sealed=False).values_list("key", flat=True))
    with reading(act.actor):
        question = {"text": frame, "chosen": {}, "plain": []}
        around = keeping.asked(question, day=act.day, readers=["*"]) - members
    # Nobody chooses what is drawn: the seed follows from what cannot be foreseen or repeated.
    said = f"{selection.pk} {selection.version} {frame} {act.at.isoformat()}"
    seed = hashlib.sha256(said.encode()).hexdigest()
    picked = sampling.drawn(members, number=numbers["inside"], seed=seed)
    left = sampling.drawn(around, number=numbers["outside"], seed=seed)
    if not picked and not left:
        raise Refusal.one("selection.empty", "没有可抽取的权利", "there is nothing to draw from", place="frame")
    sample = Sample.objects.create(
        selection=selection, frame=frame, seed=seed, at=act.at, day=act.day, version=selection.version,
        inside=len(members), outside=len(around), picked=picked, left=left, readers=selection.readers,
    )  # fmt: skip
    told(act, selection, {
        "sample": str(sample.pk), "frame": frame, "seed": seed, "inside": len(members), "outside": len(around),
        "picked": picked, "left": left,
    })  # fmt: skip
    return {"sample": str(sample.pk), "picked": len(picked), "left": len(left)}


def _number(act: Act, side: str) -> int:
    number = act.facts.get(side)
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= MOST_DRAWN:
        raise Refusal.one(
            f"selection.{side}", f"抽取数应当是0至{MOST_DRAWN}的整数",
            f"a whole number from 0 to {MOST_DRAWN} is drawn", place=side,
        )  # fmt: skip
    return number


def judge(act: Act) -> Mapping[str, Any]:
    """Say whether a right belongs in a selection that one sees. ``facts``: ``key``, ``fits``, ``reason``.

    It is a member, was one, or was drawn. Judging a selection of somebody else takes a role that may.
    """
    signed_in(act)
    selection: Selection = act.reached(readable(act.actor), pk=act.target)
    if selection.owner != act.actor.name:
        act.require(act.actor.home)
    key, fits = str(act.facts.get("key") or ""), act.facts.get("fits")
    if not _is_judged_by(selection, key):
        raise Refusal.one(
            "selection.key", f"“{key}”不在成员或样本中", f"{key!r} is no member and was not drawn", place="key"
        )
    if not isinstance(fits, bool):
        raise Refusal.one("selection.fits", "请选择是否属于", "choose whether it belongs", place="fits")
    reason = text_of(act, "reason", "理由", "a reason")
    Judgement.objects.update_or_create(
        selection=selection, key=key,
        defaults={"fits": fits, "reason": reason, "by": act.actor.name, "at": act.at, "readers": selection.readers},
    )  # fmt: skip
    told(act, selection, {"key": key, "fits": fits}, reason=reason)
    return {"selection": str(selection.pk), "key": key, "fits": fits}


def _is_judged_by(selection: Selection, key: str) -> bool:
    if not keeping.open_to_all([key]):
        return False
    if selection.members.filter(key=key, sealed=False).exists():
        return True
    last = _last(selection)
    return last is not None and key in {*last.picked, *last.left}


def _last(selection: Selection) -> Sample | None:
    return selection.samples.order_by("-at", "-pk").first()


def quality(selection: Selection) -> Quality:
    """What judgements say of a selection. Evaluate inside ``reading(actor)``: whoever sees it sees all of this."""
    judged = {one.key: one for one in Judgement.objects.filter(selection=selection).order_by("key")}
    ever = set(selection.members.filter(sealed=False).values_list("key", flat=True))
    found = [one for key, one in judged.items() if key in ever]
    alarms = sampling.share(
        whole=len(ever), judged=len(found), found=sum(not one.fits for one in found)
    ) if found else None  # fmt: skip
    sample = _last(selection)
    drawn = [] if sample is None else [*sample.picked, *sample.left]
    there = keeping.open_to_all({*judged, *drawn})
    shown = {key: one for key, one in judged.items() if key in there}
    if sample is None:
        return Quality(alarms, None, (), None, shown)
    waiting = [key for key in drawn if key not in judged]
    recall = None if waiting else sampling.recall(
        picked=_counts(sample.inside, sample.picked, judged), left=_counts(sample.outside, sample.left, judged)
    )  # fmt: skip
    picked, left, named = ([key for key in keys if key in there] for keys in (sample.picked, sample.left, waiting))
    return Quality(
        alarms, sample, named, recall, shown, picked, left,
        closed=len(drawn) - len(picked) - len(left), before=selection.samples.count() - 1,
    )  # fmt: skip


def _counts(whole: int, keys: Sequence[str], judged: Mapping[str, Judgement]) -> tuple[int, int, int]:
    return whole, len(keys), sum(judged[key].fits for key in keys)

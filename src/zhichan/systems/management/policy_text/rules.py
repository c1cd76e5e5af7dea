"""Rules of plan intake: what a document says, what a person decided about it, and what adoption makes of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any

from zhichan.instruments.papers import Extracted, extract
from zhichan.instruments.reader import (
    AnnotationError,
    Laid,
    Reading,
    Target,
    Task,
    Term,
    Unreadable,
    explained,
    laid,
    read,
    unbroken,
    worded,
)
from zhichan.kernel.catalogue.rulebook import Context, Reason, Refusal, Text, derive, guard, terms

ROLES = ("lead", "cooperating", "responsible")
SHORTEST_EXPLANATION = 20
"""Chinese characters without which a document explains nothing."""

Kind = Callable[[Any], Text | None]
"""What a field takes: tells of a value what is wrong with it, None when nothing is."""
COMPARATORS = (">=", "<=", "=", "~", "range")
KINDS = (
    "level", "cumulative", "annual_flow", "growth_rate_per_year", "growth_total", "reduction", "share", "count_new",
)  # fmt: skip
YEARS = range(1949, 2201)
DIGITS_BEFORE, DIGITS_AFTER = 17, 20
"""Of a number, as the register of targets takes it."""
MOST_UNITS = 100
MOST_TOLD = 20
"""Faults of one annotation that are told of."""


def _text(most: int, *, empty: bool = False) -> Kind:
    def wrong(value: Any) -> Text | None:
        if not isinstance(value, str):
            return Text("应当是文字", "must be text")
        if "\x00" in value or any("\ud800" <= each <= "\udfff" for each in value):
            return Text("含有不能保存的字符", "has characters that cannot be kept")
        if len(value) > most:
            return Text(f"不能超过{most}字", f"must not have more than {most} characters")
        return None if empty or value.strip() else Text("不能为空", "must not be empty")

    return wrong


def _one_of(*choices: str) -> Kind:
    def wrong(value: Any) -> Text | None:
        if isinstance(value, str) and value in choices:
            return None
        named = [each for each in choices if each]
        return Text(f"应当是其中之一：{'、'.join(named)}", f"must be one of {', '.join(named)}")

    return wrong


def _number(value: Any) -> Text | None:
    if not isinstance(value, bool) and isinstance(value, int | float):
        exact = Decimal(str(value))
        if (
            exact.is_finite()
            and exact.adjusted() < DIGITS_BEFORE
            and int(exact.as_tuple().exponent) >= -DIGITS_AFTER
        ):
            return None
    return Text("应当是数字", "must be a number")


def _year(value: Any) -> Text | None:
    if isinstance(value, int) and not isinstance(value, bool) and value in YEARS:
        return None
    return Text(f"应当是{YEARS[0]}至{YEARS[-1]}之间的年份", f"must be a year from {YEARS[0]} to {YEARS[-1]}")


def _baseline(value: Any) -> Text | None:
    if not isinstance(value, Mapping) or set(value) - {"value", "year"}:
        return Text("应当是数值和年份", "must be a value and a year")
    parts = ((value.get("value"), _number), (value.get("year"), _year))
    return next((wrong for each, kind in parts if each is not None and (wrong := kind(each))), None)


def _units(value: Any) -> Text | None:
    if not isinstance(value, list) or len(value) > MOST_UNITS:
        return Text(
            f"应当是单位名称的列表，不超过{MOST_UNITS}个", f"must be a list of at most {MOST_UNITS} units"
        )
    return next((wrong for each in value if (wrong := _text(120)(each))), None)


TARGET_FIELDS: Mapping[str, Kind] = {
    "indicator": _text(300), "canonical": _text(64, empty=True), "scope": _text(120, empty=True), "value": _number,
    "value_max": _number, "unit": _text(20, empty=True), "year": _year, "comparator": _one_of(*COMPARATORS),
    "kind": _one_of(*KINDS), "baseline": _baseline, "attribute": _one_of("预期性", "约束性", ""),
}  # fmt: skip
TASK_FIELDS: Mapping[str, Kind] = {
    # Plans write when a task is due in words (到2026年底), so these are words, not a day.
    "title": _text(300), "due": _text(60, empty=True), "lead": _units, "cooperating": _units, "responsible": _units,
}  # fmt: skip
FIELDS: Mapping[str, Mapping[str, Kind]] = {"target": TARGET_FIELDS, "task": TASK_FIELDS}
"""What can be corrected of a target and of a task or measure, and what each field takes. Null drops a correction."""


@lru_cache(maxsize=4)
def _read(content: bytes, name: str) -> tuple[Reading, Extracted]:
    """The reading of a document and its text; kept for the few acts that ask for it one after the other."""
    paper = extract(content, name=name)
    glossary = _known()
    return read(paper.text, glossary=glossary, name=name), paper


def _reading(context: Context) -> tuple[Reading, Extracted]:
    try:
        return _read(context.paper(str(context.given["paper"])), str(context.given.get("filename") or ""))
    except Unreadable as reason:
        raise Refusal.one(f"reader.{reason.code}", reason.zh, reason.en, place="paper") from reason


@guard
def is_a_plan(context: Context) -> list[Reason]:
    """The document can be read and is a policy plan."""
    reading, _ = _reading(context)
    if reading.not_a_plan is None:
        return []
    zh, en = reading.not_a_plan
    return [Reason("reader.no-plan", Text(zh, en), "paper")]


@derive
def reading(context: Context) -> dict[str, Any]:
    """Everything the reader understood, in the shape ``zhichan read --json`` prints.

    Of a document that is not plain text it carries the text that the spans point into.
    """
    reading, paper = _reading(context)
    return reading.as_json() | paper.beside()


@derive
def title(context: Context) -> str:
    """The document's title, else its file's name."""
    return _reading(context)[0].title or str(context.given.get("filename") or "")


@guard
def is_a_name(context: Context) -> list[Reason]:
    """A name in words, no longer than a case's title."""
    wrong = _text(300)(context.given["name"])
    return [Reason("plan.name", wrong, "name")] if wrong else []


@derive
def name_given(context: Context) -> str:
    """The name a person gave, where that of the document was not read, on one line."""
    return " ".join(str(context.given["name"]).split())


@derive
def filename(context: Context) -> str:
    """The file's name as given."""
    return str(context.given.get("filename") or "")


@derive
def paper(context: Context) -> str:
    """The digest of the document."""
    return str(context.given["paper"])


@derive
def today(context: Context) -> str:
    """The day of the act."""
    return context.day.isoformat()


def items(facts: Mapping[str, Any]) -> dict[str, tuple[str, Mapping[str, Any]]]:
    """Every item of a reading: id → (``target`` | ``task`` | ``open``, what was read)."""
    read_ = facts["reading"]
    found: dict[str, tuple[str, Mapping[str, Any]]] = {
        each["id"]: ("target", each) for each in read_["targets"]
    }
    found |= {each["id"]: ("task", each) for each in [*read_["tasks"], *read_["measures"]]}
    return found | {f"o{number}": ("open", each) for number, each in enumerate(read_["open"], start=1)}


@guard
def items_exist(context: Context) -> list[Reason]:
    """Each named item is one of the reading's."""
    named = context.given["items"]
    if not isinstance(named, list) or not all(isinstance(each, str) for each in named) or not named:
        return [Reason("plan.items", Text("请指明要处理的条目", "name the items to decide on"), "items")]
    known = items(context.facts)
    return [
        Reason(
            "plan.no-such-item", Text(f"规划里没有条目“{each}”", f"the plan has no item {each!r}"), "items"
        )
        for each in named
        if each not in known
    ]


@guard
def correction_is_sound(context: Context) -> list[Reason]:
    """A correction names one item, only fields it has, and values of their kinds."""
    correction = context.given.get("correction")
    if context.given["decision"] != "correct":
        return (
            []
            if not correction
            else [
                Reason(
                    "plan.correction",
                    Text("只有“更正”才带更正内容", "only 'correct' takes a correction"),
                    "correction",
                )
            ]
        )
    named = context.given["items"]
    if (
        not isinstance(correction, Mapping)
        or not correction
        or not isinstance(named, list)
        or len(named) != 1
    ):
        return [
            Reason(
                "plan.correction",
                Text("一次更正一个条目，并写明更正内容", "correct one item at a time, and say how"),
                "correction",
            )
        ]
    kind, _ = items(context.facts).get(named[0], ("", {}))
    return [
        Reason("plan.correction", wrong, name) for name, wrong in _faults(correction, FIELDS.get(kind, {}))
    ]


def _faults(correction: Mapping[str, Any], fields: Mapping[str, Kind]) -> Iterator[tuple[str, Text]]:
    """Fields of a correction with what is wrong with each."""
    for name, value in correction.items():
        if name not in fields:
            yield name, Text(f"这个条目没有“{name}”一项", f"this item has no field {name!r}")
        elif value is not None and (wrong := fields[name](value)):
            yield name, wrong


MADE = {
    "confirm": ("已确认", "confirmed"), "correct": ("已更正", "corrected"), "reject": ("不采用", "rejected"),
}  # fmt: skip


def _since(context: Context) -> dict[str, Mapping[str, Any]]:
    """The decisions made after the version of the plan that was looked at, where it is told which that was."""
    seen = _seen(context)
    made = context.facts.get("decisions", {})
    return {} if seen is None else {key: one for key, one in made.items() if one.get("version", 0) > seen}


def _seen(context: Context) -> int | None:
    """The version that was looked at; where there is no such version yet, none has been seen."""
    seen = context.given.get("seen")
    return 0 if seen is not None and seen >= _version(context) else seen


@guard
def nothing_is_overwritten_unseen(context: Context) -> list[Reason]:
    """Nobody overwrites a decision that they have not seen; the very same one, as sent twice, does no harm."""
    since, given = _since(context), context.given
    unlike = [
        since[key]
        for key in given["items"]
        if key in since
        and any(
            (since[key].get(name) or {}) != (given.get(name) or {})
            for name in ("decision", "correction", "reason")
        )
    ]
    if not unlike:
        return []
    zh, en = MADE[unlike[0]["decision"]]
    told = Text(
        f"您打开页面之后，这一条有了新的处理（{zh}）。请看过现在的内容，再决定是否改动",
        f"since you opened the page this was decided anew ({en}): look at it as it is now, then change it or not",
    )
    return [Reason("plan.decided-since", told)]


@guard
def nothing_is_adopted_unseen(context: Context) -> list[Reason]:
    """Nobody adopts what was changed, in its items or its name, after they looked at what adoption makes."""
    seen = _seen(context)
    count = 0 if seen is None else sum(each["v"] > seen and each["act"] != "explain" for each in context.course)
    if not count:
        return []
    told = Text(
        f"您打开页面之后，规划又有{count}次改动。请看过现在的内容，再采用",
        f"since you opened the page, changes to the plan: {count}. Look at what would be made now, then adopt it",
    )
    return [Reason("plan.decided-since", told)]


def _version(context: Context) -> int:
    """The version that the act makes of the plan."""
    return int(context.course[-1]["v"]) + 1


@derive
def decisions(context: Context) -> dict[str, Any]:
    """The decision on each named item. Corrections add up; any other decision drops them (null removes a key)."""
    decision: dict[str, Any] = {"decision": context.given["decision"], "on": context.day.isoformat()}
    decision["version"] = _version(context)
    decision["correction"] = context.given.get("correction")
    decision["reason"] = context.given.get("reason")
    # Whoever decides takes the item over from an annotation.
    decision[BY_ANNOTATION] = None
    return dict.fromkeys(context.given["items"], decision)


ADDED = "a"
"""How the id begins of a goal or task that a person found in the text."""
LONGEST_WORDS = 2000
SAYS: Mapping[str, tuple[str, ...]] = {"target": ("indicator", "value"), "task": ("title",)}
"""What can be added, and what has to be said of it."""


def _text_of(context: Context) -> str:
    """The text that the spans of a plan's reading point into."""
    facts = context.facts
    told = facts["reading"].get("text")
    if isinstance(told, str):
        return told
    return extract(context.paper(str(facts["paper"])), name=str(facts.get("filename") or "")).text


def _place_of(context: Context, text: str) -> tuple[int, int] | None:
    """Where the words given stand first below a heading, else first, whatever white space a copy gained or lost.

    Before the first heading may stand a table of contents.
    """
    words = context.given["words"]
    wanted = "".join(words.split()) if isinstance(words, str) else ""
    if not 2 <= len(wanted) <= LONGEST_WORDS:
        return None
    squeezed = "".join(text.split())
    if wanted not in squeezed:
        return None
    places = [place for place, each in enumerate(text) if not each.isspace()]
    headings = context.facts["reading"].get("outline") or [{"span": [0, 0]}]
    begun = len("".join(text[: headings[0]["span"][0]].split()))
    at = squeezed.find(wanted, begun)
    if at < 0:
        at = squeezed.find(wanted)
    return places[at], places[at + len(wanted) - 1] + 1


def _added(context: Context) -> tuple[str, Any]:
    """What is added, ``target`` or ``task``, and what is said of it; empty unless it is one of both."""
    told = [(kind, context.given[kind]) for kind in SAYS if context.given.get(kind) is not None]
    return told[0] if len(told) == 1 else ("", None)


def _bearers(task: Mapping[str, Any]) -> set[str]:
    return {each for role in ROLES for each in task.get(role) or []}


def _read_there(context: Context, place: tuple[int, int]) -> Reason | None:
    """Why nothing is to be added at a place: a goal of this value stands there, or the very task.

    A task is the same where half of both places is common, or where it names no bearer that the other has not.
    """
    read_, (kind, told) = context.facts["reading"], _added(context)
    for each in read_["targets"] if kind == "target" else [*read_["tasks"], *read_["measures"]]:
        start, end = each["span"]
        common = min(end, place[1]) - max(start, place[0])
        whole = max(end, place[1]) - min(start, place[0])
        if common <= 0:
            continue
        if kind == "target" and each["value"] == told["value"]:
            return Reason(
                "plan.read-already", Text("这个目标已经读出", "this goal has been read already"), "words"
            )
        if kind == "task" and (2 * common >= whole or _bearers(told) <= _bearers(each)):
            title = each["title"]
            return Reason(
                "plan.read-already",
                Text(f"这里已读出任务“{title}”，请直接更正", f"the task {title!r} was read here: correct it"),
                "words",
            )
    return None


@guard
def addition_is_sound(context: Context) -> list[Reason]:
    """What is added was not read, stands in the plan's words, and says what it counts, or what is to be done."""
    kind, told = _added(context)
    place = _place_of(context, _text_of(context))
    reasons: list[Reason] = []
    if place is None:
        reasons.append(
            Reason(
                "plan.no-such-words",
                Text("原文中没有这句话，请从原文抄录", "the document has no such words: copy them from it"),
                "words",
            )
        )
    if not isinstance(told, Mapping):
        neither = Text("请写明一个目标或一项任务", "say what the goal is, or what the task is")
        return [*reasons, Reason("plan.correction", neither, kind or "target")]
    reasons += [
        Reason("plan.correction", Text("不能为空", "must not be empty"), name)
        for name in SAYS[kind] if told.get(name) is None
    ]  # fmt: skip
    reasons += [Reason("plan.correction", wrong, name) for name, wrong in _faults(told, FIELDS[kind])]
    if place is not None and not reasons and (same := _read_there(context, place)):
        reasons.append(same)
    return reasons


def _next_added(context: Context) -> str:
    return f"{ADDED}{sum(key.startswith(ADDED) for key in items(context.facts)) + 1}"


def _headings(outline: Iterable[Mapping[str, Any]], span: tuple[int, int]) -> list[str]:
    """The headings that a place stands below, the highest first."""
    for each in outline:
        if _holds(each["span"], span):
            return [f"{each['number']}{each['title']}", *_headings(each["children"], span)]
    return []


@derive
def reading_with_addition(context: Context) -> dict[str, Any]:
    """What was read, and behind it what a person found, marked with the day it was ``added``.

    It has no reasons of the reader's; a task carries the goals within its words, whichever of both was added.
    """
    (kind, told), read_, text = _added(context), context.facts["reading"], _text_of(context)
    span = _place_of(context, text) or (0, 0)
    found: Target | Task
    if kind == "task":
        found = Task(
            path=_headings(read_.get("outline") or [], span),
            title=told["title"],
            span=span,
            quote=text[slice(*span)],
            lead=told.get("lead") or [],
            cooperating=told.get("cooperating") or [],
            responsible=told.get("responsible") or [],
            due=told.get("due") or None,
            targets=[each["id"] for each in read_["targets"] if _holds(span, each["span"])],
            confidence=1.0,
            id=_next_added(context),
        )
    else:
        baseline = told.get("baseline") or {}
        found = Target(
            indicator=told["indicator"],
            value=told["value"],
            unit=told.get("unit") or None,
            comparator=told.get("comparator") or ">=",
            kind=told.get("kind") or "level",
            span=span,
            quote=text[slice(*span)],
            value_max=told.get("value_max"),
            year=told.get("year"),
            scope=told.get("scope") or _whole(context),
            canonical=told.get("canonical") or None,
            baseline_year=baseline.get("year"),
            baseline_value=baseline.get("value"),
            attribute=told.get("attribute") or None,
            confidence=1.0,
            id=_next_added(context),
        )
    added = found.as_json() | {"added": context.day.isoformat()}
    carried = {
        name: _carrying(read_[name], found.id, span) for name in ("tasks", "measures") if kind == "target"
    }
    return carried | {f"{kind}s": [*read_[f"{kind}s"], added]}


WHOLE = {"nation": "全国", "province": "全省", "city": "全市"}
WHOLE_OF_A_PLACE = "全[国省市县区州盟旗域]"


def _whole(context: Context) -> str:
    """What the plan calls the whole of its place, which a goal is of that says nothing else."""
    told = Counter(str(each.get("scope") or "") for each in context.facts["reading"]["targets"])
    wholes = [word for word, _ in told.most_common() if re.fullmatch(WHOLE_OF_A_PLACE, word)]
    return wholes[0] if wholes else WHOLE.get(context.region_kind, "全域")


def _holds(outer: Sequence[int], inner: Sequence[int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _carrying(
    tasks: Iterable[Mapping[str, Any]], goal: str, span: tuple[int, int]
) -> list[Mapping[str, Any]]:
    """The tasks, of which those that hold the place of a goal carry it."""
    return [
        {**each, "targets": [*(each.get("targets") or []), goal]} if _holds(each["span"], span) else each
        for each in tasks
    ]


@derive
def decision_on_addition(context: Context) -> dict[str, Any]:
    """Who adds something confirms it."""
    decision = {
        "decision": "confirm", "on": context.day.isoformat(), "version": _version(context),
        "reason": context.given.get("reason"),
    }  # fmt: skip
    return {_next_added(context): decision}


CORRECTED = {
    "targets": frozenset(TARGET_FIELDS), "tasks": frozenset(TASK_FIELDS), "measures": frozenset(TASK_FIELDS),
}  # fmt: skip
BY_ANNOTATION = "annotated"
"""Stands with a decision that an annotation brought; only such a one gives way to the next annotation."""


def _laid(context: Context) -> Laid:
    """What the annotation given says of the plan's reading; refuses what is no annotation of this text."""
    try:
        file = context.paper(str(context.given["annotation"]))
        return laid(
            reading=context.facts["reading"], annotation=file, text=_text_of(context), fields=CORRECTED
        )
    except AnnotationError as wrong:
        raise Refusal.one("plan.annotation", wrong.zh, wrong.en, place="annotation") from wrong


@guard
def annotation_fits(context: Context) -> list[Reason]:
    """The annotation is one of this very text, says something of its reading, and its corrections are sound."""
    found = _laid(context)
    if not found.decisions:
        return [
            Reason(
                "plan.annotation",
                Text("标注对读出的条目什么也没有说", "the annotation says nothing of what was read"),
                "annotation",
            )
        ]
    kinds = items(context.facts)
    faults = (
        (key, name, wrong)
        for key, one in found.decisions.items()
        for name, wrong in (
            *_faults(
                one.get("correction") or {}, TARGET_FIELDS if kinds[key][0] == "target" else TASK_FIELDS
            ),
            *_faults({"reason": one.get("reason")}, {"reason": _text(2000)}),
        )
    )
    return [
        Reason(
            "plan.correction",
            Text(f"条目{key}的{name}：{wrong.zh}", f"{name} of item {key}: {wrong.en}"),
            "annotation",
        )
        for key, name, wrong in islice(faults, MOST_TOLD)
    ]


def _by_people(context: Context) -> set[str]:
    """The items that a person has decided; what an annotation says of them is not taken."""
    decided = context.facts.get("decisions", {})
    return {key for key, one in decided.items() if not one.get(BY_ANNOTATION)}


@derive
def annotated_decisions(context: Context) -> dict[str, Any]:
    """The decisions of the annotation on items that no person has decided.

    Of an annotation taken in before, corrections that this one does not have are dropped (null removes a key).
    """
    before = context.facts.get("decisions", {})
    kept = _by_people(context)
    found: dict[str, Any] = {}
    for key, one in _laid(context).decisions.items():
        if key in kept:
            continue
        correction = one.get("correction")
        if correction is not None:
            corrected = (before.get(key) or {}).get("correction") or {}
            correction = {**dict.fromkeys(corrected), **correction}
        found[key] = {
            "decision": one["decision"], "on": context.day.isoformat(), "version": _version(context),
            "correction": correction, "reason": one.get("reason"), BY_ANNOTATION: True,
        }  # fmt: skip
    return found


@derive
def annotated(context: Context) -> dict[str, Any]:
    """How reading and annotation compare: how many items each has, what was taken, what not, and what was not read.

    ``kept`` are the items, open questions too, of which it speaks and which a person had decided.
    """
    found = _laid(context)
    kept = _by_people(context) & set(found.decisions)
    kinds = [
        one["decision"] for key, one in found.decisions.items() if not key.startswith("o") and key not in kept
    ]
    return {
        "day": context.day.isoformat(), "read": found.read, "known": found.known, "unread": found.unread,
        "kept": len(kept), **{kind: kinds.count(kind) for kind in ("confirm", "correct", "reject")},
    }  # fmt: skip


@guard
def everything_is_decided(context: Context) -> list[Reason]:
    """No target, task or open question is left undecided."""
    decided = context.facts.get("decisions", {})
    left = [(key, kind) for key, (kind, _) in items(context.facts).items() if key not in decided]
    if not left:
        return []
    names = {"target": ("目标", "targets"), "task": ("任务", "tasks"), "open": ("待定问题", "open questions")}
    counts = {kind: sum(1 for _, each in left if each == kind) for kind in names}
    zh = "、".join(f"{count}个{names[kind][0]}" for kind, count in counts.items() if count)
    en = ", ".join(f"{count} {names[kind][1]}" for kind, count in counts.items() if count)
    return [
        Reason(
            "plan.undecided",
            Text(
                f"还有{zh}没有处理：请逐条确认、更正或不采用",
                f"still undecided: {en}; confirm, correct or reject them",
            ),
            "items",
        )
    ]


def adopted(facts: Mapping[str, Any], kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Confirmed and corrected items of a kind, with corrections laid over what was read."""
    decided = facts.get("decisions", {})
    for key, (of, item) in items(facts).items():
        decision = decided.get(key, {})
        if of == kind and decision.get("decision") in {"confirm", "correct"}:
            yield key, {**item, **(decision.get("correction") or {})}


@guard
def something_is_adopted(context: Context) -> list[Reason]:
    """At least one target or task is confirmed or corrected."""
    if next(adopted(context.facts, "target"), None) or next(adopted(context.facts, "task"), None):
        return []
    return [
        Reason(
            "plan.nothing",
            Text("没有一个确认的目标或任务，无可采用", "no target or task is confirmed: nothing to adopt"),
            "items",
        )
    ]


def _told(context: Context) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """Gives an item the words of its place as people read them: no mark or break of a page stands in them."""
    words = worded(_text_of(context))
    return lambda item: {**item, "quote": unbroken(words(item["span"]) or item.get("quote") or "")}


@derive
def promised_targets(context: Context) -> list[dict[str, Any]]:
    """One ``target:promise`` for each adopted target."""
    read_, told = context.facts["reading"], _told(context)
    return [
        {
            "item": key,
            "region": context.region[0],
            "target": told(item),
            "period": read_.get("period") or {},
            "adopted_on": context.facts["adopted_on"],
        }
        for key, item in adopted(context.facts, "target")
    ]


@derive
def assigned_tasks(context: Context) -> list[dict[str, Any]]:
    """One ``task:assign`` for each adopted task, with its units resolved where the words allow it."""
    names, told = context.units(), _told(context)
    tasks = []
    for key, item in adopted(context.facts, "task"):
        units = [
            {"role": role, "as_written": written, "unit": slug}
            for role in ROLES
            for written in item.get(role) or []
            for slug in resolve(written, names, context.region[1])
        ]
        known = told(item)
        fact = {name: known[name] for name in ("path", "quote", "span", "due") if known.get(name)}
        tasks.append(
            {"key": key, "title": item["title"], "units": units, "region": context.region[0], **fact}
        )
    return tasks


@guard
def is_not_supervised(context: Context) -> list[Reason]:
    """A task is put under supervision once; what becomes of it stands in that matter."""
    if not any(each["act"] == "supervise" for each in context.course):
        return []
    return [Reason("task.supervised", Text("该任务已列入督办", "the task is under supervision already"))]


@derive
def dates_before(context: Context) -> list[dict[str, str]]:
    """Every date the task had before, with the day on which it got another and why."""
    one = {
        "due": str(context.facts.get("due") or ""), "until": context.day.isoformat(),
        "reason": str(context.given["reason"]),
    }  # fmt: skip
    return [*(context.facts.get("dates_before") or []), one]


@derive
def supervised_matter(context: Context) -> list[dict[str, Any]]:
    """One ``supervision:issue`` with the words, the units and the day of the task."""
    facts = context.facts
    return [
        {
            "title": context.title, "demand": str(facts.get("demand") or facts.get("quote") or context.title),
            "due": facts["supervise_by"], "origin": "plan", "source": context.number, "region": context.region[0],
            "units": [
                {"role": each["role"], "as_written": each["as_written"], "unit": each["unit"]}
                for each in context.assigned()
            ],
        }
    ]  # fmt: skip


def _explanation(context: Context) -> tuple[str, str]:
    """The text of the explanation given, and its file's name; refuses what cannot be read."""
    name = str(context.given.get("explanation_name") or "")
    try:
        return extract(context.paper(str(context.given["explanation"])), name=name).text, name
    except Unreadable as reason:
        raise Refusal.one(f"reader.{reason.code}", reason.zh, reason.en, place="explanation") from reason


@guard
def explains_something(context: Context) -> list[Reason]:
    """The explanation is a document in Chinese, not an empty page."""
    text, _ = _explanation(context)
    if sum("\u4e00" <= each <= "\u9fff" for each in text) >= SHORTEST_EXPLANATION:
        return []
    return [
        Reason(
            "plan.no-explanation",
            Text("文件里几乎没有文字", "there are hardly any words in it"),
            "explanation",
        )
    ]


@derive
def contradictions(context: Context) -> list[dict[str, Any]]:
    """What a plan and its explanation say differently: each with its words and both places."""
    plan = extract(context.paper(str(context.facts["paper"])), name=str(context.facts.get("filename") or ""))
    text, name = _explanation(context)
    return explained(plan.text, text, glossary=_known(), name=name)


@derive
def explained_goals(context: Context) -> int:
    """How many goals with a figure are read in the explanation: without any there is none to contradict the plan's."""
    text, name = _explanation(context)
    return len(read(text, glossary=_known(), name=name).targets)


def _known() -> tuple[Term, ...]:
    return tuple(Term(each.slug, each.names, each.unit, each.kind, each.direction) for each in terms())


GROUP_ROLES = {"组长": "head", "副组长": "deputy"}


@derive
def named_members(context: Context) -> list[dict[str, Any]]:
    """One ``member:enter`` for each member of the leading group that the plan's annex names."""
    names = context.units()
    return [
        {
            "region": context.region[0], "person": member["name"], "post": member["post"],
            "role": GROUP_ROLES.get(member["role"], "member"), "source": context.number,
            "unit": unit_of_post(member["post"], names, context.region[1]),
        }
        for member in context.facts["reading"].get("members") or [] if member.get("name") and member.get("post")
    ]  # fmt: skip


def unit_of_post(post: str, units: Mapping[str, str], region: str) -> str | None:
    """The unit whose name, with or without the region's, begins a post (市科技局局长); None when none does."""
    level = region[-1:]
    found = [
        (len(name), slug) for slug, full in units.items()
        for name in {full, full.removeprefix(region), level + full.removeprefix(region)}
        if name and post.startswith(name)
    ]  # fmt: skip
    return max(found)[1] if found else None


def resolve(written: str, units: Mapping[str, str], region: str) -> list[str | None]:
    """Slugs of the units a paper means by ``written``; ``[None]`` when it cannot be told.

    The name as it stands, with the region's name or its level (市, 县, 区) before it, or with the short name in
    brackets; collective names (各县市区政府) mean every unit of that kind below.
    """
    plain = written.replace(" ", "").replace("（", "(").replace("）", ")")
    by_name: dict[str, str] = {}
    for slug, name in units.items():
        flat = name.replace("（", "(").replace("）", ")")
        for each in (flat, flat.split("(")[0], *([flat.split("(")[1].rstrip(")")] if "(" in flat else [])):
            by_name.setdefault(each, slug)
    level = region[-1:]
    for candidate in (
        plain,
        region + plain,
        region + plain[1:] if plain.startswith(level) else "",
        level + plain,
    ):
        if candidate in by_name:
            return [by_name[candidate]]
    if plain.startswith("各"):
        endings = ("人民政府", "政府", "管委会", "管理委员会")
        # Only governments below: a department also carries its county's name.
        found = [
            slug for slug, name in units.items() if name.endswith(endings) and not name.startswith(region)
        ]
        if found and any(word in plain for word in ("县", "区", "市")):
            return list(found)
    return [None]

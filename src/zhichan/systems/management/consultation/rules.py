"""Rules of consultation: a draft cut into clauses, who may comment when, draft and final text side by side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from zhichan.instruments.papers import extract
from zhichan.instruments.reader import Unreadable
from zhichan.kernel.catalogue.rulebook import Context, Reason, Refusal, Text, derive, guard

SHORTEST = 30
CLAUSE = "重大行政决策程序暂行条例第十五条"
NUMERALS = "一二三四五六七八九十百零〇"
HEAD = re.compile(
    rf"(第[{NUMERALS}\d]+条|[{NUMERALS}]+、|[（(][{NUMERALS}]+[）)]|\d{{1,3}}[.．、](?!\d))[\s\u3000]*"
)
CHAPTER_NUMBER = re.compile(rf"第[{NUMERALS}\d]+[编章节]")
CHAPTER = re.compile(rf"{CHAPTER_NUMBER.pattern}(?:[\s\u3000]+[^。；]{{1,40}}|[^。；，条]{{0,30}})")
LEVELS = tuple(map(re.compile, ("第", rf"[{NUMERALS}]+、", "[（(]", r"\d")))
ALIKE = 0.35
"""Clauses whose pairs of characters agree less than this have nothing to do with each other."""
LONGEST = 300


def _no(code: str, zh: str, en: str, place: str = "", clause: str = "") -> list[Reason]:
    return [Reason(f"consultation.{code}", Text(zh, en), place, clause)]


# --- clauses ------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _text(content: bytes, name: str, place: str) -> str:
    try:
        return extract(content, name=name).text
    except Unreadable as reason:
        raise Refusal.one(f"reader.{reason.code}", reason.zh, reason.en, place=place) from reason


def cut(text: str) -> list[dict[str, str]]:
    """The clauses of a text, each ``{key, label, text}``: whatever begins with a number of its own.

    A clause is ``called`` with the numbers above it, as （一） stands in more than one place; titles of chapters stand
    ``above`` the clause that follows. What stands before the first number is the preamble; a text without numbers is
    cut into its paragraphs.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()][1:]
    numbered = any(HEAD.match(line) for line in lines)
    found: list[dict[str, str]] = []
    above: list[str] = []
    outer: list[tuple[int, str]] = []
    for line in lines:
        head = HEAD.match(line)
        if numbered and head is None and CHAPTER.fullmatch(line):
            above.append(line)
        elif head is not None or not found or not numbered or above:
            label = head[1] if head is not None else ("" if numbered else f"第{len(found) + 1}段")
            if head is None and above:
                # What stands below the title of a chapter without a number of its own is called by the chapter.
                label = CHAPTER_NUMBER.match(above[-1])[0]  # type: ignore[index]
            level = next((n for n, kind in enumerate(LEVELS) if kind.match(label)), 0)
            outer = [each for each in outer if each[0] < level]
            one = {"key": f"c{len(found) + 1}", "label": label or "前言", "text": line}
            if head is not None and level:
                one["called"] = _called("".join([*(each for _, each in outer), label]))
            if above:
                one["above"] = "\n".join(above)
            outer, above = [*outer, (level, label)], []
            found.append(one)
        else:
            found[-1]["text"] += f"\n{line}"
    if above and found:
        found[-1]["text"] = "\n".join((found[-1]["text"], *above))
    return found


def _called(numbers: str) -> str:
    """How one speaks of a clause: 第三条（一）, 第二部分（一）第3项."""
    part = re.sub(rf"^([{NUMERALS}]+)、", r"第\1部分", numbers)
    return re.sub(r"(?<!第)(?<!\d)(\d+)[.．、]", r"第\1项", part)


def _draft(context: Context) -> str:
    return _text(
        context.paper(str(context.given["paper"])), str(context.given.get("filename") or ""), "paper"
    )


@guard
def can_be_cut_into_clauses(context: Context) -> list[Reason]:
    """There is something to comment on: a title and a clause at least."""
    if cut(_draft(context)):
        return []
    return _no("no-clauses", "文件里没有可以征求意见的条款", "there is no clause to comment on", "paper")


@derive
def clauses(context: Context) -> list[dict[str, str]]:
    """The clauses of the draft."""
    return cut(_draft(context))


@derive
def title(context: Context) -> str:
    """The first line of the draft."""
    return next(line.strip() for line in _draft(context).splitlines() if line.strip())[:LONGEST]


@derive
def place(context: Context) -> str:
    """The path of the region that asks; comments go there."""
    return context.region[0]


@derive
def today(context: Context) -> str:
    """The day of the act."""
    return context.day.isoformat()


# --- time and reach -----------------------------------------------------------------------------------------------


@guard
def is_long_enough(context: Context) -> list[Reason]:
    """Thirty days at least, or a shorter time with its reason."""
    last = date.fromisoformat(context.given["closes_on"])
    if last < context.day:
        return _no("past", "截止日已经过去", "the last day has gone by", "closes_on")
    if last >= context.day + timedelta(days=SHORTEST) or context.given.get("why_shorter"):
        return []
    return _no(
        "too-short", "征求意见期限一般不少于三十日；少于三十日的应当说明理由",
        "thirty days at least, or say why less", "why_shorter", CLAUSE,
    )  # fmt: skip


@guard
def is_later(context: Context) -> list[Reason]:
    """More time, never less."""
    if context.given["closes_on"] > context.facts["closes_on"]:
        return []
    return _no("earlier", "新的截止日须晚于原截止日", "the new last day has to be later", "closes_on")


@guard
def figure_is_a_count(context: Context) -> list[Reason]:
    """Reach is a count of people, visits or copies."""
    figure = context.given["figure"]
    if isinstance(figure, int) and figure >= 0:
        return []
    return _no("no-count", "触达数应当是不小于零的整数", "a figure of reach is a whole number", "figure")


@derive
def reached(context: Context) -> list[dict[str, Any]]:
    """The figures of reach with one more; nothing is overwritten."""
    given = context.given
    one = {
        "channel": given["channel"], "figure": given["figure"], "counted": given["counted"],
        "day": context.day.isoformat(),
    }  # fmt: skip
    return [*(context.facts.get("reach") or []), one]


# --- comments -----------------------------------------------------------------------------------------------------


@guard
def is_open_for_comment(context: Context) -> list[Reason]:
    """The consultation is open here and has the clause."""
    found = context.linked(str(context.given["consultation"]))
    if (
        found is None
        or found["procedure"] != "consultation"
        or found["facts"].get("place") != context.region[0]
    ):
        return _no("none", "没有这次征求意见", "there is no such consultation", "consultation")
    if found["stage"] != "open" or found["facts"]["closes_on"] < context.day.isoformat():
        return _no("not-open", "不在征求意见期内", "it is not open for comment", "consultation")
    if context.given["clause"] not in {each["key"] for each in found["facts"]["clauses"]}:
        return _no("no-clause", "征求意见稿里没有这一条", "the draft has no such clause", "clause")
    return []


def _commented(context: Context) -> Mapping[str, str] | None:
    """The clause of the draft that a comment names."""
    found = context.linked(str(context.given["consultation"]))
    clauses = found["facts"]["clauses"] if found is not None else ()
    return next((one for one in clauses if one["key"] == context.given["clause"]), None)


@derive
def heading(context: Context) -> str:
    """The title of a comment: the clause that it is about."""
    one = _commented(context)
    return f"对{_name(one)}的意见" if one else ""


@derive
def clause_commented(context: Context) -> str:
    """The words of the clause, for whoever looks at the comment."""
    one = _commented(context)
    return one["text"] if one else ""


@derive
def as_written(context: Context) -> str:
    """The comment as it was written."""
    return str(context.facts["text"])


@guard
def adoption_says_what_changed(context: Context) -> list[Reason]:
    """What is adopted changes something, and the answer says what."""
    if context.given["disposition"] not in {"adopted", "partly"} or context.given.get("effect"):
        return []
    return _no("no-effect", "采纳的意见须写明作了什么修改", "say what was changed for it", "effect")


# --- conclusion ---------------------------------------------------------------------------------------------------


def _comments(context: Context) -> list[Mapping[str, Any]]:
    return [
        each for each in context.cases("comment", context.day)
        if each["facts"]["consultation"] == context.number
    ]  # fmt: skip


@guard
def every_comment_is_answered(context: Context) -> list[Reason]:
    """No consultation ends while a comment has no public answer."""
    open_ = [each["number"] for each in _comments(context) if each["stage"] != "answered"]
    if not open_:
        return []
    numbers = "、".join(open_)
    return _no("unanswered", f"还有意见没有答复：{numbers}", f"comments without an answer: {numbers}")


@guard
def reach_is_known(context: Context) -> list[Reason]:
    """How many were reached is told whatever came back, above all when nothing did."""
    if context.facts.get("reach"):
        return []
    return _no("no-reach", "须先登记至少一个渠道的触达数", "enter the reach of one channel at least", "reach")


def _final(context: Context) -> str:
    return _text(
        context.paper(str(context.given["final"])), str(context.given.get("final_name") or ""), "final"
    )


@guard
def final_can_be_cut(context: Context) -> list[Reason]:
    """The final text has clauses."""
    if cut(_final(context)):
        return []
    return _no("no-clauses", "定稿里没有条款", "the final text has no clause", "final")


@derive
def final_clauses(context: Context) -> list[dict[str, str]]:
    """The clauses of the final text."""
    return cut(_final(context))


@derive
def links(context: Context) -> list[dict[str, Any]]:
    """Draft and final side by side: ``{draft, final, clause, became, change, comments}``: keys, and names.

    ``change`` is same, changed, removed or new. A clause goes with the one most like it; equal words come first, so
    that what only moved is not told as changed.
    """
    draft, final = context.facts["clauses"], cut(_final(context))
    numbers: dict[str, list[str]] = {}
    for each in _comments(context):
        numbers.setdefault(each["facts"]["clause"], []).append(each["number"])
    pairs, became = matched(draft, final), {each["key"]: _name(each) for each in final}
    told = [
        {
            "draft": each["key"], "final": pairs.get(each["key"]), "clause": _name(each),
            "became": became.get(pairs.get(each["key"], ""), ""),
            "change": _change(each, final, pairs.get(each["key"])), "comments": numbers.get(each["key"], []),
        }
        for each in draft
    ]  # fmt: skip
    taken = set(pairs.values())
    new: list[dict[str, Any]] = [
        {"draft": None, "final": each["key"], "clause": "", "became": _name(each), "change": "new", "comments": []}
        for each in final
        if each["key"] not in taken
    ]
    return [*told, *new]


def _name(clause: Mapping[str, str]) -> str:
    return clause.get("called", clause["label"])


def _change(clause: Mapping[str, str], final: Sequence[Mapping[str, str]], key: str | None) -> str:
    if key is None:
        return "removed"
    words = next(each["text"] for each in final if each["key"] == key)
    return "same" if _bare(words) == _bare(clause["text"]) else "changed"


def _bare(text: str) -> str:
    return re.sub(r"\s", "", HEAD.sub("", text, count=1))


def matched(draft: Sequence[Mapping[str, str]], final: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Key of a draft's clause → key of the final clause that it became; the most alike pairs are taken first."""
    left, right = ([_pairs(_bare(each["text"])) for each in side] for side in (draft, final))
    scored = sorted(
        (-_alike(one, other), abs(row - column), row, column)
        for row, one in enumerate(left)
        for column, other in enumerate(right)
    )
    found: dict[str, str] = {}
    taken: set[int] = set()
    for score, _, row, column in scored:
        key = draft[row]["key"]
        if -score >= ALIKE and key not in found and column not in taken:
            found[key] = final[column]["key"]
            taken.add(column)
    return found


def _alike(one: Counter[str], other: Counter[str]) -> float:
    """Share of pairs of neighbouring characters that two texts have in common (Dice), 0 to 1."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _pairs(text: str) -> Counter[str]:
    return Counter(text[place : place + 2] for place in range(max(len(text) - 1, min(len(text), 1))))


@derive
def outcome(context: Context) -> dict[str, Any]:
    """Numbers of the outcome: comments by what became of them, how many words were withheld, days open, and reach."""
    comments = _comments(context)
    opened = date.fromisoformat(context.facts["opened_on"])
    closed = date.fromisoformat(context.facts["closes_on"])
    return {
        "comments": len(comments),
        "dispositions": dict(sorted(Counter(each["facts"]["disposition"] for each in comments).items())),
        "withheld": sum(not each["facts"].get("shown") for each in comments),
        "days": (closed - opened).days + 1,
        "reached": sum(each["figure"] for each in context.facts["reach"]),
    }

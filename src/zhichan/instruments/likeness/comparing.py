"""Whether two word marks are alike, how much, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from .cutting import Mark
from .looking import alike_signs, skeleton
from .sounding import blurred

BOTH_CHANGED: Final = 6
"""The longest word in which two signs may be changed for ones that look like them."""
SHORTEST_NAME: Final = 2
"""Signs from which one word is looked for within another."""
SHORTEST_WORD: Final = 4
"""Letters from which a foreign word is compared letter by letter."""


class Grade(NamedTuple):
    """A kind of likeness: its words, and the score of its clearest case."""

    zh: str
    en: str
    score: int


GRADES: Final[dict[str, Grade]] = {
    "same": Grade("文字相同", "the same words", 100),
    "written": Grade("只有繁简、全半角、大小写或标点不同", "written otherwise, but the same words", 99),
    "part": Grade("主要部分相同", "a main part is the same", 95),
    "letter_shapes": Grade("字母形近", "letters of like shapes", 92),
    "sound": Grade("读音相同", "the same sound", 90),
    "look": Grade("字形相近", "signs that look alike", 88),
    "order": Grade("字相同，次序不同", "the same signs in another order", 85),
    "near_sound": Grade("读音相近", "a like sound", 80),
    "letters_sound": Grade("外文读音相近", "foreign words of a like sound", 80),
    "pinyin": Grade("拼音相同", "the same pinyin", 78),
    "letter": Grade("差一个字母", "one letter is different", 76),
    "one": Grade("差一个字", "one sign is different", 76),
    "more": Grade("多或少一个字", "one sign more or less", 76),
    "within": Grade("一个包含另一个", "one contains the other", 75),
}
"""The kinds of likeness. The score of a pair falls below its kind's where the words are short or much is different."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One way in which two marks are alike: its kind in :data:`GRADES`, in words, and how near (0 to 100)."""

    code: str
    zh: str
    en: str
    score: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why two marks are alike, the strongest reason first, and how near by it."""

    score: int
    reasons: tuple[Reason, ...]


def compare(asked: Mark, other: Mark) -> Likeness | None:
    """How `other` is like `asked`; None when it is not. Scores are the same both ways, words tell of `other`."""
    if asked.plain == other.plain:
        if not asked.plain:
            return None
        code = "same" if asked.text.strip() == other.text.strip() else "written"
        return Likeness(GRADES[code].score, (_plainly(code),))
    found = sorted({*_found(asked, other)}, key=lambda one: (-one.score, one.code))
    return Likeness(found[0].score, tuple(found)) if found else None


def _plainly(code: str) -> Reason:
    return Reason(code, *GRADES[code])


def _found(asked: Mark, other: Mark) -> Iterator[Reason]:
    if asked.signs and other.signs:
        rest = bool(asked.letters or other.letters) and asked.letters != other.letters
        for one in _signs(asked, other):
            yield _of_part(one, "中文部分", "Chinese part: ") if rest else one
    if asked.letters and other.letters:
        rest = bool(asked.signs or other.signs) and asked.signs != other.signs
        for one in _letters(asked, other):
            yield _of_part(one, "外文部分", "foreign part: ") if rest else one
    for signs, letters in ((asked, other), (other, asked)):
        if len(signs.signs) >= 2 and letters.letters in {way.replace(" ", "") for way in signs.readings}:
            at = GRADES["pinyin"]
            yield Reason("pinyin", f"{at.zh}（{letters.letters}）", f"{at.en} ({letters.letters})", at.score)


def _of_part(reason: Reason, zh: str, en: str) -> Reason:
    return Reason(reason.code, zh + reason.zh, en + reason.en, reason.score - 5)


def _signs(asked: Mark, other: Mark) -> Iterator[Reason]:
    mine, theirs = asked.signs, other.signs
    if mine == theirs:
        yield Reason("part", "相同", "the same", GRADES["part"].score)
    elif len(mine) == len(theirs):
        yield from _as_long(asked, other)
    else:
        yield from _longer(mine, theirs)


def _as_long(asked: Mark, other: Mark) -> Iterator[Reason]:
    mine, theirs = asked.signs, other.signs
    length = len(mine)
    places = [place for place in range(length) if mine[place] != theirs[place]]
    heard = True
    if both := [way for way in other.readings if way in asked.readings]:
        yield Reason("sound", f"读音相同（{both[0]}）", f"the same sound ({both[0]})", 90 if length > 1 else 70)
    elif asked.blurred & other.blurred:
        ways = next(way for way in other.readings if blurred(way) in asked.blurred)
        yield Reason("near_sound", f"读音相近（{ways}）", f"a like sound ({ways})", 80 if length > 1 else 60)
    else:
        heard = False
    if sorted(mine) == sorted(theirs):
        if theirs == mine[::-1]:
            yield Reason("order", "字相同，前后颠倒", "the same signs, reversed", 85)
        else:
            yield _plainly("order")
        return
    pairs = "、".join(f"{theirs[place]}/{mine[place]}" for place in places)
    few = len(places) == 1 or (len(places) == 2 and length <= BOTH_CHANGED)
    if few and all(theirs[place] in alike_signs(mine[place]) for place in places):
        if len(places) == 1 < length:
            where = _where(places[0], length, zh="形近")
            yield Reason("look", f"{where.zh}（{pairs}）", f"{where.en} looks alike ({pairs})", 88)
        else:
            score = 72 if len(places) < length else 60
            yield Reason("look", f"字形相近（{pairs}）", f"signs that look alike ({pairs})", score)
        return
    if len(places) == 1 and length >= 3 and not heard:
        score = 60 + 4 * min(length - 3, 4) - (4 if places[0] == 0 else 0)
        where = _where(places[0], length, zh="不同")
        yield Reason("one", f"{where.zh}（{pairs}）", f"{where.en} is different ({pairs})", score)


class _Words(NamedTuple):
    zh: str
    en: str


def _where(place: int, length: int, *, zh: str) -> _Words:
    if place == 0:
        return _Words(f"首字{zh}", "the first sign")
    if place == length - 1:
        return _Words(f"末字{zh}", "the last sign")
    return _Words(f"第{place + 1}字{zh}", f"sign {place + 1}")


def _longer(mine: str, theirs: str) -> Iterator[Reason]:
    short, long = sorted((mine, theirs), key=len)
    if len(short) < SHORTEST_NAME:
        return
    if len(long) == len(short) + 1:
        place = next((at for at in range(len(short)) if short[at] != long[at]), len(short))
        if long[:place] + long[place + 1 :] == short:
            more = len(theirs) > len(mine)
            said = f"{'多' if more else '少'}一个字（{long[place]}）"
            yield Reason(
                "more", said, f"one sign {'more' if more else 'less'} ({long[place]})", 62 + 3 * min(len(short) - 2, 4)
            )
            return
    if short in long:
        yield _contains(short, long)


def _contains(short: str, long: str) -> Reason:
    return Reason("within", f"一个包含另一个（{short}）", f"one contains the other ({short})",
                  round(40 + 35 * len(short) / len(long)))  # fmt: skip


def _letters(asked: Mark, other: Mark) -> Iterator[Reason]:
    mine, theirs = asked.letters, other.letters
    short, long = sorted((mine, theirs), key=len)
    if mine == theirs:
        if len(mine) > 1:
            yield Reason("part", "相同", "the same", GRADES["part"].score)
        return
    if len(short) > 1 and skeleton(mine) == skeleton(theirs):
        yield Reason("letter_shapes", f"字母形近（{theirs}）", f"letters of like shapes ({theirs})", 92)
        return
    near = OSA.normalized_similarity(mine, theirs)
    if asked.sound and asked.sound == other.sound and near >= 0.5:
        yield Reason(
            "letters_sound", f"外文读音相近（{theirs}）", f"foreign words of a like sound ({theirs})",
            round(50 + 30 * near),
        )  # fmt: skip
    if len(short) >= SHORTEST_WORD and OSA.distance(mine, theirs, score_cutoff=1) <= 1:
        what = (
            ("两个字母对调", "two letters changed places") if sorted(mine) == sorted(theirs)
            else ("换一个字母", "one letter is different") if len(mine) == len(theirs)
            else ("多一个字母", "one letter more") if len(theirs) > len(mine)
            else ("少一个字母", "one letter less")
        )  # fmt: skip
        yield Reason(
            "letter", f"{what[0]}（{theirs}）", f"{what[1]} ({theirs})", 64 + 2 * min(len(short) - SHORTEST_WORD, 6)
        )
    elif len(short) >= SHORTEST_WORD and short in long:
        yield _contains(short, long)

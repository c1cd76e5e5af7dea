"""Made-up marks, and each changed in one way: what a watch over marks must notice."""

from __future__ import annotations

import random
from collections.abc import Iterator

from zhichan.instruments.likeness import alike_signs

SIGNS = (
    "清泉山海云峰明月星辰福禄安康长乐金银玉石龙凤虎鹤松竹梅兰春秋江河湖天地人和美佳味香茶酒米面果蔬花草木林风光华宝利达通顺"
    "兴旺昌盛永恒万千百古老新大小红青白黑蓝紫南北东西中州城乡田园农家渔牧织锦绣丝棉"
)
SOUNDS = ("山杉", "海醢", "清青", "明鸣", "兰蓝", "康糠", "金今", "云匀", "福幅", "果裹", "龙隆", "宝饱")
BLURRED = (
    "山三", "知资", "长藏", "南兰", "牛流", "明民", "星新", "生森", "福湖", "冷愣", "商桑", "英因",
)  # fmt: skip
"""Pairs that southern speech, or a quick ear, does not tell apart."""
ENDINGS = ("牌", "记", "坊", "堂")


def names(count: int, *, seed: int) -> list[str]:
    """Different made-up marks of two to five signs, some with a foreign word, some foreign alone."""
    dice = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        word = "".join(dice.choice(SIGNS) for _ in range(dice.choice((2, 2, 2, 3, 3, 4, 5))))
        foreign = "".join(dice.choice("bdfglmnrst") + dice.choice("aeiou") for _ in range(dice.choice((2, 3, 4))))
        found[dice.choices((word, foreign, f"{word} {foreign.upper()}"), (7, 2, 1))[0]] = None
    return list(found)


def changed(word: str, dice: random.Random) -> Iterator[tuple[str, str]]:
    """A word of Chinese signs in ways that are alike, each with the kind of likeness."""
    place = dice.randrange(len(word))

    def put(sign: str) -> str:
        return word[:place] + sign + word[place + 1 :]

    yield "same", word
    yield "more", word + dice.choice(ENDINGS)
    if word != word[::-1]:
        yield "order", word[::-1]
    for pairs, kind in ((SOUNDS, "sound"), (BLURRED, "near_sound")):
        for one, other in pairs:
            if word[place] in (one, other):
                yield kind, put(other if word[place] == one else one)
    if near := alike_signs(word[place]):
        yield "look", put(near[0])
    if len(word) >= 3:
        yield "one", put(dice.choice([one for one in SIGNS if one != word[place]]))
        yield "within", f"新{word}之家"

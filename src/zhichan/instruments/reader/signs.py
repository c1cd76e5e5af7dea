"""Signs by which a number is known: the words before it, its unit and the words behind it, one line for each.

A sign is written as it is read: ``BEFORE 〈UNIT〉 BEHIND ! UNLESS``. BEFORE must end at the number, UNIT is its whole
unit (``〈〉`` any, ``〈-〉`` none; ``≤12`` and ``≥10`` bound the number), BEHIND begins at it. Both see the words
between two numbers, or the whole sentence where they begin or end with ``…``. UNLESS is looked for in the words before
and behind with the unit between them, or in the whole sentence before where it begins with ``…``.

A line begins with ``-``, with ``t`` where the sign holds only outside the goals of a plan, with ``m`` where it holds
only among its measures; what does not begin so goes on with the line before. ``<NAME>`` stands for words that are told
once, in ``WORDS``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from .context import Told
from .quantities import Quantity
from .wording import COUNT_VERB, DEADLINE_UNIT, DOWN, TO_WORDS, UP, VERBS

BODIES = "企业|单位|机构|主体|客户|用户|商户|项目|园区"
WORDS = {
    "AHEAD": r"力争|确保|争取|[到至]20\d\d年",
    "AID": "给予|予以|奖励|奖补|补助|补贴|资助|贴息",
    "BODIES": BODIES,
    "COUNT": "[个家项条类名位所处大户种]",
    "DEGREE": f"{UP}|{DOWN}|{TO_WORDS}",
    "EVENTS": (
        r"(?:企业|商户|外资|机构|行业|园区|民营)[一-龥]{0,4}座谈会|推介|监测|"
        r"(?:市场|网站|平台|展会|门店|商场|经营|商品|产品|商户|电商|直播|线上|专项|执法)[^,;。\d]{0,8}(?:检查|巡查|抽查|巡检)|[刊播]播|刊发|研讨|发布会|展销|演练|拍卖|专项行动|专项整治|(?:联合|专项)执法|活动|培训|讲座|讲堂|课堂|沙龙|对接|路演|宣讲|论坛|巡讲|竞赛|展览|展示|上门服务|简报|专报|报告(?!工作)|快报|集训"
    ),  # What counts whenever it is held, beside the meetings and rounds of everyday work.
    "LEAST": "(?:不少于|至少|不低于)",
    "LOOK": "监测|检查|评估|核查|抽查|督查|排查|巡查|走访|考核|调研|审计|摸底|体检|约谈|通报|兑现|兑付",
    "MAKE": COUNT_VERB.pattern,
    "MEASURE": "[^/]*(?:度|蒸吨|米|公里|吨|千瓦|千瓦时|千伏|匹|马力|平方米|岁|级)(?:/.*)?",
    "MEND": "改造|提升|整治|修缮|升级|治理|修复|更新|扩建",
    "MONEY": "资金|经费|预算",
    "MOST": "(?:不超过|不高于|不得超过|不多于|最多|至多)",
    "OFFICE": "领导|负责人|负责同志|联络员|联系人|工作人员|专人|人员|干部|骨干|责任人|信息员",
    "PAY": "津贴|补贴|补助|补偿|加价|奖励|资助|发放|给予|收费|租金|罚款|滞纳金|保额|起付线|封顶|工资|待遇|减免|缴",
    "PLACES": "县|村|镇|乡|街道|市|区|地区|行政村|社区",
    "RAISE": "提高|提升|增加|增长|调整|达",
    "REVISE": "修订|调整|更新|评估|检查|通报|报告|维护|巡查|校验|复核|轮换|抽检|动态|选拔|评选|评定|遴选",
    "SIZE": "(?:及)?(?:以上|以下|以内)",
    "TIME": DEADLINE_UNIT.pattern.strip("^$"),
    "VERBS": VERBS,
}
"""Words that several signs share."""


@dataclass(frozen=True)
class Number:
    """A number of a sentence with the words around it and what the text before has told."""

    text: str
    left: int
    right: int
    q: Quantity
    pre: str
    post: str
    kind: str
    told: Told

    @cached_property
    def unit(self) -> str:
        return self.q.unit or ""

    @cached_property
    def before(self) -> str:
        """The sentence up to the number."""
        return self.text[: self.q.start]

    @cached_property
    def behind(self) -> str:
        """The sentence from behind the number."""
        return self.text[self.q.end :]

    @cached_property
    def phrase(self) -> str:
        """The words before it since the last comma."""
        return self.text[max(self.text.rfind(c, 0, self.q.start) for c in ",;。") + 1 : self.q.start]

    @cached_property
    def part(self) -> str:
        """The words before it since the last semicolon."""
        return self.text[max(self.text.rfind(c, 0, self.left) for c in ";。") + 1 : self.q.start]

    @cached_property
    def stretch(self) -> str:
        """All words between two semicolons."""
        stop = min(
            (at for at in (self.text.find(c, self.right) for c in ";。") if at >= 0), default=len(self.text)
        )
        return self.part + self.text[self.q.start : stop]

    @cached_property
    def aimed(self) -> bool:
        """Whether the words since the last semicolon say that something is aimed at."""
        return re.search(r"力争|确保|争取|到20\d\d年", self.part) is not None

    @property
    def in_task(self) -> bool:
        return self.kind != "goal"


@dataclass(frozen=True)
class Sign:
    """Words before, unit, words behind, and the words that speak against it."""

    before: re.Pattern[str] | None
    unit: re.Pattern[str] | None
    behind: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    far: tuple[bool, bool, bool]
    """Whether before, behind and unless see the whole sentence."""
    low: float
    high: float
    kind: str

    def seen(self, n: Number) -> bool:
        if (self.kind == "t" and not n.in_task) or (self.kind == "m" and n.kind != "measure"):
            return False
        if not self.low <= n.q.value <= self.high:
            return False
        if self.unit is not None and not self.unit.fullmatch(n.unit):
            return False
        far = self.far
        if self.behind is not None and not self.behind.match(n.behind if far[1] else n.post):
            return False
        if self.before is not None and not self.before.search(n.before if far[0] else n.pre):
            return False
        return self.unless is None or not self.unless.search(
            n.before if far[2] else f"{n.pre}〈{n.unit}〉{n.post}"
        )


LINE = re.compile(
    r"(?P<kind>[-tm]) (?P<before>…?.*?) ?〈(?P<unit>[^〉]*?)(?P<bound>[≤≥]\d+)?〉(?: (?!! )(?P<behind>.*?))?"
    r"(?: ! (?P<unless>.*))?"
)


def signs(text: str) -> Sequence[Sign]:
    """The signs of a table."""
    whole = re.sub(r"(?<=〉)\n +(?=[^ ])|\n +(?=! )", " ", text.strip())
    return [_sign(line) for line in re.sub(r"\n +", "", whole).split("\n")]


def _sign(line: str) -> Sign:
    told = LINE.fullmatch(re.sub(r"<([A-Z]+)>", lambda m: f"(?:{WORDS[m.group(1)]})", line))
    if told is None:
        raise ValueError(line)
    before, unit, behind, unless = (told[part] or "" for part in ("before", "unit", "behind", "unless"))
    bound = told["bound"] or ""
    return Sign(
        re.compile(f"(?:{before.removeprefix('…')})$") if before else None,
        re.compile("" if unit == "-" else unit) if unit else None,
        re.compile(behind.removesuffix("…")) if behind else None,
        re.compile(unless.removeprefix("…")) if unless else None,
        (before.startswith("…"), behind.endswith("…"), unless.startswith("…")),
        float(bound[1:]) if bound.startswith("≥") else float("-inf"),
        float(bound[1:]) if bound.startswith("≤") else float("inf"),
        told["kind"],
    )


def any_of(table: Sequence[Sign], n: Number) -> bool:
    return any(sign.seen(n) for sign in table)

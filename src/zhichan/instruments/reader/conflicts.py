"""Stage seven: goals told twice are one, and what contradicts itself is said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from .cells import TOTAL
from .clean import squeeze
from .model import Actual, Open, Target, Task, Term
from .naming import only_verb
from .quantities import Quantity

SAME_WORD = (
    ("规模以上", "规上"),
    ("规模工业", "规上工业"),
    ("国内生产总值", "GDP"),
    ("地区生产总值", "GDP"),
    ("研究与试验发展", "研发"),
    ("R&D", "研发"),
    ("PCT国际专利", "PCT专利"),
    ("马德里商标国际注册", "马德里国际注册商标"),
    ("海外授权发明专利", "海外发明专利授权"),
    ("进出口总额", "进出口额"),
    ("驰名", ""),
    ("拥有量", ""),
    ("总量", ""),
    ("数量", ""),
    ("总数", ""),
    ("国内", ""),
    ("全市", ""),
    ("全省", ""),
    ("市级", "市"),
    ("省级", "省"),
)
STOP = re.compile(
    r"^(?:培育|建成|建设|建立|打造|新建|设立|累计|力争|新培育|认定|推动|引进|实施|开展|每年|"
    r"年均|年度|年|实现|完成|发展|组建|创建|支持|推动建设|建成|达到|拥有|有效|通过|全市|市级?|"
    r"区级?|县级?)+"
)


@lru_cache(maxsize=8192)
def bigrams(text: str) -> set[str]:
    """Pairs of neighbouring characters of a name; not to be changed by callers."""
    s = re.sub(r"[^\w%]", "", squeeze(text))
    return {s[i : i + 2] for i in range(len(s) - 1)} or ({s} if s else set())


@lru_cache(maxsize=32768)
def likeness(a: str, b: str) -> float:
    x, y = bigrams(a), bigrams(b)
    return len(x & y) / len(x | y) if x | y else 0.0


@lru_cache(maxsize=8192)
def core(name: str) -> str:
    out = squeeze(name)
    out = re.sub(r"[(][^()]*[)]", "", out)
    out = STOP.sub("", out) or out
    for word, other in SAME_WORD:
        if len(out) - len(word) + len(other) > 3:
            out = out.replace(word, other)
    return re.sub(r"[^\w%]", "", out)


def base(target: Target | Actual) -> tuple[float, str]:
    return _base(target.value, target.unit)


@lru_cache(maxsize=8192)
def _base(value: float, unit: str | None) -> tuple[float, str]:
    told, _, plain = Quantity(0, 0, value, None, squeeze(unit or "").removesuffix("/年") or None).base
    return told, plain


class Glossary:
    """Finds the slug of an indicator; says nothing when no term fits closely."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.exact: dict[str, Term] = {}
        self.grams: list[tuple[set[str], Term, str]] = []
        for t in terms:
            for name in t.names:
                key = core(name)
                if len(key) < 3:
                    continue
                self.exact.setdefault(key, t)
                self.grams.append((bigrams(key), t, key))
        self.cache: dict[tuple[str, str], str | None] = {}

    def slug(self, name: str, unit: str | None, kind: str) -> str | None:
        key = core(re.sub(r"(?:累计|年均|每年)?(?:增长率?|增幅|增加|增速|缩短|压缩)$", "", squeeze(name)))
        at = (key, squeeze(unit or "") + kind)
        if at not in self.cache:
            self.cache[at] = self._find(key, squeeze(unit or ""), kind)
        return self.cache[at]

    def _find(self, key: str, unit: str, kind: str) -> str | None:
        exact = self.exact.get(key)
        if exact is not None and self._fits(exact, unit, kind):
            return exact.slug
        mine = bigrams(key)
        best: tuple[float, str] | None = None
        for grams, term, _ in self.grams:
            common = len(mine & grams)
            if not common:
                continue
            score = common / len(mine | grams)
            if score >= 0.7 and self._fits(term, unit, kind) and (best is None or score > best[0]):
                best = (score, term.slug)
        return best[1] if best else None

    @staticmethod
    def _fits(term: Term, unit: str, kind: str) -> bool:
        if not term.unit or not unit:
            return True
        if kind in ("growth_rate_per_year", "growth_total", "reduction"):
            return True
        percent = "%" in unit
        if percent != ("%" in term.unit):
            return False
        money = unit.endswith("元")
        return money == ("元" in term.unit.split("/")[0].split("(")[0])


def number(found: Iterable[Target | Task], prefix: str = "t") -> None:
    for n, t in enumerate(found, 1):
        t.id = f"{prefix}{n}"


def same_name(a: Target, b: Target, *, longest: int = 6) -> bool:
    x, y = core(a.indicator), core(b.indicator)
    if x == y:
        return True
    if _growth(a) != _growth(b):
        return False
    if _distinct(x, y):
        return False
    if a.canonical and a.canonical == b.canonical:
        return likeness(x, y) >= 0.35 or x.endswith(y) or y.endswith(x)
    shorter, longer = sorted((x, y), key=len)
    return likeness(x, y) >= 0.6 or (
        len(shorter) >= 5 and longer.endswith(shorter) and len(longer) - len(shorter) <= longest
    )


def _described(a: Target, b: Target) -> bool:
    """Whether one name is the other behind words on what it is like: 带动力强的|示范片区."""
    shorter, longer = sorted((core(t.indicator).removesuffix("数") for t in (a, b)), key=len)
    return len(shorter) >= 4 and longer.endswith("的" + shorter)


LIKE_A_PART = 0.3
"""How like the name of a sum is at least, in a table of its parts, to that of the same figure in the text."""


def _summed(a: Target, b: Target) -> bool:
    """Whether a table tells a goal again by other words: in its last row, which sums up places, by a name with the same
    end, or beside a goal of the text that names but what is done: 累计培训.
    """
    told, row = (b, a) if _is_total(a) or b.cell is None else (a, b)
    if row.cell is None or told.year != row.year:
        return False
    x, y = core(told.indicator), core(row.indicator)
    if _is_total(row) and not _is_total(told) and (x[-2:] == y[-2:] or likeness(x, y) >= LIKE_A_PART):
        return True
    return told.cell is None and x in y and only_verb(squeeze(told.indicator))


def _is_total(t: Target) -> bool:
    return t.cell is not None and TOTAL.fullmatch(squeeze(str(t.cell.get("row") or ""))) is not None


def _growth(t: Target) -> bool:
    return t.kind in ("growth_rate_per_year", "growth_total", "reduction")


LEVELS = (
    "国家级",
    "省级",
    "市级",
    "县级",
    "区级",
    "国家",
    "世界级",
    "国际",
    "高价值",
    "境外",
    "海外",
    "民营",
    "外资",
    "高校",
    "规模以上",
    "农业",
    "工业",
    "服务业",
)


RIGHTS = ("专利", "商标", "著作权", "版权", "地理标志", "新品种", "商业秘密", "集成电路")
LISTED = ("each", "respectively", "respectively_listed")


def _distinct(x: str, y: str) -> bool:
    """Names that differ in a word of level or subject mean different things."""
    mine, other = ({w for w in RIGHTS if w in name} for name in (x, y))
    if mine - other and other - mine:
        return True
    return any((w in x) != (w in y) for w in LEVELS if w in x or w in y)


def shortened(one: str, other: str) -> bool:
    """Whether the longer of two names has all characters of the shorter in their order: 市科学技术局, 市科技局."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(each in rest for each in short)


COMMON = "知识产权"
"""Stands in the names of things that have nothing else in common."""


def named_alike(one: str, other: str) -> float:
    """How far two names may be those of one indicator: 1 for the same name, 0 where a word tells the two apart."""
    x, y = core(one), core(other)
    if x == y:
        return 1.0
    if _distinct(x, y):
        return 0.0
    mine, theirs = bigrams(x.replace(COMMON, "")), bigrams(y.replace(COMMON, ""))
    return len(mine & theirs) / (min(len(mine), len(theirs)) + 1) if mine and theirs else 0.0


UNNAMED = re.compile(r".*(?:目标|任务|分解|计划|行动|情况|方案)表?")
"""A title that says of its table what it is for, and not what it measures."""


def named_by_the_whole(targets: list[Target]) -> None:
    """Gives a table of places that has but its title for a name the name of the goal that its total row tells again.

    The goal is the only one of the text with the same number, unit and year; the table keeps its title where there is
    none, or more than one.
    """
    titled = [t for t in targets if t.cell is not None and UNNAMED.fullmatch(squeeze(t.indicator))]
    for name in {(t.cell or {}).get("table") for t in titled}:
        rows = [t for t in titled if (t.cell or {}).get("table") == name]
        if len({t.indicator for t in rows}) > 1 or rows[0].indicator not in (name or ""):
            continue
        wholes = {(t.year, *base(t)) for t in rows if _is_total(t)}
        told = {t.indicator for t in targets if t.cell is None and (t.year, *base(t)) in wholes}
        if len(told) == 1:
            (measure,) = told
            for t in rows:
                t.indicator = measure


def fold_restated(targets: list[Target]) -> list[Target]:
    """One target for a goal told several times: same value, year, scope and like name."""
    kept: list[Target] = []
    by_value: dict[str, list[Target]] = {}
    for t in sorted(targets, key=lambda t: (t.part != "plan", t.cell is not None, t.order)):
        same = by_value.setdefault(_figures(base(t)[0]), [])
        k = next((k for k in same if _tells_again(t, k)), None)
        if k is None:
            kept.append(t)
            same.append(t)
            continue
        if t.cell is not None and only_verb(squeeze(k.indicator)):
            k.indicator = t.indicator
        k.restated.append({"quote": t.quote, "span": list(t.span), "part": t.part})
        if k.baseline_value is None and t.baseline_value is not None:
            k.baseline_value, k.baseline_year = t.baseline_value, t.baseline_year
        k.attribute = k.attribute or t.attribute
        if t.year is not None and (k.year is None or (k.year_inferred and not t.year_inferred)):
            k.year, k.year_inferred = t.year, False
        if k.unit is None and t.unit:
            k.unit = t.unit
            by_value.setdefault(_figures(base(k)[0]), []).append(k)
    kept.sort(key=lambda t: (t.order, t.cell["column_index"] if t.cell and "column_index" in t.cell else 0))
    return kept


def _tells_again(t: Target, k: Target) -> bool:
    """Whether a goal tells again what one of the same value told before."""
    if k.cell is not None and t.cell is not None and k.cell.get("table") == t.cell.get("table"):
        return False
    if k.table is not None and k.table == t.table:
        return False  # each row of a table tells its own
    if k.value_max != t.value_max:
        return False
    near = abs(k.order - t.order) < 80 and k.indicator != t.indicator
    if k.why and t.why and k.why[0].rule in LISTED and near:
        return False  # an enumeration names each thing once
    unit, known = base(t)[1], base(k)[1]
    if unit and known and not same_unit(unit, known):
        return False
    undated = (k.year is None or t.year is None) and (k.table or t.table) and k.indicator == t.indicator
    if not (k.year == t.year or k.year_inferred or t.year_inferred or undated):
        return False
    of_row = _of_row(k, t)
    if not (_same_scope(k, t) or of_row) or _growth(k) != _growth(t):
        return False
    alike = t.canonical is not None and t.canonical == k.canonical and t.kind == k.kind
    return same_name(k, t, longest=9) or alike or _described(k, t) or _summed(k, t) or of_row


def _figures(value: float) -> str:
    """A number to nine figures: told twice, it is the same however it was multiplied out."""
    return f"{value:.9g}"


MOST_CONFLICTS = 12
"""A goal is set against so many after it: a text of nothing but one name would have more pairs than memory holds."""
COUNTERS = set("个件家项名人位户座处条套台所")


def same_unit(a: str, b: str) -> bool:
    """Whether two units measure alike, as the words by which things are counted do: 个, 家."""
    return a == b or (a in COUNTERS and b in COUNTERS)


def _same_scope(a: Target, b: Target) -> bool:
    if a.cell is None and b.cell is None:
        x, y = a.scope or "", b.scope or ""
        if (a.table or b.table) and x != y and x and y:
            # The place in a row of a table is its own.
            return False
        return x == y or x.startswith("全") or y.startswith("全") or not x or not y
    if a.scope is None or b.scope is None:
        return a.cell is None and b.cell is None
    return a.scope == b.scope


def _of_row(told: Target, t: Target) -> bool:
    """Whether a sentence tells by its name what a row of a table tells of one thing: 特种陶瓷产值."""
    row = t.cell.get("row") if t.cell is not None and told.cell is None else None
    return row is not None and squeeze(told.indicator) == squeeze(row + t.indicator)


def find(targets: list[Target]) -> list[Open]:
    """Goals for the same indicator, place and year with different numbers."""
    named: dict[tuple[object, ...], list[int]] = {}
    for n, each in enumerate(targets):
        if each.year is not None:
            group = (each.scope, each.kind, each.year)
            named.setdefault((*group, False, core(each.indicator)), []).append(n)
            if each.canonical is not None:
                named.setdefault((*group, True, each.canonical), []).append(n)
    told: dict[tuple[int, int], tuple[Target, Target]] = {}
    for here in named.values():
        for at, n in enumerate(here):
            found = 0
            for m in here[at + 1 :]:
                a, b = targets[n], targets[m]
                if not _apart(a, b) and _contradict(a, b):
                    told[n, m] = (a, b)
                    found += 1
                if found == MOST_CONFLICTS:
                    break
    out: list[Open] = []
    for _, (a, b) in sorted(told.items()):
        a.conflict_with.append(b.id)
        b.conflict_with.append(a.id)
        out.append(
            Open(
                "conflict_value",
                f"同一指标“{a.indicator}”（{a.year}年）有两个不同的数：{figure(a)} 与 {figure(b)}。",
                f"“{a.indicator}” ({a.year}) has two different values: {figure(a)} and {figure(b)}.",
                [a.span, b.span],
                [a.quote, b.quote],
                conflict=True,
            )
        )
    return out


OF_A_PART = frozenset(("part_of_subject", "rate_of_place", "each_place_of_subject"))
"""How a goal was read that is of a part of what another is of."""


def _apart(a: Target, b: Target) -> bool:
    """Rows of one table differ by what the table says of them; a cell without a place is of no place in particular.

    A part (其中高新区达到 …) has a number of its own beside that of the whole.
    """
    if a.indicator != b.indicator and any(why.rule in OF_A_PART for why in (*a.why, *b.why)):
        return True
    if a.cell is not None and b.cell is not None:
        one, other = a.cell, b.cell
        if one.get("table") == other.get("table") and one.get("row") != other.get("row"):
            return True
    return a.scope is None and bool(a.cell or b.cell)


def _contradict(a: Target, b: Target) -> bool:
    """Whether two goals of one place, kind and year name the same indicator and different numbers."""
    va, ua = base(a)
    vb, ub = base(b)
    if (ua and ub and not same_unit(ua, ub)) or (va == vb and a.value_max == b.value_max):
        return False
    close = core(a.indicator) == core(b.indicator) or (
        a.canonical is not None
        and a.canonical == b.canonical
        and likeness(core(a.indicator), core(b.indicator)) >= 0.75
    )
    levels = any((w in a.indicator) != (w in b.indicator) for w in GRADES)
    return close and a.span != b.span and not levels


GRADES = ("国家级", "省级", "市级", "县级", "区级", "自治区级", "州级", "镇级", "村级")


def figure(t: Target | Actual) -> str:
    """Value and unit as a person reads them."""
    most = t.value_max if isinstance(t, Target) else None
    value = f"{t.value:.12g}" + (f"-{most:.12g}" if most is not None else "")
    return value + (t.unit or "")


def sums(targets: list[Target], place: str | None) -> list[Open]:
    """Columns of a table by place against the goal of the whole."""
    out: list[Open] = []
    columns: dict[tuple[str, int], list[Target]] = {}
    for t in targets:
        if t.cell and t.cell.get("column_index") and "table_region" in [w.rule for w in t.why]:
            columns.setdefault((t.cell["table"], t.cell["column_index"]), []).append(t)
    for cells in columns.values():
        parts = [t for t in cells if t.scope != place]
        if (
            len(parts) < 3
            or any(_growth(t) or t.kind == "share" or (t.unit or "").endswith("%") for t in parts)
            or any(":" in (t.scope or ":") for t in parts)
        ):
            continue
        if re.search(r"率|每万人|比重|占比|人均", squeeze(parts[0].indicator)):
            continue
        total = sum(base(t)[0] for t in parts)
        wholes = [
            t
            for t in targets
            if t not in parts
            and t.scope == place
            and (t.year == parts[0].year or t.year is None)
            and not _growth(t)
            and t.kind == parts[0].kind
            and same_name(t, parts[0])
            and same_unit(base(t)[1] or "件", base(parts[0])[1] or "件")
        ]
        if wholes and all(abs(base(w)[0] - total) > 1e-6 * max(1.0, total) for w in wholes):
            w = wholes[0]
            shown = f"{total * parts[0].value / (base(parts[0])[0] or 1):.12g}{parts[0].unit or ''}"
            out.append(
                Open(
                    "conflict_sum",
                    f"各地“{parts[0].indicator}”之和为 {shown}，与总目标 {figure(w)} 不一致。",
                    f"The parts of “{parts[0].indicator}” add up to {shown}, not to the goal {figure(w)}.",
                    [parts[0].span, w.span],
                    [parts[0].quote, w.quote],
                    conflict=True,
                )
            )
    return out


def histories(actuals: list[Actual]) -> list[Open]:
    """Figures of the past that disagree about the same indicator and year."""
    out: list[Open] = []
    seen: dict[tuple[str, int | None, str | None], Actual] = {}
    for a in actuals:
        if a.kind in ("growth_total", "growth_rate_per_year", "reduction") or a.year is None:
            continue
        key = (core(a.indicator), a.year, a.scope)
        other = seen.get(key)
        if other is None:
            seen[key] = a
            continue
        va, ua = base(a)
        vb, ub = base(other)
        if same_unit(ua, ub) and abs(va - vb) > 1e-6 * max(1.0, va) and other.span != a.span:
            out.append(
                Open(
                    "conflict_history",
                    f"“{a.indicator}”{a.year}年有两个数：{figure(other)} 与 {figure(a)}，可能是存量与增量之别。",
                    f"“{a.indicator}” has two figures for {a.year}: {figure(other)} and {figure(a)}; "
                    "perhaps a stock and a flow.",
                    [other.span, a.span],
                    [other.quote, a.quote],
                    conflict=True,
                )
            )
    return out

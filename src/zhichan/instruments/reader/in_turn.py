"""Numbers that fall one after the other to names or years told before: 甲和乙分别达到1项、2项."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .clauses import adjacent, object_behind
from .context import Clause
from .dueyears import YEARS_OF_PLAN, year_by_year
from .excluded import no_goal
from .items import STAGE
from .model import Target
from .naming import (
    MEASURED,
    SUMMED,
    core_of,
    listed_names,
    only_verb,
    share_heads,
    stem_of,
)
from .quantities import Quantity, When
from .standing import SUBSIDY
from .subjects import TOLD_ABOVE, sizes_in_turn, summed_up
from .wording import CHANGE_RE, GROWTH, SHRINK, SUFFIX, after_suffix, without_degree

TOTAL = re.compile(r"总[数量]|总规模|总面积|累计(?:总[数量])?|数量|存量|保有量")
"""A sum without a word of what is summed: it is told of those before, in their order."""
MODAL_VERB = re.compile(
    r"(?:大力|加快|积极|重点|统筹|做优做强|做大做强|做强|做优)*(?:布局建设|布局|发展|建设|打造|培育|引进|推进|实施|开展|壮大|支持|组建|新建|种植|推广)(?=[一-龥“A-Z])"
)
PART_OF = re.compile(r"(?:分别|依次)(?P<of>占[^,;\d]{2,14}?)的?(?:比重|比例)?的?(?=\d)")
"""Of what each of those told before is a share: 申请量和授权量分别|占全省总量|的10%和12%."""
SUM_OF_PLACES = re.compile(
    r"(?<=[园区县市镇院校])(?:等)?[两二三四五六]个[一-龥]{2,5}$|(?:等)?[两二三四五六]项(?:指标)?$"
)
"""What sums up the places or measures told before: 软件园、生物园|两个核心区, 用户、专利、交易额|三项."""
DONE_BY = re.compile(
    r"(?:推动|支持|培育|引进|建设|新建|新增|完成|打造|认定|改造|组织|举办|开展|发布|遴选|创建)$"
)
"""A deed before numbers in turn, whose thing stands behind the last: 2024年、2025年分别推动|8家、9家企业."""
GAINS = re.compile(
    r"(?:分别|依次)(?:要|将)?(?:(?P<gain>(?:新增|新建|新设|新认定|新培育|新引进|获批|引进|集聚|入驻|建成)[一-龥]{2,10}?)"
    rf"|完成(?!{GROWTH}|{SHRINK})(?P<deed>[一-龥]{{2,10}}?)(?<!到)(?<!至)(?<!过)(?<!为))(?=\d)"
)
"""What each of those told before gets: 企业、高校分别|新增专利|160件、90件."""

ONE_PLACE = r"(?:其[他余][一-龥]{0,4}|[一-龥]{1,8}?)(?:[县市区旗州镇乡]|街道)"
TO_PLACES = re.compile(
    rf"(?P<places>{ONE_PLACE}(?:[、和]{ONE_PLACE})*)"
    r"(?P<words>(?:合计|共|各|分别|均|不少于|不低于|至少|达到?|为|新增|完成|突破|超过|约)*)"
)
"""Places before a number that falls to them: 甲县、乙县各|2件."""
KIND_OF_PLACE = re.compile(
    r"(?:示范|试验|试点|先[行导]|[强园社小景街校名百超夜集菜]|城(?=市)|重点|特色|保护|核心|产业|功能|合作|自贸|保税|达标)[县市区旗州镇乡]"
)
"""What is counted itself and is no place that something falls to: 强镇3个, 示范区2个."""
FOR_PLACES = re.compile(
    r"^各[县市区旗州镇乡(、)]+|的?(?:年度|分解|总体)?(?:目标|任务|指标)(?:任务|数?值)?(?:分解)?(?:如下|为)?$"
)
"""Words of a head that say only that it is shared out: 各县|有效商标总量|目标."""


@dataclass(frozen=True)
class Part:
    """What falls to one place, or to several together: its quantity, where it is told, and the words of degree."""

    q: Quantity
    start: int
    place: str
    words: str


def to_places(head: str, text: str, at: int, found: list[Quantity]) -> tuple[str, list[Part]]:
    """What the words before a colon name, and the places to which it falls behind it: 商标总量:甲县30件,乙县20件."""
    name = FOR_PLACES.sub("", core_of(FOR_PLACES.sub("", head))[0])
    if len(name) < 2 or SUBSIDY.search(name):
        return "", []
    parts: list[Part] = []
    numbers = {q.start: q for q in found}
    while (told := TO_PLACES.match(text, at)) and (q := numbers.get(told.end())):
        places = re.split("[、和]", told.group("places"))
        if any(KIND_OF_PLACE.search(place) for place in places):
            return "", []
        words = told.group("words")
        whom = places if "各" in words or "均" in words else [told.group("places")]
        parts += [Part(q, at, place, words) for place in whom]
        more = SUFFIX.match(text[q.end :])
        end = q.end + (more.end() if more else 0)
        at = end + 1
        if text[end:at] not in ("、", ",", ";", "和"):
            break
    return (name, parts) if len(parts) > 1 else ("", [])


@dataclass(frozen=True)
class Lot:
    """Numbers and names in the same order; ``begins`` where the names stand, ``due`` their years where these were told.

    ``kept`` says whether the clauses behind may lean on these names.
    """

    rule: str
    numbers: list[Quantity]
    names: list[str]
    words: str
    begins: list[int] | None = None
    due: list[int] | None = None
    kept: bool = False


NOTHING = Lot("", [], [], "")


def in_turn(c: Clause, start: int | None, end: int | None) -> Lot | None:
    """The numbers of a clause with their names; None where they do not fall to any in turn.

    ``start`` and ``end`` bound the plan's years.
    """
    clause, inside, told = c.words(), c.inside, c.here.told
    at = marked(clause)
    if at < 0 and len(inside) >= 2 and adjacent(c.text, inside):
        at = len(without_degree(clause[: inside[0].start - c.begin]))
    if at < 0 or len(inside) < 2:
        return None
    if SUBSIDY.search(clause) and any((q.unit or "").endswith("元") for q in inside):
        return NOTHING
    numbers = _of_one_unit([q for q in inside if q.start >= c.begin + at])
    if not numbers:
        return None
    if all(
        no_goal(c.text, c.begin, c.end, q, c.text[c.begin : q.start], c.text[q.end : c.end], here=c.here)
        for q in numbers
    ):
        told.passed = numbers[-1]
        return NOTHING
    before, rest = clause[:at], clause[at:]
    words = rest[: numbers[0].start - c.begin - at]
    if lot := _by_year(c, at, numbers, words, start, end):
        return lot
    due = _due(c, at, len(numbers))
    if len(due) == len(numbers) and len(due) > 1:
        told.in_turn = due
        if not (name := _name_by_years(c, at, numbers, due)):
            return None
        return Lot("respectively_years", numbers, [name] * len(numbers), words, due=[w.year for w in due])
    if sized := sizes_in_turn(before, len(numbers)):
        return Lot("respectively", numbers, sized, words)
    if lot := _told_again(c, before, rest, numbers, words):
        return lot
    if listed := _listed(c, before, len(numbers)):
        return Lot("respectively_listed", numbers, listed, before + words, kept=True)
    return _by_name(c, before, rest, numbers)


def _of_one_unit(numbers: list[Quantity]) -> list[Quantity]:
    """Numbers without a unit of their own take that of the last: 压缩至2.5、|5个工作日|."""
    whole = numbers[-1].unit if numbers else None
    return [
        replace(q, unit=whole) if whole and (q.unit is None or whole.startswith(q.unit)) else q
        for q in numbers
    ]


def marked(clause: str) -> int:
    """Where a clause says that its numbers fall in turn; -1 where it does not."""
    at = clause.find("分别")
    return clause.find("依次") if at < 0 else at


def _by_year(
    c: Clause, at: int, numbers: list[Quantity], words: str, start: int | None, end: int | None
) -> Lot | None:
    """One name, whose numbers fall to years told behind 分别 or to each year of the plan."""
    named = c.words()[:at]
    each_year: list[int] = []
    behind = [w for w in c.whens if c.begin + at <= w.start < numbers[0].start and w.role == "due"]
    if not _due_before(c, at) and len(behind) == len(numbers) > 1:
        each_year, words = [w.year for w in behind], c.text[behind[-1].end : numbers[0].start]
    elif years := [w for w in c.whens if w.start < c.begin + at and w.role == "span" and w.first]:
        first, last = years[-1].first or 0, years[-1].year
        here = years[-1].start >= c.begin or re.fullmatch("年?(?:期间)?,", c.text[years[-1].end : c.begin])
        if here and last - first + 1 == len(numbers):
            begins = max(c.begin, years[-1].end)
            each_year, named = [*range(first, last + 1)], c.text[begins : c.begin + at].lstrip("年,")
    elif several := year_by_year(named, len(numbers), start, end):
        each_year, named = several, YEARS_OF_PLAN.sub("", named)
    if each_year and (whose := core_of(named)[0]):
        return Lot("respectively_years", numbers, [whose] * len(numbers), words, due=each_year)
    return None


def _due_before(c: Clause, at: int) -> list[When]:
    return [w for w in c.whens if c.begin <= w.start < c.begin + at and w.role == "due"] or [
        w
        for w in c.whens
        if w.start < c.begin
        and w.role == "due"
        and not re.search(r"\d[^年\d、和及与到至,]", c.text[w.end : c.begin])
    ]


def _due(c: Clause, at: int, count: int) -> list[When]:
    """The years before 分别 to which as many numbers may fall."""
    due = _due_before(c, at)
    told = c.here.told
    if at >= 0 and len(due) < count == len(told.in_turn) and len(listed_names(c.words()[:at])) == 1:
        due = told.in_turn
    return due[-count:]


def _name_by_years(c: Clause, at: int, numbers: list[Quantity], due: list[When]) -> str:
    """The one thing whose numbers fall to several years."""
    clause, subject = c.words(), c.here.told.subject
    name = core_of(clause[max(0, due[-1].end - c.begin) : at])[0] or (
        core_of(clause[: due[0].start - c.begin])[0] if due[0].start > c.begin else ""
    )
    deed = clause[at : numbers[0].start - c.begin]
    made = core_of(re.sub("^(?:分别|依次)", "", deed))[0]
    if not name and len(made) >= 4 and not only_verb(made):
        name = made
    name = name or object_behind(after_suffix(clause[numbers[-1].end - c.begin :])) or stem_of(subject)
    done = DONE_BY.search(deed)
    if not name and done and c.here.section and c.here.section.title.startswith(done.group()):
        name = c.here.section.title
    grows = re.match(rf"(?:分别|依次)?(?:同比|年均|平均)?(?:{GROWTH}|{SHRINK})(?!到|至|为)", clause[at:])
    if name and grows and not CHANGE_RE.search(name):
        name += re.sub("^(?:分别|依次)", "", grows.group())
    return name


def _told_again(c: Clause, before: str, rest: str, numbers: list[Quantity], words: str) -> Lot | None:
    """More of the names told in turn before: 甲、乙分别达到1、2,|年均增长3%、4%."""
    told = c.here.told.names
    bare = core_of(before)[0]
    paced = re.fullmatch(
        rf"(?:年均|每年|年平均|累计|同比|[比较]20\d\d年(?:年?[底末])?)(?:{GROWTH}|{SHRINK})?",
        before.strip(",、"),
    )
    summed = TOTAL.fullmatch(bare)
    if (bare and not paced and not summed) or len(told) < len(numbers):
        return None
    earlier = told[-len(numbers) :]
    grown = re.match(
        rf"分别(?:[比较](?:20\d\d年(?:年?[底末])?|上一?年))?(?:{GROWTH}|{SHRINK})(?!到|至|为)", rest
    )
    if (paced and (grown or CHANGE_RE.search(paced.group()))) or (grown and not before.strip(",、")):
        tail = (paced.group() if paced else "") + (grown.group().removeprefix("分别") if grown else "")
        return Lot("respectively_again", numbers, [stem_of(name) + tail for name, _ in earlier], tail)
    if all(u in ("番", "倍", q.unit or "") for (_, u), q in zip(earlier, numbers, strict=True)):
        names = [summed_up(name, summed.group()) if summed else name for name, _ in earlier]
        return Lot("respectively_again", numbers, names, words)
    return None


def _listed(c: Clause, before: str, count: int) -> list[str]:
    """Names listed in the clause before, when this one has only a verb or a measure: 发展甲、乙,面积分别达到 …

    上述两项指标 are those of the goals told last.
    """
    above: list[Target] = c.here.found.targets
    own = core_of(before)[0]
    if TOLD_ABOVE.fullmatch(own) and len(above) >= count > 1:
        return [target.indicator for target in above[-count:]]
    measure = (
        own
        if re.fullmatch(r"[一-龥]{0,6}(?:面积|产值|规模|产量|数量|总量|总数|收入|占比|比例|余额)", own)
        else ""
    )
    if own and not measure and not only_verb(own) and not STAGE.fullmatch(own):
        return []
    subject = stem_of(SUMMED.sub("", re.sub(r"等(?:[一-龥]{2,10})?$", "", c.here.told.subject)))
    verb = MODAL_VERB.match(subject)
    subject = subject[verb.end() :] if verb else subject
    places = listed_names(subject, short=True)
    if len(places) != count or count < 2:
        return []
    return [name + measure for name in share_heads([subject[a:b].strip("、和及与") for a, b in places])]


def _by_name(c: Clause, before: str, rest: str, numbers: list[Quantity]) -> Lot | None:
    """As many names as numbers: A、B和C分别达到1、2和3."""
    words_from = c.begin + len(before)
    before = SUM_OF_PLACES.sub("", before)
    names = listed_names(before)
    if len(names) != len(numbers):
        names = listed_names(before, short=True)
    cores = [core_of(before[a:b])[0] for a, b in names]
    if len(names) != len(numbers) or not all(cores):
        return None
    grown = re.search(
        rf"(?:年均|年平均|每年|累计|分别|依次)?(?:{GROWTH}|{SHRINK})(?:幅度|率)?$",
        without_degree(before),
    )
    pace = re.search(r"(?:年均|每年|年平均|累计|[比较](?:20\d\d年(?:年?[底末])?|上一?年|去年))?$", before)
    risen = re.match(rf"(?:分别|依次)((?:{GROWTH}|{SHRINK})(?:率|幅度)?)(?!到|至|为)", rest)
    spread = pace.group() + risen.group(1) if pace and risen else ""
    if pace and spread:
        cores[-1] = cores[-1].removesuffix(pace.group())
    if grown and "分别" in c.words():
        cores[-1] = cores[-1].removesuffix(grown.group())
    head = share_heads(cores)
    if grown:
        head = [n if n.endswith(grown.group()) else n + grown.group() for n in head]
    elif spread:
        head = [n + spread for n in head]
    elif (gained := GAINS.match(rest)) and not only_verb(gained.group("gain") or gained.group("deed")):
        own = gained.group("gain") or gained.group("deed")
        head = [n if MEASURED.search(n) else n + own for n in head]
    elif part := PART_OF.match(rest):
        head = [n + part.group("of") for n in head]
    words = (grown.group() if grown else spread) + c.text[words_from : numbers[0].start]
    return Lot("respectively", numbers, head, words, begins=[c.begin + a for a, _ in names], kept=True)

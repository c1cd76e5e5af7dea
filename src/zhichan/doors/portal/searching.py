"""The public search: what was asked, what was understood, the exact count, facets and the matching passages."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from zhichan.doors.look import columns, words
from zhichan.doors.look.parts import Choice, Filter, Pages, State
from zhichan.instruments.query import All, Everything, Query, QueryError, Word, mark, write
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.ground.public import Refusal, Region, Text
from zhichan.kernel.registry.public import Known
from zhichan.kernel.registry.searching import public as index

SHOWN = 8
"""Values of a facet that are shown before the rest is asked for."""
AROUND = 40
"""Characters on each side of the first matching word in a passage."""
EXAMPLES = (
    (Text("石墨烯 电池", "graphene battery"), Text("两个词都要有", "both words")),
    (Text("TI=(茶 OR 咖啡)", "TI=(tea OR coffee)"), Text("名称里有茶或咖啡", "tea or coffee in the title")),
    (
        Text("PA=研究院 KIND=发明 LS=有效", "PA=institute KIND=invention LS=live"),
        Text("研究院的有效发明专利", "an institute's patents in force"),
    ),
    (
        Text("IPC=H01M AD=[20200101 to 20201231]", "IPC=H01M AD=[20200101 to 20201231]"),
        Text("分类和申请日", "class and filing day"),
    ),
    (
        Text("电池 NEAR/5 隔膜", "battery NEAR/5 separator"),
        Text("两个词相隔不超过5个字", "two words at most 5 apart"),
    ),
    (Text("graphen*", "graphen*"), Text("词尾不限", "any ending")),
    (
        Text('近似="清泉" NCL=32', 'ALIKE="qingquan" NCL=32'),
        Text("音、形相近的商标", "marks alike in sound or look"),
    ),
)


@dataclass(frozen=True)
class Run:
    """A piece of text, marked where a word of the query stands."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Hit:
    """One right found."""

    href: str
    kind: Text
    number: str
    title: Sequence[Run]
    holder: Sequence[Run]
    facts: Sequence[Text]
    passage: Sequence[Run]
    state: State
    alike: Sequence[Text] = ()
    """Why a mark is like the one asked for."""
    day: date | None = None
    """When it was filed, or registered where nothing is filed."""


@dataclass(frozen=True)
class Facet:
    """Values of the whole result with exact counts; `more` are those behind the first ones."""

    name: str
    title: Text
    choices: Sequence[Choice]
    more: Sequence[Choice]
    most: int


@dataclass(frozen=True)
class Chip:
    """A part of the query as it was understood, and the search without it."""

    text: str
    href: str


@dataclass(frozen=True)
class Wrong:
    """Why a query could not be read, where, and what may have been meant."""

    text: Text
    before: str
    at: str
    after: str
    suggestion: str
    href: str


@dataclass(frozen=True)
class Search:
    """The page of the search."""

    asked: str
    chips: Sequence[Chip]
    remarks: Sequence[Text]
    wrong: Wrong | None
    refused: Text | None
    count: int
    hits: Sequence[Hit]
    facets: Sequence[Facet]
    chosen: Sequence[tuple[str, str]]
    sort: Filter | None
    pages: Pages | None
    export: str
    fields: Sequence[tuple[str, Text]]
    examples: Sequence[tuple[Text, Text, str]]


def asked_of(given: QueryDict) -> tuple[str, dict[str, list[str]], str]:
    """The text, the chosen facet values and the order of a request."""
    chosen = {name: [value for value in given.getlist(name) if value] for name in index.FACETS if given.get(name)}
    sort = given.get("sort", "best")
    return given.get("q", "").strip(), chosen, sort if sort in index.SORTS else "best"


def page(actor: Actor, given: QueryDict) -> Search:
    """Ask the index and show the answer."""
    text, chosen, sort = asked_of(given)
    number = int(given.get("page", "1")) if given.get("page", "1").isdigit() else 1
    pairs = [(name, value) for name, values in chosen.items() for value in values]
    here = [*([("q", text)] if text else []), *pairs, *([("sort", sort)] if sort != "best" else [])]
    blank = Search(
        text, (), (), None, None, 0, (), (), pairs, None, None, "", _fields(),
        [(one, about, address([("q", words.say(one))])) for one, about in EXAMPLES],
    )  # fmt: skip
    try:
        query = index.understood(text)
        found = index.search(
            query, day=actor.day, chosen=chosen, sort=sort, start=(max(number, 1) - 1) * index.PAGE,
            facets=tuple(index.FACETS),
        )  # fmt: skip
    except Refusal as refusal:
        error = refusal.__cause__
        if isinstance(error, QueryError):
            return replace(blank, wrong=_wrong(text, error))
        return replace(blank, refused=refusal.reasons[0].text)
    first = (max(number, 1) - 1) * index.PAGE + 1
    last = first + len(found.keys) - 1
    with reading(actor):
        named = Region.objects.values_list("path", "name", "name_en")
        places = {path: Text(name, english) for path, name, english in named}
        hits = hits_of(index.known(found.keys), query, actor)
    return replace(
        blank,
        chips=_chips(query, here),
        remarks=[Text(zh, en) for _, zh, en in query.remarks],
        count=found.count,
        hits=hits,
        facets=[_facet(name, found.facets[name], chosen.get(name, []), places, here) for name in index.FACETS],
        sort=Filter(
            "sort", Text("排序", "Order"),
            [Choice(value, Text(*label), value == sort) for value, label in index.SORTS.items()],
        ),
        pages=Pages(
            first, last, found.count,
            address([*here, ("page", str(number - 1))]) if number > 1 else "",
            address([*here, ("page", str(number + 1))]) if last < min(found.count, index.DEEPEST) else "",
        ) if found.keys else None,
        export=f"{reverse('portal:search-export')}?{urlencode(here)}" if found.count else "",
    )  # fmt: skip


def address(pairs: Sequence[tuple[str, str]]) -> str:
    """The address of a search."""
    return f"{reverse('portal:search')}?{urlencode(pairs)}"


def _fields() -> list[tuple[str, Text]]:
    return [(one.names[0], Text(one.zh, one.en)) for one in index.FIELDS]


def _wrong(text: str, error: QueryError) -> Wrong:
    end = error.place + max(error.length, 1)
    return Wrong(
        Text(error.zh, error.en), text[: error.place], text[error.place : end], text[end:], error.suggestion,
        address([("q", error.suggestion)]) if error.suggestion else "",
    )  # fmt: skip


def _chips(query: Query, here: Sequence[tuple[str, str]]) -> list[Chip]:
    if isinstance(query.node, Everything):
        return []
    parts = query.node.parts if isinstance(query.node, All) else (query.node,)
    texts = [write(part, index.FIELDS) for part in parts]
    rest = [pair for pair in here if pair[0] != "q"]
    chips = []
    for number, text in enumerate(texts):
        others = " AND ".join(
            f"({other})" if " OR " in other else other for place, other in enumerate(texts) if place != number
        )
        chips.append(Chip(text, address([*([("q", others)] if others else []), *rest])))
    return chips


def _facet(
    name: str, counts: Sequence[tuple[str, int]], chosen: Sequence[str], places: Mapping[str, Text],
    here: Sequence[tuple[str, str]],
) -> Facet:  # fmt: skip
    rest = [pair for pair in here if pair[0] != name]

    def choice(value: str, count: int) -> Choice:
        wanted = [one for one in chosen if one != value] if value in chosen else [*chosen, value]
        there = address([*rest, *((name, one) for one in wanted)])
        return Choice(value, _value(name, value, places), value in chosen, count, there)

    choices = [choice(value, count) for value, count in counts]
    most = max((count for _, count in counts), default=1)
    return Facet(name, Text(*index.FACETS[name]), choices[:SHOWN], choices[SHOWN:], most)


def _value(name: str, value: str, places: Mapping[str, Text]) -> Text | str:
    if name == "kind" and value in index.KINDS:
        return Text(*index.KINDS[value])
    if name == "area":
        return places.get(value, Text(value, value))
    if name == "nice":
        return Text(f"第{value}类", f"class {value}")
    if name == "field":
        return columns.VALUES.get(value) or value
    return value


def runs(text: str, sought: Sequence[Word]) -> list[Run]:
    """A text cut where words stand in it."""
    found: list[Run] = []
    done = 0
    for low, high in mark(text, sought):
        if low > done:
            found.append(Run(text[done:low], marked=False))
        found.append(Run(text[low:high], marked=True))
        done = high
    if done < len(text):
        found.append(Run(text[done:], marked=False))
    return found


def _passage(text: str, sought: Sequence[Word]) -> list[Run]:
    spans = mark(text, sought)
    if not spans:
        return []
    low = max(0, spans[0][0] - AROUND)
    high = min(len(text), max(spans[0][1] + AROUND, low + 2 * AROUND))
    cut = ("…" if low else "") + text[low:high] + ("…" if high < len(text) else "")
    return runs(cut, sought)


def hits_of(found: Sequence[tuple[str, str, Known]], query: Query, actor: Actor) -> list[Hit]:
    """The hits of a page; a few statements for all of them."""
    sought = query.words()
    untold: dict[str, list[str]] = {}
    for source, own, known in found:
        if sought and not mark(_title(known, own), sought):
            untold.setdefault(source, []).append(own)
    bodies = {source: index.texts(source, keys) for source, keys in untold.items()}
    hits = []
    for (source, own, known), names in zip(found, index.holders(found), strict=True):
        row = known.public()
        passage: list[Run] = []
        if own in untold.get(source, ()):
            texts = [body for _, body in bodies[source].get(own, ())]
            texts += [str(row.get("goods") or ""), "；".join(row.get("inventors") or [])]
            passage = next((runs for text in texts if (runs := _passage(text, sought))), [])
        hits.append(_hit(source, own, known, names, passage, query, actor))
    return hits


def _title(known: Known, own: str) -> str:
    row = known.public()
    return str(row.get("title") or row.get("name") or own)


def _hit(
    source: str, own: str, known: Known, names: Sequence[str], passage: Sequence[Run], query: Query,
    actor: Actor,
) -> Hit:  # fmt: skip
    row, sought = known.public(), query.words()
    near = index.likeness_of(query.node, _title(known, own)) if source == "mark" else None
    kind = f"{source}:{row['kind']}" if source in ("patent", "mark") else source
    facts = [
        Text(f"{label.zh} {row[name].isoformat()}", f"{label.en} {row[name].isoformat()}")
        for name in ("filed_on", "granted_on", "registered_on", "recognised_on", "ended_on")
        if row.get(name) and (label := columns.label(name))
    ]
    facts += [Text(str(row["ipc"]), str(row["ipc"]))] if row.get("ipc") else []
    facts += [Text(f"第{row['nice']}类", f"class {row['nice']}")] if row.get("nice") else []
    return Hit(
        reverse("portal:record", kwargs={"source": source, "row": own}), Text(*index.KINDS.get(kind, (kind, kind))),
        own, runs(_title(known, own), sought), runs("、".join(names), sought), facts, passage, state(known, actor),
        [Text(one.zh, one.en) for one in near.reasons] if near else (),
        row.get("filed_on") or row.get("registered_on") or row.get("recognised_on"),
    )  # fmt: skip


def state(known: Known, actor: Actor) -> State:
    """How a right stands by its registered days: the same three words as the filter."""
    row = known.public()
    start = row.get("granted_on") or row.get("registered_on") or row.get("recognised_on")
    if row.get("ended_on") and row["ended_on"] <= actor.day:
        return State("unknown", Text(*index.STANDINGS["ended"]))
    if start is None or start > actor.day:
        return State("attention", Text(*index.STANDINGS["pending"]))
    return State("ok", Text(*index.STANDINGS["live"]))


EXPORTED = (
    Text("类型", "kind"), Text("号码", "number"), Text("名称", "title"), Text("权利人", "holder"),
    Text("申请日", "filed on"), Text("授权或登记日", "granted or registered on"), Text("终止日", "ended on"),
    Text("分类", "classification"),
)  # fmt: skip


def export(actor: Actor, given: QueryDict, *, english: bool) -> Iterator[str]:
    """The whole result as CSV lines, one right a line, in the order of keys.

    :raises Refusal: when the query cannot be read; before the first line.
    """
    text, chosen, _ = asked_of(given)
    keys = index.keys(index.understood(text), day=actor.day, chosen=chosen)

    def lines() -> Iterator[str]:
        yield "\ufeff" + _line([one.en if english else one.zh for one in EXPORTED])
        for at in range(0, len(keys), 500):
            with reading(actor):
                found = index.known(keys[at : at + 500])
                block = [
                    _exported(*one, names, english=english)
                    for one, names in zip(found, index.holders(found), strict=True)
                ]
            yield "".join(_line(values) for values in block)

    return lines()


def _exported(source: str, own: str, known: Known, names: Sequence[str], *, english: bool) -> list[str]:
    row = known.public()
    kind = index.KINDS.get(f"{source}:{row.get('kind')}", index.KINDS.get(source, (source, source)))
    start = row.get("granted_on") or row.get("registered_on") or row.get("recognised_on")
    days = [one.isoformat() if one else "" for one in (row.get("filed_on"), start, row.get("ended_on"))]
    classes = row.get("ipcs") or [row.get("ipc") or row.get("nice") or ""]
    return [
        kind[1 if english else 0], own, str(row.get("title") or row.get("name") or ""), "；".join(names), *days,
        "；".join(map(str, classes)),
    ]  # fmt: skip


def _line(values: Sequence[str]) -> str:
    stream = io.StringIO()
    # A text that a spreadsheet would take for a formula is kept as text.
    csv.writer(stream).writerow([f"'{one}" if one[:1] in ("=", "+", "-", "@") else one for one in values])
    return stream.getvalue()

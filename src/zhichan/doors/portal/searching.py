"""The public search: what was asked, what was understood, the exact count, facets and the matching passages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from zhichan.doors.feeds import exporting
from zhichan.doors.look import columns, words
from zhichan.doors.look.parts import Choice, Filter, Kind, Pages, State
from zhichan.instruments.query import All, Everything, Query, QueryError, Word, mark, taken, write
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import NOT_THERE
from zhichan.kernel.ground.public import Refusal, Region, Text
from zhichan.kernel.registry.public import RIGHTS, Known, states_on, untold
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

    key: str
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
    members: int = 1
    """How many of its family were found."""
    similar: str = ""
    shared: Sequence[str] = ()
    """The words and classes that it shares with the right it is similar to."""
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
    widened: Sequence[Chip]
    """Words that were looked for under other names too, and the search without that."""
    plain: Sequence[Chip]
    """Words that are taken as they stand, and the search with their synonyms."""
    remarks: Sequence[Text]
    wrong: Wrong | None
    refused: Text | None
    count: int
    hits: Sequence[Hit]
    facets: Sequence[Facet]
    chosen: Sequence[tuple[str, str]]
    filters: Sequence[Filter]
    pages: Pages | None
    exports: Sequence[tuple[str, str]]
    save: str
    families: bool
    fields: Sequence[tuple[str, Text]]
    examples: Sequence[tuple[Text, Text, str]]
    unready: bool = False
    """Whether the index is still being made, so that the same question has an answer soon."""


@dataclass(frozen=True)
class Asked:
    """A request: the text, chosen facet values, words taken as they stand, the order, and whether by families."""

    text: str
    chosen: Mapping[str, Sequence[str]]
    plain: Sequence[str]
    sort: str
    families: bool

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Everything but the text, as an address has it."""
        return [
            *((name, value) for name, values in self.chosen.items() for value in values),
            *(("plain", word) for word in self.plain),
            *([("sort", self.sort)] if self.sort != "best" else []), *([("families", "1")] if self.families else []),
        ]  # fmt: skip

    @property
    def here(self) -> list[tuple[str, str]]:
        """The request as an address has it."""
        return [*([("q", self.text)] if self.text else []), *self.pairs]


def asked_of(given: QueryDict) -> Asked:
    """What a request asks."""
    sort = given.get("sort", "best")
    return Asked(
        given.get("q", "").strip(),
        {name: [value for value in given.getlist(name) if value] for name in index.FACETS if given.get(name)},
        list(dict.fromkeys(word for word in given.getlist("plain")[:50] if word)),
        sort if sort in index.SORTS else "best", given.get("families") == "1",
    )  # fmt: skip


def page(actor: Actor, given: QueryDict) -> Search:
    """Ask the index and show the answer."""
    asked = asked_of(given)
    number = int(given.get("page", "1")) if given.get("page", "1").isdigit() else 1
    blank = Search(
        asked.text, (), (), (), (), None, None, 0, (), (), asked.pairs, (), None, (), "", asked.families, _fields(),
        [(one, about, address([("q", words.say(one))])) for one, about in EXAMPLES],
    )  # fmt: skip
    try:
        query = index.understood(asked.text)
        with reading(actor):
            synonyms = index.synonyms(on=actor.day, plain=asked.plain)
        found = index.search(
            query, day=actor.day, chosen=asked.chosen, sort=asked.sort, start=(max(number, 1) - 1) * index.PAGE,
            facets=tuple(index.FACETS), synonyms=synonyms, families=asked.families,
        )  # fmt: skip
    except Refusal as refusal:
        error = refusal.__cause__
        if isinstance(error, QueryError):
            return replace(blank, wrong=_wrong(asked.text, error))
        return replace(blank, refused=refusal.reasons[0].text, unready=refusal.codes == ("search.unready",))
    first = (max(number, 1) - 1) * index.PAGE + 1
    last = first + len(found.keys) - 1
    here = asked.here
    with reading(actor):
        named = Region.objects.values_list("path", "name", "name_en")
        places = {path: Text(name, english) for path, name, english in named}
        hits = hits_of(index.known(found.keys), found.query, actor)
        if asked.families:
            members = dict(zip(found.keys, found.members, strict=True))
            hits = [replace(hit, members=members[hit.key]) for hit in hits]
    return replace(
        blank,
        chips=_chips(query, here),
        widened=[
            Chip(f"{word} → {'、'.join(others)}", address([*here, ("plain", word)]))
            for word, others in taken(query.node, synonyms).items()
        ],
        plain=[Chip(word, address([pair for pair in here if pair != ("plain", word)])) for word in asked.plain],
        remarks=[Text(zh, en) for _, zh, en in query.remarks],
        count=found.count,
        hits=hits,
        facets=[_facet(name, found.facets[name], asked.chosen.get(name, []), places, here) for name in index.FACETS],
        chosen=[pair for pair in asked.pairs if pair[0] not in ("sort", "families")],
        filters=[
            Filter(
                "sort", Text("排序", "Order"),
                [Choice(value, Text(*label), value == asked.sort) for value, label in index.SORTS.items()],
            ),
            Filter("families", Text("同族", "Families"), [
                Choice("", Text("每件一行", "each right"), not asked.families),
                Choice("1", Text("每族一行", "one row a family"), asked.families),
            ]),
        ],
        pages=Pages(
            first, last, found.count,
            address([*here, ("page", str(number - 1))]) if number > 1 else "",
            address([*here, ("page", str(number + 1))]) if last < min(found.count, index.DEEPEST) else "",
        ) if found.keys else None,
        exports=[
            (label, f"{reverse('portal:search-export', kwargs={'kind': kind})}?{urlencode(here)}")
            for kind, label in EXPORTS
        ] if found.count else (),
        save=f"{reverse('portal:selections')}?{urlencode(here)}",
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
    elsewhere: dict[str, list[str]] = {}
    for source, own, known in found:
        if sought and not mark(_title(known, own), sought):
            elsewhere.setdefault(source, []).append(own)
    bodies = {source: index.texts(source, keys) for source, keys in elsewhere.items()}
    law = in_law(((source, own) for source, own, _ in found), on=actor.day)
    hits = []
    for (source, own, known), names in zip(found, index.holders(found), strict=True):
        row = known.public()
        passage: list[Run] = []
        if own in elsewhere.get(source, ()):
            texts = [body for _, body in bodies[source].get(own, ())]
            texts += [str(row.get("goods") or ""), "；".join(row.get("inventors") or [])]
            passage = next((runs for text in texts if (runs := _passage(text, sought))), [])
        start = row.get("granted_on") or row.get("registered_on") or row.get("recognised_on")
        how = state(start, row.get("ended_on"), law.get((source, own), ""), on=actor.day)
        hits.append(_hit(source, own, known, names, passage, query, how))
    return hits


def _title(known: Known, own: str) -> str:
    row = known.public()
    return str(row.get("title") or row.get("name") or own)


def _hit(
    source: str, own: str, known: Known, names: Sequence[str], passage: Sequence[Run], query: Query,
    how: State,
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
        f"{source}:{own}", reverse("portal:record", kwargs={"source": source, "row": own}),
        Text(*index.KINDS.get(kind, (kind, kind))), own, runs(_title(known, own), sought),
        runs("、".join(names), sought), facts, passage, how,
        [Text(one.zh, one.en) for one in near.reasons] if near else (),
        similar=reverse("portal:similar", kwargs={"source": source, "row": own}),
        day=row.get("filed_on") or row.get("registered_on") or row.get("recognised_on"),
    )  # fmt: skip


def in_law(rights: Iterable[tuple[str, str]], *, on: date) -> dict[tuple[str, str], str]:
    """How rights stand in law, by source and key, where that tells nothing closed; a few statements.

    Run inside a reading context.
    """
    keys: dict[str, list[str]] = {}
    for source, own in rights:
        if source in RIGHTS:
            keys.setdefault(source, []).append(own)
    closed = untold(keys)
    return {
        (source, own): how
        for source, owns in keys.items()
        for own, how in states_on(source, [one for one in owns if (source, one) not in closed], on=on).items()
    }


_LOOKS: Mapping[str, Kind] = {"live": "ok", "pending": "attention", "ended": "unknown"}
_CERTAIN = {"in_force": "live", "pending": "pending", "ended": "ended", "never": "ended"}


def state(start: date | None, end: date | None, law: str, *, on: date) -> State:
    """How a right stands: in law (`in_law`) where that is certain, else by its registered days, as the filter does."""
    by_days = "ended" if end and end <= on else "pending" if start is None or start > on else "live"
    word = _CERTAIN.get(law, by_days)
    return State(_LOOKS[word], Text(*index.STANDINGS[word]))


EXPORTS = (("csv", "CSV"), ("xlsx", "Excel"), ("parquet", "Parquet"), ("csv-metadata.json", "CSVW"))


def result(actor: Actor, given: QueryDict) -> exporting.Result:
    """The whole result of a request, in the order of keys.

    :raises Refusal: when the query cannot be read.
    """
    asked = asked_of(given)
    with reading(actor):
        synonyms = index.synonyms(on=actor.day, plain=asked.plain)
    keys = index.keys(index.understood(asked.text), day=actor.day, chosen=asked.chosen, synonyms=synonyms)
    return exporting.Result(keys, Text(f"检索结果：{asked.text}", f"Result of {asked.text!r}"), [])


@dataclass(frozen=True)
class Like:
    """Rights similar to one."""

    title: str
    href: str
    hits: Sequence[Hit]


def like(actor: Actor, source: str, own: str) -> Like:
    """The rights most like one, each with what both share.

    :raises Refusal: when there is no such right.
    """
    with reading(actor):
        there = index.known([f"{source}:{own}"])
        if not there:
            raise Refusal(NOT_THERE)
        found = {one.key: one for one in index.similar(source=source, key=own)}
        hits = hits_of(index.known(list(found)), index.understood(""), actor)
    shared = {key: [*one.words, *one.classes[:1]] for key, one in found.items()}
    return Like(
        _title(there[0][2], own), reverse("portal:record", kwargs={"source": source, "row": own}),
        [replace(hit, shared=shared[key]) for hit in hits if (key := hit.key) in shared],
    )  # fmt: skip

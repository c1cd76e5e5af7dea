"""What firms, regions and technologies have in common: their rights, counted, each count leading to the search."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from zhichan.doors.look import columns
from zhichan.doors.look.charts import Comparison, Share, Spot, Trend
from zhichan.doors.look.parts import Cell, Column, Figure, Row, Table
from zhichan.doors.look.words import SHANGHAI, say
from zhichan.doors.portal import searching
from zhichan.doors.portal.pages.cards import Addresses, Profile, Ranking
from zhichan.instruments.query import lineage
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.ground.public import Party, Region, Text
from zhichan.kernel.registry.searching import public as index

TOP = 10
RIGHTS = Text("件", "rights")
WIPO = Text("WIPO技术领域", "WIPO fields of technology")
CODE = Text("权利人代码", "holder's code")
IPC_SECTIONS: Mapping[str, Text] = {
    "A": Text("生活需要", "daily needs"), "B": Text("作业与运输", "operations and transport"),
    "C": Text("化学与冶金", "chemistry and metallurgy"), "D": Text("纺织与造纸", "textiles and paper"),
    "E": Text("建筑", "construction"), "F": Text("机械与能源", "mechanics and energy"),
    "G": Text("物理", "physics"), "H": Text("电学", "electricity"),
}  # fmt: skip
"""What the sections of the IPC are about, in words of our own; titles come from the table once it is loaded."""

Named = Callable[[str], tuple[Text | str, str]]
"""What a value is called, and the address of its own page (empty where it has none)."""


def at(question: str, **chosen: str) -> str:
    """The search with a question, narrowed by facets."""
    return searching.address([*([("q", question)] if question else []), *chosen.items()])


def figure(count: int, href: str) -> Figure:
    """A count that leads to what it counts."""
    return Figure(Fraction(count), href=href, page=True)


def kinds_of(found: index.Profile) -> Table:
    """Kinds of rights by standing, with their sums; each number leads to its rows."""
    columns = [*index.STANDINGS.items()]

    def line(label: Text, kind: str) -> Row:
        cells = [Cell(label)]
        for standing, _ in columns:
            count = found.standings[standing].get(kind, 0)
            cells.append(
                Cell(figure(count, at(index.narrowed(found.question, f"LS={standing}"), kind=kind)) if count else 0)
            )
        count = dict(found.counts["kind"])[kind]
        return Row([*cells, Cell(figure(count, at(found.question, kind=kind)))])

    kinds = sorted((kind for kind, _ in found.counts["kind"]), key=[*index.KINDS].index)
    sums = [sum(found.standings[standing].values()) for standing, _ in columns]
    total = [
        Cell(figure(count, at(index.narrowed(found.question, f"LS={standing}"))) if count else 0)
        for (standing, _), count in zip(columns, sums, strict=True)
    ]
    rows = [line(Text(*index.KINDS[kind]), kind) for kind in kinds]
    if rows:
        rows.append(
            Row(
                [Cell(Text("合计", "all")), *total, Cell(figure(found.count, at(found.question)))], kind="sum"
            )
        )
    return Table(
        Text("权利的种类和状态", "Rights by kind and standing"),
        [
            Column(Text("种类", "Kind")),
            *(Column(Text(*label), numeric=True) for _, label in columns),
            Column(Text("合计", "All"), numeric=True),
        ],
        rows,
        Text("还没有记录在册的权利。", "No right is on record yet."),
        quiet=True,
    )


def trend_of(found: index.Profile) -> Trend | None:
    """How many were filed (registered, where nothing is filed) in each year, the years without any at zero."""
    counts = {int(year): count for year, count in found.counts["year"]}
    if not counts:
        return None
    years = range(min(counts), max(counts) + 1)
    return Trend(
        Text("每年申请或登记的权利", "Rights filed or registered each year"),
        RIGHTS,
        [
            Spot(year, str(year), figure(counts.get(year, 0), at(found.question, year=str(year)))) for year in years
        ],
        source=Text(
            "来源：在册权利记录，逐条相加；最近一年可能未满",
            "source: the rights on record, counted row by row; the last year may not be over",
        ),
    )


def ranking(
    found: index.Profile, title: Text, head: Text, values: Sequence[tuple[str, int]], named: Named,
    narrowed: Callable[[str], str], *, most: int = TOP,
) -> Ranking | None:  # fmt: skip
    """The values of a facet, most first; ``narrowed`` is the address of the search for one of them."""
    shown = values[:most]
    if not shown:
        return None
    shares, rows = [], []
    for value, count in shown:
        label, own = named(value)
        shares.append(Share(label if isinstance(label, Text) else Text(label, label), figure(count, narrowed(value))))
        part = Fraction(count * 100, found.count)
        rows.append(
            Row([Cell(label, own), Cell(figure(count, narrowed(value))), Cell(Figure(part, places=1))])
        )
    return Ranking(
        title,
        Comparison(Text("权利数", "Rights"), Text("件", ""), shares),
        Table(
            title,
            [
                Column(head),
                Column(Text("权利", "Rights"), RIGHTS, numeric=True),
                Column(Text("占比", "Share"), "%", numeric=True),
            ],
            rows,
            quiet=True,
        ),
        at(found.question) if len(values) > most else "",
    )


def holders(found: index.Profile, actor: Actor) -> Ranking | None:
    """The holders with most rights, each leading to its page; persons have no page."""
    codes = [code for code, _ in found.counts["party"][:TOP]]
    with reading(actor):
        known = {
            code: (name, kind)
            for code, name, kind in Party.objects.filter(code__in=codes).values_list("code", "name", "kind")
        }

    def named(code: str) -> tuple[Text | str, str]:
        name, kind = known.get(code, (code, Party.Kind.PERSON))
        return name, "" if kind == Party.Kind.PERSON else reverse("portal:firm", kwargs={"code": code})

    return ranking(
        found, Text("权利最多的权利人", "Holders with most rights"), Text("权利人", "Holder"), found.counts["party"],
        named, lambda code: at(index.narrowed(found.question, f'PAC="{code}"')),
    )  # fmt: skip


def areas(found: index.Profile, actor: Actor, *, but: str = "") -> Ranking | None:
    """The regions of the first-named holders; none where all stand in one."""
    values = [(path, count) for path, count in found.counts["area"] if path != but]
    if len(found.counts["area"]) < 2:
        return None
    with reading(actor):
        known = {
            path: (Text(name, english), slug)
            for path, name, english, slug in Region.objects.filter(
                path__in=[path for path, _ in values]
            ).values_list("path", "name", "name_en", "slug")
        }

    def named(path: str) -> tuple[Text | str, str]:
        if path not in known:
            return path, ""
        name, slug = known[path]
        return name, reverse("portal:region", kwargs={"slug": slug})

    return ranking(
        found, Text("所在地区", "By region"), Text("地区", "Region"), values, named,
        lambda path: at(found.question, area=path),
    )  # fmt: skip


def technology(scheme: str, symbol: str) -> str:
    """The page of a class or field."""
    return reverse("portal:technology", kwargs={"scheme": scheme, "symbol": symbol})


def fields(found: index.Profile) -> Ranking | None:
    """The technical fields."""
    return ranking(
        found, Text("技术领域", "By technical field"), Text("领域", "Field"), found.counts["field"],
        lambda name: (columns.VALUES.get(name) or name, technology("field", name)),
        lambda name: at(found.question, field=name),
    )  # fmt: skip


def wipo(found: index.Profile, titles: Mapping[str, Text]) -> Ranking | None:
    """WIPO's fields of technology, where the table is loaded."""
    return ranking(
        found, WIPO, Text("领域", "Field"), found.counts["wipo35"],
        lambda number: (titles.get(number) or number, technology("wipo35", number)),
        lambda number: at(index.narrowed(found.question, f"WF={number}")), most=35,
    )  # fmt: skip


def nice(found: index.Profile) -> Ranking | None:
    """The Nice classes of the marks."""
    return ranking(
        found, Text("商标的商品服务类别", "Nice classes of the marks"), Text("类别", "Class"), found.counts["nice"],
        lambda number: (Text(f"第{number}类", f"class {number}"), technology("nice", number)),
        lambda number: at(found.question, nice=number),
    )  # fmt: skip


def classes_below(found: index.Profile, symbol: str, titles: Mapping[str, Text]) -> Ranking | None:
    """The IPC classes right below a symbol, the sections where it is empty."""
    if symbol:
        values = [(code, count) for code, count in found.counts["class"] if _parent(code) == symbol]
    else:
        values = [*found.counts["section"]]
    values.sort(key=lambda pair: (-pair[1], pair[0]))

    def named(code: str) -> tuple[Text | str, str]:
        said = titles.get(code) or IPC_SECTIONS.get(code)
        return (Text(f"{code} {said.zh}", f"{code} {said.en}") if said else code), technology("ipc", code)

    return ranking(
        found, Text("国际专利分类", "By IPC class"), Text("分类号", "Symbol"), values, named,
        lambda code: at(index.narrowed(found.question, f"IPC={code}")),
    )  # fmt: skip


def _parent(code: str) -> str:
    above = lineage(code)
    return above[-2] if len(above) > 1 else ""


def newest(found: index.Profile, actor: Actor) -> list[searching.Hit]:
    """The last filed, as the search shows them."""
    query = index.understood("")
    with reading(actor):
        return searching.hits_of(index.known(found.newest), query, actor)


def lines(found: index.Profile, actor: Actor) -> tuple[list[str], list[Sequence[Any]]]:
    """Everything counted as lines of a file: what it is counted by, the value, what it is called, and how many."""
    heads = [
        say(one)
        for one in (
            Text("统计", "Counted by"), Text("值", "Value"), Text("名称", "Name"), Text("件数", "Rights"),
        )
    ]  # fmt: skip
    with reading(actor):
        codes, paths = ([value for value, _ in found.counts[name]] for name in ("party", "area"))
        called = {
            **dict(Party.objects.filter(code__in=codes).values_list("code", "name")),
            **{
                path: say(Text(name, english))
                for path, name, english in Region.objects.filter(path__in=paths).values_list(
                    "path", "name", "name_en"
                )
            },
            **{kind: say(Text(*label)) for kind, label in index.KINDS.items()},
        }
    rows: list[Sequence[Any]] = [
        [say(Text(*index.STANDINGS[standing])), kind, called[kind], count]
        for standing, counts in found.standings.items()
        for kind, count in counts.items()
    ]
    titles = {**{name: Text(*title) for name, title in index.FACETS.items()}, "party": CODE, "wipo35": WIPO}
    for name, title in titles.items():
        counts = found.counts.get(name, ())
        rows += [[say(title), value, called.get(value, value), count] for value, count in counts]
    return heads, rows


def feed(card: Profile, *, base: str) -> str:
    """The newest rights of a page as an Atom feed; ``base`` is the site's address without a path."""
    title, home = str(say(card.title)), f"{base}{card.addresses.page}"
    atom = Atom1Feed(
        title=f"{title}：{say(Text('最新权利', 'newest rights'))}", link=home, description="",
        feed_url=f"{base}{card.addresses.feed}", feed_guid=f"{base}{card.addresses.feed}", language="zh-CN",
    )  # fmt: skip
    for hit in card.newest:
        name = "".join(run.text for run in hit.title)
        atom.add_item(
            title=name, link=f"{base}{hit.href}",
            description="；".join([str(say(hit.kind)), *(str(say(fact)) for fact in hit.facts)]),
            unique_id=f"{base}{hit.href}",
            updateddate=datetime.combine(hit.day, time(12), SHANGHAI) if hit.day else None,
        )  # fmt: skip
    return str(atom.writeString("utf-8"))


def addresses(name: str, **parts: str) -> Addresses:
    """The addresses of a page."""
    own = reverse(f"portal:{name}", kwargs=parts)
    data = f"/api/profiles/{name}" + (f"?{urlencode(parts)}" if parts else "")
    return Addresses(own, f"{own}?{urlencode({'as': 'csv'})}", f"{own}?{urlencode({'as': 'atom'})}", data)

"""A technology: a class of the IPC, a technical field, or a Nice class, with those above and below it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from zhichan.doors.look.parts import Choice
from zhichan.doors.portal.pages import profiles
from zhichan.doors.portal.pages.cards import Profile
from zhichan.instruments.query import lineage, symbol
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import NOT_THERE
from zhichan.kernel.ground.public import Refusal, Text
from zhichan.kernel.registry.public import edition, titles_of
from zhichan.kernel.registry.searching import public as index

OVERVIEW = Text("技术和商品领域", "Technologies and goods")
LAST = {"nice": 45, "wipo35": 35}


@dataclass(frozen=True)
class Scheme:
    """A way of dividing rights: what it is called, the question that finds one of its classes, and its table."""

    title: Text
    question: Callable[[str], str]
    table: str = ""


SCHEMES: Mapping[str, Scheme] = {
    "ipc": Scheme(Text("国际专利分类", "IPC class"), lambda code: f"IPC={code}", "ipc"),
    "field": Scheme(Text("技术领域", "Technical field"), lambda name: f'TF="{name}"'),
    "wipo35": Scheme(Text("WIPO技术领域", "WIPO field of technology"), lambda number: f"WF={number}", "wipo35"),
    "nice": Scheme(Text("商品和服务类别", "Nice class"), lambda number: f"NICE={number}", "nice"),
}


def question_of(scheme: str, code: str) -> str:
    """The search that finds the rights of a class or field.

    :raises Refusal: acts.not-there, for a scheme there is none of, and a class that is none.
    """
    if scheme not in SCHEMES or '"' in code:
        raise Refusal(NOT_THERE)
    if scheme == "ipc":
        code = symbol(code)
        if not code[:1].isascii() or not code[:1].isalpha():
            raise Refusal(NOT_THERE)
    if scheme in LAST and not (code.isascii() and code.isdigit() and 1 <= int(code) <= LAST[scheme]):
        raise Refusal(NOT_THERE)
    return SCHEMES[scheme].question(code)


def technologies(actor: Actor) -> Profile:
    """Where one can go in from: sections of the IPC, technical fields, Nice classes, over all rights."""
    counted = index.profile("", day=actor.day)
    titles = _titles("ipc", [code for code, _ in counted.counts["section"]], actor)
    named = _titles("wipo35", [number for number, _ in counted.counts["wipo35"]], actor)
    ranks = [
        profiles.classes_below(counted, "", titles), profiles.wipo(counted, named), profiles.fields(counted),
        profiles.nice(counted),
    ]  # fmt: skip
    return Profile(
        OVERVIEW, Text("全部权利", "All rights"),
        Text(f"在册权利{counted.count:,}件，可按分类、领域和商品类别进入。",
             f"{counted.count:,} rights on record, by class, field and class of goods."),
        counted, profiles.at(""), (), (), profiles.kinds_of(counted), profiles.trend_of(counted),
        [one for one in ranks if one], profiles.newest(counted, actor), (),
        profiles.addresses("technologies"),
    )  # fmt: skip


def technology(actor: Actor, scheme: str, code: str) -> Profile:
    """The page of a class or field, with the way up and the classes below."""
    question = question_of(scheme, code)
    code = symbol(code) if scheme == "ipc" else code
    counted = index.profile(question, day=actor.day)
    above = lineage(code)[:-1] if scheme == "ipc" else []
    below = [one for one, _ in counted.counts["class"] if scheme == "ipc" and lineage(one)[:-1][-1:] == [code]]
    titles = _titles(SCHEMES[scheme].table, [code, *above, *below], actor)
    if not counted.count and code not in titles:
        raise Refusal(NOT_THERE)
    kind = SCHEMES[scheme].title
    ranks = [
        profiles.classes_below(counted, code, titles) if scheme == "ipc" else None, profiles.holders(counted, actor),
        profiles.areas(counted, actor), profiles.fields(counted) if scheme != "field" else None,
        profiles.nice(counted) if scheme != "nice" else None,
        profiles.classes_below(counted, "", {}) if scheme != "ipc" else None,
    ]  # fmt: skip
    return Profile(
        _called(scheme, code, titles), kind,
        Text(f"在册权利{counted.count:,}件。", f"{counted.count:,} rights on record."),
        counted, profiles.at(question), (),
        [
            Choice(one, _called(scheme, one, titles), href=profiles.technology(scheme, one)) for one in above
        ],
        profiles.kinds_of(counted), profiles.trend_of(counted), [one for one in ranks if one],
        profiles.newest(counted, actor), (),
        profiles.addresses("technology", scheme=scheme, symbol=code),
    )  # fmt: skip


def name_of(actor: Actor, scheme: str, code: str) -> Text:
    """What a class or field is called.

    :raises Refusal: acts.not-there, as :func:`question_of`.
    """
    question_of(scheme, code)
    code = symbol(code) if scheme == "ipc" else code
    return _called(scheme, code, _titles(SCHEMES[scheme].table, [code], actor))


def _titles(table: str, codes: list[str], actor: Actor) -> dict[str, Text]:
    """The titles of classes from the edition in force; none where the table is not loaded."""
    with reading(actor):
        kept = edition(table, actor.day) if table else None
        if kept is None:
            return {}
        # The Nice table writes its classes with two figures.
        asked = {code.zfill(2) if table == "nice" else code: code for code in codes}
        return {asked[code]: title for code, title in titles_of(kept, list(asked)).items()}


def _called(scheme: str, code: str, titles: Mapping[str, Text]) -> Text:
    said = titles.get(code) or (profiles.IPC_SECTIONS.get(code) if scheme == "ipc" else None)
    head = Text(f"第{code}类", f"Class {code}") if scheme == "nice" else Text(code, code)
    if scheme == "wipo35":
        head = Text(f"第{code}领域", f"Field {code}")
    return Text(f"{head.zh} {said.zh}", f"{head.en} {said.en}") if said else head

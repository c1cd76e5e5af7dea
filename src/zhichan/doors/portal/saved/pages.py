"""What the pages of saved searches show."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from zhichan.doors.desk.management.cards import Form, Link, Page, Section
from zhichan.doors.feeds.exporting import Result
from zhichan.doors.look.parts import Cell, Choice, Column, Fact, Field, Problem, Row, State, Table
from zhichan.doors.look.words import SHANGHAI
from zhichan.doors.portal import searching
from zhichan.doors.portal.saved import judging
from zhichan.kernel.access.public import PARTY, Actor, reading
from zhichan.kernel.acts.public import NOT_THERE, perform, reach
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Refusal, Text
from zhichan.kernel.registry.searching import public as index
from zhichan.kernel.selections.public import REASONS, Corpus, Member, Selection, changes, members, quality

SHOWN = 50
"""Members and changes that a page lists; the files hold all."""
YES, NO = Text("是", "yes"), Text("否", "no")
WATCHED = Text("新出现的近似名称也收入", "new ones that are alike belong to it")


def _text(value: str) -> Text:
    return Text(value, value)


def _found(someone: Actor, identity: UUID) -> Selection:
    with reading(someone):
        found: Selection | None = reach(someone, "selection:read").filter(pk=identity).first()
    if found is None:
        raise Refusal(NOT_THERE)
    return found


def _address(selection: Selection) -> str:
    return reverse("portal:selection", kwargs={"selection": selection.pk})


def _asked(question: Mapping[str, Any]) -> str:
    """The search that asks the same."""
    pairs = [("q", question["text"])] if question["text"] else []
    pairs += [(name, value) for name, values in question["chosen"].items() for value in values]
    return searching.address([*pairs, *(("plain", word) for word in question["plain"])])


def _said(question: Mapping[str, Any]) -> str:
    narrowed = [f"{name}={value}" for name, values in question["chosen"].items() for value in values]
    return " · ".join([question["text"] or "*", *narrowed])


def overview(someone: Actor, given: QueryDict, *, key: str, problems: Sequence[Problem]) -> Page:
    """Saved searches that someone sees, corpora, and the form that saves what was just asked."""
    with reading(someone):
        held = list(reach(someone, "selection:read")[:200])
        corpora = list(reach(someone, "corpus:read").filter(owner=someone.name)[:200])
        counts = {one.pk: members(someone, one).count() for one in held}
    asked = searching.asked_of(given)
    forms = []
    if asked.here:
        forms.append(Form(
            Text("保存这个检索", "Save this search"),
            [
                Field("title", Text("名称", "Name"), given.get("title", asked.text), required=True),
                *(Field(name, _text(name), value, "hidden") for name, value in asked.here),
                *([Field("names", Text("也监测新的企业名称", "Watch new company names, too"), kind="select", choices=[
                    Choice("", NO, True), Choice("yes", YES, False),
                ])] if _names_a_mark(asked.text) else []),
            ],
            Text("保存并跟踪", "Save and follow"), reverse("portal:selections"), "post",
            Text(f"检索式：{asked.text or '全部'}", f"Query: {asked.text or 'everything'}"), key,
        ))  # fmt: skip
    return Page(
        title=Text("保存的检索", "Saved searches"), tabs=(), problems=problems,
        about=Text(
            "检索结果有增减时会通知您，并写明原因；一步即可停用。",
            "You are told when rights come into a result or leave it, and why; one step stops it.",
        ),
        forms=forms,
        sections=[
            Section(Text("检索", "Searches"), table=Table(
                Text("检索", "Searches"),
                [
                    Column(Text("名称", "Name")), Column(Text("检索式", "Query")),
                    Column(Text("件数", "Rights"), numeric=True), Column(Text("保存于", "Saved")),
                    Column(Text("来自", "Of")),
                ],
                [
                    Row([
                        Cell(one.title, _address(one)), Cell(_said(one.question)), Cell(counts[one.pk]),
                        Cell(one.opened_at.astimezone(SHANGHAI).date()),
                        Cell(Text("本人", "myself") if one.owner == someone.name else Text("共享", "shared")),
                    ], key=str(one.pk))
                    for one in held
                ],
                Text(
                    "还没有保存过检索：在检索结果上选“保存并跟踪”。",
                    "Nothing is saved yet: choose “Save and follow” on a result.",
                ),
                quiet=True,
            )),
            *([Section(Text("冻结的语料", "Frozen corpora"), table=_corpora(corpora))] if corpora else []),
        ],
    )  # fmt: skip


def _names_a_mark(text: str) -> bool:
    """Whether a query asks for marks alike, so that company names can be watched for it."""
    try:
        return bool(index.likenesses(index.understood(text).node))
    except Refusal:
        return False


def _corpora(found: Sequence[Corpus]) -> Table:
    return Table(
        Text("冻结的语料", "Frozen corpora"),
        [
            Column(Text("名称", "Name")), Column(Text("冻结日", "Frozen on")),
            Column(Text("件数", "Rights"), numeric=True), Column("SHA-256"),
        ],
        [
            Row([
                Cell(one.title, reverse("portal:corpus", kwargs={"corpus": one.pk})), Cell(one.day), Cell(one.count),
                Cell(one.sha256),
            ], key=str(one.pk))
            for one in found
        ],
        quiet=True,
    )  # fmt: skip


def save(someone: Actor, given: QueryDict, *, at: datetime) -> UUID:
    """Save the search that a form holds."""
    asked = searching.asked_of(given)
    facts = {
        "title": given.get("title", ""), "text": asked.text, "chosen": dict(asked.chosen), "plain": asked.plain,
        "names": given.get("names") == "yes",
    }  # fmt: skip
    done = perform(actor=someone, verb="selection:save", facts=facts, at=at, key=given.get("key") or None)
    return UUID(str(done.result["selection"]))


def act(someone: Actor, identity: UUID, given: QueryDict, *, at: datetime) -> str:
    """Do what a form of the page asks; where to go then."""
    verb = given.get("do", "")
    into = {"in": True, "out": False, "": None}
    fits = {"yes": True, "no": False}
    known: dict[str, dict[str, Any]] = {
        "correct": {
            "key": given.get("right", "").strip(), "into": into.get(given.get("into", "")),
            "reason": given.get("reason", ""),
        },
        "share": {
            "roles": [role for role in given.getlist("roles") if role],
            "parties": [code for code in re.split(r"[\s,，;；]+", given.get("parties", "")) if code],
        },
        "draw": {
            "frame": given.get("frame", ""), "inside": _whole(given.get("inside", "")),
            "outside": _whole(given.get("outside", "")),
        },
        "judge": {
            "key": given.get("right", "").strip(), "fits": fits.get(given.get("fits", "")),
            "reason": given.get("reason", ""),
        },
        "freeze": {"title": given.get("title", ""), "public": given.get("public") == "yes"},
        "close": {},
    }
    if verb not in known:
        raise Refusal(NOT_THERE)
    done = perform(
        actor=someone, verb=f"selection:{verb}", target=identity, facts=known[verb], at=at, key=given.get("key") or None
    )
    if verb == "close":
        return reverse("portal:selections")
    if verb == "freeze":
        return reverse("portal:corpus", kwargs={"corpus": done.result["corpus"]})
    return reverse("portal:selection", kwargs={"selection": identity})


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def one(someone: Actor, identity: UUID, given: QueryDict, *, key: str, problems: Sequence[Problem]) -> Page:
    """One saved search: its members, what came and went, files, and what its owner can do."""
    selection = _found(someone, identity)
    with reading(someone):
        there = members(someone, selection)
        count = there.count()
        listed = list(there[:SHOWN])
        moved = list(changes(someone, selection, since=1)[:SHOWN])
        good = quality(selection)
        keys = {*(one.key for one in [*listed, *moved]), *good.waiting[:SHOWN], *list(good.judged)[:SHOWN]}
        titles = {
            f"{source}:{own}": str(known.public().get("title") or known.public().get("name") or own)
            for source, own, known in index.known(sorted(keys))
        }
    owned = selection.owner == someone.name
    judges = owned or bool(someone.held(current().roles_for("selection:judge"), someone.home))
    about = Text(
        f"结果超过上限，成员停在{selection.day}之前的样子", "more is found than can be kept; members stand as they were"
    ) if selection.over else None
    return Page(
        title=selection.title, tabs=(), problems=problems, about=about,
        facts=[
            Fact(Text("检索式", "Query"), _said(selection.question)), Fact(Text("件数", "Rights"), count),
            Fact(Text("算到", "As of"), selection.day),
            *([Fact(Text("企业名称", "Company names"), WATCHED)] if selection.question.get("names") else ()),
            *judging.facts(good),
        ],
        actions=[Link(Text("打开检索", "Open the search"), _asked(selection.question))],
        files=[
            Link(_text(label), reverse("portal:selection-export", kwargs={"selection": identity, "kind": kind}))
            for kind, label in searching.EXPORTS
        ],
        sections=[
            Section(Text("增减", "What came and went"), table=_moved(moved, titles)),
            Section(
                Text("成员", "Members"), table=_members(listed, titles, selection),
                note=Text(f"共{count}件，列出{len(listed)}件", f"{count} rights, {len(listed)} listed"),
            ),
            *judging.sections(good, lambda right: _right(right, titles)),
        ],
        forms=[
            *(judging.forms(selection, good, _address(selection), key, owned=owned) if judges else ()),
            *(_forms(selection, key) if owned else ()),
        ],
    )  # fmt: skip


def _right(key: str, titles: Mapping[str, str]) -> Cell:
    source, _, own = key.partition(":")
    there = ""
    if key in titles and source == "firm":
        there = reverse("portal:firm", kwargs={"code": own})
    elif key in titles:
        there = reverse("portal:record", kwargs={"source": source, "row": own})
    return Cell(titles.get(key, own), there, _text(own))


def _moved(moved: Sequence[Member], titles: Mapping[str, str]) -> Table:
    rows = []
    for one in moved:
        if one.until is not None:
            rows.append((one.until, one, State("attention", Text("减少", "went")), REASONS[one.went], one.load_out))
        if one.change_in > 1:
            rows.append((one.since, one, State("ok", Text("新增", "came")), REASONS[one.came], one.load))
    rows.sort(key=lambda row: (row[0], row[1].pk), reverse=True)
    return Table(
        Text("增减", "What came and went"),
        [
            Column(Text("时间", "When")), Column(Text("增减", "Change")), Column(Text("权利", "Right")),
            Column(Text("原因", "Why")),
        ],
        [
            Row([
                Cell(at), Cell(state), _right(member.key, titles),
                Cell(why, note=Text(f"第{load}次装载", f"load {load}") if load else None),
            ])
            for at, member, state, why, load in rows
        ],
        Text("保存以来没有变化。", "Nothing has changed since it was saved."), quiet=True,
    )  # fmt: skip


def _members(listed: Sequence[Member], titles: Mapping[str, str], selection: Selection) -> Table:
    by_hand = selection.corrections
    return Table(
        Text("成员", "Members"),
        [Column(Text("权利", "Right")), Column(Text("收入于", "Since")), Column(Text("原因", "Why"))],
        [
            Row([
                _right(one.key, titles), Cell(one.since.astimezone(SHANGHAI).date()),
                Cell(REASONS[one.came], note=_text(by_hand[one.key]["reason"]) if one.key in by_hand else None),
            ], key=str(one.pk))
            for one in listed
        ],
        Text("现在没有符合的权利。", "No right matches now."), quiet=True,
    )  # fmt: skip


def _forms(selection: Selection, key: str) -> list[Form]:
    address = _address(selection)

    def do(verb: str) -> Field:
        return Field("do", Text("动作", "Act"), verb, "hidden")

    shared = {reader.partition("@")[0] for reader in selection.readers}
    roles = [
        Choice("", Text("不共享给岗位", "no role"), not shared & set(current().role_titles)),
        *(Choice(name, Text(title.zh, title.en), name in shared) for name, title in current().role_titles.items()),
    ]
    return [
        Form(Text("人工校正", "Correct by hand"), [
            do("correct"),
            Field("right", Text("权利（种类:编号）", "Right (source:key)"), required=True),
            Field("into", Text("如何", "How"), kind="select", choices=[
                Choice("in", Text("收入", "take in"), True), Choice("out", Text("剔除", "leave out"), False),
                Choice("", Text("按检索式", "as the query says"), False),
            ]),
            Field("reason", Text("理由", "Reason"), required=True),
        ], Text("校正", "Correct"), address, "post", key=f"{key}a", after=True),
        Form(Text("共享给岗位或单位", "Share with a role or a firm"), [
            do("share"), Field("roles", Text("岗位", "Role"), kind="select", choices=roles),
            Field(
                "parties", Text("单位的统一社会信用代码（可以不填）", "Credit codes of firms (may be left out)"),
                " ".join(reader.removeprefix(PARTY) for reader in selection.readers if reader.startswith(PARTY)),
            ),
        ], Text("共享", "Share"), address, "post", key=f"{key}b", after=True),
        Form(Text("冻结为语料", "Freeze as a corpus"), [
            do("freeze"), Field("title", Text("名称", "Name"), selection.title, required=True),
            Field("public", Text("对外公开", "Open to all"), kind="select", choices=[
                Choice("no", NO, True), Choice("yes", YES, False),
            ]),
        ], Text("冻结", "Freeze"), address, "post", Text(
            "只冻结对所有人开放的权利；冻结后不再改变，可凭摘要引用。",
            "Only rights open to all are frozen; a corpus never changes and is cited by its digest.",
        ), f"{key}c", after=True),
        Form(Text("停用", "Stop"), [do("close")], Text("停用这个检索", "Stop this search"), address, "post", Text(
            "停用后不再更新和通知；已冻结的语料保留。", "It is refreshed and told no more; corpora stay.",
        ), f"{key}d", after=True),
    ]  # fmt: skip


def result(someone: Actor, identity: UUID) -> Result:
    """The members of a saved search that someone may see, to be taken away."""
    selection = _found(someone, identity)
    with reading(someone):
        keys = [one.key for one in members(someone, selection)]
    return Result(keys, _text(selection.title), [str(selection.pk), str(selection.version), str(selection.load)])


def _corpus(someone: Actor, identity: UUID) -> Corpus:
    with reading(someone):
        found: Corpus | None = reach(someone, "corpus:read").filter(pk=identity).first()
    if found is None:
        raise Refusal(NOT_THERE)
    return found


def corpus(someone: Actor, identity: UUID) -> Page:
    """A frozen corpus: what was asked when, how many rights, and its digest."""
    found = _corpus(someone, identity)
    cited = f"{found.title}. {found.day.isoformat()}. n={found.count}. urn:uuid:{found.pk}. sha256:{found.sha256}"
    return Page(
        title=found.title, tabs=(),
        about=Text(
            "冻结的权利清单，不再改变。每行是权利编号和当时的版本号，摘要就是这些行的SHA-256。",
            "A frozen list of rights that never changes. Each line is a key and its version; the digest is SHA-256.",
        ),
        facts=[
            Fact(Text("检索式", "Query"), _said(found.question)), Fact(Text("冻结日", "Frozen on"), found.day),
            Fact(Text("件数", "Rights"), found.count), Fact(Text("装载批次", "After load"), found.load),
        ],
        sections=[Section(Text("引用格式", "Cite as"), text=cited)],
        actions=[Link(Text("现在再检索一次", "Ask again now"), _asked(found.question))],
        files=[Link(Text("清单（TSV）", "List (TSV)"), reverse("portal:corpus-members", kwargs={"corpus": identity}))],
    )  # fmt: skip


def members_of(someone: Actor, identity: UUID) -> bytes:
    """The list of a corpus as it was hashed."""
    return _corpus(someone, identity).members.encode()

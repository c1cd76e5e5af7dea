"""The review queue of names: the dearest doubt first, each with what is proposed, how sure it is, and why."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.urls import reverse

from zhichan.doors.desk.identity.tabs import tabs
from zhichan.doors.desk.management.cards import Form, Page, Section
from zhichan.doors.look import tables
from zhichan.doors.look.parts import (
    Cell,
    Choice,
    Column,
    Fact,
    Field,
    Figure,
    Pages,
    Problem,
    Row,
    State,
    Table,
)
from zhichan.kernel.access.public import Actor
from zhichan.kernel.ground.public import Text
from zhichan.kernel.registry.public import Waiting, link_counts, link_of, links, links_reason

STATES = {
    "waiting": State("attention", Text("待核对", "waiting")),
    "standing": State("ok", Text("已关联", "linked")),
    "refused": State("refused", Text("非同一主体", "not the same")),
    "withdrawn": State("unknown", Text("已撤销", "withdrawn")),
}
RELATIONS = {
    "same": Text("同一主体", "the same"),
    "part": Text("其分支或所属机构", "a branch or part of it"),
}
ABOUT = Text(
    "登记簿上写的名称指向哪个主体。按弄错的代价排列：拿不准又牵连多的在前。",
    "Which party a name on the record means. In the order of what a mistake would cost: doubtful names on which much "
    "hangs come first.",
)


def _percent(probability: float) -> Figure:
    return Figure(Decimal(round(probability * 1000)) / 10, Text("%", "%"), places=1)


def queue(actor: Actor, given: Mapping[str, str], *, key: str) -> Page:
    """The names in a state, fifty at a time, and the way to link those that came since."""
    counts = link_counts(actor)
    state = given.get("state", "") if given.get("state", "") in counts else "waiting"
    page = tables.page_of(given, counts[state])
    found, total = links(actor, state=state, limit=tables.PAGE, offset=(page - 1) * tables.PAGE)
    address = reverse("desk:identity")
    return Page(
        title=Text("名称核对", "Who is who"), about=ABOUT, tabs=tabs("desk:identity"),
        lights=[
            Choice(name, word.word, name == state, counts[name], f"{address}?state={name}")
            for name, word in STATES.items()],
        sections=[Section(STATES[state].word, table=_table(found, tables.pages(given, total)), key="names")],
        forms=[Form(
            Text("关联新导入的名称", "Link the names that came since"),
            [Field("do", Text("动作", "Act"), "match", "hidden")], Text("关联", "Link"), address, "post",
            Text("拿得准的直接关联，拿不准的进入上面的队列。",
                 "Those it is sure of are linked; the doubtful ones join the queue above."), f"{key}m")])


def _table(found: list[Waiting], pages: Pages | None) -> Table:
    return Table(
        Text("名称", "Names"),
        [
            Column(Text("登记的名称", "Name on record")), Column(Text("指向", "Means")),
            Column(Text("概率", "Probability"), "%", numeric=True), Column(Text("依据", "Why")),
            Column(Text("涉及权利", "Rights"), numeric=True),
        ],
        [
            Row(
                [
                    Cell(
                        one.link.name, reverse("desk:name", kwargs={"link": one.link.pk}),
                        Text(one.link.address, one.link.address) if one.link.address else None),
                    Cell(one.party, note=RELATIONS[one.link.relation] if one.link.relation != "same" else None),
                    Cell(Figure(Decimal(round(one.link.probability * 1000)) / 10, places=1)),
                    Cell(links_reason(one.link)), Cell(one.link.rights),
                ],
                key=str(one.link.pk))
            for one in found],
        Text("没有这样的名称。导入后由系统关联，拿不准的会列在这里。",
             "No such name. Names are linked after a load; the doubtful ones come here."),
        pages=pages, quiet=True)


def name(
    actor: Actor, number: int, *, key: str, given: Mapping[str, str] | None = None, problems: tuple[Problem, ...] = (),
) -> Page:
    """One name: what is proposed and why, the runner-up, who decided, and what can be done."""
    one = link_of(actor, number)
    link, said = one.link, given or {}
    facts = [
        Fact(Text("登记的名称", "Name on record"), link.name),
        *([Fact(Text("地址", "Address"), link.address)] if link.address else []),
        Fact(Text("指向", "Means"), one.party, note=Text(one.code, one.code)),
        Fact(Text("关系", "Relation"), RELATIONS[link.relation]),
        Fact(Text("概率", "Probability"), _percent(link.probability), note=links_reason(link)),
    ]
    if one.second and link.second_probability is not None:
        facts.append(Fact(
            Text("次可能", "Next best"), one.second,
            note=Text(f"{one.second_code} · {link.second_probability * 100:.1f} %",
                      f"{one.second_code} · {link.second_probability * 100:.1f} %")))
    facts += [
        Fact(Text("涉及权利", "Rights"), link.rights),
        Fact(Text("模型", "Model"), link.edition),
        Fact(
            Text("提出", "Proposed") if link.state == "waiting" else Text("决定", "Decided"), link.decided_at.date(),
            note=Text(link.decided_by or "系统", link.decided_by or "the machine")),
        *([Fact(Text("理由", "Reason"), link.why)] if link.why else []),
    ]
    return Page(
        title=link.name, state=STATES[link.state], tabs=tabs("desk:identity"), facts=facts,
        forms=_forms(one, key, said), problems=problems)


def _forms(one: Waiting, key: str, said: Mapping[str, str]) -> list[Form]:
    address = reverse("desk:name", kwargs={"link": one.link.pk})
    reason = Field("reason", Text("理由", "Reason"), value=said.get("reason", ""))
    if one.link.state == "standing":
        return [Form(
            Text("撤销关联", "Withdraw the link"), [Field("do", Text("动作", "Act"), "unlink", "hidden"), reason],
            Text("撤销", "Withdraw"), address, "post",
            Text("由它补上的权利人一并撤回，各项数字随之改正。",
                 "The holders it gave are taken back, and every figure with them."), f"{key}u")]
    choices = [Choice(one.code, f"{one.party}（{one.code}）", True)]
    if one.second_code:
        choices.append(Choice(one.second_code, f"{one.second}（{one.second_code}）"))
    forms = [Form(
        Text("关联", "Link"),
        [
            Field("do", Text("动作", "Act"), "link", "hidden"),
            Field("party", Text("统一社会信用代码", "Code of the party"), said.get("party", one.code), choices=choices,
                  help=Text("改选其他主体时写明理由。", "Another party than the one proposed needs a reason.")),
            reason,
        ],
        Text("关联", "Link"), address, "post", key=f"{key}l")]
    if one.link.state == "waiting":
        forms.append(Form(
            Text("不是同一主体", "Not the same"), [Field("do", Text("动作", "Act"), "refuse-link", "hidden"), reason],
            Text("不是", "It is not"), address, "post", key=f"{key}r"))
    return forms

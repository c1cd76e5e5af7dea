"""What a new edition of a procedure would change for the cases that run: shown before it is taken into use."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from zhichan.doors.desk.derived.fields import words
from zhichan.doors.desk.views import desk
from zhichan.doors.look.frame import actor, rehearses, today
from zhichan.doors.look.parts import Cell, Choice, Column, Fact, Field, Problem, Row, State, Table
from zhichan.kernel.casework.public import Rehearsal, rehearse
from zhichan.kernel.catalogue.public import Procedure, current, proposed
from zhichan.kernel.ground.public import Refusal, Text
from zhichan.kernel.registry.public import SOURCES

MOST_SHOWN = 500
LARGEST_BYTES = 65_536
MOVES, STAYS = State("ok", Text("转入新版", "moves")), State("attention", Text("沿用旧版", "stays"))


@dataclass(frozen=True)
class Card:
    """The form, what is wrong with the file, and what would change."""

    fields: list[Field]
    problems: list[Problem]
    title: Text | None = None
    same: bool = False
    counts: tuple[Fact, ...] = ()
    table: Table | None = None
    more: int = 0


@desk
@require_http_methods(["GET", "POST"])
def rehearsal(request: HttpRequest) -> HttpResponse:
    """Choose a procedure and its new declaration; see each running case that it would change."""
    if not rehearses(actor(request)):
        raise Http404
    slug = request.POST.get("procedure", "")
    if request.method == "GET":
        return render(request, "desk/rehearsal.html", {"card": Card(_fields(slug), [])})
    try:
        new = _new(request, slug)
    except Refusal as refusal:
        problems = [_problem(reason) for reason in refusal.reasons]
        return render(request, "desk/rehearsal.html", {"card": Card(_fields(slug), problems)}, status=422)
    old = current().procedures[slug]
    found = rehearse(new=new, as_of=today())
    card = Card(
        _fields(slug), [], words(new.title), new.edition == old.edition, _counts(found), _table(found, old, new),
        max(len(found.differences) - MOST_SHOWN, 0),
    )  # fmt: skip
    return render(request, "desk/rehearsal.html", {"card": card})


def _new(request: HttpRequest, slug: str) -> Procedure:
    file = request.FILES.get("file")
    if file is None or not file.size:
        raise Refusal.one("desk.no-file", "请选择新版声明文件", "choose the file of the new edition", place="file")
    if file.size > LARGEST_BYTES:
        raise Refusal.one(
            "desk.too-large", "文件超过64KB，不是一份声明", "a file above 64 KB is no declaration", place="file"
        )
    return proposed(beside=current(), slug=slug, text=file.read(), sources=SOURCES)


def _problem(reason: object) -> Problem:
    """A reason with its file and line in the text, unless it belongs to a field of the form."""
    one = Problem.of(reason)  # type: ignore[arg-type]
    if one.field in {"procedure", "file"}:
        return one
    return Problem(Text(f"{one.field}　{one.text.zh}", f"{one.field}  {one.text.en}"), one.clause, "file")


def _fields(slug: str) -> list[Field]:
    found = [
        Choice(name, Text(f"{one.title.zh}（{name}）", f"{words(one.title).en} ({name})"), name == slug)
        for name, one in sorted(current().procedures.items())
    ]
    return [
        Field("procedure", Text("事项", "Procedure"), slug, "select", choices=found, required=True),
        Field(
            "file", Text("新版声明（*.procedure.toml）", "New edition (*.procedure.toml)"), "", "file", required=True,
            accept=".toml",
        ),
    ]  # fmt: skip


def _counts(found: Rehearsal) -> tuple[Fact, ...]:
    return (
        Fact(Text("在办", "Running"), found.cases),
        Fact(Text("转入新版", "Move to it"), found.moving),
        Fact(Text("沿用旧版", "Stay under the old one"), found.staying),
        Fact(Text("有变化或不转入", "Changed, or staying"), len(found.differences)),
    )


def _table(found: Rehearsal, old: Procedure, new: Procedure) -> Table:
    rows = [
        Row(
            [
                Cell(one.number),
                Cell(MOVES if one.moves else STAYS, note=one.reason),
                Cell(_due(one.due, old, new)),
                Cell(_acts(one.gained, new)),
                Cell(_acts(one.lost, old)),
            ]
        )
        for one in found.differences[:MOST_SHOWN]
    ]
    labels = (
        Text("编号", "Number"), Text("是否转入", "Moves or stays"), Text("期限变化", "Last days"),
        Text("新增可办", "Can be done then"), Text("不再可办", "Can no longer be done"),
    )  # fmt: skip
    return Table(
        Text("逐件变化", "Case by case"), [Column(label) for label in labels], rows,
        empty=Text("没有一件在办事项会因新版而变化。", "The new edition would change no running case."), quiet=True,
    )  # fmt: skip


def _due(changed: tuple[tuple[str, str, str], ...], old: Procedure, new: Procedure) -> Text | None:
    said = []
    for key, before, after in changed:
        name = key.partition("/")[0]
        clock = new.clocks.get(name) or old.clocks.get(name)
        title = words(clock.title) if clock is not None and clock.title is not None else Text(name, name)
        if not name:
            # The course has an act that the new edition does not know.
            title = Text("期限无法计算", "the last days cannot be computed")
        change = f"{before or '—'} → {after or '—'}"
        said.append(Text(f"{title.zh}：{change}", f"{title.en}: {change}"))
    return Text("；".join(one.zh for one in said), "; ".join(one.en for one in said)) if said else None


def _acts(names: tuple[str, ...], procedure: Procedure) -> Text | None:
    said = [words(procedure.acts[name].title) for name in names if name in procedure.acts]
    return Text("、".join(one.zh for one in said), ", ".join(one.en for one in said)) if said else None

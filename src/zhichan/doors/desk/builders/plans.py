"""Plans: list, upload, review, adoption, versions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.urls import reverse

from zhichan.doors.desk import cards
from zhichan.doors.desk.builders.becauses import becauses, sure
from zhichan.doors.desk.builders.people import is_demo
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
from zhichan.doors.look.words import SHANGHAI, amount, say, unit_text
from zhichan.instruments.reader import (
    annotation,
    decode,
    doubts,
)
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import NOT_THERE, perform, reach, why
from zhichan.kernel.casework.public import Case, paper_of
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Refusal, Text
from zhichan.kernel.measures.public import measures_it

LARGEST = 20 * 1024 * 1024
DOUBTFUL_BELOW = 0.8
AT_ONCE = 400
"""So many items stand on one page of a review, and of what an adoption would make."""

LONGEST_VERSION = 9
"""Digits that no version of a plan has."""

STAGES = {
    "reviewing": State("attention", Text("核对中", "Under review")),
    "adopted": State("ok", Text("已采用", "Adopted")),
    "withdrawn": State("refused", Text("已撤回", "Withdrawn")),
}
DECISIONS = {
    "confirm": State("ok", Text("已确认", "Confirmed")),
    "correct": State("ok", Text("已更正", "Corrected")),
    "reject": State("refused", Text("不采用", "Rejected")),
}
NOTED = State("ok", Text("已知悉", "Noted"))
READ = State("ok", Text("已读懂", "Read"))
DOUBTFUL = State("attention", Text("存疑", "Doubtful"))
OPEN = State("attention", Text("未决", "Open"))
CONFLICT = State("refused", Text("冲突", "Conflict"))
COMPARATORS = {
    ">=": Text("至少", "at least"),
    "<=": Text("不超过", "at most"),
    "=": Text("等于", "exactly"),
    "~": Text("约", "about"),
    "range": Text("区间", "range"),
}
MARKS = {">=": "≥", "<=": "≤", "=": "=", "~": "≈", "range": ""}
KINDS = {
    "level": Text("水平", "level"),
    "cumulative": Text("累计", "cumulative"),
    "annual_flow": Text("年度", "in the year"),
    "growth_rate_per_year": Text("年均增长", "yearly growth"),
    "growth_total": Text("总增长", "total growth"),
    "reduction": Text("下降", "reduction"),
    "share": Text("占比", "share"),
    "count_new": Text("新增", "new"),
}
LABELS = {
    "indicator": Text("指标", "Indicator"),
    "canonical": Text("统计口径", "Measure"),
    "scope": Text("范围", "Scope"),
    "comparator": Text("比较", "Comparison"),
    "value": Text("目标值", "Target"),
    "value_max": Text("上限", "Upper end"),
    "unit": Text("单位", "Unit"),
    "year": Text("到期", "Due"),
    "kind": Text("性质", "Kind"),
    "attribute": Text("约束", "Binding"),
    "baseline": Text("基线", "Baseline"),
    "title": Text("任务", "Task"),
    "lead": Text("牵头", "Lead"),
    "cooperating": Text("配合", "Cooperating"),
    "responsible": Text("负责", "Responsible"),
    "due": Text("期限", "Due"),
    "quote": Text("原文", "Words"),
    "path": Text("所在章节", "Section"),
}
READABLE = Text(
    "txt、docx、pdf（有文字层）、ofd或网页文件，不超过 20 MB。",
    "A txt, docx, pdf (with a text layer), ofd or web page, at most 20 MB.",
)
NOT_THEIRS = Text("只有规划处可以上传", "the plan office uploads plans")
PASTED = Text("粘贴的文字.txt", "pasted.txt")
ENDINGS = ".txt,.docx,.pdf,.ofd,.html,.htm,.mht"
BY_A_PERSON = Fact(Text("来源", "Source"), Text("人工补录", "added by a person"))
NUMBERS = frozenset({"value", "value_max", "year"})
UNIT_LISTS = frozenset({"lead", "cooperating", "responsible"})


def one_case(actor: Actor, plan: UUID) -> Case:
    """The plan's case, if it is there for this actor."""
    with reading(actor):
        case = reach(actor, "plan:read").filter(pk=plan).select_related("region", "parent").first()
    if not isinstance(case, Case):
        raise Refusal(NOT_THERE)
    return case


def may(actor: Actor, verb: str, path: str) -> bool:
    """Whether a role held at the region gives the verb; guards are asked when it is done."""
    return bool(actor.held(current().roles_for(verb), path))


def is_doubtful(item: Mapping[str, Any]) -> bool:
    """The reader was unsure of it: low confidence, or a scope the text has lost."""
    return item.get("confidence", 1) < DOUBTFUL_BELOW or item.get("scope_certain") is False


def tasks_of(read: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Tasks and supporting measures, which are decided alike."""
    return [*read["tasks"], *read["measures"]]


def open_of(read: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Open questions and conflicts with the ids that decisions use."""
    return [(f"o{number}", each) for number, each in enumerate(read["open"], start=1)]


def results_of(read: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Figures of the past with ids, which no item has that is read or added; nothing is decided about them."""
    return [{**each, "id": f"f{number}"} for number, each in enumerate(read.get("actuals") or (), start=1)]


def corrected(item: Mapping[str, Any], decision: Mapping[str, Any] | None) -> dict[str, Any]:
    """What was read with a correction laid over it."""
    return {**item, **((decision or {}).get("correction") or {})}


def strip_of(facts: Mapping[str, Any]) -> cards.Strip:
    """The counts above a review."""
    read = facts["reading"]
    items = [*read["targets"], *tasks_of(read)]
    doubtful = sum(is_doubtful(each) for each in items)
    conflicts = sum(bool(each.get("conflict")) for each in read["open"])
    return cards.Strip(
        len(items) - doubtful,
        doubtful,
        conflicts,
        len(read["open"]) - conflicts,
        len(facts.get("decisions") or {}),
        len(items) + len(read["open"]),
    )


def version_of(case: Case) -> int:
    """1 for a plan's first upload; each new version has the one before as its parent."""
    count, at = 1, case.parent
    while at is not None:
        count, at = count + 1, at.parent
    return count


def day_of(text: str | None) -> date | None:
    """A day the document gives in full."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def period_of(read: Mapping[str, Any]) -> str:
    """The years the plan is for."""
    period = read.get("period") or {}
    years = (period.get("start"), period.get("end"))
    return "—".join(map(str, dict.fromkeys(years))) if all(years) else ""


def plans(actor: Actor) -> cards.PlanList:
    """All plans the actor may see, newest first."""
    with reading(actor):
        found = list(reach(actor, "plan:read").select_related("region", "parent").order_by("-opened_at"))
        lines = [_line(case) for case in found]
    allowed = may(actor, "plan:upload", actor.home)
    return cards.PlanList(lines, allowed, None if allowed else NOT_THEIRS)


def plans_table(card: cards.PlanList) -> Table:
    """The plans as one table, for a file."""
    labels = (
        Text("规划", "Plan"), Text("版本", "Version"), Text("发文单位", "Issuer"),
        Text("状态", "State"), Text("期间", "Period"), Text("发文日期", "Issued"), Text("已读懂", "Read"),
        Text("存疑", "Doubtful"), Text("冲突", "Conflicts"), Text("未决", "Open"), Text("上传时间", "Uploaded"),
        Text("编号", "Number"),
    )  # fmt: skip
    return Table(
        Text("规划清单", "List of plans"),
        [Column(label) for label in labels],
        [
            Row(
                [
                    Cell(one.title), Cell(one.version), Cell(one.issuer), Cell(one.state),
                    Cell(one.period), Cell(one.issued), Cell(one.read), Cell(one.doubtful), Cell(one.conflicts),
                    Cell(one.open), Cell(one.uploaded.astimezone(SHANGHAI).date()), Cell(one.number),
                ]
            )
            for one in card.plans
        ],
    )  # fmt: skip


def _line(case: Case) -> cards.PlanLine:
    read, strip = case.facts["reading"], strip_of(case.facts)
    return cards.PlanLine(
        case.title,
        reverse("desk:plan", kwargs={"plan": case.pk}),
        version_of(case),
        read.get("issuer") or "",
        day_of(read.get("date")),
        period_of(read),
        case.opened_at,
        STAGES[case.stage],
        strip.read,
        strip.doubtful,
        strip.conflicts,
        strip.open,
        case.number,
    )


def pasted(words: str) -> Field:
    """The field for a document's words in place of its file."""
    label = Text("或者粘贴全文", "Or paste the whole text")
    return Field("words", label, words, "area", help=Text("例如从网页上复制的正文", "as copied from a web page"))


def upload_form(
    actor: Actor,
    *,
    key: str,
    problems: Sequence[Problem] = (),
    follows: str = "",
    words: str = "",
) -> cards.Upload:
    """The upload form; earlier plans can be named as the version before."""
    if not may(actor, "plan:upload", actor.home):
        return cards.Upload((), problems, closed=NOT_THEIRS)
    with reading(actor):
        earlier = list(
            reach(actor, "plan:read")
            .exclude(stage="withdrawn")
            .order_by("-opened_at")
            .values_list("pk", "title", "number")
        )
    wrong = next((each.text for each in problems if each.field in {"file", "paper"}), None)
    fields = [
        Field(
            "file",
            Text("规划文件", "Plan document"),
            kind="file",
            wrong=wrong,
            help=READABLE,
            accept=ENDINGS,
        ),
        pasted(words),
    ]
    if earlier:
        fields.append(
            Field(
                "follows",
                Text("是哪份规划的新版本", "A new version of"),
                follows,
                "select",
                choices=[
                    Choice("", Text("不是，这是一份新规划", "none, this is a new plan"), not follows),
                    *(
                        Choice(str(pk), f"{title}（{number}）", str(pk) == follows)
                        for pk, title, number in earlier
                    ),
                ],
            )
        )
    shown = [
        Problem(each.text, each.clause, "file" if each.field == "paper" else each.field) for each in problems
    ]
    return cards.Upload(fields, shown, key, [Choice(name, title) for name, title in examples()])


def examples() -> list[tuple[str, str]]:
    """File name and title of the demonstration's own documents; none elsewhere."""
    if not is_demo():
        return []
    found = sorted(settings.ZHICHAN_EXAMPLES.glob("*.txt"))
    return [(path.name, _title_of(path.read_text("utf-8"))) for path in found]


def _title_of(text: str) -> str:
    """The first line that is not the note which calls the document synthetic."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next((line for line in lines if "synthetic" not in line), "")


def example(name: str) -> SimpleUploadedFile:
    """A document of the demonstration, as if it had been uploaded; refuses an unknown name."""
    if name not in dict(examples()):
        raise Refusal(NOT_THERE)
    return SimpleUploadedFile(name, (settings.ZHICHAN_EXAMPLES / name).read_bytes())


def document(file: UploadedFile[bytes] | None, words: str, *, place: str) -> UploadedFile[bytes]:
    """What a form brings as a file or as words; both, none, and what is too large are refused at ``place``."""
    if words.strip():
        if file is not None:
            raise Refusal.one(
                "upload.both",
                "选择文件或粘贴文字，只要一样",
                "choose a file or paste the text, not both",
                place=place,
            )
        file = SimpleUploadedFile(str(say(PASTED)), words.replace("\r\n", "\n").encode())
    if file is None:
        raise Refusal.one(
            "upload.no-file", "请选择一个文件，或粘贴全文", "choose a file, or paste the text", place=place
        )
    if (file.size or 0) > LARGEST:
        size = (file.size or 0) / 1048576
        raise Refusal.one(
            "paper.too-large",
            f"文件有{size:.0f}MB，超过20MB的上限",
            f"the file has {size:.0f} MB; the limit is 20 MB",
            place=place,
        )
    return file


def upload(
    actor: Actor,
    *,
    file: UploadedFile[bytes] | None,
    words: str = "",
    follows: str,
    at: datetime,
    key: str | None,
) -> str:
    """Upload a document, or its words, as a plan; returns the case's id."""
    file = document(file, words, place="file")
    facts: dict[str, Any] = {"paper": file.read(), "filename": file.name or "", "region": actor.home}
    if follows:
        facts["parent"] = follows
    outcome = perform(actor=actor, verb="plan:upload", facts=facts, at=at, key=key)
    return str(outcome.result["case"])


# --- review -------------------------------------------------------------------------------------------------


def review(
    actor: Actor,
    plan: UUID,
    *,
    show: str,
    key: str,
    edit: str = "",
    wrong: tuple[str, Sequence[Problem]] | None = None,
    given: Mapping[str, Any] | None = None,
    refused: Sequence[Problem] = (),
    adding: tuple[str, Mapping[str, str], Sequence[Problem]] = ("", {}, ()),
    only: str = "",
    asked: Mapping[str, str] = {},
) -> cards.Review:
    """A plan's document beside what was read in it; with ``only`` of both no more than one item, and the counts.

    A very long list is shown in pages: ``asked`` names the ``page``, or the ``item`` that is looked for.
    """
    case = one_case(actor, plan)
    read, decisions = case.facts["reading"], case.facts.get("decisions") or {}
    text = text_of(actor, case)
    deciding = case.stage == "reviewing" and may(actor, "plan:decide", case.region.path)

    def item(kind: cards.ItemKind, name: str, each: Mapping[str, Any]) -> cards.Item:
        return _item(
            kind,
            name,
            each,
            decisions.get(name),
            deciding and kind != "actual",
            edit=edit == name,
            problems=wrong[1] if wrong and wrong[0] == name else (),
            given=given if edit == name else None,
        )

    listed: list[tuple[cards.ItemKind, Mapping[str, Any]]] = [("target", each) for each in read["targets"]]
    listed += [("task", each) for each in tasks_of(read)]
    # What is doubtful and undecided stands first; the rest follows the document.
    listed.sort(
        key=lambda pair: (
            not is_doubtful(pair[1]) or pair[1]["id"] in decisions,
            pair[1]["span"][0],
            pair[0] == "target",
        )
    )

    results = results_of(read)
    listed += [("actual", each) for each in results]

    def shows(name: str, kind: str, each: Mapping[str, Any]) -> bool:
        if name in {"target", "task", "actual"} or kind == "actual":
            return kind == name
        return {"doubtful": is_doubtful(each), "undecided": each["id"] not in decisions}.get(name, True)

    names = {
        "": Text("全部", "All"),
        "target": Text("目标", "Targets"),
        "task": Text("任务", "Tasks"),
        "actual": Text("已有的数", "Figures of the past"),
        "doubtful": Text("存疑", "Doubtful"),
        "undecided": Text("没有处理", "Undecided"),
    }
    chosen = show if show in names else ""
    filters = [
        Choice(
            name,
            names[name],
            name == chosen,
            # How many are undecided changes with each decision, and stands in the strip.
            sum(shows(name, *pair) for pair in listed) if name != "undecided" else None,
            f"?show={name}" if name else "?",
        )
        for name in names
    ]
    shown = [(kind, each) for kind, each in listed if shows(chosen, kind, each) and only in {"", each["id"]}]
    sought = edit or (wrong[0] if wrong else "") or asked.get("item", "")
    here, pages = _paged(
        [each["id"] for _, each in shown], {"show": chosen, "page": asked.get("page", "")}, sought
    )
    shown = shown[here]
    urgent = [
        replace(item("conflict", name, each), about=_goals_in(read, each, paged=pages is not None))
        if each.get("conflict")
        else item("open", name, each)
        for name, each in open_of(read) if only in {"", name}
    ]  # fmt: skip
    strip = strip_of(case.facts)
    left = strip.total - strip.decided
    adopting = case.stage == "reviewing" and may(actor, "plan:adopt", case.region.path)
    return cards.Review(
        str(case.pk),
        case.title,
        version_of(case),
        _head(case),
        STAGES[case.stage],
        strip,
        _leading(
            segments(text, _spans(read, results if chosen == "actual" else ())),
            {each["id"] for _, each in shown} | {name for name, _ in open_of(read)} if pages else None,
        )
        if not only
        else (),
        sorted(urgent, key=lambda one: one.decision != ""),
        [item(kind, each["id"], each) for kind, each in shown],
        filters,
        _versions(actor, case),
        may_adopt=adopting and not left,
        why_not_adopt=Text(
            f"还有 {left} 条没有处理，处理完才能采用",
            f"{left} still undecided; adoption comes after",
        )
        if adopting and left
        else None,
        problems=refused if deciding else [*refused, *adding[2]],
        rest=[
            each["id"]
            for kind, each in listed
            if kind != "actual" and each["id"] not in decisions and not is_doubtful(each)
        ]
        if deciding
        else [],
        unnoted=[name for name, _ in open_of(read) if name not in decisions] if deciding else [],
        may_decide=deciding,
        may_rename=case.stage == "reviewing" and may(actor, "plan:rename", case.region.path),
        may_withdraw=case.stage == "reviewing" and may(actor, "plan:withdraw", case.region.path),
        edit=edit,
        key=key,
        seen=case.version,
        additions=[
            _addition(kind, *(adding[1:] if kind == adding[0] else ({}, ()))) for kind in NOT_READ
        ] if deciding and not only else (),
        pages=pages,
    )  # fmt: skip


def _paged(
    listed: Sequence[str], given: Mapping[str, str], sought: str = ""
) -> tuple[slice, Pages | None]:
    """Of items that are too many for one page those of the page asked for, or of the one with the item sought."""
    total = len(listed)
    if total <= AT_ONCE:
        return slice(None), None
    place = listed.index(sought) if sought in listed else None
    last = -(-total // AT_ONCE)
    page = min(tables.page_of(given), last) if place is None else place // AT_ONCE + 1
    first = (page - 1) * AT_ONCE
    ways = [tables.question(given, page=str(each)) if 0 < each <= last else "" for each in (page - 1, page + 1)]
    return slice(first, first + AT_ONCE), Pages(first + 1, min(first + AT_ONCE, total), total, *ways)


def _leading(pieces: Sequence[cards.Segment], here: Collection[str] | None) -> Sequence[cards.Segment]:
    """The pieces of the text, with those marked whose item stands on another page; ``here`` are those of this page."""
    if here is None:
        return pieces
    return [replace(one, elsewhere=True) if one.item and one.item not in here else one for one in pieces]


def _goals_in(read: Mapping[str, Any], conflict: Mapping[str, Any], *, paged: bool) -> list[Choice]:
    """The goals that stand where a document contradicts itself: of these one is to be left out."""

    def way(item: str) -> str:
        return f"?item={item}#item-{item}" if paged else f"#item-{item}"

    found = [
        one
        for one in read["targets"]
        if any(one["span"][0] < end and start < one["span"][1] for start, end in conflict.get("spans") or ())
    ]
    return (
        [Choice(one["id"], _told(one), href=way(one["id"])) for one in found] if len(found) > 1 else []
    )


def _told(target: Mapping[str, Any]) -> str:
    figure = target_figure(target)
    return (
        f"{target['indicator']} {figure.mark}{amount(figure.value or 0, figure.unit)}{say(figure.unit) or ''}"
    )


def text_of(actor: Actor, case: Case) -> str:
    """A document that is no plain text is read, and shown, as the text that was taken out of it."""
    return str(case.facts["reading"].get("text") or decode(paper_of(actor, case.pk, "paper"))[0])


def without_marks(item: Mapping[str, Any], told: Callable[[tuple[int, int]], str]) -> dict[str, Any]:
    """A task or a goal whose words are ``told`` of its places: no page mark stands among them."""
    spans = {"quote": "span", "quote_units": "units_span"}
    return {**item, **{name: told(item[span]) for name, span in spans.items() if item.get(span) and item.get(name)}}


NOT_READ: Mapping[Literal["target", "task"], Mapping[str, Any]] = {
    "target": {"indicator": "", "comparator": ">=", "value": None, "kind": "level"},
    "task": {"title": ""},
}
"""What the form for a goal or a task begins with that nobody has read."""
MISSED = {
    "target": Text("补录遗漏的目标", "Add a goal that was not read"),
    "task": Text("补录遗漏的任务", "Add a task that was not read"),
}
SAID = frozenset({"indicator", "value", "title"})
"""What has to be said of it."""


def _addition(
    kind: Literal["target", "task"], given: Mapping[str, str], problems: Sequence[Problem]
) -> cards.Addition:
    """The form for a goal or a task that was not read."""
    words = Field(
        "words",
        Text("原文中的话", "Words of the document"),
        given.get("words", ""),
        "area",
        required=True,
        wrong=next((each.text for each in problems if each.field == "words"), None),
        help=Text("从原文抄录，也可在原文里选中", "copied from the document, or selected in it"),
    )
    fields = [
        replace(each, required=each.name in SAID) for each in _fields(kind, NOT_READ[kind], given, problems)
    ]
    return cards.Addition(kind, MISSED[kind], [words, *fields], _labelled(problems))


def _labelled(problems: Sequence[Problem]) -> list[Problem]:
    """Problems as a list above a form tells them: of which field each is."""
    return [
        replace(one, text=Text(f"{label.zh}：{one.text.zh}", f"{label.en}: {one.text.en}"))
        if (label := LABELS.get(one.field))
        else one
        for one in problems
    ]


def _head(case: Case) -> list[Fact]:
    read = case.facts["reading"]
    return [
        Fact(Text("编号", "Number"), case.number),
        Fact(Text("地区", "Region"), Text(case.region.name, case.region.name_en), note=_elsewhere(case)),
        *([Fact(Text("发文机关", "Issuer"), read["issuer"])] if read.get("issuer") else []),
        *(
            [Fact(Text("发文日期", "Issued"), day_of(read.get("date")) or read["date"])]
            if read.get("date")
            else []
        ),
        *([Fact(Text("期间", "Period"), period_of(read))] if period_of(read) else []),
        Fact(Text("版本", "Version"), version_of(case)),
    ]


def _versions(actor: Actor, case: Case) -> list[Choice]:
    """Links to compare with the version before, and to a version after."""
    with reading(actor):
        later = reach(actor, "plan:read").filter(parent=case.pk).first()
    found = []
    if case.parent is not None:
        found.append(
            Choice(
                "before",
                Text("与上一版对比", "Compare with the version before"),
                href=reverse("desk:plan-diff", kwargs={"plan": case.pk, "before": case.parent.pk}),
            )
        )
    if later is not None:
        found.append(
            Choice(
                "after",
                Text("有新版本", "There is a newer version"),
                href=reverse("desk:plan", kwargs={"plan": later.pk}),
            )
        )
    return (
        [
            Choice("this", Text(f"第 {version_of(case)} 版", f"Version {version_of(case)}"), True, href="?"),
            *found,
        ]
        if found
        else []
    )


def _elsewhere(case: Case) -> Text | None:
    """What to look at where the document names another place than the one its plan is kept for."""
    told, here = str((case.facts["reading"].get("region") or {}).get("name") or ""), case.region.name
    if not told or told.endswith(here) or here.endswith(told):
        return None
    return Text(
        f"文中写的是{told}，目标和任务会算作{here}的",
        f"the document says {told}; its targets and tasks will be {case.region.name_en}'s",
    )


Spans = Iterable[tuple[int, int, str, cards.ItemKind]]


def _spans(read: Mapping[str, Any], results: Iterable[Mapping[str, Any]] = ()) -> Spans:
    for each in results:
        yield (*each["span"], each["id"], "actual")
    for each in read["targets"]:
        yield (*each["span"], each["id"], "target")
        for again in each.get("restated") or []:
            if isinstance(again, Mapping) and again.get("span"):
                yield (*again["span"], each["id"], "target")
    for each in tasks_of(read):
        yield (*each["span"], each["id"], "task")
        if each.get("units_span"):
            yield (*each["units_span"], each["id"], "unit")
    for name, each in open_of(read):
        for span in each.get("spans") or ([each["span"]] if each.get("span") else []):
            yield (*span, name, "conflict" if each.get("conflict") else "open")


def segments(text: str, spans: Spans) -> list[cards.Segment]:
    """The text cut where a span begins or ends; each piece lists its items, the narrowest last.

    Joined again the pieces are the text, character for character.
    """
    known = sorted(
        {(start, end, name, kind) for start, end, name, kind in spans if 0 <= start < end <= len(text)},
        key=lambda one: (one[0] - one[1], one[0]),
    )
    cuts = sorted({0, len(text), *(at for one in known for at in one[:2])})
    seen: set[str] = set()
    pieces = []
    opening = sorted(range(len(known)), key=lambda index: known[index][0])
    active: list[int] = []
    next_open = 0
    for start, end in pairwise(cuts):
        active = [index for index in active if known[index][1] > start]
        while next_open < len(opening) and known[opening[next_open]][0] <= start:
            active.append(opening[next_open])
            next_open += 1
        here = [known[index] for index in sorted(active)]
        ids = tuple(dict.fromkeys(one[2] for one in here))
        # The narrowest item comes last even when a wider span of it lies here too.
        ids = tuple(
            sorted(ids, key=lambda name: min(one[1] - one[0] for one in here if one[2] == name), reverse=True)
        )
        first = tuple(name for name in ids if name not in seen)
        seen.update(first)
        pieces.append(
            cards.Segment(text[start:end], start, ids, tuple(dict.fromkeys(one[3] for one in here)), first)
        )
    return pieces


def target_figure(item: Mapping[str, Any]) -> Figure:
    """A target's number with its comparator."""
    unit = unit_text(item["unit"]) if item.get("unit") else None
    if item.get("value_max") is not None:
        return Figure(item["value_max"], unit, mark=f"{amount(item['value'], unit)}—")
    return Figure(item["value"], unit, mark=MARKS.get(item.get("comparator", ""), ""))


def _measure_title(slug: str | None) -> Text | None:
    found = current().measures.get(slug or "")
    return Text(found.title.zh, found.title.en) if found else None


def _fitting(item: Mapping[str, Any]) -> bool:
    return measures_it(item.get("canonical") or "", kind=item["kind"], unit=item.get("unit"))


def _measured_by(item: Mapping[str, Any]) -> Text | None:
    """The measure that a target will have: none that counts something else."""
    return _measure_title(item.get("canonical")) if _fitting(item) else None


def _misfit(item: Mapping[str, Any]) -> Text | None:
    """Why the measure that its name has will not measure a target."""
    found = current().measures.get(item.get("canonical") or "")
    if found is None or _fitting(item):
        return None
    own = item.get("unit") or ""
    return Text(
        f"口径“{found.title.zh}”按“{found.unit}”计，目标的单位是“{own}”，不能用它计算",
        f"the measure “{found.title.en}” counts {found.unit}, the goal {own}: it is not measured by it",
    )


def _baseline(value: Any) -> str:
    if not isinstance(value, Mapping) or value.get("value") is None:
        return ""
    number = f"{Decimal(str(value['value'])).normalize():,f}"
    return f"{number}（{value['year']}）" if value.get("year") else number


def _written(value: Any) -> Any:
    """A number as people write it: 120, not 120.0."""
    return f"{Decimal(str(value)).normalize():f}" if isinstance(value, float) else value


def _facts(kind: str, item: Mapping[str, Any]) -> list[Fact]:
    if kind == "task":
        return [
            *(
                Fact(LABELS[role], "、".join(item[role]))
                for role in ("lead", "cooperating", "responsible")
                if item.get(role)
            ),
            *([Fact(LABELS["due"], item["due"])] if item.get("due") else []),
            *([BY_A_PERSON] if item.get("added") else []),
        ]
    if kind == "actual":
        year = [Fact(Text("年份", "Year"), str(item["year"]))] if item.get("year") else []
        scope = [Fact(LABELS["scope"], item["scope"])] if item.get("scope") else []
        return [Fact(LABELS["value"], target_figure(item)), *year, *scope]
    if kind != "target":
        return []
    inferred = Text("由上下文推断", "inferred from the context")
    facts = [Fact(LABELS["value"], target_figure(item))]
    if item.get("year"):
        facts.append(
            Fact(LABELS["year"], str(item["year"]), note=inferred if item.get("year_inferred") else None)
        )
    facts.append(Fact(LABELS["kind"], KINDS.get(item["kind"], Text(item["kind"], item["kind"]))))
    if item.get("scope"):
        facts.append(Fact(LABELS["scope"], item["scope"]))
    if _baseline(item.get("baseline")):
        facts.append(Fact(LABELS["baseline"], _baseline(item["baseline"])))
    if item.get("attribute"):
        facts.append(Fact(LABELS["attribute"], attribute(item["attribute"])))
    if item.get("units"):
        facts.append(Fact(LABELS["responsible"], "、".join(item["units"])))
    if item.get("added"):
        facts.append(BY_A_PERSON)
    facts.append(
        Fact(
            LABELS["canonical"],
            _measured_by(item) or State("unknown", Text("没有对应口径", "no measure fits")),
        )
    )
    return facts


def attribute(value: str | None) -> Text | None:
    """预期性 or 约束性, in both languages."""
    names = {"预期性": Text("预期性", "expected"), "约束性": Text("约束性", "binding")}
    return names.get(value or "")


NO_SCOPE = Text(
    "这个数属于哪个区域或产业，原文看不出来",
    "the text no longer says for which region or industry this number is",
)
NO_BASELINE = Text(
    "增长目标没有基线，采用后仍不可计算，直到登记基线",
    "a growth target without a baseline stays not computable until one is entered",
)
MOST_DOUBTS = 3
"""Reasons to look twice that are told at once, the weightiest; more of them are read by nobody."""


def _reason(kind: str, item: Mapping[str, Any]) -> Text | None:
    if kind in {"open", "conflict"}:
        return Text(item["why"], item.get("why_en") or item["why"])
    told = []
    if item.get("scope_certain") is False:
        told.append(NO_SCOPE)
    if is_doubtful(item):
        told += [Text(zh, en) for zh, en in doubts(item.get("signs") or ())[:MOST_DOUBTS]]
    if kind == "target" and (misfit := _misfit(item)):
        told.append(misfit)
    if kind == "target" and item.get("computable") is False:
        told.append(NO_BASELINE)
    if not told:
        return None
    en = "; ".join(each.en for each in told)
    return Text("；".join(each.zh for each in told), en[:1].upper() + en[1:])


def annotation_of(actor: Actor, plan: UUID) -> tuple[str, dict[str, Any]]:
    """File name and content of the annotation that the decisions on a plan make."""
    case = one_case(actor, plan)
    made = annotation(reading=case.facts["reading"], decisions=case.facts.get("decisions") or {})
    return f"{case.number}.annotation.json", made


def _quote(item: Mapping[str, Any]) -> str:
    return " … ".join(item.get("quotes") or [item.get("quote") or ""])


def _item(
    kind: cards.ItemKind,
    name: str,
    each: Mapping[str, Any],
    decision: Mapping[str, Any] | None,
    deciding: bool,
    *,
    edit: bool,
    problems: Sequence[Problem],
    given: Mapping[str, Any] | None,
) -> cards.Item:
    item = corrected(each, decision)
    made = (decision or {}).get("decision", "")
    if made:
        state = NOTED if kind in {"open", "conflict"} and made == "confirm" else DECISIONS[made]
    else:
        state = {"open": OPEN, "conflict": CONFLICT}.get(kind) or (DOUBTFUL if is_doubtful(each) else READ)
    read = kind in {"target", "task", "actual"}
    title = str(item.get("title" if kind == "task" else "indicator")) if read else _quote(item)
    on = day_of((decision or {}).get("on"))
    decided = (
        Text(f"{on.year}年{on.month}月{on.day}日{state.word.zh}", f"{state.word.en} on {on.isoformat()}")
        if on
        else None
    )
    return cards.Item(
        name,
        kind,
        title if len(title) <= 60 else title[:60] + "…",
        _quote(item) if read or len(title) > 60 else "",
        state,
        _facts(kind, item),
        tuple(item.get("path") or ()),
        _reason(kind, item),
        decided,
        {"confirm": "confirmed", "correct": "corrected", "reject": "rejected"}.get(made, ""),  # type: ignore[arg-type]
        _fields(kind, item, given, problems) if edit and deciding else (),
        _labelled(problems),
        deciding,
        becauses(each) if read else (),
        sure(each) if read else None,
    )


def _fields(
    kind: str, item: Mapping[str, Any], given: Mapping[str, Any] | None, problems: Sequence[Problem]
) -> list[Field]:
    """The correction form of an item, with what was given last time when it was refused."""
    wrong = {each.field: each.text for each in problems}

    def field(name: str, value: Any, **more: Any) -> Field:
        shown = (
            str(given[name]) if given is not None and name in given else "" if value is None else str(value)
        )
        if choices := more.get("choices"):
            more["choices"] = [Choice(one.value, one.label, one.value == shown) for one in choices]
        return Field(name, more.pop("label", None) or LABELS[name], shown, wrong=wrong.get(name), **more)

    if kind == "task":
        hint = Text("几个单位用顿号分开", "several units are separated by 、")
        return [
            field("title", item["title"]),
            *(
                field(role, "、".join(item.get(role) or []), help=hint if role == "lead" else None)
                for role in ("lead", "cooperating", "responsible")
            ),
            field("due", item.get("due")),
            Field("reason", Text("理由", "Reason"), str((given or {}).get("reason", "")), "area"),
        ]
    baseline = item.get("baseline") or {}
    measures = sorted(
        ((slug, _measure_title(slug)) for slug in current().measures), key=lambda one: str(one[1])
    )
    return [
        field("indicator", item["indicator"]),
        field(
            "canonical",
            item.get("canonical") or "",
            kind="select",
            choices=[
                Choice("", Text("没有对应口径", "no measure fits")),
                *(Choice(slug, title or slug) for slug, title in measures),
            ],
        ),
        field("scope", item.get("scope")),
        field(
            "comparator",
            item["comparator"],
            kind="select",
            choices=[Choice(value, label) for value, label in COMPARATORS.items()],
        ),
        field("value", _written(item["value"]), kind="number"),
        field("value_max", _written(item.get("value_max")), kind="number"),
        field("unit", item.get("unit")),
        field("year", item.get("year"), kind="number"),
        field(
            "kind",
            item["kind"],
            kind="select",
            choices=[Choice(value, label) for value, label in KINDS.items()],
        ),
        field(
            "attribute",
            item.get("attribute") or "",
            kind="select",
            choices=[
                Choice("", Text("没有写", "not said")),
                Choice("预期性", Text("预期性", "expected")),
                Choice("约束性", Text("约束性", "binding")),
            ],
        ),
        field(
            "baseline_value", _written(baseline.get("value")), kind="number", label=Text("基线", "Baseline")
        ),
        field(
            "baseline_year", baseline.get("year"), kind="number", label=Text("基线年", "Year of the baseline")
        ),
        Field("reason", Text("理由", "Reason"), str((given or {}).get("reason", "")), "area"),
    ]


def _number(text: str) -> Any:
    """The number written, or the text as it stands, which the act refuses by its field."""
    try:
        value = float(text.replace(",", "").replace("，", ""))
    except ValueError:
        return text
    return int(value) if value.is_integer() else value


def correction_of(kind: str, item: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    """Only what differs from what was read."""
    changed: dict[str, Any] = {}
    names = (
        ("title", *sorted(UNIT_LISTS), "due")
        if kind == "task"
        else (
            "indicator",
            "canonical",
            "scope",
            "comparator",
            "value",
            "value_max",
            "unit",
            "year",
            "kind",
            "attribute",
        )
    )
    for name in names:
        if name not in given:
            continue
        text = given[name].strip()
        value: Any = text
        if name in UNIT_LISTS:
            value = [
                part.strip()
                for part in text.replace("，", "、").replace(",", "、").replace("\n", "、").split("、")
                if part.strip()
            ]
        elif name in NUMBERS:
            value = _number(text) if text else None
        if value != (
            item.get(name)
            if item.get(name) is not None
            else []
            if name in UNIT_LISTS
            else None
            if name in NUMBERS
            else ""
        ):
            changed[name] = value
    if kind == "target" and "baseline_value" in given:
        old = item.get("baseline") or {}
        value, year = (
            _number(given.get(f"baseline_{part}", "").strip() or "") or None for part in ("value", "year")
        )
        if (value, year) != (old.get("value"), old.get("year")):
            changed["baseline"] = {"value": value, "year": year}
    return {name: value for name, value in changed.items() if value is not None}


def decide(
    actor: Actor, plan: UUID, item: str, given: Mapping[str, str], *, at: datetime, key: str | None
) -> None:
    """Confirm, correct or reject one item."""
    facts: dict[str, Any] = {
        "items": [item],
        "decision": given.get("decision", ""),
        "seen": given.get("seen"),
    }
    if facts["decision"] == "correct":
        case = one_case(actor, plan)
        read = case.facts["reading"]
        known = {each["id"]: ("target", each) for each in read["targets"]} | {
            each["id"]: ("task", each) for each in tasks_of(read)
        }
        kind, each = known.get(item, ("", {}))
        # A second correction starts from what was read, as the act does.
        facts["correction"] = correction_of(kind, each, given)
        if given.get("reason", "").strip():
            facts["reason"] = given["reason"].strip()
    perform(actor=actor, verb="plan:decide", target=plan, facts=facts, at=at, key=key)


def add(
    actor: Actor, plan: UUID, kind: str, given: Mapping[str, str], *, at: datetime, key: str | None
) -> str:
    """Add a goal or a task that was not read; returns its id."""
    if kind not in NOT_READ:
        raise Refusal(NOT_THERE)
    words = given.get("words", "")
    facts: dict[str, Any] = {"words": words, kind: correction_of(kind, {}, given)}
    if given.get("reason", "").strip():
        facts["reason"] = given["reason"].strip()
    perform(actor=actor, verb="plan:add", target=plan, facts=facts, at=at, key=key)
    # Others may have added theirs since.
    made = one_case(actor, plan).facts["reading"][f"{kind}s"]
    return str(next(one["id"] for one in reversed(made) if one.get("added") and _is_quote(one, words)))


def _is_quote(item: Mapping[str, Any], words: str) -> bool:
    return "".join(item["quote"].split()) == "".join(words.split())


def decide_rest(actor: Actor, plan: UUID, items: Sequence[str], *, at: datetime, key: str | None) -> None:
    """Confirm the named items, but for those that somebody has decided since the page was drawn."""
    while True:
        case = one_case(actor, plan)
        decided = case.facts.get("decisions") or {}
        left = [one for one in items if one not in decided]
        if items and not left:
            return
        facts = {"items": left, "decision": "confirm", "seen": case.version}
        try:
            perform(actor=actor, verb="plan:decide", target=plan, facts=facts, at=at, key=key)
            return
        except Refusal as refusal:
            # Each time that somebody was first, fewer are left.
            if refusal.codes != ("plan.decided-since",):
                raise


# --- adoption -----------------------------------------------------------------------------------------------


def adoption(
    actor: Actor,
    plan: UUID,
    *,
    at: datetime,
    key: str,
    problems: Sequence[Problem] = (),
    given: Mapping[str, str] = {},
) -> cards.Adoption:
    """What adoption will make, and what stands against it.

    Very many targets or tasks are shown in pages: ``given`` names the ``page``, with ``of`` that of the tasks, and the
    version ``seen`` on the first of them: whoever turns pages adopts nothing that was changed meanwhile.
    """
    case = one_case(actor, plan)
    asked = why(actor=actor, verb="plan:adopt", target=plan, at=at)
    read, decisions = case.facts["reading"], case.facts.get("decisions") or {}

    def taken(items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        return [
            corrected(each, decisions[each["id"]])
            for each in items
            if decisions.get(each["id"], {}).get("decision") in {"confirm", "correct"}
        ]

    targets, tasks = taken(read["targets"]), taken(tasks_of(read))
    units = list(
        dict.fromkeys(
            name
            for task in tasks
            for role in ("lead", "cooperating", "responsible")
            for name in task.get(role) or []
        )
    )
    first = given.get("seen", "")
    seen = int(first) if first.isascii() and first.isdigit() and len(first) < LONGEST_VERSION else case.version

    def paged(items: Sequence[Mapping[str, Any]], of: str) -> tuple[slice, Pages | None]:
        page = given.get("page", "") if given.get("of", "") == of else ""
        here, pages = _paged([one["id"] for one in items], {"of": of, "seen": str(seen), "page": page})
        if pages is None:
            return here, None
        ways = (f"{way}#{of or 'targets'}" if way else "" for way in (pages.earlier, pages.later))
        return here, replace(pages, **dict(zip(("earlier", "later"), ways, strict=True)))

    (targets_here, target_pages), (tasks_here, task_pages) = paged(targets, ""), paged(tasks, "tasks")
    return cards.Adoption(
        str(case.pk),
        case.title,
        [
            Fact(Text("目标", "Targets"), len(targets)),
            Fact(Text("任务", "Tasks"), len(tasks)),
            Fact(Text("责任单位", "Units"), len(units)),
        ],
        Table(
            Text(f"共 {len(targets)} 项目标", f"{len(targets)} targets"),
            [
                Column(LABELS["indicator"]),
                Column(LABELS["scope"]),
                Column(LABELS["value"], "", True),
                Column(LABELS["unit"]),
                Column(LABELS["year"], "", True),
                Column(LABELS["kind"]),
                Column(LABELS["canonical"]),
            ],
            [
                Row(
                    [
                        Cell(each["indicator"]),
                        Cell(each.get("scope") or ""),
                        Cell(target_figure(each)),
                        Cell(unit_text(each.get("unit") or "")),
                        Cell(str(each.get("year") or "")),
                        Cell(KINDS.get(each["kind"])),
                        Cell(_measured_by(each) or Text("没有对应口径", "no measure fits")),
                    ],
                    each["id"],
                )
                for each in targets[targets_here]
            ],
            Text("没有确认任何目标。", "No target is confirmed."),
            target_pages,
        ),
        Table(
            Text(f"共 {len(tasks)} 项任务", f"{len(tasks)} tasks"),
            [
                Column(LABELS["title"]),
                Column(LABELS["lead"]),
                Column(LABELS["cooperating"]),
                Column(LABELS["responsible"]),
                Column(LABELS["due"]),
            ],
            [
                Row(
                    [
                        Cell(each["title"]),
                        *(
                            Cell("、".join(each.get(role) or []))
                            for role in ("lead", "cooperating", "responsible")
                        ),
                        Cell(each.get("due") or ""),
                    ],
                    each["id"],
                )
                for each in tasks[tasks_here]
            ],
            Text("没有确认任何任务。", "No task is confirmed."),
            task_pages,
        ),
        [
            Text(f"{_quote(each)}：{each['why']}", f"{_quote(each)}: {each.get('why_en') or each['why']}")
            for name, each in open_of(read)
            if decisions.get(name, {}).get("decision") != "reject"
        ],
        problems or [Problem.of(reason) for reason in asked.reasons if not asked.allowed],
        asked.allowed,
        key,
        bool(problems),
        case.stage == "adopted",
        seen,
    )


def adopt(actor: Actor, plan: UUID, *, seen: str | None, at: datetime, key: str | None) -> None:
    """Adopt the plan: its targets, tasks and units in one transaction."""
    perform(actor=actor, verb="plan:adopt", target=plan, facts={"seen": seen}, at=at, key=key)


def withdraw(actor: Actor, plan: UUID, *, reason: str, at: datetime, key: str | None) -> None:
    """Take the plan back."""
    perform(actor=actor, verb="plan:withdraw", target=plan, facts={"reason": reason.strip()}, at=at, key=key)

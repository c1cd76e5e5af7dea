"""Read a policy plan (text, docx, pdf or html) and say what it asks for.

read FILE          in words: open questions first, then targets with their quotes, then tasks with units
read FILE --json   the reading as JSON: targets, tasks, measures, milestones, actuals, open, with spans, and for each
                   target, task, measure and actual why it was read so (rule and words);
                   of a file that is not plain text also the extracted text that the spans point into
"""

from __future__ import annotations

import argparse
from pathlib import Path

from zhichan.doors.console.frame import DONE, print_json
from zhichan.instruments.papers import Limits, extract
from zhichan.instruments.reader import Reading, Target, Task, Term, Unreadable, read
from zhichan.kernel.ground.glossary import terms
from zhichan.kernel.ground.refusal import Refusal

name = "read"

COMPARATORS = {
    "zh": {">=": "不低于", "<=": "不高于", "=": "等于", "~": "约", "range": "在"},
    "en": {">=": "at least", "<=": "at most", "=": "exactly", "~": "about", "range": "between"},
}
KINDS = {
    "zh": {
        "level": "水平",
        "cumulative": "累计",
        "annual_flow": "年度",
        "growth_rate_per_year": "年均增长",
        "growth_total": "总增长",
        "reduction": "降幅",
        "share": "比率",
        "count_new": "新增",
    },
    "en": {
        "level": "level",
        "cumulative": "cumulative",
        "annual_flow": "per year",
        "growth_rate_per_year": "growth per year",
        "growth_total": "total growth",
        "reduction": "reduction",
        "share": "share",
        "count_new": "new",
    },
}
WORDS = {
    "zh": {
        "title": "标题",
        "region": "地区",
        "period": "期限",
        "issuer": "发布",
        "date": "日期",
        "none": "未写明",
        "conflicts": "相互矛盾",
        "open": "待人确认",
        "targets": "目标",
        "tasks": "任务",
        "measures": "保障措施",
        "actuals": "历史数据",
        "lead": "牵头",
        "cooperating": "配合",
        "responsible": "负责",
        "due": "期限",
        "baseline": "基数",
        "inferred": "推定",
        "by": "由规划期推定",
        "milestones": "进度",
        "members": "领导小组成员",
        "again": "另有 {n} 处重述",
        "count": "{n} 项",
    },
    "en": {
        "title": "Title",
        "region": "Region",
        "period": "Period",
        "issuer": "Issued by",
        "date": "Date",
        "none": "not told",
        "conflicts": "Contradictions",
        "open": "To be settled by a person",
        "targets": "Targets",
        "tasks": "Tasks",
        "measures": "Safeguards",
        "actuals": "Past figures",
        "lead": "lead",
        "cooperating": "with",
        "responsible": "by",
        "due": "due",
        "baseline": "baseline",
        "inferred": "inferred",
        "by": "taken from the plan's period",
        "milestones": "Milestones",
        "members": "Members of the leading group",
        "again": "told again {n} times",
        "count": "{n}",
    },
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="a text file (UTF-8, GB18030, UTF-16 or Big5), docx, saved web page, or PDF with text",
    )
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the words (zh)")


def glossary() -> tuple[Term, ...]:
    """The terms of the trade in the reader's shape."""
    return tuple(Term(t.slug, t.names, t.unit, t.kind, t.direction) for t in terms())


def run(args: argparse.Namespace) -> int:
    path: Path = args.file
    try:
        if path.is_dir():
            raise _refused(
                "reader.not_a_file", f"{path} 是文件夹,不是文件。", f"{path} is a folder, not a file.", path
            )
        with path.open("rb") as stream:
            paper = extract(stream.read(LIMIT + 1), name=path.name)
        reading = read(paper.text, glossary=glossary(), name=path.name)
    except FileNotFoundError:
        raise _refused(
            "reader.not_found", f"找不到文件 {path}。", f"There is no file {path}.", path
        ) from None
    except OSError as error:
        raise _refused(
            "reader.not_readable", f"无法读取 {path}。", f"{path} cannot be read ({error.strerror}).", path
        ) from None
    except Unreadable as error:
        raise _refused(f"reader.{error.code}", error.zh, error.en, path) from None
    if reading.not_a_plan is not None:
        raise _refused("reader.no-plan", *reading.not_a_plan, path)
    if args.json:
        print_json(reading.as_json() | paper.beside())
    else:
        notes = [getattr(note, args.lang) for note in paper.notes]
        print("\n".join([*notes, *([""] if notes else []), *told(reading, args.lang)]))
    return DONE


LIMIT = Limits().file


def _refused(code: str, zh: str, en: str, path: Path) -> Refusal:
    return Refusal.one(code, zh, en, place=str(path))


def told(reading: Reading, lang: str) -> list[str]:
    """The reading in words, one line each."""
    w = WORDS[lang]
    out = [f"{w['title']}: {reading.title or w['none']}"]
    region = reading.region or {}
    out.append(f"{w['region']}: {region.get('name') or w['none']}")
    if reading.period_end:
        start = f"{reading.period_start}–" if reading.period_start else ""
        out.append(f"{w['period']}: {start}{reading.period_end}")
    else:
        out.append(f"{w['period']}: {w['none']}")
    if reading.issuer:
        out.append(f"{w['issuer']}: {reading.issuer}" + (f" {reading.doc_no}" if reading.doc_no else ""))
    if reading.date:
        out.append(f"{w['date']}: {reading.date}")
    conflicts = reading.conflicts
    rest = [o for o in reading.open if not o.conflict]
    for head, items in (("conflicts", conflicts), ("open", rest)):
        if items:
            out += ["", f"{w[head]} ({len(items)})"]
            for item in items:
                out.append(f"  ! {item.why if lang == 'zh' else item.why_en}")
                out += [
                    f"      “{_short(q)}” [{a}:{b}]"
                    for q, (a, b) in list(zip(item.quotes, item.spans, strict=True))[:4]
                ]
    out += ["", f"{w['targets']} ({len(reading.targets)})"]
    for t in reading.targets:
        out += _target(t, lang)
    out += ["", f"{w['tasks']} ({len(reading.tasks)})"]
    for task in reading.tasks:
        out += _task(task, lang)
    if reading.measures:
        out += ["", f"{w['measures']} ({len(reading.measures)})"]
        for task in reading.measures:
            out += _task(task, lang)
    if reading.milestones:
        out += ["", f"{w['milestones']} ({len(reading.milestones)})"]
        out += [f"  - {m['phase']}: {m['due']}" for m in reading.milestones]
    if reading.actuals:
        out += ["", f"{w['actuals']} ({len(reading.actuals)})"]
        out += [
            f"  - {a.indicator} {a.year or ''} {a.as_json()['value']}{a.unit or ''}" for a in reading.actuals
        ]
    if reading.members:
        out += ["", f"{w['members']} ({len(reading.members)})"]
    return out


def _target(t: Target, lang: str) -> list[str]:
    w = WORDS[lang]
    told_value = t.as_json()
    value = (
        f"{told_value['value']}"
        + (f"–{told_value['value_max']}" if t.value_max is not None else "")
        + (t.unit or "")
    )
    year = f"{t.year}" + (f" ({w['by']})" if t.year_inferred else "") if t.year else w["none"]
    head = (
        f"  - {t.id} {t.indicator}: {COMPARATORS[lang][t.comparator]} {value} |"
        f" {KINDS[lang][t.kind]} | {year}"
    )
    if t.scope:
        head += f" | {t.scope}"
    if t.baseline_value is not None:
        head += f" | {w['baseline']} {told_value['baseline']['value']}" + (
            f" ({t.baseline_year})" if t.baseline_year else ""
        )
    if t.attribute:
        head += f" | {t.attribute}"
    lines = [head, f"      “{_short(t.quote)}” [{t.span[0]}:{t.span[1]}]"]
    if t.restated:
        lines.append("      " + w["again"].format(n=len(t.restated)))
    return lines


def _task(task: Task, lang: str) -> list[str]:
    w = WORDS[lang]
    lines = [f"  - {task.id} {task.title} [{task.span[0]}:{task.span[1]}]"]
    roles = [
        f"{w[role]}: {'、'.join(getattr(task, role))}"
        for role in ("lead", "cooperating", "responsible")
        if getattr(task, role)
    ]
    if task.due:
        roles.append(f"{w['due']}: {task.due}")
    if roles:
        lines.append("      " + "; ".join(roles))
    return lines


def _short(quote: str) -> str:
    one = " ".join(quote.split())
    return one if len(one) <= 90 else one[:60] + "…" + one[-28:]

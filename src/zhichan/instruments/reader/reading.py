"""The reader: a policy plan in, targets, tasks, owners and open questions out."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

from .behind import entitled
from .by_cells import by_cells
from .cells import Table
from .certainty import settle
from .clean import View, clean
from .columns import aside, projects
from .conflicts import Glossary, likeness, number
from .decoding import Unreadable, empty
from .duties import Duties, DutyReader, Region, members
from .duty_tables import DutyTable, duty_tables
from .fused import jumbled, torn, unread, unseen
from .goals import GoalReader
from .grids import Grid, grids
from .head import Head, head, judge
from .loose import better, by_columns, loose
from .model import Json, Node, Reading, Term
from .outline import Outline, Section, outline
from .paced import in_order, paced
from .press import plan_begins
from .questions import guessed, questions
from .sheets import Sheets, sheets
from .stages import milestones
from .tables import runs, tables
from .tense import aims

MOST_CHARACTERS = 1_000_000
TABLE_OF_DUTIES = 3
"""A table of who does what weighs as much as so many goals when a text is told for a plan."""


def read(text: str, *, glossary: Sequence[Term], name: str = "", most: int = MOST_CHARACTERS) -> Reading:
    """Reads a policy plan.

    ``text`` is the raw text (line ends kept); every span of the result points into it. ``glossary`` gives the
    indicators that get a slug; others are read just the same. ``most`` bounds the length in characters.
    Raises ``Unreadable`` (``empty``, ``too_long``). A text that is no plan gives a reading with ``not_a_plan``.
    """
    if not text.strip("\ufeff\u3000 \t\r\n"):
        raise empty()
    if len(text) > most:
        raise Unreadable(
            "too_long",
            f"文本有 {len(text)} 字，超过 {most} 字的上限。",
            f"The text has {len(text)} characters; at most {most} can be read.",
        )
    whole_view = clean(text)
    begins = plan_begins(whole_view.flat)
    view = whole_view.behind(begins)
    result = Reading(name=name, text_length=len(text))
    if not view.flat:
        raise empty()
    result.script = _script(view)
    laid = grids(view)
    in_cells = runs(view)
    laid += by_cells(view, in_cells, laid)
    ordered = in_order(view)
    laid += paced(view, ordered, laid)
    turned = by_columns(view, in_cells)
    laid = [*turned, *(g for g in laid if not any(g.start < t.end and t.start < g.end for t in turned))]
    found_tables = tables(view, in_cells)
    spare = [g for g in loose(view) if better(g, laid, found_tables)]
    laid = [g for g in laid if not any(g.start < s.end and s.start < g.end for s in spare)]
    named = _apart(found_tables, [*laid, *spare])
    spare += paced(view, ordered, [*laid, *spare, *named], rows=1)
    entitled(view, [*laid, *spare, *named])
    kept = sheets(view, sorted([*laid, *spare], key=lambda g: g.start))
    found_tables = _beside(found_tables, kept)
    lost = _clear(unread(view.flat), kept.taken)
    lost = sorted(
        lost + _clear(unseen(view.flat, [(t.start, t.end) for t in found_tables] + lost), kept.taken)
    )
    taken = sorted([(t.start, t.end) for t in found_tables] + kept.taken + lost)
    duty = duty_tables(view, sorted([*taken, *projects(view)]))
    taken = sorted(taken + [(d.start, d.end) for d in duty])
    duty += kept.duties
    mixed = jumbled(view.flat, taken)
    mixed += torn(view.flat, taken + mixed)
    lost, taken = sorted(lost + mixed), sorted(taken + mixed)
    tree = outline(view, taken=taken)
    top = head(view, tree)
    result.title, result.issuer, result.doc_no, result.date = top.title, top.issuer, top.doc_no, top.date
    result.region = {"name": _in_script(view, top.region), "level": top.level}
    result.period_start, result.period_end = top.start, top.end
    duties = DutyReader(view, tree, taken).read()
    _add_duty_tables(duties, duty)
    duties.regions += [
        Region(
            w.start, w.end, None, "task", "plan", scope=_within(w.scope, top), whole=True, table=w.table, year=w.year
        )
        for w in kept.words
    ]
    whole = [(t.start, t.end) for t in found_tables] + kept.taken
    duties.taken = sorted(duties.taken + lost + kept.taken + aside(view, whole))
    GoalReader(view, tree, top, duties, found_tables).read(Glossary(glossary), result)
    result.tasks, result.measures = duties.tasks, duties.measures
    number(result.tasks, "k")
    number(result.measures, "m")
    result.milestones = milestones(view, tree)
    result.members = members(view)
    result.outline = [_node(view, s) for s in tree.root.children]
    result.units = _units(result)
    result.parts = _parts(view, tree)
    if begins:
        result.parts.insert(0, {"part": "explanation", "span": list(whole_view.span(0, begins))})
    result.open += questions(view, tree, top.date, lost, taken, result)
    result.open += guessed(view, spare, result.open)
    settle(result.targets, [*result.tasks, *result.measures], joined=view.joined, last=result.period_end)
    borne = sum(1 for t in result.tasks if t.lead or t.responsible)
    result.not_a_plan = judge(
        view,
        tree,
        items=len(result.targets) + borne + (TABLE_OF_DUTIES if kept.duties else 0),
        goals=sum(
            1
            for t in result.targets
            if (t.asserted or not t.in_task) and t.year is not None and not t.year_inferred
        ),
        aims=sum(1 for t in result.targets if aims(view.flat, t.order)),
    )
    return result


def _within(scope: str | None, top: Head) -> str | None:
    """The place that a row of a table names, where it is not the plan's own."""
    return None if scope == top.region else scope


def _apart(found: list[Table], laid: list[Grid]) -> list[Table]:
    """Tables that stand elsewhere than those read by their columns."""
    return [t for t in found if not any(g.start < t.end and t.start < g.end for g in laid)]


def _beside(found: list[Table], kept: Sheets) -> list[Table]:
    """Tables read by their columns, and of the others those that stand elsewhere."""
    others = [t for t in found if not any(a < t.end and t.start < b for a, b in kept.taken)]
    return sorted(others + kept.tables, key=lambda t: t.start)


def _clear(places: list[tuple[int, int]], taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places that touch none that is taken."""
    return [(a, b) for a, b in places if not any(c < b and a < d for c, d in taken)]


def _add_duty_tables(duties: Duties, found: list[DutyTable]) -> None:
    """Rows of tables of duties; a row that repeats a task of the text gives it its units."""
    known = list(duties.tasks)
    for table in found:
        duties.taken.append((table.start, table.end))
        for task, texts in zip(table.tasks, table.texts, strict=True):
            same = next((t for t in known if likeness(t.title, task.title) >= 0.8), None)
            if same is None:
                duties.tasks.append(task)
            elif not (same.lead or same.cooperating or same.responsible):
                same.lead, same.cooperating, same.responsible = task.lead, task.cooperating, task.responsible
                same.quote_units, same.units_span = task.quote_units, task.units_span
                same.due = same.due or task.due
                same.why += task.why
            duties.regions += [
                Region(a, b, None, "task", "plan", same or task, whole=True, table=table.start, year=table.years.get(a))
                for a, b in texts
            ]
    duties.taken.sort()
    duties.tasks.sort(key=lambda t: t.span)


def _script(view: View) -> str:
    changed = sum(
        1
        for i in range(min(len(view.flat), 4000))
        if view.flat[i] != view.text[view.at[i]] and "\u4e00" <= view.flat[i] <= "\u9fff"
    )
    return "traditional" if changed > min(len(view.flat), 4000) * 0.05 else "simplified"


def _in_script(view: View, name: str | None) -> str | None:
    if name is None:
        return None
    at = view.flat.find(name)
    return view.shown(at, at + len(name)) if at >= 0 else name


def _node(view: View, s: Section) -> Node:
    span = view.span(s.start, max(s.end, s.body_end))
    mark = view.shown(s.start, s.start + len(s.mark))
    return Node(mark, s.title, int(s.rank), span, s.kind, [_node(view, c) for c in s.children])


def _units(result: Reading) -> list[Json]:
    """Index of units: name, times named, roles."""
    index: dict[str, Counter[str]] = {}
    for t in [*result.tasks, *result.measures]:
        for role, names in (("lead", t.lead), ("cooperating", t.cooperating), ("responsible", t.responsible)):
            for n in names:
                index.setdefault(n, Counter())[role] += 1
    named = sorted(index.items(), key=lambda one: -one[1].total())
    roles = ("lead", "cooperating", "responsible")
    return [{"name": n, "mentions": c.total(), **{role: c[role] for role in roles}} for n, c in named]


def _parts(view: View, tree: Outline) -> list[Json]:
    out: list[Json] = []
    for part, group in itertools.groupby(tree.root.children, key=lambda s: s.part):
        spans = [view.span(s.start, max(s.end, s.body_end)) for s in group]
        out.append({"part": part, "span": [spans[0][0], spans[-1][1]]})
    return out

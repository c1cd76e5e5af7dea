"""The example plan says the same through every container: goals, duties, history and open questions."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from papermaking import PLAN, as_docx, as_html, as_numbered_docx, as_ofd, as_pdf, plan

from zhichan.instruments.papers import extract
from zhichan.instruments.reader import Term, read
from zhichan.kernel.ground.glossary import terms

pytestmark = pytest.mark.thorough

CONTAINERS = {
    "docx": lambda: as_docx(plan()),
    "docx numbered by Word": lambda: as_numbered_docx(plan()),
    "html": lambda: as_html(plan()).encode(),
    "html in GB18030": lambda: as_html(plan(), charset="gb2312").encode("gb18030"),
    "pdf": lambda: as_pdf(plan()),
    "ofd": lambda: as_ofd(plan()),
}


def _glossary():
    return tuple(Term(t.slug, t.names, t.unit, t.kind, t.direction) for t in terms())


def _said(text):
    told = read(text, glossary=_glossary())
    goals = [
        (
            t.indicator,
            t.canonical,
            t.value,
            t.value_max,
            t.unit,
            t.year,
            t.kind,
            t.scope,
            t.comparator,
            t.attribute,
        )
        for t in told.targets
    ]
    baselines = [(t.baseline_value, t.baseline_year) for t in told.targets]
    duties = [
        (tuple(k.path), k.title, tuple(k.lead), tuple(k.cooperating), tuple(k.responsible), k.due)
        for k in told.tasks + told.measures
    ]
    history = [(a.indicator, a.value, a.unit, a.year) for a in told.actuals]
    head = (told.title, told.issuer, told.date, told.region, told.period_start, told.period_end)
    return {
        "goals": goals,
        "baselines": baselines,
        "duties": duties,
        "history": history,
        "head": head,
        "open": [(o.code, o.why) for o in told.open],
    }


@pytest.fixture(scope="module")
def from_text():
    return _said(PLAN.read_text(encoding="utf-8"))


@pytest.mark.parametrize("container", CONTAINERS)
def test_the_plan_reads_alike_from(container, from_text):
    found = _said(extract(CONTAINERS[container]()).text)
    assert len(found["goals"]) == 87
    assert sum(len(duty[2]) + len(duty[3]) + len(duty[4]) for duty in found["duties"][:25]) == 67
    for part, expected in from_text.items():
        assert found[part] == expected, part


@pytest.mark.parametrize("container", CONTAINERS)
def test_spans_of_cells_point_at_their_words_in(container):
    found = extract(CONTAINERS[container]())
    assert [(t.height, t.width) for t in found.tables] == [(10, 6), (8, 7)]
    expected = [each for each in plan() if not isinstance(each, str)]
    for table, rows in zip(found.tables, expected, strict=True):
        assert table.grid() == rows
        for cell in table.cells:
            assert found.text[slice(*cell.span)] == cell.text


def test_a_text_file_is_its_own_extract():
    found = extract(PLAN.read_bytes(), name="plan.txt")
    assert found.text == PLAN.read_bytes().decode()
    assert found.plain
    assert (found.tables, found.notes, found.pages) == ((), (), None)


DUTIES = [
    "云岭市知识产权保护年度任务分工方案",
    "为落实年度重点工作,把任务分到单位,制定本方案。各单位要明确专人负责,按时报送进展,年底前完成全部任务。",
    "附件:任务分工表",
    [
        ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"],
        ["1", "建设快速维权窗口,受理园区企业的维权申请,做到当日受理、三日答复。", "市市场监督管理局", "市司法局、市财政局", "2026年6月底"],
        ["2", "开展展会知识产权保护,进驻重点展会。", "市商务局", "市市场监督管理局", "2026年12月底"],
        ["3", "培训执法人员,举办案例研讨。", "市司法局", "市公安局、市文化和旅游局", "2026年9月底"],
    ],
]  # fmt: skip


@pytest.mark.parametrize(
    "make", [as_docx, lambda blocks: as_html(blocks).encode(), as_pdf], ids=["docx", "html", "pdf"]
)
def test_a_table_of_duties_gives_each_unit_its_role(make):
    told = read(extract(make(DUTIES)).text, glossary=())
    assert [(k.lead, k.cooperating, k.due) for k in told.tasks] == [
        (["市市场监督管理局"], ["市司法局", "市财政局"], "2026年6月底"),
        (["市商务局"], ["市市场监督管理局"], "2026年12月底"),
        (["市司法局"], ["市公安局", "市文化和旅游局"], "2026年9月底"),
    ]


SEEDS = sorted((Path(__file__).parents[4] / "shared" / "seeds").glob("*.txt"))


def _goals_and_roles(text):
    told = read(text, glossary=_glossary())
    goals = Counter(
        (t.indicator, t.value, t.value_max, t.unit, t.year, t.kind, t.scope) for t in told.targets
    )
    roles = Counter(
        (k.title, role, unit)
        for k in told.tasks
        for role in ("lead", "cooperating", "responsible")
        for unit in getattr(k, role)
    )
    return goals, roles


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
def test_real_plans_read_alike_through_every_container(seed):
    text = seed.read_bytes().decode()
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    expected = _goals_and_roles(text)
    assert expected[0]
    for made in (as_docx(lines), as_html(lines).encode(), as_pdf(lines)):
        assert _goals_and_roles(extract(made).text) == expected

"""Plans of our own as converters leave them: what they say is read all the same, and nothing is made of the damage.

Every sound plan with its gold goes through every kind of damage. Read cold, before any rule knew of them: blobs
targets 0.905 and task units 0.320, pages 0.976 and 1.000, pages with running heads 0.935 and 0.962, blobs with page
marks 0.903 and 0.335, stray spaces 0.971 and 0.987. A table in a blob without any space cannot be told cell from cell,
so the floors of blobs stay below the others. The six plans that came with these tests (health, agriculture, transport,
education, two of intellectual property) were read cold with 0.687 and 0.903, the three after them (county, environment,
talent) with 0.930 and 0.812.
"""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

import judging
import making
import pytest
import spoiling

from zhichan.instruments.reader import Reading, read
from zhichan.instruments.reader.ragged import wraps

pytestmark = pytest.mark.thorough

PLANS = Path(__file__).parent / "plans"
NAMES = sorted(p.stem for p in PLANS.glob("*.gold"))
FLOORS = {
    "blob": (0.95, 0.96),
    "pages": (0.96, 0.98),
    "numbered": (0.95, 0.97),
    "turned": (0.95, 0.97),
    "slices": (0.95, 0.97),
    "wrapped": (0.95, 0.97),
    "paragraphs": (0.95, 0.97),
    "sentences": (0.96, 0.98),
    "headed": (0.95, 0.97),
    "marked": (0.92, 0.84),
    "gapped": (0.95, 0.97),
    "web": (0.97, 0.98),
}


@cache
def _damaged(name: str, kind: str) -> tuple[str, Reading]:
    text = (PLANS / f"{name}.txt").read_text(encoding="utf-8")
    text = spoiling.KINDS[kind](text, random.Random(name))
    return text, read(text, glossary=(), name=name)


@pytest.mark.parametrize("kind", FLOORS)
def test_damaged_plans_reach_the_floor(kind):
    targets = tasks = judging.Score(0, 0, 0, (), ())
    for name in NAMES:
        gold_targets, gold_tasks = judging.load(PLANS / f"{name}.gold")
        _, reading = _damaged(name, kind)
        targets += judging.judge_targets(gold_targets, reading)
        tasks += judging.judge_tasks(gold_tasks, reading)
    assert targets.f1 >= FLOORS[kind][0], (targets.f1, targets.missed, targets.extra)
    assert tasks.f1 >= FLOORS[kind][1], (tasks.f1, tasks.missed, tasks.extra)


@pytest.mark.parametrize("kind", FLOORS)
def test_quotes_of_damaged_plans_are_the_text_at_their_spans_and_hold_their_numbers(kind):
    for name in NAMES:
        text, reading = _damaged(name, kind)
        told = reading.as_json()
        for item in [
            *told["targets"],
            *told["tasks"],
            *told["measures"],
            *told["actuals"],
            *told["milestones"],
        ]:
            assert text[item["span"][0] : item["span"][1]] == item["quote"]
        for target in reading.targets:
            flat = "".join(target.quote.split())
            digits = ".*?".join(map(re.escape, f"{target.value:g}"))
            assert re.search(digits, flat) or re.search("[一二两三四五六七八九十百半翻倍]", flat), target


@pytest.mark.parametrize("kind", FLOORS)
def test_made_plans_are_read_whole_through_the_same_damage(kind):
    targets = tasks = judging.Score(0, 0, 0, (), ())
    for seed in range(24):
        made = making.made(seed)
        reading = read(spoiling.KINDS[kind](made.text, random.Random(seed)), glossary=())
        targets += judging.judge_targets(made.targets, reading)
        tasks += judging.judge_tasks(made.tasks, reading)
    floor = (0.9, 0.85) if kind in ("blob", "marked") else (0.97, 0.97)
    assert targets.f1 >= floor[0], (targets.f1, targets.missed[:9], targets.extra[:9])
    assert tasks.f1 >= floor[1], (tasks.f1, tasks.missed[:9], tasks.extra[:9])


def test_a_page_mark_in_mid_sentence_is_no_number_and_no_year_is_lost_to_it():
    text = (
        "松浦市知识产权工作方案\n一、工作目标\n到2026年,全市有效发明专利拥有量达到 — 1 — 900件,培育示范企业\n"
        "2/6\n30家,新增 — 2 — 代办站5个。\n二、重点任务\n(一)加强保护。推进建设,完善服务。\n3/6\n(二)扩大宣传。落实责任。"
    )
    told = {(t.indicator, t.value, t.unit, t.year) for t in read(text, glossary=()).targets}
    assert told == {
        ("有效发明专利拥有量", 900.0, "件", 2026),
        ("示范企业", 30.0, "家", 2026),
        ("新增代办站", 5.0, "个", 2026),
    }


def test_cells_of_a_row_are_never_one_number():
    text = "松浦市方案\n一、工作目标\n各区 96 100 件,到2026年专利拥有量达到1 200件。"
    assert {t.value for t in read(text, glossary=()).targets} == {1200.0}


@pytest.mark.parametrize("mark", ["# Page {}:", "Page {}", "## page {}："])
def test_a_page_mark_in_words_parts_neither_a_sentence_nor_a_list_of_bearers(mark):
    first, second = (f"\n\n{mark.format(n)}\n\n" for n in (41, 42))
    text = (
        "松浦市商标工作方案（2025—2027年）\n一、重点任务\n"
        f"（一）建设指导站。新建商标品牌指导站40家，融资规模超过12{first}亿元。（责任单位：市市场监管局、市商{second}务局）\n"
        "（二）推行Page 3系统。举办培训6场。（责任单位：市商务局）\n"
    )
    plan = read(text, glossary=())
    assert [t.value for t in plan.targets] == [40, 12, 6]
    assert [t.responsible for t in plan.tasks] == [["市市场监管局", "市商务局"], ["市商务局"]]


def test_the_end_of_a_bracket_above_most_page_marks_is_no_foot_of_a_page():
    items = [
        ("一、建设指导站。新建商标品牌指导站40家。", "市市场监管局、市商务局"),
        ("二、办好展会。组织企业参展6场。", "市商务局、市贸促会"),
        ("三、培育商标。新增注册商标900件。", "市市场监管局、市农业农村局"),
    ]
    pages = [f"{text}（{bodies}等按职责分工负责）\n\n# Page {n}:\n" for n, (text, bodies) in enumerate(items, 7)]
    told = read("松浦市商标工作方案（2025—2027年）\n" + "\n".join(pages) + "四、抓好落实。\n", glossary=()).tasks
    assert [t.responsible for t in told if t.responsible] == [bodies.split("、") for _, bodies in items]


DUTIES = [
    ("完善商标品牌指导服务", "新建指导站12家,培训企业40家次", "市市场监管局", "市商务局、市财政局"),
    ("推进老字号保护与传承工作", "认定老字号6家", "市商务局", "市文化和旅游局"),
    ("开展“清源”专项整治行动", "办结案件90件", "市公安局", "市市场监管局、市检察院"),
]


@pytest.mark.parametrize("at", range(1, 20))
@pytest.mark.parametrize("mark", ["— 3 —", "第 3 页 共 9 页"])
def test_the_end_of_a_page_between_two_cells_joins_none(mark, at):
    cells = ["序号", "重点任务", "工作目标", "牵头单位", "配合单位"]
    cells += [cell for n, row in enumerate(DUTIES, 1) for cell in (str(n), *row)]
    head = "松浦市商标工作方案(2025—2027年)\n附件\n松浦市商标工作重点任务分解表\n"
    plan = read(head + "\n".join([*cells[:at], mark, *cells[at:]]) + "\n", glossary=())
    assert [(t.title, t.lead, t.cooperating) for t in plan.tasks] == [
        (task, [lead], others.split("、")) for task, _, lead, others in DUTIES
    ]


@pytest.mark.parametrize(
    ("first", "second"), [("办结案件20", "25件"), ("到20", "25年办结案件25件"), ("办结案件25", "件")]
)
def test_the_end_of_a_page_within_a_number_parts_it_neither_from_its_end_nor_from_its_unit(first, second):
    text = (
        "松浦市商标工作方案(2025—2027年)\n一、工作目标\n完善工作机制,提升服务水平。\n"
        f"健全指导体系,加强执法协作,{first}\n— 1 —\n{second},培训企业40家次。\n二、组织实施\n加强协作,落实责任。\n"
    )
    wanted = 2025 if first.endswith("件20") else 25
    assert [t.value for t in read(text, glossary=()).targets] == [wanted, 40]


WRAPPED = (
    "松浦市商标工作方案(2025—2027年)\n一、工作目标\n到2027年,全市有效商标注册量达到36000件,新建商标品牌指导站40家。\n"
    "二、重点任务\n(一)建设指导站。依托园区和商会建设商标品牌指导站,为企业提供注册、运用和保护服务,三年培训企业900家次。"
    "(责任单位:市市场监管局、市商务局)\n(二)打击侵权行为。开展“清源”行动,完善线索移送、案件协查、联合督办机制,"
    "每年办结案件90件以上。(责任单位:市公安局、市市场监管局)\n三、组织实施\n加强统筹协调,健全工作机制,落实各方责任,及时总结推广经验做法。\n"
)


@pytest.mark.parametrize("width", range(12, 24))
def test_lines_wrapped_by_counting_say_what_their_paragraphs_say(width):
    lines = [line[i : i + width] for line in WRAPPED.split("\n") for i in range(0, len(line), width)]

    def told(text):
        plan = read(text, glossary=())
        goals = [(t.indicator, t.value, t.unit, t.year) for t in plan.targets]
        return goals, [(t.title, t.responsible) for t in plan.tasks]

    assert told("\n".join(lines)) == told("\r\n".join(lines)) == told(WRAPPED)


def test_a_cell_as_long_as_the_longest_line_ends_where_it_ends():
    width = len("市发展改革委、市民政局、团市委、市工商联")
    measure = "办结商标侵权案件，建立线索移送机制，推进联合督办"
    text = "松浦市商标工作方案（2025—2027年）\n重点任务分解表\n序号\n重点任务\n工作措施\n责任单位\n完成时限\n"
    for n in range(1, 9):
        text += f"{n}\n开展第{n}批商标整治\n{measure[:width]}\n{measure[width:]}。\n市发展改革委、市民政局、团市委、市工商联\n2026年底前\n"
    text += f"9\n完善平台\n{'建' * (width - 1)}。\n市民政局\n2026年底前\n"
    assert [t.responsible for t in read(text, glossary=()).tasks] == [
        *[["市发展改革委", "市民政局", "团市委", "市工商联"]] * 8,
        ["市民政局"],
    ]


def test_a_title_as_long_as_the_longest_line_is_the_title():
    title = "2026年松浦市商标品牌建设推进计划"
    body = (
        "为健全商标工作机制提升服务水平建立协同保护体系推动品牌培育形成合力制定本计划。" * 9
        + "全年新建指导站40家。\n"
    )
    lines = [body[i : i + len(title)] for i in range(0, len(body), len(title))]
    plan = read("\n".join([title, *lines]), glossary=())
    assert (plan.title, [(t.value, t.year) for t in plan.targets]) == (title, [(40, 2026)])


def _ends(text: str) -> list[str]:
    return [text[a - 4 : a] for a, _ in wraps(text, lambda _, line: line.startswith("第"))]


FULL = "甲乙丙丁戊己庚辛壬癸" * 2


@pytest.mark.parametrize(
    "text",
    [
        # As long as the longest, but few, or fewer than the others.
        f"{FULL}\n" * 8 + "甲\n",
        f"{FULL}\n" * 12 + f"{FULL[:15]}\n" * 15,
        # One line is longer: those of one length are rows.
        f"{FULL}\n" * 20 + f"{FULL}甲\n",
        # Every line begins a paragraph, or ends one, or is a row of its own.
        f"　　{FULL}\n" * 20,
        f"{FULL}\n\n" * 20,
        f"第{FULL}\n" * 20,
        f"甲\t{FULL}\n" * 20,
    ],
)
def test_lines_that_are_of_one_length_for_another_reason_end_where_they_end(text):
    assert _ends(text) == []


def test_a_line_as_long_as_the_longest_goes_on_in_the_next():
    text = f"{FULL}\n{FULL}\n甲。\n" * 9 + f"{FULL}\n第一章\n"
    assert len(_ends(text)) == 18


def test_a_cell_of_a_table_is_never_taken_for_a_page_number():
    rows = [
        (f"规模以上工业企业每万名从业人员指标第{'一二三四五'[n]}项", n + 1, 10 * n + 20) for n in range(5)
    ]
    lines = ["序号", "指标名称", "2023年基数", "2026年目标"]
    for n, (name, base, goal) in enumerate(rows, 1):
        lines += [str(n), name, str(base), str(goal)]
    text = (
        "松浦市方案(2024—2026年)\n一、工作目标\n主要指标表\n"
        + "\n".join(lines)
        + "\n二、重点任务\n推进建设。"
    )
    reading = read(text, glossary=())
    assert [(t.value, t.baseline_value) for t in reading.targets] == [(goal, base) for _, base, goal in rows]


def test_numbers_of_pages_glued_to_the_lines_that_follow_are_no_figures():
    lines = ["松浦市知识产权强市建设行动方案（2026—2028年）", "一、主要目标"]
    filler = "推动区域创新与产业升级相互促进，健全部门协作机制，优化公共服务和诉求办理，加强队伍建设，"
    for page in range(1, 8):
        lines += [filler] * 6 + [
            "强化重点产业专利布局，推动专利密集型产业发展壮大，促进创新成果转化运用提",
            f"{page}升区域竞争力。",
        ]
    lines.append("到2028年，有效发明专利达到3200件。")
    read_ = read("\n".join(lines) + "\n", glossary=())
    assert [(t.indicator, t.value) for t in read_.targets] == [("有效发明专利", 3200.0)]


def test_a_number_at_the_head_of_a_line_is_a_figure_when_none_run_on():
    text = "松浦市行动方案（2026—2028年）\n一、主要目标\n到2028年，建成知识产权保护工作站、商标品牌指导站和维权援助站共\n60个，有效发明专利达到3200件。\n"
    assert [t.value for t in read(text, glossary=()).targets] == [60.0, 3200.0]


@pytest.mark.parametrize("cut", ["不低|于", "不少|于", "不超|过"])
def test_a_line_that_ends_within_the_words_of_a_degree_goes_on(cut):
    first, _, rest = cut.partition("|")
    text = f"松浦市融资工作方案（2025年）\n一、重点任务\n推动银企对接。\n力争全市首贷户占比{first}\n{rest}18%，\n新增授信40亿元。\n"
    assert [(t.indicator, t.value) for t in read(text, glossary=()).targets] == [
        ("首贷户占比", 18),
        ("新增授信", 40),
    ]

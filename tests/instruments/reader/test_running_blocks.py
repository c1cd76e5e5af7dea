"""Whole plans that lost their line breaks, or were cut in slices, say what they said before."""

from __future__ import annotations

import re
from pathlib import Path

import judging
import pytest

from zhichan.instruments.reader import read
from zhichan.instruments.reader.paging import slice_marks, wrapped_at

PLANS = Path(__file__).parent / "plans"
NAMES = sorted(p.stem for p in PLANS.glob("*.gold"))
SLICE = 430


def one_block(text: str) -> str:
    return re.sub(r"\s*\n\s*", "", text)


def spaced(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text)


def sliced(text: str) -> str:
    """Numbered slices of one length, and a space where each line of a page ended."""
    whole = one_block(text)
    marked = " ".join(f"{n + 1}、{whole[a : a + SLICE]}" for n, a in enumerate(range(0, len(whole), SLICE)))
    return " ".join(marked[a : a + 31] for a in range(0, len(marked), 31))


def sliced_in_lines(text: str) -> str:
    """Numbered slices of one length, each on a line of its own, without a space before what they cut."""
    whole = " ".join(re.findall(r"[^\0]{1,27}", one_block(text)))
    return "\n".join(f"{n + 1}、{whole[a : a + 300]}" for n, a in enumerate(range(0, len(whole), 300)))


@pytest.mark.parametrize("form", [one_block, spaced, sliced, sliced_in_lines])
def test_plans_without_line_breaks_are_read_as_those_with_them(form):
    targets = tasks = judging.Score(0, 0, 0, (), ())
    for name in NAMES:
        gold_targets, gold_tasks = judging.load(PLANS / f"{name}.gold")
        reading = read(form((PLANS / f"{name}.txt").read_text(encoding="utf-8")), glossary=())
        targets += judging.judge_targets(gold_targets, reading)
        tasks += judging.judge_tasks(gold_tasks, reading)
    assert targets.f1 >= 0.93, (targets.missed, targets.extra)
    assert tasks.f1 >= 0.97, (tasks.missed, tasks.extra)


def test_numbers_of_slices_are_found_by_their_even_distance():
    text = "甲" * 300
    cut = "".join(f"{n + 1}、{text[:297]}" for n in range(4))
    assert slice_marks(cut) == [(0, 2), (299, 301), (598, 600), (897, 899)]


def test_pages_of_their_own_length_are_slices_where_each_is_a_line():
    pages = ["1、" + "甲" * 300, "2、" + "乙" * 480, "3、" + "丙" * 290, "4、丁。"]
    cut = "\n".join(pages)
    assert [cut[a:b] for a, b in slice_marks(cut)] == ["1、", "2、", "3、", "4、"]


def test_slices_may_stand_below_a_title():
    pages = [f"{n + 1}、" + "甲" * size for n, size in enumerate((390, 350, 310, 400))]
    cut = "\n".join(["渔阳市老字号振兴实施意见（试行）", *pages])
    assert [cut[a:b] for a, b in slice_marks(cut)] == ["1、", "2、", "3、", "4、"]
    assert slice_marks(cut.replace("意见", "会议")) == []


def test_a_bracketless_list_of_bodies_ends_where_the_next_task_begins():
    bodies = "市知识产权局、市工业和信息化局、市科学技术局、市农业农村局、市商务局,各县(市、区)人民政府"
    names = ["育专利", "强商标", "护版权", "促运用", "活金融", "优服务"]
    text = "渔阳市知识产权工作要点一、总体要求到2027年,保护水平明显提升。二、主要任务"
    text += "".join(
        f"{n}.{name}。{'抓好日常管理,' * 6}完善制度。责任单位:{bodies}" for n, name in enumerate(names, 1)
    )
    tasks = read(text + "三、保障措施加强领导。", glossary=()).tasks
    assert [(t.title, len(t.responsible)) for t in tasks] == [(name, 6) for name in names]


def test_a_slice_that_cuts_a_number_is_found_behind_its_first_digits():
    text = "甲" * 298 + "20"
    cut = "".join(f"{n + 1}、{text}" for n in range(4))
    assert slice_marks(cut) == [(0, 2), (302, 304), (604, 606), (906, 908)]


@pytest.mark.parametrize(
    "text",
    [
        # A list of whole sentences, however even.
        "".join(f"{n + 1}、{'抓好巡查' * 70}。" for n in range(4)),
        # Long points of one line each, also without stops, where the text has other lines.
        "各县区:\n" + "\n".join(f"{n + 1}、{'甲' * 300}" for n in range(4)),
        "1、" + "甲" * 300 + "\n以上由乙局负责\n2、" + "乙" * 480 + "\n3、" + "丙" * 210,
        # Long points that end with stops, and short ones without.
        "\n".join(f"{n + 1}、{'甲' * (300 + 90 * n)}。" for n in range(4)),
        "\n".join(f"{n + 1}、{'甲' * 30}" for n in range(9)),
        # Uneven pieces.
        "1、" + "甲" * 300 + "2、" + "乙" * 480 + "3、" + "丙" * 310,
        # The numbers stop before the text does.
        "1、" + "甲" * 300 + "2、" + "乙" * 1200,
        # The first number is not at the head.
        "工作要点1、" + "甲" * 300 + "2、" + "乙" * 300,
    ],
)
def test_a_list_of_the_text_itself_is_no_row_of_slices(text):
    assert slice_marks(text) == []


def test_spaces_at_the_ends_of_lines_of_one_width_are_told_from_those_that_somebody_set():
    line = "甲" * 29
    text = " ".join([line] * 8)
    assert wrapped_at(text) == {29 + 30 * n for n in range(7)}
    told = wrapped_at(text.replace("甲" * 12, "甲" * 5 + " " + "甲" * 6, 1))
    assert 5 not in told
    assert len(told) >= 6
    assert wrapped_at(" ".join("甲" * n for n in (9, 31, 4, 22, 15, 40, 7, 27, 12, 35, 19, 3, 44))) == set()


BODY = (
    "一、总体要求全面提升水上救援能力，完善应急体系，健全联动机制。二、重点任务（一）建强队伍。新建救援站9个，培训救生员260名。"
    "（市应急局、市交通运输局）（二）完善装备。购置冲锋舟18艘，配备无人机12架。（市应急局）三、保障措施（一）加强领导。"
    "（二）落实经费。"
)


@pytest.mark.parametrize(
    ("opening", "title", "years"),
    [
        (
            (
                "芦川市人民政府办公室关于印发《芦川市水上救援能力提升三年行动计划（2026—2028年）》的通知芦政办发〔2026〕4号各县（市、区）人民政府，"
                "市政府各部门：《芦川市水上救援能力提升三年行动计划（2026—2028年）》已经市政府同意，现印发给你们，请认真执行。"
                "芦川市人民政府办公室2026年1月9日芦川市水上救援能力提升三年行动计划（2026—2028年）为提升水上救援能力，制定本计划。"
            ),
            "芦川市水上救援能力提升三年行动计划（2026—2028年）",
            (2026, 2028),
        ),
        (
            "首页>政务公开>正文发布时间：2025-03-02来源：市应急局芦川市2025年水上救援工作要点2025年是水上救援的关键一年。",
            "芦川市2025年水上救援工作要点",
            (2025, 2025),
        ),
        (
            "芦川市应急局关于加强水上救援工作的实施意见芦应急〔2024〕31号各县（市、区）应急局，机关各处室：水上救援关系民生。到2027年，全面建成救援网络。",
            "芦川市应急局关于加强水上救援工作的实施意见",
            None,
        ),
        (
            "附件芦川市水上救援“十五五”规划（征求意见稿）“十五五”时期是水上救援能力提升的重要时期。",
            "芦川市水上救援“十五五”规划（征求意见稿）",
            (2026, 2030),
        ),
        (
            (
                "各县（市、区）应急局：现将《水上救援攻坚方案（2026—2027年）》印发你们，请遵照执行。二〇二六年二月十八日芦川市水上救援攻坚方案"
                "（2026—2027年）按照省有关部署，制定本方案。"
            ),
            "芦川市水上救援攻坚方案（2026—2027年）",
            (2026, 2027),
        ),
    ],
)
def test_the_title_is_found_before_the_first_heading_of_a_block(opening, title, years):
    told = read(opening + BODY, glossary=())
    assert told.title == title
    assert years is None or (told.period_start, told.period_end) == years
    assert [t.title for t in told.tasks][-2:] == ["建强队伍", "完善装备"]
    assert next((t.indicator, t.value) for t in told.targets) == ("新建救援站", 9)


def test_a_rule_that_the_preamble_names_is_not_the_title_of_a_block():
    told = read(
        "为落实《水上交通安全规定》和《救生员管理办法》，根据《云泽省水上救援规划（2021—2025年）》，现提出如下意见。"
        + BODY,
        glossary=(),
    )
    assert told.title != "云泽省水上救援规划（2021—2025年）"
    assert told.period_end is None


def test_goals_told_with_a_lead_are_a_paragraph_of_their_own_in_a_block():
    told = read(
        "槐泽市气象局2026年气象服务工作要点2026年全市气象服务工作的总体思路是：坚持预报精密、服务精细，加强观测网络建设，努力争取2030年迈入"
        "全省前列。主要目标是：暴雨预警准确率达到92%以上，预警提前量达到60分钟。一、建强观测网络1.新建自动站。完善布局，新建自动站14个。"
        "（市气象局）2.更新雷达。改造雷达1部。（市气象局）二、优化预报服务3.发布提示。发布提示信息。（市应急局）",
        glossary=(),
    )
    assert [(t.value, t.year) for t in told.targets][:2] == [(92, 2026), (60, 2026)]


def test_a_label_behind_a_short_item_is_a_line_of_its_own_in_a_block():
    told = read(
        "槐泽市气象局任务分解方案一、年度任务（一）暴雨预警准确率提高到92%以上责任单位：市气象台（二）新建自动站14个责任单位：市气象局、市水利局"
        "（三）改造雷达1部责任单位：市气象局二、日常任务（一）开展科普进校园责任单位：市教育局（二）组织应急演练责任单位：市应急局",
        glossary=(),
    )
    assert [t.responsible for t in told.tasks if t.responsible][-4:] == [
        ["市气象局", "市水利局"],
        ["市气象局"],
        ["市教育局"],
        ["市应急局"],
    ]


def test_the_particulars_of_a_page_are_no_task_and_a_name_between_marks_is_not_torn():
    told = read(
        "责任部门： 槐泽市气象局 发布日期： 2026-01-20 名称： 槐泽市气象局关于印发《槐泽市防雷减灾攻坚方案（2026—2027年）》的通知 "
        "各县（市、区）气象局： 现将《槐泽市防雷减灾攻坚方案（2026—2027年）》印发给你们，请抓好落实。 槐泽市防雷减灾攻坚方案（2026—2027年） "
        "为做好防雷减灾，制定本方案。 一、完善制度 （一）加快修订《 槐泽市防雷减灾管理办法》，完善责任体系。（市司法局） "
        "（二）加强检测。新建检测站6个。（市气象局） 二、强化保障 （一）加强领导。 （二）落实经费。",
        glossary=(),
    )
    assert told.title == "槐泽市防雷减灾攻坚方案（2026—2027年）"
    assert [(t.title, t.responsible) for t in told.tasks if t.responsible] == [
        ("加快修订《槐泽市防雷减灾管理办法》", ["市司法局"]),
        ("加强检测", ["市气象局"]),
    ]


def test_items_of_an_extract_whose_numbers_begin_anywhere_are_told_apart():
    told = read(
        "槐泽市2026年民生实事责任分解方案 117.改造老旧电梯。更换老旧电梯260部。（牵头单位：市住建局；责任单位：市市场监管局） "
        "118.增设急救设备。在车站、学校配置急救设备75台。（牵头单位：市卫生健康委；责任单位：市教育局、市交通运输局） "
        "119.延伸公交线路。新开公交线路4条。（牵头单位：市交通运输局；责任单位：各县（市、区）人民政府）",
        glossary=(),
    )
    assert [t.lead for t in told.tasks if t.lead] == [["市住建局"], ["市卫生健康委"], ["市交通运输局"]]
    assert [t.value for t in told.targets] == [260, 75, 4]


def test_a_chapter_that_begins_a_page_amid_its_numbers_is_a_chapter() -> None:
    """Pages kept apart lose the chapters before, and the words before a chapter may lack their stop."""
    goal = "到2027年,有效发明专利达到900件,商标注册量达到8000件。专栏1 主要指标 注:括号内为累计数"
    work = (
        "一、实施培育计划。健全培育体系,推动企业布局专利。二、提升商标品牌。引导商户注册商标,建设品牌指导站。"
    )
    told = read(
        "松浦市知识产权规划(2024—2027年)\n"
        f"第一章 规划背景第一节 发展基础近年来,全市工作稳步推进,环境持续改善。第二章 总体要求第一节 发展目标{goal}"
        f"第三章 主要任务第一节 夯实创造根基{work}第二节 构筑保护高地一、完善协作。健全机制,推动会商,加强执法保障。\n"
        f"2、强化宣传,营造氛围,普及知识。{'支持企业参加展会,推动交流与合作,扩大对外开放。' * 12}第四章 组织实施第一节 加强组织领导。各县要"
        "制定配套政策,市直有关部门要按职责分工抓好落实。第二节 强化考核评估。开展评估,确保目标如期完成,推动工作落实。\n",
        glossary=(),
    )
    chapters = [one.title for one in told.outline if one.number.endswith("章")]
    assert chapters == ["规划背景", "总体要求", "主要任务", "组织实施"]
    assert not [t for t in told.tasks if t.responsible]


def test_a_page_mark_between_two_figures_of_a_row_ends_no_row() -> None:
    """One page a line, the mark of the last one amid a row: 86 92|2、 105 130."""
    prose = "健全工作机制,推动部门会商,加强执法保障,优化公共服务,营造良好氛围。" * 12
    told = read(
        f"1、松浦市知识产权行动方案(2023—2026年)一、重点任务{prose}附表 主要指标年度计划表 序号 指标名称 单位 2022年 2024年 "
        "2025年 2026年 1 海洋领域专利拥有量 件 3280 3600 4000 4700 2 质押融资登记金额 亿元 86 92\n"
        "2、 105 130 3 高价值专利培育中心 家 18 26 34 42 4 版权年登记量 万件 5.1 5.8 6.5 7.2",
        glossary=(),
    )
    assert [(t.indicator, t.value, t.unit) for t in told.targets if t.year == 2026] == [
        ("海洋领域专利拥有量", 4700, "件"),
        ("质押融资登记金额", 130, "亿元"),
        ("高价值专利培育中心", 42, "家"),
        ("版权年登记量", 7.2, "万件"),
    ]


def test_a_figure_that_a_space_broke_behind_its_point_is_one_cell() -> None:
    prose = "健全工作机制,推动部门会商,加强执法保障,优化公共服务,营造良好氛围。" * 12
    told = read(
        f"1、松浦市知识产权发展规划(2023—2026年)一、主要目标到2026年,海洋专利申请量年均达到300件。{prose}"
        "主要指标 序号 指标名称 单位 2022年 2026年 属性 1 每万人口海洋专利拥有量 件 7. 1 13 预期性 "
        "2 海洋专利申请量 件/年 212 300 预 期性 3 海洋产业增加值占比 % 11. 8 15 \n2、预期性 4 质押融资额 亿元 11.4 30 "
        "预期性 5 有效 注册商标量 万件 7. 6 12 预期性 二、重点任务 1. 专利导航。推动实施。",
        glossary=(),
    )
    assert [(t.indicator, t.value, t.unit) for t in told.targets] == [
        ("海洋专利申请量年均", 300, "件"),
        ("每万人口海洋专利拥有量", 13, "件"),
        ("海洋产业增加值占比", 15, "%"),
        ("质押融资额", 30, "亿元"),
        ("有效注册商标量", 12, "万件"),
    ]


@pytest.mark.parametrize("title", ["主要指标分解表", "主要指标分解表 "])
def test_a_head_that_the_end_of_a_line_parted_is_one_and_so_are_figures_of_its_rows(title) -> None:
    prose = "健全工作机制,推动部门会商,加强执法保障,优化公共服务,营造良好氛围。" * 12
    table = (
        "县区 海洋产品备案(件) 海洋专利许可次数(次) 海 洋专利质押登记金额(亿元) 河口区 35 700 6 岭南区 20 350 2. 5 "
        "石桥县 15 200 1. 5 柳塘县 25 500 2 合计 95 1750 12"
    )
    told = read(
        f"1、松浦市海洋专利转化行动方案(2023—2026年)一、主要目标到2026年,海洋专利申请量达到300件。二、保障措施{prose}"
        f"\n2、{prose}附件:松浦市海洋专利行动{title}{table}",
        glossary=(),
    )
    cells = {(t.scope, t.indicator): (t.value, t.unit) for t in told.targets if t.cell}
    assert len(cells) == 15
    assert cells["岭南区", "海洋专利质押登记金额"] == (2.5, "亿元")
    assert cells["柳塘县", "海洋专利许可次数"] == (500, "次")

"""A first section whose heading is unusual is known by its text, and its list has the year of its lead."""

import pytest

from zhichan.instruments.reader import read

PLAN = """关于加快充电设施建设的若干意见
各县（市、区）人民政府：
一、{general}
（一）指导思想。坚持适度超前，强化统筹布局。
（二）{goals}。
到2024年，公共充电站覆盖全部乡镇，充电桩达到2600个。到2027年，建成便捷高效的补能网络：
——网络更加完善。公共充电桩达到6400个，换电站达到30座。
——服务明显改善。设施可用率不低于97%，投诉办结率达到100%。
二、{tasks}
（三）加密城区站点。在商圈布局快充站40座。（市发展改革委、市住房城乡建设局负责）
（四）补齐乡村短板。每个乡镇至少建成充电站1座。（市农业农村局、市能源局负责）
三、{measures}
（五）强化用地供给。充电站用地指标单列。（市自然资源和规划局负责）
（六）落实资金。
2022年6月3日
"""


@pytest.mark.parametrize(
    ("general", "goals", "tasks", "measures"),
    [
        ("总体要求", "主要目标", "重点任务", "保障措施"),
        ("总体需求", "主要目的", "关键工作", "保障举措"),
        ("整体设想", "预期效果", "主攻方向", "保证措施"),
        ("总的考虑", "建设前景", "任务举措", "保障手段"),
    ],
)
def test_goals_under_any_heading_have_the_year_of_their_lead_and_are_no_task(general, goals, tasks, measures):
    plan = read(PLAN.format(general=general, goals=goals, tasks=tasks, measures=measures), glossary=())
    told = {(t.indicator, t.value, t.year) for t in plan.targets}
    assert {
        ("充电桩", 2600, 2024),
        ("公共充电桩", 6400, 2027),
        ("换电站", 30, 2027),
        ("设施可用率", 97, 2027),
        ("投诉办结率", 100, 2027),
    } <= told
    assert [t.title for t in plan.tasks] == ["加密城区站点", "补齐乡村短板"]
    assert (plan.period_start, plan.period_end) == (None, 2027)


@pytest.mark.parametrize(
    ("heading", "text", "told"),
    [
        ("总体思路和工作目的", "换电站达到30座，设施可用率不低于97%。", [30, 97]),
        ("指导思想与发展目标", "换电站达到30座。", [30]),
        ("基本思路、目标任务", "三年建成换电站30座。", [30]),
        ("指导思想", "到2027年，换电站达到30座。", [30]),
        ("指导思想", "统筹5类场景、3种模式，换电站“一张网”覆盖100%的乡镇。", []),
        ("基本原则", "坚持质量第一，每处设施不少于2名专人值守。", []),
        ("总体思路", "到2027年，充电更加便捷，建成一流补能网络。", []),
    ],
)
def test_goals_told_with_the_guiding_thought_are_read(heading, text, told):
    text = f"清川市充电设施建设方案（2025—2027年）\n一、{heading}\n坚持适度超前。{text}\n二、主要任务\n（一）加密站点。在商圈布局快充站。\n"
    assert [t.value for t in read(text, glossary=()).targets] == told


@pytest.mark.parametrize(("line", "aimed"), [("换电布局取得更大进展", True), ("换电布局取得积极进展", False)])
def test_a_line_that_tells_more_progress_is_a_goal_and_no_account(line, aimed):
    text = "关于加快充电设施建设的若干意见\n一、总体要求\n坚持适度超前。到2027年，充电更加便捷。\n"
    text += f"——{line}。换电站达到30座。\n二、主要任务\n（一）加密站点。在商圈布局快充站。\n"
    assert [t.value for t in read(text, glossary=()).targets] == ([30] if aimed else [])


@pytest.mark.parametrize(
    ("last", "first", "organises"),
    [
        ("加大组织实施力度，确保任务落地", "加强组织领导", True),
        ("加强党对充电设施工作的领导", "强化统筹协调", True),
        ("凝聚工作合力", "压实工作责任", True),
        ("完善服务体系", "拓展服务网点", False),
        ("提升服务能力", "完善服务标准", False),
    ],
)
def test_a_last_section_whose_parts_tell_how_a_plan_is_carried_out_holds_measures(last, first, organises):
    text = PLAN.format(general="总体要求", goals="主要目标", tasks="重点任务", measures=last)
    text = text.replace("强化用地供给。充电站用地指标单列。", f"{first}。各县区要健全机制。")
    plan = read(
        text.replace("落实资金。", "强化经费投入。市财政局要优化支出。\n（七）严格督促考核。"), glossary=()
    )
    assert ([t.title for t in plan.measures] == [first, "强化经费投入", "严格督促考核"]) is organises
    assert len(plan.tasks) == (2 if organises else 5)


def test_numbers_beside_bearers_stay_tasks():
    borne = PLAN.format(general="整体设想", goals="分步推进", tasks="重点任务", measures="保障措施")
    borne = borne.replace("投诉办结率达到100%。", "投诉办结率达到100%。（市能源局负责）")
    plan = read(borne, glossary=())
    assert any("市能源局" in t.responsible for t in plan.tasks if "重点任务" not in t.path[0])


@pytest.mark.parametrize("bearers", ["（市能源局牵头，市财政局配合）", "", "\n责任单位：市能源局、市财政局"])
@pytest.mark.parametrize(
    ("title", "deed"),
    [
        ("建设补能环境和互通格局", True),
        ("优化用能环境与服务生态", True),
        ("贯彻新发展理念", True),
        ("发展环境与条件", False),
        ("规范术语和名词解释", False),
        ("做好政策解读", True),
        ("开展建设情况图解", True),
    ],
)
def test_what_says_who_bears_it_is_work_whatever_its_heading(title, deed, bearers):
    items = f"（一）敷设电缆。改造台区20个。{bearers}\n（二）疏通管网。疏通管网30公里。{bearers}\n"
    text = PLAN.format(general="总体要求", goals="主要目标", tasks="重点任务", measures="保障措施")
    plan = read(text.replace("三、保障措施", f"三、{title}\n{items}四、保障措施"), glossary=())
    found = [t for t in plan.tasks if t.title in ("敷设电缆", "疏通管网")]
    assert len(found) == (2 if deed or bearers else 0)
    assert {name for t in found for name in (*t.lead, *t.cooperating, *t.responsible)} == (
        {"市能源局", "市财政局"} if bearers else set()
    )


@pytest.mark.parametrize(
    "title", ["发展基础与机遇", "发展现状和面临形势", "建设成效和改革经验", "工作情况与存在的问题"]
)
def test_what_was_there_before_is_no_work_whatever_verb_its_heading_begins_with(title):
    text = PLAN.format(general="总体要求", goals="主要目标", tasks="重点任务", measures="保障措施")
    before = (
        f"一、{title}\n（一）网络成形。充电桩达到900个（市能源局统计）。\n（二）能力不足。换电站仅有2座。\n"
    )
    plan = read(text.replace("一、总体要求", before + "二、总体要求", 1), glossary=())
    assert [t.title for t in plan.tasks] == ["加密城区站点", "补齐乡村短板"]
    assert not {"900", "2"} & {f"{t.value:g}" for t in plan.targets}


@pytest.mark.parametrize(
    ("by", "end"),
    [
        ("到2027年", 2027),
        ("到了2027年", 2027),
        ("在2027年", 2027),
        ("2027年以前", 2027),
        ("2027年底之前", 2027),
        ("在2027年年末前", 2027),
        ("坚持创新，自2019年起", None),
        ("2019年", None),
        ("据2019年底前的统计", None),
    ],
)
def test_the_year_with_which_a_sentence_of_goals_begins_is_that_of_the_plan(by, end):
    text = f"关于加快充电设施建设的若干意见\n一、总体要求\n坚持适度超前。\n{by}，充电更加便捷，换电站达到30座。\n二、主要任务\n"
    text += "（一）加密站点。新建快充站8座。\n（二）补齐短板。在乡村布局快充站。\n"
    plan = read(text, glossary=())
    assert plan.period_end == end
    assert (8, end) in {(t.value, t.year) for t in plan.targets}


def test_a_section_on_what_was_fulfilled_has_no_goals():
    met = "柳滨市水务发展规划\n一、既定任务圆满完成\n建成水厂12座，供水普及率90%。\n二、主要目标\n“十五五”期间，供水普及率提高到百分之九十五点五。\n三、重点任务\n（一）节约用水。（市水务局）\n"
    plan = read(met, glossary=())
    assert [(t.indicator, t.value, t.year) for t in plan.targets] == [("供水普及率", 95.5, 2030)]


MEASURES = """松浦市灯塔服务提升方案（2024—2026年）
一、工作目标
更换灯具，方便渔船。
二、{work}
（一）修好灯塔
1.更换塔顶灯具。逐座登记。（责任单位：市港航局）
2.加固塔身石墙。分年安排。（责任单位：市住建局）
（二）理顺航道
3.疏浚浅滩。测绘水深。（责任单位：市海事局）
三、{support}
（一）加强领导。明确分工。（责任单位：市港航局）
（二）强化宣传。讲好故事。（责任单位：市文旅局）
"""


@pytest.mark.parametrize(
    ("work", "support"),
    [("工作措施", "保障措施"), ("具体举措", "组织保障"), ("重点任务", "工作措施")],
)
def test_measures_that_are_all_the_work_of_a_plan_are_its_tasks(work, support):
    plan = read(MEASURES.format(work=work, support=support), glossary=())
    assert [t.responsible for t in plan.tasks] == [["市港航局"], ["市住建局"], ["市海事局"]]
    assert [m.title for m in plan.measures] == ["加强领导", "强化宣传"]

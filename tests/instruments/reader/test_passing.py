"""Numbers told in passing are no goals; the same numbers with something to be reached are."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import read

PLAN = (
    "松浦市无障碍环境提升行动方案（2025—2027年）\n一、总体要求\n（一）发展目标\n{goal}\n二、主要任务\n（一）改善公共空间\n{task}\n"
    "（二）其他工作\n加强管理。\n"
)


def told(sentence: str, *, where: str) -> list[tuple[float, str | None]]:
    places = {"goal": "完善体系。", "task": "健全机制。", where: sentence}
    return [(t.value, t.unit) for t in read(PLAN.format(**places), glossary=()).targets]


@pytest.mark.parametrize("where", ["goal", "task"])
@pytest.mark.parametrize(
    "sentence",
    [
        "覆盖全市1200多个公交站点。",
        "打通41个部门900余项审批事项。",
        "支撑数字城管2.0建设。",
        "推广智慧出行4.0平台。",
        "面向成熟度3.0及以上企业开展诊断。",
        "依托5G、1.8GHz专网等技术。",
        "各镇要明确1名分管领导和1名专职工作人员。",
        "各单位确定1名联络员。",
        "抽调3名工作人员集中办公。",
        "应指定3名或3名以上单数具有鉴定资格人员组成评议组。",
        "组织江北大学、中国航天512所、宏远公司完成无障碍设备普查。",
        "旗县按不低于1:1比例配套。",
        "以实际收住中度、重度失能老人每人每月300元、400元为基准，实行差别补助。",
        "30万以上人口的城区可增设手语窗口。",
        "严控重复停电5次及以上客户。",
        "建立用工量800人以上企业服务专员制度。",
        "对小规模纳税人适用3%征收率征收增值税。",
        "申请门槛由年营收2000万元以上调整为600万元以上。",
        "扶持首次突破20亿元、60亿元等不同规模的辅具企业。",
        "在原扶持金额基础上加计30%。",
        "落实好省级部署的18项“一件事”。",
        "提升东湖科技城、西河小镇、北岭新城3个示范区管理。",
        "建设覆盖9个重点领域的数据库。",
        "取土地出让收入的0.5%以上作为专项经费。",
        "省级每年择优评选不超过10个标杆项目。",
        "推进北岭120万千瓦蓄能项目核准。",
        "盲道普查专班成员单位21家。",
        "来源：市残联 发布时间：2025-03-04 浏览量：306次",
        "定期梳理区内14所特教学校需求。",
        "依托26万名志愿者和120家康复机构开展服务。",
        "申报材料不少于6册。",
        "对达到上报标准（毁损金额15万元以上）的及时上报。",
        "对年产值3000万元以上的养老企业，开展上门服务。",
        "每件最多资助2个国家（地区）。",
        "每年认定康复领军人才不超过12名，给予奖励。",
        "辅具贴息比例不超过2个百分点。",
        "推进省公布的64项省内通办事项。",
        "持续对27个市级部门、14个区开展无障碍监测。",
        "谋划建设10万卡智算集群。",
        "围绕6个产业集群19个重点产业链优化布局。",
        "支持上限提高至8000万元。",
        "奖励上限为商场90万元/家、餐馆40万元/家。",
        "做好7家市级康复基地复核。",
        "督促年能耗在6000吨标煤以上的单位改造。",
        "发放“英才卡”，提供18项服务。",
        "辅具采购价格扣除比例由10%提高至20%。",
        "全面落实13件“一件事”国家试点。",
        "引导驻区8所高校推广辅具。",
        "打通省市县三级9个业务系统。",
        "对辖区47家老商场开展坡道“体检”。",
        "对全县38家商场逐一摸底。",
        "建立79家空白商场台账。",
        "加强“青竹杖”等6件地理标志保护运用。",
        "将14件辅具商标列入重点保护名录。",
        "与甲大学、乙大学等7所高校开展合作。",
        "动态管理培育项目60个。",
        "依法适用1倍以上5倍以下惩罚性赔偿。",
        "16个部门和9个乡镇主要负责人为成员。",
        "资格考试设4个考点。",
    ],
)
def test_what_is_told_in_passing_is_no_goal(sentence, where):
    assert told(sentence, where=where) == []


@pytest.mark.parametrize("where", ["goal", "task"])
@pytest.mark.parametrize(
    ("sentence", "goals"),
    [
        ("计划培训导盲员600余人次。", [(600.0, "人次")]),
        ("改造公交站点1200个以上。", [(1200.0, "个")]),
        ("每个社区配备2名助残员。", [(2.0, "名")]),
        ("引进500人以上高技能人才。", [(500.0, "人")]),
        ("引导驻区8所高校新建坡道90处。", [(90.0, "处")]),
        ("将90家商场纳入培育库。", [(90.0, "家")]),
        ("推动25家商场建立无障碍管理体系。", [(25.0, "家")]),
        ("加强辅具商标保护，新增商标300件。", [(300.0, "件")]),
        ("建立坡道台账3000条。", [(3000.0, "条")]),
        ("与高校开展合作，转化成果40项。", [(40.0, "项")]),
        ("发放20亿元以上贷款。", [(20.0, "亿元")]),
        ("打造原料、部件、整机3个千亿级集群。", [(3.0, "个")]),
        ("新增30万千瓦光伏项目。", [(30.0, "万千瓦")]),
        ("师生比达到1:12。", [(12.0, None)]),
        ("注册用户突破100万。", [(100.0, "万")]),
        ("大要案（罚没8万元以上）不少于4件。", [(4.0, "件")]),
        ("面向辅具专利6件以下、年产值900万元以上的企业，每年遴选80家入库。", [(80.0, "家")]),
    ],
)
def test_what_is_to_be_reached_beside_it_is(sentence, goals, where):
    assert told(sentence, where=where) == goals


@pytest.mark.parametrize(
    "sentence",
    [
        "签约仪式上，10家重点企业与院校签订协议。",
        "市级财政安排专项经费200万元以上，各县市不少于15万元。",
        "辅具专项经费90万元，并逐年增长10%以上。",
        "在全省30个城区考核中，排名靠前。",
    ],
)
def test_what_is_over_or_set_aside_is_no_goal_of_a_task(sentence):
    assert told(sentence, where="task") == []


@pytest.mark.parametrize("heading", ["申报条件", "创建条件", "支持对象和额度", "奖励标准", "认定标准"])
def test_what_stands_below_a_heading_of_conditions_is_no_goal(heading):
    text = (
        f"衡川市友好商场创建方案（2025—2027年）\n一、工作目标\n到2027年，创建友好商场30家。\n二、{heading}\n（一）场地。营业面积不少于900平方米。\n"
        "（二）设施。坡道达到4条以上，扶手覆盖率不低于90%。\n三、主要任务\n（一）培训员工。培训导购员600人次。\n"
    )
    assert [(t.value, t.unit) for t in read(text, glossary=()).targets] == [(30.0, "家"), (600.0, "人次")]


def test_what_a_site_tells_of_its_pages_is_no_goal():
    text = PLAN.format(goal="到2027年，坡道达到900处。", task="健全机制。" * 60)
    text = text.replace("一、总体要求", "来源：市残联　发布时间：2025-01-02　浏览量：306次\n一、总体要求")
    text += "上一篇：公告\n猜你喜欢\n某区发布20条措施 某市新增坡道500处\n"
    assert [(t.value, t.unit) for t in read(text, glossary=()).targets] == [(900.0, "处")]


def test_a_call_for_applications_tells_conditions():
    text = (
        "关于组织申报2025年度无障碍示范项目的通知\n各县区：\n一、支持方向\n拟支持坡道项目20项、扶手项目5项。\n二、申报条件\n注册满3年，从业人员不少于30人。\n"
        "三、绩效要求\n项目期内建成坡道40处，培训600人次。\n四、申报程序\n各县区推荐不超过3项，报送材料。\n"
    )
    assert read(text, glossary=()).targets == []


@pytest.mark.parametrize(
    ("sentence", "goals"),
    [
        ("组织辅具攻关，取得原创成果15项，国产化率提高到20%。", [(15.0, "项"), (20.0, "%")]),
        (
            "统筹各类产业园区、科技园区资源，三年内筹集改造1000套适老房和90套样板房。",
            [(1000.0, "套"), (90.0, "套")],
        ),
    ],
)
def test_a_task_that_speaks_of_results_and_places_keeps_its_goals(sentence, goals):
    assert told(sentence, where="task") == goals


def test_what_will_be_elsewhere_is_told_neither_as_goal_nor_as_state():
    text = PLAN.format(goal="到2027年，坡道达到900处。", task="健全机制。")
    text = text.replace(
        "一、总体要求", "一、形势背景\n未来几年，全国坡道普及率将达到60%。\n一、总体要求"
    ).replace("一、总体要求", "二、总体要求")
    assert [a.value for a in read(text, glossary=()).actuals] == []


@pytest.mark.parametrize("title", ["表1  资金安排表", "附表  经费预算安排", "表2  投资估算表"])
def test_a_table_of_what_is_spent_tells_no_goals(title):
    text = PLAN.format(goal="到2027年，坡道达到900处。", task="健全机制。")
    text += f"三、资金保障\n{title}\n单位：万元\n项目\t2025年\t2026年\t2027年\n坡道建设\t90\t60\t50\n扶手更新\t40\t30\t20\n宣传培训\t20\t20\t40\n"
    assert [(t.value, t.unit) for t in read(text, glossary=()).targets] == [(900.0, "处")]


@pytest.mark.parametrize(
    ("sentence", "goals"),
    [
        ("每季度召开1次商户座谈会。", [(1.0, "次")]),
        ("每半年组织一期导购专题培训。", [(1.0, "期")]),
        ("每季度对坡道使用开展1次以上监测。", [(1.0, "次")]),
        ("每季度开展一次商户对接活动。", [(1.0, "次")]),
        ("确保辅具申领的平均时间在6个工作日内。", [(6.0, "个工作日")]),
        ("每季度会商一次。", []),
        ("每半年召开1次会议。", []),
        ("对重点市场每年检查不少于4次。", [(4.0, "次")]),
        ("每年组织专项检查不少于6次。", [(6.0, "次")]),
        ("对辅具网站巡查每月不少于3次。", [(3.0, "次")]),
        ("每季度至少走访商户9户。", [(9.0, "户")]),
        ("每月走访不少于2次。", []),
        ("每年集中受理2次。", []),
        ("督查室每季度督查1次。", []),
        ("每年对任务完成情况检查2次。", []),
        ("每年修订目录1次。", []),
        ("每月调度1次。", []),
    ],
)
def test_events_for_others_are_goals_and_meetings_of_an_office_are_not(sentence, goals):
    assert told(sentence, where="task") == goals

"""Papers of measures: rates, dues, thresholds and means are no goals; what such a paper promises beside them is."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import read

PAPER = (
    "衡川市促进辅具产业发展若干措施\n为激发经营主体活力，制定以下措施。\n一、优化服务\n1.完善机制。健全机制，加强协同。（责任单位：市民政局）\n"
    "2.落实任务。{}（责任单位：市残联、市财政局）\n二、组织保障\n加强组织领导。\n"
)


def told(sentence: str) -> list[tuple[str, float, str | None]]:
    found = read(PAPER.format(sentence), glossary=()).targets
    return [(t.indicator, t.value, t.unit) for t in found]


@pytest.mark.parametrize(
    "sentence",
    [
        "用好市级6亿元辅具纾困资金池，为商户周转资金。",
        "辅具商户养老保险费率下调15%，缴存比例可降至6%以下，最低不低于4%。",
        "辅具企业用电价格每千瓦时降低0.07元，气价上浮幅度不超过12%。",
        "将无障碍改造履约保证金比例由4%下调至2.5%。",
        "贴息比例提高至3%，每户贴息不超过15万元。",
        "年应税所得额超过90万元但不超过260万元的部分，按20%计入。",
        "亩均税收12万元以上、研发投入占比4%以上的企业，优先保障用地。",
        "支持年产值在700万元以上、研发费用占比6%以上的企业申报研发机构。",
        "新供工业用地亩均投资强度不低于260万元、亩均税收不低于16万元。",
        "采购人预留采购预算总额的35%以上面向小微商户，其中小微企业不低于55%。",
        "市级领导包联60个辅具项目和80户重点商户。",
        "收到投诉后12小时内响应、4个工作日内反馈。",
        "不能当场登记的，在2个工作日内办结。",
        "每场邀请商户9至12名。",
        "给予商户90万元资助，其中市级40万元。",
        "对融资租赁商户给予补贴，年度融资额达到4000万元的，给予20万元奖励。",
        "对首次升规商户奖励8万元，年营业收入突破2亿元，再奖励15万元。",
    ],
)
def test_what_is_set_for_all_granted_or_already_there_is_no_goal(sentence):
    assert told(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "goals"),
    [
        ("对辅具贷款给予50%贴息，年度质押融资额突破9亿元。", [("年度质押融资额", 9.0, "亿元")]),
        (
            "落实税收优惠政策，预计全年为商户减负7亿元，其中减税4亿元。",
            [("全年为商户减负", 7.0, "亿元"), ("减税", 4.0, "亿元")],
        ),
        ("改造坡道项目90个，带动投资70多亿元。", [("改造坡道项目", 90.0, "个"), ("带动投资", 70.0, "亿元")]),
        ("确保35个省市重点项目年内开工。", [("省市重点项目年内开工", 35.0, "个")]),
        ("新发放商户贷款平均利率降至3.6%以下。", [("新发放商户贷款平均利率", 3.6, "%")]),
        ("平均担保费率下调至0.9%。", [("平均担保费率", 0.9, "%")]),
        ("选派260名骨干包联重点商户。", [("选派骨干包联重点商户", 260.0, "名")]),
        ("规上企业亩均税收由11万元提高到14万元。", [("规上企业亩均税收", 14.0, "万元")]),
        ("新增工业用地1800亩，亩均税收提高到17万元。", [("新增工业用地", 1800.0, "亩"), ("亩均税收", 17.0, "万元")]),
        ("实现扶手改造投资26亿元以上。", [("扶手改造投资", 26.0, "亿元")]),
        ("坡道占比达到40%、适配站达到60个以上。", [("坡道占比", 40.0, "%"), ("适配站", 60.0, "个")]),
    ],
)  # fmt: skip
def test_what_is_promised_beside_it_is_a_goal(sentence, goals):
    assert told(sentence) == goals


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("通过揭榜挂帅方式实施辅具攻关项目18项。", ["实施辅具攻关项目"]),
        ("按照“一街一品”原则培育友好商圈6个。", ["友好商圈"]),
        ("根据商户需求组织供需对接活动25场。", ["组织供需对接活动"]),
        ("结合旧街区改造加装电梯160部。", ["加装电梯"]),
        ("支持银行机构通过信用方式发放贷款40亿元。", ["发放贷款"]),
        ("加快适配站建设，两县一市不少于3所，市区不少于6所。", ["两县一市适配站", "市区适配站"]),
        ("布设扶手样板间40个，其中开发区不少于9个。", ["布设扶手样板间", "开发区扶手样板间"]),
        ("新增友好商户260家，即工业90家、服务业170家。", ["新增友好商户", "工业友好商户", "服务业友好商户"]),
        ("新登记经营主体7万户，其中企业2万户、个体工商户5万户。", ["新登记经营主体", "企业", "个体工商户"]),
        (
            "公办养老机构投诉办结率达到96%，民办养老机构达到93%。",
            ["公办养老机构投诉办结率", "民办养老机构投诉办结率"],
        ),
        ("大型商场坡道达标率达到95%，小型商场达到80%。", ["大型商场坡道达标率", "小型商场坡道达标率"]),
    ],
)  # fmt: skip
def test_names_lose_the_circumstance_and_keep_their_owner(sentence, names):
    assert [name for name, _, _ in told(sentence)] == names


PLANS = {
    "paper": PAPER,
    "plan": PAPER.replace("促进辅具产业发展若干措施", "辅具产业提升行动方案（2025—2027年）"),
    "property": PAPER.replace("促进辅具产业发展若干措施", "辅具知识产权强链行动方案（2025—2027年）"),
}


@pytest.mark.parametrize(
    ("sentence", "where"),
    [
        ("辅具适配申请6个工作日内办结。", "property"),
        ("辅具报装时间不超过7个工作日，企业诉求2日内响应、9日内办结。", "property"),
        ("专利裁决案件50日内办结。", "plan property"),
        ("实现辅具申请全程网办，3日内办结。", "paper plan property"),
        ("适配审批时间压缩至6个工作日以内。", "paper plan property"),
        ("到2026年，适配申请办理时间不超过6个工作日。", "paper plan property"),
        ("适配报告审批时限控制在8个工作日内。", "paper plan property"),
        ("设立总规模7亿元的辅具产业基金。", "property"),
        ("纾困基金规模达到7亿元。", "plan property"),
        ("力争辅具产业基金规模突破7亿元，全年带动投资26亿元。", "plan property"),
        ("到2026年，辅具产业基金规模达到7亿元。", "paper plan property"),
        ("部门联合抽查占比不低于40%。", "paper plan property"),
        ("对信用不良商户抽查比例不低于40%。", "plan property"),
        ("团体担保费率不超过0.8%。", "plan property"),
    ],
)
def test_a_limit_for_one_case_and_a_fund_set_up_are_rules(sentence, where):
    goals = {name: read(text.format(sentence), glossary=()).targets for name, text in PLANS.items()}
    assert {name for name, told in goals.items() if told} - {"paper"} == set(where.split()) - {"paper"}
    assert ("paper" in where) <= bool(goals["paper"])


@pytest.mark.parametrize(
    "sentence",
    [
        "对列入“优选名单”的47户商户，由专人走访。",
        "落实“免罚清单”（2.0版）共186项。",
        "小额诉讼标的额为7万元以下。",
        "统筹安排700万元发放辅具消费券，单张面值30元。",
        "失业保险返还比例，小型商户从55%提高至85%，大型商户按40%执行。",
        "预付款比例不低于35%，对小型商户提高至55%。",
        "构建“2+3”辅具体系（2个主园、3个分园）。",
        "建立“1+2”机制，即1个专班、2个小组。",
        "每个园区明确1名领导、1个牵头部门、1家服务机构。",
        "免费发放1套印章和2个密钥。",
        "最多可登记45个经营场所。",
        "基金代偿率达到6%时暂停新增业务。",
        "风险池代偿率上限为7%。",
        "规划用地900亩。",
        "各街道按不低于1:0.6比例配套。",
        "每人每年只享受1次。",
    ],
)
def test_what_is_listed_handed_out_or_capped_is_no_goal(sentence):
    assert all(read(text.format(sentence), glossary=()).targets == [] for text in PLANS.values())


@pytest.mark.parametrize(
    ("sentence", "goal"),
    [
        ("构建“2+3”辅具体系，到2026年建成适配站80个。", (80.0, "个")),
        ("补贴兑付率达到98%，小型商户获贷率提高至60%。", (98.0, "%")),
        ("引进2个国际辅具展会。", (2.0, "个")),
        ("免费适配覆盖率达到70%。", (70.0, "%")),
        ("师生比达到1:12。", (12.0, None)),
        ("新增用地指标900亩。", (900.0, "亩")),
    ],
)
def test_what_stands_near_such_words_and_is_promised_is_a_goal(sentence, goal):
    told = read(PAPER.format(sentence), glossary=()).targets
    assert [(t.value, t.unit) for t in told][:1] == [goal]

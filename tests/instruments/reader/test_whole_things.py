"""The thing that is counted is told whole: behind its number, past brackets and marks, without those who do it."""

from __future__ import annotations

import pytest
import sentencing

from zhichan.instruments.reader import read


def told(text: str, *, place: str = "K") -> list[str]:
    """Name, value and unit of each goal that the sentence gives."""
    goals = sentencing.told(sentencing.Said("", place, text))
    return [f"{t.indicator} {t.value:g}{t.unit or ''}" for t in goals]


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ('推行“一窗收件、后台流转"做法，持续调整布局，窗口综合受理率达80%以上。', ["窗口综合受理率 80%"]),
        ("“我们要继续改善绿地，修订标准，新增口袋公园6个以上，开展复查。", ["新增口袋公园 6个"]),
        ('推广"先修复、后发证"办法，渠道衬砌率达到70%。', ["渠道衬砌率 70%"]),
        ("健全台账（含附表，抽检批次合格率达到97%。", ["抽检批次合格率 97%"]),
    ],
)
def test_a_mark_that_is_not_closed_or_closed_by_another_holds_no_clauses_together(text, goals):
    assert told(text) == goals


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("部署开展联合攻关8项。", ["开展联合攻关 8项"]),
        ("招引培育“链上工匠”25名。", ["培育“链上工匠” 25名"]),
        ("引进和培育骨干苗圃3家。", ["培育骨干苗圃 3家"]),
        ("遴选认定乡村名医30名。", ["认定乡村名医 30名"]),
        ("征集、发布和推广节水案例12个。", ["推广节水案例 12个"]),
    ],
)
def test_the_last_of_several_verbs_is_kept_with_the_thing(text, goals):
    assert told(text) == goals


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("完成青坪和石桥2个乡镇卫生院业务用房改扩建。", ["乡镇卫生院业务用房改扩建 2个"]),
        ("建成临江街道1所公建民营托育机构。", ["公建民营托育机构 1所"]),
        ("新增甲山、乙水、丙川3个外贸额过百亿元口岸。", ["外贸额过百亿元口岸 3个"]),
        ("开展第三轮45家村级养老驿站标准化改造。", ["村级养老驿站标准化改造 45家"]),
        ("建设6个林木种子库和一批采种基地。", ["林木种子库 6个"]),
    ],
)
def test_what_follows_the_measure_word_is_what_is_counted(text, goals):
    assert told(text) == goals


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("节水工作的主要任务是推广滴灌设施40套以上。", ["推广滴灌设施 40套"]),
        ("高产种植带将包括30万亩富硒水稻田、12万亩双低油菜田。", ["富硒水稻田 30万亩", "双低油菜田 12万亩"]),
    ],
)
def test_what_a_task_consists_of_is_told_without_the_task(text, goals):
    assert told(text) == goals


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        (
            "县域无线接入速率将实现5兆比特/秒以上，专线带宽超过50兆比特/秒。",
            ["县域无线接入速率 5兆比特/秒", "专线带宽 50兆比特/秒"],
        ),
        ("加氢站终端售价降至28元/公斤。", ["加氢站终端售价 28元/公斤"]),
        ("滤嘴残留降到6毫克/支。", ["滤嘴残留 6毫克/支"]),
        ("设立3亿人工智能种子基金。", ["人工智能种子基金 3亿"]),
    ],
)
def test_a_unit_with_a_stroke_is_whole_and_no_unit_begins_a_word(text, goals):
    assert told(text) == goals


def test_a_list_of_sizes_shares_the_thing_behind_the_last():
    assert told("培育1个产值超80亿元、4个产值超20亿元、9个产值超2亿元的农机企业。") == [
        "产值超80亿元的农机企业 1个",
        "产值超20亿元的农机企业 4个",
        "产值超2亿元的农机企业 9个",
    ]


@pytest.mark.parametrize("text", ["打造县域2.0版数据底座。", "依托5G、1.4G专网强化覆盖。"])
def test_a_version_and_a_band_count_nothing(text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("全市电站综合竞争力进入全省前三。", ["电站综合竞争力 3位"]),
        ("人均藏书量保持全省第2位。", ["人均藏书量 2位"]),
        ("口岸通关指数力争进入全国前二十位。", ["口岸通关指数 20位"]),
        ("治水成效保持在全国第一方阵。", []),
        ("联合申报的，排名第一位的为牵头单位。", []),
    ],
)
def test_a_place_in_a_ranking_is_at_most_that_number(text, goals):
    told_here = sentencing.told(sentencing.Said("", "G", text))
    assert [f"{t.indicator} {t.value:g}{t.unit or ''}" for t in told_here] == goals
    assert all(t.comparator == "<=" for t in told_here)


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("建成邻里食堂20个，每个街道（乡）至少建成1个。", ["邻里食堂 20个", "每个街道（乡）邻里食堂 1个"]),
        ("新增12个（每县2个）乡村书屋。", ["新增乡村书屋 12个", "每县新增乡村书屋 2个"]),
        ("建成社区药房40家，其中12家在远郊。", ["社区药房 40家", "社区药房在远郊 12家"]),
        ("驿站达到25家，其中乡镇至少各1家。", ["驿站 25家", "乡镇驿站 1家"]),
        (
            "培育4个以海塘为依托的观景带，其中1个为有全国影响的观潮带。",
            ["海塘为依托的观景带 4个", "有全国影响的观潮带 1个"],
        ),
        ("举办灯会30场，培训6000人次以上。", ["举办灯会 30场", "培训 6000人次"]),
    ],
)
def test_a_part_is_told_with_the_thing_it_is_a_part_of(text, goals):
    assert told(text) == goals


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("东岭县、西坞县分别完成造林6万亩、3万亩。", ["东岭县造林 6万亩", "西坞县造林 3万亩"]),
        ("国内、国外商标申请量分别达到700件和90件。", ["国内商标申请量 700件", "国外商标申请量 90件"]),
        (
            "年产值超过60亿元、30亿元的水产企业分别达到2家、7家。",
            ["年产值60亿元的水产企业 2家", "年产值30亿元的水产企业 7家"],
        ),
        (
            "争取游客人次和旅游收入连续三年增长均达到8%以上。",
            ["游客人次连续三年增长 8%", "旅游收入连续三年增长 8%"],
        ),
        (
            "待业困难人员建档登记率、帮扶率达到100%。",
            ["待业困难人员建档登记率 100%", "待业困难人员帮扶率 100%"],
        ),
        ("形成营业额千亿元商圈2个、百亿元夜市9个。", ["营业额千亿元商圈 2个", "营业额百亿元夜市 9个"]),
        ("2025年、2026年分别改造30座、40座公厕。", ["公厕 30座 2025", "公厕 40座 2026"]),
    ],
)
def test_what_a_list_shares_is_told_with_each_of_it(text, goals):
    found = told(text)
    if any(goal.rsplit(" ", 1)[1].startswith("20") for goal in goals):
        found = [
            f"{t.indicator} {t.value:g}{t.unit or ''} {t.year}"
            for t in sentencing.told(sentencing.Said("", "K", text))
        ]
    assert found == goals


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("推动6项团体规范纳入行业标准。", ["团体规范纳入行业标准 6项"]),
        ("扩大农机租赁规模，农机作业惠及农户不少于900户。", ["农机作业惠及农户 900户"]),
        ("新设劳动争议调解组织7个。", ["新设劳动争议调解组织 7个"]),
        ("组织中国船舶706所、江畔大学等单位开展测绘。", []),
        ("70%以上的乡镇（街道）敬老院达到二级标准。", ["乡镇（街道）敬老院达到二级标准 70%"]),
        (
            "卫生室实现市、区90%覆盖，乡镇覆盖率达到50%。",
            ["卫生室实现市、区覆盖 90%", "卫生室乡镇覆盖率 50%"],
        ),
    ],
)
def test_a_noun_is_no_verb_and_a_bracket_no_bearer(text, goals):
    assert told(text) == goals


def test_the_first_of_two_shares_is_no_size_of_the_second():
    assert told("案件当庭宣判率保持85%以上、一次修复率70%以上。") == ["案件当庭宣判率 85%", "一次修复率 70%"]


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("建设云岭软件港，投用面积4万平方米。", ["云岭软件港投用面积 4万平方米"]),
        (
            "市级果蔬交易市场达到9家，年交易额突破30亿元。",
            ["市级果蔬交易市场 9家", "市级果蔬交易市场年交易额 30亿元"],
        ),
        (
            "盘活林场闲置仓房，完成盘点500间，促成转让60间。",
            ["林场闲置仓房盘点 500间", "林场闲置仓房转让 60间"],
        ),
        ("支持青年参加护林员资格考试，通过人数20人。", ["护林员资格考试通过人数 20人"]),
        ("审查周期：大桥不超过9个月、小桥不超过20天。", ["大桥审查周期 9个月", "小桥审查周期 20天"]),
        ("苗木品种申请量保持全省第1位，新增授权6件。", ["苗木品种新增授权 6件"]),
    ],
)
def test_words_that_only_measure_take_what_the_clause_before_is_about(text, goals):
    assert told(text) == goals


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("支持甲江、乙湖等龙头企业牵头组建航运联盟3个。", ["航运联盟 3个"]),
        ("与东湖大学、西山学院共建林业实训基地4个。", ["林业实训基地 4个"]),
        ("县公安局森林警察大队联合开展清山行动2次。", ["联合开展清山行动 2次"]),
        ("面向牧区学生开展冬季救援教育年均覆盖3万人次。", ["开展冬季救援教育年均覆盖 3万人次"]),
        ("设立总规模40亿元的海塘更新基金群。", ["海塘更新基金群 40亿元"]),
        ("年度备案船厂200家，其中通过认证60家。", ["年度备案船厂 200家", "通过认证 60家"]),
        ("10千伏单电源用户接电时间压减至12个工作日。", ["10千伏单电源用户接电时间 12个工作日"]),
        ("2026、2027年分别组织8项、9项种业成果参加展销。", ["种业成果参加展销 8项", "种业成果参加展销 9项"]),
    ],
)
def test_who_does_it_and_where_is_no_part_of_the_thing(text, goals):
    assert told(text) == goals


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        (
            "全县名木古树存量在2021年380株的基础上翻一番，突破700株。",
            ["名木古树存量 1番", "名木古树存量 700株"],
        ),
        ("共享农机2026年不少于60台，此后每年增加20台。", ["共享农机 60台", "共享农机2026年每年增加 20台"]),
        ("候鸟栖息地超过百处。", ["候鸟栖息地 100处"]),
        ("茶园面积和茶叶产量分别占全省总量的8%和9%。", ["茶园面积占全省总量 8%", "茶叶产量占全省总量 9%"]),
        (
            "实现“新建口袋公园达到60个，绿道总里程达到300公里”的两大建设目标。",
            ["新建口袋公园 60个", "绿道总里程 300公里"],
        ),
        ("在东岭、西坞开设平价菜店9家。", ["开设平价菜店 9家"]),
    ],
)
def test_what_is_counted_from_and_what_sums_up_names_nothing(text, goals):
    assert told(text) == goals


def test_what_something_is_counted_from_is_its_baseline():
    doubled, _ = sentencing.told(
        sentencing.Said("", "K", "全县名木古树存量在2021年380株的基础上翻一番，突破700株。")
    )
    assert (doubled.baseline_value, doubled.baseline_year) == (380, 2021)


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("在9个乡镇、5个工业园区布局充电网点40个。", ["布局充电网点 40个"]),
        ("河湖巡查专员30名驻点服务60个渡口。", ["河湖巡查专员 30名"]),
        ("创建国家水利风景区一个。", ["国家水利风景区 1个"]),
        ("设立规模不低于4000万元的渔船更新风险补偿资金。", ["渔船更新风险补偿资金 4000万元"]),
        ("主要是围绕竹木、陶瓷等产业培育外贸综合体6个。", ["外贸综合体 6个"]),
        (
            "培育营业额过20亿元商贸企业4家、过亿元企业30家。",
            ["营业额过20亿元商贸企业 4家", "营业额过亿元企业 30家"],
        ),
        ("建设智慧粮库（数字化仓房）15个。", ["智慧粮库（数字化仓房） 15个"]),
        ("市级护河资金充足，各县（市、区）不少于90万元。", []),
    ],
)
def test_places_and_those_served_are_not_what_is_counted(text, goals):
    assert told(text)[: len(goals) or None] == goals


def test_for_whom_something_is_gives_no_goal():
    goals = told("面向林地200亩以上、具有加工能力的合作社，每年遴选50家。")
    assert [goal.rpartition(" ")[2] for goal in goals] == ["50家"]


@pytest.mark.parametrize(
    ("text", "goals"),
    [
        ("围绕竹编、木雕、漆器、陶艺等产业开展工艺普查4项。", ["开展工艺普查 4项"]),
        ("普惠保险登记金额超9亿元，户数超80户。", ["普惠保险登记金额 9亿元", "普惠保险登记户数 80户"]),
        ("民宿共享贷款实现乡镇全覆盖、金额达到3亿元。", ["民宿共享贷款金额 3亿元"]),
        ("“海塘”品牌价值跃升至60亿元。", ["“海塘”品牌价值 60亿元"]),
    ],
)
def test_a_list_as_long_as_its_number_and_a_bare_measure_keep_their_thing(text, goals):
    assert told(text) == goals


def test_a_part_contradicts_no_whole():
    text = "每万人口图书馆藏书量达90册，其中开发区不低于120册。"
    reading = read(sentencing.FRAME.format(**{**sentencing.PLAIN, "G": text}), glossary=())
    assert [t.value for t in reading.targets] == [90, 120]
    assert not [o for o in reading.open if o.code == "conflict_value"]

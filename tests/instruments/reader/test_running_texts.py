"""Duties of texts that ran together or lost their beginning, and where the last duty of a plan ends."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import Reading, Task, read
from zhichan.instruments.reader.paging import page_marks

HEAD = (
    "临江市知识产权保护行动方案(2026—2028年)\n为加快知识产权强市建设,制定本方案。\n"
    "一、工作目标\n到2028年,全市发明专利拥有量达到900件。\n二、重点任务\n"
)


def reading(text: str) -> Reading:
    return read(HEAD + text, glossary=())


def named(told: Reading, title: str) -> Task:
    return next(t for t in told.tasks if t.title == title)


def test_an_item_that_begins_with_a_year_is_an_item() -> None:
    told = reading(
        "(一)完善规则。细化商业秘密保护要求。(市司法局负责)\n"
        "1.2026年6月底前印发保护指引,覆盖重点企业。(市市场监管局负责)\n"
        "2.2027年建成维权窗口,提供一站式服务。(市知识产权局负责)\n"
    )
    first = named(told, "2026年6月底前印发保护指引")
    assert first.responsible == ["市市场监管局"]
    assert first.path[-1].startswith("1.2026年")
    assert named(told, "2027年建成维权窗口").responsible == ["市知识产权局"]


def test_items_that_begin_with_a_year_are_parted_in_a_running_line() -> None:
    told = reading(
        "(一)强化司法保护。健全审判机制,推进繁简分流,提高案件审理的质量和效率。(市中级法院负责)"
        "(二)强化行政保护。深化执法协作。(市市场监管局负责)具体措施:1.2026年底前建成维权网络,覆盖各县区。"
        "(市知识产权局、各县区政府负责)2.开展专项行动,加大查处力度。(市公安局负责)(三)强化协同保护。健全机制。(市司法局负责)"
    )
    assert [(t.title, t.responsible) for t in told.tasks] == [
        ("强化司法保护", ["市中级法院"]),
        ("强化行政保护", ["市市场监管局"]),
        ("2026年底前建成维权网络", ["市知识产权局", "各县区政府"]),
        ("开展专项行动", ["市公安局"]),
        ("强化协同保护", ["市司法局"]),
    ]
    assert named(told, "强化行政保护").quote.endswith("(市市场监管局负责)")


def test_an_extract_that_begins_amid_its_numbers_keeps_its_items() -> None:
    text = (
        "临江市优化服务重点任务分工方案\n为落实会议部署,制定如下分工方案。四、服务要落到实处(十六)推行网上受理,"
        "提供全天不间断的在线服务。除有规定的以外,都做到全程可办。(市政府办公室牵头,各县区、各部门负责)具体措施:"
        "1.完善预审平台,实现应接尽接。(市知识产权局负责)2.优化维权热线,统一服务标准。(市市场监管局负责)"
        "(十七)推动异地通办,推进标准互认。(市司法局负责)具体措施:1.公布首批清单,明确办理时限。(市政务服务局负责)"
        "(二十一)便利企业融资,完善质押登记服务。(市金融办负责)具体措施:1.压减登记时间。(市知识产权局负责)"
    )
    told = read(text, glossary=())
    assert [(t.title, [*t.lead, *t.responsible]) for t in told.tasks] == [
        ("推行网上受理,提供全天不间断的在线服务", ["市政府办公室", "各县区", "各部门"]),
        ("完善预审平台", ["市知识产权局"]),
        ("优化维权热线", ["市市场监管局"]),
        ("推动异地通办", ["市司法局"]),
        ("公布首批清单", ["市政务服务局"]),
        ("便利企业融资", ["市金融办"]),
        ("压减登记时间", ["市知识产权局"]),
    ]


def test_a_long_first_sentence_is_text_and_its_first_clause_the_title() -> None:
    told = reading(
        "1.梳理各镇调解商标纠纷的老办法,把用得上、说得清的一条一条写进工作手册。停用过期的表格。(各县区、各部门负责)\n"
        "2.优化预警机制,深入企业一线。发布风险提示。(市商务局负责)\n"
    )
    first, second = told.tasks
    assert first.title == "梳理各镇调解商标纠纷的老办法"
    assert first.quote.startswith("梳理各镇调解商标纠纷的老办法,把用得上")
    assert (second.title, second.quote) == (
        "优化预警机制,深入企业一线",
        "发布风险提示。(市商务局负责)",
    )


@pytest.mark.parametrize(
    "closing",
    [
        "\n临江市人民政府办公室\n2026年3月2日\n",
        "\n本方案自印发之日起施行。\n临江市人民政府办公室\n2026年3月2日\n(此件公开发布)\n",
        "\n临江市知识产权局 临江市财政局\n二〇二六年三月二日\n联系人:综合科 电话:0000-1234567\n",
        "\n各县区要抓紧制定实施办法,按季报送进展。\n临江市人民政府办公室\n2026年3月2日\n",
        "各县区、各部门要结合实际抓好落实,重大情况及时报告。\n2026年3月2日\n",
    ],
)
def test_what_closes_a_plan_is_no_part_of_its_last_duty(closing: str) -> None:
    told = reading(
        "(一)加强宣传。组织开展宣传周活动。(市知识产权局负责)\n"
        "(二)做好督导。建立工作台账,按季通报进展。(市政府办公室负责)" + closing
    )
    assert named(told, "做好督导").quote == "建立工作台账,按季通报进展。(市政府办公室负责)"


def test_who_signs_a_plan_without_brackets_is_no_part_of_its_last_duty() -> None:
    told = reading(
        "(一)加强宣传。组织开展宣传周活动。\n(二)做好督导。建立工作台账。\n临江市知识产权局\n2026年3月2日\n"
    )
    assert named(told, "做好督导").quote == "建立工作台账。"


@pytest.mark.parametrize(
    ("bracket", "responsible"),
    [
        ("国家知识产权局、银保监会及各地区按职责分工负责", ["国家知识产权局", "银保监会", "各地区"]),
        ("人民银行及相关地区负责", ["人民银行", "相关地区"]),
        ("市司法局与市教育局以及各县区负责", ["市司法局", "市教育局", "各县区"]),
        ("市文化和旅游局和各县区负责", ["市文化和旅游局", "各县区"]),
        ("市保护中心/市市场监管局负责", ["市保护中心", "市市场监管局"]),
        ("人民银行、证监会指导", ["人民银行", "证监会"]),
    ],
)
def test_bodies_joined_by_a_word_are_bodies_apart(bracket: str, responsible: list[str]) -> None:
    told = reading(
        f"(一)推进质押登记。完善登记服务。({bracket})\n(二)做好督导。建立台账。(市政府办公室负责)\n"
    )
    assert told.tasks[0].responsible == responsible


@pytest.mark.parametrize(
    ("sentence", "lead", "cooperating"),
    [
        ("市知识产权局会同有关部门组建专家委员会,研究重大问题。", ["市知识产权局"], ["有关部门"]),
        ("技工院校内由市人力资源社会保障部门负责管理的培训项目,按规定实施。", [], []),
    ],
)
def test_what_a_body_founds_or_where_it_acts_is_no_body(
    sentence: str, lead: list[str], cooperating: list[str]
) -> None:
    told = reading(f"(一)加强组织。{sentence}\n(二)做好督导。建立台账。(市政府办公室负责)\n")
    first = told.tasks[0]
    assert (first.lead, first.cooperating, first.responsible) == (lead, cooperating, [])


@pytest.mark.parametrize(
    "sentence",
    [
        "各地区、各部门要高度重视推广工作,压实各方责任。",
        "各有关部门应加强协调,形成工作合力。",
        "各地、各单位要抓好学习宣传。",
        "各县(市、区)、各部门要对照清单抓紧推广。",
        "各乡镇(街道)、市直各单位应细化举措。",
        "各级党委、政府要把推广工作纳入日程。",
        "国务院有关部门、地方各级人民政府应密切配合。",
        "各有关部门和单位要主动作为。",
        "各级党政机关要带头使用正版软件。",
        "各级领导机关应当以身作则。",
    ],
)
def test_who_is_exhorted_with_all_others_bears_no_duty(sentence: str) -> None:
    told = reading(f"(一)抓好落实。{sentence}\n(二)做好督导。建立台账。(市政府办公室负责)\n")
    assert [t.responsible for t in told.tasks] == [[], ["市政府办公室"]]


def test_courts_and_the_like_of_every_level_bear_theirs() -> None:
    told = reading(
        "(一)严格审判。各级人民法院、检察机关要深化改革。\n(二)打击犯罪。各级公安机关应加大力度。\n"
    )
    assert [t.responsible for t in told.tasks] == [["各级人民法院", "各级检察机关"], ["各级公安机关"]]


def test_counties_that_are_asked_by_name_bear_theirs() -> None:
    told = reading("(一)抓好落实。各县区政府要建立会商机制。\n(二)做好督导。建立台账。(市政府办公室负责)\n")
    assert told.tasks[0].responsible == ["各县区政府"]


@pytest.mark.parametrize(
    ("item", "title"),
    [
        (
            "对区内为本市(县)服务的外资设计企业,取消初次申请资质时在业绩方面的限制",
            "对区内为本市(县)服务的外资设计企业",
        ),
        (
            "推动制定《临江市\n专利促进条例》,启动配套实施细则的起草与论证工作",
            "推动制定《临江市专利促进条例》",
        ),
    ],
)
def test_a_title_goes_on_behind_a_bracket_and_a_line_break_within_its_first_clause(
    item: str, title: str
) -> None:
    told = reading(
        f"1.{item}。组织开展评估论证工作。(市司法局负责)\n2.健全会商机制。定期通报。(市公安局负责)\n"
    )
    assert told.tasks[0].title == title


def test_a_heading_that_runs_into_what_it_follows_ends_before_it() -> None:
    text = (
        "临江市专利储备工作方案(送审稿)为加强专利储备,制定本方案。\n二、工作目标\n到2028年,专利储备达到900件。\n"
        "三、建立健全运营管理机制按照公益定位、市场运作的原则,委托企业承担日常管理,规范资金的使用。(市国资委牵头,市财政局配合)\n"
        "四、保障措施\n加强组织领导,压实责任。"
    )
    task = read(text, glossary=()).tasks[0]
    assert (task.title, task.lead, task.cooperating) == (
        "建立健全运营管理机制",
        ["市国资委"],
        ["市财政局"],
    )
    assert task.quote.startswith("按照公益定位")


def test_rows_that_share_their_task_are_told_by_their_details() -> None:
    text = (
        HEAD + "(一)加强宣传。组织开展宣传周活动。\n附件\n重点任务清单\n"
        "序号\t任务领域\t所属重点任务\t任务细节\t责任单位\t协同单位\t时间节点\n"
        "1\t数据利用\t加强有序利用。\t完善数据登记规则,健全安全机制。\t市数据局\t无\t2026年6月\n"
        "2\t数据利用\t加强有序利用。\t选树优质服务商,开展供需对接。\t市经信局\t市数据局、市科技局\t2026年12月\n"
        "3\t平台建设\t扩建检测车间。\t添置检测设备,培训操作人员。\t市市场监管局(市知识产权局)\t市财政局\t持续推进\n"
    )
    told = [(t.path[-2:], t.title, t.responsible, t.cooperating) for t in read(text, glossary=()).tasks[1:]]
    assert told == [
        (["数据利用", "加强有序利用"], "完善数据登记规则", ["市数据局"], []),
        (["数据利用", "加强有序利用"], "选树优质服务商", ["市经信局"], ["市数据局", "市科技局"]),
        (["重点任务清单", "平台建设"], "扩建检测车间。", ["市市场监管局(市知识产权局)"], ["市财政局"]),
    ]


def test_running_numbers_before_a_tab_are_those_of_rows() -> None:
    detail = (
        "完善数据登记规则,健全安全管理机制,推动公共数据在依法合规的前提下向经营主体有序开放并形成应用清单"
    )
    rows = "".join(
        f"{n}\t数据利用\t第{n}项任务。\t第{n}项{detail},{detail}。\t市数据局\t市科技局、市发展改革委\n"
        for n in range(26, 56)
    )
    text = (
        HEAD
        + "(一)加强宣传。组织活动。\n附件\n重点任务清单\n序号\t任务领域\t所属任务\t任务细节\t责任单位\t协同单位\n"
        + rows
    )
    told = [t for t in read(text, glossary=()).tasks if t.cooperating]
    assert [t.cooperating for t in told] == [["市科技局", "市发展改革委"]] * 30


def test_an_item_that_follows_its_heading_at_once_is_an_item() -> None:
    text = (
        "临江市优化服务工作方案(2026—2028年)\n为优化服务,制定本方案。\n一、工作目标\n到2028年,专利授权量达到900件。\n"
        "二、强化服务5.推进窗口改革。将受理事项统一纳入综合窗口,实现一次办结。(市政务服务局负责)"
        "6.推广帮办代办。健全帮办队伍,提供上门服务。(市市场监管局负责)7.压减审批时限。优化流程,推行并联办理。(市审批局负责)"
        "三、深化协作8.压实责任。抓好任务落实,确保见到成效。(市政府办公室负责)9.加强宣传。营造良好氛围。(市委宣传部负责)"
    )
    told = [(t.path, t.responsible) for t in read(text, glossary=()).tasks]
    assert told == [
        (["二、强化服务", "5.推进窗口改革"], ["市政务服务局"]),
        (["二、强化服务", "6.推广帮办代办"], ["市市场监管局"]),
        (["二、强化服务", "7.压减审批时限"], ["市审批局"]),
        (["三、深化协作", "8.压实责任"], ["市政府办公室"]),
        (["三、深化协作", "9.加强宣传"], ["市委宣传部"]),
    ]


@pytest.mark.parametrize(
    ("bracket", "responsible"),
    [
        ("各市党委、政府负责", ["各市党委", "各市政府"]),
        (
            "各区党委、政府,市直有关部门、单位负责",
            ["各区党委", "各区政府", "市直有关部门", "市直有关单位"],
        ),
        ("市司法局,、财政局负责", ["市司法局", "市财政局"]),
        ("市财‘政局、教育局负责", ["市财政局", "市教育局"]),
        (
            "省科技厅、经贸委、外经贸厅、建设厅、法制办负责",
            ["省科技厅", "省经贸委", "省外经贸厅", "省建设厅", "省法制办"],
        ),
        ("市科技局、各县市区负责", ["市科技局", "各县市区"]),
    ],
)
def test_what_a_name_leaves_out_or_a_scanner_put_in(bracket: str, responsible: list[str]) -> None:
    told = reading(f"(一)压实责任。落实属地责任。({bracket})\n(二)做好督导。建立台账。(市政府办公室负责)\n")
    assert told.tasks[0].responsible == responsible


def test_who_wrote_a_text_bears_none_of_it() -> None:
    told = reading(
        "(一)压实责任。落实属地责任。(市司法局负责)\n(二)抓好宣传。开展活动,营造氛围。\n(市知识产权局办公室)\n"
    )
    assert [t.responsible for t in told.tasks] == [["市司法局"], []]


def test_the_clause_behind_a_date_is_the_title_and_the_date_its_due() -> None:
    told = reading(
        "1.2026年6月底前,完成商标品牌指导站布点,配备专职人员。(市市场监管局负责)\n"
        "2.2027年底前,建成专利数据库,面向社会开放。(市知识产权局负责)\n"
    )
    assert [(t.title, t.due) for t in told.tasks] == [
        ("完成商标品牌指导站布点", "2026年6月底前"),
        ("建成专利数据库", "2027年底前"),
    ]
    assert told.tasks[0].quote.startswith("2026年6月底前,完成")


def test_counties_named_in_running_text_bear_it_under_every_heading() -> None:
    told = reading("(一)组织落实。各县市要按照年度计划落实经费。\n(二)经费安排\n各县市要安排专项资金。\n")
    assert [t.responsible for t in told.tasks] == [["各县市"], ["各县市"]]


def test_brackets_before_the_first_heading_close_tasks() -> None:
    text = (
        "引导高校院所参与,提高转化效率。(市教育局、科技局负责)开展贯标辅导,培育示范单位。(市市场监管局负责)\n"
        "三、深化协作\n(一)强化投入。统筹各类资金。(市财政局负责)\n"
    )
    told = [(t.path, t.title, t.responsible, t.quote[:6]) for t in read(text, glossary=()).tasks]
    assert told == [
        ([], "引导高校院所参与", ["市教育局", "市科技局"], "引导高校院所"),
        ([], "开展贯标辅导", ["市市场监管局"], "开展贯标辅导"),
        (["三、深化协作", "(一)强化投入"], "强化投入", ["市财政局"], "统筹各类资金"),
    ]


def test_numbers_of_an_extract_in_one_line_are_no_part_of_its_titles() -> None:
    text = "效率。(市教育局负责)(二)强化投入。统筹资金,优化支出结构。(市财政局负责)(三)强化宣传。开展活动。(市委宣传部负责)"
    told = [(t.title, t.responsible) for t in read(text, glossary=()).tasks]
    assert told == [("效率", ["市教育局"]), ("强化投入", ["市财政局"]), ("强化宣传", ["市委宣传部"])]


def test_items_under_the_name_of_a_body_are_its_duties() -> None:
    text = (
        "临江市知识产权工作任务分解方案\n一、市市场监管局\n1.培育高价值专利组合,建设导航基地。\n2.开展专项执法行动。\n"
        "二、市教育局\n1.推动高校专利分级管理。\n三、市公安局\n1.打击侵权假冒犯罪。\n"
    )
    assert [(t.title, t.responsible) for t in read(text, glossary=()).tasks] == [
        ("培育高价值专利组合,建设导航基地", ["市市场监管局"]),
        ("开展专项执法行动", ["市市场监管局"]),
        ("推动高校专利分级管理", ["市教育局"]),
        ("打击侵权假冒犯罪", ["市公安局"]),
    ]


def test_who_leads_and_who_helps_at_the_end_of_a_sentence() -> None:
    told = reading(
        "(一)培育高价值专利。建设导航基地,由市市场监管局牵头,市科技局、教育局配合。\n"
        "(二)推动分级管理。完善高校制度,由市教育局负责。\n"
    )
    assert [(t.lead, t.cooperating, t.responsible) for t in told.tasks] == [
        (["市市场监管局"], ["市科技局", "市教育局"], []),
        ([], [], ["市教育局"]),
    ]


def test_a_bracket_of_names_behind_a_line_is_no_part_of_its_title() -> None:
    told = reading("(一)培育专利组合(市市场监管局)\n(二)推动分级管理(市教育局、科技局)\n(三)健全规则(试行)\n")
    assert [(t.title, t.responsible) for t in told.tasks] == [
        ("培育专利组合", ["市市场监管局"]),
        ("推动分级管理", ["市教育局", "市科技局"]),
        ("健全规则(试行)", []),
    ]


def test_a_section_that_divides_the_tasks_holds_tasks() -> None:
    text = HEAD.replace("二、重点任务", "二、任务分工")
    told = read(text + "1.培育专利组合,建设基地。(市市场监管局)\n2.推动分级管理。(市教育局)\n", glossary=())
    assert [t.responsible for t in told.tasks] == [["市市场监管局"], ["市教育局"]]
    assert told.measures == []


def test_a_label_before_a_duty_is_no_title() -> None:
    text = HEAD + (
        "(一)加强宣传。组织活动。(市司法局负责)\n附件\n重点任务分工\n"
        "工作任务:培育专利组合,建设基地。\n责任领导:分管副市长\n牵头单位:市市场监管局\n完成时限:2026年12月\n"
        "工作任务:推动分级管理。\n责任领导:分管副市长\n牵头单位:市教育局\n完成时限:2027年\n"
    )
    assert [(t.title, t.lead) for t in read(text, glossary=()).tasks[1:]] == [
        ("培育专利组合", ["市市场监管局"]),
        ("推动分级管理", ["市教育局"]),
    ]


def test_what_a_list_leaves_out_is_restored_in_the_texts_own_characters() -> None:
    told = read(
        "雲溪區知識產權強區三年行動方案(2023—2025年)\n一、工作目標\n到2025年,有效發明專利達到900件。\n二、重點任務\n"
        "(一)培育高價值專利。建立培育項目庫,實行動態管理,健全評價機制。(牽頭單位:區市場監管局;配合單位:區科技局、發展改革局)\n"
        "(二)完善司法保護。健全審判機制,推進繁簡分流,提高審理質量。(責任單位:區法院、檢察院)\n",
        glossary=(),
    )
    assert [(t.lead, t.cooperating, t.responsible) for t in told.tasks] == [
        (["區市場監管局"], ["區科技局", "區發展改革局"], []),
        ([], [], ["區法院", "區檢察院"]),
    ]


def test_lines_that_ran_together_behind_stops_are_parted_by_the_order_of_their_marks() -> None:
    told = read(
        "临江市知识产权保护行动方案(2026—2028年)\n为加快知识产权强市建设,制定本方案。一、工作目标\n"
        "到2028年,全市发明专利拥有量达到900件。二、重点任务\n(一)强化司法保护\n"
        "1.完善审判机制。推进繁简分流。(市中级法院负责)2.开展法治宣传。(市司法局负责)(二)强化行政保护\n"
        "3.深化执法协作。新建维权站12家。(市市场监管局负责)三、保障措施\n压实各方责任。附件\n",
        glossary=(),
    )
    assert [(t.title, t.responsible) for t in told.tasks] == [
        ("完善审判机制", ["市中级法院"]),
        ("开展法治宣传", ["市司法局"]),
        ("深化执法协作", ["市市场监管局"]),
    ]
    assert [(t.indicator, t.value, t.year) for t in told.targets] == [
        ("发明专利拥有量", 900, 2028),
        ("新建维权站", 12, 2028),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "对信用一、二类企业的申请。二、三类企业另行安排,做到应办尽办。",
        "落实第一、二、三批清单。三、四季度各开展一次检查,做到应查尽查。",
    ],
)
def test_numbers_of_classes_behind_a_stop_begin_no_line(sentence: str) -> None:
    told = reading(
        f"(一)提升便利水平\n优化窗口服务,{sentence}(市市场监管局负责)\n(二)加强宣传。(市司法局负责)\n"
    )
    assert [t.responsible for t in told.tasks] == [["市市场监管局"], ["市司法局"]]


def test_cells_that_ran_into_the_heads_behind_units_are_cells() -> None:
    told = reading(
        "(一)加强宣传。(市司法局负责)\n各县(市)主要指标任务表(2028年)县(市)发明专利拥有量(件)商标指导站(个)青云县\n"
        "120\n6\n白石市\n240\n9\n红叶县\n80\n4\n"
    )
    assert [(t.scope, t.value) for t in told.targets[-6:]] == [
        ("青云县", 120),
        ("青云县", 6),
        ("白石市", 240),
        ("白石市", 9),
        ("红叶县", 80),
        ("红叶县", 4),
    ]


def test_bodies_that_ran_into_the_cell_before_theirs_bear_the_row() -> None:
    told = reading(
        "序号\n任务名称\n工作内容\n责任单位\n"
        "1\n推进立法调研\n开展地方立法调研,形成调研报告。市市场监管局、市司法局\n"
        "2\n健全统计制度\n按季度发布统计分析报告。市统计局\n"
        "3\n加强版权保护\n推进软件正版化。市委宣传部、市文旅局\n"
    )
    assert [(t.title, t.responsible) for t in told.tasks] == [
        ("推进立法调研", ["市市场监管局", "市司法局"]),
        ("健全统计制度", ["市统计局"]),
        ("加强版权保护", ["市委宣传部", "市文旅局"]),
    ]


def test_a_blank_between_a_year_and_its_word_parts_no_cells() -> None:
    table = (
        "附表 主要指标年度计划表 序号 指标 单位 2026 年基数 2027 年 2028 年 1 发明专利拥有量 件 120 180 260 "
        "2 商标注册量 件 3100 3600 4100 3 作品登记量 件 410 480 560"
    )
    told = read(
        HEAD.replace("\n", "") + "(一)加强宣传。(市司法局负责)三、保障措施压实各方责任。" + table, glossary=()
    )
    assert [(t.indicator, t.year, t.value) for t in told.targets[1:]] == [
        ("发明专利拥有量", 2027, 180),
        ("发明专利拥有量", 2028, 260),
        ("商标注册量", 2027, 3600),
        ("商标注册量", 2028, 4100),
        ("作品登记量", 2027, 480),
        ("作品登记量", 2028, 560),
    ]


EACH = (
    "临江市知识产权保护行动方案(2026—2028年)\n为加快强市建设,制定本方案。\n近年来,我市保护体系日益健全。\n"
    "全市现有维权站40家,调解组织12个。\n但审理周期较长,指导力量不足。\n一、工作目标\n(一)2027年,全面推进。\n"
    "联动机制高效运转,发明专利拥有量达到800件。\n注册商标达到3000件。\n(二)2028年,巩固提升。\n"
    "形成一批经验,发明专利拥有量达到900件。\n注册商标达到3600件。\n二、重点任务\n"
    "(一)完善审判机制。\n推进繁简分流,提高审理质量。\n加强案例指导,统一裁判标准。\n压缩审理周期,完善鉴定规则。\n"
    "(市中级法院负责)(二)深化执法协作。\n健全移送机制,共享办案线索。\n开展专项行动,加大查处力度。\n"
    "组织培训,提升能力。\n责任单位:市市场监管局、市公安局(三)优化维权服务。\n设立受理窗口,完善咨询渠道。\n"
    "培育志愿队伍,开展公益服务。\n建立专家名册,提供技术支持。\n(市司法局负责)三、保障措施\n"
    "压实各方责任,定期开展调度。\n加强经费保障,做好宣传引导。\n"
)


def test_sentences_that_each_stand_on_a_line_are_read_as_paragraphs() -> None:
    told = read(EACH, glossary=())
    assert [(t.title, t.responsible) for t in told.tasks] == [
        ("完善审判机制", ["市中级法院"]),
        ("深化执法协作", ["市市场监管局", "市公安局"]),
        ("优化维权服务", ["市司法局"]),
    ]
    assert [(t.indicator, t.value, t.year) for t in told.targets] == [
        ("发明专利拥有量", 800, 2027),
        ("注册商标", 3000, 2027),
        ("发明专利拥有量", 900, 2028),
        ("注册商标", 3600, 2028),
    ]


def test_a_list_of_single_sentences_keeps_its_lines() -> None:
    listed = "".join(
        f"市{name}局:开展{name}服务,落实{name}任务。\n" for name in ("教育", "司法", "财政", "水务", "公安")
    )
    told = read(EACH.replace("二、重点任务\n", "二、职责分工\n" + listed + "三、重点任务\n"), glossary=())
    assert [t.responsible for t in told.tasks[:5]] == [
        ["市教育局"],
        ["市司法局"],
        ["市财政局"],
        ["市水务局"],
        ["市公安局"],
    ]


def test_items_told_in_words_are_parted_where_blanks_stand_for_line_breaks() -> None:
    items = ("打造高价值专利组合", "加强行政保护", "优化维权服务", "扩大宣传覆盖")
    bodies = ("市中级法院", "市市场监管局", "市司法局", "市委宣传部")
    told = "".join(
        f"第{n},{item}。健全工作机制,完善配套措施,推动各项任务落地见效。(主办单位:{body};协办单位:市财政局)\n"
        for n, item, body in zip("一二三四", items, bodies, strict=True)
    )
    text = (
        HEAD.replace("二、重点任务", "二、增强保护能力")
        + told
        + "三、保障措施\n(一)压实责任。定期调度。\n(二)保证投入。统筹资金。\n"
    )
    found = read(text.replace("\n", " "), glossary=())
    assert [(t.title, t.lead) for t in found.tasks if t.lead] == [
        (i, [b]) for i, b in zip(items, bodies, strict=True)
    ]


def test_a_number_beside_a_form_feed_is_that_of_a_page_though_it_counts_on_from_rows() -> None:
    rows = [f"{n}\n{item}任务\n市{item}局\n" for n, item in enumerate(("司法", "公安", "财政", "教育"), 1)]
    text = "总体说明如下。\n1\n\x0c分项说明如下。\n2\n\x0c序号\n任务名称\n责任单位\n" + rows[0] + rows[1]
    text += "3\n\x0c" + rows[2] + "4\n\x0c" + rows[3] + "5\n\x0c附则。\n"
    marks = page_marks(text)
    assert [text[a:b].strip() for a, b in marks] == ["1", "2", "3", "4", "5"]
    assert all("\x0c" in text[b : b + 2] for _, b in marks)

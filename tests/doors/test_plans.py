"""A plan through the browser's requests: upload, review, decisions, refusals, versions."""

from __future__ import annotations

import html
import re
import threading
from importlib import import_module
from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from tests.doors.conftest import PLAN, Cast

from zhichan.doors.desk.builders.becauses import becauses, sure
from zhichan.doors.desk.builders.marking import marked
from zhichan.doors.desk.builders.plans import period_of, segments
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import Paper, kernel
from zhichan.kernel.ledger.public import Event
from zhichan.kernel.measures.public import Target


def upload(client: Any, content: bytes | str = PLAN, **more: str) -> Any:
    """Upload a document."""
    data = content.encode() if isinstance(content, str) else content
    return client.post(
        "/desk/plans/upload/", {"file": SimpleUploadedFile("plan.txt", data), "key": "k1", **more}
    )


def uploaded(client: Any, content: bytes | str = PLAN, **more: str) -> str:
    """Upload a document; the plan's address."""
    answer = upload(client, content, **more)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def text(answer: Any) -> str:
    """The page's words."""
    return html.unescape(answer.content.decode())


def items(page: str) -> list[str]:
    """Ids of the items on a review page."""
    return re.findall(r'<article class="[^"]*" id="item-([^"]+)"', page)


def test_a_very_long_list_of_goals_is_reviewed_in_pages_and_every_item_is_found(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = uploaded(cast.planner)

    def listed(page: str) -> list[str]:
        # Open questions stand above the list, on each of its pages.
        return [one for one in items(page) if not one.startswith("o")]

    every = listed(text(cast.planner.get(address)))
    monkeypatch.setattr(import_module("zhichan.doors.desk.builders.plans"), "AT_ONCE", 2)
    pages = [text(cast.planner.get(f"{address}?page={n}")) for n in range(1, -(-len(every) // 2) + 1)]
    assert [one for page in pages for one in listed(page)] == every, "none twice, none lost"
    assert f"第 1 至 2 行，共 {len(every)} 行" in pages[0]
    assert 'href="?page=2" rel="next"' in pages[0]
    # The document is whole; what stands elsewhere is led to, and a decision leads back to where it was made.
    last = every[-1]
    assert f'href="?item={last}#item-{last}"' in pages[0]
    assert f'href="#item-{every[0]}"' in pages[0]
    assert last in items(text(cast.planner.get(f"{address}?item={last}")))
    assert last in items(text(cast.planner.get(f"{address}?edit={last}")))
    given = {"decision": "confirm", "key": "k2", "paged": re.findall(r'name="paged" value="(\d)"', pages[0])[0]}
    assert cast.planner.post(f"{address}items/{last}/", given)["Location"] == f"{address}?item={last}#item-{last}"
    # A list of one kind has pages of its own; a short one has none.
    assert 'href="?show=target&amp;page=2"' in cast.planner.get(f"{address}?show=target").content.decode()
    monkeypatch.undo()
    whole = text(cast.planner.get(address))
    assert 'rel="next"' not in whole
    assert 'name="paged"' not in whole


def test_an_uploaded_plan_stands_beside_what_was_read(cast: Cast) -> None:
    page = text(cast.planner.get(uploaded(cast.planner)))
    assert "每万人口发明专利拥有量" in page
    assert "临江市知识产权强市建设实施方案" in page
    document = re.search(r'<div class="document"[^>]*>(.*?)</div>', page, re.DOTALL)
    assert document
    assert re.sub(r"<[^>]+>", "", document[1]).strip() == PLAN.strip()
    assert 'class="span' in document[1]


def test_each_item_points_at_its_characters_and_back(cast: Cast) -> None:
    page = text(cast.planner.get(uploaded(cast.planner)))
    for item in items(page):
        assert f'id="span-{item}"' in page or item.startswith("o"), item
    for linked in set(re.findall(r'href="#item-([^"]+)"', page)):
        assert linked in items(page)


def test_confirming_an_item_is_kept_and_counted(cast: Cast) -> None:
    address = uploaded(cast.planner)
    first = items(text(cast.planner.get(address)))[-1]
    answer = cast.planner.post(f"{address}items/{first}/", {"decision": "confirm", "key": "k2"})
    assert answer.status_code == 303
    page = text(cast.planner.get(address))
    assert "已确认" in page
    assert "已核对 1 /" in page


def target_id(page: str) -> str:
    """The id of the first target."""
    found = re.search(r'id="item-([^"]+)"[^>]*>\s*<div class="item-head"><span class="kind">目标', page)
    assert found
    return found[1]


def test_a_correction_shows_the_new_number(cast: Cast) -> None:
    address = uploaded(cast.planner)
    item = target_id(text(cast.planner.get(address)))
    form = text(cast.planner.get(f"{address}?edit={item}"))
    fields = dict(re.findall(r'name="(indicator|value|unit|year)" value="([^"]*)"', form))
    answer = cast.planner.post(
        f"{address}items/{item}/",
        {**fields, "value": "6.5", "decision": "correct", "reason": "原文有误", "key": "k2"},
    )
    assert answer.status_code == 303, text(answer)
    page = text(cast.planner.get(address))
    assert "已更正" in page
    assert 'value="6.5"' in page


def test_a_correction_that_is_no_number_is_refused_and_kept_in_the_form(cast: Cast) -> None:
    address = uploaded(cast.planner)
    item = target_id(text(cast.planner.get(address)))
    answer = cast.planner.post(
        f"{address}items/{item}/", {"value": "很多", "decision": "correct", "key": "k2"}
    )
    assert answer.status_code == 422
    page = text(answer)
    assert "应当是数字" in page
    assert 'value="很多"' in page
    assert "已核对 0 /" in page


def test_the_rest_is_confirmed_at_once_however_many_there_are(cast: Cast, settings: Any) -> None:
    # What the browser sends of a form is bounded by the number of its fields.
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 4
    before = "2020年，全市每万人口发明专利拥有量达到4件。\n\n"
    address = uploaded(cast.planner, PLAN.replace("二、重点任务", f"{before}二、重点任务"))
    page = text(cast.planner.get(address))
    [sent] = re.findall(r'name="items" value="([^"]+)"', page)
    rest = sent.split()
    assert len(rest) > 4
    assert f"确认其余已读懂的 {len(rest)} 条" in page
    assert set(rest) <= set(items(page)), "nothing is decided about figures of the past"
    assert cast.planner.post(f"{address}rest/", {"items": sent, "key": "k2"}).status_code == 302
    assert f"已核对 {len(rest)} /" in text(cast.planner.get(address))


BLANKS = "".join(
    f"，{one}率提升到××%" for one in ("商标续展", "作品登记", "质押履约", "维权满意", "品种推广", "成果登记")
)


def test_many_open_questions_are_noted_at_once_but_for_what_was_decided_since(cast: Cast) -> None:
    assert 'id="noted"></div>' in text(cast.planner.get(uploaded(cast.planner))), (
        "a few are looked at one by one"
    )
    address = uploaded(
        cast.planner,
        PLAN.replace("二、重点任务", f"专利产业化率提升到××%{BLANKS}。\n\n二、重点任务"),
        key="k9",
    )
    form = text(cast.planner.get(address)).partition('id="noted"')[2].partition("</form>")[0]
    [sent] = re.findall(r'name="items" value="([^"]+)"', form)
    named = sent.split()
    assert f"这 {len(named)} 处都知悉" in form
    cast.planner.post(f"{address}items/{named[0]}/", {"decision": "reject", "key": "k2"})
    for key in ("k3", "k4"):
        cast.planner.post(f"{address}rest/", {"items": sent, "key": key})
    page = text(cast.planner.get(address))
    assert f'class="item is-rejected" id="item-{named[0]}"' in page
    assert page.count('class="item is-confirmed" id="item-o') == len(named) - 1
    assert 'name="decision"' not in text(cast.leader.get(address))
    assert "都知悉" not in text(cast.leader.get(address))


@pytest.mark.parametrize(
    ("period", "written"),
    [
        ({"start": 2023, "end": 2025}, "2023—2025"),
        ({"start": 2023, "end": 2023}, "2023"),
        ({"end": 2025}, ""),
        (None, ""),
    ],
)
def test_a_period_of_one_year_is_that_year(period: Any, written: str) -> None:
    assert period_of({"period": period}) == written


def test_a_leader_reads_and_does_not_decide(cast: Cast) -> None:
    address = uploaded(cast.planner)
    page = text(cast.leader.get(address))
    item = items(page)[-1]
    assert 'name="decision"' not in page
    answer = cast.leader.post(f"{address}items/{item}/", {"decision": "confirm", "key": "k2"})
    assert answer.status_code == 422
    assert "已核对 0 /" in text(cast.planner.get(address))


@pytest.mark.parametrize("verb", ["decide", "rename", "withdraw"])
def test_the_review_offers_what_one_may_do_and_no_more(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    address = uploaded(cast.planner)
    builders = import_module("zhichan.doors.desk.builders.plans")
    monkeypatch.setattr(builders, "may", lambda actor, asked, path: asked == f"plan:{verb}")
    page = text(cast.planner.get(address))
    shown = {
        "decide": "<kbd>y</kbd>" in page,
        "rename": "更正名称" in page,
        "withdraw": "撤回这份规划" in page,
    }
    assert shown == {each: each == verb for each in shown}
    assert ('name="decision"' in page) == (verb == "decide")


def test_a_stranger_finds_no_such_plan(cast: Cast) -> None:
    address = uploaded(cast.planner)
    assert cast.stranger.get(address).status_code == 404
    assert cast.stranger.get("/desk/plans/00000000-0000-7000-8000-000000000009/").status_code == 404
    assert address not in text(cast.stranger.get("/desk/plans/"))


def test_nobody_is_sent_to_the_login(cast: Cast) -> None:
    answer = cast.nobody.get("/desk/plans/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/?next=")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "“规划文件”是空文件"),
        (b"%PDF-1.7 x", "PDF"),
        ("今天天气很好，我们去河边散步。" * 30, "规划"),
    ],
)
def test_what_is_no_plan_is_refused_with_a_sentence_and_nothing_is_kept(
    cast: Cast, content: Any, said: str
) -> None:
    answer = upload(cast.planner, content)
    assert answer.status_code in {200, 422}
    page = text(answer)
    assert said in page
    assert "没有任何内容被改动" in page
    with kernel():
        assert Case.objects.count() == 0
        assert Paper.objects.count() == 0


def test_a_plan_in_gb18030_reads_alike(cast: Cast) -> None:
    page = text(cast.planner.get(uploaded(cast.planner, PLAN.encode("gb18030"))))
    assert "每万人口发明专利拥有量" in page


def test_sending_the_upload_twice_makes_one_plan(cast: Cast) -> None:
    assert uploaded(cast.planner) == uploaded(cast.planner)


def test_a_bearer_who_has_another_part_now_had_none_there_before(cast: Cast) -> None:
    first = uploaded(cast.planner)
    plan = first.rstrip("/").rsplit("/", 1)[1]
    newer = PLAN.replace("责任单位：市农业农村局", "牵头单位：市农业农村局")
    page = text(cast.planner.get(f"{uploaded(cast.planner, newer, follows=plan, key='k9')}changes/{plan}/"))
    assert "— → 市农业农村局" in page
    assert "市农业农村局 → —" in page


@pytest.mark.point("M01.4", without="management/policy_text/rules.py#reading")
def test_a_second_version_is_compared_task_by_task(cast: Cast) -> None:
    first = uploaded(cast.planner)
    plan = first.rstrip("/").rsplit("/", 1)[1]
    newer = PLAN.replace("不少于5个", "不少于8个").replace(
        "建立会商机制，每半年通报进展。",
        "建立会商机制，每半年通报进展。\n\n（二）加强宣传\n\n每年四月开展集中宣传活动。",
    )
    second = uploaded(cast.planner, newer, follows=plan, key="k9")
    page = text(cast.planner.get(second))
    assert "第 2 版" in page
    changes = text(cast.planner.get(f"{second}changes/{plan}/"))
    assert "不少于<ins>8</ins>个" in changes
    assert "不少于<del>5</del>个" in changes
    assert "加强宣传" in changes
    assert "新增" in changes
    counts = re.findall(
        r'(全部变化|新增|删去|改动|未变) <span class="count">(\d+)',
        cast.planner.get(f"{second}changes/{plan}/").content.decode(),
    )
    assert dict(counts) == {
        "全部变化": "3",
        "新增": "1",
        "删去": "0",
        "改动": "2",
        "未变": dict(counts)["未变"],
    }


@pytest.mark.point("M01.4", without="management/policy_text/rules.py#reading")
def test_what_changed_throughout_a_second_version_stands_once_above_the_tasks(cast: Cast) -> None:
    more = "市科技局）\n\n（三）转化专利\n\n建立专利供需对接机制。（责任单位：市科技局）"
    older = PLAN.replace("市科技局）", more)
    newer = older.replace("2023—2027年", "2023—2028年").replace("市科技局", "市科学技术局")
    plan = uploaded(cast.planner, older).rstrip("/").rsplit("/", 1)[1]
    changes = text(
        cast.planner.get(f"{uploaded(cast.planner, newer, follows=plan, key='k9')}changes/{plan}/")
    )
    head, _, tasks = changes.partition('aria-label="变化种类"')
    assert "2023—2027 → 2023—2028" in head
    assert "市科技局 → 市科学技术局" in head
    assert "2项任务" in head
    assert "市科学技术局" not in tasks


@pytest.mark.point("M01.4", without="management/policy_text/rules.py#reading")
def test_a_task_put_to_another_is_told_as_merged_with_where_its_words_are_now(cast: Cast) -> None:
    marks = "到2027年，地理标志商标达到12件。指导产地建立标准和标识管理制度。（责任单位：市农业农村局）"
    quality = "支持企业和高校联合申请发明专利，每年组织专利导航项目不少于5个。"
    newer = PLAN.replace(f"（二）做强地理标志\n\n{marks}\n", "").replace(
        quality, quality + marks.partition("（")[0]
    )
    plan = uploaded(cast.planner).rstrip("/").rsplit("/", 1)[1]
    address = f"{uploaded(cast.planner, newer, follows=plan, key='k9')}changes/{plan}/"
    changes = text(cast.planner.get(address))
    assert re.search(r"<dt>并入</dt><dd>\s*提高专利质量", changes)
    assert re.search(r'并入 <span class="count">1<', changes)
    assert "拆出" not in changes
    merged = text(cast.planner.get(f"{address}?show=merged"))
    assert "做强地理标志" in merged
    assert "<dt>任务</dt>" not in merged


@pytest.mark.parametrize(
    ("before", "after", "gone", "come"),
    [
        ("建设20家左右", "建设125家左右", ["20"], ["125"]),
        ("到2027年达到3.5件", "到2027年达到3.5件以上", [], ["以上"]),
        ("市科技局牵头", "市科技局牵头", [], []),
        ("建设20家，每家1人", "建设25家,每家1人", ["20"], ["25"]),
        ("甲乙丙丁", "子丑寅卯", [], []),
        ("一" * 4000, "一" * 4000 + "二", [], []),
    ],
)
def test_what_two_versions_say_differently_is_marked_figures_whole(
    before: str, after: str, gone: list[str], come: list[str]
) -> None:
    old, new = marked(before, after)
    assert ("".join(one.text for one in old), "".join(one.text for one in new)) == (before, after)
    assert [one.text for one in old if one.only] == gone
    assert [one.text for one in new if one.only] == come


def test_segments_join_to_the_text_and_the_narrowest_item_comes_last() -> None:
    pieces = segments(
        "abcdefghij",
        [(0, 10, "k1", "task"), (2, 5, "t1", "target"), (4, 7, "o1", "open"), (8, 30, "x", "open")],
    )
    assert "".join(one.text for one in pieces) == "abcdefghij"
    assert [(one.text, tuple(one.items)) for one in pieces] == [
        ("ab", ("k1",)),
        ("cd", ("k1", "t1")),
        ("e", ("k1", "t1", "o1")),
        ("fg", ("k1", "o1")),
        ("hij", ("k1",)),
    ]
    assert [tuple(one.first_of) for one in pieces] == [("k1",), ("t1",), ("o1",), (), ()]


def test_the_page_speaks_english_when_asked(cast: Cast) -> None:
    address = uploaded(cast.planner)
    answer = cast.planner.post("/i18n/setlang/", {"language": "en", "next": address})
    assert answer.status_code == 302
    page = text(cast.planner.get(address))
    assert '<html lang="en">' in page
    assert "Under review" in page
    assert "Synthetic data" in page
    assert "已读懂" not in page
    assert '<span class="unit">items</span>' in page
    assert '<span class="unit">件</span>' not in page


def test_pages_send_a_policy_that_keeps_them_to_themselves(cast: Cast) -> None:
    policy = cast.planner.get("/desk/plans/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_demonstration_offers_its_own_plan_to_whoever_has_none(cast: Cast) -> None:
    page = text(cast.planner.get("/desk/plans/upload/"))
    names = re.findall(r'name="example" value="([^"]+)"', page)
    assert "example_plan.txt" in names
    answer = cast.planner.post("/desk/plans/upload/", {"example": "example_plan.txt", "key": "k1"})
    assert answer.status_code == 302
    assert "衡川市知识产权强市建设" in text(cast.planner.get(answer["Location"]))


def test_an_example_is_named_and_never_a_path(cast: Cast) -> None:
    for name in ("../../settings.py", "/etc/hostname", "none.txt"):
        answer = cast.planner.post("/desk/plans/upload/", {"example": name, "key": "k1"})
        assert answer.status_code == 422
    with kernel():
        assert Case.objects.count() == 0


def test_a_file_beyond_the_limit_is_refused_with_its_size(cast: Cast) -> None:
    answer = upload(cast.planner, b"x" * (21 * 1024 * 1024))
    assert answer.status_code == 422
    assert "21MB" in text(answer)
    with kernel():
        assert Paper.objects.count() == 0


def test_an_upload_without_a_file_is_refused(cast: Cast) -> None:
    answer = cast.planner.post("/desk/plans/upload/", {"key": "k1"})
    assert answer.status_code == 422
    assert "请选择一个文件" in text(answer)


def test_a_word_document_is_shown_as_the_text_its_spans_point_into(cast: Cast) -> None:
    document = docx.Document()
    for line in PLAN.splitlines():
        document.add_paragraph(line)
    stream = BytesIO()
    document.save(stream)
    page = text(cast.planner.get(uploaded(cast.planner, stream.getvalue())))
    assert "每万人口发明专利拥有量" in page
    assert "PK\x03\x04" not in page


TORN = PLAN + ("四、补充目标\n以及培育机构推动企业建设平台达到30家、的覆盖率达到80%。\n")


def test_doubtful_items_stand_first_and_say_why(cast: Cast) -> None:
    address = uploaded(cast.planner, TORN)
    page = text(cast.planner.get(address))
    with kernel():
        read = Case.objects.get().facts["reading"]
    doubtful = [
        each["id"]
        for each in [*read["targets"], *read["tasks"], *read["measures"]]
        if each["confidence"] < 0.8
    ]
    assert doubtful
    listed = [one for one in items(page) if not one.startswith("o")]
    assert set(listed[: len(doubtful)]) == set(doubtful)
    assert "指标名称太短" in page


def test_each_item_says_by_which_rule_and_words_it_was_read_and_how_sure_that_is(cast: Cast) -> None:
    page = text(cast.planner.get(uploaded(cast.planner)))
    with kernel():
        read = Case.objects.get().facts["reading"]
    told = {each["id"]: each for each in [*read["targets"], *read["tasks"], *read["measures"]]}
    articles = dict(
        re.findall(r'<article class="[^"]*" id="item-([tkm]\d+)"(.*?)</article>', page, re.DOTALL)
    )
    assert set(articles) == set(told)
    for name, words in articles.items():
        assert f"把握约 {round(told[name]['confidence'] * 100)}%" in words
        said = re.search(r'<details class="because">.*?</details>', words, re.DOTALL)
        assert said
        for why in told[name]["why"]:
            assert why["rule"] not in said[0], "rules are told in words"
            assert " ".join(why["words"].split())[:60] in said[0]
    assert "名称在前、数字在后：“每万人口发明专利拥有量达到6件”" in page
    assert "括号里写明牵头、配合或负责" in page or "括号里标有“责任单位”等字样" in page


def test_each_figure_of_the_past_says_why_it_was_read_so_and_is_not_decided_about(cast: Cast) -> None:
    before = "2020年，全市每万人口发明专利拥有量达到4件。\n\n"
    address = uploaded(cast.planner, PLAN.replace("二、重点任务", f"{before}二、重点任务"))
    everything = text(cast.planner.get(address))
    assert "f1" not in items(everything)
    page = text(cast.planner.get(f"{address}?show=actual"))
    assert [each for each in items(page) if not each.startswith("o")] == ["f1"]
    shown = re.search(r'id="item-f1".*?</article>', page, re.DOTALL)
    assert shown
    assert "这句话讲的是已经做到的" in shown[0] or "所说的年份在规划开始之前" in shown[0]
    assert "确认" not in shown[0]
    assert 'id="span-f1"' in page


def test_a_figure_of_the_past_and_what_a_person_added_stand_apart_on_one_page(cast: Cast) -> None:
    before = "2020年，全市每万人口发明专利拥有量达到4件。\n\n"
    address = uploaded(cast.planner, PLAN.replace("二、重点任务", f"{before}二、重点任务"))
    assert cast.planner.post(f"{address}add/target/", {**MISSED, "key": "a1"}).status_code == 303
    page = text(cast.planner.get(f"{address}?show=actual"))
    marks = re.findall(r' id="((?:item|span)-[^"]+)"', page)
    assert len(marks) == len(set(marks))
    figure, goal = (re.search(rf'id="span-{one}"[^>]*>([^<]+)', page) for one in ("f1", "a1"))
    assert figure
    assert "每万人口发明专利拥有量" in figure[1]
    assert goal
    assert goal[1] == "指导产地建立标准和标识管理制度"


def test_who_answers_for_an_indicator_of_a_table_stands_with_its_goal(cast: Cast) -> None:
    rows = "指标|单位|2023年|2025年|责任单位\n品牌指导站|个|2|6|市文旅局\n版权登记点|个|1|5|市委宣传部\n"
    address = uploaded(cast.planner, f"{PLAN}\n附件 主要指标\n{rows}")
    page = text(cast.planner.get(address))
    article = re.search(r"<article(?:(?!</article>).)*品牌指导站.*?</article>", page, re.DOTALL)
    assert article is not None
    assert "市文旅局" in article.group()


def test_what_is_corrected_is_not_confirmed_by_the_key_that_would_drop_the_correction(cast: Cast) -> None:
    address = uploaded(cast.planner)
    item = target_id(text(cast.planner.get(address)))
    cast.planner.post(f"{address}items/{item}/", {"value": "6.5", "decision": "correct", "key": "k2"})
    shown = re.search(rf'id="item-{item}".*?</article>', text(cast.planner.get(address)), re.DOTALL)
    assert shown
    assert "撤销更正，按读出的确认" in shown[0]
    assert 'data-key="y"' not in shown[0]


def test_a_goal_in_another_unit_than_the_measure_of_its_name_is_not_measured_by_it(cast: Cast) -> None:
    address = uploaded(
        cast.planner, PLAN.replace("二、重点任务", "每年开展知识产权培训60场次以上。\n\n二、重点任务")
    )
    page = text(cast.planner.get(address))
    assert "口径“知识产权培训人次”按“人次”计，目标的单位是“场次”，不能用它计算" in page
    cast.planner.post(f"{address}rest/", {"items": items(page), "key": "k2"})
    shown = text(cast.planner.get(f"{address}adopt/"))
    row = re.search(r"<tr[^>]*>(?:(?!</tr>).)*场次.*?</tr>", shown, re.DOTALL)
    assert row
    assert "没有对应口径" in row[0]


def test_a_rule_without_words_of_its_own_is_named() -> None:
    assert [each.zh for each in becauses({"why": [{"rule": "share_of_x", "words": "甲 \n乙"}, {"rule": "new_one"}]})] == [
        "某部分占整体的比重：“甲 乙”", "按规则“new_one”",
    ]  # fmt: skip
    assert (sure({}), sure({"confidence": 0.964})) == (None, 96)


def test_decisions_leave_the_house_as_an_annotation_with_what_had_been_read(cast: Cast) -> None:
    address = uploaded(cast.planner)
    page = text(cast.planner.get(address))
    assert "?annotation" not in page
    first = next(one for one in items(page) if one.startswith("t"))
    cast.planner.post(
        f"{address}items/{first}/", {"decision": "reject", "reason": "不属于本规划", "key": "a1"}
    )
    assert "?annotation" in text(cast.planner.get(address))
    answer = cast.planner.get(address + "?annotation=1")
    made = answer.json()
    assert "attachment" in answer["Content-Disposition"]
    assert len(made["not_targets"]) == 1
    assert first not in made["undecided"]
    assert cast.stranger.get(address + "?annotation=1").status_code == 404


def test_a_script_that_puts_one_item_in_place_is_sent_that_item_and_the_counts(cast: Cast) -> None:
    address = uploaded(cast.planner)
    whole = cast.planner.get(address)
    found = items(text(whole))
    assert "HX-Target" in whole["Vary"]
    for key in ("t1", "k1", "o1"):
        answer = cast.planner.post(
            f"{address}items/{key}/",
            {"decision": "confirm", "key": f"one-{key}"},
            headers={"HX-Target": f"item-{key}"},
            follow=True,
        )
        page = text(answer)
        assert items(page) == [key]
        assert "有效注册商标总量达到3万件" not in page
        assert 'id="strip"' in page
        assert 'id="left"' in page
        assert len(page) < len(text(whole)) * 0.7
    assert "已核对 3 /" in page
    edit = text(cast.planner.get(f"{address}?edit=t2", headers={"HX-Target": "item-t2"}))
    assert items(edit) == ["t2"]
    assert 'name="indicator"' in edit
    for other in ("panel", "item-", ""):
        assert set(items(text(cast.planner.get(address, headers={"HX-Target": other})))) == set(found)


def test_the_end_of_the_items_tells_what_is_left_and_a_kind_without_items_says_so(cast: Cast) -> None:
    address = uploaded(cast.planner)
    page = text(cast.planner.get(f"{address}?show=doubtful"))
    assert "这一类没有条目" in page
    assert "如果这不是规划类文件" not in page
    left = re.search(r'id="left">(.*?)</p>', page, re.DOTALL)
    assert left
    assert "还有 9 条没有处理" in left[1]
    assert 'href="?show=undecided"' in left[1]
    for n, one in enumerate(items(text(cast.planner.get(address)))):
        cast.planner.post(f"{address}items/{one}/", {"decision": "confirm", "key": f"c{n}"})
    page = text(cast.planner.get(f"{address}?show=undecided"))
    left = re.search(r'id="left">(.*?)</p>', page, re.DOTALL)
    assert left
    assert "采用…" in left[1]
    assert "没有处理" not in left[1]
    assert "已全部核对，等待采用" in text(cast.planner.get("/desk/"))
    assert "这一类没有条目" in page


def test_before_anyone_tried_the_adoption_page_says_what_is_left_and_after_a_try_that_nothing_was_done(
    cast: Cast,
) -> None:
    address = uploaded(cast.planner)
    page = text(cast.planner.get(f"{address}adopt/"))
    assert "现在还不能采用" in page
    assert "没有办成" not in page
    assert 'href="' + address + '?show=undecided"' in page
    answer = cast.planner.post(f"{address}adopt/", {"key": "ad"})
    assert answer.status_code == 422
    assert "没有办成，请看原因" in text(answer)
    assert "现在还不能采用" not in text(answer)


def test_an_adoption_asks_once_for_what_its_targets_and_tasks_share(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    address = uploaded(cast.planner)
    for n, one in enumerate(items(text(cast.planner.get(address)))):
        cast.planner.post(f"{address}items/{one}/", {"decision": "confirm", "key": f"c{n}"})
    for sent, given in ((cast.planner.get, {}), (cast.planner.post, {"key": "ad"})):
        with django_assert_max_num_queries(400) as asked:
            sent(f"{address}adopt/", given)
        told = [each["sql"] for each in asked.captured_queries]
        assert sum('INSERT INTO "measures_target"' in each for each in told) == 1
        assert sum('INSERT INTO "casework_case"' in each for each in told) > 2
        assert sum('FROM "casework_edition"' in each for each in told) <= 2
        # The plan itself, and what the targets and the tasks hang on, each as far as it may be seen.
        assert sum("zhichan_seen" in each for each in told) <= 3


def test_who_comes_back_to_the_adoption_of_an_adopted_plan_is_led_to_its_scorecard(cast: Cast) -> None:
    address = uploaded(cast.planner)
    for n, one in enumerate(items(text(cast.planner.get(address)))):
        cast.planner.post(f"{address}items/{one}/", {"decision": "confirm", "key": f"c{n}"})
    cast.planner.post(f"{address}adopt/", {"key": "ad"})
    answer = cast.planner.get(f"{address}adopt/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/desk/scorecard/?plan=")
    late = cast.planner.post(f"{address}adopt/", {"key": "another"})
    assert late.status_code == 422
    assert "目前处于“已采用”" in text(late)
    assert "show=undecided" not in text(late)


def seen(page: str, item: str) -> str:
    """The version of the plan that an item on the page shows."""
    [found] = re.findall(
        rf'name="key" value="[^"]*-{item}"><input type="hidden" name="seen" value="(\d+)"', page
    )
    return str(found)


def test_nobody_overwrites_a_decision_that_they_have_not_seen(cast: Cast) -> None:
    address = uploaded(cast.planner)
    item = target_id(text(cast.planner.get(address)))
    here, blank = f"{address}items/{item}/", seen(text(cast.planner.get(address)), item)
    first = {"decision": "confirm", "seen": blank}
    assert cast.planner.post(here, first | {"key": "k2"}).status_code == 303
    # The very same decision again, as a second press sends it, or another officer.
    assert cast.planner.post(here, first | {"key": "k2"}).status_code == 303
    assert cast.planner.post(here, first | {"key": "k3"}).status_code == 303
    late = cast.planner.post(here, {"decision": "reject", "seen": blank, "key": "k4"})
    assert late.status_code == 422
    assert "这一条有了新的处理（已确认）" in text(late)
    assert "不采用" not in re.sub(
        r"<button.*?</button>|<p class=\"keys\">.*?</p>", "", text(late), flags=re.DOTALL
    )
    unheard = cast.planner.post(here, {"decision": "reject", "seen": "999999", "key": "k6"})
    assert unheard.status_code == 422, "a version that is not there was seen by nobody"
    now = seen(text(late), item)
    assert now != blank
    assert cast.planner.post(here, {"decision": "reject", "seen": now, "key": "k5"}).status_code == 303


def test_a_correction_that_came_second_is_kept_in_its_form(cast: Cast) -> None:
    address = uploaded(cast.planner)
    item = target_id(text(cast.planner.get(address)))
    here = f"{address}items/{item}/"
    mine = {"decision": "correct", "seen": seen(text(cast.planner.get(address)), item), "value": "7"}
    assert cast.planner.post(here, mine | {"key": "k2"}).status_code == 303
    assert cast.planner.post(here, mine | {"key": "k2"}).status_code == 303
    late = cast.planner.post(here, mine | {"key": "k3", "value": "8", "reason": "核对原件"})
    assert late.status_code == 422
    page = text(late)
    assert re.search(rf'id="input-{item}value"[^>]*value="8"', page)
    assert "核对原件" in page
    again = mine | {"key": "k4", "value": "8", "seen": seen(page, item)}
    assert cast.planner.post(here, again).status_code == 303


def test_the_same_correction_does_not_wipe_a_reason_that_it_has_not_seen(cast: Cast) -> None:
    address = uploaded(cast.planner)
    item = target_id(text(cast.planner.get(address)))
    here = f"{address}items/{item}/"
    mine = {"decision": "correct", "seen": seen(text(cast.planner.get(address)), item), "value": "7"}
    reasoned = mine | {"reason": "核对原件"}
    assert cast.planner.post(here, reasoned | {"key": "k2"}).status_code == 303
    assert cast.planner.post(here, reasoned | {"key": "k3"}).status_code == 303
    late = cast.planner.post(here, mine | {"key": "k4"})
    assert late.status_code == 422
    assert "这一条有了新的处理" in text(late)
    with kernel():
        assert Case.objects.get().facts["decisions"][item]["reason"] == "核对原件"


def test_who_decides_in_the_form_that_every_act_has_overwrites_nothing_unseen_either(cast: Cast) -> None:
    address = uploaded(cast.planner)
    item = target_id(text(cast.planner.get(address)))
    form = address.replace("/desk/plans/", "/desk/cases/plan/") + "acts/decide/"
    [version] = re.findall(r'name="seen"[^>]*value="(\d+)"', text(cast.planner.get(form)))
    assert (
        cast.planner.post(f"{address}items/{item}/", {"decision": "confirm", "key": "k2"}).status_code == 303
    )
    given = {"items": item, "decision": "reject", "seen": version, "do": "do"}
    late = cast.planner.post(form, given | {"key": "k3"})
    assert late.status_code == 422
    assert "这一条有了新的处理（已确认）" in text(late)
    assert cast.planner.post(form, given | {"seen": "", "key": "k5"}).status_code == 422
    preview = cast.planner.post(form, given | {"decision": "confirm", "do": "preview", "key": "k6"})
    assert re.findall(r'name="seen"[^>]*value="(\d+)"', text(preview)) == [version], "a preview shows no decision"
    # Whoever has been told of it goes on.
    [now] = re.findall(r'<input type="hidden" name="seen" value="(\d+)"', text(late))
    assert cast.planner.post(form, given | {"seen": now, "key": "k4"}).status_code == 302
    assert f'class="item is-rejected" id="item-{item}"' in text(cast.planner.get(address))


def test_nobody_adopts_what_was_decided_otherwise_since_they_looked(cast: Cast) -> None:
    address = uploaded(cast.planner)
    for n, one in enumerate(items(text(cast.planner.get(address)))):
        cast.planner.post(f"{address}items/{one}/", {"decision": "confirm", "key": f"c{n}"})
    [version] = re.findall(r'name="seen" value="(\d+)"', text(cast.planner.get(f"{address}adopt/")))
    item = target_id(text(cast.planner.get(address)))
    cast.planner.post(f"{address}items/{item}/", {"decision": "reject", "key": "k2"})
    late = cast.planner.post(f"{address}adopt/", {"seen": version, "key": "k3"})
    assert late.status_code == 422
    assert "规划又有1次改动" in text(late)
    [now] = re.findall(r'name="seen" value="(\d+)"', text(late))
    form = address.replace("/desk/plans/", "/desk/cases/plan/") + "acts/rename/"
    assert cast.planner.post(form, {"name": "另一个名称", "do": "do", "key": "k5"}).status_code == 302
    renamed = cast.planner.post(f"{address}adopt/", {"seen": now, "key": "k6"})
    assert renamed.status_code == 422
    assert "另一个名称" in text(renamed)
    [now] = re.findall(r'name="seen" value="(\d+)"', text(renamed))
    assert cast.planner.post(f"{address}adopt/", {"seen": now, "key": "k4"}).status_code == 302


def test_what_a_very_long_plan_would_make_is_shown_in_pages_and_adopted_as_it_was_on_the_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = uploaded(cast.planner)
    for n, one in enumerate(items(text(cast.planner.get(address)))):
        cast.planner.post(f"{address}items/{one}/", {"decision": "confirm", "key": f"c{n}"})

    def rows(page: str, section: str) -> list[str]:
        part = page.partition(f'<section id="{section}">')[2].partition("</section>")[0]
        return re.findall(r'<tr[^>]*><th scope="row"[^>]*>(.*?)</th>', part, re.DOTALL)

    whole = text(cast.planner.get(f"{address}adopt/"))
    every = {section: rows(whole, section) for section in ("targets", "tasks")}
    assert 'rel="next"' not in whole
    monkeypatch.setattr(import_module("zhichan.doors.desk.builders.plans"), "AT_ONCE", 2)
    page = text(cast.planner.get(f"{address}adopt/"))
    [seen] = re.findall(r'name="seen" value="(\d+)"', page)
    for section, listed in every.items():
        assert len(listed) > 2
        found, here = list[str](), page
        while True:
            found += rows(here, section)
            ways = re.findall(r'<a href="([^"]+)" rel="next">', here)
            way = next((one for one in ways if one.endswith(f"#{section}")), "")
            if not way:
                break
            here = text(cast.planner.get(f"{address}adopt/{way}"))
            assert f"共 {len(listed)} 行" in here
        assert found == listed, "none twice, none lost"
    # Somebody decides while pages are turned: what the first page showed is no longer what would be made.
    [way] = [one for one in re.findall(r'<a href="([^"]+)" rel="next">', page) if one.endswith("#targets")]
    cast.planner.post(f"{address}items/{target_id(text(cast.planner.get(address)))}/", {"decision": "reject", "key": "k2"})
    later = text(cast.planner.get(f"{address}adopt/{way}"))
    assert re.findall(r'name="seen" value="(\d+)"', later) == [seen]
    [form] = re.findall(r'<form class="acts" method="post" action="([^"]+)"', later)
    late = cast.planner.post(form, {"seen": seen, "key": "k3"})
    assert late.status_code == 422
    assert "规划又有1次改动" in text(late)
    [now] = re.findall(r'name="seen" value="(\d+)"', text(late))
    assert int(now) > int(seen)
    for odd in ("seen=x", "seen=-1", "page=99&of=tasks", "page=x&of=y"):
        assert cast.planner.get(f"{address}adopt/?{odd}").status_code == 200
    assert cast.planner.post(form, {"seen": now, "key": "k4"}).status_code == 302


def test_of_several_plans_adopted_at_once_only_those_are_refused_that_were_decided_otherwise_since(cast: Cast) -> None:
    kept, changed = (uploaded(cast.planner, key=key) for key in ("p1", "p2"))
    for at, address in enumerate((kept, changed)):
        for n, one in enumerate(items(text(cast.planner.get(address)))):
            given = {"decision": "confirm", "key": f"c{at}.{n}"}
            cast.planner.post(f"{address}items/{one}/", given)
    form = changed.replace("/desk/plans/", "/desk/cases/plan/") + "acts/rename/"
    assert cast.planner.post(form, {"name": "另一份规划", "do": "do", "key": "k1"}).status_code == 302
    batch = "/desk/cases/plan/batch/"
    chosen = re.findall(r'name="case" value="([^"]+)"', text(cast.planner.get("/desk/cases/plan/")))
    assert len(chosen) == 2
    item = target_id(text(cast.planner.get(changed)))
    cast.planner.post(f"{changed}items/{item}/", {"decision": "reject", "key": "k2"})
    page = text(cast.planner.post(batch, {"case": chosen, "act": "adopt"}))
    sent = re.findall(r'name="case" value="([^"]+)"', page)
    assert sorted(sent) == sorted(chosen), "the list was looked at, not what came after it"

    def stages() -> list[str]:
        with kernel():
            return [Case.objects.get(pk=one.strip("/").split("/")[-1]).stage for one in (kept, changed)]

    given = {"act": "adopt", "do": "do"}
    bare = text(cast.planner.post(batch, given | {"case": [one.split("@")[0] for one in sent], "key": "k3"}))
    assert bare.count("请看过现在的内容") == 2
    assert stages() == ["reviewing", "reviewing"], "who sends no version has looked at none"
    trial = text(cast.planner.post(batch, given | {"case": sent, "do": "preview", "key": "k4"}))
    assert re.findall(r'name="case" value="([^"]+)"', trial) == sent, "a preview shows nothing of the plans"
    done = text(cast.planner.post(batch, given | {"case": sent, "key": "k4"}))
    [refused] = [one for one in re.findall(r"<tr.*?</tr>", done, re.DOTALL) if "规划又有1次改动" in one]
    assert "另一份规划" in refused
    assert stages() == ["adopted", "reviewing"]
    # The list as it is now has been looked at.
    again = re.findall(r'name="case" value="([^"]+)"', text(cast.planner.get("/desk/cases/plan/?stage=reviewing")))
    cast.planner.post(batch, given | {"case": again, "key": "k5"})
    assert stages() == ["adopted", "adopted"]


def test_nobody_adopts_by_the_batch_what_is_not_theirs_to_adopt(cast: Cast) -> None:
    address = uploaded(cast.planner)
    for n, one in enumerate(items(text(cast.planner.get(address)))):
        cast.planner.post(f"{address}items/{one}/", {"decision": "confirm", "key": f"c{n}"})
    [chosen] = re.findall(r'name="case" value="([^"]+)"', text(cast.planner.get("/desk/cases/plan/")))
    sent = {"case": [chosen, f"{chosen.split('@')[0]}@0"], "act": "adopt", "do": "do", "key": "a1"}
    for who in (cast.leader, cast.county, cast.stranger):
        who.post("/desk/cases/plan/batch/", sent)
        with kernel():
            assert Case.objects.get().stage == "reviewing"
    assert cast.nobody.post("/desk/cases/plan/batch/", sent).status_code == 302
    refused = text(cast.planner.post("/desk/cases/plan/batch/", sent | {"case": f"{chosen.split('@')[0]}@x"}))
    assert "应当是绝对值不超过10¹⁵的数字" in refused, "what is no version is none"
    with kernel():
        assert Case.objects.get().stage == "reviewing"


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_adopt_truly_at_once_one_does_and_the_other_is_told(cast: Cast) -> None:
    address = uploaded(cast.planner)
    for n, one in enumerate(items(text(cast.planner.get(address)))):
        cast.planner.post(f"{address}items/{one}/", {"decision": "confirm", "key": f"c{n}"})
    [chosen] = re.findall(r'name="case" value="([^"]+)"', text(cast.planner.get("/desk/cases/plan/")))
    [seen_] = re.findall(r'name="seen" value="(\d+)"', text(cast.planner.get(f"{address}adopt/")))
    start, told = threading.Barrier(2), dict[str, Any]()

    def send(name: str, where: str, given: dict[str, Any]) -> None:
        client = Client()
        client.cookies = cast.planner.cookies
        start.wait(20)
        told[name] = client.post(where, given)
        connection.close()

    ways = {
        "one": (f"{address}adopt/", {"seen": seen_, "key": "a1"}),
        "many": ("/desk/cases/plan/batch/", {"case": chosen, "act": "adopt", "do": "do", "key": "a2"}),
    }
    threads = [threading.Thread(target=send, args=(name, *way)) for name, way in ways.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    late = "目前处于“已采用”"
    assert [told["one"].status_code, late in text(told["many"])] in ([302, True], [422, False])
    assert late in text(told["one"]) + text(told["many"])
    with kernel():
        assert Case.objects.filter(procedure="plan").get().stage == "adopted"
        tasks = list(Case.objects.filter(procedure="task").values_list("key", flat=True))
        goals = list(Target.objects.values_list("item", flat=True))
        events = list(Event.objects.filter(verb="target:promise").values_list("subject_id", flat=True))
    assert len(tasks) == len(set(tasks))
    assert len(goals) == len(set(goals)) == len(events)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who_confirms", ["the rest", "one"])
def test_of_two_officers_who_decide_truly_at_once_the_second_overwrites_nothing(
    cast: Cast, who_confirms: str
) -> None:
    address = uploaded(cast.planner)
    page = text(cast.planner.get(address))
    rest = " ".join(re.findall(r'name="items" value="([^"]+)"', page)).split()
    version = seen(page, rest[0])
    for item in rest:
        start, told = threading.Barrier(2), dict[str, int]()

        def send(name: str, where: str, given: dict[str, Any], start: Any = start, told: Any = told) -> None:
            client = Client()
            client.cookies = cast.planner.cookies
            start.wait(20)
            told[name] = client.post(where, given).status_code
            connection.close()

        one = f"{address}items/{item}/"
        confirming = (
            (f"{address}rest/", {"items": rest, "key": f"r{item}"})
            if who_confirms == "the rest"
            else (one, {"decision": "confirm", "seen": version, "key": f"c{item}"})
        )
        threads = [
            threading.Thread(target=send, args=("confirm", *confirming)),
            threading.Thread(
                target=send, args=("reject", one, {"decision": "reject", "seen": version, "key": f"n{item}"})
            ),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with kernel():
            kept = Case.objects.get().facts["decisions"]
        assert kept[item]["decision"] == ("reject" if told["reject"] == 303 else "confirm")
        if who_confirms == "one":
            assert sorted(told.values()) == [303, 422]
        else:
            assert told["confirm"] == 302
            assert set(rest) <= set(kept)


def test_a_plan_is_pasted_instead_of_uploaded(cast: Cast) -> None:
    answer = cast.planner.post("/desk/plans/upload/", {"words": PLAN.replace("\n", "\r\n"), "key": "k1"})
    assert answer.status_code == 302
    page = text(cast.planner.get(answer["Location"]))
    assert "临江市知识产权强市建设实施方案" in page
    assert "<b>0</b> 已读懂" not in page
    refused = cast.planner.post("/desk/plans/upload/", {"words": "今天天气很好。", "key": "k2"})
    assert refused.status_code == 422
    assert "今天天气很好。</textarea>" in text(refused)
    both = {"words": PLAN, "file": SimpleUploadedFile("plan.txt", PLAN.encode()), "key": "k3"}
    both_ = cast.planner.post("/desk/plans/upload/", both)
    assert both_.status_code == 422
    assert "只要一样" in text(both_)


def test_a_conflict_leads_to_the_goals_of_which_one_is_wrong_and_plans_of_one_name_have_their_numbers(
    cast: Cast,
) -> None:
    twice = PLAN.replace("三、保障措施", "到2027年，有效注册商标总量达到4万件。\n\n三、保障措施")
    address = uploaded(cast.planner, twice)
    page = text(cast.planner.get(address))
    [told] = re.findall(r"请把不对的一个标为不采用：(.*?)</p>", page)
    ways = re.findall(r'<a href="#(item-t\d+)">([^<]+)</a>', told)
    assert [words for _, words in ways] == ["有效注册商标总量 ≥3万件", "有效注册商标总量 ≥4万件"]
    assert all(f'id="{item}"' in page for item, _ in ways)
    again = uploaded(cast.planner, twice, key="k9")
    page = text(cast.planner.get("/desk/plans/"))
    assert {"GH-2025-0001", "GH-2025-0002"} <= set(re.findall(r"GH-2025-\d{4}", page))
    assert f'<a class="opens" href="{again}">1</a>' in page
    for plan in (address, again):
        for n, one in enumerate(items(text(cast.planner.get(plan)))):
            cast.planner.post(f"{plan}items/{one}/", {"decision": "confirm", "key": f"{plan}{n}"})
        cast.planner.post(f"{plan}adopt/", {"key": f"ad{plan}"})
    for place in ("scorecard", "targets", "tasks", "cascade", "revision/try", "chains"):
        assert "（GH-2025-0002）" in text(cast.planner.get(f"/desk/{place}/")), place


def test_what_is_done_over_and_over_is_one_line_of_the_desk(cast: Cast) -> None:
    address = uploaded(cast.planner)
    for n, one in enumerate(items(text(cast.planner.get(address)))[:3]):
        cast.planner.post(f"{address}items/{one}/", {"decision": "confirm", "key": f"c{n}"})
    page = text(cast.leader.get("/desk/"))
    assert page.count("核对条目") == 1
    assert "政策规划入库：核对条目（3次）" in page
    assert "政策规划入库：上传规划<" in page


def test_what_is_too_long_to_be_taken_is_refused_in_words(cast: Cast, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    for language, words in (("zh-hans", "内容太长"), ("en", "too long")):
        cast.planner.cookies["django_language"] = language
        answer = cast.planner.post("/desk/plans/upload/", {"words": "一" * 2000, "key": "k1"})
        assert answer.status_code == 400
        assert words in text(answer)


def test_who_may_not_upload_is_told_so_before_choosing_a_file(cast: Cast) -> None:
    page = text(cast.leader.get("/desk/plans/upload/"))
    assert "只有规划处可以上传" in page
    assert 'type="file"' not in page
    assert upload(cast.leader).status_code == 422


@pytest.mark.parametrize("form", ["add/task/", "add/target/", "items/t1/", "rest/", "withdraw/"])
def test_who_comes_to_a_form_without_it_is_led_to_the_plan(cast: Cast, form: str) -> None:
    address = uploaded(cast.planner)
    answer = cast.planner.get(address + form)
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert cast.nobody.post(address + form)["Location"] == f"/login/?next={address}{form}"
    assert cast.stranger.get(address + form, follow=True).status_code == 404


MISSED = {
    "words": "指导产地建立标准和\n标识管理制度",
    "indicator": "产地管理制度",
    "value": "4",
    "unit": "项",
    "year": "2026",
}


def test_a_goal_that_was_not_read_is_added_from_the_document_and_adopted(cast: Cast) -> None:
    address = uploaded(cast.planner)
    page = text(cast.planner.get(address))
    assert "补录遗漏的目标" in page
    before = len(items(page))
    answer = cast.planner.post(f"{address}add/target/", {**MISSED, "reason": "原文以文字表述", "key": "a1"})
    assert (answer.status_code, answer["Location"]) == (303, f"{address}#item-a1")
    page = text(cast.planner.get(address))
    assert len(items(page)) == before + 1
    assert 'id="span-a1"' in page
    assert "人工补录" in page
    assert "已核对 1 /" in page
    made = cast.planner.get(address + "?annotation=1").json()
    added = next(one for one in made["targets"] if one.get("added"))
    assert (added["quote"], added["value"], added["year"]) == ("指导产地建立标准和标识管理制度", 4, 2026)
    assert added["scope"] == "全市", "as the goals that were read"
    assert PLAN[slice(*added["span"])] == added["quote"]
    left = [one for one in items(page) if one != "a1"]
    for n, one in enumerate(left):
        cast.planner.post(f"{address}items/{one}/", {"decision": "confirm", "key": f"c{n}"})
    answer = cast.planner.post(f"{address}adopt/", {"key": "ad"})
    assert answer.status_code == 302
    assert "产地管理制度" in text(cast.planner.get("/desk/targets/"))


def test_an_addition_in_words_of_ones_own_or_without_a_number_is_refused_and_kept_in_the_form(
    cast: Cast,
) -> None:
    address = uploaded(cast.planner)
    before = items(text(cast.planner.get(address)))
    answer = cast.planner.post(
        f"{address}add/target/", {**MISSED, "words": "建成示范园区4个", "value": "", "key": "a1"}
    )
    assert answer.status_code == 422
    page = text(answer)
    assert "原文中没有这句话" in page
    assert "不能为空" in page
    assert "建成示范园区4个" in page
    assert items(text(cast.planner.get(address))) == before


def test_a_goal_that_was_read_is_not_added_again(cast: Cast) -> None:
    address = uploaded(cast.planner)
    again = {"words": "地理标志商标达到12件", "indicator": "地理标志商标", "value": "12", "key": "a1"}
    assert "这个目标已经读出" in text(cast.planner.post(f"{address}add/target/", again))


MISSED_TASK = {
    "words": "指导产地建立标准和\n标识管理制度",
    "title": "建立产地管理制度",
    "lead": "市科技局，市市场监督管理局",
    "due": "2026年底",
}


def test_a_task_that_was_not_read_is_added_from_the_document_and_adopted(cast: Cast) -> None:
    address = uploaded(cast.planner)
    page = text(cast.planner.get(address))
    assert "补录遗漏的任务" in page
    before = len(items(page))
    answer = cast.planner.post(
        f"{address}add/task/", {**MISSED_TASK, "reason": "与目标写在一起", "key": "a1"}
    )
    assert (answer.status_code, answer["Location"]) == (303, f"{address}#item-a1")
    page = text(cast.planner.get(address))
    assert len(items(page)) == before + 1
    assert 'id="span-a1"' in page
    article = re.search(r'id="item-a1".*?</article>', page, re.DOTALL)
    assert article
    for words in ("人工补录", "市科技局、市市场监督管理局", "2026年底", "已确认"):
        assert words in article[0]
    assert "把握约" not in article[0]
    assert "已核对 1 /" in page
    made = cast.planner.get(address + "?annotation=1").json()
    added = next(one for one in made["tasks"] if one.get("added"))
    assert (added["quote"], added["lead"]) == (
        "指导产地建立标准和标识管理制度",
        ["市科技局", "市市场监督管理局"],
    )
    division = cast.planner.get(f"{address}division.docx")
    document = docx.Document(BytesIO(division.content))
    told = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert any("建立产地管理制度" in "".join(row) and "市科技局" in "".join(row) for row in told)
    for n, one in enumerate(each for each in items(page) if each != "a1"):
        cast.planner.post(f"{address}items/{one}/", {"decision": "confirm", "key": f"c{n}"})
    assert "建立产地管理制度" in text(cast.planner.get(f"{address}adopt/"))
    assert cast.planner.post(f"{address}adopt/", {"key": "ad"}).status_code == 302
    tasks = text(cast.planner.get("/desk/tasks/"))
    row = next(one for one in re.findall(r"<tr>.*?</tr>", tasks, re.DOTALL) if "建立产地管理制度" in one)
    assert re.search(r'<a href="/desk/cases/task/[0-9a-f-]{36}/">建立产地管理制度</a>', row)
    assert f'<a href="{address}#span-a1">' in row


def test_a_body_that_is_not_on_record_is_named_beside_those_that_are(cast: Cast) -> None:
    address = uploaded(
        cast.planner, PLAN.replace("责任单位：市农业农村局", "责任单位：市农业农村局、市果茶局")
    )
    cast.planner.post(f"{address}rest/", {"items": items(text(cast.planner.get(address))), "key": "k2"})
    assert cast.planner.post(f"{address}adopt/", {"key": "ad"}).status_code == 302
    tasks = re.findall(r"<tr>.*?</tr>", text(cast.planner.get("/desk/tasks/")), re.DOTALL)
    told = [re.findall(r"未对应到机构：([^<]*)<", one) for one in tasks[1:]]
    assert sorted(told) == [[], [], ["市果茶局"]]


def test_a_task_in_words_of_ones_own_or_that_was_read_is_refused_and_kept_in_its_own_form(cast: Cast) -> None:
    address = uploaded(cast.planner)
    for given, said in (
        ({"words": "建成示范园区4个"}, "原文中没有这句话"),
        ({"title": ""}, "不能为空"),
        ({"lead": ""}, "这里已读出任务“做强地理标志”，请直接更正"),
    ):
        answer = cast.planner.post(f"{address}add/task/", {**MISSED_TASK, **given, "key": "a1"})
        assert answer.status_code == 422
        page = text(answer)
        forms = dict(re.findall(r'id="adding-(target|task)"(.*?)</details>', page, re.DOTALL))
        assert said in forms["task"]
        assert said not in forms["target"]
        assert "2026年底" in forms["task"]
        assert forms["task"].startswith(" open")
        assert not forms["target"].startswith(" open")
        assert "a1" not in items(page)


def test_what_was_added_to_one_version_is_no_change_where_its_words_stand_in_the_other(cast: Cast) -> None:
    first = uploaded(cast.planner)
    plan = first.rstrip("/").rsplit("/", 1)[1]
    gone = {"words": "支持企业和高校联合申请发明专利", "title": "联合申请", "lead": "市司法局"}
    for n, given in enumerate((MISSED_TASK, gone)):
        assert cast.planner.post(f"{first}add/task/", {**given, "key": f"f{n}"}).status_code == 303
    newer = PLAN.replace("支持企业和高校联合申请发明专利，", "支持企业培育高价值的发明专利，")
    second = uploaded(cast.planner, newer, follows=plan, key="k9")
    goal = {"words": "为做好全市知识产权工作", "indicator": "工作", "value": "1"}
    assert cast.planner.post(f"{second}add/target/", {**goal, "key": "g1"}).status_code == 303
    changes = text(cast.planner.get(f"{second}changes/{plan}/"))
    assert "建立产地管理制度" not in changes
    assert "为做好全市知识产权工作" not in changes
    assert "联合申请" in text(cast.planner.get(f"{second}changes/{plan}/?show=removed"))
    same = text(cast.planner.get(f"{second}changes/{plan}/?show=same"))
    assert "建立产地管理制度" in same
    assert "为做好全市知识产权工作" in same


def test_a_goal_and_a_task_are_all_that_is_added(cast: Cast) -> None:
    address = uploaded(cast.planner)
    assert cast.planner.post(f"{address}add/measure/", {**MISSED_TASK, "key": "a1"}).status_code == 404


def test_what_is_added_twice_by_one_request_is_there_once(cast: Cast) -> None:
    address = uploaded(cast.planner)
    for _ in range(2):
        answer = cast.planner.post(f"{address}add/task/", {**MISSED_TASK, "key": "a1"})
        assert answer["Location"] == f"{address}#item-a1"
    assert items(text(cast.planner.get(address))).count("a1") == 1
    assert "a2" not in items(text(cast.planner.get(address)))


@pytest.mark.parametrize(("kind", "given"), [("target", MISSED), ("task", MISSED_TASK)])
def test_who_has_no_right_adds_nothing_and_is_told_why(cast: Cast, kind: str, given: dict[str, str]) -> None:
    address = uploaded(cast.planner)
    page = text(cast.leader.get(address))
    assert "补录遗漏的目标" not in page
    assert "补录遗漏的任务" not in page
    answer = cast.leader.post(f"{address}add/{kind}/", {**given, "key": "a1"})
    assert answer.status_code == 422
    assert "没有办成" in text(answer)
    assert cast.stranger.post(f"{address}add/{kind}/", {**given, "key": "a1"}).status_code == 404
    assert cast.nobody.post(f"{address}add/{kind}/", {**given, "key": "a1"})["Location"].startswith("/login/")
    assert "a1" not in items(text(cast.planner.get(address)))

"""Supervision as people see it: the board, a matter, a report with its files, and what the public is told."""

from __future__ import annotations

import csv
import json
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document
from tests.doors.conftest import DAY, PLAN, Cast, City, person
from tests.plans import adopt

from zhichan.doors.desk.management.statement import places
from zhichan.doors.desk.management.supervision import matter
from zhichan.doors.feeds.loading import load
from zhichan.doors.feeds.reading import Reading
from zhichan.doors.portal.management import progress
from zhichan.kernel.access.public import ANYONE, Actor, Role, grant
from zhichan.kernel.acts.public import perform
from zhichan.kernel.casework.public import Case, tick
from zhichan.kernel.catalogue.public import current, use
from zhichan.kernel.ground.public import Refusal, Unit, kernel
from zhichan.kernel.inbox.public import notices
from zhichan.kernel.ledger.public import step

SOON = datetime(2025, 9, 1, 2, tzinfo=UTC)
NOW = datetime(2025, 9, 30, 2, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


def as_(number: int, role: str, unit: str = "") -> Actor:
    return Actor(f"user:{number}", DAY, (Role(role, "/linjiang/", unit),))


OFFICE, HEAD = as_(901, "supervision-officer"), as_(902, "supervision-head")
SCIENCE = as_(903, "liaison", "science")


def issued(title: str = "组建培育中心", due: str = "2025-12-31", origin: str = "plan") -> str:
    facts = {
        "region": "/linjiang/", "title": title, "demand": title, "due": due, "origin": origin,
        "units": [{"role": "lead", "as_written": "市科技局", "unit": "science"}],
    }  # fmt: skip
    return str(perform(actor=OFFICE, verb="supervision:issue", facts=facts, at=SOON).result["case"])


def number_of(case: str) -> str:
    with kernel():
        return str(Case.objects.get(pk=case).number)


def reported(case: str, **more: Any) -> None:
    perform(actor=SCIENCE, verb="supervision:sign", target=case, at=SOON)
    facts = {"progress": "三家培育中心已选址", **more}
    perform(actor=SCIENCE, verb="supervision:report", target=case, facts=facts, at=SOON)
    perform(actor=OFFICE, verb="supervision:accept_progress", target=case, facts={"finding": "属实"}, at=SOON)


def drawn_up(kind: str, until: str = "2025-09-30") -> str:
    facts = {"region": "/linjiang/", "kind": kind, "until": until}
    return str(perform(actor=OFFICE, verb="circular:draw_up", facts=facts, at=NOW).result["case"])


def published(until: str = "2025-09-30") -> str:
    case = drawn_up("bulletin", until)
    perform(actor=HEAD, verb="circular:approve", target=case, at=NOW)
    perform(actor=OFFICE, verb="circular:publish", target=case, at=NOW)
    return case


@pytest.fixture
def office(cast: Cast, city: City) -> Any:
    """A client of the supervision office."""
    made = Client()
    made.force_login(person("office", "supervision-officer", city.city))
    return made


def test_the_board_shows_the_light_with_its_reason(office: Any) -> None:
    reported(issued(), evidence=b"photo")
    issued("编制名录", due="2025-09-20")
    text = office.get("/desk/supervision/").content.decode()
    assert text.index("编制名录") < text.index("组建培育中心")
    assert "超过办结期限10天" in text
    assert "第1次报告附佐证材料并经核查" in text
    assert "编制名录" not in office.get("/desk/supervision/?light=green").content.decode()


def test_the_board_tells_the_limit_that_ends_first_and_leaves_as_a_file_with_the_last_report(office: Any) -> None:
    reported(issued(), evidence=b"photo")
    issued("编制名录", due="2025-12-31")
    with kernel():
        unsigned = Case.objects.get(title="编制名录").due_on
    assert unsigned is not None
    assert unsigned.isoformat() < "2025-09-30", "nobody has signed for it"
    text = office.get("/desk/supervision/").content.decode()
    assert f"{unsigned.year}年{unsigned.month}月{unsigned.day}日" in text
    missed = next(row for row in text.split("<tr") if "编制名录" in row)
    assert re.search(r"已逾期\d+个工作日", missed)
    assert re.search(r"还有\d+个工作日", next(row for row in text.split("<tr") if "组建培育中心" in row))
    assert "?export=xlsx" in text
    heads, *rows = csv.reader(StringIO(office.get("/desk/supervision/?export=csv").getvalue().decode("utf-8-sig")))
    found = {row[heads.index("事项")]: dict(zip(heads, row, strict=True)) for row in rows}
    assert found["组建培育中心"]["进展"] == "三家培育中心已选址"
    assert (found["组建培育中心"]["佐证"], found["组建培育中心"]["核查"]) == ("有", "核查通过")
    assert found["组建培育中心"]["亮灯依据"] == "第1次报告附佐证材料并经核查"
    assert found["编制名录"]["最近时限"] == unsigned.isoformat()
    assert found["编制名录"]["进展"] == ""
    # When the clock has noted that nobody signed, the limit that was missed is still the one to be told.
    later = issued("没有人签收", due="2025-11-30")
    tick(at=NOW)
    with kernel():
        assert Case.objects.get(pk=later).stage == "unsigned"
    heads, *rows = csv.reader(StringIO(office.get("/desk/supervision/?export=csv").getvalue().decode("utf-8-sig")))
    found = {row[heads.index("事项")]: dict(zip(heads, row, strict=True)) for row in rows}
    assert found["编制名录"]["最近时限"] == found["没有人签收"]["最近时限"] == unsigned.isoformat()
    assert found["编制名录"]["催办次数"] == "2"
    only = office.get("/desk/supervision/?light=green&export=csv").getvalue().decode("utf-8-sig")
    assert "编制名录" not in only
    assert "组建培育中心" in only


def test_what_the_office_itself_left_unchecked_is_no_urging_of_the_unit(office: Any) -> None:
    case = issued()
    perform(actor=SCIENCE, verb="supervision:sign", target=case, at=SOON)
    perform(actor=SCIENCE, verb="supervision:report", target=case, facts={"progress": "已选址"}, at=SOON)
    tick(at=NOW)
    with kernel():
        assert Case.objects.get().stage == "unchecked"
    heads, row = csv.reader(StringIO(office.get("/desk/supervision/?export=csv").getvalue().decode("utf-8-sig")))
    assert row[heads.index("催办次数")] == "0"
    office.post("/i18n/setlang/", {"language": "en", "next": "/"})
    told = office.get("/desk/supervision/?export=csv").getvalue().decode("utf-8-sig")
    assert ",red," in told
    assert ",红灯," not in told


def test_an_officer_urges_a_unit_and_puts_it_right_and_the_unit_is_told_with_the_words(office: Any, city: City) -> None:
    case = issued()
    liaison = Client()
    user = person("science", None)
    with kernel():
        grant(
            user_id=user.pk, role="liaison", region=city.city, unit=Unit.objects.get(slug="science"), since=DAY,
            instrument="test",
        )  # fmt: skip
    liaison.force_login(user)
    own = f"/desk/cases/supervision/{case}/"
    form, right = f"{own}acts/urge/", f"{own}acts/correct_urging/"
    assert "/acts/correct_urging/" not in office.get(f"/desk/supervision/{case}/").content.decode(), "nothing was urged"
    given = {"urging": "请于本周内签收", "do": "do"}
    assert office.post(form, given | {"key": "u1"}).status_code == 302
    assert office.post(form, given | {"key": "u1"}).status_code == 302, "a second press changes nothing"
    assert office.post(form, {"urging": " \u3000", "do": "do", "key": "u0"}).status_code == 422
    page = liaison.get(f"/desk/supervision/{case}/").content.decode()
    assert page.count("请于本周内签收") == 1
    step()
    home = liaison.get("/desk/").content.decode()
    assert "督查事项“组建培育中心”：催办" in home
    assert "<p>请于本周内签收</p>" in home, "the notice has the officer's words"
    assert liaison.post(form, given | {"key": "u3"}).status_code == 422
    # What may be done and need not be waits for nobody.
    waiting = office.get("/desk/").content.decode().partition("等别人办")
    assert "组建培育中心" not in waiting[0].partition("通知")[0]
    assert "组建培育中心" in waiting[2]

    # The words were wrong: on the same day others take their place, and the first are kept.
    assert "请于本周内签收</textarea>" in office.get(right).content.decode()
    assert "请于本周内签收" not in office.get(form).content.decode()
    assert office.post(right, given | {"key": "u4"}).status_code == 422
    [seen] = re.findall(r'name="seen" value="(\d+)"', office.get(right).content.decode())
    better = given | {"urging": "请于10月8日前签收", "seen": seen, "key": "u5"}
    assert office.post(right, better).status_code == 302
    page = liaison.get(f"/desk/supervision/{case}/").content.decode()
    assert "更正，原为：请于本周内签收" in page
    heads, row = csv.reader(StringIO(office.get("/desk/supervision/?export=csv").getvalue().decode("utf-8-sig")))
    corrected = row[heads.index("催办次数")]
    step()
    home = liaison.get("/desk/").content.decode()
    assert "督查事项“组建培育中心”：更正催办" in home
    assert "<p>请于10月8日前签收</p>" in home

    # No clause says how often: what there is to say is said.
    assert office.post(form, given | {"urging": "场地已有，请抓紧", "key": "u6"}).status_code == 302
    heads, row = csv.reader(StringIO(office.get("/desk/supervision/?export=csv").getvalue().decode("utf-8-sig")))
    assert int(row[heads.index("催办次数")]) == int(corrected) + 1, "a correction is no further urging"


def test_an_officer_corrects_no_words_of_another_that_they_have_not_seen(office: Any) -> None:
    case = issued()
    right = f"/desk/cases/supervision/{case}/acts/correct_urging/"
    perform(actor=OFFICE, verb="supervision:urge", target=case, facts={"urging": "请于本周内签收"}, at=SOON)

    def looked_at() -> str:
        return str(re.findall(r'name="seen" value="(\d+)"', office.get(right).content.decode())[0])

    given = {"urging": "请于周五前签收", "do": "do", "seen": looked_at()}
    perform(actor=as_(904, "supervision-officer"), verb="supervision:urge", target=case, facts={"urging": "请派员参会"}, at=SOON)
    refused = office.post(right, given | {"key": "c1"})
    assert refused.status_code == 422
    assert "现在是：“请派员参会”" in refused.content.decode()
    bare = {name: value for name, value in given.items() if name != "seen"}
    assert office.post(right, bare | {"key": "c2"}).status_code == 422, "who sends no version has looked at none"
    assert office.post(right, given | {"seen": "99", "key": "c3"}).status_code == 422, "there is no such version"
    with kernel():
        assert [one["urging"] for one in Case.objects.get(pk=case).facts["urgings"]] == ["请于本周内签收", "请派员参会"]
    again = given | {"urging": "请派员参会 ", "seen": looked_at()}
    assert office.post(right, again | {"key": "c4"}).status_code == 422, "a blank is no other word"
    # The form begins with the words as they are now, and what nobody has touched since is corrected.
    assert "请派员参会</textarea>" in office.get(right).content.decode()
    # A reminder of the clock is no urging of an officer.
    seen = looked_at()
    tick(at=NOW)
    assert office.post(right, given | {"urging": "请局长参会", "seen": seen, "key": "c5"}).status_code == 302
    assert "请局长参会</textarea>" in office.get(right).content.decode()
    with kernel():
        facts = Case.objects.get(pk=case).facts
    assert [one["urging"] for one in facts["urgings"]] == ["请于本周内签收", "请局长参会"]
    assert "seen" not in facts
    assert "看过的版本" not in office.get("/desk/cases/supervision/").content.decode()
    assert "看过的版本" not in b"".join(office.get("/desk/cases/supervision/export.csv").streaming_content).decode()


def test_a_limit_that_is_near_is_told_as_such_beside_the_matter_as_in_its_case(office: Any) -> None:
    case = issued()
    tick(at=SOON)
    with kernel():
        due = Case.objects.get(pk=case).due_on
    assert due is not None
    page = matter(Actor("user:901", due, OFFICE.roles), UUID(case), at=SOON)
    [limits] = [each.table for each in page.sections if each.title.zh == "时限"]
    assert limits is not None
    assert [(row.cells[0].value.zh, row.cells[-1].value.word.zh) for row in limits.rows] == [
        ("签收", "快到期"), ("办结期限", "进行中"),
    ]  # fmt: skip


def test_a_unit_is_told_why_its_report_came_back(office: Any, city: City) -> None:
    case = issued()
    perform(actor=SCIENCE, verb="supervision:sign", target=case, at=SOON)
    perform(actor=SCIENCE, verb="supervision:report", target=case, facts={"progress": "已选址"}, at=SOON)
    perform(actor=OFFICE, verb="supervision:send_back", target=case, facts={"finding": "请附选址批复"}, at=SOON)
    step()
    told = {each.topic: each.said.zh for each in notices(actor=SCIENCE)}
    assert told["supervision:send_back"] == "请附选址批复"


def test_a_title_that_is_made_of_the_rest_is_not_asked_for_and_any_other_comes_before_what_is_to_be_done(
    office: Client,
) -> None:
    assert 'name="title"' not in office.get("/desk/cases/circular/new/draw_up/").content.decode()
    form = office.get("/desk/cases/supervision/new/issue/").content.decode()
    assert re.findall(r'name="(region|title|demand|due)"', form) == ["region", "title", "demand", "due"]
    assert not re.search(r'name="title"[^>]*required', form)


def test_the_track_of_a_matter_leads_to_its_end_and_tells_lateness_only_where_it_came_to_it(office: Client) -> None:
    def track(case: str) -> list[str]:
        page = office.get(f"/desk/cases/supervision/{case}/").content.decode()
        return re.findall(r"<span>([^<]+)</span>", page.partition('<ol class="stages"')[2].partition("</ol>")[0])

    prompt = issued()
    reported(prompt, evidence=b"photo")
    ahead = ["待核查", "报请办结，待核实", "核查完成，待办结", "已办结", "已撤销"]
    assert track(prompt) == ["待签收", "办理中", *ahead]
    forgotten = issued("编制名录")
    tick(at=NOW)
    assert track(forgotten)[:2] == ["待签收", "逾期未签收"]


def test_the_desk_opens_on_the_matters_whose_light_is_red(cast: Cast, city: City) -> None:
    sooner, unsigned = issued("先到期的事项", due="2025-10-20"), issued("没有签收的事项")
    reported(sooner, evidence=b"photo")
    tick(at=NOW)
    with kernel():
        science = Unit.objects.get(slug="science")
    user, liaison = person("liaison"), Client()
    grant(user_id=user.pk, role="liaison", region=city.city, unit=science, since=DAY, instrument="test")
    liaison.force_login(user)
    liaison.post("/i18n/setlang/", {"language": "en", "next": "/desk/"})
    assert "Linjiang" in liaison.get("/desk/").content.decode()
    assert "临江市 ·" not in liaison.get("/desk/").content.decode()
    liaison.post("/i18n/setlang/", {"language": "zh-hans", "next": "/desk/"})
    waiting = liaison.get("/desk/").content.decode().partition('<ul class="waiting">')[2].partition("</ul>")[0]
    assert waiting.index(f'"/desk/cases/supervision/{unsigned}/') < waiting.index(f'"/desk/cases/supervision/{sooner}/')
    assert waiting.count("红灯") == 1
    # Nobody signed in time: that limit is told and how long ago it ran out, not the last day of the whole.
    assert "签收：2025年9月4日（周四），已逾期19个工作日" in waiting
    assert "2025年12月31日" not in waiting
    assert "办结期限：2025年10月20日（周一）" in waiting


def test_a_matter_goes_through_the_forms_of_its_pages_from_issue_to_close_and_its_light_follows(
    office: Any, cast: Cast, city: City, settings: Any
) -> None:
    with kernel():
        science = Unit.objects.get(slug="science")
    clients = {"office": office}
    for name, role, unit in (("liaison", "liaison", science), ("head", "supervision-head", None)):
        user = person(name)
        grant(user_id=user.pk, role=role, region=city.city, unit=unit, since=DAY, instrument="test")
        clients[name] = Client()
        clients[name].force_login(user)

    def send(who: str, address: str, **facts: Any) -> str:
        answer = clients[who].post(address, {"do": "do", "key": address[-40:], **facts})
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"]).partition("?")[0]

    given = {"title": "建设维权工作站", "demand": "建成两个", "due": "2025-12-31", "units_lead": "science"}
    case = send("office", "/desk/cases/supervision/new/issue/", region="/linjiang/", **given)
    lights = []
    steps: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("liaison", "sign", {}),
        ("liaison", "report", {"progress": "选址完成"}),
        ("office", "send_back", {"finding": "没有佐证"}),
        ("liaison", "report_done", {"progress": "建成", "evidence": SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n")}),
        ("office", "confirm_done", {"finding": "属实"}),
        ("head", "close", {"reason": "完成"}),
    )
    for who, act, facts in steps:
        settings.ZHICHAN_AS_OF = DAY + timedelta(days=len(lights))
        send(who, f"{case}acts/{act}/", **facts)
        page = clients["head"].get(case.replace("/cases", "")).content.decode()
        lights.append(re.findall(r'class="state state-\w+">.*?<span>([^<]+)<', page[: page.index("<h2")], re.DOTALL)[0])
    assert lights == ["待报", "待报", "黄灯", "黄灯", "绿灯", "已办结"]
    page = clients["head"].get(case.replace("/cases", "")).content.decode()
    assert [page.count(words) for words in ("没有佐证", "属实", ">佐证材料<")] == [1, 1, 1]


def test_what_was_said_in_one_report_is_no_beginning_of_the_next_nor_one_finding_of_another(
    office: Any, cast: Cast, city: City
) -> None:
    case = issued()
    reported(case)
    with kernel():
        science = Unit.objects.get(slug="science")
    user, liaison = person("liaison"), Client()
    grant(user_id=user.pk, role="liaison", region=city.city, unit=science, since=DAY, instrument="test")
    liaison.force_login(user)
    form = liaison.get(f"/desk/cases/supervision/{case}/acts/report/").content.decode()
    assert re.search(r'<textarea id="input-progress"[^>]*></textarea>', form)
    assert "取自本件" not in form
    perform(actor=SCIENCE, verb="supervision:report", target=case, facts={"progress": "再报"}, at=NOW)
    form = office.get(f"/desk/cases/supervision/{case}/acts/accept_progress/").content.decode()
    assert re.search(r'<textarea id="input-finding"[^>]*></textarea>', form)


def test_a_matter_postponed_after_its_last_day_keeps_the_day_it_missed_and_says_so_when_it_is_closed(
    office: Any,
) -> None:
    case = issued(due="2025-09-20")
    perform(actor=SCIENCE, verb="supervision:sign", target=case, at=SOON)
    tick(at=NOW)
    step()
    later = {"due": "2025-12-31", "reason": "场地变更"}
    perform(actor=HEAD, verb="supervision:extend", target=case, facts=later, at=NOW)
    facts = {"progress": "全部建成", "evidence": b"photo"}
    perform(actor=SCIENCE, verb="supervision:report_done", target=case, facts=facts, at=NOW)
    perform(actor=OFFICE, verb="supervision:confirm_done", target=case, facts={"finding": "属实"}, at=NOW)
    perform(actor=HEAD, verb="supervision:close", target=case, facts={"reason": "完成"}, at=NOW)
    page = office.get(f"/desk/supervision/{case}/").content.decode()
    limits = page[page.index("各环节时限") : page.index("催办与批示")]
    rows = [row for row in re.findall(r"<tr>.*?</tr>", limits, re.DOTALL) if "办结期限" in row]
    whole = [re.findall(r"\d{4}年\d+月\d+日", row) for row in rows]
    assert [days[1] for days in whole] == ["2025年9月20日", "2025年12月31日"]
    assert "延期1次，期限内完成，佐证材料1份" in page


def test_a_reminder_is_told_as_what_happened_and_not_as_a_limit_that_was_missed(office: Any) -> None:
    case = issued()
    tick(at=NOW)
    for address in (f"/desk/cases/supervision/{case}/", f"/desk/supervision/{case}/"):
        text = office.get(address).content.decode()
        limits = re.search(r"<h2>时限</h2>.*?</section>", text, re.DOTALL)
        assert limits
        assert "提醒" not in limits[0]
        assert "提醒签收" in text


def test_a_matter_shows_its_reports_and_gives_their_evidence(office: Any, cast: Cast) -> None:
    case = issued()
    reported(case, evidence=b"photo")
    text = office.get(f"/desk/supervision/{case}/").content.decode()
    assert "三家培育中心已选址" in text
    address = f"/desk/supervision/{case}/evidence/1/"
    assert address in text
    answer = office.get(address)
    assert (answer.content, answer["Content-Disposition"].partition(";")[0]) == (b"photo", "attachment")
    assert office.get(f"/desk/supervision/{case}/evidence/2/").status_code == 404
    assert cast.stranger.get(address).status_code == 404


@pytest.mark.point("M04.3", without="management/supervision/rules.py#statement")
def test_each_sentence_of_a_report_leads_to_its_matters_on_the_page_and_names_them_in_the_files(office: Any) -> None:
    case = issued()
    reported(case, evidence=b"photo")
    for kind in ("quarterly", "half_year"):
        report = drawn_up(kind)
        text = office.get(f"/desk/circulars/{report}/").content.decode()
        sentences = re.findall(r'<ul class="bullets">(.*?)</ul>', text, re.DOTALL)
        listed = re.findall(r"<li>(.*?)</li>", "".join(sentences), re.DOTALL)
        assert len(listed) >= 3
        assert all(f'href="/desk/supervision/{case}/"' in each for each in listed)
        word = office.get(f"/desk/circulars/{report}/file.docx").content
        paragraphs = Document(BytesIO(word)).paragraphs
        assert sum(f"依据：{number_of(case)}" in each.text for each in paragraphs) == len(listed)
        (entry,) = [each for each in paragraphs if each.text.startswith(number_of(case))]
        assert entry.text == f"{number_of(case)}　组建培育中心（市科技局），2025年12月31日到期，绿灯：第1次报告附佐证材料并经核查"
        assert entry.hyperlinks[0].address == f"http://testserver/desk/supervision/{case}/"
        figures = [each.address for one in paragraphs for each in one.hyperlinks if "figure=" in each.address]
        assert f"http://testserver/desk/circulars/{report}/?figure=0.0.0#items" in figures
        assert office.get(f"/desk/circulars/{report}/file.docx").content == word
        assert office.get(f"/desk/circulars/{report}/file.pdf").content.startswith(b"%PDF")


def test_a_report_bears_the_day_of_its_approval_and_until_then_says_that_it_is_a_draft(office: Any) -> None:
    report = drawn_up("quarterly")

    def told() -> list[str]:
        file = office.get(f"/desk/circulars/{report}/file.docx").content
        return [each.text for each in Document(BytesIO(file)).paragraphs if each.text]

    assert told()[1] == "临江市2025年第三季度督查报告（待审定稿）"
    assert "（印章）" not in told()
    perform(actor=HEAD, verb="circular:approve", target=report, at=datetime(2025, 10, 9, 2, tzinfo=UTC))
    assert told()[1] == "临江市2025年第三季度督查报告"
    assert told()[told().index("（印章）") :][:3] == ["（印章）", "临江市", "2025年10月9日"]


def test_a_figure_of_a_report_opens_to_the_matters_that_add_up_to_it(office: Any) -> None:
    reported(issued(), evidence=b"photo")
    issued("编制名录", due="2025-09-20")
    report = drawn_up("quarterly")
    page = office.get(f"/desk/circulars/{report}/").content.decode()
    figures = dict(re.findall(r'<a href="(\?figure=[\d.]+)#items">([^<]+)</a>', page))
    by_words = {words: address for address, words in figures.items()}
    assert {"2件", "绿灯1件", "红灯1件", "1份"} <= set(by_words)
    for words, listed in (("绿灯1件", "组建培育中心"), ("红灯1件", "编制名录")):
        opened = office.get(f"/desk/circulars/{report}/{by_words[words]}").content.decode()
        rows = opened[opened.index('id="items"') :]
        assert f"“{words}”的明细" in rows
        assert "合计1件" in rows
        assert [each for each in ("组建培育中心", "编制名录") if each in rows] == [listed]
    assert "合计2件" in office.get(f"/desk/circulars/{report}/?figure=9.9.9").content.decode()


def test_what_a_unit_wrote_in_lines_is_one_paragraph_of_the_report_set_as_chinese_is(office: Any) -> None:
    told = "三家中心已选址。\n一是制定了办法;\n\n二是完成设备采购,支付资金1,200万元."
    reported(issued("组建培育中心,完善机制(试点)"), progress=told, evidence=b"photo")
    report = drawn_up("quarterly")
    [paragraph] = [
        one.text
        for one in Document(BytesIO(office.get(f"/desk/circulars/{report}/file.docx").content)).paragraphs
        if "报告并经核查" in one.text
    ]
    assert paragraph.startswith(
        "“组建培育中心，完善机制（试点）”（市科技局）报告并经核查：三家中心已选址。一是制定了办法；二是完成设备采购，"
        "支付资金1,200万元。（依据：DC-"
    )


def test_a_bulletin_has_no_columns_for_what_it_leaves_out(office: Any) -> None:
    issued()
    heads = {
        kind: re.findall(r"<th[^>]*>\s*([^<\s]+)", office.get(f"/desk/circulars/{drawn_up(kind)}/").content.decode())
        for kind in ("quarterly", "bulletin")
    }
    assert {"退回", "升级", "佐证"} <= set(heads["quarterly"])
    assert not {"退回", "升级"} & set(heads["bulletin"])
    assert {"期内报告", "佐证"} <= set(heads["bulletin"])


def test_what_a_unit_wrote_without_a_full_stop_ends_its_sentence_in_the_report(office: Any) -> None:
    reported(issued(), progress="两个中心已挂牌", evidence=b"photo")
    reported(issued("编制名录"), progress="名录已印发。", evidence=b"photo")
    page = office.get(f"/desk/circulars/{drawn_up('quarterly')}/").content.decode()
    assert "报告并经核查：两个中心已挂牌。" in page
    assert "报告并经核查：名录已印发。" in page
    assert "。。" not in page


def test_the_figures_of_a_bulletin_open_to_their_matters_for_everyone(cast: Cast) -> None:
    reported(issued(), evidence=b"photo")
    issued("编制名录", due="2025-09-20")
    bulletin = published()
    page = cast.nobody.get(f"/progress/{bulletin}/").content.decode()
    address = re.search(r'<a href="(\?figure=[\d.]+)#items">红灯1件</a>', page)
    assert address
    opened = cast.nobody.get(f"/progress/{bulletin}/{address[1]}").content.decode()
    rows = opened[opened.index('id="items"') : opened.index("与上一次公布相比")]
    assert "编制名录" in rows
    assert "组建培育中心" not in rows
    assert "合计1件" in rows


def test_the_page_of_a_matter_begins_with_the_limits_that_run_and_how_long_they_do(office: Any) -> None:
    case = issued()
    reported(case, evidence=b"photo")
    page = office.get(f"/desk/supervision/{case}/").content.decode()
    assert re.search(r"办结期限</dt><dd>.*?2025年12月31日.*?还有\d+个工作日", page)
    limits = page[page.index("各环节时限") : page.index("催办与批示")]
    states = re.findall(r'class="state state-\w+">.*?<span>(.*?)</span>', limits)
    assert states == ["进行中", "进行中", "按时", "按时", "按时"]
    assert len(re.findall(r"还有\d+个工作日", limits)) == 2


def test_a_report_that_was_issued_is_not_offered_for_approval(office: Any) -> None:
    case = drawn_up("half_year")
    address = f"/desk/circulars/{case}/"
    assert "审定、印发与经过" in office.get(address).content.decode()
    perform(actor=HEAD, verb="circular:approve", target=case, at=NOW)
    perform(actor=OFFICE, verb="circular:issue", target=case, at=NOW)
    page = office.get(address).content.decode()
    assert "审定、印发与经过" not in page
    assert f'href="/desk/cases/circular/{case}/">经过</a>' in page


def test_on_an_english_page_the_units_of_a_matter_are_told_as_english_tells_several(office: Any) -> None:
    units = [{"role": "responsible", "as_written": name, "unit": slug} for name, slug in (("市科技局", "science"), ("市农业农村局", "farm"))]
    facts = {"region": "/linjiang/", "title": "共同办理", "demand": "共同办理", "due": "2025-12-31", "units": units}
    case = perform(actor=OFFICE, verb="supervision:issue", facts=facts, at=SOON).result["case"]
    office.cookies["django_language"] = "en"
    assert "science, farm" in office.get(f"/desk/cases/supervision/{case}/").content.decode()


def test_a_figure_of_thousands_in_a_report_leads_to_its_rows_on_a_page_and_in_a_letter() -> None:
    one = {"figures": [{"zh": "1200件", "en": "1200 matters", "cites": []}]}
    for said in ("共有督查事项1,200件。", "共有督查事项1200件。"):
        assert [said[slice(*span)] for _, span in places(one, said)] == [said[6:-1]]


def test_the_public_home_says_what_was_published_last(cast: Cast) -> None:
    assert "还没有公开的变化" in cast.nobody.get("/").content.decode()
    issued()
    bulletin = published()
    home = cast.nobody.get("/").content.decode()
    assert f'<a href="/progress/{bulletin}/">临江市截至2025年9月30日重点任务进展公布</a>' in home
    assert "还没有公开的变化" not in home


def test_a_report_is_called_by_its_kind_and_period_in_both_languages(office: Any, cast: Cast) -> None:
    issued()
    for kind, zh, en in (
        ("quarterly", "临江市2025年第三季度督查报告", "Linjiang: supervision report, quarter 3 of 2025"),
        (
            "half_year",
            "临江市2025年下半年（截至9月30日）督查通报",
            "Linjiang: supervision circular, second half of 2025 (up to 30 September 2025)",
        ),
        ("half_year", "临江市2025年上半年督查通报", "Linjiang: supervision circular, first half of 2025"),
        (
            "quarterly",
            "临江市2025年第三季度（截至9月29日）督查报告",
            "Linjiang: supervision report, quarter 3 of 2025 (up to 29 September 2025)",
        ),
    ):
        until = "2025-06-30" if "上半年" in zh else "2025-09-29" if "29" in zh else "2025-09-30"
        address = f"/desk/circulars/{drawn_up(kind, until)}/"
        assert f"<h1>{zh}</h1>" in office.get(address).content.decode()
        office.post("/i18n/setlang/", {"language": "en", "next": "/"})
        assert f"<h1>{en}</h1>" in office.get(address).content.decode()
        office.post("/i18n/setlang/", {"language": "zh-hans", "next": "/"})
    published()
    cast.nobody.post("/i18n/setlang/", {"language": "en", "next": "/"})
    assert "Linjiang: progress of key tasks up to 30 September 2025" in cast.nobody.get("/progress/").content.decode()


def test_the_feed_has_everything_that_atom_asks_for(cast: Cast) -> None:
    """RFC 4287: one id, title, updated and author of the feed; of each entry an id of its own, a title, an instant."""
    issued()
    published("2025-09-01")
    published()
    feed = ET.fromstring(cast.nobody.get("/progress/feed.atom").content)
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for one in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"{ATOM}{name}")) == 1, name
        assert one.findtext(f"{ATOM}title")
        assert datetime.fromisoformat(one.findtext(f"{ATOM}updated") or "").tzinfo is not None
        assert "://" in (one.findtext(f"{ATOM}id") or "") or (one.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
    assert len({each.findtext(f"{ATOM}id") for each in entries}) == 2
    cast.nobody.cookies["django_language"] = "en"
    assert ET.fromstring(cast.nobody.get("/progress/feed.atom").content).findtext(f"{ATOM}title") == "临江市重点任务进展"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "临江市"
    links = {each.get("rel"): each.get("href") for each in feed.findall(f"{ATOM}link")}
    assert links["self"] == "http://testserver/progress/feed.atom"
    assert links["alternate"] == "http://testserver/progress/"
    for each in entries:
        [link] = each.findall(f"{ATOM}link")
        assert cast.nobody.get(str(link.get("href"))).status_code == 200


@pytest.mark.point("M04.4", without="management/supervision/circular.procedure.toml#acts.publish.derive")
def test_the_public_sees_what_was_published_when_and_what_changed_since(cast: Cast) -> None:
    case = issued()
    first = published("2025-09-01")
    reported(case, evidence=b"photo")
    second = published()
    text = cast.nobody.get("/progress/").content.decode()
    assert text.index("红灯：已超过时限") < text.index("绿灯1件"), "whoever comes from outside is told what the lights mean"
    assert "截至2025年9月30日" in text
    history = text[text.index("历次公布") :]
    assert (history.count("较上次1项变化"), history.count("首次公布")) == (1, 1)
    assert "三家培育中心已选址" not in text, "what units wrote for the office is not published"
    page = cast.nobody.get(f"/progress/{first}/").content.decode()
    since = page[page.index("公布后的变化") :]
    assert "绿灯" in since
    assert f"/progress/{second}/" in since
    facts = {"item": number_of(case), "correction": "选址为两家", "reason": "统计口径有误"}
    perform(actor=HEAD, verb="circular:amend", target=second, facts=facts, at=NOW)
    assert f"更正{number_of(case)}：选址为两家" in cast.nobody.get(f"/progress/{second}/").content.decode()
    feed = cast.nobody.get("/progress/feed.atom")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert feed.content.decode().count("<entry>") == 3


def test_the_front_page_takes_no_more_bulletins_than_it_shows_the_latest_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    issued()
    cases = {until: published(until) for until in ("2025-09-15", "2025-09-30", "2025-09-01")}
    loaded: list[str] = []
    made = Case.from_db.__func__  # type: ignore[attr-defined]

    def from_db(cls: Any, *given: Any) -> Any:
        case = made(cls, *given)
        loaded.append(str(case.pk))
        return case

    monkeypatch.setattr(Case, "from_db", classmethod(from_db))
    anyone = Actor(ANYONE, DAY)
    shown = [each.href for each in progress.recent(anyone, 2)]
    assert shown == [f"/progress/{cases[until]}/" for until in ("2025-09-30", "2025-09-15")]
    assert loaded == [cases["2025-09-30"], cases["2025-09-15"]]
    assert len(progress.recent(anyone, 9)) == 3


def test_what_is_not_published_is_not_there_for_the_public(cast: Cast) -> None:
    case = issued()
    report = drawn_up("bulletin")
    assert cast.nobody.get(f"/progress/{report}/").status_code == 404
    assert cast.nobody.get("/progress/feed.atom").content.decode().count("<entry>") == 0
    assert cast.nobody.get(f"/desk/supervision/{case}/").status_code == 302
    assert cast.stranger.get(f"/desk/supervision/{case}/").status_code == 404


def test_a_matter_offers_what_can_be_done_now_and_tells_who_was_urged_and_what_leaders_wrote(office: Any) -> None:
    case = issued(due="2026-03-31")
    with kernel():
        tick(at=datetime(2025, 9, 10, 2, tzinfo=UTC))
    for words, day in (("请今日签收", 11), ("再次催办", 12)):
        at = datetime(2025, 9, day, 2, tzinfo=UTC)
        perform(actor=as_(904, "leader"), verb="supervision:instruct", target=case, facts={"instruction": words}, at=at)
    text = office.get(f"/desk/supervision/{case}/").content.decode()
    assert f'href="/desk/cases/supervision/{case}/acts/sign/"' not in text
    urged = text[text.index("催办与批示") :]
    rows = re.findall(r"<tr>.*?</tr>", urged, re.DOTALL)[1:5]
    told = [re.sub(r"<[^>]+>|\s+", "", each) for each in rows]
    assert told == [
        "2025年9月4日提醒签收", "2025年9月5日逾期未签收，升级催办", "2025年9月11日领导批示请今日签收", "2025年9月12日领导批示再次催办",
    ]  # fmt: skip
    perform(actor=SCIENCE, verb="supervision:sign", target=case, at=datetime(2025, 9, 15, 2, tzinfo=UTC))
    perform(actor=SCIENCE, verb="supervision:report", target=case, facts={"progress": "已选址"}, at=SOON.replace(day=16))
    text = office.get(f"/desk/supervision/{case}/").content.decode()
    assert f'href="/desk/cases/supervision/{case}/acts/accept_progress/"' in text


def test_the_list_of_tasks_leads_to_the_matter_that_a_task_became_and_puts_several_under_supervision(
    office: Any, cast: Cast, city: City
) -> None:
    adopt(PLAN.encode(), officer=as_(905, "plan-officer"), at=SOON, path="/linjiang/")
    page = office.get("/desk/tasks/").content.decode()
    picked = re.findall(r'name="case" value="([0-9a-f-]+)"', page)[:2]
    assert len(picked) == 2
    given = {"case": picked, "act": "supervise", "supervise_by": "2025-12-31", "do": "do", "key": "k1"}
    form = office.post("/desk/cases/task/batch/", {"case": picked, "act": "supervise"}).content.decode()
    assert ("<h2>选中的事项</h2>" in form, "逐件结果" in form) == (True, False)
    done = office.post("/desk/cases/task/batch/", given).content.decode()
    assert re.findall(r'class="state state-ok">.*?<span>(.*?)</span>', done[done.index("逐件结果") :]) == ["已办理"] * 2
    with kernel():
        matters = {str(one.parent_id): one for one in Case.objects.filter(procedure="supervision")}
    assert set(matters) == set(picked)
    page = office.get("/desk/tasks/").content.decode()
    assert all(f'href="/desk/supervision/{one.pk}/"' in page for one in matters.values())
    one = matters[picked[0]]
    assert f'href="/desk/cases/task/{picked[0]}/"' in office.get(f"/desk/supervision/{one.pk}/").content.decode()


def test_the_desk_does_not_say_that_tasks_have_no_date_which_the_plan_gives_them(office: Any, cast: Cast) -> None:
    more = "".join(f"（{n}）做好第{n}件事\n\n建立制度。（责任单位：市科技局）\n\n" for n in "三四五六")
    adopt(PLAN.replace("三、保障措施", f"{more}三、保障措施").encode(), officer=as_(905, "plan-officer"), at=SOON, path="/linjiang/")
    page = office.get("/desk/").content.decode()
    assert "件已分解" in page
    assert "完成期限以规划所定为准" in page
    assert "没有期限" not in page


def test_the_list_of_tasks_tells_whose_date_is_past_and_opens_these_alone(office: Any, cast: Cast, city: City) -> None:
    planner = as_(905, "plan-officer")
    plan = adopt(PLAN.encode(), officer=planner, at=SOON, path="/linjiang/")[0]
    with kernel():
        late, supervised, *others = Case.objects.filter(procedure="task", parent=plan).order_by("number")
    for one in (late, supervised):
        facts = {"due": "2024年底", "reason": "原文写明"}
        perform(actor=planner, verb="task:reschedule", target=str(one.pk), facts=facts, at=SOON)
    facts = {"supervise_by": "2025-12-31"}
    perform(actor=planner, verb="task:supervise", target=str(supervised.pk), facts=facts, at=SOON)
    page = office.get("/desk/tasks/").content.decode()
    row = next(one for one in page.split("<tr") if f'value="{late.pk}"' in one)
    assert re.search(r'class="state state-late">.*期限已过', row)
    # A task that was only handed out is neither well nor ill.
    row = next(one for one in page.split("<tr") if f'value="{others[0].pk}"' in one)
    assert re.search(r'class="state state-unknown">.*已分解', row)
    assert '<a href="?state=past"><span class="number">1</span>' in page
    told = office.get("/desk/tasks/?state=past").content.decode()
    assert re.findall(r'name="case" value="([0-9a-f-]+)"', told) == [str(late.pk)]


def test_a_liaison_sees_the_matters_of_the_own_unit(cast: Cast, city: City) -> None:
    issued()
    with kernel():
        units = {each.slug: each for each in Unit.objects.all()}
    for slug, seen in (("science", True), ("farm", False)):
        liaison = Client()
        user = person(f"liaison-{slug}")
        grant(user_id=user.pk, role="liaison", region=city.city, unit=units[slug], since=DAY, instrument="test")
        liaison.force_login(user)
        assert ("组建培育中心" in liaison.get("/desk/supervision/").content.decode()) is seen


@pytest.mark.parametrize(
    "path",
    [
        "/desk/supervision/", "/desk/circulars/", "/desk/revision/", "/desk/revision/try/", "/desk/chains/",
        "/progress/", "/progress/feed.atom", "/consultations/",
    ],
)  # fmt: skip
def test_where_a_system_is_not_installed_its_pages_are_not_there_and_nothing_leads_to_them(cast: Cast, path: str) -> None:
    before = current()
    folder = "management/"
    use(
        before.lacking(
            *(f"{folder}supervision/{name}.procedure.toml" for name in ("supervision", "circular")),
            *(f"{folder}consultation/{name}.procedure.toml" for name in ("consultation", "comment")),
            f"{folder}revision/revision.procedure.toml", f"{folder}chains/chain_rule.register.toml",
        )
    )  # fmt: skip
    try:
        assert cast.planner.get(path).status_code == (200 if path == "/desk/chains/" else 404)
        assert f'href="{path}"' not in cast.planner.get("/desk/").content.decode()
        assert f'href="{path}"' not in cast.nobody.get("/").content.decode()
    finally:
        use(before)


def imported(path: Path) -> Any:
    """The load that a file made, None where none of it was taken."""
    try:
        return load(Reading(path), at=NOW)["load"]
    except Refusal:
        return None


GREEN = {"light": "green", "lamp": "green", "standing": "green", "status": "green", "灯": "绿灯"}


@pytest.mark.point("M04.2", without="management/supervision/rules.py#lamp")
def test_no_door_takes_a_light_from_anyone(office: Any, cast: Cast, city: City, tmp_path: Path) -> None:
    """Forms, the interface for programs and loaded files are all tried; the light stays what dates and evidence say."""
    case = issued(due="2025-09-20")
    number = number_of(case)
    own = f"/desk/cases/supervision/{case}/acts/instruct/"
    leader = Client()
    leader.force_login(person("mayor", "leader", city.city))
    forms = [(office, f"/desk/supervision/{case}/"), (office, f"/desk/cases/supervision/{case}/"), (leader, own)]
    for client, address in forms:
        client.post(address, {"do": "do", "key": "k", "instruction": "请抓紧", **GREEN})
    for name, value in GREEN.items():
        for act, facts in (("instruct", {"instruction": "请抓紧"}), ("withdraw", {"reason": "重复"}), ("sign", {})):
            answer = leader.post(
                f"/api/cases/supervision/{case}/{act}", json.dumps({**facts, name: value}), "application/json"
            )
            assert answer.status_code in {403, 404, 409, 422}, (act, name, answer.content)
    body = {"region": "/linjiang/", "title": "甲", "demand": "乙", "due": "2026-01-31", "origin": "plan", "light": "green"}
    answer = office.post("/api/cases/supervision/issue", json.dumps(body), "application/json")
    assert answer.status_code == 422
    assert "light" in answer.content.decode()
    for method in ("put", "patch", "delete"):
        answer = getattr(office, method)(f"/api/cases/supervision/{case}", json.dumps(GREEN), "application/json")
        assert answer.status_code in {404, 405}
    for name, content in (
        ("supervision.csv", f"number,light\n{number},green\n"),
        ("督查.csv", f"编号,亮灯\n{number},绿灯\n"),
        ("supervision.json", json.dumps([{"procedure": "supervision", "number": number, "light": "green"}])),
    ):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        assert imported(path) is None
    text = office.get(f"/desk/supervision/{case}/").content.decode()
    head = text[: text.index("<h2")]
    assert "红灯" in head
    assert "绿灯" not in head
    with kernel():
        assert Case.objects.filter(procedure="supervision").count() == 1
        assert not set(GREEN) & set(Case.objects.get(pk=case).facts)

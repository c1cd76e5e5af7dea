"""Files that leave: what they say is what the page says, no cell of them runs, and no text keeps one from being made."""

from __future__ import annotations

import csv
import html
import re
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from lxml import etree
from python_calamine import CalamineWorkbook
from tests.doors.conftest import DAY, PLAN, Cast
from tests.plans import adopt

from zhichan.doors.look import files
from zhichan.doors.look.letters import Letter, made
from zhichan.kernel.access.public import Actor, Role
from zhichan.kernel.acts.public import perform

NOW = datetime(2025, 9, 30, 2, tzinfo=UTC)
PLANNER = Actor("user:901", DAY, (Role("plan-officer", "/linjiang/"),))
RUN = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", " =1+1", "　=1+1", "＝1+1", "＋1", "－1", "＠SUM(1)"]
UNSEEN = "\x01\x0b\x0c\x1f\x7f\ufffe\uffff"


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def rows(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content(answer).decode("utf-8-sig"))))


def taken(words: str, **more: Any) -> str:
    facts = {"region": "/linjiang/", "paper": words.encode(), "filename": "plan.txt", **more}
    return str(perform(actor=PLANNER, verb="plan:upload", facts=facts, at=NOW).result["case"])


def test_no_cell_and_no_heading_of_a_csv_file_begins_what_a_spreadsheet_runs() -> None:
    heads, line = csv.reader(StringIO("".join(files.delimited(RUN, [RUN])).removeprefix("\ufeff"), newline=""))
    assert heads == line == [f"'{one}" for one in RUN]
    untouched = ["发明专利", "3—5", "≤30", "a=b", "（1）", ""]
    assert "".join(files.delimited([], [untouched])).splitlines()[-1].split(",") == untouched
    assert "".join(files.delimited([], [[-1, -1.5]])).splitlines()[-1] == "-1,-1.5", "a number is one to reckon with"


def test_a_workbook_has_texts_for_formulas_and_holds_every_character_that_a_text_may_bring() -> None:
    with files.workbook(["名称"], [[one] for one in RUN] + [[f"甲{UNSEEN}乙"]]) as made_:
        book = made_.read()
    with ZipFile(BytesIO(book)) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)
            etree.fromstring(archive.read(name))
    told = [row[0] for row in CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()]
    assert told[1:-1] == RUN, "a workbook says of each cell that it is a text"


@pytest.mark.django_db
def test_what_nobody_sees_and_what_is_very_long_keeps_no_word_file_from_being_made(cast: Cast) -> None:
    marked = PLAN.replace("支持企业", f"支持{UNSEEN}企业")
    plan = taken(marked)
    later = taken(marked.replace("不少于5个", "不少于8个"), parent=plan)
    name = f"规划\x01{'名' * 290}"
    perform(actor=PLANNER, verb="plan:rename", target=later, facts={"name": name}, at=NOW)
    for file in ("division.docx", f"changes/{plan}/comparison.docx"):
        answer = cast.planner.get(f"/desk/plans/{later}/{file}")
        assert answer.status_code == 200
        document = docx.Document(BytesIO(answer.content))
        words = "".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
        assert "支持企业和高校" in words.replace("\x7f", "")
        assert "名" * 290 in document.paragraphs[0].text + document.paragraphs[1].text
    letter = Letter(f"关于\x02{'名' * 290}的函", "", "", (f"正文{UNSEEN}。",), "市局\x03", DAY)
    assert "正文\x7f。" in [one.text for one in docx.Document(BytesIO(made("docx", letter))).paragraphs]


GOALS = """临江市知识产权强市建设实施方案（2023—2027年）

一、工作目标

到2027年，培育知识产权服务机构8—10家，商标异议审查周期压缩到30天以内，有效注册商标总量达到3万件。

二、重点任务

（一）提高专利质量。支持企业和高校联合申请发明专利。（牵头单位：市市场监督管理局）
"""


@pytest.mark.django_db
def test_a_range_and_an_upper_bound_leave_as_the_page_tells_them(cast: Cast) -> None:
    adopt(GOALS.encode(), officer=PLANNER, at=NOW, path="/linjiang/")
    page = re.sub(r"<[^>]+>", "", html.unescape(cast.planner.get("/desk/scorecard/").content.decode()))
    assert "8—10" in page
    assert "≤30" in page
    found = {row["目标"]: row for row in rows(cast.planner.get("/desk/scorecard/?export=csv"))}
    told = {name: set(row.values()) for name, row in found.items()}
    assert any("8—10" in values for name, values in told.items() if "服务机构" in name), told
    assert any("≤30" in values for name, values in told.items() if "周期" in name), told
    assert any("30000" in values for name, values in told.items() if "商标总量" in name), "a number stays one"

"""What the desk makes of a system that is one added folder: nothing else was written for it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from python_calamine import CalamineWorkbook
from tests.doors.conftest import DAY, City, person
from tests.doors.pages import html, words
from tests.doors.test_journey import AXE, violations
from tests.doors.toys import FILES
from tests.statements import counted

from zhichan.doors.desk.derived import lines
from zhichan.doors.look.offers import EVERYONE
from zhichan.kernel.access.public import Delegation, actor_of, grant
from zhichan.kernel.acts.public import drafts
from zhichan.kernel.casework.public import Case
from zhichan.kernel.catalogue.public import check, current, default_root, load, use
from zhichan.kernel.ground.public import Party, Unit, kernel
from zhichan.kernel.inbox.public import notices
from zhichan.kernel.ledger.public import Event, step
from zhichan.kernel.registry.public import SOURCES, Entry

EAST = "/linjiang/east/"
LOAN, STATION = "/desk/cases/loan/", "/desk/registers/station/"
MOST_OF_A_PAGE = 44
NOWHERE = "00000000-0000-0000-0000-000000000000"
PDF = b"%PDF-1.7 toy"


@pytest.fixture
def toy(lay_over: Callable[..., Path]) -> Path:
    """The toy folder laid over the platform's systems until the test ends."""
    return lay_over(FILES, folder="service/toy")


@dataclass
class People:
    """Clients of the standing cast, and whose they are."""

    clerk: Client
    head: Client
    neighbour: Client
    citizen: Client
    stranger: Client
    nobody: Client

    def user(self, name: str) -> User:
        return User.objects.get(username=name)


@pytest.fixture
def people(city: City, toy: Any, settings: Any) -> People:
    """A clerk of the east county, the city's head, a clerk of the west, a citizen, a planner of another system."""
    settings.ZHICHAN_AS_OF = DAY

    def client(name: str, role: str | None = None, region: Any = None) -> Client:
        made = Client()
        made.force_login(person(name, role, region))
        return made

    with kernel():
        Unit.objects.create(
            slug="east-library", name="东岸县图书馆", name_en="East library", region=city.east, kind="library"
        )
        Party.objects.create(
            kind="firm", name="东岸书局", code="91330000TOYBOOKS0X", region=city.east, since=date(2000, 1, 1)
        )
    return People(
        client("clerk", "clerk", city.east), client("head", "head", city.city), client("neighbour", "clerk", city.west),
        client("citizen"), client("planner", "plan-officer", city.city), Client(),
    )  # fmt: skip


def counts() -> tuple[int, int, int]:
    """What must not move when something is refused."""
    with kernel():
        return Case.objects.count(), Entry.objects.count(), Event.objects.count()


def ask(client: Client, book: str = "论语", **facts: Any) -> str:
    """Open a case through the form; its address."""
    answer = client.post(f"{LOAN}new/ask/", {"region": EAST, "book": book, "do": "do", **facts})
    assert answer.status_code == 302, words(answer)
    return str(answer["Location"]).partition("?")[0]


def case_of(address: str) -> Case:
    with kernel():
        return Case.objects.get(pk=address.rstrip("/").rpartition("/")[2])


def enter(client: Client, name: str = "东站", room: str = "101", **facts: Any) -> str:
    answer = client.post(f"{STATION}new/", {"region": EAST, "name": name, "room": room, "do": "do", **facts})
    assert answer.status_code == 302, words(answer)
    return str(answer["Location"]).partition("?")[0]


def test_the_folder_is_sound(toy: Path) -> None:
    found = check(roots=(default_root(), toy), sources=SOURCES)
    assert [one for one in found if one.file.startswith("service/toy/")] == []


class TestList:
    def test_the_index_names_it_with_its_open_cases(self, people: People) -> None:
        ask(people.clerk)
        page = words(people.clerk.get("/desk/cases/"))
        assert "玩具馆 T01" in page
        assert "借阅 1 1 申请借阅" in page

    def test_cases_are_narrowed_by_stage_region_unit_and_declared_fields(self, people: People) -> None:
        ask(people.clerk, "论语", pages="100", price="12.50", due="2025-12-01", rare="true")
        ask(
            people.clerk,
            "孟子",
            pages="200",
            price="30",
            due="2026-01-01",
            rare="false",
            units_lead="east-library",
        )

        def found(query: str) -> list[str]:
            page = html(people.clerk.get(f"{LOAN}?{query}"))
            books = sorted(book for book in ("论语", "孟子") if f">{book}</td>" in page)
            assert f">共 {len(books)} 件<" in page
            return books

        assert found("") == ["孟子", "论语"]
        assert found("stage=asked") == ["孟子", "论语"]
        assert found("stage=lent") == []
        assert found("region=/linjiang/west/") == []
        assert found("unit=east-library") == ["孟子"]
        assert found("f.book=论") == ["论语"]
        assert found("f.pages.from=150") == ["孟子"]
        assert found("f.price.until=12.5") == ["论语"]
        assert found("f.due.from=2025-12-01&f.due.until=2025-12-01") == ["论语"]
        assert found("f.rare=false") == ["孟子"]
        assert found("q=JY-2025-0002") == ["孟子"]
        assert found("from=2025-09-30&until=2025-09-30") == ["孟子", "论语"]
        assert found("until=2025-09-29") == []

    @pytest.mark.parametrize("typed", ["論語", "论语", "Ｊｙ-2025-0001", "jy-2025"])
    def test_a_search_takes_traditional_and_full_width_input(self, people: People, typed: str) -> None:
        ask(people.clerk, "论语", title="论语借阅")
        assert "共 1 件" in words(people.clerk.get(LOAN, {"q": typed}))
        assert "共 0 件" in words(people.clerk.get(LOAN, {"q": "孟子"}))
        if not typed.isascii() and "2025" not in typed:
            assert "共 1 件" in words(people.clerk.get(LOAN, {"f.book": typed}))

    def test_a_sealed_field_is_no_filter_no_column_and_in_no_export(self, people: People) -> None:
        ask(people.clerk)
        page = people.clerk.get(LOAN)
        assert "f.opinion" not in html(page)
        assert "内部意见" not in words(page)
        assert "内部意见" not in b"".join(people.clerk.get(f"{LOAN}export.csv").streaming_content).decode()

    def test_the_order_is_the_columns(self, people: People) -> None:
        for book, pages in (("甲", "9"), ("乙", "100"), ("丙", "30")):
            ask(people.clerk, book, pages=pages)

        def order(sort: str) -> list[str]:
            return re.findall(r">(甲|乙|丙)<", html(people.clerk.get(f"{LOAN}?sort={sort}")))

        assert order("pages") == ["甲", "丙", "乙"]
        assert order("-pages") == ["乙", "丙", "甲"]
        assert order("title") == ["甲", "乙", "丙"]
        assert order("nonsense") == order("-opened")

    def test_a_list_speaks_with_the_database_no_more_often_for_more_cases(self, people: People) -> None:
        ask(people.clerk, "论语", pages="100")
        people.clerk.get(LOAN)
        one = counted(lambda: people.clerk.get(LOAN))
        for book in ("孟子", "大学"):
            ask(people.clerk, book, pages="200")
        assert len(counted(lambda: people.clerk.get(LOAN))) == len(one)

    def test_neither_index_nor_list_reads_every_case_to_say_where_they_stand(self, people: People) -> None:
        ask(people.clerk, units_lead="east-library")
        for path in ("/desk/cases/", LOAN):
            sent = counted(lambda asked=path: people.clerk.get(asked))
            assert not [sql for sql in sent if "casework_case" in sql and ("COUNT(" in sql or "DISTINCT" in sql)], path
        assert 'id="filter-unit"' in html(people.clerk.get(LOAN))
        assert 'id="filter-unit"' not in html(people.neighbour.get(LOAN)), "no case of theirs has an office"

    def test_pages_of_fifty_have_the_exact_count(self, people: People) -> None:
        template = case_of(ask(people.clerk, "第1册"))
        with kernel():
            for number in range(2, 122):
                template.pk, template.number, template.facts = (
                    None,
                    f"JY-2025-{number:04}",
                    {"book": f"第{number}册"},
                )
                Case.objects.bulk_create(
                    [
                        Case(
                            **{
                                field.attname: getattr(template, field.attname)
                                for field in Case._meta.concrete_fields
                                if field.name != "id"
                            }
                        )
                    ]
                )
        first, last = people.clerk.get(f"{LOAN}?sort=title"), people.clerk.get(f"{LOAN}?sort=title&page=3")
        assert "共 121 件" in words(first)
        assert len(re.findall(r">第\d+册<", html(first))) == 50
        assert "第 101 至 121 行，共 121 行" in words(last)
        assert len(re.findall(r">第\d+册<", html(last))) == 21
        assert "第 101 至 121 行" in words(people.clerk.get(f"{LOAN}?sort=title&page=99"))

    def test_exports_hold_the_whole_filtered_set(self, people: People) -> None:
        ask(people.clerk, "=1+1", price="12.50", due="2025-12-01", borrower="91330000TOYBOOKS0X")
        ask(people.clerk, "孟子")
        answer = people.clerk.get(f"{LOAN}export.csv?sort=title")
        rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert [(row["编号"], row["书名"], row["书价"], row["应还日"], row["借阅单位"]) for row in rows] == [
            ("JY-2025-0001", "'=1+1", "12.5", "2025-12-01", "东岸书局"), ("JY-2025-0002", "孟子", "", "", ""),
        ]  # fmt: skip
        sheet = b"".join(people.clerk.get(f"{LOAN}export.xlsx?sort=title&f.book=1").streaming_content)
        lines = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
        assert len(lines) == 2
        assert {"=1+1", 12.5, date(2025, 12, 1)} <= {str(one) if one == "=1+1" else one for one in lines[1]}

    @pytest.mark.parametrize("path", ["", "export.csv", "new/upload/", f"{NOWHERE}/", "export.pdf"])
    def test_to_someone_it_does_not_concern_it_is_not_there(self, people: People, path: str) -> None:
        there, nowhere = (
            people.citizen.get(f"/desk/cases/plan/{path}"),
            people.citizen.get(f"/desk/cases/nothing/{path}"),
        )
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert there.content == nowhere.content

    def test_neither_csv_nor_xlsx_tells_a_stranger_of_a_case_that_is_not_open(self, people: People) -> None:
        ask(people.clerk)
        answer = people.citizen.get(f"{LOAN}export.csv")
        assert len(b"".join(answer.streaming_content).decode().splitlines()) == 1
        assert "共 0 件" in words(people.neighbour.get(LOAN))


class TestForm:
    def test_the_form_asks_for_what_is_declared_and_is_filled_in_with_what_is_known(
        self, people: People
    ) -> None:
        page = html(people.clerk.get(f"{LOAN}new/ask/"))
        assert re.search(r'<select id="input-region"[^>]*required', page)
        assert f'<option value="{EAST}" selected>东岸县</option>' in page
        assert "/linjiang/west/" not in html(people.clerk.get(f"{STATION}new/")), "only where the role holds"
        assert re.search(r'id="input-book" type="text" name="book" value="" required', page)
        assert 'id="input-due" type="date"' in page
        assert '<option value="open">开架' not in page, "what a later act needs is not asked for yet"
        assert "input-opinion" not in page

    def test_a_code_brings_the_party_and_its_earlier_facts(self, people: People) -> None:
        ask(people.clerk, "论语", borrower="91330000TOYBOOKS0X", pages="100", price="12.50")
        answer = people.clerk.post(
            f"{LOAN}new/ask/", {"borrower": "91330000TOYBOOKS0X", "pages": "7", "do": "look"}
        )
        page = html(answer)
        assert "东岸书局（东岸县）" in page
        assert "取自JY-2025-0001" in page
        assert 'name="price" value="12.5"' in page
        assert 'name="pages" value="7"' in page, "what was typed stays"
        assert f'<option value="{EAST}" selected>' in page
        assert counts()[0] == 1

    def test_a_draft_is_kept_resumed_and_gone_when_done(self, people: People) -> None:
        before = counts()
        answer = people.clerk.post(
            f"{LOAN}new/ask/", {"region": EAST, "book": "半部论语", "pages": "many", "do": "draft"}
        )
        address = answer["Location"]
        assert counts() == before
        page = html(people.clerk.get(address))
        assert 'value="半部论语"' in page
        assert 'value="many"' in page
        draft = re.search(r'name="draft" value="([0-9a-f-]{36})"', page)[1]  # type: ignore[index]
        assert "您有没办完的草稿" in words(people.clerk.get(f"{LOAN}new/ask/"))
        assert "借阅：申请借阅" in words(people.clerk.get("/desk/drafts/"))
        assert "半部论语" not in html(people.head.get(address)), "nobody else's"
        done = people.clerk.post(
            f"{LOAN}new/ask/", {"region": EAST, "book": "论语", "pages": "9", "draft": draft, "do": "do"}
        )
        assert done.status_code == 302
        assert drafts(actor=actor_of(people.user("clerk").pk, day=DAY)) == []

    def test_a_draft_can_be_thrown_away_by_its_author_alone(self, people: People) -> None:
        address = people.clerk.post(f"{LOAN}new/ask/", {"book": "论语", "do": "draft"})["Location"]
        draft = address.partition("draft=")[2]
        assert people.head.post(f"/desk/drafts/{draft}/discard/").status_code == 404
        assert "借阅：申请借阅" in words(people.clerk.get("/desk/drafts/"))
        people.clerk.post(f"/desk/drafts/{draft}/discard/")
        assert "没有草稿" in words(people.clerk.get("/desk/drafts/"))

    def test_reasons_stand_beside_their_fields_and_in_a_summary_and_nothing_is_left(
        self, people: People
    ) -> None:
        before = counts()
        answer = people.clerk.post(
            f"{LOAN}new/ask/",
            {"region": EAST, "pages": "many", "due": "soon", "purpose.en": "reading", "do": "do"},
        )
        page = html(answer)
        assert answer.status_code == 422
        for field in ("book", "pages", "due", "purpose.zh"):
            assert f'href="#field-{field}"' in page, field
            assert f'id="wrong-{field}"' in page, field
        assert 'value="many"' in page
        assert "没有任何内容被改动" in page
        assert counts() == before

    def test_a_rule_refuses_with_its_clause(self, people: People) -> None:
        before = counts()
        answer = people.clerk.post(f"{LOAN}new/ask/", {"region": EAST, "book": "禁书", "do": "do"})
        assert (answer.status_code, "此书不外借 某规定第三条" in words(answer)) == (422, True)
        assert counts() == before

    def test_a_preview_says_the_stage_the_number_and_the_days_and_leaves_no_trace(
        self, people: People
    ) -> None:
        before = counts()
        answer = people.clerk.post(
            f"{LOAN}new/ask/", {"region": EAST, "book": "论语", "price": "12.5", "do": "preview"}
        )
        page = words(answer)
        assert answer.status_code == 200
        assert "阶段：待受理" in page
        assert "编号为JY-2025-0001" in page
        assert "受理时限：到期日2025年10月14日" in page
        assert "这只是预览" in page
        assert 'value="论语"' in html(answer)
        assert counts() == before

    def test_sending_a_form_twice_does_it_once(self, people: People) -> None:
        key = re.search(r'name="key" value="(\w+)"', html(people.clerk.get(f"{LOAN}new/ask/")))[1]  # type: ignore[index]
        first, again = ask(people.clerk, key=key), ask(people.clerk, key=key)
        assert first == again
        assert counts()[0] == 1

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"MZ\x00\x01program", "应当是PDF、Word、Excel、演示文稿、OFD、图片、文本、压缩包"),
            (b"<html><script>", "应当是PDF、Word"),
            (b"", "空文件"),
        ],
    )
    def test_a_file_of_another_kind_is_refused_beside_its_field(
        self, people: People, content: bytes, reason: str
    ) -> None:
        address, before = ask(people.clerk), counts()
        answer = people.clerk.post(
            f"{address}acts/attach/", {"scan": SimpleUploadedFile("a.pdf", content), "do": "do"}
        )
        assert answer.status_code == 422
        assert reason in words(answer)
        assert 'id="wrong-scan"' in html(answer)
        assert counts() == (before[0], before[1], before[2])

    def test_a_file_that_is_too_large_is_refused_before_it_is_read(
        self, people: People, monkeypatch: Any
    ) -> None:
        monkeypatch.setattr("zhichan.doors.desk.derived.fields.LARGEST_BYTES", 4)
        address = ask(people.clerk)
        answer = people.clerk.post(
            f"{address}acts/attach/", {"scan": SimpleUploadedFile("a.pdf", PDF), "do": "do"}
        )
        assert (answer.status_code, "上限" in words(answer)) == (422, True)
        assert "scan" not in case_of(address).facts

    def test_a_citizen_opens_what_anyone_may_and_nobody_else_opens_what_officers_do(
        self, people: People
    ) -> None:
        page = html(people.citizen.get(f"{LOAN}new/ask/"))
        assert "data-steps" in page
        address = ask(people.citizen)
        assert case_of(address).stage == "asked"
        before = counts()
        assert (
            people.citizen.post(
                f"{STATION}new/", {"region": EAST, "name": "x", "room": "1", "do": "do"}
            ).status_code
            == 404
        )
        refused = people.head.post(f"{STATION}new/", {"region": EAST, "name": "x", "room": "1", "do": "do"})
        assert (refused.status_code, "您没有登记的权限" in words(refused)) == (422, True)
        assert counts() == before

    def test_a_child_takes_over_what_its_parent_holds(self, people: People) -> None:
        parent = ask(people.clerk, "论语", pages="12")
        identity = parent.rstrip("/").rpartition("/")[2]
        page = html(people.clerk.get(f"{LOAN}new/ask/?parent={identity}"))
        assert 'name="pages" value="12"' in page
        answer = people.clerk.post(
            f"{LOAN}new/ask/?parent={identity}", {"region": EAST, "book": "孟子", "do": "do"}
        )
        child = str(answer["Location"]).partition("?")[0]
        assert str(case_of(child).parent_id) == identity
        assert "由本件办出的事项" in words(people.clerk.get(parent))
        assert f'href="{parent}"' in html(people.clerk.get(child))
        stolen = people.neighbour.get(f"{LOAN}new/ask/?parent={identity}")
        assert 'value="12"' not in html(stolen), "not yours and not there look alike"


class TestDetail:
    def test_it_shows_where_it_stands_what_can_be_done_and_why_not(self, people: People) -> None:
        address = ask(
            people.clerk,
            units_lead="east-library",
            shelf_unit="east-library",
            purpose="x",
            **{"purpose.zh": "备课"},
        )
        answer = people.clerk.get(address)
        page = words(answer)
        assert re.search(r'class="is-here" aria-current="step"><span>待受理', html(answer))
        assert "受理时限" in page
        assert "2025年10月14日（周二）" in page
        assert "还有5个工作日" in page
        assert "牵头单位 东岸县图书馆" in page
        assert "保管单位 东岸县图书馆" in page
        assert "用途 备课" in page
        can, cannot, later = html(answer).split('<ul class="cannot">')
        assert f"{address}acts/lend/" in can
        assert '归还</span><p class="note">在“借出”时才能办' in later
        assert "由head在本地区办理" in cannot

    def test_a_page_speaks_with_the_database_no_more_often_for_more_acts(self, people: People) -> None:
        address = ask(people.clerk)
        people.clerk.get(address)
        assert len(counted(lambda: people.clerk.get(address))) <= MOST_OF_A_PAGE

    def test_the_timeline_opens_to_what_was_given_before_and_after(self, people: People) -> None:
        address = ask(people.clerk)
        assert (
            people.clerk.post(
                f"{address}acts/lend/", {"shelf": "open", "deposit": "20", "do": "do"}
            ).status_code
            == 302
        )
        page = words(people.clerk.get(f"{address}?done=lend"))
        assert "已办理“借出”" in page
        assert "借出 → 借出 clerk（演示）" in page
        assert "架位 开架" in page
        assert "押金 20.00 元" in page
        assert "某规定第三条" in page
        assert case_of(address).facts["deposit"] == 2000

    def test_a_sealed_fact_is_shown_to_its_readers_alone(self, people: People) -> None:
        address = ask(people.clerk)
        people.clerk.post(f"{address}acts/judge/", {"opinion": "可借但须谨慎", "do": "do"})
        assert "可借但须谨慎" in words(people.clerk.get(address))
        page = words(people.head.get(address))
        assert "写意见" in page
        assert "可借但须谨慎" not in page
        assert "内部意见" not in page

    def test_a_paper_is_told_by_its_bytes_and_comes_as_a_download(self, people: People) -> None:
        address = ask(people.clerk)
        people.clerk.post(f"{address}acts/attach/", {"scan": SimpleUploadedFile("x.html", PDF), "do": "do"})
        assert "扫描件 PDF · 0.1 KB" in words(people.clerk.get(address))
        file = people.clerk.get(f"{address}papers/scan/")
        assert file.content == PDF
        assert file["Content-Type"] == "application/octet-stream"
        assert file["Content-Disposition"] == 'attachment; filename="JY-2025-0001-scan.pdf"'
        assert file["X-Content-Type-Options"] == "nosniff"
        assert people.neighbour.get(f"{address}papers/scan/").status_code == 404
        assert people.clerk.get(f"{address}papers/opinion/").status_code == 404

    def test_a_letter_is_kept_and_comes_as_word_and_pdf_to_whoever_sees_the_case(self, people: People) -> None:
        address = ask(people.clerk)
        people.clerk.post(f"{address}acts/lend/", {"shelf": "open", "deposit": "20", "do": "do"})
        page = html(people.clerk.get(address))
        found = re.findall(rf'href="({address}letters/[^"]+)"', page)
        kept, *documents = found
        assert "论语" in people.clerk.get(kept).content.decode()
        assert [one.rpartition(".")[2] for one in documents] == ["docx", "pdf"]
        for one, begins in zip(documents, (b"PK", b"%PDF"), strict=True):
            file = people.clerk.get(one)
            assert file.content.startswith(begins)
            assert file.content == people.clerk.get(one).content
            assert file["Content-Disposition"].startswith('attachment; filename="JY-2025-0001-receipt-2.')
            assert people.neighbour.get(one).status_code == 404
        assert people.clerk.get(documents[0].replace(".docx", ".exe")).status_code == 404

    @pytest.mark.parametrize("path", ["", "acts/lend/", "papers/scan/", "?print"])
    def test_not_yours_and_not_there_look_alike(self, people: People, path: str) -> None:
        address = ask(people.clerk)
        for client in (people.neighbour, people.citizen, people.stranger):
            there, nowhere = client.get(f"{address}{path}"), client.get(f"{LOAN}{NOWHERE}/{path}")
            assert (there.status_code, there.content) == (404, nowhere.content)
        before = counts()
        for client in (people.neighbour, people.stranger):
            assert (
                client.post(f"{address}acts/lend/", {"shelf": "open", "deposit": "1", "do": "do"}).status_code
                == 404
            )
        assert counts() == before

    def test_whoever_may_read_may_not_act_and_nothing_changes(self, people: People) -> None:
        address, before = ask(people.clerk), None
        before = counts()
        answer = people.head.post(f"{address}acts/lend/", {"shelf": "open", "deposit": "1", "do": "do"})
        assert (answer.status_code, "“借出”只能由以下角色" in words(answer)) == (422, True)
        assert counts() == before

    def test_a_public_stage_opens_it_to_everyone_without_its_sealed_facts(self, people: People) -> None:
        address = ask(people.clerk)
        people.clerk.post(f"{address}acts/judge/", {"opinion": "可借但须谨慎", "do": "do"})
        people.clerk.post(f"{address}acts/lend/", {"shelf": "open", "deposit": "1", "do": "do"})
        people.clerk.post(f"{address}acts/return/", {"do": "do"})
        page = words(people.stranger.get(address))
        assert "论语" in page
        assert "可借但须谨慎" not in page
        assert "共 1 件" in words(people.stranger.get(LOAN))
        assert people.nobody.get(address).status_code == 302

    def test_the_printed_form_has_everything_open(self, people: People) -> None:
        address = ask(people.clerk)
        assert "<details>" in html(people.clerk.get(address))
        assert "<details>" not in html(people.clerk.get(f"{address}?print"))

    def test_it_is_whole_in_english(self, people: People) -> None:
        address = ask(people.clerk)
        people.clerk.cookies["django_language"] = "en"
        for path in (
            address,
            LOAN,
            f"{LOAN}new/ask/",
            "/desk/cases/",
            f"{address}acts/lend/",
            STATION,
            f"{STATION}new/",
        ):
            left = re.sub(r"论语|中文|（演示）", "", words(people.clerk.get(path)))
            assert re.findall(r"[\u4e00-\u9fff]{2,}", re.sub(r"(某规定|民法典)\S*", "", left)) == [], path


class TestLines:
    def test_who_takes_part_is_written_by_name_and_code_and_then_reads_the_case(self, people: People) -> None:
        citizen = people.user("citizen").pk
        written = f"王小明，{citizen}\n东岸书局，91330000TOYBOOKS0X"
        address = ask(people.clerk, readers=written)
        assert case_of(address).facts["readers"] == [
            {"name": "王小明", "user": citizen}, {"name": "东岸书局", "party": "91330000TOYBOOKS0X"},
        ]  # fmt: skip
        page = words(people.citizen.get(address))
        assert "读者 王小明、东岸书局" in page
        assert f"{address}acts/mark/" in html(people.citizen.get(address)), (
            "a part may do what is declared for it"
        )
        assert f"{address}acts/lend/" not in html(people.citizen.get(address))
        done = people.citizen.post(
            f"{address}acts/mark/", {"marks": "3\n页脚有水渍\npage=7; what=折角", "do": "do"}
        )
        assert done.status_code == 302
        assert case_of(address).facts["marks"] == [3, "页脚有水渍", {"page": 7, "what": "折角"}]
        assert "批注 3；页脚有水渍；7 折角" in words(people.clerk.get(address))
        assert people.stranger.get(address).status_code == 404

    def test_what_is_no_content_is_refused_beside_its_field(self, people: People) -> None:
        address = ask(people.clerk)
        answer = people.clerk.post(f"{address}acts/mark/", {"marks": "[1,", "do": "do"})
        assert (answer.status_code, 'id="wrong-marks"' in html(answer), "[1," in html(answer)) == (
            422,
            True,
            True,
        )

    @pytest.mark.parametrize(
        ("value", "people"),
        [
            ([1, "二", {"id": "E1", "what": "公证购买"}], False),
            (
                [
                    {"name": "张一", "user": 9001, "presiding": True},
                    {"name": "甲公司", "party": "91330000TOYBOOKS0X"},
                ],
                True,
            ),
            ([{"name": "a", "within": [1, 2]}], True),
            ({"a": 1}, False),
            (["a=b", "[c"], False),
            ([], False),
        ],
    )
    def test_what_is_written_is_read_as_it_was(self, value: Any, people: bool) -> None:
        assert lines.read(lines.written(value, people=people), people=people) == value


class TestMany:
    def test_each_row_has_its_own_outcome(self, people: People) -> None:
        first, second = ask(people.clerk, "甲"), ask(people.clerk, "乙")
        people.clerk.post(f"{second}acts/lend/", {"shelf": "open", "deposit": "1", "do": "do"})
        chosen = [str(case_of(one).pk) for one in (first, second)] + [NOWHERE]
        form = people.clerk.post(f"{LOAN}batch/", {"case": chosen, "act": "lend"})
        assert form.status_code == 200
        assert 'name="deposit"' in html(form)
        before = counts()
        given = {"case": chosen, "act": "lend", "shelf": "closed", "deposit": "3", "key": "k1"}
        trial = people.clerk.post(f"{LOAN}batch/", {**given, "do": "preview"})
        assert "可以办理 1 不能办理 2" in words(trial)
        assert counts() == before
        done = words(people.clerk.post(f"{LOAN}batch/", {**given, "do": "do"}))
        assert "已办理 1 未办理 2" in done
        assert "只有在“待受理”时才能“借出”" in done
        assert "没有这一项" in done
        assert case_of(first).stage == "lent"
        again = words(people.clerk.post(f"{LOAN}batch/", {**given, "do": "do"}))
        assert "已办理 1 未办理 2" in again
        assert case_of(first).version == 2

    def test_others_cases_stay_as_they_were(self, people: People) -> None:
        address = ask(people.clerk)
        before = counts()
        answer = people.neighbour.post(
            f"{LOAN}batch/", {"case": [str(case_of(address).pk)], "act": "return", "do": "do"}
        )
        assert "未办理 1" in words(answer)
        assert "JY-2025" not in words(answer)
        assert (
            people.head.post(f"{LOAN}batch/", {"case": [NOWHERE], "act": "lend", "do": "do"}).status_code
            == 422
        )
        assert (
            people.stranger.post(f"{LOAN}batch/", {"case": [NOWHERE], "act": "lend", "do": "do"}).status_code
            == 422
        )
        assert (
            people.stranger.post("/desk/cases/nothing/batch/", {"case": [NOWHERE], "act": "x"}).status_code
            == 404
        )
        assert counts() == before

    def test_nothing_chosen_is_said(self, people: People) -> None:
        assert "没有选中任何事项" in words(people.clerk.post(f"{LOAN}batch/", {"act": "lend"}))


class TestRegister:
    def test_entries_are_entered_searched_and_ordered(self, people: People) -> None:
        enter(people.clerk, "东站", "101", opened_on="2025-01-01", budget="100", active="true")
        enter(people.clerk, "西站", "102", opened_on="2025-06-01", budget="20.5", active="false")

        def found(query: str) -> list[str]:
            page = html(people.clerk.get(f"{STATION}?{query}"))
            names = re.findall(r">(东站|西站)<", page)
            assert f">共 {len(names)} 条<" in page
            return names

        assert found("sort=budget") == ["西站", "东站"]
        assert found("f.name=东") == ["东站"]
        assert found("f.budget.from=20.5&f.budget.until=20.5") == ["西站"]
        assert found("f.opened_on.until=2025-05-31") == ["东站"]
        assert found("f.opened_on.from=2025-01-02&f.opened_on.until=2025-06-01") == ["西站"]
        assert found("f.opened_on.until=9999-12-31&f.budget.until=1e400&sort=name") == ["西站", "东站"]
        assert found("f.budget.until=20.49") == []
        assert found("f.active=false") == ["西站"]
        assert found("q=station-2025-00001") == ["东站"]
        assert "f.room" not in html(people.clerk.get(STATION)), "only what is declared searched"

    def test_a_range_is_asked_of_the_index_alone(self, people: People) -> None:
        enter(people.clerk, "东站", "101", opened_on="2025-01-01", budget="100")
        sent = counted(lambda: people.clerk.get(f"{STATION}?f.budget.from=1&f.budget.until=200"))
        [count] = [sql for sql in sent if "COUNT(" in sql and "registry_slot" in sql]
        assert '"data"' not in count

    def test_a_correction_gives_only_what_changed_and_is_kept_in_the_history(self, people: People) -> None:
        address = enter(people.clerk, budget="100")
        form = html(people.clerk.get(f"{address}correct/"))
        assert 'name="budget" value="100"' in form
        given = {"name": "东站", "room": "101", "budget": "200", "reason": "抄错", "do": "do"}
        assert people.clerk.post(f"{address}correct/", given).status_code == 302
        page = words(people.clerk.get(address))
        assert "理由： 抄错" in page or "理由：抄错" in page
        assert "经费 100.00 元 200.00 元" in page
        assert "名称 东站 东站" not in page
        emptied = {**given, "budget": "", "reason": "误填"}
        assert people.clerk.post(f"{address}correct/", emptied).status_code == 302
        assert "200.00" in words(people.clerk.get(address)), "what was taken away stays in the history"
        assert 'name="budget" value=""' in html(people.clerk.get(f"{address}correct/"))
        given = {name: value for name, value in given.items() if name != "budget"}
        before = counts()
        same = people.clerk.post(f"{address}correct/", given)
        assert (same.status_code, "没有改动任何内容" in words(same)) == (422, True)
        assert counts() == before

    def test_an_ended_entry_leaves_the_list_and_stays_among_the_past(self, people: People) -> None:
        address = enter(people.clerk)
        refused = people.clerk.post(f"{address}end/", {"until": "2025-09-30", "do": "do"})
        assert (refused.status_code, 'id="wrong-reason"' in html(refused)) == (422, True)
        assert (
            people.head.post(
                f"{address}end/", {"until": "2025-09-30", "reason": "撤", "do": "do"}
            ).status_code
            == 302
        )
        assert "共 0 条" in words(people.clerk.get(STATION))
        assert "共 1 条" in words(people.clerk.get(f"{STATION}?state=past"))
        assert "已终止" in words(people.clerk.get(address))

    def test_what_is_exclusive_is_refused_beside_its_field(self, people: People) -> None:
        enter(people.clerk)
        before = counts()
        answer = people.clerk.post(
            f"{STATION}new/", {"region": EAST, "name": "新站", "room": "101", "do": "do"}
        )
        assert (answer.status_code, 'id="wrong-room"' in html(answer)) == (422, True)
        assert counts() == before

    def test_a_plate_is_a_download_and_the_list_a_file(self, people: People) -> None:
        address = enter(people.clerk, plate=SimpleUploadedFile("a.png", b"\x89PNG toy"))
        file = people.clerk.get(f"{address}papers/plate/")
        assert file["Content-Disposition"] == 'attachment; filename="station-2025-00001-plate.png"'
        rows = (
            b"".join(people.clerk.get(f"{STATION}export.csv").streaming_content)
            .decode("utf-8-sig")
            .splitlines()
        )
        assert [len(rows), rows[1].split(",")[1]] == [2, "东站"]
        assert people.neighbour.get(f"{address}papers/plate/").status_code == 404

    @pytest.mark.parametrize("path", ["", "correct/", "end/", "papers/plate/"])
    def test_not_yours_and_not_there_look_alike(self, people: People, path: str) -> None:
        address = enter(people.clerk)
        for client in (people.neighbour, people.citizen, people.stranger):
            there, nowhere = client.get(f"{address}{path}"), client.get(f"{STATION}{NOWHERE}/{path}")
            assert (there.status_code, there.content) == (404, nowhere.content)
        before = counts()
        assert (
            people.neighbour.post(
                f"{address}end/", {"until": "2025-09-30", "reason": "x", "do": "do"}
            ).status_code
            == 404
        )
        assert counts() == before

    def test_an_entry_is_a_fact_of_a_case_and_leads_there(self, people: People) -> None:
        place = enter(people.clerk)
        address = ask(people.clerk, station="station-2025-00001")
        page = html(people.clerk.get(address))
        assert f'href="{place}">东站</a>' in page


class TestHome:
    def test_what_waits_for_whom(self, people: People) -> None:
        ask(people.clerk, title="借《论语》")
        clerk, stranger = words(people.clerk.get("/desk/")), words(people.stranger.get("/desk/"))
        mine = clerk.partition("等别人办")[0]
        assert "借《论语》" in mine
        assert "受理时限：2025年10月14日（周二），还有5个工作日" in mine
        assert "借《论语》" not in stranger

    def test_many_of_a_kind_without_a_last_day_are_one_line(self, people: People) -> None:
        for number in range(5):
            address = ask(people.clerk, title=f"第{number}册")
            people.clerk.post(f"{address}acts/lend/", {"shelf": "open", "deposit": "1", "do": "do"})
        page = words(people.clerk.get("/desk/")).partition("等别人办")[0]
        assert "借阅：5 件借出" in page
        assert "第3册" not in page

    def test_a_notice_has_its_reason_and_is_stopped_in_one_step(self, people: People, city: City) -> None:
        keeper, client = person("keeper"), Client()
        with kernel():
            unit = Unit.objects.get(slug="east-library")
        grant(
            user_id=keeper.pk,
            role="liaison",
            region=city.east,
            unit=unit,
            since=date(2020, 1, 1),
            instrument="test",
        )
        client.force_login(keeper)
        ask(people.clerk, units_lead="east-library", title="借《论语》")
        step()
        page = html(client.get("/desk/"))
        assert "因为东岸县图书馆牵头此事" in page
        stop = re.search(r'name="stop" value="(topic-\d+)"', page)[1]  # type: ignore[index]
        foreign = people.head.post("/desk/notices/", {"stop": stop})
        assert foreign.status_code == 404
        assert client.post("/desk/notices/", {"stop": stop}).status_code == 302
        assert notices(actor=actor_of(keeper.pk, day=DAY)) == []

    def test_seen_notices_leave_the_desk(self, people: People, city: City) -> None:
        keeper, client = person("keeper"), Client()
        with kernel():
            unit = Unit.objects.get(slug="east-library")
        grant(
            user_id=keeper.pk,
            role="liaison",
            region=city.east,
            unit=unit,
            since=date(2020, 1, 1),
            instrument="test",
        )
        client.force_login(keeper)
        for _ in range(7):
            ask(people.clerk, units_lead="east-library")
        step()
        page = html(client.get("/desk/"))
        seen = re.findall(r'name="seen" value="(\d+)"', page)
        # The newest stand open; the others neither push the rest of the desk away nor are they lost.
        assert len(seen) == 7
        assert page.index("更早的 2 条") > page.index(f'value="{seen[4]}"')
        assert page.index("更早的 2 条") < page.index(f'value="{seen[5]}"')
        client.post("/desk/notices/", {"seen": seen})
        assert 'id="notices"' not in html(client.get("/desk/"))


class TestStandingIn:
    def given(self, people: People, **facts: str) -> dict[str, str]:
        deputy = str(people.user("neighbour").pk)
        return {"deputy": deputy, "since": "2025-09-30", "until": "2025-10-10", "reason": "出差", **facts}

    @pytest.fixture(autouse=True)
    def _near(self, city: City, people: People) -> None:
        # Colleagues are people with a role in one's region, above it or below it.
        grant(
            user_id=people.user("neighbour").pk,
            role="head",
            region=city.city,
            since=date(2024, 1, 1),
            instrument="test",
        )

    def test_who_holds_a_role_near_is_a_colleague_whatever_else_they_hold(
        self, city: City, people: People
    ) -> None:
        """One with an office in each of two counties stands in the list of both counties' clerks."""
        user = person("two-offices")
        for where in (city.west, city.east):
            grant(user_id=user.pk, role="head", region=where, since=date(2024, 1, 1), instrument="test")
        west = Client()
        west.force_login(person("west-clerk", "clerk", city.west))
        for colleague in (people.clerk, west):
            assert f'<option value="{user.pk}"' in html(colleague.get("/desk/delegations/"))

    def test_a_deputy_acts_on_behalf_until_it_is_taken_back(self, people: People) -> None:
        address = ask(people.clerk)
        assert people.clerk.post("/desk/delegations/", self.given(people)).status_code == 302
        done = people.neighbour.post(f"{address}acts/lend/", {"shelf": "open", "deposit": "1", "do": "do"})
        assert done.status_code == 302
        assert "neighbour（演示） ，代clerk（演示）" in words(people.head.get(address)).replace(
            "，代", " ，代"
        ).replace("  ", " ")
        page = people.clerk.get("/desk/delegations/")
        assert "2025年9月30日（周二）至2025年10月10日（周五）" in words(page)
        end = re.search(r'action="(/desk/delegations/\d+/end/)"', html(page))[1]  # type: ignore[index]
        assert people.head.post(end).status_code == 404
        assert people.clerk.post(end).status_code == 302
        refused = people.neighbour.post(f"{address}acts/return/", {"do": "do"})
        assert refused.status_code == 422
        assert case_of(address).stage == "lent"

    @pytest.mark.parametrize(
        ("facts", "field"),
        [
            ({"reason": ""}, "reason"),
            ({"until": "2025-09-01"}, "until"),
            ({"until": "soon"}, "until"),
            ({"deputy": "1"}, "deputy"),
        ],
    )
    def test_an_unsound_one_is_refused_beside_its_field(
        self, people: People, facts: dict[str, str], field: str
    ) -> None:
        answer = people.clerk.post("/desk/delegations/", self.given(people, **facts))
        assert (answer.status_code, f'id="wrong-{field}"' in html(answer)) == (422, True)
        with kernel():
            assert Delegation.objects.count() == 0


class TestReference:
    def test_permissions_name_the_roles_of_each_act_and_the_grants_of_ones_region(
        self, people: People
    ) -> None:
        page = words(people.head.get("/desk/permissions/"))
        assert "借阅 查阅 clerk、head" in page
        assert "借阅 申请借阅 任何人、clerk" in page
        assert "取书点 终止 clerk、head" in page
        assert "clerk（演示） clerk 东岸县" in page
        assert "neighbour（演示） clerk 西岭县" in page
        mine = words(people.clerk.get("/desk/permissions/"))
        assert "clerk（演示） clerk 东岸县" in mine
        assert "neighbour（演示）" not in mine
        assert "现行授权" not in words(people.citizen.get("/desk/permissions/"))

    def test_the_reference_tells_of_everything_declared(self, people: People) -> None:
        assert "玩具馆 T01" in words(people.clerk.get("/desk/reference/"))
        page = words(people.clerk.get("/desk/reference/T01/"))
        for one in (
            "某办法第二条",
            "归还日由借阅人定",
            "5个工作日（2020年1月1日起）",
            "某规定第四条",
            "选项：开架、闭架",
            "在册的玩具发明专利。",
            "不得重复 房间",
        ):
            assert one in page, one
        assert people.clerk.get("/desk/reference/T99/").status_code == 404

    def test_it_is_whole_in_english(self, people: People) -> None:
        people.clerk.cookies["django_language"] = "en"
        for path in ("/desk/reference/T01/", "/desk/permissions/"):
            left = re.sub(r"某\S+|（演示）|中文", "", words(people.clerk.get(path)))
            assert re.findall(r"[\u4e00-\u9fff]{2,}", left) == [], path


class TestNavigation:
    def test_cases_and_registers_are_there_for_whom_they_concern(self, people: People) -> None:
        alone = load(roots=current().roots[1:])

        def nav(client: Client) -> list[str]:
            return re.findall(
                r'href="(/desk/(?:cases|registers)/)"', html(client.get("/desk/")).partition("</nav>")[0]
            )

        use(alone)
        assert nav(people.clerk) == ["/desk/cases/", "/desk/registers/"]
        assert nav(people.citizen) == ["/desk/cases/"], "anyone may ask for a loan"
        use(alone.lacking("service/toy/loan.procedure.toml"))
        assert nav(people.clerk) == ["/desk/registers/"]
        assert nav(people.citizen) == []

    def test_without_the_folder_nothing_of_it_is_left(self, people: People) -> None:
        address = ask(people.clerk)
        use(load(roots=(default_root(),)))
        assert people.clerk.get(LOAN).status_code == 404
        assert people.clerk.get(address).status_code == 404
        assert people.clerk.get("/desk/cases/").status_code == 200
        assert people.clerk.get("/desk/").status_code == 200
        assert people.clerk.get(STATION).status_code == 404


@dataclass
class Browser:
    """A real browser before the real site, signed in as whoever is asked for."""

    driver: Any
    address: str
    people: People
    problems: list[str]

    def page(self, client: Client, **options: Any) -> Any:
        session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.address}
        context = self.driver.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        context.add_cookies([session])
        page = context.new_page()
        page.on("console", lambda told: self.problems.append(told.text) if told.type == "error" else None)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        return page


@pytest.fixture
def browser(live_server: Any, people: People, chromium: Any) -> Iterator[Browser]:
    yield Browser(chromium, live_server.url, people, [])
    # Beside the driver's loop this thread has connections of its own, which nobody else closes.
    connections.close_all()


@pytest.mark.journey
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
class TestJourney:
    def test_a_citizen_asks_on_a_phone_and_an_officer_lends_at_the_desk(self, browser: Browser) -> None:
        people, address = browser.people, browser.address
        phone = browser.page(people.citizen, viewport={"width": 390, "height": 844})
        phone.goto(f"{address}{LOAN}new/ask/")
        assert phone.locator(".form > .field:visible").count() == 1
        phone.select_option("#input-region", EAST)
        phone.keyboard.press("Tab")
        phone.get_by_role("button", name="下一步").click()
        assert phone.locator(".form > .field:visible label").inner_text().startswith("书名")
        phone.get_by_role("button", name="下一步").click()
        assert phone.locator("#input-book").is_visible(), "what is required is not passed over"
        phone.fill("#input-book", "论语")
        phone.keyboard.press("Enter")
        while phone.get_by_role("button", name="下一步").is_visible():
            phone.get_by_role("button", name="下一步").click()
        assert phone.input_value("#input-book") == "论语", "a summary before sending"
        phone.get_by_role("button", name="先看看会怎样").click()
        phone.wait_for_selector("#outcome")
        assert "受理时限：到期日2025年10月14日" in phone.inner_text("#outcome")
        phone.get_by_role("button", name="申请借阅").click()
        phone.wait_for_selector("text=没有找到这一页")
        assert case_count() == 1, "asked; an account without a part in it does not read the officers' case"

        desk = browser.page(people.clerk)
        desk.goto(f"{address}/desk/")
        desk.get_by_role("link", name="借阅 JY-2025-0001").click()
        assert desk.locator(".possible .primary").inner_text() == "借出"
        desk.locator(".possible .primary").click()
        desk.select_option("#input-shelf", "open")
        desk.fill("#input-deposit", "twenty")
        desk.get_by_role("button", name="借出").click()
        assert desk.locator("#wrong-deposit").is_visible()
        assert desk.evaluate("document.activeElement.id") == "problems"
        desk.locator(".problems a").click()
        desk.fill("#input-deposit", "20")
        desk.keyboard.press("Enter")
        desk.wait_for_selector(".done")
        assert desk.locator(".stages .is-here").inner_text() == "借出"
        desk.locator(".story summary").first.click()
        assert "20.00" in desk.locator(".story details[open]").inner_text()
        assert [one for one in browser.problems if "422" not in one and "404" not in one] == []

    def test_it_is_whole_without_script(self, browser: Browser) -> None:
        page = browser.page(browser.people.clerk, java_script_enabled=False)
        page.goto(f"{browser.address}{LOAN}new/ask/")
        page.fill("#input-book", "论语")
        page.get_by_role("button", name="先看看会怎样").click()
        assert "这只是预览" in page.inner_text("#outcome")
        page.get_by_role("button", name="存为草稿").click()
        assert page.input_value("#input-book") == "论语"
        page.get_by_role("button", name="申请借阅").click()
        assert page.locator(".done").is_visible()
        page.goto(f"{browser.address}{LOAN}")
        page.fill("#filter-q", "nothing")
        page.get_by_role("button", name="查看").click()
        assert "共 0 件" in page.inner_text("#list")
        page.get_by_role("link", name="清除筛选").click()
        page.check("input[name=case]")
        page.select_option("#batch-act", "lend")
        page.get_by_role("button", name="下一步").click()
        assert page.locator("#input-shelf").is_visible()

    def test_pages_keep_to_the_window_and_to_the_rules(self, browser: Browser) -> None:
        clerk = browser.people.clerk
        case = ask(
            clerk,
            "横川市知识产权战略与创新驱动发展研究院" * 3,
            units_lead="east-library",
            purpose="x",
            price="1234567.5",
        )
        clerk.post(f"{case}acts/attach/", {"scan": SimpleUploadedFile("a.pdf", PDF), "do": "do"})
        entry = enter(clerk, "取书点" * 20, budget="100")
        paths = [
            "/desk/",
            "/desk/cases/",
            LOAN,
            f"{LOAN}?stage=lent",
            f"{LOAN}new/ask/",
            case,
            f"{case}acts/lend/",
            f"{case}?print",
            "/desk/registers/",
            STATION,
            f"{STATION}new/",
            entry,
            f"{entry}correct/",
            "/desk/drafts/",
            "/desk/delegations/",
            "/desk/permissions/",
            "/desk/reference/",
            "/desk/reference/T01/",
            "/desk/reference/M01/",
        ]
        wide = []
        page = browser.page(clerk)
        for path in paths:
            page.goto(f"{browser.address}{path}")
            for large in (False, True):
                if large:
                    page.evaluate("document.styleSheets[0].insertRule('html { font-size: 200% }')")
                for width in (390, 768, 1440):
                    page.set_viewport_size({"width": width, "height": 844})
                    if page.evaluate("document.documentElement.scrollWidth") > width:
                        wide.append((width, large, path))
        assert wide == []
        if not AXE.exists():
            pytest.skip("axe-core is not installed: npm ci")
        found = []
        page = browser.page(clerk, bypass_csp=True)
        for path in paths:
            page.goto(f"{browser.address}{path}")
            if path == f"{case}acts/lend/":
                page.get_by_role("button", name="借出").click()
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                found += [(path, scheme, one) for one in violations(page)]
        assert found == []


def case_count() -> int:
    """How many cases there are."""
    with kernel():
        return Case.objects.count()


def test_every_form_that_opens_a_case_of_any_system_is_drawn(city: City, settings: Any) -> None:
    settings.ZHICHAN_AS_OF = DAY
    faults, drawn = [], 0
    for slug, procedure in current().procedures.items():
        for name, act in procedure.acts.items():
            if act.sources:
                continue
            roles = current().roles_for(f"{slug}:{name}") - {EVERYONE}
            client = Client(raise_request_exception=False)
            user = person(f"{slug}-{name}")
            for role in roles:
                grant(user_id=user.pk, role=role, region=city.city, since=date(2020, 1, 1), instrument="test")
            client.force_login(user)
            answer = client.get(f"/desk/cases/{slug}/new/{name}/")
            drawn += answer.status_code == 200
            if answer.status_code >= 500:
                faults.append((slug, name))
    assert not faults
    assert drawn >= len(current().procedures) / 2

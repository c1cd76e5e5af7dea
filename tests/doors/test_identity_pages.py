"""The data officer's pages: names to be decided, and tables loaded, looked up, withdrawn."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.doors.conftest import Cast, City, person

from zhichan.doors.feeds.tables import LONGEST_ROW
from zhichan.kernel.access.public import system_actor
from zhichan.kernel.acts.public import perform
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.registry.public import Edition, Link, Manifest, load_parts, record

NOW = datetime(2025, 9, 30, 2, tzinfo=UTC)
IMPORT = system_actor("import", day=date(2025, 9, 30))
D, E = "91420100MA4KABCD1A", "91420100MA4KABCD2B"
TABLE = "分类号,上级,中文名称\nH,,电学\nH01,,基本电气元件\nH01M,,电池\nH01M10/05,,非水电解质二次电池\n"


def take(*parts: tuple[str, list[dict[str, Any]]]) -> None:
    load_parts(parts, Manifest(format="test", name="test", synthetic=True), actor=IMPORT, at=NOW)


def patent(key: str, name: str = "", **more: Any) -> dict[str, Any]:
    held = {"party": None, "region": None, "since": "2019-03-01", "name": name or "某人"}
    return {"key": key, "kind": "invention", "title": "一种测试装置", "filed_on": "2019-03-01",
            "granted_on": "2021-05-07", "holdings": [held], **more}


@pytest.fixture
def officer(cast: Cast, city: City) -> Client:
    made = Client()
    made.force_login(person("data", "data-officer", city.city))
    return made


@pytest.fixture
def doubtful(city: City) -> Link:
    take(("firm", [
        {"key": code, "kind": "firm", "name": f"{place}晨曦精密机械有限公司", "region": region, "established_on": "2001-01-01"}
        for code, place, region in ((D, "东岸", "east"), (E, "西岭", "west"))]))
    take(("patent", [patent("N1", "晨曦精密机械有限公司"), patent("N2", "東岸晨曦精密機械有限公司")]))
    perform(actor=IMPORT, verb="registry:match", at=NOW)
    with kernel():
        return Link.objects.get(name="晨曦精密机械有限公司")


def party(key: str) -> str | None:
    with kernel():
        return record(source="patent", key=key).row["holdings"][0]["party"]


def text(response: Any) -> str:
    return response.content.decode()


def test_the_queue_shows_the_doubt_its_probability_and_why_and_a_decision_links_the_right(
    officer: Client, doubtful: Link,
) -> None:
    shown = text(officer.get("/desk/identity/"))
    assert "晨曦精密机械有限公司" in shown
    assert doubtful.reason_zh in shown
    page = f"/desk/identity/{doubtful.pk}/"
    assert "次可能" in text(officer.get(page))
    sent = officer.post(page, {"do": "link", "party": E, "reason": "核对了营业执照", "key": "k" * 20})
    assert (sent.status_code, sent["Location"]) == (302, page)
    assert party("N1") == E
    assert "撤销关联" in text(officer.get(page))
    assert officer.post(page, {"do": "unlink", "reason": "看错了"}).status_code == 302
    assert party("N1") is None
    assert "已撤销" in text(officer.get("/desk/identity/?state=withdrawn"))


def test_a_decision_without_its_reason_is_refused_beside_the_form(officer: Client, doubtful: Link) -> None:
    page = f"/desk/identity/{doubtful.pk}/"
    refused = officer.post(page, {"do": "refuse-link", "reason": " "})
    assert refused.status_code == 422
    assert "请写明理由" in text(refused)
    assert officer.post(page, {"do": "drop-table"}).status_code == 404
    assert party("N1") is None


@pytest.mark.parametrize("address", ["/desk/identity/", "/desk/identity/1/"])
def test_to_everyone_else_the_queue_is_not_there(cast: Cast, doubtful: Link, address: str) -> None:
    for client in (cast.planner, cast.leader, cast.stranger):
        assert client.get(address).status_code == 404
    assert cast.nobody.get(address).status_code == 302
    assert cast.stranger.post(f"/desk/identity/{doubtful.pk}/", {"do": "link"}).status_code == 404
    assert party("N1") is None


def load(client: Client, content: bytes, *, table: str = "ipc", do: str = "adopt", **more: str) -> Any:
    given = {"do": do, "edition": "示例版", "since": "2020-01-01", "origin": "测试", **more}
    return client.post(
        f"/desk/classes/{table}/", {**given, "file": SimpleUploadedFile("表.csv", content)})


def book(rows: list[list[Any]]) -> bytes:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as made:
        sheet = made.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return kept.getvalue()


def packed(content: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("表.csv", content)
    return kept.getvalue()


def test_the_pages_leave_the_feeds_as_long_a_cell_as_they_had(officer: Client) -> None:
    assert officer.get("/desk/classes/").status_code == 200
    assert csv.field_size_limit() == LONGEST_ROW


def test_what_is_not_loaded_says_so_with_what_cannot_be_said(officer: Client) -> None:
    shown = text(officer.get("/desk/classes/"))
    assert "尚未导入" in shown
    assert "高价值发明专利第一项条件" in shown
    assert "尚未导入" in text(officer.get("/desk/classes/ipc_sei/"))
    assert officer.get("/desk/classes/nothing/").status_code == 404


def test_a_table_is_checked_loaded_looked_up_and_withdrawn(officer: Client) -> None:
    checked = load(officer, TABLE.encode(), do="check")
    assert (checked.status_code, "检查通过：4类" in text(checked)) == (200, True)
    with kernel():
        assert not Edition.objects.exists()
    assert load(officer, TABLE.encode()).status_code == 302
    with kernel():
        kept = Edition.objects.get()
    assert len(kept.sha256) == 64
    assert "基本电气元件" not in text(officer.get("/desk/classes/ipc/"))
    assert "基本电气元件" in text(officer.get("/desk/classes/ipc/?at=H"))
    assert "非水电解质二次电池" in text(officer.get("/desk/classes/ipc/?q=h01m"))
    gone = officer.post("/desk/classes/ipc/", {"do": "withdraw", "target": kept.pk, "reason": "版本有误"})
    assert gone.status_code == 302
    assert "版本有误" in text(officer.get("/desk/classes/ipc/"))


@pytest.mark.parametrize("content", [
    TABLE.encode("gb18030"), b"\xef\xbb\xbf" + TABLE.encode(), TABLE.replace(",", "\t").encode(),
    gzip.compress(TABLE.encode()), TABLE.replace("\n", "\r\n").encode(),
    book([line.split(",") for line in TABLE.splitlines()]), packed(TABLE.encode()),
])
def test_a_table_is_read_in_every_usual_form(officer: Client, content: bytes) -> None:
    assert load(officer, content).status_code == 302
    with kernel():
        assert Edition.objects.get().rows == 4


@pytest.mark.parametrize("content", [
    b"", b"\x00\x01", b"PK\x03\x04 no book", b"PK\x05\x06" + bytes(18), b"\x1f\x8b broken", b"\xff\xfe\xfd", "名字\n一\n".encode(),
    "分类号,名称\n乱写,一\n".encode(), b'code\n"' + b"x" * (2 << 20),
])
def test_a_file_that_is_no_such_table_is_refused_and_changes_nothing(officer: Client, content: bytes) -> None:
    assert load(officer, content).status_code == 422
    with kernel():
        assert not Edition.objects.exists()


def test_only_a_data_officer_loads_and_others_see_no_form(cast: Cast, officer: Client) -> None:
    assert 'type="file"' in text(officer.get("/desk/classes/ipc/"))
    for client in (cast.planner, cast.stranger):
        assert 'type="file"' not in text(client.get("/desk/classes/ipc/"))
        assert load(client, TABLE.encode()).status_code == 422
    with kernel():
        assert not Edition.objects.exists()


def test_the_empty_template_has_the_headings_that_are_read(officer: Client) -> None:
    answer = officer.get("/desk/classes/ipc_sei/template.csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert answer.getvalue().decode("utf-8-sig").strip() == "国际专利分类号,产业代码,中文名称,仅本号,说明"
    assert load(officer, answer.getvalue(), table="ipc_sei").status_code == 422


def test_a_patent_s_five_conditions_are_shown_with_what_cannot_be_said(officer: Client) -> None:
    take(("patent", [patent("CN1", ipc="H01M10/05")]))
    before = text(officer.get("/desk/high-value/CN1/"))
    assert "不能判断" in before
    assert load(officer, "IPC分类号,产业代码\nH01M10/05,6.2\n".encode(), table="ipc_sei").status_code == 302
    after = text(officer.get("/desk/high-value/CN1/"))
    assert "H01M10/05 → 6.2" in after
    assert "高价值发明专利" in after
    assert officer.get("/desk/high-value/none/").status_code == 404


def test_names_that_came_since_are_linked_and_patents_marked_by_a_button(officer: Client, doubtful: Link) -> None:
    take(("patent", [patent("N9", "西岭晨曦精密机械有限公司"), patent("CN9", ipc="H01M10/05")]))
    assert officer.post("/desk/identity/", {"do": "match"}).status_code == 302
    assert party("N9") == E
    assert load(officer, "IPC分类号,产业代码\nH01M10/05,6.2\n".encode(), table="ipc_sei").status_code == 302
    assert officer.post("/desk/classes/ipc_sei/", {"do": "classify"}).status_code == 302
    with kernel():
        assert record(source="patent", key="CN9").row["sei"] is True


def test_nobody_else_links_or_marks(cast: Cast, doubtful: Link) -> None:
    assert cast.planner.post("/desk/identity/", {"do": "match"}).status_code == 422
    assert cast.planner.post("/desk/classes/ipc_sei/", {"do": "classify"}).status_code == 422

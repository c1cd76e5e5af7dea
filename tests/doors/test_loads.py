"""A data officer's way: upload, preview, mend, load, look at where each field is from, take back."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.doors.conftest import DAY, City, person
from tests.doors.feeds import contracts

from zhichan.doors.desk.loads import uploads
from zhichan.doors.look.frame import now
from zhichan.kernel.access.public import actor_of
from zhichan.kernel.acts.public import perform
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.registry.public import Load, Patent, model_of

HEADER = "申请号,申请日,公开（公告）号,公开（公告）日,名称,申请（专利权）人,地址,分类号,主权项,内部标识\n"
ROW = "CN202110000001.6,2021-01-04,CN112900001A,2021-06-01,一种虚构阀门,临江虚构阀门厂,虚构省临江市东岸县三号,F16K1/00,一种阀门,甲\n"
WRONG = "CN202110000002.7,2021-01-05,CN112900002A,2021-06-08,又一种阀门,临江虚构阀门厂,虚构省临江市三号,F16K3/00,一种阀门,乙\n"


@pytest.fixture
def officer(city: City, settings: Any, tmp_path: Any) -> Client:
    settings.ZHICHAN_AS_OF = DAY
    settings.ZHICHAN_UPLOADS = tmp_path / "uploads"
    client = Client()
    client.user = person("data", "data-officer", city.city)
    client.force_login(client.user)
    return client


def sent(client: Client, content: str = HEADER + ROW + WRONG, **more: str) -> str:
    answer = client.post(
        "/desk/loads/new/",
        {
            "file": SimpleUploadedFile("cnipr.csv", content.encode()),
            "as_of": "2025-08-31",
            "origin": "省数据资源库",
            "licence": "仅供本市政务使用",
            **more,
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def words(answer: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def loaded(client: Client, address: str) -> str:
    answer = client.post(address, {"do": "load"})
    assert answer.status_code == 302, words(answer)
    return str(answer["Location"])


def enter_feed(client: Client, **more: Any) -> None:
    facts = {
        "name": "省数据资源库",
        "supplier": "省知识产权局",
        "licence": "不得转售",
        "interval": 30,
        "region": "/linjiang/",
        **more,
    }
    perform(actor=actor_of(client.user.pk, day=DAY), verb="feed:enter", facts=facts, at=now())


def test_an_upload_is_previewed_and_writes_nothing(officer: Client) -> None:
    page = words(officer.get(sent(officer)))
    for said in (
        "CNIPR检索导出表",
        "申请号 application_no",
        "内部标识 本格式的字段表中没有此字段",
        "一种虚构阀门",
    ):
        assert said in page
    with kernel():
        assert not Load.objects.exists()


def test_a_column_that_is_not_known_is_given_its_field_and_then_taken(officer: Client) -> None:
    address = sent(officer)
    answer = officer.post(address, {"do": "mend", "name-0": "内部标识", "column-0": "agents", "format": ""})
    assert answer.status_code == 302
    assert "内部标识 agents" in words(officer.get(address))
    loaded(officer, address)
    with kernel():
        assert Patent.objects.current().get().agents == ["甲"]


def test_a_file_is_loaded_with_its_terms_and_its_rejected_records_are_named(officer: Client) -> None:
    page = words(officer.get(loaded(officer, sent(officer))))
    for said in ("省数据资源库", "仅供本市政务使用", "2025年8月31日", "校验位不对", "cnipr.csv#2 (row 3)"):
        assert said in page
    with kernel():
        one = Load.objects.get()
        assert (one.origin, one.licence, str(one.as_of), Patent.objects.count()) == (
            "省数据资源库",
            "仅供本市政务使用",
            "2025-08-31",
            1,
        )
    assert list(uploads.folder().iterdir()) == []


def test_a_page_of_the_loads_leads_to_the_next_of_the_same_question(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded(officer, sent(officer))
    loaded(officer, sent(officer, HEADER + ROW.replace("虚构阀门,", "虚构水泵,")))
    monkeypatch.setattr("zhichan.doors.look.tables.PAGE", 1)
    first = officer.get("/desk/loads/?all=1").content.decode()
    assert "第 1 至 1 行，共 2 行" in first
    assert 'href="?all=1&amp;page=2" rel="next"' in first
    last = officer.get("/desk/loads/?all=1&page=2").content.decode()
    assert "第 2 至 2 行，共 2 行" in last
    assert 'href="?all=1&amp;page=1" rel="prev"' in last


@pytest.mark.point("M10.4", without="management/rights_database/system.toml#roles.data-officer")
def test_the_record_page_says_of_each_field_where_it_is_from_and_when(officer: Client) -> None:
    loaded(officer, sent(officer, HEADER + ROW))
    answer = officer.get("/desk/records/patent/202110000001.6/")
    table = answer.content.decode().partition('id="fields"')[2]
    rows = [
        [
            " ".join(re.sub(r"<[^>]+>", " ", cell).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    ]
    said = {row[0]: row[1:] for row in rows if len(row) == 7}
    assert set(said) >= {"名称", "申请日", "公布公告号", "公布公告日", "分类号", "权利人", "受理局"}
    for field in ("名称", "申请日", "公布公告号"):
        assert said[field][1].startswith("cnipr.csv"), field
        assert said[field][2:4] == ["省数据资源库", "仅供本市政务使用"]
        assert said[field][4] == "2025年8月31日"


def test_a_load_is_taken_back_with_a_reason_and_not_without(officer: Client) -> None:
    address = loaded(officer, sent(officer, HEADER + ROW))
    refused = officer.post(address, {"reason": ""})
    assert refused.status_code == 422
    assert "请写明回退的理由" in words(refused)
    assert officer.post(address, {"reason": "文件错了"}).status_code == 302
    with kernel():
        assert not Patent.objects.current().exists()
    assert "已撤回" in words(officer.get(address))


@pytest.mark.point("M10.3", without="management/rights_database/system.toml#roles.data-officer")
def test_a_bad_load_goes_and_later_ones_stay(officer: Client) -> None:
    bad = loaded(officer, sent(officer, HEADER + ROW))
    later = HEADER + ROW.replace("001.6", "003.2").replace("112900001", "112900003").replace(
        "202110000003.2", "202110000003.5"
    )
    loaded(officer, sent(officer, later))
    with kernel():
        kept = set(Patent.objects.current().values_list("key", flat=True))
    assert officer.post(bad, {"reason": "坏文件"}).status_code == 302
    with kernel():
        assert set(Patent.objects.current().values_list("key", flat=True)) == kept - {"202110000001.6"}
    assert len(kept) == 2


@pytest.mark.point("M10.1", without="management/rights_database/system.toml#roles.data-officer")
def test_patents_marks_works_and_varieties_load_by_increments_with_source_licence_and_day(
    officer: Client,
) -> None:
    mark = {
        "RegNo": "90000001",
        "IntCls": 30,
        "Name": "虚构",
        "AppDate": "2021/3/4 0:00:00",
        "RegDate": "2022-01-14",
        "ApplicantCn": "临江虚构茶厂",
    }
    work = {
        "Category": "美术",
        "RegisterNo": "国作登字-2024-F-90000001",
        "Name": "虚构图",
        "Owner": "临江虚构茶厂",
        "RegisterDate": "2024-02-03",
        "FinishDate": "2023-01-01",
    }
    variety = (
        "品种名称,申请日,申请号,授权日,品种权号,公告日,公告号,培育人,品种权人,品种权人地址\n"
        "临江一号,2020-01-02,20200001.1,2023-03-01,CNA20200001.1,2023-03-01,CNA1G,甲乙,临江种业,临江市东岸县\n"
    )
    files = {
        "patent": HEADER + ROW,
        "mark": json.dumps([mark]),
        "work": json.dumps([work]),
        "variety": variety,
    }
    for source, content in files.items():
        loaded(officer, sent(officer, content))
        # The same file again adds nothing; a changed one changes that record alone.
        again = loaded(officer, sent(officer, content))
        with kernel():
            counts = Load.objects.get(id=int(again.strip("/").rpartition("/")[2])).counts[source]
            one = model_of(source).objects.current().get()
        assert (counts["accepted"], counts["updated"], counts["unchanged"]) == (0, 0, 1)
        page = words(officer.get(f"/desk/records/{source}/{one.key}/"))
        assert "省数据资源库 仅供本市政务使用 2025年8月31日" in page, source


def test_an_officer_of_a_county_loads_only_what_belongs_there(city: City, officer: Client) -> None:
    client = Client()
    client.force_login(person("west-data", "data-officer", city.west))
    address = loaded(client, sent(client, HEADER + ROW))
    page = words(client.get(address))
    assert "不在本次导入的范围内" in page
    with kernel():
        assert not Patent.objects.exists()


def test_others_find_no_load_pages_and_nobody_finds_anothers_upload(officer: Client, city: City) -> None:
    address = sent(officer)
    for client in (Client(), Client()):
        if client is not None:
            client.force_login(person(f"other{id(client)}", "leader", city.city))
        for path in (
            "/desk/loads/",
            "/desk/loads/new/",
            address,
            "/desk/loads/1/",
            "/desk/loads/1/rejected.csv",
        ):
            assert client.get(path).status_code == 404, path
    second = Client()
    second.force_login(person("data2", "data-officer", city.city))
    assert second.get(address).status_code == 404
    assert second.post(address, {"do": "load"}).status_code == 404


def test_what_is_no_known_file_says_so_and_can_be_dropped(officer: Client) -> None:
    address = sent(officer, "nothing that anybody knows\n")
    page = words(officer.get(address))
    assert "没有找到认识的表头" in page
    assert officer.post(address, {"do": "drop"}).status_code == 302
    assert officer.get(address).status_code == 404


def test_rejected_rows_come_back_as_a_table_that_runs_no_formula(officer: Client) -> None:
    content = HEADER + ROW.replace("一种虚构阀门", "=1+1").replace("2021-01-04", "2022-01-04").replace(
        "CN112900001A", "CN112900001B"
    )
    address = loaded(
        officer,
        sent(officer, content + ROW.replace("001.6", "003.2").replace("202110000003.2", "202110000003.5")),
    )
    body = b"".join(officer.get(address + "rejected.csv").streaming_content).decode()
    assert body.startswith("\ufeff")
    assert "'=1+1" in body


@pytest.mark.point("S16.2", without="service/exchange/feed.register.toml#fields.interval")
def test_lag_and_completeness_of_each_feed_stand_on_one_page(officer: Client) -> None:
    enter_feed(officer)
    enter_feed(officer, name="市场主体库", interval=7)
    loaded(officer, sent(officer, HEADER + ROW + WRONG, feed="省数据资源库", as_of="2025-08-21"))
    page = words(officer.get("/desk/feeds/"))
    assert "省数据资源库 省知识产权局" in page
    assert re.search(r"2025年8月21日 40 30 100 100 逾期10天", page), page
    assert re.search(r"市场主体库 省知识产权局 .*尚未装载", page)


@pytest.mark.point("S16.3", without="service/exchange/feed.register.toml#fields.interval")
def test_while_a_feed_is_down_records_answer_and_say_for_which_day(officer: Client) -> None:
    enter_feed(officer)
    loaded(officer, sent(officer, HEADER + ROW, feed="省数据资源库", as_of="2025-01-31"))
    assert "逾期" in words(officer.get("/desk/feeds/"))
    page = words(officer.get("/desk/records/patent/202110000001.6/"))
    assert "一种虚构阀门" in page
    assert "2025年1月31日" in page


@pytest.mark.point("S16.4", without="service/exchange/feed.register.toml#fields.withheld")
def test_a_field_that_a_licence_withholds_is_used_in_the_office_and_nowhere_else(officer: Client) -> None:
    enter_feed(officer, withheld="patent.agents, patent.published_on")
    address = sent(officer, HEADER + ROW, feed="省数据资源库")
    officer.post(address, {"do": "mend", "name-0": "内部标识", "column-0": "agents", "format": ""})
    loaded(officer, address)
    inside = words(officer.get("/desk/records/patent/202110000001.6/"))
    assert "代理师 甲" in inside
    assert "不得转售 不对外公开" in inside
    outside = Client().get("/records/patent/202110000001.6/")
    assert outside.status_code == 200
    said = words(outside)
    assert "一种虚构阀门" in said
    assert "代理师" not in said
    assert "2021-06-01" not in said
    assert "2021年6月1日" not in said


@pytest.mark.point("S16.1", without="service/exchange/feed.register.toml#fields.format")
def test_each_feed_names_its_adapter_whose_recorded_sample_replays_to_the_recorded_contract(
    officer: Client,
) -> None:
    recorded = json.loads(contracts.RECORDED.read_text(encoding="utf-8"))
    assert set(recorded) == {path.name for path in contracts.SAMPLES.iterdir()}
    for name, contract in recorded.items():
        enter_feed(officer, name=name, format=contract["formats"][0])
        assert contracts.made(contracts.SAMPLES / name) == contract, name

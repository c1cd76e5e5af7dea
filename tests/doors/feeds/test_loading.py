"""Files become rights: one load each, repeatable, and taken back without harming later ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from zhichan.doors.feeds import loading
from zhichan.doors.feeds.loading import load, take_back
from zhichan.kernel.access.public import system_actor
from zhichan.kernel.ground.public import Party, Region, kernel
from zhichan.kernel.ledger.public import Event
from zhichan.kernel.registry.public import (
    Holding,
    Load,
    Manifest,
    Mark,
    Patent,
    Work,
    annexed,
    load_parts,
    model_of,
    provenance,
)

from .given import DATA, Reading

NOW = datetime(2025, 9, 30, 4, 0, tzinfo=UTC)
FIRM = "TEST00000000000001"
HEADER = "申请号,申请日,公开（公告）号,公开（公告）日,名称,申请（专利权）人,地址,分类号,主权项\n"
ROW = "CN202110000001.6,2021-01-04,CN112900001A,2021-06-01,一种虚构阀门,横川虚构阀门厂,虚构省横川市清平县三号,F16K1/00,一种阀门\n"
SECOND = "CN202110000002.0,2021-01-05,CN112900002A,2021-06-08,又一种阀门,横川虚构阀门厂,虚构省横川市三号,F16K3/00,一种阀门\n"
GRANT = "CN202110000001.6,2021-01-04,CN112900001B,2023-02-03,一种虚构阀门,横川虚构阀门厂,虚构省横川市清平县三号,F16K1/00,一种阀门\n"


@pytest.fixture
def city(db: None) -> None:
    with kernel():
        top = Region.objects.create(
            slug="hc", name="横川市", name_en="Hengchuan", kind="city", path="/hc/", synthetic=True
        )
        for slug, name in (("qp", "清平县"), ("nl", "南陵县")):
            Region.objects.create(
                slug=slug,
                name=name,
                name_en=slug,
                kind="county",
                parent=top,
                path=f"/hc/{slug}/",
                code=None,
                synthetic=True,
            )
    load_parts(
        [
            (
                "firm",
                [
                    {
                        "key": FIRM,
                        "kind": "firm",
                        "name": "横川虚构阀门厂",
                        "region": "nl",
                        "established_on": "2001-01-01",
                    }
                ],
            )
        ],
        Manifest(format="test", name="firms", synthetic=True),
        actor=system_actor("import", day=NOW.date()),
        at=NOW,
    )


@pytest.fixture
def take(tmp_path: Path, city: None) -> Callable[..., dict[str, Any]]:
    def write(content: str, name: str = "f.csv") -> dict[str, Any]:
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return load(Reading(path), at=NOW)

    return write


def held() -> list[tuple[str, str, int]]:
    with kernel():
        return [
            (one.party.code, one.region.slug, one.rank)
            for one in Holding.objects.select_related("party", "region")
        ]


def patent(key: str) -> Any:
    with kernel():
        return Patent.objects.current().get(key=key)


Take = Callable[..., dict[str, Any]]


def test_a_file_is_one_load_with_one_event_and_its_hash(take: Take) -> None:
    done = take(HEADER + ROW + SECOND)
    assert (done["read"], done["accepted"], done["updated"], done["unchanged"], done["rejected"]) == (
        2,
        2,
        0,
        0,
        0,
    )
    kept = patent("202110000001.6")
    assert (kept.kind, kept.title, kept.filed_on, kept.granted_on, kept.ipc) == (
        "invention",
        "一种虚构阀门",
        date(2021, 1, 4),
        None,
        "F16K1/00",
    )
    with kernel():
        loaded = Load.objects.get(id=done["load"])
        assert Event.objects.filter(verb="registry:loaded", subject_id=str(done["load"])).count() == 1
    assert (loaded.format, loaded.name, len(loaded.sha256)) == ("cnipr_export", "f.csv", 64)


def test_the_region_is_the_addresss_where_it_can_be_told_else_the_holders_seat(take: Take) -> None:
    take(HEADER + ROW + SECOND.replace("虚构省横川市三号", ""))
    assert sorted(held()) == [(FIRM, "nl", 1), (FIRM, "qp", 1)]


def test_the_same_file_twice_changes_nothing(take: Take) -> None:
    take(HEADER + ROW + SECOND)
    before = held()
    done = take(HEADER + ROW + SECOND)
    assert (done["accepted"], done["updated"], done["unchanged"], done["rejected"]) == (0, 0, 2, 0)
    assert held() == before


def test_publication_and_grant_in_one_file_are_one_patent(take: Take) -> None:
    done = take(HEADER + ROW + GRANT)
    assert (done["accepted"], done["merged"]) == (1, 1)
    assert patent("202110000001.6").granted_on == date(2023, 2, 3)


def test_what_a_later_file_does_not_say_takes_nothing_away(take: Take) -> None:
    take(HEADER + GRANT)
    done = take(HEADER + ROW.replace("F16K1/00", "").replace("一种虚构阀门", "一种改名阀门"))
    assert (done["updated"], done["rejected"]) == (1, 0)
    kept = patent("202110000001.6")
    assert (kept.granted_on, kept.ipc, kept.title) == (date(2023, 2, 3), "F16K1/00", "一种改名阀门")


def test_an_unknown_holder_is_kept_by_name_and_address_and_nothing_is_made_up(take: Take) -> None:
    done = take(HEADER + ROW + SECOND.replace("横川虚构阀门厂", "不明工厂"))
    assert (done["accepted"], done["rejected"]) == (2, 0)
    with kernel():
        assert not Party.objects.filter(name="不明工厂").exists()
        one = Holding.objects.select_related("region").get(party=None)
    assert (one.name, one.address, one.region and one.region.slug) == ("不明工厂", "虚构省横川市三号", "hc")


def test_a_holder_whose_address_is_nowhere_here_is_kept_without_a_region(take: Take) -> None:
    take(HEADER + ROW.replace("横川虚构阀门厂", "远方工厂").replace("虚构省横川市清平县三号", "他省他市一号"))
    with kernel():
        one = Holding.objects.get()
    assert (one.name, one.party_id, one.region_id) == ("远方工厂", None, None)


def test_each_field_of_a_loaded_patent_says_which_file_it_came_from(take: Take) -> None:
    first = take(HEADER + GRANT)
    second = take(HEADER + ROW.replace("F16K1/00", ""), "g.csv")
    with kernel():
        found = provenance(source="patent", key="202110000001.6")
    assert (found["granted_on"].name, found["ipc"].name) == ("f.csv", "f.csv")
    assert {found[name].load for name in ("publication_no", "published_on")} == {second["load"]}
    assert (found["title"].load, found["ipc"].load) == (second["load"], first["load"])


def test_texts_of_a_patent_are_kept_beside_it(take: Take) -> None:
    take(HEADER + ROW)
    with kernel():
        kept = {one.row["part"]: one.row["body"] for one in annexed("text", right="patent", key="202110000001.6")}
    assert kept == {"first_claim": "一种阀门"}


def test_a_wrong_check_digit_keeps_a_row_out(take: Take) -> None:
    done = take(HEADER + ROW.replace("001.6", "001.7"))
    assert [each["code"] for each in done["rejections"]] == ["loading.check-digit"]
    assert done["load"] is None


def test_what_the_registry_itself_rejects_comes_back_with_the_place_in_the_file(take: Take) -> None:
    done = take(HEADER + SECOND + GRANT.replace("2023-02-03", "2019-02-03"))
    assert [(each["code"], each["at"]) for each in done["rejections"]] == [("registry.order", "f.csv#2 (row 3)")]


def test_the_place_is_right_behind_rows_that_became_something_else(take: Take) -> None:
    early = GRANT.replace("2023-02-03", "2019-02-03")
    done = take(HEADER + SECOND.replace("2021-01-05", "") + early)
    assert [(each["code"], each["at"]) for each in done["rejections"]] == [("registry.order", "f.csv#2 (row 3)")]
    assert {name: each["accepted"] for name, each in done["sources"].items() if each["accepted"]} == {"document": 1}


def test_all_that_was_refused_is_counted_and_the_first_of_it_kept(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "KEPT_REJECTIONS", 2)
    wrong = ROW.replace("001.6", "001.7")
    done = take(HEADER + wrong * 3 + SECOND)
    assert (done["read"], done["accepted"], done["rejected"], len(done["rejections"])) == (4, 1, 3, 2)


def test_what_lacks_a_filing_or_a_holder_is_kept_as_a_document_and_counts_nowhere(take: Take) -> None:
    done = take(HEADER + ROW.replace("2021-01-04", "") + SECOND.replace("横川虚构阀门厂", ""))
    assert {name: each["accepted"] for name, each in done["sources"].items() if each["accepted"]} == {"document": 2}
    with kernel():
        one = model_of("document").objects.current().get(key="CN112900001A")
        assert not Patent.objects.exists()
    assert (one.application_no, one.holders, one.title) == ("202110000001.6", ["横川虚构阀门厂"], "一种虚构阀门")


def test_a_record_without_an_application_number_finds_its_right_by_the_publication(take: Take) -> None:
    take(HEADER + ROW)
    header = "公开（公告）号,名称,法律状态,申请（专利权）人,申请日\n"
    take(header + "CN112900001A,一种虚构阀门,公开,横川虚构阀门厂,2021-01-04\n", "g.csv")
    with kernel():
        assert [(each.key, each.status) for each in Patent.objects.current()] == [("202110000001.6", "公开")]


REAL = (
    "cn_patent_cnipr_export/cnipr_export.xlsx", "cn_patent_cnki_citations/CNKI-636757698033548750.txt",
    "cn_patent_ipph_xml/CN2017106717144A.XML", "credit_json/executees.json", "registry_api_json/patents.json",
    "registry_api_json/software_copyrights.json", "registry_api_json/certificates.json",
    "trademark_xml/uspto_tsdr_ST96_sn76044902.xml", "uspto_json/application.json", "legal_codes/inpadoc_codes_cn.csv",
    "espacenet_export/pizza_small.csv",
)


@pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not beside the project")
@pytest.mark.parametrize("name", REAL)
def test_a_real_file_is_taken_whole_and_the_second_time_changes_nothing(city: None, name: str) -> None:
    first = load(Reading(DATA / name), at=NOW)
    assert (first["rejected"], first["read"] > 0, first["accepted"] > 0) == (0, True, True)
    again = load(Reading(DATA / name), at=NOW)
    assert [(each["accepted"], each["updated"], each["rejected"]) for each in again["sources"].values()] == [
        (0, 0, 0)] * len(again["sources"])


def test_a_rollback_takes_back_its_load_and_keeps_later_ones(take: Take) -> None:
    first = take(HEADER + ROW)
    second = take(HEADER + SECOND, "g.csv")
    done = take_back(first["load"], at=NOW)
    assert done["counts"]["patent"] == {"closed": 1, "restored": 0}
    with kernel():
        assert list(Patent.objects.current().values_list("key", flat=True)) == ["202110000002.0"]
    assert second["load"] != done["load"]


def test_organisations_marks_with_their_events_and_works_load(take: Take) -> None:
    done = take(
        json.dumps(
            [
                {
                    "Name": "横川虚构茶厂",
                    "CreditCode": "TEST00000000000002",
                    "EconKind": "有限责任公司",
                    "StartDate": "2010-02-03",
                    "Address": "横川市清平县一号",
                    "Status": "存续",
                }
            ]
        ),
        "firm.json",
    )
    assert done["accepted"] == 1
    done = take(
        json.dumps(
            [
                {
                    "RegNo": "90000001",
                    "IntCls": 30,
                    "Name": "虚构",
                    "AppDate": "2021/3/4 0:00:00",
                    "RegDate": "2022-01-14",
                    "ApplicantCn": "横川虚构茶厂",
                    "tmApplyFlow": [{"flowName": "注册公告", "flowDate": "2022-01-14"}],
                }
            ]
        ),
        "mark.json",
    )
    assert (done["accepted"], done["sources"]["event"]["accepted"], done["not_kept"]) == (1, 1, [])
    with kernel():
        [event] = annexed("event", right="mark", key="90000001")
    assert (event.row["kind"], event.row["text"], event.row["day"]) == ("registered", "注册公告", date(2022, 1, 14))
    done = take(
        json.dumps(
            [
                {
                    "Category": "美术",
                    "RegisterNo": "国作登字-2024-F-90000001",
                    "Name": "虚构图",
                    "Owner": "横川虚构茶厂",
                    "RegisterDate": "2024-02-03",
                    "FinishDate": "2023-01-01",
                    "PublishDate": "2023-02-01",
                }
            ]
        ),
        "work.json",
    )
    assert done["accepted"] == 1
    with kernel():
        assert Mark.objects.current().get().nice == 30
        assert Work.objects.current().get().kind == "artistic"
    assert sorted(region for _, region, _ in held()) == ["qp", "qp"]

"""The page of a right on the portal: who held it, what burdens it, what the viewer may see of what rests on it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.doors.conftest import City, person
from tests.doors.test_profile_pages import DAY, GROWER, MAKER, held, load, patent, rights

from zhichan.kernel.access.public import system_actor
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.ledger.public import step
from zhichan.kernel.registry.public import Entry, Manifest, load_parts, settle
from zhichan.kernel.registry.searching.public import everything

KEY = "CN20200000800"


@pytest.fixture
def shelf(city: City, settings: Any, tmp_path: Path) -> Client:
    settings.ZHICHAN_INDEX, settings.ZHICHAN_AS_OF = tmp_path / "index", DAY
    moved = [
        {"party": GROWER, "region": "west", "since": "2020-03-01", "until": "2023-05-01"},
        *held(MAKER, "east", "2023-05-01"),
    ]
    load([
        *rights(2),
        ("patent", [patent(0, key=KEY, title="一种电池", holdings=moved, ipcs=["H01M10/0525", "H02J7/00"])]),
        ("pledged", [{
            "key": "Y1-1", "pledge_key": "Y1", "right_kind": "patent", "right_key": KEY, "region": "east",
            "registered_on": "2024-01-02", "amount_fen": 100_000_00,
        }]),
        ("deal", [{
            "key": "D1", "party": MAKER, "region": "east", "kind": "assignment", "right_kind": "patent",
            "right_key": KEY, "recorded_on": "2023-05-01",
        }]),
        ("citation", [{
            "key": "C1", "right_kind": "patent", "right_key": KEY, "citing": KEY, "cited": "CN101234567A",
        }]),
        ("family", [{
            "key": "F1", "right_kind": "patent", "right_key": KEY, "member": "US2021000001A1", "scheme": "simple",
        }]),
    ])  # fmt: skip
    return Client()


def html(answer: Any) -> str:
    return unescape(answer.content.decode())


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html(answer)))


def test_a_right_shows_its_holders_through_time_its_burdens_family_and_citations(shelf: Client) -> None:
    answer = shelf.get(f"/records/patent/{KEY}/")
    page = words(answer)
    owners = page[page.index("历任权利人") :]
    assert owners.index("临江电池厂") < owners.index("西岭茶叶合作社")
    assert "2023年5月1日 至今" in owners
    assert "2020年3月1日 2023年5月1日" in owners
    for text in ("质押 质押 质押登记号", "Y1", "未解除", "转让和许可备案", "转让", "CN101234567A", "US2021000001A1"):
        assert text in page, text


def test_a_right_leads_to_its_holders_regions_and_classes(shelf: Client) -> None:
    page = html(shelf.get(f"/records/patent/{KEY}/"))
    for href in (
        f"/firms/{MAKER}/", f"/firms/{GROWER}/", "/regions/east/", "/regions/west/",
        "/technologies/ipc/H01M10/0525/", "/technologies/ipc/H02J7/00/", "/technologies/field/%E7%94%B5%E6%B1%A0/",
    ):  # fmt: skip
        assert f'href="{href}"' in page, href
        assert shelf.get(href).status_code == 200


def test_a_mark_leads_to_the_marks_alike(shelf: Client) -> None:
    page = html(shelf.get("/records/mark/T1/"))
    found = re.search(r'href="(/search/\?[^"]+)">近似商标', page)
    assert found
    assert "共 3 条" in words(shelf.get(found[1]))


def test_a_page_with_many_holders_asks_no_more(shelf: Client) -> None:
    def asked() -> int:
        shelf.get(f"/records/patent/{KEY}/")
        with CaptureQueriesContext(connections["default"]) as caught:
            assert shelf.get(f"/records/patent/{KEY}/").status_code == 200
        return len(caught)

    few = asked()
    load([("patent", [patent(0, key=KEY, title="一种电池", holdings=[
        {"party": code, "region": "east", "rank": rank, "since": "2020-03-01"}
        for rank, code in enumerate((MAKER, GROWER) * 10, start=1)
    ])])])  # fmt: skip
    assert asked() <= few + 1
    assert few <= 70


def test_the_history_and_the_versions_of_a_right_are_read_once(shelf: Client) -> None:
    for address in (f"/records/patent/{KEY}/", f"/api/records/patent/one?key={KEY}"):
        with CaptureQueriesContext(connections["default"]) as caught:
            assert shelf.get(address).status_code == 200
        told = [one["sql"] for one in caught.captured_queries]
        assert sum("FROM registry_event AS event" in sql for sql in told) == 1, address
        assert sum("version.restores" in sql and "AND version.closed_by" not in sql for sql in told) == 1, address


def test_what_rests_on_a_right_is_shown_to_those_who_may_see_it_alone(shelf: Client, city: City) -> None:
    clerk = person("clerk", "county-officer", city.east)
    with kernel():
        Case.objects.create(
            procedure="pledge_loan", edition="e", number="ZYD-2025-1", title="t", stage="open", region=city.east,
            opened_at=datetime(2025, 9, 1, 4, tzinfo=UTC), readers=[f"user:{clerk.pk}"],
        ).watched.create(act="hear", right=f"patent:{KEY}")  # fmt: skip
        for number, public in (("GK-1", True), ("GK-2", False)):
            Entry.objects.create(
                register="adjudication_publication", edition="e", number=number, region=city.east, since=DAY,
                opened_at=datetime(2025, 9, 1, 4, tzinfo=UTC), public=public,
            ).slots.create(register="adjudication_publication", field="patent_no", text=KEY)  # fmt: skip
    anyone = words(shelf.get(f"/records/patent/{KEY}/"))
    assert "GK-1" in anyone
    assert "GK-2" not in anyone
    assert "ZYD-2025-1" not in anyone
    assert "有关的案件和事项" not in anyone
    own = Client()
    own.force_login(clerk)
    page = own.get(f"/records/patent/{KEY}/")
    assert "ZYD-2025-1" in words(page)
    assert "GK-2" not in words(page)
    assert re.search(r'href="/desk/cases/pledge_loan/[0-9a-f-]{36}/">ZYD-2025-1', html(page))


def test_a_firm_is_shown_with_the_cases_that_its_own_people_may_see(shelf: Client, city: City) -> None:
    clerk = person("clerk", "county-officer", city.east)
    with kernel():
        Case.objects.create(
            procedure="pledge_loan", edition="e", number="ZYD-2025-2", title="t", stage="open", region=city.east,
            opened_at=datetime(2025, 9, 1, 4, tzinfo=UTC), readers=[f"user:{clerk.pk}"],
        ).participants.create(part="pledgor", name="临江电池厂", principal=f"party:{MAKER}")  # fmt: skip
    assert "ZYD-2025-2" not in words(shelf.get(f"/firms/{MAKER}/"))
    own = Client()
    own.force_login(clerk)
    assert "ZYD-2025-2" in words(own.get(f"/firms/{MAKER}/"))
    assert "ZYD-2025-2" not in words(own.get(f"/firms/{GROWER}/"))


def test_a_mark_that_was_not_renewed_is_over_on_its_page_and_among_the_hits_whatever_its_days_say(shelf: Client) -> None:
    load([("mark", [{
        "key": "M9", "kind": "ordinary", "name": "旧帆", "nice": 30, "filed_on": "2004-12-12",
        "registered_on": "2005-12-15", "holdings": held(MAKER, "east", "2004-12-12"),
    }])])  # fmt: skip
    page = words(shelf.get("/records/mark/M9/"))
    assert "期满未续展终止 2015年12月15日起不再有效。按登记的日期仍为“有效”，检索和统计以登记的日期为准。" in page
    assert "第2次续展" not in page
    hits = words(shelf.get("/search/", {"q": "旧帆"}))
    assert "已终止 商标" in hits
    shelf.cookies["django_language"] = "en"
    english = words(shelf.get("/records/mark/M9/"))
    assert "ended: not renewed No longer in force since 15 December 2015." in english


def test_a_status_that_is_open_is_told_beside_what_the_register_says(shelf: Client) -> None:
    load([("patent", [patent(7, key="P77", title="泵", kind="invention", filed_on="2012-01-23", granted_on="2015-05-22")])])
    page = words(shelf.get("/records/patent/P77/"))
    assert "尚不能确定 登记上2015年5月22日起有效。法律状态尚缺什么，见下。" in page


def test_a_day_that_a_licence_withholds_is_not_told_by_the_status_in_law(shelf: Client) -> None:
    row = patent(8, key="P88", title="暗泵", filed_on="2012-01-23", granted_on="2015-05-22",
                 ended_on="2019-03-04", end_reason="unpaid_fee")  # fmt: skip
    load_parts(
        [("patent", [row])],
        Manifest(format="test", name="closed", withheld=("patent.ended_on", "patent.end_reason")),
        actor=system_actor("import", day=DAY), at=datetime(2025, 9, 30, 4, tzinfo=UTC),
    )  # fmt: skip
    everything()
    page = words(shelf.get("/records/patent/P88/"))
    assert "暗泵" in page
    assert not any(told in page for told in ("2019年3月4日", "2019-03-04", "终止", "不再有效"))
    hits = words(shelf.get("/search/", {"q": "暗泵"}))
    assert "P88" in hits
    assert "已终止 发明专利" not in hits


def test_an_event_that_a_licence_withholds_is_not_told_by_the_status_in_law(shelf: Client) -> None:
    load([("patent", [patent(9, key="P99", title="明泵", filed_on="2012-01-23", granted_on="2015-05-22")])])
    lapse = {
        "key": "L1", "right_kind": "patent", "right_key": "P99", "kind": "lapsed", "day": "2019-11-08",
        "effective_on": "2019-03-04",
    }  # fmt: skip
    load_parts(
        [("event", [lapse])], Manifest(format="test", name="closed", withheld=("event.effective_on", "event.day")),
        actor=system_actor("import", day=DAY), at=datetime(2025, 9, 30, 4, tzinfo=UTC),
    )  # fmt: skip
    everything()
    answer = shelf.get("/records/patent/P99/")
    page = words(answer)
    assert "有效 2015年5月22日起有效。" in page
    assert "2019" not in page
    assert "有效 发明专利" in words(shelf.get("/search/", {"q": "明泵"}))
    one = shelf.get("/api/records/patent/one", {"key": "P99"}).json()
    assert (one["state"], one["status"]) == (None, None)
    while step():
        pass
    settle(on=DAY)
    listed = {each["key"]: each["state"] for each in shelf.get("/api/records/patent").json()["items"]}
    assert listed["P99"] is None
    assert listed[KEY] == "undetermined"

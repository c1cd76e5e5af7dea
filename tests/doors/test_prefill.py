"""What the city already holds stands in the form: for whom one applies, how to reach them, which rights they have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.doors.conftest import DAY, City, person

from zhichan.kernel.access.public import Actor as Someone
from zhichan.kernel.access.public import reading, system_actor
from zhichan.kernel.acts.public import perform
from zhichan.kernel.casework.public import Case
from zhichan.kernel.catalogue.loading import default_root
from zhichan.kernel.catalogue.public import current, load, use
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.registry.public import Manifest, held_by, load_parts

pytestmark = pytest.mark.django_db
AT = datetime(2025, 9, 30, 3, tzinfo=UTC)
CODE, OTHER = "YSTEST000000000001", "YSTEST000000000002"
SYSTEM = 'id = "T78"\ntitle = { zh = "售货亭", en = "Kiosks" }\nchain = "service"\nowner = { zh = "测试", en = "test" }\n'
KIOSK = """title = { zh = "售货亭申请", en = "Kiosk request" }
number = "SHT"
audience = ["leader"]
[parts.seller]
title = { zh = "经营者", en = "seller" }
field = "sellers"
[parts.bureau]
title = { zh = "主管单位", en = "bureau" }
field = "bureaus"
units = "department"
[stages.asked]
title = { zh = "已申请", en = "Asked" }
untimed = { zh = "不限时", en = "no limit" }
[stages.given]
title = { zh = "已同意", en = "Given" }
last = true
[fields.sellers]
title = { zh = "经营者", en = "seller" }
type = "data"
[fields.bureaus]
title = { zh = "主管单位", en = "bureau" }
type = "data"
[fields.mark]
title = { zh = "使用的商标", en = "mark used" }
type = "right"
[fields.contact_phone]
title = { zh = "联系电话", en = "telephone" }
type = "text"
[fields.address]
title = { zh = "联系地址", en = "address" }
type = "text"
[fields.size]
title = { zh = "面积", en = "size" }
type = "text"
[acts.ask]
title = { zh = "申请", en = "ask" }
to = "asked"
who = ["anyone"]
needs = ["sellers", "bureaus", "mark", "contact_phone", "address", "size"]
[acts.give]
title = { zh = "同意", en = "give" }
from = "asked"
to = "given"
who = ["leader"]
"""
FORM = "/apply/kiosk/ask/"


@dataclass
class Firm:
    manager: Client
    user: int


@pytest.fixture
def kiosks(tmp_path: Path) -> Iterator[None]:
    """One open procedure, laid over the platform's systems."""
    before = current()
    folder = tmp_path / "service" / "kiosks"
    folder.mkdir(parents=True)
    (folder / "system.toml").write_text(SYSTEM, encoding="utf-8")
    (folder / "kiosk.procedure.toml").write_text(KIOSK, encoding="utf-8")
    use(load(roots=(default_root(), tmp_path)))
    yield
    use(before)


@pytest.fixture
def firm(city: City, kiosks: None, settings: Any) -> Firm:
    """A firm with a living mark and an ended one, and someone who acts for it."""
    settings.ZHICHAN_AS_OF = DAY

    def mark(key: str, code: str, **more: Any) -> dict[str, Any]:
        held = {"party": code, "region": "east", "rank": 1, "since": "2016-01-01", "until": None, "address": "东岸县河西路1号"}
        return {"key": key, "kind": "ordinary", "name": f"示例{key}", "nice": 9, "filed_on": "2016-01-01",
                "registered_on": "2017-01-01", "holdings": [held], **more}  # fmt: skip

    firms = [{"key": code, "kind": "firm", "name": f"{code[-1]}号公司", "region": "east", "established_on": "2001-01-01"}
             for code in (CODE, OTHER)]  # fmt: skip
    load_parts(
        [("firm", firms), ("mark", [mark("M1", CODE), mark("M2", CODE, ended_on="2024-01-01", end_reason="expired"), mark("M3", OTHER)])],
        Manifest(format="test", name="test", kind="demo", synthetic=True),
        actor=system_actor("demo", day=DAY), at=datetime(2025, 7, 2, tzinfo=UTC),
    )  # fmt: skip
    user = person("yu")
    console = system_actor("console", day=DAY)
    perform(actor=console, verb="access:represent", target=str(user.pk), facts={"code": CODE, "instrument": "授权书1号"}, at=AT)
    client = Client()
    client.force_login(user)
    return Firm(client, int(user.pk))


def form(client: Client) -> str:
    return unescape(client.get(FORM).content.decode())


def value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


def send(client: Client, **more: str) -> Any:
    given = {
        "region": "/linjiang/east/", "sellers": "1号公司", "sellers_code": CODE, "bureaus": "market", "mark": "mark:M1",
        "contact_phone": "0000-1234", "address": "河东路2号", "size": "4", "seed": "s" * 32, "do": "do", **more,
    }  # fmt: skip
    return client.post(FORM, given)


def test_who_one_acts_for_its_address_and_its_living_rights_are_filled_in_or_offered(firm: Firm) -> None:
    page = form(firm.manager)
    assert [value(page, name) for name in ("sellers", "sellers_code", "address")] == ["1号公司", CODE, "东岸县河西路1号"]
    assert '<option value="/linjiang/east/" selected>' in page
    assert re.findall(r'<option value="(mark:[^"]+)">([^<]+)<', page) == [("mark:M1", "示例M1（商标 M1）")]
    assert value(page, "contact_phone") == ""
    assert "您所代表的单位的登记" in page
    assert "权利登记中的地址" in page


def test_how_to_reach_them_comes_from_the_last_case_and_what_belongs_to_one_case_does_not(firm: Firm) -> None:
    assert send(firm.manager).status_code == 201
    page = form(firm.manager)
    assert [value(page, name) for name in ("contact_phone", "address", "size")] == ["0000-1234", "河东路2号", ""]
    assert "取自您的SHT-2025-0001" in page


def test_an_office_is_chosen_from_a_list_and_has_its_part(firm: Firm) -> None:
    page = form(firm.manager)
    assert re.findall(r'<option value="(market|science|farm|east)">', page) == ["farm", "market", "science"]
    assert send(firm.manager).status_code == 201
    with kernel():
        case = Case.objects.get()
        assert case.facts["bureaus"] == [{"name": "市市场监督管理局", "unit": "market"}]
        assert sorted(case.participants.exclude(principal__startswith="code:").values_list("part", "principal")) == [
            ("bureau", "unit:market"), ("seller", f"party:{CODE}"), ("seller", f"user:{firm.user}")]  # fmt: skip
    assert send(firm.manager, bureaus="east-bank", seed="t" * 32).status_code == 422


def test_nobody_else_is_told_any_of_it(firm: Firm) -> None:
    assert send(firm.manager).status_code == 201
    other = Client()
    other.force_login(person("li"))
    for page in (form(other), form(Client())):
        assert not [said for said in ("1号公司", CODE, "0000-1234", "河东路2号", "河西路1号", "mark:M1") if said in page]


def test_a_case_that_a_stranger_opened_in_a_firms_name_fills_nothing_in(firm: Firm) -> None:
    stranger, colleague = Client(), person("colleague")
    stranger.force_login(person("li"))
    assert send(stranger, contact_phone="0000-6666", address="陌生路6号").status_code == 201
    assert [value(form(firm.manager), name) for name in ("contact_phone", "address")] == ["", "东岸县河西路1号"]
    console = system_actor("console", day=DAY)
    perform(actor=console, verb="access:represent", target=str(colleague.pk), facts={"code": CODE, "instrument": "授权书2号"}, at=AT)
    other = Client()
    other.force_login(colleague)
    assert send(other, contact_phone="0000-7777", seed="v" * 32).status_code == 201
    assert value(form(firm.manager), "contact_phone") == "0000-7777"


def test_what_a_party_holds_is_told_as_of_a_day_the_living_first(firm: Firm) -> None:
    with reading(Someone("anyone", DAY)):
        now, total = held_by(codes=[CODE], on=DAY)
        then, _ = held_by(codes=[CODE], on=date(2015, 12, 31))
        one, whole = held_by(codes=[CODE, OTHER], on=DAY, limit=1)
        nothing = held_by(codes=[], on=DAY)
    assert [(each.right, each.in_force(DAY)) for each in now] == [("mark:M1", True), ("mark:M2", False)]
    assert (total, then, len(one), whole, nothing) == (2, [], 1, 3, ([], 0))

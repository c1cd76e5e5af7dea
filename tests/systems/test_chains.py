"""M19: the plan's two sheets load with their lost labels marked, rules give rights to chains, gaps are explained."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.doors.conftest import person
from tests.systems.indicators.conftest import (
    AT,
    DAY,
    PLANNER,
    adopt_sample,
    make_city,
    patents,
    promise,
    take,
)

from zhichan.doors.desk.management.chains import sheets
from zhichan.kernel.access.public import grant
from zhichan.kernel.acts.public import perform
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import Region, kernel
from zhichan.kernel.measures.public import Target

pytestmark = pytest.mark.usefixtures("db")


def planner(settings: Any) -> Client:
    settings.ZHICHAN_AS_OF = DAY
    with kernel():
        city = Region.objects.get(slug="mc")
    user = person("planner")
    grant(user_id=user.pk, role="plan-officer", region=city, since=date(2020, 1, 1), instrument="test")
    made = Client()
    made.force_login(user)
    return made


def section(page: str, key: str) -> str:
    found = re.search(rf'<section id="{key}">(.*?)</section>', page, re.DOTALL)
    assert found, key
    return found[1]


def row(part: str, words: str) -> str:
    return next(one for one in re.findall(r"<tr\b.*?</tr>", part, re.DOTALL) if words in one)


@pytest.mark.point("M19.2", without="management/policy_text/plan.procedure.toml#acts.adopt.hands_on")
@pytest.mark.point("M19.3", without="management/indicators/gi_total.measure.toml")
def test_both_sheets_load_with_their_lost_labels_marked_and_the_gap_explained(settings: Any) -> None:
    plan, held, _ = adopt_sample("003")
    found = [each for each in sheets(held) if each.title]
    assert [(each.title, len(each.rows), sum(not one.name for one in each.rows)) for each in found] == [
        ("农业主导产业链", 8, 2), ("工业重点产业链", 8, 0),
    ]  # fmt: skip
    totals = {
        (each.title[:2], name): sum(int(one.targets[name].value or 0) for one in each.rows if name in one.targets)
        for each in found for name in each.indicators
    }  # fmt: skip
    assert totals == {
        ("农业", "新增地理标志"): 9, ("农业", "新增注册商标"): 130, ("农业", "授权发明专利"): 20,
        ("工业", "授权发明专利"): 200, ("工业", "专利转化数量"): 27, ("工业", "商标注册数量"): 200,
    }  # fmt: skip
    page = html.unescape(planner(settings).get(f"/desk/chains/?plan={plan}").content.decode())
    assert section(page, "sheet-1").count("缺行名") >= 2
    assert "未分配" in section(page, "sheet-1"), "a dash is not zero"
    gap = row(section(page, "reconciled"), "地理标志")
    assert "10+2=12" in gap
    assert "产业链表少3" in gap
    assert "3属于缺行名的行" in gap


def test_counties_of_another_city_are_no_chains() -> None:
    scopes = ("县区目标分解:某甲县", "县区目标分解:某乙区", "县区目标分解:市直", "某丙市", "氢能产业链", "重点产业链:光电", "重点产业链:某园区")
    held = [Target(indicator="有效发明专利", value=10, scope=each, span_start=at) for at, each in enumerate(scopes)]
    assert [(each.title, [row.name for row in each.rows]) for each in sheets(held)] == [
        ("重点产业链", ["光电", "某园区"]), ("", ["氢能产业链"]),
    ]  # fmt: skip


def rule(**facts: str) -> None:
    given = {"region": "/mc/", "effect": "include", **facts}
    perform(actor=PLANNER, verb="chain_rule:enter", facts=given, at=AT)


@pytest.mark.point("M19.1", without="management/chains/chain_rule.register.toml")
def test_rights_belong_to_chains_by_rules_that_are_counted_and_can_be_edited(settings: Any) -> None:
    make_city()
    promise({
        "id": "t1", "indicator": "授权发明专利", "canonical": "invention_patent_grants", "value": 70,
        "scope": "工业重点产业链:电子信息",
    })  # fmt: skip
    take((
        "patent",
        [
            *patents(1, 3, ipc="H01L 21/00", title="芯片"), *patents(2, 2, ipc="H04N 5/00", title="摄像芯片"),
            *patents(3, 4, ipc="A01B 1/00", title="犁"),
        ],
    ))  # fmt: skip
    rule(chain="电子信息", rights="patent", by="class", pattern="H01L")
    rule(chain="电子信息", rights="patent", by="words", pattern="芯片")
    rule(chain="电子信息", rights="patent", by="class", pattern="H04N", effect="except")
    rule(chain="农机", rights="patent", by="holder", pattern="TEST00000000000003")
    rule(chain="农机", rights="patent", by="words", pattern="芯片")
    officer = planner(settings)
    with kernel():
        Case.objects.filter(procedure="plan").update(closed_at=AT)
    page = html.unescape(officer.get("/desk/chains/").content.decode())
    part = section(page, "rules")
    numbers = [re.sub(r"<[^>]+>|\s", "", one) for one in re.findall(r'<td class="numeric"[^>]*>(.*?)</td>', part, re.DOTALL)]
    assert numbers == ["3", "5", "2", "3", "4", "5", "9"]
    assert "其中3件也归别的链" in part
    assert ">3<" in row(section(page, "sheet-1"), "电子信息").replace(" ", "")

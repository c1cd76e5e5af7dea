"""Tables that a data officer loads: what they say of a patent, with the row; what was not loaded says so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from zhichan.kernel.access.public import Actor, Role
from zhichan.kernel.acts.public import perform
from zhichan.kernel.ground.public import Refusal, kernel
from zhichan.kernel.measures.public import refresh, value
from zhichan.kernel.registry.public import (
    Edition,
    class_of,
    classes_below,
    classes_found,
    edition,
    evidence,
    leads,
    record,
)

from .conftest import DAY, IMPORT, NOW, A, patent, take

pytestmark = pytest.mark.usefixtures("city")

OFFICER = Actor("user:7", DAY, (Role("data-officer", "/city/"),))
# Made-up classes of no official table, written as such tables are.
TREE = [
    {"code": "H", "title_zh": "电学"}, {"code": "H01", "title_zh": "基本电气元件"},
    {"code": "H01M", "title_zh": "电池", "title_en": "batteries"},
    {"code": "H01M10/00", "title_zh": "二次电池"}, {"code": "H01M10/05", "title_zh": "非水电解质", "parent": "H01M10/00"},
    {"code": "H01M10/0525", "title_zh": "摇椅式电池", "parent": "H01M10/05"}, {"code": "A01B", "title_zh": "整地"}]
SEI = [
    {"IPC分类号": "H01M 10/05", "产业代码": "6.2", "名称": "示例产业"},
    {"IPC分类号": "A01B", "产业代码": "9.9", "名称": "示例产业二", "仅本号": "是"}]


def adopt(table: str, rows: list[dict[str, str]], *, since: str = "2020-01-01", **more: Any) -> dict[str, Any]:
    facts = {"table": table, "rows": rows, "edition": "示例", "origin": "测试", "since": since, **more}
    return dict(perform(actor=OFFICER, verb="registry:adopt-table", facts=facts, at=NOW).result)


def classify() -> dict[str, Any]:
    return dict(perform(actor=OFFICER, verb="registry:classify", at=NOW).result)


def conditions(key: str, on: date = DAY) -> dict[str, tuple[bool | None, str]]:
    with kernel():
        return {one.condition: (one.holds, one.row) for one in evidence(key, on)[1]}


def test_a_classification_is_searched_by_symbol_and_title_and_walked_as_a_tree() -> None:
    done = adopt("ipc", TREE)
    assert (done["classes"], done["left_out"]) == (7, 0)
    with kernel():
        kept = edition("ipc", DAY)
        assert kept is not None
        found = class_of(kept, "H01M10/0525")
        assert found is not None
        assert [one.code for one in found.above] == ["H01M10/05", "H01M10/00", "H01M", "H01", "H"]
        assert [one.code for one in classes_below(kept, "H01M")] == ["H01M10/00"]
        assert [one.code for one in classes_below(kept, "")] == ["H", "A01B"]
        assert [one.code for one in classes_found(kept, "电池")[0]] == ["H01M", "H01M10/00", "H01M10/0525"]
        assert [one.code for one in classes_found(kept, "h01m 10/05")[0]] == ["H01M10/05", "H01M10/0525"]
        assert classes_found(kept, "BATTERIES")[1] == 1
        assert classes_found(kept, "%")[1] == 0
        assert classes_found(kept, " ") == ([], 0)


def test_what_needs_a_table_that_is_not_loaded_says_so_and_guesses_nothing() -> None:
    take([("patent", [patent(ipc="H01M10/0525", filed_on="2019-03-01", granted_on="2021-05-07")])])
    with kernel():
        assert leads("ipc_sei", record(source="patent", key="P1").row, DAY) is None
        holds, found = evidence("P1", DAY)
    assert holds is None
    said = {one.condition: one.why for one in found}
    assert "尚未导入" in said["strategic_emerging_industry"].zh
    assert "not loaded" in said["award"].en
    with pytest.raises(Refusal) as refused:
        classify()
    assert refused.value.codes == ("classes.not-loaded", "classes.not-loaded")


def test_a_patent_is_of_high_value_by_each_condition_with_the_row_it_rests_on() -> None:
    adopt("ipc", TREE)
    sei = adopt("ipc_sei", SEI)
    young = {"filed_on": "2019-03-01", "granted_on": "2021-05-07", "ipc": "B65D1/00"}
    number = "CN201510163325.6"
    take([("patent", [
        patent("SEI", **young | {"ipc": "H01M10/0525"}), patent("EXACT", **young | {"ipc": "A01B1/02"}),
        patent("OLD", filed_on="2012-03-01"), patent("AWARD", **young), patent(number, **young),
        patent("FAMILY", overseas_family_on="2022-01-01", **young), patent("PLEDGE", **young),
        patent("PLAIN", **young), patent("DEAD", ended_on="2024-01-01", end_reason="unpaid_fee"),
    ])])
    take([("family", [{"key": "F1", "right_kind": "patent", "right_key": "FAMILY", "member": "US1"}]),
          ("pledge", [{"key": "Z1", "party": A, "region": "east", "kind": "patent", "registered_on": "2023-01-01",
                       "amount_fen": 100_000_000}]),
          ("pledged", [{"key": "Z1/1", "pledge_key": "Z1", "right_kind": "patent", "right_key": "PLEDGE",
                        "region": "east", "registered_on": "2023-01-01", "amount_fen": 100_000_000}])])
    adopt("awards", [{"专利号": "ZL201510163325.6", "奖项": "示例奖", "日期": "2023-07-01"}])
    done = classify()
    assert (done["changed"], done["not_loaded"]) == (2, [])
    assert conditions("SEI")["strategic_emerging_industry"] == (True, "ipc_sei:1")
    assert conditions("EXACT")["strategic_emerging_industry"] == (False, "")
    assert conditions("FAMILY")["overseas_family"] == (True, "family:F1")
    assert conditions("OLD")["kept_over_ten_years"] == (True, "patent:OLD")
    assert conditions("OLD", date(2022, 3, 1))["kept_over_ten_years"] == (False, "")
    assert conditions("OLD", date(2022, 3, 2))["kept_over_ten_years"] == (True, "patent:OLD")
    assert conditions("PLEDGE")["high_pledge"] == (True, "pledged:Z1/1")
    assert conditions(number)["award"] == (True, f"patent:{number}")
    with kernel():
        high = {key: evidence(key, DAY)[0] for key in (
            "SEI", "EXACT", "OLD", number, "FAMILY", "PLEDGE", "PLAIN", "DEAD")}
        assert record(source="patent", key="SEI").row["sei"] is True
    # Of what nothing of the family is on record, it cannot be said that no condition holds.
    assert high == {
        "SEI": True, "EXACT": None, "OLD": True, number: True, "FAMILY": True, "PLEDGE": True, "PLAIN": None,
        "DEAD": False}
    refresh()
    # Each is counted once, though some meet several conditions.
    assert value(measure="high_value_invention_patents", region="east", on=DAY).number == 5
    perform(actor=OFFICER, verb="registry:withdraw-table", target=sei["edition"], facts={"reason": "版本有误"}, at=NOW)
    with kernel():
        assert edition("ipc_sei", DAY) is None


def test_the_edition_in_force_is_that_of_the_day_and_a_withdrawn_one_never_applied() -> None:
    adopt("sei", [{"code": "1", "name": "一"}], since="2018-01-01")
    later = adopt("sei", [{"code": "1", "name": "一（新）"}, {"code": "1.1", "name": "细"}], since="2024-01-01")
    with kernel():
        assert [edition("sei", date(year, 6, 1)) and class_of(edition("sei", date(year, 6, 1)), "1").node.zh
                for year in (2017, 2020, 2025)] == [None, "一", "一（新）"]
    with pytest.raises(Refusal) as refused:
        adopt("sei", [{"code": "2", "name": "二"}], since="2024-01-01")
    assert refused.value.codes == ("classes.since",)
    perform(actor=OFFICER, verb="registry:withdraw-table", target=later["edition"], facts={"reason": "误"}, at=NOW)
    with kernel():
        assert class_of(edition("sei", DAY), "1").node.zh == "一"
    adopt("sei", [{"code": "2", "name": "二"}], since="2024-01-01")


@pytest.mark.parametrize(("table", "rows", "codes"), [
    ("nothing", [{"code": "1"}], {"classes.unknown"}),
    ("ipc", [], {"classes.rows"}),
    ("ipc", [{"名字": "H"}], {"classes.column"}),
    ("ipc", [{"code": "H01M10/05", "title_zh": "一"}, {"code": "什么", "title_zh": "二"}], {"classes.symbol"}),
    ("ipc_sei", [{"ipc": "H01M", "sei": ""}], {"classes.empty"}),
    ("ipc_sei", [{"ipc": "H01M", "sei": "6.2", "仅本号": "也许"}], {"classes.flag"}),
    ("awards", [{"专利号": "ZL201510163325.7", "奖项": "奖", "日期": "2023年7月"}], {"classes.number", "classes.day"}),
    ("sei", [{"code": "1", "parent": "1.1"}, {"code": "1.1", "parent": "1"}], {"classes.loop"}),
    ("gbt4754", [{"code": "01", "name": "一"}, {"code": "01", "name": "另一"}], {"classes.repeated"}),
])
def test_a_table_with_a_fault_is_refused_whole_with_row_and_column(
    table: str, rows: list[dict[str, str]], codes: set[str],
) -> None:
    with pytest.raises(Refusal) as refused:
        adopt(table, rows)
    assert set(refused.value.codes) == codes
    with kernel():
        assert not Edition.objects.exists()


def test_rows_with_faults_are_left_out_only_when_the_officer_says_so_and_are_remembered() -> None:
    rows = [{"code": "01", "name": "农业"}, {"code": "待定", "name": "不明"}]
    done = adopt("nice", rows, leave_out=True)
    assert (done["classes"], done["left_out"]) == (1, 1)
    with kernel():
        kept = Edition.objects.get()
    assert [(one["row"], one["code"], one["left_out"]) for one in kept.remarks] == [(2, "symbol", True)]


def test_a_preview_of_a_table_leaves_no_trace() -> None:
    outcome = perform(actor=OFFICER, verb="registry:adopt-table", at=NOW, preview=True, facts={
        "table": "ipc", "rows": TREE, "edition": "示例", "origin": "测试", "since": "2020-01-01"})
    assert outcome.result["classes"] == 7
    with kernel():
        assert not Edition.objects.exists()


def test_only_a_data_officer_loads_a_table() -> None:
    for actor in (Actor("user:8", DAY, (Role("citizen", "/city/"),)), Actor("anyone", DAY)):
        with pytest.raises(Refusal) as refused:
            perform(actor=actor, verb="registry:adopt-table", at=NOW, facts={
                "table": "sei", "rows": [{"code": "1"}], "edition": "一", "origin": "一", "since": "2020-01-01"})
        assert refused.value.codes == ("acts.forbidden",)
    assert adopt("sei", [{"code": "1", "name": "一"}])["classes"] == 1
    assert perform(actor=IMPORT, verb="registry:adopt-table", at=NOW, facts={
        "table": "gbt4754", "rows": [{"code": "A"}], "edition": "一", "origin": "一", "since": "2020-01-01"}).result

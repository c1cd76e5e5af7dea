"""Marks alike in the index: what comparing with every mark would find, as part of any question."""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tantivy
from tests.instruments.likeness.worlds import changed, names

from zhichan.instruments.likeness import compare, cut
from zhichan.kernel.acts.public import perform
from zhichan.kernel.ground.public import Refusal
from zhichan.kernel.ledger.public import step
from zhichan.kernel.registry.searching.likeness import alike
from zhichan.kernel.registry.searching.public import everything, keys, search, understood

from .conftest import B, take
from .test_classifying import NOW, OFFICER, adopt

pytestmark = pytest.mark.django_db
DAY = date(2025, 9, 30)


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> Path:
    settings.ZHICHAN_INDEX = tmp_path / "index"
    return tmp_path / "index"


def mark(key: str, name: str, nice: int = 30, **more: Any) -> dict[str, Any]:
    return {
        "key": key, "kind": "ordinary", "name": name, "nice": nice, "filed_on": "2015-01-01",
        "registered_on": "2016-01-01", "holdings": [{"party": B, "region": "west", "since": "2015-01-01"}], **more,
    }  # fmt: skip


@pytest.fixture
def shelf(city: None) -> None:
    take([
        ("mark", [
            mark("T1", "清泉"), mark("T2", "青泉", 32), mark("T3", "清泉山"), mark("T4", "QINGQUAN"),
            mark("T5", "泉清", ended_on="2020-01-01"), mark("T6", "天地茶"), mark("T7", "清　泉", 32),
        ]),
        ("patent", [{
            "key": "CN2012101234567", "kind": "invention", "title": "清泉", "filed_on": "2012-03-01",
            "holdings": [{"party": B, "region": "west", "since": "2012-03-01"}],
        }]),
    ])  # fmt: skip
    everything()


def found(text: str, **more: Any) -> list[str]:
    answer = search(understood(text), day=DAY, size=100, **more)
    assert answer.count == len(answer.keys)
    assert sorted(answer.keys) == keys(understood(text), day=DAY, chosen=more.get("chosen"))
    return [key.removeprefix("mark:") for key in answer.keys]


def test_marks_alike_are_found_the_likest_first(shelf: None) -> None:
    assert found("近似=清泉") == ["T1", "T7", "T2", "T5", "T4", "T3"]


def test_likeness_is_a_part_of_any_question(shelf: None) -> None:
    assert found("ALIKE=清泉 NCL=32") == ["T7", "T2"]
    assert found("近似商标:清泉 LS=有效 NOT TI=清泉") == ["T2", "T4"]
    assert sorted(found("近似=清泉 OR 近似=天地人")) == ["T1", "T2", "T3", "T4", "T5", "T6", "T7"]
    assert found("近似=清泉", chosen={"nice": ["32"]}) == ["T7", "T2"]
    assert found('近似="no such mark"') == []


def test_a_mark_that_comes_or_goes_is_alike_at_once(shelf: None) -> None:
    while step():
        pass
    take([("mark", [mark("T8", "情泉"), mark("T1", "别的", registered_on="2016-01-01")])])
    while step():
        pass
    assert sorted(found("近似=清泉")) == ["T2", "T3", "T4", "T5", "T7", "T8"]


def test_similar_groups_come_from_the_goods_and_what_is_not_known_is_said(city: None) -> None:
    adopt("nice", [
        {"code": "3001", "name": "咖啡，可可"}, {"code": "300026", "similar_group": "3001", "name": "咖啡"},
        {"code": "3002", "name": "茶"}, {"code": "300186", "similar_group": "3002", "name": "茶"},
    ])  # fmt: skip
    take([("mark", [
        mark("T1", "清泉", goods="咖啡（饮料）；茶"), mark("T2", "青泉", goods="茶，某种新商品"), mark("T3", "情泉"),
        mark("T4", "晴泉", goods="咖啡"),
    ])])  # fmt: skip
    everything()
    assert found("ALIKE=清泉 SG=3001") == ["T1", "T4"]
    assert found("ALIKE=清泉 类似群=3002") == ["T1", "T2"]
    assert sorted(found('ALIKE=清泉 SG=(3001 OR "30?")')) == ["T1", "T2", "T3", "T4"]


def test_groups_follow_when_the_table_comes_later_and_when_it_is_withdrawn(city: None) -> None:
    take([("mark", [mark("T1", "清泉", goods="咖啡")])])
    everything()
    assert found("SG=3001") == []
    table = [{"code": "3001", "name": "咖啡，可可"}, {"code": "300026", "similar_group": "3001", "name": "咖啡"}]
    done = adopt("nice", table)
    while step():
        pass
    assert found("SG=3001") == ["T1"]
    perform(actor=OFFICER, verb="registry:withdraw-table", target=str(done["edition"]), facts={"reason": "错"}, at=NOW)
    while step():
        pass
    assert found("SG=3001") == []


def test_no_other_word_of_a_question_outweighs_likeness(city: None) -> None:
    take([("mark", [mark(f"T{n}", "泉清", agency="某某代理某某代理") for n in range(3)] + [mark("T9", "清泉", agency="某某")])])
    everything()
    first, *rest = found("ALIKE=清泉 (某某 OR 代理 OR NICE=30)")
    assert (first, sorted(rest)) == ("T9", ["T0", "T1", "T2"])


def test_a_name_that_is_withheld_is_like_no_other(city: None) -> None:
    take([("mark", [mark("T1", "清泉")])], withheld=("mark.name",))
    everything()
    assert found("近似=清泉") == []


def test_the_index_finds_what_comparing_with_every_mark_finds(city: None) -> None:
    shelf = names(3000, seed=11)
    take([("mark", [mark(f"M{number:05}", name) for number, name in enumerate(shelf)])])
    everything()
    marks = [(f"mark:M{number:05}", cut(name)) for number, name in enumerate(shelf)]
    dice = random.Random(3)
    for asked in dice.sample(shelf, 25):
        for _, text in [("", asked), *changed(asked, dice)][:3]:
            every = {key: near.score for key, one in marks if (near := compare(cut(text), one))}
            assert {key: score for score, keys_ in alike(text).items() for key in keys_} == every, text


def test_an_index_of_an_earlier_version_with_other_fields_is_not_ready_and_no_fault(shelf: None, place: Path) -> None:
    older = tantivy.SchemaBuilder()
    older.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    (place / "older").mkdir()
    tantivy.Index(older.build(), path=str(place / "older"))
    (place / "current").write_text(json.dumps({"generation": "older", "edition": "earlier", "of": ""}))
    with pytest.raises(Refusal) as refused:
        found("近似=清泉")
    assert refused.value.codes == ("search.unready",)
    everything()
    assert len(found("近似=清泉")) == 6

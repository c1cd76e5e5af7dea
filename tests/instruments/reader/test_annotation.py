"""Decisions of people become an annotation with which a reader can be scored; nothing else comes of them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from zhichan.instruments.reader import AnnotationError, annotation, laid, read

SHARED = Path(__file__).parents[4] / "shared"

PLAN = (
    "松浦市商标品牌行动方案（2024—2026年）\n一、工作目标\n到2026年，注册商标达到800件，品牌指导站达到12家，地理标志达到5个。\n"
    "二、重点任务\n（一）加强培育。完善培育机制，推进品牌建设。（市市场监管局负责）\n（二）优化服务。健全服务网络。（市商务局负责）\n"
)


def told() -> dict:
    return read(PLAN, glossary=(), name="plan.txt").as_json()


def test_confirmed_corrected_rejected_and_undecided_items_are_kept_apart():
    reading = told()
    made = annotation(
        reading=reading,
        decisions={
            "t1": {"decision": "confirm"},
            "t2": {"decision": "correct", "correction": {"value": 15}},
            "t3": {"decision": "reject", "reason": "重复"},
            "k1": {"decision": "confirm"},
        },
    )
    assert [(t["indicator"], t["value"]) for t in made["targets"]] == [("注册商标", 800), ("品牌指导站", 15)]
    assert made["targets"][1]["as_read"] == {"value": 12}
    assert made["not_targets"] == [
        {"quote": "地理标志达到5个", "span": reading["targets"][2]["span"], "reason": "重复"}
    ]
    assert [t["responsible"] for t in made["tasks"]] == [["市市场监管局"]]
    assert made["undecided"] == ["k2"]


def test_an_annotation_holds_quotes_at_their_spans_and_no_confidence():
    made = annotation(reading=told(), decisions={"t1": {"decision": "confirm"}})
    target = made["targets"][0]
    assert PLAN[slice(*target["span"])] == target["quote"]
    assert not {"confidence", "signs", "why"} & set(target)


def test_the_reading_is_left_as_it_was():
    reading, before = told(), told()
    annotation(reading=reading, decisions={"t2": {"decision": "correct", "correction": {"value": 15}}})
    assert reading == before


FIELDS = {
    "targets": frozenset({"indicator", "value", "unit", "year", "kind"}),
    "tasks": frozenset({"title", "lead", "responsible"}),
    "measures": frozenset({"title", "lead", "responsible"}),
}
DECISIONS = {
    "t1": {"decision": "confirm"},
    "t2": {"decision": "correct", "correction": {"value": 15}},
    "t3": {"decision": "reject", "reason": "重复"},
    "k1": {"decision": "correct", "correction": {"responsible": ["市商务局"]}},
}


def test_an_annotation_read_back_upon_another_reading_decides_as_it_was_decided():
    made = annotation(reading=told(), decisions=DECISIONS)
    found = laid(reading=told(), annotation=json.dumps(made).encode(), text=PLAN, fields=FIELDS)
    assert found.decisions == DECISIONS
    assert (found.unread, found.read, found.known) == ([], 5, 3)
    assert annotation(reading=told(), decisions=found.decisions) == made


def test_an_annotation_finds_its_items_however_a_later_reading_numbers_them():
    made = annotation(reading=told(), decisions=DECISIONS)
    again = told()
    again["targets"].reverse()
    for number, each in enumerate(again["targets"], start=1):
        each["id"] = f"t{number}"
    found = laid(reading=again, annotation=made, text=PLAN, fields=FIELDS).decisions
    assert [found[name]["decision"] for name in ("t1", "t2", "t3")] == ["reject", "correct", "confirm"]


def test_what_the_reading_lacks_is_told_with_its_place():
    made = annotation(reading=told(), decisions=DECISIONS)
    less = told()
    del less["targets"][0]
    found = laid(reading=less, annotation=made, text=PLAN, fields=FIELDS)
    span = told()["targets"][0]["span"]
    assert found.unread == [{"list": "targets", "quote": PLAN[slice(*span)], "span": span}]


def test_what_the_reading_lacks_is_quoted_in_short_however_long_it_is():
    text = PLAN * 20
    many = {"targets": [{"span": [0, len(text)]}] * 3}
    found = laid(reading=told(), annotation=many, text=text, fields=FIELDS)
    assert [(each["quote"], each["span"]) for each in found.unread] == [(text[:200], [0, len(text)])] * 3


@pytest.mark.parametrize(
    "wrong",
    [
        b"{", b"\xff", b"[" * 100_000, [], {}, {"targets": {}}, {"targets": ["t1"]}, {"targets": [], "tasks": 3},
        {"targets": [{"quote": "注册商标达到800件", "span": [0, 9]}]},
        {"targets": [{"quote": "注册商标", "span": [-4, 0]}]},
        {"targets": [{"quote": "注册商标", "span": "0"}]},
        {"targets": [{"span": [1, 2]}] * 5001},
        b'{"targets": [], "date": NaN}', b'{"targets": [], "date": -Infinity}', rb'{"targets": [], "title": "a\u0000b"}',
        rb'{"targets": [], "open": [{"\ud800": 1}]}',
    ],
)  # fmt: skip
def test_what_is_no_annotation_of_this_text_is_refused_in_words(wrong):
    with pytest.raises(AnnotationError) as refused:
        laid(reading=told(), annotation=wrong, text=PLAN, fields=FIELDS)
    assert refused.value.zh
    assert refused.value.en


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the shared folder is not beside the repository")
def test_an_annotation_has_the_shape_that_readings_and_gold_share():
    schema = json.loads((SHARED / "gold" / "schema.json").read_text(encoding="utf-8"))
    made = annotation(reading=told(), decisions=DECISIONS)
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(json.loads(json.dumps(made)))) == []


@pytest.mark.parametrize("seed", sorted((SHARED / "seeds").glob("004*.txt")), ids=lambda path: path.stem)
def test_the_annotation_made_by_hand_is_read_upon_the_reading_of_its_plan(seed):
    with seed.open(encoding="utf-8", newline="") as stream:
        text = stream.read()
    gold = json.loads((SHARED / "gold" / f"{seed.stem}.json").read_text(encoding="utf-8"))
    found = laid(reading=read(text, glossary=(), name=seed.name).as_json(), annotation=gold, text=text, fields=FIELDS)
    assert found.known == len(gold["targets"]) + len(gold["tasks"]) + len(gold["measures"])
    assert len(found.decisions) + len(found.unread) >= found.known
    assert {one["decision"] for one in found.decisions.values()} <= {"confirm", "correct", "reject"}

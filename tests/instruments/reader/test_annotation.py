"""Decisions of people become an annotation with which a reader can be scored; nothing else comes of them."""

from __future__ import annotations

from zhichan.instruments.reader import annotation, read

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

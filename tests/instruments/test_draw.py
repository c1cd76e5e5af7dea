"""A draw is a function of frozen lists and a seed, and an outsider repeats it with bare Python."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from zhichan.instruments import draw

SEED = {"source": "某彩票第1期", "day": "2026-03-03", "value": "07 11 19 23 28 31 + 05"}


def lists(**more: Any) -> dict[str, Any]:
    return {
        "objects": [{"id": f"E{number:02}", "stratum": "c" if number < 4 else "a"} for number in range(24)],
        "people": ["p1", "p2", "p3", "p4"], "barred": [["E01", "p1"]], "rates": {"a": 10, "c": 50}, "pair": 2, **more,
    }  # fmt: skip


def test_each_stratum_gives_its_share_rounded_up() -> None:
    drawn = draw.draw(lists(), seed="x")
    strata = {each["id"]: each["stratum"] for each in lists()["objects"]}
    assert Counter(strata[each["object"]] for each in drawn) == {"a": 2, "c": 2}
    assert all(len(set(each["people"])) == 2 for each in drawn)
    assert draw.draw(lists(rates={"a": 0, "c": 1}), seed="x")[0]["object"] in strata


def test_the_same_lists_and_seed_give_the_same_draw_in_whatever_order_they_are_written() -> None:
    one = lists()
    other = lists(objects=list(reversed(one["objects"])), people=["p4", "p2", "p3", "p1"])
    assert draw.digest(one) == draw.digest(other)
    assert draw.draw(one, seed="x") == draw.draw(other, seed="x")


def test_the_draw_of_known_lists_is_the_one_that_was_worked_out_apart() -> None:
    """Worked out here in three lines, without the instrument's own."""
    import hashlib

    def place(*parts: str) -> str:
        text = json.dumps(["zhichan-draw-1", *parts], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    stamp = draw.digest(lists())
    few = sorted((f"E{number:02}" for number in range(4)), key=lambda name: place(stamp, "x", name))[:2]
    found = {each["object"]: each["people"] for each in draw.draw(lists(), seed="x")}
    assert set(few) <= set(found)
    for name in few:
        may = [one for one in ("p1", "p2", "p3", "p4") if (name, one) != ("E01", "p1")]
        assert found[name] == sorted(may, key=lambda one: place(stamp, "x", name, one))[:2]


def test_every_object_and_every_pair_is_drawn_about_equally_often() -> None:
    plain = lists(objects=[{"id": f"E{number}", "stratum": "a"} for number in range(10)], barred=[], rates={"a": 20})
    objects: Counter[str] = Counter()
    pairs: Counter[frozenset[str]] = Counter()
    for number in range(1500):
        for each in draw.draw(plain, seed=str(number)):
            objects[each["object"]] += 1
            pairs[frozenset(each["people"])] += 1
    # 3000 draws: 300 of each object, 500 of each of the six pairs; five standard deviations.
    assert len(objects) == 10
    assert all(abs(count - 300) < 5 * 16 for count in objects.values())
    assert len(pairs) == 6
    assert all(abs(count - 500) < 5 * 21 for count in pairs.values())


def test_whoever_is_barred_never_comes_and_a_later_recusal_moves_one_pair_only() -> None:
    for number in range(200):
        for each in draw.draw(lists(), seed=str(number)):
            assert each["object"] != "E01" or "p1" not in each["people"]
    before = draw.draw(lists(), seed="x")
    name, gone = before[0]["object"], before[0]["people"][0]
    after = draw.draw(lists(), seed="x", recusals=[(name, gone)])
    assert after[1:] == before[1:]
    assert gone not in after[0]["people"]
    assert after[0]["people"][0] == before[0]["people"][1]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"objects": []}, "lists"),
        ({"objects": [{"id": "E1", "stratum": "a"}] * 2}, "twice"),
        ({"people": ["p1", "p1", "p2"]}, "twice"),
        ({"rates": {"a": 10}}, "rate"),
        ({"rates": {"a": 101, "c": 5}}, "rate"),
        ({"rates": {"a": 1.5, "c": 5}}, "rate"),
        ({"people": ["p1", "p2"]}, "people"),
        ({"pair": 0}, "people"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_its_reason(change: dict[str, Any], code: str) -> None:
    with pytest.raises(draw.DrawError) as refused:
        draw.draw(lists(**change), seed="x")
    assert refused.value.code == code


def test_there_is_no_draw_without_a_seed() -> None:
    with pytest.raises(draw.DrawError) as refused:
        draw.draw(lists(), seed=" ")
    assert refused.value.code == "seed"


def tampered() -> list[tuple[str, dict[str, Any]]]:
    other = draw.record(lists(), seed={**SEED, "value": "1"})
    return [
        ("another seed", {"seed": {**SEED, "value": "1"}}),
        ("another list", {"lists": lists(people=["p1", "p2", "p3", "p5"])}),
        ("another draw", {"drawn": other["drawn"]}),
        ("one left out", {"drawn": draw.record(lists(), seed=SEED)["drawn"][:-1]}),
    ]


@pytest.mark.parametrize(("name", "change"), tampered(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_record_that_was_changed_does_not_hold(name: str, change: dict[str, Any]) -> None:
    honest = draw.record(lists(), seed=SEED)
    assert draw.verify(honest) == []
    assert draw.verify({**honest, **change})


@pytest.mark.parametrize("broken", [[], {}, {"format": "zhichan-draw-1"}, {"format": "zhichan-draw-1", "lists": 3}])
def test_what_is_no_record_is_refused(broken: Any) -> None:
    with pytest.raises(draw.DrawError) as refused:
        draw.verify(broken)
    assert refused.value.code == "format"


def test_an_outsider_runs_it_with_bare_python(tmp_path: Path) -> None:
    published = draw.record(lists(), seed=SEED)
    file = tmp_path / "record.json"
    script = tmp_path / "draw.py"
    script.write_bytes(Path(draw.__file__).read_bytes())
    for record, code in ((published, 0), ({**published, "drawn": []}, 1), ({}, 2)):
        file.write_text(json.dumps(record), encoding="utf-8")
        # Isolated and without site-packages: nothing of ours can be found.
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(script), str(file)], capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stdout

"""Facts given, of the wrong kind altogether."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from zhichan.kernel.catalogue.given import check_given
from zhichan.kernel.catalogue.shapes import FieldShape, Words

TITLE = Words(zh="架位", en="shelf")


@pytest.mark.parametrize("value", [{"open": 1}, ["open"], 5, True])
def test_a_choice_that_is_no_text_is_a_reason_and_never_a_crash(value: Any) -> None:
    field = FieldShape(title=TITLE, type="choice", choices={"open": TITLE})
    _, reasons = check_given(fields={"shelf": field}, needs=[], given={"shelf": value}, exists=lambda *_: True)
    assert [(each.code, each.place) for each in reasons] == [("given.wrong", "shelf")]


@pytest.mark.parametrize("kind", ["number", "money"])
@pytest.mark.parametrize("value", ["1e999999999", "-1e999999999", "1e16", 10**400, -(10**400), 1e300, "NaN", "sNaN", "inf"])
def test_a_number_without_measure_is_a_reason_and_never_written_out(kind: str, value: Any) -> None:
    field = FieldShape(title=TITLE, type=kind)
    stored, reasons = check_given(fields={"n": field}, needs=[], given={"n": value}, exists=lambda *_: True)
    assert (stored, [(each.code, each.place) for each in reasons]) == ({}, [("given.wrong", "n")])


@pytest.mark.parametrize(("kind", "value", "stored"), [
    ("number", "0", 0), ("number", 100, 100), ("number", "99.5", 99.5), ("money", "0.00", 0), ("money", 100, 10_000),
])  # fmt: skip
def test_a_number_or_an_amount_in_yuan_may_be_as_its_bounds_say(kind: Any, value: Any, stored: Any) -> None:
    field = FieldShape(title=TITLE, type=kind, least=0, most=100)
    assert check_given(fields={"n": field}, needs=[], given={"n": value}, exists=lambda *_: True) == ({"n": stored}, [])


@pytest.mark.parametrize("kind", ["number", "money"])
@pytest.mark.parametrize(("value", "said"), [
    ("-0.01", "“架位”不能小于0"), (-1, "“架位”不能小于0"), ("100.01", "“架位”不能大于100"), (10**15, "“架位”不能大于100"),
])  # fmt: skip
def test_a_number_or_an_amount_beyond_its_bounds_is_a_reason(kind: Any, value: Any, said: str) -> None:
    field = FieldShape(title=TITLE, type=kind, least=0, most=100)
    stored, reasons = check_given(fields={"n": field}, needs=[], given={"n": value}, exists=lambda *_: True)
    assert (stored, [(each.code, each.place, each.text.zh) for each in reasons]) == ({}, [("given.wrong", "n", said)])


@pytest.mark.parametrize(("keys", "key"), [
    ({"type": "text", "least": 1}, "least"), ({"type": "year", "most": 1}, "most"),
    ({"type": "number", "least": 2, "most": 1}, "least"), ({"type": "number", "opens": "case"}, "opens"),
])  # fmt: skip
def test_bounds_belong_to_numbers_and_what_opens_to_texts(keys: dict[str, Any], key: str) -> None:
    with pytest.raises(ValidationError) as refused:
        FieldShape(title=TITLE, **keys)
    assert refused.value.errors()[0]["ctx"] == {"key": key}


@pytest.mark.parametrize(("value", "number", "fen"), [
    ("1000000000000000", 10**15, 10**17), (-(10**15), -(10**15), -(10**17)), ("1e3", 1000, 100_000), ("-0.5", -0.5, -50)])
def test_the_largest_numbers_are_kept_exactly(value: Any, number: Any, fen: int) -> None:
    for kind, kept in (("number", number), ("money", fen)):
        field = FieldShape(title=TITLE, type=kind)
        assert check_given(fields={"n": field}, needs=[], given={"n": value}, exists=lambda *_: True) == ({"n": kept}, [])

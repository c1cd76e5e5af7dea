"""Facts given, of the wrong kind altogether."""

from __future__ import annotations

from typing import Any

import pytest

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


@pytest.mark.parametrize(("value", "number", "fen"), [
    ("1000000000000000", 10**15, 10**17), (-(10**15), -(10**15), -(10**17)), ("1e3", 1000, 100_000), ("-0.5", -0.5, -50)])
def test_the_largest_numbers_are_kept_exactly(value: Any, number: Any, fen: int) -> None:
    for kind, kept in (("number", number), ("money", fen)):
        field = FieldShape(title=TITLE, type=kind)
        assert check_given(fields={"n": field}, needs=[], given={"n": value}, exists=lambda *_: True) == ({"n": kept}, [])

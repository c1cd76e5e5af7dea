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

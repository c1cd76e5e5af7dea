"""Tokens through ``perform`` itself: what lacks a fact is refused by the fact's name."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from zhichan.doors.api.models import Token
from zhichan.doors.api.tokens import ISSUE
from zhichan.kernel.access.public import Actor
from zhichan.kernel.acts.public import perform
from zhichan.kernel.ground.public import Refusal, kernel

AT = datetime(2026, 3, 2, 2, tzinfo=UTC)
WHOLE = {"name": "报送", "since": "2026-03-02", "until": "2026-09-30", "digest": "a" * 64}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "place"),
    [
        ({}, "since"), ({**WHOLE, "until": None}, "until"), ({**WHOLE, "until": "spring"}, "until"),
        ({**WHOLE, "name": " "}, "name"), ({**WHOLE, "digest": ""}, "digest"),
    ],
)  # fmt: skip
def test_a_token_without_one_of_its_facts_is_refused_by_its_name(facts: dict[str, Any], place: str) -> None:
    with pytest.raises(Refusal) as refused:
        perform(actor=Actor("user:1", date(2026, 3, 2)), verb=ISSUE, facts=facts, at=AT)
    assert [reason.place for reason in refused.value.reasons] == [place]
    with kernel():
        assert not Token.objects.exists()

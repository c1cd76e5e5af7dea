"""What a nameless act may be: it opens a case, is anyone's, needs its code and does not keep it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from zhichan.kernel.catalogue.rulebook import code_digest
from zhichan.kernel.catalogue.shapes import Act

SOUND: dict[str, Any] = {
    "title": {"zh": "填写", "en": "answer"}, "to": "received", "who": ["anyone"], "needs": ["code"],
    "derive": {"stratum": "stratum"}, "nameless": "code",
}  # fmt: skip


def test_a_nameless_act_opens_a_case_for_anyone() -> None:
    assert Act.model_validate(SOUND).nameless == "code"


@pytest.mark.parametrize(
    "wrong",
    [{"from": "received"}, {"who": ["clerk"]}, {"who": ["anyone", "clerk"]}, {"needs": []}, {"keep": True}, {"derive": {}}],
    ids=["from a stage", "a role's", "a role's too", "without its code", "keeps what is given", "derives nothing"],
)
def test_an_act_that_would_name_somebody_is_not_nameless(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Act.model_validate({**SOUND, **wrong})


def test_a_code_is_the_same_however_it_is_typed() -> None:
    assert code_digest("ab2c-K7M9") == code_digest(" AB2C k7m9 ") != code_digest("AB2C-K7M8")

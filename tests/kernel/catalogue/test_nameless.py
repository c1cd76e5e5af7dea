"""What a nameless act may be: it opens a case, is anyone's, needs its code and does not keep it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from zhichan.kernel.catalogue.rulebook import code_digest
from zhichan.kernel.catalogue.shapes import Act, Procedure

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


@pytest.mark.parametrize(
    "wrong",
    [
        {"box": {"into": "code"}, "nameless": None}, {"box": {"into": "survey"}}, {"box": {"ends": "open"}},
        {"box": {"into": "code", "ends": "open"}}, {"box": {}}, {"box": {"admits": "code"}, "nameless": None, "from": None},
    ],
    ids=["named", "a fact it does not need", "ends a box", "two things", "nothing", "a box of a case that is not there"],
)  # fmt: skip
def test_only_what_is_nobodys_goes_into_a_box(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Act.model_validate({key: value for key, value in {**SOUND, **wrong}.items() if value is not None})


PAPER = {"zh": "文件", "en": "paper"}
STEP = {"title": PAPER, "from": "received", "who": ["clerk"]}
WHOLE: dict[str, Any] = {
    "title": PAPER, "number": "AB", "audience": ["clerk"], "stages": {"received": {"title": PAPER}, "aside": {"title": PAPER}},
}  # fmt: skip


@pytest.mark.parametrize(
    ("acts", "kind"),
    [
        ({"begin": {**STEP, "needs": ["codes"], "box": {"admits": "codes"}}}, "data"),
        ({"close": {**STEP, "box": {"ends": "open"}}}, "data"),
        ({"answer": {**SOUND, "needs": ["code", "codes"], "box": {"into": "code"}}}, "paper"),
    ],
    ids=["a box without an end", "the end of no box", "a paper in a box"],
)  # fmt: skip
def test_a_box_has_a_beginning_and_an_end_and_holds_no_paper(acts: dict[str, Any], kind: str) -> None:
    fields = {"codes": {"title": PAPER, "type": kind}, "code": {"title": PAPER, "type": "text"}}
    with pytest.raises(ValidationError, match="box"):
        Procedure.model_validate({**WHOLE, "acts": acts, "fields": fields})

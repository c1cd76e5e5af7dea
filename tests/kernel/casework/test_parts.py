"""Who takes part in a case: who reads it by that, who is barred, and the index by which one's cases are found."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from zhichan.kernel.casework import parts
from zhichan.kernel.casework.models import Case, Participant
from zhichan.kernel.catalogue.shapes import Procedure
from zhichan.kernel.ground.public import Region, kernel

WORDS = {"zh": "某", "en": "some"}


def procedure() -> Procedure:
    """Parts that read, that do not, and that bar."""
    return Procedure.model_validate({
        "title": WORDS, "number": "QQ", "audience": ["clerk"],
        "stages": {"open": {"title": WORDS}, "done": {"title": WORDS, "last": True}},
        "acts": {"go": {"title": WORDS, "to": "open", "who": "clerk"}},
        "fields": {name: {"title": WORDS, "type": "data"} for name in ("applicants", "experts", "recused", "agent")},
        "parts": {
            "applicant": {"title": WORDS, "field": "applicants"},
            "expert": {"title": WORDS, "field": "experts", "reads": False},
            "recused": {"title": WORDS, "field": "recused", "bars": True},
            "agent": {"title": WORDS, "field": "agent"},
        },
    })  # fmt: skip


FACTS = {
    "applicants": [{"name": "甲", "party": "91A", "user": 7}, {"name": "乙"}],
    "experts": [{"name": "丙", "user": 8}],
    "recused": [{"name": "丁", "user": 9}],
    "agent": {"name": "戊", "access": "abc"},
}


def test_those_who_read_are_the_parts_that_read_and_do_not_bar() -> None:
    assert parts.readers(procedure(), FACTS) == ["code:abc", "party:91A", "user:7"]
    assert parts.barred(procedure(), FACTS) == ["user:9"]


def test_what_is_no_list_of_people_names_nobody() -> None:
    facts = {"applicants": ["甲", 3, None], "agent": "戊", "recused": None}
    assert parts.readers(procedure(), facts) == []
    assert parts.principals({"party": "", "user": None, "access": "x"}) == ["code:x"]
    assert parts.principals({"user": 0}) == ["user:0"]


@pytest.fixture
def case(db: None) -> Case:
    """A case without facts."""
    with kernel():
        region = Region.objects.create(slug="tc", name="测试市", name_en="Test City", kind="city", path="/tc/")
        return Case.objects.create(
            procedure="toy", edition="x", number="QQ-1", title="某", stage="open", region=region,
            opened_at=datetime(2025, 1, 1, tzinfo=UTC),
        )  # fmt: skip


def rows() -> list[tuple[str, str, str, int]]:
    with kernel():
        return list(Participant.objects.order_by("part", "rank", "principal").values_list(
            "part", "name", "principal", "rank"))  # fmt: skip


def test_the_index_holds_everyone_by_each_of_their_principals_in_the_order_listed(case: Case) -> None:
    with kernel():
        parts.keep(case, procedure(), FACTS, FACTS)
    assert rows() == [
        ("agent", "戊", "code:abc", 0),
        ("applicant", "甲", "party:91A", 0),
        ("applicant", "甲", "user:7", 0),
        ("applicant", "乙", "", 1),
        ("expert", "丙", "user:8", 0),
        ("recused", "丁", "user:9", 0),
    ]


def test_only_the_parts_whose_fact_changed_are_indexed_anew_and_one_that_is_gone_leaves_no_row(case: Case) -> None:
    with kernel():
        parts.keep(case, procedure(), FACTS, FACTS)
        kept = set(Participant.objects.filter(part__in=["expert", "recused"]).values_list("pk", flat=True))
        other = Case.objects.create(
            procedure="toy", edition="x", number="QQ-2", title="某", stage="open", region=case.region,
            opened_at=case.opened_at,
        )  # fmt: skip
        parts.keep(other, procedure(), ["agent"], FACTS)
        changed = {**FACTS, "applicants": [{"name": "己", "user": 3}], "agent": None, "experts": []}
        parts.keep(case, procedure(), ["applicants", "agent"], changed)
        mine = list(case.participants.order_by("part").values_list("part", "name"))
        assert mine == [("applicant", "己"), ("expert", "丙"), ("recused", "丁")]
        assert kept <= set(case.participants.values_list("pk", flat=True))
        assert list(other.participants.values_list("part", "name")) == [("agent", "戊")]


def test_a_long_name_is_cut_to_its_column(case: Case) -> None:
    with kernel():
        parts.keep(case, procedure(), ["agent"], {"agent": {"name": "长" * 300}})
        assert case.participants.get().name == "长" * 200

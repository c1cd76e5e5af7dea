"""The glossary of indicator terms."""

from collections import Counter

import pytest

from zhichan.kernel.ground.glossary import GROUPS, plan_terms, term, terms


def test_it_holds_the_109_indicators_once_each() -> None:
    slugs = [item.slug for item in terms()]
    assert len(slugs) == len(set(slugs)) == 109
    assert Counter(item.mode for item in terms()) == {
        "computed": 56,
        "computed+external": 23,
        "reported": 17,
        "external": 13,
    }


def test_no_name_belongs_to_two_terms() -> None:
    names = Counter(name for item in terms() for name in item.names)
    assert [name for name, times in names.items() if times > 1] == []


def test_every_term_says_what_it_is_in_both_languages_and_where_from() -> None:
    for item in terms():
        assert item.group in GROUPS
        assert all([item.zh, item.en, item.unit, item.sources]), item.slug
        assert item.definition_zh.endswith("。"), item.slug
        assert item.definition_en.endswith("."), item.slug


def test_plan_terms_leave_out_analysis() -> None:
    assert len(plan_terms()) == 80
    assert not {"cagr", "hhi", "pq_claims"} & {item.slug for item in plan_terms()}


def test_a_term_is_found_by_its_slug() -> None:
    found = term(slug="trademarks_in_force")
    assert (found.zh, found.unit, found.kind, found.direction) == (
        "有效注册商标总量",
        "件",
        "stock",
        "higher",
    )


def test_an_unknown_slug_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        term(slug="no_such_indicator")

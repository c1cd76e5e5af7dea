"""The search language: what is understood, what is refused and where, and that nothing else can happen."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhichan.instruments.query import (
    All,
    Any,
    Between,
    Code,
    Everything,
    Field,
    Near,
    Node,
    Not,
    QueryError,
    Word,
    atoms,
    grams,
    learnt,
    lineage,
    mark,
    parse,
    period,
    runs,
    stands_alone,
    symbol,
    widen,
    write,
)

FIELDS = [
    Field("title", ("TI", "名称"), "名称", "title"),
    Field("holder", ("PA", "申请人"), "申请人", "holder"),
    Field("class", ("IPC", "分类号"), "分类号", "classification", "class"),
    Field("number", ("AN", "申请号"), "申请号", "application number", "code"),
    Field("filed", ("AD", "申请日"), "申请日", "filed on", "day"),
    Field("claims", ("CN", "权利要求数"), "权利要求数", "claims", "number"),
    Field("kind", ("KIND", "类型"), "类型", "kind", "choice", {"发明": "invention", "mark": "mark"}),
]


def read(text: str) -> Node:
    return parse(text, FIELDS).node


def word(text: str, within: str = "", *, cut: bool = False) -> Word:
    return Word(tuple(atoms(text)), within, cut)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("", Everything()),
        ("  ", Everything()),
        ("石墨烯 电池", All((word("石墨烯"), word("电池")))),
        ("石墨烯 AND 电池", All((word("石墨烯"), word("电池")))),
        ("石墨烯 并且 电池", All((word("石墨烯"), word("电池")))),
        ("a OR b c", Any((word("a"), All((word("b"), word("c")))))),
        ("(a OR b) c", All((Any((word("a"), word("b"))), word("c")))),
        ("a NOT b", All((word("a"), Not(word("b"))))),
        ("NOT NOT b", word("b")),
        ("“固态 电池”", word("固态电池")),
        ("ＴＩ＝电池", word("电池", "title")),
        ("名称:電池", word("电池", "title")),
        ("ti=(a OR b)", Any((word("a", "title"), word("b", "title")))),
        ("graphen*", word("graphen", cut=True)),
        ("石墨*", word("石墨")),
        ("TI=a NEAR/3 b", Near(word("a", "title"), word("b", "title"), 3, ordered=False)),
        ("a ADJ/0 b", Near(word("a"), word("b"), 0, ordered=True)),
        ("a NEAR b", Near(word("a"), word("b"), 5, ordered=False)),
        ("ADJ", word("adj")),
        ("IPC=h01m 10", All((Code("class", "H01M"), word("10")))),
        ('IPC="H01M 10/0525"', Code("class", "H01M10/0525")),
        ("IPC=H01M10/05*", Code("class", "H01M10/05", open=True)),
        ("AN=CN202010123456.7", Code("number", "CN2020101234567")),
        ("类型=发明", Code("kind", "invention")),
        ("AD=2020", Between("filed", date(2020, 1, 1), date(2020, 12, 31))),
        ("AD=2020年2月", Between("filed", date(2020, 2, 1), date(2020, 2, 29))),
        ("AD>202002", Between("filed", date(2020, 3, 1), None)),
        ("AD<2020-03-01", Between("filed", None, date(2020, 2, 29))),
        ("AD=[20200101 to 20201231]", Between("filed", date(2020, 1, 1), date(2020, 12, 31))),
        ("AD=[* TO 2020]", Between("filed", None, date(2020, 12, 31))),
        ("CN>=10", Between("claims", 10, None)),
        ("3:2", word("3:2")),
        ("http://a", word("http://a")),
    ],
)
def test_a_query_is_understood_so(text: str, node: Node) -> None:
    assert read(text) == node
    assert read(write(node, FIELDS)) == node


@pytest.mark.parametrize(
    ("text", "code", "place", "suggestion"),
    [
        ("电池 AND", "query.operand", 3, "电池"),
        ("电池 AND (", "query.open", 7, ""),
        ("(a OR b", "query.open", 0, "(a OR b)"),
        ("a) b", "query.closed", 1, "a b"),
        ("()", "query.empty", 0, ""),
        ("OR a", "query.unexpected", 0, "a"),
        ("a AND OR b", "query.operand", 2, "a OR b"),
        ("TI=电池 AND IPC=", "query.value", 10, "TI=电池"),
        ("(TT=a OR TI=) AND", "query.field", 1, "(TI=a )"),
        ('"电池', "query.quote", 0, '"电池"'),
        ("TT=电池", "query.field", 0, "TI=电池"),
        ("名 称=电池", "query.field", 2, "名 TI=电池"),
        ("TI=", "query.value", 0, ""),
        ("TI>电池", "query.compare", 3, ""),
        ("石*墨", "query.star", 1, "石墨"),
        ("a ，，", "query.word", 2, "a"),
        ("AD=12月", "query.day", 3, ""),
        ("AD=2020-02-30", "query.day", 3, ""),
        ("AD=[2021 to 2020]", "query.reversed", 3, "AD=[2020 to 2021]"),
        ("AD=[2021]", "query.range", 3, ""),
        ("AD=[2020 to 2021", "query.bracket", 3, "AD=[2020 to 2021]"),
        ("[1 to 2]", "query.range", 0, " 1 to 2"),
        ("CN=many", "query.number", 3, ""),
        ("类型=发名", "query.choice", 3, "类型=发明"),
        ("(a OR b) NEAR/3 c", "query.near", 9, "(a OR b) AND c"),
        ("TI=a NEAR/3 PA=b", "query.near", 5, "TI=a AND PA=b"),
        ("a NEAR/99 b", "query.distance", 2, "a NEAR/20 b"),
        ("=", "query.unexpected", 0, ""),
        ("(" * 41 + "a", "query.deep", 40, ""),
        ("a " * 501, "query.many", 1000, ""),
        ("a" * 4001, "query.long", 4000, ""),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place_and_what_may_be_meant(
    text: str, code: str, place: int, suggestion: str
) -> None:
    with pytest.raises(QueryError) as refused:
        read(text)
    error = refused.value
    assert (error.code, error.place, error.suggestion) == (code, place, suggestion)
    assert error.zh
    assert error.en
    if suggestion:
        read(suggestion)


def test_a_small_operator_is_a_word_and_that_is_said() -> None:
    query = parse("a and b", FIELDS)
    assert query.node == All((word("a"), word("and"), word("b")))
    assert [code for code, _, _ in query.remarks] == ["query.capitals"]


PIECES = st.sampled_from([
    "AND", "OR", "NOT", "NEAR/3", "ADJ/0", "NEAR/x", "(", ")", "（", "）", '"', "“", "[", "]", "=", ":", ">=", "<", "TI", "AD",
    "IPC", "KIND", "CN", "AN", "电池", "石墨烯", "a", "graphen*", "*", "2020", "20200101", "to", "[2020 to 2021]", "，", "-",
    "\\", "\x00", "\u3000", "发明", "H01M10/0525", "é", "𠮷", "…", " ",
])  # fmt: skip


@given(
    st.lists(PIECES, max_size=14).map(" ".join)
    | st.lists(PIECES, max_size=14).map("".join)
    | st.text(max_size=40)
)
@settings(max_examples=1500, deadline=None)
def test_any_text_is_a_query_or_one_refusal_and_a_query_can_be_written_and_read_again(text: str) -> None:
    refused: list[QueryError] = []
    try:
        assert read(write(read(text), FIELDS)) == read(text)
    except QueryError as error:
        refused.append(error)
    for error in refused:
        assert 0 <= error.place <= max(len(text), 1)
        assert error.zh
        assert error.suggestion != text
        read(error.suggestion)


ALPHABET = st.text(alphabet="电池石墨烯锂離離子ab5 ，.-", max_size=30)


def stands(text: str, one: str) -> bool:
    """Whether the atoms of a word stand in a row in a text; written without the terms of the index."""
    row, wanted = atoms(text), atoms(one)
    return any(row[at : at + len(wanted)] == wanted for at in range(len(row) - len(wanted) + 1))


@given(text=ALPHABET, one=st.text(alphabet="电池石墨烯锂離子", min_size=1, max_size=4))
@settings(max_examples=500, deadline=None)
def test_index_terms_find_what_stands_in_the_text(text: str, one: str) -> None:
    """A word is found by terms at their places exactly when its characters stand in a row, simplified or not."""
    terms, wanted = grams(atoms(text)), atoms(one)
    pairs = [(wanted[at] + wanted[at + 1], at) for at in range(len(wanted) - 1)]
    found = any(
        all(start + at < len(terms) and terms[start + at] == term for term, at in pairs)
        if pairs
        else terms[start].startswith(wanted[0])
        for start in range(len(terms))
    )
    assert found == stands(text, one)


@given(texts=st.lists(ALPHABET, min_size=1, max_size=4), least=st.integers(1, 3))
@settings(max_examples=300, deadline=None)
def test_a_run_is_known_when_so_many_texts_have_it_and_a_term_just_where_it_stands(
    texts: list[str], least: int
) -> None:
    rows = [grams(atoms(text)) for text in texts]
    known = learnt(rows, least=least)
    every = {
        "".join(run)
        for row in map(atoms, texts) for size in (3, 4) for at in range(len(row) - size + 1)
        if all(map(stands_alone, run := row[at : at + size]))
    }  # fmt: skip
    assert known == {run for run in every if sum(stands(text, run) for text in texts) >= least}
    for text, row in zip(texts, rows, strict=True):
        assert set(runs(row, known)) == {run for run in known if stands(text, run)}


def test_a_run_is_a_term_as_often_as_it_stands_and_letters_and_digits_are_part_of_none() -> None:
    known = frozenset({"石墨烯", "墨烯石", "锂离子", "锂离子电", "离子电"})
    assert runs(grams(atoms("用5g石墨烯石墨烯abc锂离子，锂离子电")), known) == [
        "石墨烯", "墨烯石", "石墨烯", "锂离子", "锂离子", "离子电", "锂离子电",
    ]  # fmt: skip
    assert runs(grams(atoms("石墨，烯")), known) == []


@given(text=ALPHABET, one=st.text(alphabet="电池石墨烯锂離子ab5", min_size=1, max_size=3))
@settings(max_examples=500, deadline=None)
def test_a_word_is_marked_exactly_where_it_stands(text: str, one: str) -> None:
    spans = mark(text, [word(one)])
    assert bool(spans) == stands(text, one)
    assert all(stands(text[low:high], one) for low, high in spans)


def test_marks_are_places_in_the_text_as_given() -> None:
    text = "一种锂離子電池，Graphene与Graphenes"
    spans = mark(text, [word("电池"), word("graphen", cut=True), word("子电")])
    assert [text[low:high] for low, high in spans] == ["子電池", "Graphene", "Graphenes"]


def test_symbols_lie_under_each_other() -> None:
    assert lineage("h01m 10/0525") == ["H", "H01", "H01M", "H01M10", "H01M10/0525"]
    assert lineage("A01") == ["A", "A01"]
    assert lineage("12-08") == ["12", "12-08"]
    assert symbol("H01M0010052500") == "H01M10/0525"
    assert symbol("H01M0010000000") == "H01M10/00"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2020", (date(2020, 1, 1), date(2020, 12, 31))),
        ("２０２０．２", (date(2020, 2, 1), date(2020, 2, 29))),
        ("2020年2月9日", (date(2020, 2, 9), date(2020, 2, 9))),
        ("20200230", None),
        ("202013", None),
        ("0000", None),
        ("明年", None),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text: str, days: tuple[date, date] | None) -> None:
    assert period(text) == days


def test_declared_synonyms_widen_words_and_nothing_else() -> None:
    table = {"锂電池": ["锂离子电池", "lithium battery"]}
    assert widen(read("锂电池 NOT TI=锂电池"), table) == All((
        Any((word("锂电池"), word("锂离子电池"), word("lithium battery"))),
        Not(Any((word("锂电池", "title"), word("锂离子电池", "title"), word("lithium battery", "title")))),
    ))  # fmt: skip
    assert widen(read("IPC=H01M"), table) == Code("class", "H01M")

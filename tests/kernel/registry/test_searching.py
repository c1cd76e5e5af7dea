"""The public search: exact answers, compared with a scan that knows nothing of the index."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zhichan.instruments.query import (
    All,
    Between,
    Code,
    Everything,
    Near,
    Node,
    Not,
    Word,
    atoms,
    identifier,
    lineage,
    taken,
)
from zhichan.instruments.query import Any as AnyOf
from zhichan.kernel.access.public import ANYONE, Actor, reading, system_actor
from zhichan.kernel.acts.public import perform
from zhichan.kernel.ground.public import Refusal, generations, kernel
from zhichan.kernel.ledger.public import step
from zhichan.kernel.registry.models import Edition
from zhichan.kernel.registry.public import rollback
from zhichan.kernel.registry.searching import asking, following, index
from zhichan.kernel.registry.searching.documents import NEVER, Document, order_of, terms
from zhichan.kernel.registry.searching.public import (
    FACETS,
    Similar,
    everything,
    keys,
    known,
    search,
    similar,
    stale,
    synonyms,
    titled,
    understood,
)

from .conftest import NOW, A, B, C, take

pytestmark = pytest.mark.django_db
DAY = date(2025, 9, 30)
ANYBODY = Actor(name=ANYONE, day=DAY)


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Path) -> Path:
    settings.ZHICHAN_INDEX = tmp_path / "index"
    return tmp_path / "index"


def patent(key: str, title: str, *, party: str = A, region: str = "east", **more: Any) -> dict[str, Any]:
    return {
        "key": key, "kind": "invention", "title": title, "filed_on": "2012-03-01",
        "holdings": [{"party": party, "region": region, "since": "2012-03-01"}], **more,
    }


def mark(key: str, name: str, nice: int = 9, **more: Any) -> dict[str, Any]:
    return {
        "key": key, "kind": "ordinary", "name": name, "nice": nice, "filed_on": "2015-01-01",
        "holdings": [{"party": B, "region": "west", "since": "2015-01-01"}], **more,
    }


def follow() -> None:
    while step():
        pass


def found(text: str, **more: Any) -> list[str]:
    query = understood(text)
    answer = search(query, day=DAY, size=100, **more)
    whole = keys(query, day=DAY, chosen=more.get("chosen"), synonyms=more.get("synonyms"))
    assert (answer.count, sorted(answer.keys)) == (len(whole), whole)
    return whole


@pytest.fixture
def shelf(city: None) -> None:
    take([
        ("patent", [
            patent("CN2012101234567", "一种石墨烯电池的制备方法", granted_on="2014-05-07", ipc="H01M10/0525",
                   title_en="Graphene batteries", inventors=["张三", "赵六"], claims=12),
            patent("CN2013200000018", "電池盒", kind="utility", filed_on="2013-02-01", granted_on="2013-08-01",
                   ended_on="2020-01-01", end_reason="unpaid_fee", ipc="H01M2/10", party=B, region="west"),
            patent("CN2019101111112", "茶叶烘干机，5G控制", filed_on="2019-06-01", ipc="A23F3/06"),
        ]),
        ("mark", [mark("M1", "衡川茶", 30, registered_on="2016-01-01"), mark("M2", "GRAPHENE 5G", 9)]),
        ("gi_product", [{"key": "G1", "name": "衡川茶叶", "region": "east", "recognised_on": "2010-01-01"}]),
    ])  # fmt: skip
    everything()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["gi_product:G1", "mark:M1", "mark:M2", "patent:CN2012101234567", "patent:CN2013200000018",
              "patent:CN2019101111112"]),
        ("电池", ["patent:CN2012101234567", "patent:CN2013200000018"]),
        ("電池", ["patent:CN2012101234567", "patent:CN2013200000018"]),
        ("石墨烯电", ["patent:CN2012101234567"]),
        ("墨电", []),
        ("茶", ["gi_product:G1", "mark:M1", "patent:CN2019101111112"]),
        ("川茶", ["gi_product:G1", "mark:M1"]),
        ("机5g", []),
        ("5G控", ["patent:CN2019101111112"]),
        ("graphene", ["mark:M2", "patent:CN2012101234567"]),
        ("graphen", []),
        ("graphen*", ["mark:M2", "patent:CN2012101234567"]),
        ("5g*", ["mark:M2", "patent:CN2019101111112"]),
        ("TI=张三", []),
        ("IN=张三", ["patent:CN2012101234567"]),
        ("PA=甲", ["patent:CN2012101234567", "patent:CN2019101111112"]),
        ("电池 NOT 石墨烯", ["patent:CN2013200000018"]),
        ("NOT 电池", ["gi_product:G1", "mark:M1", "mark:M2", "patent:CN2019101111112"]),
        ("IPC=H01M", ["patent:CN2012101234567", "patent:CN2013200000018"]),
        ("IPC=H01M10", ["patent:CN2012101234567"]),
        ("IPC=H01M1", []),
        ("IPC=H01M1*", ["patent:CN2012101234567"]),
        ("类别=30", ["mark:M1"]),
        ("AN=CN201210123456.7", ["patent:CN2012101234567"]),
        ("2012101234567", []),
        ("CN2012101234567", ["patent:CN2012101234567"]),
        ("AD=[20130101 to 20131231]", ["patent:CN2013200000018"]),
        ("GD<2014", ["gi_product:G1", "patent:CN2013200000018"]),
        ("GD>2014", ["mark:M1"]),
        ("类型=商标", ["mark:M1", "mark:M2"]),
        ("状态=有效", ["gi_product:G1", "mark:M1", "patent:CN2012101234567"]),
        ("状态=在审", ["mark:M2", "patent:CN2019101111112"]),
        ("状态=失效", ["patent:CN2013200000018"]),
        ("CLN>=10", ["patent:CN2012101234567"]),
        ("石墨 NEAR/2 制备", []),
        ("石墨 NEAR/4 制备", ["patent:CN2012101234567"]),
        ("制备 ADJ/9 石墨", []),
        ("张三 NEAR/20 赵六", []),
        ('"张三，赵六"', []),
        ("方法 NEAR/20 张三", []),
        ("制备 NEAR/9 石墨", ["patent:CN2012101234567"]),
        ("(茶 OR 电池) 类型=发明", ["patent:CN2012101234567", "patent:CN2019101111112"]),
    ],
)  # fmt: skip
def test_a_query_finds_exactly(shelf: None, text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_facets_count_the_whole_result_and_narrow_it(shelf: None) -> None:
    answer = search(understood("茶 OR 电池"), day=DAY, size=1, facets=tuple(FACETS))
    assert answer.count == 5
    assert dict(answer.facets["kind"]) == {
        "gi_product": 1, "mark:ordinary": 1, "patent:invention": 2, "patent:utility": 1,
    }  # fmt: skip
    assert answer.facets["year"][0] == ("2019", 1)
    assert dict(answer.facets["area"]) == {"/city/east/": 3, "/city/west/": 2}
    assert dict(answer.facets["owner"]) == {"甲公司": 2, "乙公司": 2}
    assert dict(answer.facets["section"]) == {"A": 1, "H": 2}
    for facet, pairs in answer.facets.items():
        for value, count in pairs:
            assert search(understood("茶 OR 电池"), day=DAY, chosen={facet: [value]}).count == count
    assert search(understood(""), day=DAY, chosen={"region": ["/city/"]}).count == 6
    with pytest.raises(Refusal):
        search(understood(""), day=DAY, chosen={"colour": ["red"]})


SYNONYMS = [
    {"词": "石墨烯", "同义词": "单层石墨；graphene sheet"}, {"词": "锂离子", "同义词": "石墨烯"}, {"词": "红茶", "同义词": "茶叶；black tea"},
]


def adopt(rows: list[dict[str, str]], *, since: str = "2020-01-01") -> int:
    done = perform(
        actor=system_actor("import", day=DAY), verb="registry:adopt-table", at=NOW,
        facts={"table": "synonyms", "rows": rows, "edition": "1", "since": since, "origin": "city"},
    )  # fmt: skip
    return int(done.result["edition"])


def declared(*, on: date = DAY, **more: Any) -> Any:
    with reading(ANYBODY):
        return synonyms(on=on, **more)


def like(key: str, **more: Any) -> list[Similar]:
    with reading(ANYBODY):
        return similar(source="patent", key=key, **more)


def test_synonyms_are_a_table_with_its_source_in_force_from_a_day(shelf: None) -> None:
    assert declared() == {}
    adopt(SYNONYMS)
    table = declared()
    assert table["锂离子"] == ("石墨烯",)
    assert set(table["石墨烯"]) == {"单层石墨", "graphene sheet", "锂离子"}
    assert declared(on=date(2019, 12, 31)) == {}
    assert "锂离子" not in declared(plain=["鋰離子"])
    assert found("锂离子") == []
    assert found("锂离子", synonyms=table) == ["patent:CN2012101234567"]
    assert found("BLACK  TEA", synonyms=table) == []
    assert found('"BLACK  tea"', synonyms=table) == ["gi_product:G1", "patent:CN2019101111112"]
    assert found('NOT "black tea"', synonyms=table) == [
        "mark:M1", "mark:M2", "patent:CN2012101234567", "patent:CN2013200000018",
    ]  # fmt: skip
    assert dict(taken(understood('紅茶 NOT "black tea" 电池').node, table)) == {
        "红茶": ("茶叶", "black tea"), "black tea": ("红茶", "茶叶"),
    }  # fmt: skip


def test_what_is_kept_of_a_table_is_known_by_its_content_also_where_no_file_was_given(shelf: None) -> None:
    numbers = [adopt(SYNONYMS), adopt(SYNONYMS[:1], since="2021-01-01"), adopt(SYNONYMS, since="2022-01-01")]
    with kernel():
        first, other, same = (Edition.objects.get(pk=number).sha256 for number in numbers)
    assert (len(first), first == same, first == other) == (64, True, False)


def test_a_table_of_synonyms_that_is_taken_back_widens_nothing(shelf: None) -> None:
    edition = adopt(SYNONYMS)
    assert declared()
    perform(
        actor=system_actor("import", day=DAY), verb="registry:withdraw-table", target=edition, at=NOW,
        facts={"reason": "wrong"},
    )  # fmt: skip
    assert declared() == {}


def test_one_right_of_a_family_stands_for_it_and_says_how_many_were_found(shelf: None) -> None:
    take([("patent", [
        patent("F1", "光伏组件", filed_on="2016-01-01", family="77"), patent("F2", "光伏支架", filed_on="2017-01-01"),
        patent("F3", "光伏边框", filed_on="2018-01-01"), patent("F4", "光伏玻璃", filed_on="2015-01-01"),
    ])])  # fmt: skip
    follow()
    query = understood("光伏")
    assert search(query, day=DAY, families=True).count == 4
    take([("family", [
        {"key": f"M{n}", "right_kind": "patent", "right_key": f"F{n}", "member": f"US{n}", "scheme": "docdb",
         "family": "77" if n == 2 else "78"}
        for n in (2, 3, 4)
    ])])  # fmt: skip
    follow()
    newest = search(query, day=DAY, families=True, sort="newest")
    assert (newest.count, newest.keys, newest.members) == (2, ["patent:F3", "patent:F2"], (2, 2))
    oldest = search(query, day=DAY, families=True, sort="oldest", start=1, size=1, facets=("kind",))
    assert (oldest.count, oldest.keys, oldest.facets["kind"]) == (2, ["patent:F1"], [("patent:invention", 4)])


def test_what_is_similar_says_which_words_and_classes_are_shared(shelf: None) -> None:
    take([("patent", [
        patent("S1", "石墨烯电池隔膜", ipc="H01M10/0525"), patent("S2", "石墨烯电池隔膜的涂布方法", ipc="H01M10/0525"),
        patent("S3", "电池隔膜检测装置", ipc="G01N21/00"), patent("S4", "茶叶包装盒", ipc="B65D5/00"),
    ])])  # fmt: skip
    follow()
    first, *rest = like("S1")
    assert first == Similar("patent:S2", ("石墨烯电池隔膜",), ("H01M10/0525", "H01M10", "H01M"))
    assert {one.key: one.words for one in rest} == {
        "patent:S3": ("电池隔膜",), "patent:CN2012101234567": ("石墨烯电池",), "patent:CN2013200000018": ("电池",),
    }  # fmt: skip
    assert like("S1", readers=("user:1",)) == []
    assert like("NONE") == []


def test_the_index_follows_each_load_and_its_rollback(shelf: None) -> None:
    loaded = take([("patent", [patent("CN2019101111112", "茶叶晾晒架"), patent("NEW", "新茶壶")])])
    assert found("茶壶") == []
    follow()
    assert found("茶壶") == ["patent:NEW"]
    assert found("烘干") == []
    assert found("晾晒") == ["patent:CN2019101111112"]
    rollback(loaded.load, reason="undone", actor=system_actor("import", day=DAY), at=NOW)
    follow()
    assert found("茶壶") == []
    assert found("烘干") == ["patent:CN2019101111112"]


def test_a_text_that_arrives_later_is_found_under_its_right(shelf: None) -> None:
    take([("text", [{
        "key": "T1", "right_kind": "patent", "right_key": "CN2019101111112", "part": "abstract", "language": "zh",
        "body": "本发明公开了一种热泵。",
    }])])  # fmt: skip
    follow()
    assert found("热泵") == found("AB=热泵") == ["patent:CN2019101111112"]


def test_before_there_is_an_index_that_is_said(city: None) -> None:
    assert stale()
    with pytest.raises(Refusal) as refused:
        found("茶")
    assert refused.value.reasons[0].code == "search.unready"


def test_an_index_that_has_outgrown_what_it_learnt_from_is_made_anew(
    shelf: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow()
    everything()
    assert index.standing()["documents"] == 6
    monkeypatch.setattr(following, "FEW", 0)
    monkeypatch.setattr(following, "OUTGROWN", 2)
    take([("mark", [mark(f"T{n}", "茶壶") for n in range(6)])])
    follow()
    assert not stale()
    take([("mark", [mark("T6", "茶壶")])])
    follow()
    assert stale()
    everything()
    assert not stale()


def test_an_index_whose_files_are_gone_is_made_anew(shelf: None, place: Path) -> None:
    shutil.rmtree(place / index.standing()["generation"])
    assert stale()
    everything()
    assert len(found("茶")) == 3


def test_it_is_made_anew_while_the_one_before_serves(shelf: None, place: Path) -> None:
    before = index.standing()["generation"]
    searcher = index.searcher()
    assert not stale()
    everything()
    assert index.standing()["generation"] != before
    assert searcher.num_docs == 6
    assert found("茶壶") == []
    assert [one.name for one in place.iterdir() if one.is_dir()] == [index.standing()["generation"]]


def test_what_a_licence_withholds_is_not_found(shelf: None) -> None:
    row = patent("CN2018100000001", "热泵", inventors=["李四"], filed_on="2018-01-01")
    take([("patent", [row])], withheld=("patent.inventors",))
    follow()
    assert found("李四") == []
    assert found("热泵") == ["patent:CN2018100000001"]


def test_a_document_is_found_by_its_readers_alone(shelf: None) -> None:
    sealed = Document(
        "patent:S", {"title": terms(["石墨烯机密"])},
        {"readers": ["user:1"], "kind": ["patent:invention"], "class": ["H01M"]},
        {"granted": NEVER, "ended": NEVER, "order": 1, "year": 2020, "family": 1},
    )  # fmt: skip
    index.replace([], [sealed])
    query = understood("石墨烯")
    for readers, expected in ((("*",), 1), (("*", "user:1"), 2), (("*", "user:2"), 1), (("user:1",), 1), ((), 0)):
        answer = search(query, day=DAY, readers=readers, facets=("kind", "year"))
        assert (answer.count, len(answer.keys), len(keys(query, day=DAY, readers=readers))) == (expected,) * 3, readers
        assert sum(count for _, count in answer.facets["kind"]) == expected
        assert search(query, day=DAY, readers=readers, families=True).count == expected
    assert "patent:S" not in {one.key for one in like("CN2012101234567")}


def test_one_round_of_the_worker_brings_a_load_into_the_index_for_every_process(shelf: None) -> None:
    """How long it takes is measured in `benchmarks/search.py`: the worker begins a round every 0.2 s."""
    before = index.searcher()
    take([("patent", [patent("NEW", "新茶壶")])])
    step()
    assert found("茶壶") == ["patent:NEW"]
    assert before.num_docs == 6
    assert index.searcher() is index.searcher(), "a question opens nothing while the index stands still"


def test_what_is_not_committed_is_indexed_by_the_process_that_sees_it(
    shelf: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row numbers grow with every load, so that few rights may look like many."""
    monkeypatch.setattr(following, "MANY", 0)
    assert everything() == index.searcher().num_docs == 6


def made(number: int, title: str, *, order: int | None = None) -> Document:
    key = f"patent:{number:03}"
    return Document(
        key, {"title": terms([title])}, {"readers": ["*"], "kind": ["patent:invention"]},
        {
            "granted": NEVER, "ended": NEVER, "year": 2020, "family": number // 4,
            "order": order_of(key, 20200101 + number % 3) if order is None else order,
        },
    )  # fmt: skip


def leafed(text: str, sort: str, size: int, **more: Any) -> list[str]:
    """All keys in order, page by page."""
    query, found = understood(text), list[str]()
    while True:
        answer = search(query, day=DAY, sort=sort, start=len(found), size=size, **more)
        if not answer.keys:
            assert answer.count == len(found)
            return found
        found += answer.keys


@pytest.mark.parametrize("text", ["石墨烯", "石墨", "石墨烯 电池", "", "KIND=发明"])
@pytest.mark.parametrize("sort", ["best", "newest", "oldest"])
def test_the_order_is_the_same_however_the_index_was_filled_and_merged(place: Path, text: str, sort: str) -> None:
    titles = ("石墨烯电池", "石墨烯电池石墨烯", "电池用石墨烯膜")
    documents = [made(number, titles[number % 3]) for number in range(90)]
    index.rebuild(documents)
    assert {"石墨烯", "墨烯电", "石墨烯电"} <= index.known(index.searcher())
    whole = {families: leafed(text, sort, 7, families=families) for families in (False, True)}
    assert len(set(whole[False])) == 90
    index.replace([one.key for one in documents], [])
    segments = []
    for at in range(0, 90, 5):
        index.replace([], reversed(documents[85 - at : 90 - at]))
        segments.append(index.searcher().num_segments)
    assert segments[-1] < max(segments), "nothing was merged"
    for families, keys_in_order in whole.items():
        assert leafed(text, sort, 13, families=families) == keys_in_order


def test_equal_matches_stand_newest_first_and_what_is_in_one_place_by_key(place: Path) -> None:
    index.rebuild([made(number, "石墨烯", order=number // 10) for number in (*range(20, 30), *range(20))])
    newest = [f"patent:{decade + number:03}" for decade in (20, 10, 0) for number in range(10)]
    assert leafed("石墨烯", "best", 3) == leafed("石墨烯", "newest", 4) == leafed("", "best", 30) == newest
    assert leafed("石墨烯", "oldest", 3) == [f"patent:{number:03}" for number in range(30)]


def _deleted(place: Path) -> int:
    """Documents that the index still holds though they were taken out."""
    listed = json.loads((place / index.standing()["generation"] / "meta.json").read_text())["segments"]
    return sum(segment["deletes"]["num_deleted_docs"] for segment in listed if segment["deletes"])


def test_the_order_of_equal_matches_outlives_what_was_deleted_and_pages_fit_together_until_then(place: Path) -> None:
    titles = ("石墨烯电池", "石墨烯电池石墨烯", "电池用石墨烯膜和石墨电极")
    index.rebuild([made(number, titles[number % 3]) for number in range(120)])
    index.replace([f"patent:{number:03}" for number in range(120) if number % 7 in (1, 2) or number % 3 == number % 4], [])
    asked = ("石墨烯", "石墨烯 电池", "TI=石墨", "石墨 OR 电池")
    before = {(text, sort): leafed(text, sort, 7) for text in asked for sort in ("best", "newest", "oldest")}
    assert _deleted(place) == 120 - len(before["石墨烯", "newest"]) > 40
    index._reading.held = None  # As a process that opens the index now.
    assert {(text, sort): leafed(text, sort, 13) for text, sort in before} == before
    for number in range(200, 208):
        index.replace([], [made(number, "茶壶")])
    assert _deleted(place) == 0, "nothing was merged"
    after = {(text, sort): leafed(text, sort, 7) for text, sort in before}
    for (text, sort), there in before.items():
        # How rare a word is was counted with the deleted: which title is better may change, equal ones stay in order.
        kinds = (0, 1, 2) if sort == "best" else (None,)
        for kind in kinds:
            kept = [[key for key in one if kind is None or int(key[-3:]) % 3 == kind] for one in (there, after[text, sort])]
            assert kept[0] == kept[1], (text, sort, kind)


def test_facets_bring_the_same_count_and_page_as_a_question_without_them(shelf: None) -> None:
    for text in ("", "石墨烯", "茶", "石墨烯 OR 茶", "没有这个词"):
        query = understood(text)
        for start, size in ((0, 2), (2, 2), (5, 20), (0, 0), (9, 1)):
            plain = search(query, day=DAY, start=start, size=size)
            told = search(query, day=DAY, start=start, size=size, facets=("kind", "year"))
            assert (told.count, told.keys) == (plain.count, plain.keys), (text, start, size)


def test_a_facet_of_which_there_was_no_value_is_counted_once_there_is_one(place: Path) -> None:
    index.rebuild([made(number, "茶壶") for number in range(3)])
    every = tuple(FACETS)
    bare = search(understood("茶壶"), day=DAY, facets=every).facets
    assert list(bare) == list(every)
    assert {name: list(values) for name, values in bare.items() if values} == {
        "kind": [("patent:invention", 3)], "year": [("2020", 3)],
    }
    one = made(7, "茶壶")
    index.replace([], [Document(one.key, one.texts, {**one.values, "nice": ["30"], "section": ["A"]}, one.numbers)])
    told = search(understood("茶壶"), day=DAY, facets=every).facets
    assert (told["nice"], told["section"], list(told["field"])) == ([("30", 1)], [("A", 1)], [])


def test_titles_of_a_page_are_read_in_one_statement_without_what_a_licence_withholds(
    shelf: None, django_assert_num_queries: Any
) -> None:
    take([("patent", [patent("CN2018100000002", "保密热泵")])], withheld=("patent.title",))
    page = ["mark:M1", "patent:CN2018100000002", "gi_product:G1", "patent:GONE", "patent:CN2013200000018"]
    with reading(ANYBODY):
        with django_assert_num_queries(1):
            read = titled(page)
        whole = [(source, key, one.public()) for source, key, one in known(page)]
        assert titled([]) == []
    assert read == [
        ("mark", "M1", "衡川茶"), ("patent", "CN2018100000002", None), ("gi_product", "G1", "衡川茶叶"),
        ("patent", "CN2013200000018", "電池盒"),
    ]
    assert read == [(source, key, row.get("title") or row.get("name")) for source, key, row in whole]


@pytest.mark.parametrize("least", [1, 3, 20])
def test_a_word_of_three_characters_or_more_is_found_where_it_stands_and_nowhere_else(
    place: Path, monkeypatch: pytest.MonkeyPatch, least: int
) -> None:
    """Whatever runs of characters the index has learnt to keep as terms."""
    monkeypatch.setattr(index, "LEAST", least)
    texts = ["石墨烯电池", "石墨烯，电池", "墨烯电石墨烯", "烯电池与石墨烯", "石墨 烯电池", "石墨3烯电池", "石墨烯电 墨烯电池"]
    index.rebuild([made(number, title) for number, title in enumerate(texts)])

    def places(text: str) -> list[int]:
        return [int(key[-3:]) for key in leafed(text, "newest", 100)]

    assert sorted(places("石墨烯电池")) == [0, 4]
    assert sorted(places("石墨烯电")) == [0, 4, 6]
    assert sorted(places("石墨烯")) == [0, 1, 2, 3, 4, 6]
    assert sorted(places("烯电池")) == [0, 3, 4, 5, 6]
    assert sorted(places("TI=石墨烯电池")) == [0, 4]
    assert sorted(places("石墨烯 NOT 石墨烯电池")) == [1, 2, 3, 6]
    assert sorted(places("石墨烯电池 OR 石墨3烯电池")) == [0, 4, 5]
    # What comes later is kept in the same way, and what has been learnt elsewhere changes nothing.
    index.replace([], [made(7, "新石墨烯电池"), made(8, "石墨烯，电池")])
    assert sorted(places("石墨烯电池")) == [0, 4, 7]
    assert sorted(places("石墨烯")) == [0, 1, 2, 3, 4, 6, 7, 8]
    assert bool(index.known(index.searcher())) == (least < 20)


def test_parts_filled_apart_are_one_index_that_is_changed_and_merged_like_any_other(place: Path) -> None:
    def documents(numbers: range) -> list[Document]:
        return [made(number, "石墨烯电池" if number % 2 else "茶壶") for number in numbers]

    index.rebuild(documents(range(90)))
    expected = {text: leafed(text, "best", 7) for text in ("石墨烯", "茶壶", "石墨烯电池", "")}
    whole = generations.fresh(place)
    known = index.learn(documents(range(90)), whole)
    assert "石墨烯电" in known
    parts = {whole / f"part{low}": range(low, low + 30) for low in (0, 30, 60)}
    assert [index.fill(part, documents(numbers), known) for part, numbers in parts.items()] == [30, 30, 30]
    assert index.join(whole, list(parts)) == 90
    assert not any(part.exists() for part in parts)
    generations.serve(whole, {"edition": index.edition(), "of": ""})
    assert index.searcher().num_segments == 3
    assert {text: leafed(text, "best", 7) for text in expected} == expected
    # One of each part is taken out, one comes anew; each commit adds a segment until the engine merges them.
    gone = [f"patent:{number:03}" for number in (1, 31, 61)]
    index.replace(gone, [made(3, "茶壶")])
    left = [key for key in expected["石墨烯"] if key not in (*gone, "patent:003")]
    assert leafed("石墨烯", "newest", 7) == left
    assert search(understood("茶壶"), day=DAY).count == 46
    most = 0
    for number in range(100, 115):
        index.replace([], [made(number, "水杯")])
        most = max(most, index.searcher().num_segments)
    assert index.searcher().num_segments < most, "nothing was merged"
    assert leafed("石墨烯", "newest", 7) == left
    assert search(understood(""), day=DAY).count == 102


def test_many_parts_are_merged_before_they_serve_so_that_no_commit_has_to(place: Path) -> None:
    whole = generations.fresh(place)
    parts = [whole / f"part{number}" for number in range(9)]
    for number, part in enumerate(parts):
        index.fill(part, [made(number, "茶壶")], frozenset())
    index.join(whole, parts)
    assert index.named(whole).searcher().num_segments == 9
    index.settle(whole)
    assert index.named(whole).searcher().num_segments == 1
    generations.serve(whole, {"edition": index.edition(), "of": ""})
    assert leafed("茶壶", "newest", 5) == leafed("", "newest", 20)
    assert len(leafed("茶壶", "newest", 5)) == 9


def test_parts_that_were_made_in_different_ways_are_not_put_together(place: Path) -> None:
    whole = generations.fresh(place)
    index.fill(whole / "one", [made(1, "茶壶")], frozenset())
    index.fill(whole / "two", [made(2, "茶壶")], frozenset())
    said = json.loads((whole / "two" / "meta.json").read_text())
    (whole / "two" / "meta.json").write_text(json.dumps({**said, "schema": said["schema"][1:]}))
    with pytest.raises(ValueError, match="not of one kind"):
        index.join(whole, [whole / "one", whole / "two"])
    assert (whole / "one" / "meta.json").exists()
    assert index.standing() == {}


def test_leafing_ends_where_the_export_begins(shelf: None) -> None:
    with pytest.raises(Refusal) as refused:
        search(understood(""), day=DAY, start=10_000)
    assert refused.value.reasons[0].code == "search.deep"


@pytest.mark.parametrize("small", [0, 300_000])
def test_threads_that_ask_at_once_are_each_answered_as_one_alone(
    shelf: None, monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    """Also after a question that was refused in its turn: the next one is not kept waiting."""
    monkeypatch.setattr(asking, "_SMALL", small)
    asked = [understood(text) for text in ("", "石墨烯", "TI=石墨烯", '"石墨烯"', "茶叶 NOT 石墨烯")]
    ways: list[tuple[Any, tuple[str, ...]]] = [(query, facets) for query in asked for facets in ((), ("kind",))]
    alone = [search(query, day=DAY, facets=facets) for query, facets in ways]
    for _ in range(20):
        with pytest.raises(Refusal, match="nothing"):
            search(asked[0], day=DAY, chosen={"nothing": ["1"]})
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda way: search(way[0], day=DAY, facets=way[1]), ways * 20))
    assert found == alone * 20
    assert any(one.count for one in alone)


# --- against a scan ------------------------------------------------------------------------------------------

SYLLABLES = "石墨烯锂离子电池茶叶控制系统方法装置"


def _title(chance: random.Random) -> str:
    parts = [
        chance.choice(["", "一种", "用于", "A ", "5G", "，", "graphene ", "graphenes "])
        + "".join(chance.choices(SYLLABLES, k=chance.randint(1, 5)))
        for _ in range(chance.randint(1, 4))
    ]
    return "".join(parts)


def rows(count: int, seed: int) -> list[dict[str, Any]]:
    chance = random.Random(seed)
    return [
        patent(
            f"CN{2000 + n % 20}10{n:07}", _title(chance), kind=chance.choice(["invention", "utility", "design"]),
            filed_on=f"{chance.randint(2010, 2020)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            ipc=chance.choice(["H01M10/0525", "H01M2/10", "H01L21/00", "A23F3/06", "A01B1/00"]),
            party=chance.choice([A, B, C]), inventors=[_title(chance)], claims=chance.randint(1, 30),
        )
        for n in range(count)
    ]  # fmt: skip


NAMES = {A: "甲公司", B: "乙公司", C: "丙公司"}


class Scanned:
    """Records laid out for a scan: each text as its row of atoms, parted by line ends, which are no atom."""

    def __init__(self, loaded: list[dict[str, Any]]) -> None:
        self.rows = loaded
        self.every = frozenset(range(len(loaded)))
        self.texts = {
            "title": self._laid(lambda row: [row["title"]]), "person": self._laid(lambda row: row["inventors"]),
            "holder": self._laid(lambda row: [NAMES[row["holdings"][0]["party"]]]),
            "numbers": self._laid(lambda row: [row["key"], identifier(row["key"])]),
        }  # fmt: skip
        self.lines = {row["ipc"]: lineage(row["ipc"]) for row in loaded}
        self.seen: dict[Node, frozenset[int]] = {}

    def _laid(self, given: Callable[[dict[str, Any]], list[str]]) -> list[list[str]]:
        return [["\n" + "\n".join(atoms(text)) + "\n" for text in given(row)] for row in self.rows]

    def within(self, field: str) -> list[list[list[str]]]:
        return [self.texts.get(field, [[]] * len(self.rows))] if field else list(self.texts.values())

    def holding(self, node: Node) -> frozenset[int]:
        """The places of the records that a query means, by looking at every one."""
        if isinstance(node, Not):
            return self.every - self.holding(node.part)
        if isinstance(node, All):
            return self.every.intersection(*map(self.holding, node.parts))
        if isinstance(node, AnyOf):
            return frozenset().union(*map(self.holding, node.parts))
        if node not in self.seen:
            self.seen[node] = frozenset(self._standing(node))
        return self.seen[node]

    def _standing(self, node: Node) -> Iterator[int]:
        if isinstance(node, Word):
            sought = "\n" + "\n".join(node.atoms) + ("" if node.open else "\n")
            for texts in self.within(node.within):
                yield from (at for at, row in enumerate(texts) if any(sought in text for text in row))
            return
        if isinstance(node, Near):
            for texts in self.within(node.first.within):
                yield from (at for at, row in enumerate(texts) if any(_near(text, node) for text in row))
            return
        yield from (at for at, row in enumerate(self.rows) if self._holds(node, row))

    def _holds(self, node: Node, row: dict[str, Any]) -> bool:
        if isinstance(node, Everything):
            return True
        if isinstance(node, Code):
            if node.within == "kind":
                return f"patent:{row['kind']}" == node.value
            every = self.lines[row["ipc"]] if node.within == "class" else [identifier(row["key"])]
            return any(one.startswith(node.value) if node.open else one == node.value for one in every)
        assert isinstance(node, Between)
        value = row["claims"] if node.within == "claim_count" else date.fromisoformat(row["filed_on"])
        return (node.low is None or value >= node.low) and (node.high is None or value <= node.high)


def _near(text: str, node: Near) -> bool:
    if not all(atom in text for word in (node.first, node.second) for atom in word.atoms):
        return False
    row = text[1:-1].split("\n")
    pairs = [(node.first, node.second)] + ([] if node.ordered else [(node.second, node.first)])
    return any(
        0 <= late - early - len(one.atoms) <= node.distance
        for one, other in pairs for early in _places(row, one) for late in _places(row, other)
    )  # fmt: skip


def _places(row: list[str], word: Word) -> list[int]:
    size = len(word.atoms)
    return [at for at in range(len(row) - size + 1) if tuple(row[at : at + size]) == word.atoms]


def questions(count: int, seed: int) -> Iterator[str]:
    chance = random.Random(seed)

    def word() -> str:
        if chance.random() < 0.15:
            return chance.choice(["graphen*", "graphene", "5G", "5*", "一种", "A", "甲", "CN2010100000010"])
        return "".join(chance.choices(SYLLABLES, k=chance.choice([1, 2, 2, 2, 3, 3, 4, 5])))

    def plain() -> str:
        return word().rstrip("*")

    def item(depth: int) -> str:
        draw = chance.random()
        if draw < 0.4 or depth > 2:
            return word()
        if draw < 0.5:
            return f"{chance.choice(['TI', 'PA', 'IN'])}={word()}"
        if draw < 0.6:
            return f"{plain()} {chance.choice(['NEAR', 'ADJ'])}/{chance.randint(0, 6)} {plain()}"
        if draw < 0.68:
            return f"IPC={chance.choice(['H', 'H01', 'H01M', 'H01M10', 'H01M1*', 'H01M10/0525', 'A23F*', 'B'])}"
        if draw < 0.76:
            return f"AD=[{chance.randint(2009, 2016)} to {chance.randint(2016, 2021)}]"
        if draw < 0.8:
            return f"CLN{chance.choice(['>', '<', '>=', '<=', '='])}{chance.randint(1, 30)}"
        if draw < 0.84:
            return f"KIND={chance.choice(['发明', '外观', 'pct'])}"
        if draw < 0.9:
            return f"NOT {item(depth + 1)}"
        joined = f" {chance.choice(['AND', 'OR', ''])} ".join(item(depth + 1) for _ in range(chance.randint(2, 3)))
        return f"({joined})"

    for _ in range(count):
        yield " ".join(item(0) for _ in range(chance.randint(1, 3)))


def agree(count: int, asked: int) -> None:
    loaded = rows(count, seed=7)
    take([("patent", loaded)])
    everything()
    scanned = Scanned(loaded)
    hits = 0
    for text in questions(asked, seed=11):
        query = understood(text)
        expected = sorted(f"patent:{loaded[at]['key']}" for at in scanned.holding(query.node))
        assert keys(query, day=DAY) == expected, text
        assert search(query, day=DAY).count == len(expected), text
        hits += bool(expected)
    assert hits > asked / 4, "questions that find nothing prove little"


@pytest.mark.parametrize("least", [5, 1000])
def test_the_index_and_a_scan_give_the_same_sets(
    city: None, monkeypatch: pytest.MonkeyPatch, least: int
) -> None:
    """With runs of characters kept as terms, and with none."""
    monkeypatch.setattr(index, "LEAST", least)
    agree(400, 300)
    assert bool(index.known(index.searcher())) == (least == 5)


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_the_index_and_a_scan_give_the_same_sets_at_length(city: None) -> None:
    """10⁵ records, 2 000 generated queries, over an index that several processes filled."""
    agree(100_000, 2_000)


def test_the_code_of_a_natural_person_is_not_in_the_index(shelf: None) -> None:
    someone = "TEST00000000000009"
    take([
        ("firm", [{"key": someone, "kind": "person", "name": "示例个人", "region": "east", "established_on": "2001-01-01"}]),
        ("patent", [patent("P9", "茶杯", party=someone)]),
    ])  # fmt: skip
    follow()
    assert found("PA=示例个人") == ["patent:P9"]
    assert found(f'PAC="{someone}"') == []
    assert [value for value, _ in search(understood("茶杯"), day=DAY, facets=("party",)).facets["party"]] == []
    assert found(f'PAC="{B}" IPC=H01M') == ["patent:CN2013200000018"]

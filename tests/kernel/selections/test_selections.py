"""A saved search: what is in it and why, what came and went, who is told, and what nobody is told."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from tests.following import follow
from tests.kernel.registry.conftest import patent, take

from zhichan.kernel.access.public import ANYONE, Actor, Role, reading, system_actor
from zhichan.kernel.acts.public import perform, reach
from zhichan.kernel.ground.public import Refusal, kernel
from zhichan.kernel.inbox.public import notices
from zhichan.kernel.ledger.public import Payload
from zhichan.kernel.registry.public import rollback
from zhichan.kernel.registry.searching import index
from zhichan.kernel.registry.searching.documents import NEVER, Document, terms
from zhichan.kernel.selections.public import Corpus, Selection, changes, frozen, members, settle

DAY, AT = date(2025, 9, 30), datetime(2025, 9, 30, 4, tzinfo=UTC)
LATER = datetime(2025, 9, 30, 9, tzinfo=UTC)
ANALYST = Actor("user:7", DAY, (Role("data-officer", "/city/"),))
COLLEAGUE = Actor("user:8", DAY, (Role("leader", "/city/"),))
STRANGER = Actor("user:9", DAY)
NOBODY = Actor(ANYONE, DAY)


def save(actor: Actor = ANALYST, *, text: str = "石墨烯", **more: Any) -> Selection:
    done = perform(actor=actor, verb="selection:save", facts={"title": "石墨烯跟踪", "text": text, **more}, at=AT)
    with kernel():
        return Selection.objects.get(pk=done.result["selection"])


def act(verb: str, selection: Selection, *, actor: Actor = ANALYST, **facts: Any) -> Any:
    return perform(actor=actor, verb=f"selection:{verb}", target=selection.pk, facts=facts, at=AT).result


def held(selection: Selection, *, actor: Actor = ANALYST) -> list[str]:
    with reading(actor):
        return [one.key for one in members(actor, selection)]


@pytest.fixture
def saved(shelf: None) -> Selection:
    take([("patent", [patent("P1", title="石墨烯电池"), patent("P2", title="石墨烯薄膜"), patent("P3", title="茶杯")])])
    follow(LATER)
    return save()


def test_a_search_saved_between_a_load_and_its_indexing_finds_that_load_the_same_day(saved: Selection) -> None:
    late = take([("patent", [patent("P4", title="石墨烯线")])])
    hasty = save()
    assert held(hasty) == ["patent:P1", "patent:P2"]
    assert hasty.load < late.load
    assert follow(LATER) == 2
    assert held(hasty) == held(saved) == ["patent:P1", "patent:P2", "patent:P4"]
    with reading(ANALYST):
        assert [(one.key, one.load) for one in changes(ANALYST, hasty, since=1)] == [("patent:P4", late.load)]
    assert follow(LATER) == 0


def test_a_saved_search_keeps_its_members_and_says_what_came_and_went_by_which_load(saved: Selection) -> None:
    assert held(saved) == ["patent:P1", "patent:P2"]
    first = take([("patent", [patent("P3", title="石墨烯茶杯"), patent("P2", title="铜薄膜"), patent("P4", title="石墨烯线")])])
    assert follow(LATER) == 1
    assert follow(LATER) == 0
    assert held(saved) == ["patent:P1", "patent:P3", "patent:P4"]
    with reading(ANALYST):
        told = [(one.key, one.came, one.load, one.went, one.load_out) for one in changes(ANALYST, saved, since=1)]
    assert sorted(told) == [
        ("patent:P2", "found", first.load - 1, "lost", first.load), ("patent:P3", "found", first.load, "", None),
        ("patent:P4", "found", first.load, "", None),
    ]  # fmt: skip
    rollback(first.load, reason="undone", actor=system_actor("import", day=DAY), at=AT)
    follow(LATER)
    assert held(saved) == ["patent:P1", "patent:P2"]
    with reading(ANALYST):
        went = {one.key: one.went for one in changes(ANALYST, saved, since=2) if one.change_out}
    assert went == {"patent:P3": "lost", "patent:P4": "withdrawn"}


def test_a_question_of_the_day_is_asked_anew_each_day(shelf: None) -> None:
    take([("patent", [patent("P1", title="石墨烯电池", ended_on="2025-10-01", end_reason="expired")])])
    follow(LATER)
    live = save(text="石墨烯 LS=有效")
    assert held(live) == ["patent:P1"]
    assert follow(at=LATER) == 0
    assert follow(at=datetime(2025, 10, 1, 1, tzinfo=UTC)) == 1
    assert held(live) == []


def test_nothing_is_found_before_the_index_has_followed(saved: Selection) -> None:
    take([("patent", [patent("P4", title="石墨烯线")])])
    assert settle(at=LATER) == 0
    assert follow(LATER) == 1
    assert held(saved) == ["patent:P1", "patent:P2", "patent:P4"]


def test_the_owner_is_told_with_the_reason_until_one_step_stops_it(saved: Selection) -> None:
    take([("patent", [patent("P4", title="石墨烯线"), patent("P1", title="铜电池")])])
    follow(LATER)
    (notice,) = notices(actor=ANALYST)
    assert (notice.title.zh, notice.why.zh) == ("“石墨烯跟踪”新增1件，减少1件", "因为您保存了这个检索")
    assert notice.subject == ("selection", str(saved.pk))
    perform(actor=ANALYST, verb="inbox:stop", target=notice.id, facts={"what": "subject"}, at=AT)
    take([("patent", [patent("P5", title="石墨烯带")])])
    follow(LATER)
    assert notices(actor=ANALYST) == []
    assert len(held(saved)) == 3


def test_only_the_owner_sees_it_until_it_is_shared_with_a_role(saved: Selection) -> None:
    for other in (COLLEAGUE, STRANGER, NOBODY):
        with reading(other):
            assert list(reach(other, "selection:read")) == []
        assert held(saved, actor=other) == []
        for verb, facts in (("close", {}), ("share", {"roles": []}), ("freeze", {"title": "x"})):
            with pytest.raises(Refusal) as refused:
                act(verb, saved, actor=other, **facts)
            assert refused.value.codes == ("acts.not-there",)
    act("share", saved, roles=["leader"])
    with reading(COLLEAGUE):
        assert [one.pk for one in reach(COLLEAGUE, "selection:read")] == [saved.pk]
    assert held(saved, actor=COLLEAGUE) == ["patent:P1", "patent:P2"]
    assert held(saved, actor=STRANGER) == []
    with pytest.raises(Refusal):
        act("close", saved, actor=COLLEAGUE)
    take([("patent", [patent("P4", title="石墨烯线")])])
    follow(LATER)
    assert [one.why.zh for one in notices(actor=COLLEAGUE)] == ["因为这个检索已与您的岗位共享"]
    act("share", saved, roles=[])
    assert held(saved, actor=COLLEAGUE) == []
    assert notices(actor=COLLEAGUE) == []


def test_only_an_office_may_give_a_search_to_others(shelf: None) -> None:
    own = save(STRANGER, text="石墨烯")
    for verb, facts in (("share", {"roles": ["leader"]}), ("freeze", {"title": "x", "public": True})):
        with pytest.raises(Refusal) as refused:
            act(verb, own, actor=STRANGER, **facts)
        assert refused.value.codes == ("acts.forbidden",)
    with kernel():
        assert Selection.objects.get(pk=own.pk).readers == ["user:9"]
        assert not Corpus.objects.exists()


@pytest.mark.point("S05.1", without="service/themes/system.toml#roles.data-officer")
def test_a_theme_is_a_rule_with_corrections_by_hand_that_colleagues_see(shelf: None) -> None:
    take([("patent", [
        patent("P1", title="石墨烯电池", ipc="H01M10/0525"), patent("P2", title="石墨烯海报", ipc="B41M1/00"),
        patent("P3", title="碳材料电池", ipc="H01M4/00"),
    ])])  # fmt: skip
    follow(LATER)
    theme = save(text="石墨烯 OR (碳 IPC=H01M4)")
    act("correct", theme, key="patent:P2", into=False, reason="与产业无关")
    act("share", theme, roles=["leader"])
    assert held(theme, actor=COLLEAGUE) == ["patent:P1", "patent:P3"]
    with reading(COLLEAGUE):
        seen = reach(COLLEAGUE, "selection:read").get()
    assert seen.corrections["patent:P2"]["reason"] == "与产业无关"


@pytest.mark.point("S05.2", without="service/themes/system.toml#roles.data-officer")
def test_a_theme_is_refreshed_with_what_changed(shelf: None) -> None:
    theme = save()
    act("share", theme, roles=["leader"])
    take([("patent", [patent("P1", title="石墨烯电池")])])
    follow(LATER)
    take([("patent", [patent("P1", title="铜电池"), patent("P2", title="石墨烯线")])])
    assert settle(at=LATER) == 0
    assert follow(LATER) == 1
    with reading(COLLEAGUE):
        told = {one.key: (one.came, one.went) for one in changes(COLLEAGUE, theme, since=1)}
    assert told == {"patent:P1": ("found", "lost"), "patent:P2": ("found", "")}


def test_what_is_sealed_is_in_no_count_list_alert_or_corpus_of_those_who_may_not_see_it(saved: Selection) -> None:
    act("share", saved, roles=["leader"])
    with kernel():
        index.replace([], [sealed_document("patent:S1", "石墨烯机密")])
        Selection.objects.filter(pk=saved.pk).update(day=date(2025, 9, 29))
    assert follow(LATER) == 1
    assert held(saved) == ["patent:P1", "patent:P2", "patent:S1"]
    assert held(saved, actor=COLLEAGUE) == ["patent:P1", "patent:P2"]
    assert [one.title.zh for one in notices(actor=ANALYST)] == ["“石墨烯跟踪”新增1件，减少0件"]
    assert notices(actor=COLLEAGUE) == []
    with reading(COLLEAGUE):
        assert [one.key for one in changes(COLLEAGUE, saved)] == ["patent:P2", "patent:P1"]
    with kernel():
        assert "S1" not in Corpus.objects.get(pk=act("freeze", saved, title="语料")["corpus"]).members
    with kernel():
        index.replace(["patent:S1"], [])
    assert held(saved) == ["patent:P1", "patent:P2"], "what the index no longer gives is gone before the next refreshing"


def test_a_right_is_taken_in_or_left_out_by_hand_with_its_reason(saved: Selection) -> None:
    act("correct", saved, key="patent:P3", into=True, reason="杯壁含石墨烯涂层")
    act("correct", saved, key="patent:P2", into=False, reason="仅为背景技术")
    assert held(saved) == ["patent:P1", "patent:P3"]
    with reading(ANALYST):
        told = {one.key: (one.came, one.went) for one in changes(ANALYST, saved, since=1)}
    assert told == {"patent:P2": ("found", "left_out"), "patent:P3": ("by_hand", "")}
    take([("patent", [patent("P2", title="石墨烯薄膜二")])])
    follow(LATER)
    assert held(saved) == ["patent:P1", "patent:P3"]
    act("correct", saved, key="patent:P2", into=None, reason="改正")
    assert held(saved) == ["patent:P1", "patent:P2", "patent:P3"]
    for wrong in ({"key": "patent:NONE", "reason": "x"}, {"key": "patent:P1", "reason": " "}, {"key": "x'", "reason": "x"}):
        with pytest.raises(Refusal):
            act("correct", saved, into=True, **wrong)
    assert held(saved) == ["patent:P1", "patent:P2", "patent:P3"]


def sealed_document(key: str, title: str) -> Document:
    return Document(
        key, {"title": terms([title])}, {"readers": ["user:7"], "kind": ["patent:invention"]},
        {"granted": NEVER, "ended": NEVER, "order": 1, "year": 2020, "family": 1},
    )  # fmt: skip


def test_what_is_taken_in_by_hand_is_as_closed_as_the_right_itself(saved: Selection) -> None:
    act("share", saved, roles=["leader"])
    with kernel():
        index.replace([], [sealed_document("patent:P3", "机密")])
    act("correct", saved, key="patent:P3", into=True, reason="机密理由")
    assert held(saved) == ["patent:P1", "patent:P2", "patent:P3"]
    assert held(saved, actor=COLLEAGUE) == ["patent:P1", "patent:P2"]
    with reading(COLLEAGUE):
        assert "patent:P3" not in [one.key for one in changes(COLLEAGUE, saved)]
        said = [str(one.content) + one.event.reason for one in Payload.objects.filter(event__subject_id=str(saved.pk))]
        assert not [one for one in said if "P3" in one or "机密" in one]
    with kernel():
        assert "P3" not in Corpus.objects.get(pk=act("freeze", saved, title="语料")["corpus"]).members
    with pytest.raises(Refusal) as refused:
        act("correct", save(COLLEAGUE), actor=COLLEAGUE, key="patent:P3", into=True, reason="x")
    assert refused.value.codes == ("selection.key",), "whether it is there is not told"


def test_a_corpus_is_closed_again_with_the_selection_it_was_made_of_unless_it_is_public(saved: Selection) -> None:
    act("share", saved, roles=["leader"])
    for public in (False, True):
        act("freeze", saved, title="语料", public=public)
    with reading(COLLEAGUE):
        assert sorted(one.public for one in reach(COLLEAGUE, "corpus:read")) == [False, True]
    act("share", saved, roles=[])
    with reading(COLLEAGUE):
        assert [one.public for one in reach(COLLEAGUE, "corpus:read")] == [True]
    with reading(ANALYST):
        assert reach(ANALYST, "corpus:read").count() == 2


def test_a_corpus_stays_what_it_was_and_is_cited_by_its_digest(saved: Selection) -> None:
    done = act("freeze", saved, title="石墨烯研究语料", public=True)
    take([("patent", [patent("P4", title="石墨烯线"), patent("P1", title="铜电池")])])
    follow(LATER)
    with reading(NOBODY):
        (corpus,) = reach(NOBODY, "corpus:read")
        assert [key for key, _ in frozen(corpus)] == ["patent:P1", "patent:P2"]
        assert (corpus.count, corpus.day, corpus.sha256) == (2, DAY, done["sha256"])
        assert hashlib.sha256(corpus.members.encode()).hexdigest() == corpus.sha256
    with pytest.raises(ProgrammingError), kernel(), connection.cursor() as cursor:
        cursor.execute("UPDATE selections_corpus SET members = ''")


def test_a_corpus_that_is_not_public_is_its_owners(saved: Selection) -> None:
    act("freeze", saved, title="内部语料")
    with reading(NOBODY):
        assert not reach(NOBODY, "corpus:read").exists()
    with reading(ANALYST):
        assert reach(ANALYST, "corpus:read").count() == 1


def test_a_closed_search_is_refreshed_no_more(saved: Selection) -> None:
    act("close", saved)
    take([("patent", [patent("P4", title="石墨烯线")])])
    assert follow(LATER) == 0
    assert notices(actor=ANALYST) == []
    with reading(ANALYST):
        assert not reach(ANALYST, "selection:read").exists()


@pytest.mark.parametrize(
    ("actor", "facts", "code"),
    [
        (NOBODY, {"title": "x", "text": "石墨烯"}, "acts.not-there"),
        (ANALYST, {"title": " ", "text": "石墨烯"}, "selection.title"),
        (ANALYST, {"title": "x" * 201, "text": "石墨烯"}, "selection.title"),
        (ANALYST, {"title": "x", "text": "("}, "query.open"),
        (ANALYST, {"title": "x", "text": "石墨烯", "chosen": {"colour": ["red"]}}, "search.facet"),
    ],
)
def test_what_cannot_be_saved_is_refused_whole(shelf: None, actor: Actor, facts: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        perform(actor=actor, verb="selection:save", facts=facts, at=AT)
    assert refused.value.codes == (code,)
    with kernel():
        assert not Selection.objects.exists()


def test_a_question_that_finds_too_much_is_not_saved_and_does_not_grow(
    saved: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhichan.kernel.selections.keeping.MOST", 2)
    with pytest.raises(Refusal) as refused:
        save(text="")
    assert refused.value.codes == ("selection.wide",)
    take([("patent", [patent("P4", title="石墨烯线")])])
    follow(LATER)
    with kernel():
        assert Selection.objects.get(pk=saved.pk).over
    assert held(saved) == ["patent:P1", "patent:P2"]


def test_nobody_else_may_refresh(saved: Selection) -> None:
    with pytest.raises(Refusal):
        perform(actor=ANALYST, verb="selection:changed", target=saved.pk, at=AT)


def test_a_question_for_marks_alike_is_a_watch_on_new_filings(shelf: None) -> None:
    def mark(key: str, name: str, nice: int) -> dict[str, Any]:
        held = [{"party": "TEST00000000000002", "region": "west", "since": "2025-09-01"}]
        return {"key": key, "kind": "ordinary", "name": name, "nice": nice, "filed_on": "2025-09-01", "holdings": held}

    take([("mark", [mark("M1", "山海", 32)])])
    follow(LATER)
    watch = save(text='ALIKE="清泉" NCL=32')
    assert held(watch) == []
    take([("mark", [mark("M2", "青泉", 32), mark("M3", "清泉", 9), mark("M4", "大地", 32)])])
    assert follow(LATER) == 1
    assert held(watch) == ["mark:M2"]
    assert [one.title.zh for one in notices(actor=ANALYST)] == ["“石墨烯跟踪”新增1件，减少0件"]

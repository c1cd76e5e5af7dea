"""How good a selection is: samples that nobody chooses, judgements with reasons, recall with limits, false alarms."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from tests.following import follow
from tests.kernel.registry.conftest import patent, take

from zhichan.instruments import sampling
from zhichan.kernel.access.public import Actor, Role, reading
from zhichan.kernel.acts.public import perform, reach
from zhichan.kernel.ground.public import Refusal, kernel
from zhichan.kernel.registry.searching import index
from zhichan.kernel.registry.searching.documents import NEVER, Document, terms
from zhichan.kernel.selections.public import Judgement, Quality, Sample, Selection, quality

DAY, AT = date(2025, 9, 30), datetime(2025, 9, 30, 4, tzinfo=UTC)
ANALYST = Actor("user:7", DAY, (Role("theme-analyst", "/city/"),))
COLLEAGUE = Actor("user:8", DAY, (Role("theme-analyst", "/city/"),))
LEADER = Actor("user:9", DAY, (Role("leader", "/city/"),))
BATTERIES = {f"P{number:02}": "石墨烯电池" for number in range(8)}
OTHERS = {f"Q{number:02}": "锂电池" for number in range(12)}


@pytest.fixture
def theme(shelf: None) -> Selection:
    take([("patent", [patent(key, title=title) for key, title in {**BATTERIES, **OTHERS, "R1": "茶杯"}.items()])])
    follow(AT)
    done = perform(actor=ANALYST, verb="selection:save", facts={"title": "石墨烯", "text": "石墨烯"}, at=AT)
    selection = done.result["selection"]
    perform(actor=ANALYST, verb="selection:share", target=selection, facts={"roles": ["theme-analyst", "leader"]}, at=AT)
    with kernel():
        return Selection.objects.get(pk=selection)


def act(verb: str, selection: Selection, *, actor: Actor = ANALYST, **facts: Any) -> Any:
    return perform(actor=actor, verb=f"selection:{verb}", target=selection.pk, facts=facts, at=AT).result


def judge(selection: Selection, key: str, *, fits: bool, actor: Actor = ANALYST) -> None:
    act("judge", selection, actor=actor, key=key, fits=fits, reason="读过摘要")


def said(selection: Selection, *, actor: Actor = ANALYST) -> Quality:
    with reading(actor):
        return quality(reach(actor, "selection:read").get(pk=selection.pk))


@pytest.mark.point("S05.3", without="service/themes/system.toml#roles.theme-analyst")
def test_recall_is_estimated_from_a_judged_sample_inside_and_outside_with_its_limits(theme: Selection) -> None:
    act("draw", theme, frame="电池", inside=4, outside=6)
    sample = said(theme).sample
    assert sample is not None
    assert (sample.inside, sample.outside, len(sample.picked), len(sample.left)) == (8, 12, 4, 6)
    assert {key.partition(":")[2] for key in sample.picked} <= set(BATTERIES)
    assert {key.partition(":")[2] for key in sample.left} <= set(OTHERS)
    for number, key in enumerate([*sample.picked, *sample.left]):
        assert said(theme).recall is None, "an estimate waits until everything drawn was judged"
        assert len(said(theme).waiting) == 10 - number
        # Three of the four inside belong, one of the six outside does.
        judge(theme, key, fits=number in (0, 1, 2, 4), actor=COLLEAGUE if number % 2 else ANALYST)
    found = said(theme).recall
    assert found == sampling.recall(picked=(8, 4, 3), left=(12, 6, 1))
    assert found is not None
    assert found.estimate == pytest.approx(6 / (6 + 2))
    assert found.low < 0.75 < found.high
    assert said(theme, actor=LEADER).recall == found


def test_what_is_drawn_follows_from_a_seed_and_is_drawn_again_by_whoever_has_it(theme: Selection) -> None:
    act("draw", theme, frame="电池", inside=3, outside=3)
    sample = said(theme).sample
    assert sample is not None
    assert sample.picked == sampling.drawn([f"patent:{key}" for key in BATTERIES], number=3, seed=sample.seed)
    assert sample.left == sampling.drawn([f"patent:{key}" for key in OTHERS], number=3, seed=sample.seed)
    told = f"{theme.pk} {sample.version} 电池 {AT.isoformat()}"
    assert sample.seed == hashlib.sha256(told.encode()).hexdigest()
    with pytest.raises(ProgrammingError), kernel(), connection.cursor() as cursor:
        cursor.execute("UPDATE selections_sample SET seed = ''")


def test_false_alarms_are_counted_among_all_members_that_were_judged_past_ones_too(theme: Selection) -> None:
    assert said(theme).alarms is None
    for key, fits in (("P00", True), ("P01", False), ("P02", True)):
        judge(theme, f"patent:{key}", fits=fits)
    assert said(theme).alarms == sampling.share(whole=8, judged=3, found=1)
    take([("patent", [patent("P01", title="铜电池")])])
    follow(AT)
    assert said(theme).alarms == sampling.share(whole=8, judged=3, found=1)
    judge(theme, "patent:P01", fits=True)
    assert said(theme).alarms == sampling.share(whole=8, judged=3, found=0)


def test_who_sees_it_without_an_office_for_it_judges_nothing_and_who_does_not_see_it_learns_nothing(
    theme: Selection
) -> None:
    with pytest.raises(Refusal) as refused:
        judge(theme, "patent:P00", fits=True, actor=LEADER)
    assert refused.value.codes == ("acts.forbidden",)
    stranger = Actor("user:77", DAY)
    for verb, facts in (("judge", {"key": "patent:P00", "fits": True, "reason": "x"}),
                        ("draw", {"frame": "电池", "inside": 1, "outside": 1})):
        with pytest.raises(Refusal) as refused:
            act(verb, theme, actor=stranger, **facts)
        assert refused.value.codes == ("acts.not-there",)
    judge(theme, "patent:P00", fits=True)
    act("draw", theme, frame="电池", inside=1, outside=1)
    with reading(stranger):
        assert not Judgement.objects.exists()
        assert not Sample.objects.exists()
    act("share", theme, roles=[])
    with reading(COLLEAGUE):
        assert not Judgement.objects.exists()
        assert not Sample.objects.exists()


@pytest.mark.parametrize(
    ("verb", "facts", "code"),
    [
        ("draw", {"frame": " ", "inside": 1, "outside": 1}, "selection.frame"),
        ("draw", {"frame": "(", "inside": 1, "outside": 1}, "query.open"),
        ("draw", {"frame": "电池", "inside": -1, "outside": 1}, "selection.inside"),
        ("draw", {"frame": "电池", "inside": 1, "outside": "3"}, "selection.outside"),
        ("draw", {"frame": "电池", "inside": 0, "outside": 0}, "selection.empty"),
        ("judge", {"key": "patent:Q00", "fits": True, "reason": "x"}, "selection.key"),
        ("judge", {"key": "patent:P00", "fits": "yes", "reason": "x"}, "selection.fits"),
        ("judge", {"key": "patent:P00", "fits": True, "reason": " "}, "selection.reason"),
    ],
)
def test_what_cannot_be_drawn_or_judged_is_refused_whole(
    theme: Selection, verb: str, facts: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        act(verb, theme, **facts)
    assert refused.value.codes == (code,)
    with kernel():
        assert not Sample.objects.exists()
        assert not Judgement.objects.exists()


def close(key: str) -> None:
    """The index shows it to its owner alone from now on."""
    with kernel():
        index.replace([key], [Document(
            key, {"title": terms(["石墨烯电池"])}, {"readers": ["user:7"], "kind": ["patent:invention"]},
            {"granted": NEVER, "ended": NEVER, "order": 1, "year": 2020, "family": 1},
        )])  # fmt: skip


def test_what_is_closed_after_it_was_drawn_or_judged_is_counted_and_named_no_more(theme: Selection) -> None:
    act("draw", theme, frame="电池", inside=8, outside=0)
    judge(theme, "patent:P00", fits=False)
    judge(theme, "patent:P01", fits=True)
    before = said(theme)
    assert (len(before.picked), before.closed, set(before.judged)) == (8, 0, {"patent:P00", "patent:P01"})
    close("patent:P00")
    close("patent:P02")
    for actor in (ANALYST, LEADER):
        found = said(theme, actor=actor)
        assert set(found.picked) == {f"patent:P0{number}" for number in (1, 3, 4, 5, 6, 7)}
        assert (list(found.judged), found.closed, "patent:P02" in found.waiting) == (["patent:P01"], 2, False)
        assert found.alarms == before.alarms
    with pytest.raises(Refusal) as refused:
        judge(theme, "patent:P02", fits=True, actor=COLLEAGUE)
    assert refused.value.codes == ("selection.key",), "whether it is there is not told"
    for key in found.waiting:
        judge(theme, key, fits=True)
    assert said(theme).recall is None, "what was drawn and cannot be judged leaves recall open"


def test_how_many_samples_were_drawn_before_the_one_that_counts_is_told(theme: Selection) -> None:
    for before in range(3):
        at = AT.replace(minute=before)
        facts = {"frame": "电池", "inside": 1, "outside": 1}
        perform(actor=ANALYST, verb="selection:draw", target=theme.pk, facts=facts, at=at)
        assert said(theme, actor=LEADER).before == before

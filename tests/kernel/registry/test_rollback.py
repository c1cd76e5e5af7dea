"""A rollback takes back one load and keeps what later loads brought."""

from __future__ import annotations

import pytest

from zhichan.kernel.ground.public import Party, Refusal, kernel
from zhichan.kernel.ledger.public import Event, Payload
from zhichan.kernel.registry.public import Load, history, record, rollback

from .conftest import IMPORT, NOW, A, B, firm, patent, state, take, versions

pytestmark = pytest.mark.usefixtures("city")


def undo(load: int) -> dict[str, dict[str, int]]:
    return dict(rollback(load, reason="坏文件", actor=IMPORT, at=NOW).counts)


def title(key: str) -> str:
    with kernel():
        return str(record(source="patent", key=key).row["title"])


def test_a_rollback_restores_what_was_replaced_and_ends_what_was_new() -> None:
    take([("patent", [patent("P1"), patent("P2", party=B, region="west")])])
    before = state()
    bad = take([("patent", [patent("P1", title="坏", party=B, region="west"), patent("P9")])])
    assert undo(bad.load) == {"patent": {"closed": 2, "restored": 1}}
    assert state() == before


def test_a_rollback_keeps_what_later_loads_brought() -> None:
    take([("patent", [patent("P1", title="一"), patent("P2", title="一")])])
    bad = take([("patent", [patent("P1", title="坏"), patent("P2", title="坏"), patent("P3", title="坏")])])
    take([("patent", [patent("P1", title="三"), patent("P4", title="三")])])
    assert undo(bad.load) == {"patent": {"closed": 2, "restored": 1}}
    assert set(state()["patent"]) == {"P1", "P2", "P4"}
    assert [title(key) for key in ("P1", "P2", "P4")] == ["三", "一", "三"]


def test_content_of_a_load_taken_back_never_returns() -> None:
    take([("patent", [patent("P1", title="一")])])
    second = take([("patent", [patent("P1", title="二")])])
    third = take([("patent", [patent("P1", title="三")])])
    undo(second.load)
    assert title("P1") == "三"
    undo(third.load)
    assert title("P1") == "一"


def test_a_restored_row_falls_with_the_load_that_brought_it() -> None:
    take([("patent", [patent("P1", title="一")])])
    second = take([("patent", [patent("P1", title="二")])])
    third = take([("patent", [patent("P1", title="三")])])
    undo(third.load)
    assert title("P1") == "二"
    undo(second.load)
    assert title("P1") == "一"


def test_every_order_of_rollbacks_ends_in_the_same_state() -> None:
    from itertools import permutations

    ends = []
    for number, order in enumerate(permutations(range(3))):
        key = f"K{number}"
        take([("patent", [patent(key, title="零")])])
        loads = [take([("patent", [patent(key, title=str(step))])]).load for step in range(3)]
        for step in order:
            undo(loads[step])
        ends.append(title(key))
    assert ends == ["零"] * 6


def test_a_rollback_shows_in_the_history_and_in_one_event() -> None:
    first = take([("patent", [patent("P1")])])
    bad = take([("patent", [patent("P1", title="坏")])])
    undo(bad.load)
    with kernel():
        kept = Load.objects.get(undoes_id=bad.load)
        shown = [(one.opened_by, one.closed_by, one.restores is not None) for one in history(source="patent", key="P1")]
        [event] = Event.objects.filter(subject_kind="load", subject_id=str(kept.id))
        content = Payload.objects.get(event=event).content
    assert shown == [(first.load, bad.load, False), (bad.load, kept.id, False), (kept.id, None, True)]
    assert (event.verb, content["undoes"], content["reason"]) == ("registry:loaded", bad.load, "坏文件")


def test_a_party_gets_its_earlier_name_back() -> None:
    bad = take([("firm", [firm(A, "错误名称", "west")])])
    undo(bad.load)
    with kernel():
        party = Party.objects.get(code=A)
        assert (party.name, party.region.slug, party.synthetic) == ("甲公司", "east", True)


@pytest.mark.parametrize("case", ["unknown", "twice", "rollback", "reason"])
def test_a_refused_rollback_changes_nothing(case: str) -> None:
    bad = take([("patent", [patent("P1")])]).load
    target, reason, code = {
        "unknown": (bad + 1000, "x", "registry.unknown-load"), "twice": (bad, "x", "registry.already-rolled-back"),
        "rollback": (0, "x", "registry.rollback-of-rollback"), "reason": (bad, " ", "registry.no-reason"),
    }[case]
    if case in {"twice", "rollback"}:
        undone = rollback(bad, reason="x", actor=IMPORT, at=NOW).load
        target = undone if case == "rollback" else target
    before, count = state(), versions()
    with pytest.raises(Refusal) as refused:
        rollback(target, reason=reason, actor=IMPORT, at=NOW)
    assert refused.value.codes == (code,)
    assert (state(), versions()) == (before, count)

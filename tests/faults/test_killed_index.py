"""Kill -9 while the search index follows or is made anew: afterwards it says what the database says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.db import OperationalError, connection, connections

from zhichan.kernel.access.public import system_actor
from zhichan.kernel.ground.public import Region, kernel
from zhichan.kernel.ledger.public import catch_up, run_consumers, sequence
from zhichan.kernel.registry.public import Manifest, load_parts
from zhichan.kernel.registry.searching import following, index
from zhichan.kernel.registry.searching.documents import Document, documents
from zhichan.kernel.registry.searching.public import everything, keys, stale, understood

DAY, AT = date(2025, 9, 30), datetime(2025, 9, 30, 1, tzinfo=UTC)
CODE = "TEST00000000000001"
pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


def load(*patents: tuple[str, str]) -> None:
    held = [{"party": CODE, "region": "city", "since": "2020-01-01"}]
    rows = [
        {"key": key, "kind": "invention", "title": title, "filed_on": "2020-01-01", "holdings": held}
        for key, title in patents
    ]  # fmt: skip
    load_parts(
        [("patent", rows)], Manifest(format="test", name="rights", synthetic=True),
        actor=system_actor("import", day=DAY), at=AT,
    )  # fmt: skip


@pytest.fixture
def indexed(settings: Any, tmp_path: Path) -> None:
    settings.ZHICHAN_INDEX = tmp_path / "index"
    with kernel():
        Region.objects.create(
            slug="city", name="市", name_en="City", kind="city", path="/city/", synthetic=True
        )
    firm = {"key": CODE, "kind": "firm", "name": "甲", "region": "city", "established_on": "2001-01-01"}
    load_parts(
        [("firm", [firm])], Manifest(format="test", name="firms", synthetic=True),
        actor=system_actor("import", day=DAY), at=AT,
    )  # fmt: skip
    load(("P1", "电池"), ("P2", "电池"))
    sequence()
    catch_up()
    everything()


def found(text: str) -> list[str]:
    return keys(understood(text), day=DAY)


def generations_there() -> int:
    return sum(1 for each in index.folder().iterdir() if each.is_dir())


def test_a_follower_killed_before_any_of_its_statements_catches_up_to_the_database(
    killing: Any, indexed: None
) -> None:
    load(("P2", "茶壶"), ("P3", "电池"))
    sequence()
    statement = 1
    while killing.before_statement(statement, lambda: catch_up(following.CONSUMER)):
        statement += 1
    assert statement > 8
    assert (found("电池"), found("茶壶")) == (["patent:P1", "patent:P3"], ["patent:P2"])


def test_a_rebuild_killed_anywhere_leaves_the_index_before_it(killing: Any, indexed: None) -> None:
    load(("P4", "电池"))
    sequence()
    before = index.standing()
    # The pointer is renamed last, so each kill before it leaves the generation that served.
    for statement in (3, 6, 9, 12):
        assert killing.before_statement(statement, everything)
        assert index.standing() == before
        assert found("电池") == ["patent:P1", "patent:P2"]
    assert generations_there() <= 2, "each maker that was killed left its folder"
    everything()
    assert generations_there() == 1
    assert found("电池") == ["patent:P1", "patent:P2", "patent:P4"]
    assert not stale()


def test_rebuilds_that_fail_again_and_again_leave_one_folder(indexed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: Any, **__: Any) -> Any:
        raise OSError("no space")

    before = index.standing()
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(index, "fill", failing)
        for _ in range(4):
            with pytest.raises(OSError, match="no space"):
                everything()
    assert index.standing() == before
    assert generations_there() == 2
    assert found("电池") == ["patent:P1", "patent:P2"]


def test_the_writer_killed_in_the_middle_of_a_commit_leaves_whole_commits_and_no_lock(
    killing: Any, indexed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(*((f"Q{n}", "茶壶") for n in range(50)))
    sequence()

    def killed_with_documents_written() -> None:
        import os
        import signal

        original = index.written
        written = iter(range(100))

        def writing(document: Any, known: Any) -> Any:
            if next(written) == 25:
                os.kill(os.getpid(), signal.SIGKILL)
            return original(document, known)

        monkeypatch.setattr(index, "written", writing)
        catch_up(following.CONSUMER)

    assert killing.before_statement(10_000, killed_with_documents_written)
    assert found("茶壶") == []
    catch_up(following.CONSUMER)
    assert len(found("茶壶")) == 50


def test_while_it_is_made_anew_the_one_before_answers_whole(indexed: None) -> None:
    """A rebuild that wrote where it serves, or emptied that first, would answer otherwise in between."""
    answers = []
    with kernel():
        first = next(documents("patent"))

    def asked_meanwhile() -> Iterator[Document]:
        answers.append((index.standing()["generation"], found("电池")))
        yield first
        answers.append((index.standing()["generation"], found("电池")))

    before = index.standing()["generation"]
    index.rebuild(asked_meanwhile())
    assert answers == [(before, ["patent:P1", "patent:P2"])] * 2
    assert index.standing()["generation"] != before
    assert found("电池") == ["patent:P1"]


def test_what_is_loaded_while_it_is_made_anew_is_not_lost(
    indexed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The follower must leave it until later: what it put into the index that goes would be in none."""
    begun = Event()

    def loaded_and_followed() -> None:
        load(("P5", "电池"))
        sequence()
        begun.set()
        catch_up(following.CONSUMER)
        connections.close_all()

    follower = Thread(target=loaded_and_followed)

    def read_before_the_load(source: str, **more: Any) -> Iterator[Document]:
        yield from [*documents(source, **more)]
        if source == "patent" and not more:
            follower.start()
            assert begun.wait(60)
            # A follower that is not held has this long to go astray in.
            follower.join(2)

    monkeypatch.setattr(following, "documents", read_before_the_load)
    everything()
    follower.join(60)
    assert not follower.is_alive()
    catch_up(following.CONSUMER)
    assert found("电池") == ["patent:P1", "patent:P2", "patent:P5"]


def test_what_processes_fill_beside_each_other_is_the_index_that_one_fills(indexed: None) -> None:
    load(*((f"R{n}", "石墨烯电池" if n % 2 else "茶壶") for n in range(60)))
    sequence()
    catch_up()
    everything()
    asked = ("石墨烯电池", "茶壶", "电池 NOT 石墨烯", "PA=甲")
    expected = [found(text) for text in asked]
    known = index.known(index.searcher())
    assert [len(each) for each in expected] == [30, 30, 2, 62]
    assert "石墨烯电" in known
    assert everything(processes=3) == index.searcher().num_docs == 62
    assert index.searcher().num_segments > 1
    assert index.known(index.searcher()) == known
    assert [found(text) for text in asked] == expected
    assert not stale()
    load(("R1", "茶壶"), ("R60", "石墨烯电池"))
    sequence()
    catch_up()
    assert [len(found(text)) for text in asked] == [30, 31, 2, 63]


def test_a_process_that_fails_leaves_the_index_before_it(indexed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    load(("P4", "电池"))
    sequence()
    before = index.standing()
    with monkeypatch.context() as elsewhere:
        elsewhere.setitem(connection.settings_dict, "NAME", "zhichan_nowhere")
        with pytest.raises(OperationalError):
            everything(processes=2)
    assert index.standing() == before
    assert found("电池") == ["patent:P1", "patent:P2"]
    everything()
    assert found("电池") == ["patent:P1", "patent:P2", "patent:P4"]


class Waits:
    """Stands for the worker's order to stop, and adds up how long the worker would have slept."""

    def __init__(self, enough: Callable[[], bool]) -> None:
        self.enough, self.slept = enough, 0.0

    def is_set(self) -> bool:
        return self.enough() or self.slept > 10

    def wait(self, seconds: float) -> None:
        self.slept += seconds


def test_the_worker_sleeps_less_than_two_seconds_before_a_load_is_found(indexed: None) -> None:
    """Whatever the machine does besides: of the two seconds it may sleep through a quarter of one."""
    before = index.searcher()
    idle = Waits(lambda: idle.slept > 0)
    run_consumers(idle)  # type: ignore[arg-type]
    load(("P6", "电池"))
    waiting = Waits(lambda: index.searcher() is not before)
    waiting.slept = idle.slept
    run_consumers(waiting)  # type: ignore[arg-type]
    assert found("电池") == ["patent:P1", "patent:P2", "patent:P6"]
    assert 0 < waiting.slept <= 0.25

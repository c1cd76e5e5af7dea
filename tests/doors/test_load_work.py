"""Large uploads: the worker reads and loads them, pages tell how far it is, and a killed worker's work goes on."""

from __future__ import annotations

import json
import os
import signal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.doors.conftest import DAY, City, person
from tests.doors.test_loads import HEADER, words

from zhichan.doors.desk.loads import uploads, work
from zhichan.doors.feeds import loading
from zhichan.doors.feeds.values import check_digit
from zhichan.doors.look.frame import now
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.registry.public import Load, Patent

COUNT = 260


def row(number: int) -> str:
    digits = f"20211{number:07}"
    return (
        f"CN{digits}.{check_digit(digits)},2021-01-04,CN1129{number:05}A,2021-06-01,一种虚构阀门{number},"
        "临江虚构阀门厂,虚构省临江市东岸县三号,F16K1/00,一种阀门,甲\n"
    )


@pytest.fixture
def officer(city: City, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Client:
    settings.ZHICHAN_AS_OF = DAY
    settings.ZHICHAN_UPLOADS = tmp_path / "uploads"
    monkeypatch.setattr(work, "SMALL", 100)
    monkeypatch.setattr(loading, "KEPT_EVERY", 100)
    client = Client()
    client.force_login(person("data", "data-officer", city.city))
    return client


def sent(client: Client, content: str = "", name: str = "cnipr.csv") -> str:
    content = content or HEADER + "".join(row(number) for number in range(COUNT))
    given = {"file": SimpleUploadedFile(name, content.encode()), "as_of": "2025-08-31", "origin": "省数据资源库"}
    answer = client.post("/desk/loads/new/", given)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def each_hundred(monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress after every hundred records instead of every thousand."""
    monkeypatch.setattr("zhichan.doors.feeds.reading.TOLD_EVERY", 100)


def test_a_large_upload_is_read_by_the_worker_and_its_page_asks_again_until_the_whole_preview_is_there(
    officer: Client,
) -> None:
    address = sent(officer)
    first = officer.get(address)
    page = words(first)
    assert "等待后台处理" in page
    assert "cnipr.csv" in page
    assert f'hx-get="{address}"' in first.content.decode()
    assert work.step(at=now()) == 1
    told = officer.get(address, headers={"HX-Request": "true"})
    assert told["HX-Redirect"] == address
    page = words(officer.get(address))
    assert "读入 260" in page
    assert "一种虚构阀门0" in page
    with kernel():
        assert not Load.objects.exists()
    assert work.step(at=now()) == 0


def test_the_worker_loads_it_for_the_officer_and_the_page_leads_to_the_load(officer: Client) -> None:
    address = sent(officer)
    officer.get(address)
    work.step(at=now())
    answer = officer.post(address, {"do": "load"})
    assert answer["Location"] == address
    assert "正在装载" in words(officer.get(address))
    refused = officer.post(address, {"do": "drop"})
    assert (refused.status_code, "文件正在装载" in words(refused)) == (422, True)
    work.step(at=now())
    with kernel():
        one = Load.objects.get()
        assert (one.counts["patent"]["accepted"], one.origin, str(one.as_of)) == (COUNT, "省数据资源库", "2025-08-31")
    assert officer.get(address)["Location"] == f"/desk/loads/{one.id}/"
    assert officer.get(address, headers={"HX-Request": "true"})["HX-Redirect"] == f"/desk/loads/{one.id}/"
    page = words(officer.get(f"/desk/loads/{one.id}/"))
    assert "申请号" in page
    # Asked again, it is not loaded again.
    assert work.step(at=now()) == 0


def test_a_file_without_anything_for_the_registry_says_so_after_the_worker_tried(officer: Client) -> None:
    address = sent(officer, HEADER + row(1).replace("2021-01-04", "not a day") * 3)
    officer.post(address, {"do": "load"})
    work.step(at=now())
    assert "文件中没有可以登记的内容" in words(officer.get(address))


def test_other_columns_are_read_anew(officer: Client) -> None:
    address = sent(officer)
    officer.get(address)
    work.step(at=now())
    assert "内部标识 本格式的字段表中没有此字段" in words(officer.get(address))
    officer.post(address, {"do": "mend", "name-0": "内部标识", "column-0": "agents", "format": ""})
    assert "等待后台处理" in words(officer.get(address))
    work.step(at=now())
    assert "内部标识 agents 260" in words(officer.get(address))


def test_what_ends_its_worker_each_time_is_given_up(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = sent(officer)
    officer.get(address)

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(work, "read", killed)
    for _ in range(work.MOST_TRIES):
        with pytest.raises(KeyboardInterrupt):
            work.step(at=now())
    monkeypatch.undo()
    work.step(at=now())
    [place] = uploads.folder().iterdir()
    found = work.asked(uploads.find(place.name, owner=owner()))
    assert found is not None
    assert [each["code"] for each in found.reasons] == ["loads.interrupted"]


def owner() -> str:
    """Who uploaded the only file."""
    [place] = uploads.folder().iterdir()
    return str(json.loads((place / "said.json").read_text(encoding="utf-8"))["owner"])


@pytest.mark.fault
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_reads_and_again_while_it_loads_leaves_nothing_and_the_next_goes_on(
    officer: Client, killing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    each_hundred(monkeypatch)
    address = sent(officer)
    officer.post(address, {"do": "load"})
    rows = loading.Keeper.rows
    taken: list[int] = []

    def until(number: int) -> Any:
        def taking(self: Any, record: Any) -> Any:
            if record.position.record == number:
                os.kill(os.getpid(), signal.SIGKILL)
            taken.append(record.position.record)
            return rows(self, record)

        return taking

    with monkeypatch.context() as patch:
        patch.setattr(loading.Keeper, "rows", until(250))
        assert killing.after_commit(lambda: work.step(at=now()))
    assert "已读入的记录 200" in words(officer.get(address))
    # The next one is killed within the act: nothing of it stands.
    with monkeypatch.context() as patch:
        # What an act writes last.
        patch.setattr(
            "zhichan.kernel.registry.bulk.Rejection.objects.bulk_create",
            lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL),
        )
        assert killing.after_commit(lambda: work.step(at=now()))
    with kernel():
        assert not Load.objects.exists()
        assert not Patent.objects.exists()
    with monkeypatch.context() as patch:
        patch.setattr(loading.Keeper, "rows", until(-1))
        assert work.step(at=now()) == 1
    assert taken == list(range(201, COUNT + 1))
    with kernel():
        one = Load.objects.get()
        assert (one.report["read"], one.counts["patent"]["accepted"], Patent.objects.count()) == (COUNT, COUNT, COUNT)
        mapped = {each["field"]: each["count"] for each in one.report["fields"]["cnipr_export"]["mapped"]}
    assert mapped["申请号"] == COUNT
    # A worker that dies after the act and before it could say so does not make it twice.
    kept = uploads.find(address.rstrip("/").rpartition("/")[2], owner=owner())
    done = work.asked(kept)
    assert done is not None
    work._put(uploads.folder() / kept.token, work.replace(done, state=work.RUNNING, load=None))
    assert work.step(at=now()) == 1
    with kernel():
        assert Load.objects.count() == 1
    assert officer.get(address)["Location"] == f"/desk/loads/{one.id}/"

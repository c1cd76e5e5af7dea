"""Large uploads: the worker reads and loads them, pages tell how far it is, and a killed worker's work goes on."""

from __future__ import annotations

import json
import os
import signal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, OperationalError
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


def mended(client: Client, address: str) -> None:
    client.post(address, {"do": "mend", "name-0": "内部标识", "column-0": "agents", "format": ""})


@pytest.mark.parametrize("asked_meanwhile", [True, False])
def test_a_preview_of_columns_that_were_mended_while_it_was_read_is_dropped_and_read_anew(
    officer: Client, monkeypatch: pytest.MonkeyPatch, asked_meanwhile: bool
) -> None:
    address = sent(officer)
    officer.get(address)
    read = work.read

    def slow(*given: Any) -> work.Preview:
        found = read(*given)
        mended(officer, address)
        if asked_meanwhile:
            assert "等待后台处理" in words(officer.get(address))
        return found

    with monkeypatch.context() as patch:
        patch.setattr(work, "read", slow)
        work.step(at=now())
    assert "等待后台处理" in words(officer.get(address))
    assert work.step(at=now()) == 1
    assert "内部标识 agents 260" in words(officer.get(address))


def test_a_load_that_is_asked_while_other_columns_are_still_read_is_not_lost(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    each_hundred(monkeypatch)
    address = sent(officer)
    officer.get(address)
    read = work.read

    def slow(*given: Any) -> work.Preview:
        mended(officer, address)
        officer.post(address, {"do": "load"})
        return read(*given)

    with monkeypatch.context() as patch:
        patch.setattr(work, "read", slow)
        work.step(at=now())
    assert "正在装载" in words(officer.get(address))
    work.step(at=now())
    with kernel():
        assert Load.objects.get().counts["patent"]["accepted"] == COUNT


def test_a_preview_that_is_written_after_columns_were_mended_is_never_shown(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = sent(officer)
    officer.get(address)
    write = uploads.write

    def late(path: Any, content: bytes) -> None:
        # The worker has compared the columns already; now they are mended, and then it writes.
        if path.name.startswith("preview"):
            with monkeypatch.context() as patch:
                patch.setattr(uploads, "write", write)
                mended(officer, address)
        write(path, content)

    monkeypatch.setattr(uploads, "write", late)
    work.step(at=now())
    monkeypatch.setattr(uploads, "write", write)
    assert "等待后台处理" in words(officer.get(address))
    work.step(at=now())
    assert "内部标识 agents 260" in words(officer.get(address))


def test_what_is_loaded_is_neither_loaded_nor_mended_again_and_leads_to_its_load(officer: Client) -> None:
    address = sent(officer)
    officer.post(address, {"do": "load"})
    refused = officer.post(address, {"do": "mend", "format": ""})
    assert (refused.status_code, "文件正在装载" in words(refused)) == (422, True)
    assert officer.post(address, {"do": "load"})["Location"] == address
    work.step(at=now())
    with kernel():
        one = Load.objects.get()
    for given in ({"do": "load"}, {"do": "mend", "format": ""}):
        answer = officer.post(address, given, follow=True)
        assert answer.redirect_chain[-1] == (f"/desk/loads/{one.id}/", 302)
        assert answer.status_code == 200
    assert work.step(at=now()) == 0
    with kernel():
        assert Load.objects.count() == 1
    officer.post(address, {"do": "drop"})
    assert officer.post(address, {"do": "load"}).status_code == 404


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"owner": "x"', '{"owner": "x"}'])
def test_an_upload_that_cannot_be_read_is_left_and_the_next_is_done(officer: Client, content: str) -> None:
    broken, sound = sorted((sent(officer), sent(officer)), key=lambda address: address)
    for address in (broken, sound):
        officer.get(address)
    place = uploads.folder() / broken.rstrip("/").rpartition("/")[2]
    (place / "said.json").write_text(content)
    assert work.step(at=now()) == 1
    assert "读入 260" in words(officer.get(sound))
    assert officer.get(broken).status_code == 404
    assert not (place / "work.json").exists()
    assert work.step(at=now()) == 0


def test_what_is_said_of_an_upload_stays_whole_when_its_writer_is_killed(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = sent(officer)
    [place] = uploads.folder().iterdir()
    before = (place / "said.json").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(type(place), "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            uploads.note(place.name, owner=owner(), said={"format": "qcc_marks"})
    assert (place / "said.json").read_bytes() == before
    uploads.note(place.name, owner=owner(), said={"format": "qcc_marks"})
    assert uploads.find(place.name, owner=owner()).said["format"] == "qcc_marks"
    assert officer.get(address).status_code == 200


@pytest.mark.parametrize("fault", [KeyError("x"), ValueError("x"), RecursionError(), DataError("x"), OSError(28, "full")])
def test_whatever_a_file_brings_about_counts_as_a_try_and_the_next_file_is_done(
    officer: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, fault: Exception
) -> None:
    bad, good = sorted((sent(officer), sent(officer)), key=lambda address: address)
    for address in (bad, good):
        officer.get(address)
    read = work.read

    def faulty(kept: uploads.Upload, *given: Any) -> work.Preview:
        if kept.token in bad:
            raise fault
        return read(kept, *given)

    monkeypatch.setattr(work, "read", faulty)
    assert work.step(at=now()) == 2
    assert "could not be worked on" in caplog.text
    assert "读入 260" in words(officer.get(good))
    for _ in range(work.MOST_TRIES):
        assert work.step(at=now()) == 1
    assert work.step(at=now()) == 0
    monkeypatch.undo()
    kept = uploads.find(bad.rstrip("/").rpartition("/")[2], owner=owner())
    found = work.asked(kept)
    assert found is not None
    assert (found.tries, [each["code"] for each in found.reasons]) == (work.MOST_TRIES + 1, ["loads.interrupted"])


def test_a_file_that_is_dropped_while_it_is_read_ends_nothing(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = sent(officer)
    officer.get(address)
    read = work.read

    def dropped(*given: Any) -> work.Preview:
        officer.post(address, {"do": "drop"})
        return read(*given)

    monkeypatch.setattr(work, "read", dropped)
    work.step(at=now())
    assert list(uploads.folder().iterdir()) == []


def test_a_database_that_is_away_is_no_try_of_the_file(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = sent(officer)
    officer.get(address)

    def away(*_: Any) -> None:
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(work, "read", away)
        for _ in range(work.MOST_TRIES + 2):
            with pytest.raises(OperationalError):
                work.step(at=now())
    work.step(at=now())
    assert "读入 260" in words(officer.get(address))


def owner() -> str:
    """Who uploaded the files."""
    place = next(uploads.folder().iterdir())
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

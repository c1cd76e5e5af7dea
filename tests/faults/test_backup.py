"""Backup and restore: nothing acknowledged before the backup is lost, nothing erased after it comes back."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from psycopg import sql

from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import Refusal, kernel
from zhichan.site import backup, database, journal, opening, places, server

from .conftest import AT, House

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
PHOTO = b"\x89PNG a face"
Restore = Callable[..., Any]
Elsewhere = Callable[[], Any]


def everything() -> dict[str, list[str]]:
    """Every row of every table that a backup keeps, as text."""
    found = {}
    with kernel(), connection.cursor() as cursor:
        for table in backup._tables(cursor):
            if table.name in {"django_migrations", *backup.LEFT_OUT}:
                continue
            backup._be_reader_of(cursor, table.name)
            cursor.execute(f'SELECT ROW({table.listed})::text FROM "{table.name}" ORDER BY 1')
            found[table.name] = [row for (row,) in cursor.fetchall()]
    return found


def names(case: str) -> Any:
    with kernel():
        return Case.objects.get(pk=case).facts


@pytest.fixture
def lived_in(house: House, noted: Path) -> tuple[House, str, str]:
    """A house with cases, an entry, papers, rights, a closed version, notices, an account, a session, a seal."""
    open_case = house.write("王某", photo=PHOTO, phone="12345")
    done_case = house.write("李某\t“引号”\n换行\\")
    house.amend(done_case, 3)
    house.finish(done_case)
    house.badge("赵某", 7)
    house.patents(40)
    house.patents(10, ended_on="2020-01-01")
    house.settle()
    User.objects.create_user("clerk", password="a password of some length")
    Session.objects.create(session_key="k" * 32, session_data="x", expire_date=AT)
    house.agrees()
    return house, open_case, done_case


def test_a_restored_house_is_row_by_row_the_one_that_was_backed_up(
    lived_in: Any, restored: Restore, tmp_path: Path
) -> None:
    house, _, _ = lived_in
    manifest = backup.create(tmp_path / "b.zip", at=AT)
    before = everything()
    done, (after, counts, sessions) = restored(
        tmp_path / "b.zip", lambda: (everything(), house.agrees(), Session.objects.count()), no_erasures=True
    )
    assert after == before
    assert sessions == 0
    assert (done.repeated, done.without_subject) == (0, 0)
    assert done.rows == sum(len(rows) for rows in before.values())
    assert counts["positions"] == manifest["ledger"]["last"] >= 8
    assert manifest["ledger"]["seal"]["last"] == manifest["ledger"]["last"]


def test_the_drill_acts_backup_acts_and_erasures_restore_compare(
    lived_in: Any, restored: Restore, noted: Path, tmp_path: Path
) -> None:
    house, open_case, done_case = lived_in
    backup.create(tmp_path / "b.zip", at=AT)
    before = everything()
    house.amend(open_case, 9)
    later = house.write("孙某")
    house.erase(f"case:{open_case}", "name", "photo", "phone")
    house.erase(f"case:{later}", "name")
    house.take_down(f"case:{done_case}")
    known = journal.read(noted)
    assert [line["verb"] for line in known.lines] == ["ledger:erase", "ledger:erase", "ledger:take-down"]
    assert not any(word in noted.read_text() for word in ("王某", "孙某", "12345"))

    def look() -> Any:
        with kernel():
            public_until = Case.objects.get(pk=done_case).public_until
        return everything(), house.agrees(), names(open_case), public_until, journal.read(journal.path())

    done, (after, _, facts, public_until, journal_after) = restored(tmp_path / "b.zip", look, erasures=noted)
    assert (done.repeated, done.without_subject) == (2, 1)
    assert facts == {}
    assert public_until == AT.date()
    assert journal_after == known
    text = " ".join(row for rows in after.values() for row in rows)
    assert not any(word in text for word in ("王某", "12345", PHOTO.hex()))
    touched = {"ledger_event", "ledger_payload", "ledger_outbox", "casework_case", "casework_sealed", "ground_paper",
               "casework_assignment", "casework_participant", "casework_tally", "acts_done"}  # fmt: skip
    assert {name: rows for name, rows in after.items() if name not in touched} == {
        name: rows for name, rows in before.items() if name not in touched
    }


def test_restoring_a_restored_house_repeats_nothing_twice(
    lived_in: Any, elsewhere: Elsewhere, noted: Path, tmp_path: Path
) -> None:
    house, open_case, _ = lived_in
    backup.create(tmp_path / "old.zip", at=AT)
    house.erase(f"case:{open_case}", "name")
    with elsewhere():
        assert backup.restore(tmp_path / "old.zip", at=AT, erasures=noted).repeated == 1
        backup.create(tmp_path / "new.zip", at=AT)
        own = tmp_path / "own.jsonl"
        shutil.copy(journal.path(), own)
    with database.administrator() as admin:
        admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(f"{database.name()}_elsewhere")))
    with elsewhere():
        assert backup.restore(tmp_path / "new.zip", at=AT, erasures=own).repeated == 0
        assert "name" not in names(open_case)


def test_a_house_goes_on_after_a_restore_with_its_own_numbers(
    lived_in: Any, restored: Restore, tmp_path: Path
) -> None:
    house, open_case, _ = lived_in
    backup.create(tmp_path / "b.zip", at=AT)

    def go_on() -> Any:
        house.amend(open_case, 4)
        house.write("吴某")
        house.badge("郑某", 8)
        house.patents(60)
        house.settle()
        return house.agrees()

    _, counts = restored(tmp_path / "b.zip", go_on, no_erasures=True)
    assert (counts["cases"], counts["entries"]) == (3, 2)


def test_a_backup_taken_while_acts_commit_holds_whole_acts_only(
    lived_in: Any, restored: Restore, tmp_path: Path
) -> None:
    house, open_case, _ = lived_in
    stop = threading.Event()
    failed: list[BaseException] = []

    def act() -> None:
        try:
            number = 0
            while not stop.is_set():
                number += 1
                house.amend(open_case, number)
                house.write(f"第{number}人")
                house.settle()
        except BaseException as fault:  # noqa: BLE001  # Told to the test below.
            failed.append(fault)
        finally:
            connection.close()

    thread = threading.Thread(target=act)
    thread.start()
    try:
        for number in range(3):
            backup.create(tmp_path / f"{number}.zip", at=AT)
    finally:
        stop.set()
        thread.join()
    assert failed == []
    _, counts = restored(tmp_path / "2.zip", house.agrees, no_erasures=True)
    assert counts["cases"] > 2


# What is refused --------------------------------------------------------------------------------------


def test_a_backup_overwrites_no_file_and_is_its_owners_alone(lived_in: Any, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    backup.create(file, at=AT)
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.read_bytes()
    with pytest.raises(Refusal, match=r"backup\.file-there"):
        backup.create(file, at=AT)
    assert file.read_bytes() == before


def test_a_backup_holds_neither_keys_nor_database_passwords_nor_sessions(lived_in: Any, tmp_path: Path) -> None:
    backup.create(tmp_path / "b.zip", at=AT)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        text = b"".join(archive.read(name) for name in archive.namelist())
    hidden = [places.secret("django"), *server.this().access.passwords.values(), "k" * 32]
    assert not [word for word in hidden if word.encode() in text]
    assert b"pbkdf2" in text or b"md5$" in text


def test_a_disk_that_fills_up_during_a_backup_is_said_and_leaves_nothing(lived_in: Any, tmp_path: Path) -> None:
    before = everything()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, hard))
    try:
        with pytest.raises(Refusal, match=r"backup\.no-room"):
            backup.create(tmp_path / "full" / "b.zip", at=AT)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list((tmp_path / "full").iterdir()) == []
    after = everything()
    assert {name for name in before if before[name] != after[name]} <= {"ledger_seal"}


def test_while_somebody_serves_nothing_is_restored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ZHICHAN_VAR", str(tmp_path))
    with places.locked(tmp_path / ".serving"):
        with pytest.raises(Refusal, match=r"restore\.serving"), backup._nobody_serves():
            pytest.fail("it went on")
    with backup._nobody_serves():
        pass


def test_a_house_with_data_is_not_overwritten(
    lived_in: Any, elsewhere: Elsewhere, noted: Path, tmp_path: Path
) -> None:
    backup.create(tmp_path / "b.zip", at=AT)
    before = everything()
    with pytest.raises(Refusal, match=r"restore\.not-empty"):
        backup.restore(tmp_path / "b.zip", at=AT)
    assert everything() == before


def test_without_a_journal_or_with_another_ones_a_restore_is_refused(
    lived_in: Any, elsewhere: Elsewhere, noted: Path, tmp_path: Path
) -> None:
    house, open_case, _ = lived_in
    house.erase(f"case:{open_case}", "name")
    backup.create(tmp_path / "b.zip", at=AT)
    stranger = tmp_path / "stranger.jsonl"
    journal.replace(stranger, journal.Journal())
    changed = tmp_path / "changed.jsonl"
    changed.write_text(noted.read_text().replace(open_case, open_case[::-1]))
    with elsewhere():
        for code, given in (
            ("restore.no-journal", {}),
            ("restore.other-journal", {"erasures": stranger}),
            ("site.journal", {"erasures": changed}),
        ):
            with pytest.raises(Refusal) as refused:
                backup.restore(tmp_path / "b.zip", at=AT, **given)
            assert refused.value.codes == (code,)


def test_erasures_that_are_known_here_are_not_passed_over(
    lived_in: Any, elsewhere: Elsewhere, noted: Path, tmp_path: Path
) -> None:
    house, open_case, _ = lived_in
    backup.create(tmp_path / "b.zip", at=AT)
    house.erase(f"case:{open_case}", "name")
    with elsewhere():
        shutil.copy(noted, journal.path())
        with pytest.raises(Refusal, match=r"restore\.erasures-known"):
            backup.restore(tmp_path / "b.zip", at=AT, no_erasures=True)


def test_a_backup_of_a_newer_release_is_refused(lived_in: Any, elsewhere: Elsewhere, tmp_path: Path) -> None:
    backup.create(tmp_path / "b.zip", at=AT)
    forge(tmp_path / "b.zip", lambda manifest: manifest["migrations"].append(["ledger", "0099_from_tomorrow"]))
    with elsewhere(), pytest.raises(Refusal, match=r"restore\.newer.*ledger\.0099_from_tomorrow"):
        backup.restore(tmp_path / "b.zip", at=AT, no_erasures=True)


def test_a_backup_with_a_forged_row_is_refused_because_the_ledger_disagrees(
    lived_in: Any, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    """Even where the forger sets the digests of the manifest right."""
    backup.create(tmp_path / "b.zip", at=AT)
    forge(tmp_path / "b.zip", lambda manifest: None, {"tables/casework_case.copy": ("王某".encode(), "赵某".encode())})
    with elsewhere():
        with pytest.raises(Refusal, match=r"verify\.case"):
            backup.restore(tmp_path / "b.zip", at=AT, no_erasures=True)
        with pytest.raises(Refusal, match=r"site\.restoring"):
            opening.check()


def forge(file: Path, change: Callable[[dict[str, Any]], Any], swaps: dict[str, tuple[bytes, bytes]] | None = None) -> None:
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members["manifest.json"])
    manifest.pop("digest")
    for name, (old, new) in (swaps or {}).items():
        assert old in members[name]
        members[name] = members[name].replace(old, new)
        table = manifest["tables"][name.removeprefix("tables/").removesuffix(".copy")]
        table["sha256"] = backup.hashlib.sha256(members[name]).hexdigest()
    change(manifest)
    members["manifest.json"] = json.dumps({**manifest, "digest": backup._digest_of(manifest)}).encode()
    with zipfile.ZipFile(file, "w") as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)


def found(file: Path) -> Any:
    try:
        return backup.inspect(file)
    except Refusal as refusal:
        return refusal.codes


def test_a_damaged_backup_is_refused_before_anything_is_touched(
    lived_in: Any, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    backup.create(tmp_path / "b.zip", at=AT)
    whole = (tmp_path / "b.zip").read_bytes()
    bad = tmp_path / "bad.zip"
    with elsewhere():
        for at in (*range(40, len(whole), len(whole) // 40), -1):
            bad.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :] if at >= 0 else whole[: len(whole) // 2])
            # A changed date or attribute in the zip's own directory changes nothing that is restored.
            assert found(bad) in (("backup.damaged",), found(tmp_path / "b.zip"))
        with pytest.raises(Refusal, match=r"backup\.damaged"):
            backup.restore(bad, at=AT, no_erasures=True)
        with pytest.raises(Refusal, match=r"backup\.no-file"):
            backup.restore(tmp_path / "none.zip", at=AT, no_erasures=True)
    with database.administrator() as admin:
        other = f"{database.name()}_elsewhere"
        row = admin.execute("select 1 from pg_database where datname = %s", [other]).fetchone()
    assert row is None


# Killed in between ------------------------------------------------------------------------------------


def die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(
    ("point", "after", "closed"),
    [
        pytest.param("_make_tables", 0, False, marks=pytest.mark.soak),
        pytest.param("migrate_to", 0, False, marks=pytest.mark.soak),
        ("copy_in", 5, False),
        pytest.param("_continue_numbers", 0, False, marks=pytest.mark.soak),
        ("_put_marks", 0, True),
        pytest.param("_verify", 0, True, marks=pytest.mark.soak),
        pytest.param("_repeat", 0, True, marks=pytest.mark.soak),
        pytest.param("_verify", 1, True, marks=pytest.mark.soak),
        ("_set_mark", 0, True),
    ],
)  # fmt: skip
def test_a_restore_killed_anywhere_stays_closed_and_is_mended_by_running_it_again(
    lived_in: Any, elsewhere: Elsewhere, noted: Path, killing: Any, tmp_path: Path, point: str, after: int, closed: bool
) -> None:
    house, open_case, _ = lived_in
    backup.create(tmp_path / "b.zip", at=AT)
    house.erase(f"case:{open_case}", "name")

    def killed() -> None:
        real, left = getattr(backup, point), [after]

        def stumble(*given: Any, **more: Any) -> Any:
            left[0] -= 1
            return die() if left[0] < 0 else real(*given, **more)

        setattr(backup, point, stumble)
        backup.restore(tmp_path / "b.zip", at=AT, erasures=noted)

    with elsewhere():
        assert killing.after_commit(killed)
        if closed:
            with pytest.raises(Refusal, match=r"site\.restoring"):
                opening.check()
        done = backup.restore(tmp_path / "b.zip", at=AT, erasures=noted)
        opening.check()
        assert done.repeated == 1
        assert "name" not in names(open_case)
        house.agrees(batched=False)


def test_an_erasure_whose_process_is_killed_at_its_commit_is_in_the_journal_all_the_same(
    lived_in: Any, noted: Path, killing: Any
) -> None:
    house, open_case, _ = lived_in

    def erased_and_killed() -> None:
        from zhichan.kernel.ledger import erasing

        erasing._told[:] = [die]
        house.erase(f"case:{open_case}", "name")

    assert killing.after_commit(erased_and_killed)
    assert journal.read(noted).lines == ()
    house.settle()
    assert [line["fields"] for line in journal.read(noted).lines] == [["name"]]
    house.settle()
    assert len(journal.read(noted).lines) == 1


def test_a_line_torn_by_a_kill_is_written_anew(tmp_path: Path) -> None:
    file = tmp_path / "erasures.jsonl"
    journal.add(file, {"event": "1"})
    journal.add(file, {"event": "2"})
    whole = file.read_bytes()
    for cut in range(whole.index(b"\n") + 1, len(whole)):
        file.write_bytes(whole[:cut])
        assert [line["event"] for line in journal.read(file).lines] == ["1"]
        journal.add(file, {"event": "2"})
        assert file.read_bytes() == whole


# By command -------------------------------------------------------------------------------------------


@pytest.fixture
def folder() -> Iterator[Path]:
    above = Path(mkdtemp(prefix="zhichan-drill-"))
    # Started by root, PostgreSQL runs as another user, who must be able to come here.
    above.chmod(0o755)
    yield above
    shutil.rmtree(above)


def command(var: Path, *words: str, **environment: str) -> Any:
    """Run `zhichan` on another installation; its JSON."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHICHAN", "DATABASE", "DJANGO"))}
    done = subprocess.run(
        [sys.executable, "-m", "zhichan", *words, "--json"],
        env={**kept, "ZHICHAN_VAR": str(var), "PYTHONPATH": str(places.PACKAGE.parent), **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode in {0, 1}, done.stderr
    return json.loads(done.stdout)


def test_by_command_the_demo_city_moves_into_a_fresh_folder_and_onto_a_database_given_by_url(folder: Path) -> None:
    old, fresh, file = folder / "旧 old", folder / "新 fresh", folder / "备份.zip"
    command(old, "demo", "--size", "100")
    made = command(old, "backup", str(file))
    assert command(old, "verify", str(file))["ok"]
    assert command(fresh, "restore", str(file))["code"] == "restore.no-journal"
    done = command(fresh, "restore", str(file), "--erasures", made["journal"])
    assert done["rows"] == made["rows"]
    assert command(fresh, "verify") == {"ok": True, "faults": [], "counts": done["verified"]}
    with server.this().running() as access:
        name = f"test_{os.getpid()}_url"
        url = {
            variable: f"postgresql://{role}:{access.passwords[role]}@127.0.0.1:{access.port}/{name}"
            for variable, role in (
                ("DATABASE_URL", "zhichan_app"), ("DATABASE_OWNER_URL", "zhichan_owner"), ("DATABASE_ADMIN_URL", "postgres"),
            )
        }  # fmt: skip
        try:
            there = command(folder / "url", "restore", str(file), "--erasures", made["journal"], **url)
            assert (there["rows"], there["verified"]) == (made["rows"], done["verified"])
        finally:
            with server.this().connect(database="postgres") as admin:
                admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))

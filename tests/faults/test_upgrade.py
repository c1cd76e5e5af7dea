"""Upgrades: a database of an earlier release, with data, comes forward whole or stays where it was."""

from __future__ import annotations

import lzma
import os
import random
import signal
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.migrations.loader import MigrationLoader

from zhichan.kernel.ledger.public import step, verifying
from zhichan.kernel.registry.public import Manifest, load_parts
from zhichan.site import backup, database, opening, places, roles

from .conftest import AT, IMPORT, House

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
Elsewhere = Callable[[], Any]


def first_migrations() -> set[tuple[str, str]]:
    """The state in which each of our rooms has had its first migration alone."""
    ours = {app.split(".")[-1] for app in ("ground", "ledger", "access", "acts", "registry", "casework", "measures", "selections", "inbox", "api")}
    known = MigrationLoader(None).disk_migrations
    return {(app, name) for app, name in known if app not in ours or name.startswith("0001")}


def fill_old(file: Path) -> None:
    """Fill tables of an earlier state with as much of a backup as they can hold."""
    with (
        zipfile.ZipFile(file) as archive, transaction.atomic(using="owner"), connections["owner"].cursor() as cursor
    ):  # fmt: skip
        there = {table.name: table for table in backup._tables(cursor) if table.name != "django_migrations"}
        said = backup.inspect(file)["tables"]
        with backup._bare(cursor, there):
            for name, table in there.items():
                columns = said[name]["columns"]
                staged = ", ".join(f'"{column}" text' for column in columns)
                cursor.execute(f"CREATE TEMP TABLE staged ({staged}) ON COMMIT DROP")
                with archive.open(f"tables/{name}.copy") as member, cursor.copy("COPY staged FROM STDIN") as copy:
                    copy.write(member.read())
                cursor.execute(
                    "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = %s::regclass"
                    " AND attname = ANY(%s)", [name, list(table.columns)])  # fmt: skip
                types = dict(cursor.fetchall())
                values = ", ".join(f'"{column}"::{types[column]}' for column in table.columns)
                cursor.execute(f'INSERT INTO "{name}" ({table.listed}) SELECT {values} FROM staged')
                cursor.execute("DROP TABLE staged")
            backup._continue_numbers(cursor, there)
    roles.grant(connections["owner"])
    connections["owner"].close()


def contents(tables: dict[str, str]) -> dict[str, list[str]]:
    """These columns of these tables, as text."""
    found = {}
    with transaction.atomic(), connection.cursor() as cursor:
        for name, listed in tables.items():
            assert backup._be_reader_of(cursor, name)
            cursor.execute(f'SELECT ROW({listed})::text FROM "{name}" ORDER BY 1')
            found[name] = [row for (row,) in cursor.fetchall()]
        cursor.execute("RESET ROLE")
    return found


@pytest.fixture
def old(house: House, elsewhere: Elsewhere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """``with old():`` an installation of the first release, with data."""
    monkeypatch.setattr(backup, "upgrades_folder", lambda: tmp_path / "backups")
    case = house.write("王某", phone="12345")
    house.finish(house.write("李某"))
    house.patents(30)
    house.patents(5, ended_on="2020-01-01")
    house.settle()
    backup.create(tmp_path / "now.zip", at=AT)
    house.case = case

    def prepare() -> dict[str, str]:
        database.make()
        backup.migrate_to(first_migrations())
        fill_old(tmp_path / "now.zip")
        with transaction.atomic(), connection.cursor() as cursor:
            # What belongs to a new release's own bookkeeping may change.
            return {t.name: t.listed for t in backup._tables(cursor) if t.name not in backup.NOT_DATA}

    return elsewhere, prepare


def test_an_earlier_database_with_data_comes_forward_after_a_backup(old: Any, house: House, tmp_path: Path) -> None:
    elsewhere, prepare = old
    with elsewhere():
        tables = prepare()
        before = contents(tables)
        assert sum(map(len, before.values())) > 100
        assert database.is_to_be_upgraded()
        opening._bring_up_to_date()
        assert not database.is_to_be_upgraded()
        assert contents(tables) == before
        assert verifying.verify().faults == []
        house.amend(house.case, 5)
        house.settle()
        assert verifying.verify().faults == []
    [file] = (tmp_path / "backups").iterdir()
    kept = backup.inspect(file)
    assert {tuple(each) for each in kept["migrations"]} == first_migrations()
    assert {name: kept["tables"][name]["rows"] for name in before} == {name: len(rows) for name, rows in before.items()}


def test_an_upgrade_killed_in_the_middle_leaves_whole_migrations_and_goes_on_when_repeated(
    old: Any, house: House, killing: Any
) -> None:
    elsewhere, prepare = old
    chance = random.Random(11)
    with elsewhere():
        tables = prepare()
        before = contents(tables)
        applied = {tuple(each) for each in backup._migrations()}
        killed = 0
        for statement in sorted(chance.sample(range(1, 90), 7)):

            def migrate_and_die(statement: int = statement) -> None:
                left = [statement]

                def count_down(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
                    left[0] -= 1
                    if left[0] <= 0:
                        os.kill(os.getpid(), signal.SIGKILL)
                    return execute(sql, params, many, context)

                connections["owner"].execute_wrappers.append(count_down)
                database.migrate()
                os._exit(0)

            killed += killing.after_commit(migrate_and_die)
            assert contents(tables) == before, statement
            now = {tuple(each) for each in backup._migrations()}
            assert applied <= now
            applied = now
        assert killed > 2
        database.prepare()
        assert not database.is_to_be_upgraded()
        assert contents(tables) == before
        assert verifying.verify().faults == []
        house.amend(house.case, 5)


def test_nothing_is_backed_up_before_an_upgrade_without_data(
    house: House, elsewhere: Elsewhere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "upgrades_folder", lambda: tmp_path / "backups")
    with elsewhere():
        opening._bring_up_to_date()
        opening._bring_up_to_date()
    assert not (tmp_path / "backups").exists()


def test_backups_of_earlier_releases_come_forward_and_agree_with_their_ledgers(
    house: House, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    """Those in build/upgrades (see docs/how-to/prove-an-upgrade.md), and one of this release in any case."""
    house.write("王某")
    house.patents(20)
    house.settle()
    backup.create(tmp_path / "this.zip", at=AT)
    for file in (tmp_path / "this.zip", *sorted((places.build() / "upgrades").glob("*.zip"))):
        with elsewhere():
            done = backup.restore(file, at=AT, no_erasures=True)
            assert done.counts["events"] == backup.inspect(file)["ledger"]["events"], file.name
        with database.administrator() as admin:
            admin.execute(f'drop database "{database.name()}_elsewhere" with (force)')


RELEASES = Path(__file__).parent / "releases"
"""Databases of earlier releases with data, as their own code made them: the small city of the demonstration, its plan
adopted, three loads of which one was taken back. The name is the commit."""


def take_over(release: Path) -> None:
    """Put a release's database, tables and rows, into the empty one that stands elsewhere."""
    database.make()
    with database.administrator(database.name()) as admin:
        admin.execute(lzma.decompress(release.read_bytes()))  # type: ignore[arg-type]


@pytest.mark.parametrize("release", sorted(RELEASES.glob("*.sql.xz")), ids=lambda file: file.name.partition(".")[0])
def test_the_database_of_the_landing_before_comes_forward_with_its_data_and_goes_on(
    release: Path, elsewhere: Elsewhere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "upgrades_folder", lambda: tmp_path / "backups")
    with elsewhere():
        take_over(release)
        with transaction.atomic(), connection.cursor() as cursor:
            tables = {t.name: t.columns for t in backup._tables(cursor) if t.name not in backup.NOT_DATA}
        before = contents({name: _listed(columns) for name, columns in tables.items()})
        assert (len(before["registry_patent"]), len(before["casework_case"]) > 20) == (46, True)
        assert database.is_to_be_upgraded()
        opening._bring_up_to_date()
        assert not database.is_to_be_upgraded()
        with transaction.atomic(), connection.cursor() as cursor:
            now = {t.name: set(t.columns) for t in backup._tables(cursor)}
        kept = {
            name: _listed([each for each in columns if each in now[name]]) for name, columns in tables.items() if name in now
        }
        assert set(kept) == set(tables)
        assert contents(kept) == before
        assert verifying.verify().faults == []
        assert [file.suffix for file in (tmp_path / "backups").iterdir()] == [".zip"]
        load_parts(
            [("patent", [{"key": "P0", "kind": "invention", "title": "示例装置", "filed_on": "2016-01-01",
                          "granted_on": "2019-01-01"}])],
            Manifest(format="release", name="after", kind="demo", synthetic=True), actor=IMPORT, at=AT,
        )  # fmt: skip
        while step():
            pass
        assert verifying.verify().faults == []


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)

"""Backup and restore of the whole installation, through the application's own connection and without other tools.

A backup is one zip: each table as COPY text, read in one snapshot of the database, and a manifest with counts,
SHA-256 digests, migrations, and where the ledger stood. Papers are rows and therefore in it. Not in it are the keys
in `var/secrets`, database passwords and login sessions. It is not encrypted and readable by its owner alone.

Restoring fills an empty database in one transaction, reads everything back against the digests, brings it up to
this release, verifies the ledger and what is folded from it, and repeats the erasures that the journal knows and the
backup does not. Until all of that is done the house stays closed.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from zhichan.kernel.ground.refusal import Refusal
from zhichan.site import database, journal, places, roles

FORMAT = "zhichan-backup-1"
LEFT_OUT = frozenset({"django_session", "api_asked"})
"""Tables whose rows are not kept: who is logged in, and how often someone has asked this minute."""
NOT_DATA = LEFT_OUT | {
    "django_migrations", "django_content_type", "auth_permission", "ledger_consumer", "measures_definition",
    "measures_held",
}  # fmt: skip
"""Tables that a new installation fills by itself."""
MARK = "zhichan: restoring"
KEPT_BEFORE_UPGRADES = 3
BLOCK = 1 << 20
PLAIN = (
    "SET LOCAL TimeZone = 'UTC'",
    "SET LOCAL DateStyle = 'ISO, MDY'",
    "SET LOCAL IntervalStyle = 'postgres'",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL extra_float_digits = 1",
    # Rows must come in the order in which they lie, or a copy read back would differ.
    "SET LOCAL synchronize_seqscans = off",
    "SET LOCAL max_parallel_workers_per_gather = 0",
    "SET LOCAL statement_timeout = 0",
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the database and its columns, computed ones left out."""

    name: str
    columns: tuple[str, ...]

    @property
    def listed(self) -> str:
        """The columns as SQL."""
        return ", ".join(f'"{column}"' for column in self.columns)


@dataclass(slots=True)
class Restored:
    """What a restore did: rows, what was verified, how many erasures were repeated, and those without a subject."""

    rows: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    repeated: int = 0
    without_subject: int = 0


def _tables(cursor: Any) -> list[Table]:
    cursor.execute(
        "SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum) FROM pg_class AS c"
        " JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
        " AND a.attgenerated = ''"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') GROUP BY c.relname ORDER BY 1"
    )
    return [Table(name, tuple(columns)) for name, columns in cursor.fetchall()]


def _be_reader_of(cursor: Any, table: str) -> bool:
    """Take on the role that may read all rows of a table: the kernel's for ours, the login's for Django's."""
    cursor.execute("RESET ROLE")
    cursor.execute(
        "SELECT has_table_privilege(%s, %s, 'select'), has_table_privilege(current_user, %s, 'select')",
        [roles.KERNEL, table, table],
    )
    kernels, own = cursor.fetchone()
    if kernels:
        cursor.execute(f"SET LOCAL ROLE {roles.KERNEL}")
    return bool(kernels or own)


def holds_data() -> bool:
    """Whether there is anything in the database that a new installation would not make by itself."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        found = any(_has_rows(cursor, table.name) for table in _tables(cursor) if table.name not in NOT_DATA)
        cursor.execute("RESET ROLE")
    return found


def _has_rows(cursor: Any, table: str) -> bool:
    if not _be_reader_of(cursor, table):
        # Left by a restore that was killed before the grants: the application never wrote there.
        return False
    cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')
    return bool(cursor.fetchone()[0])


# Backing up ---------------------------------------------------------------------------------------------


def create(file: Path, *, at: datetime, seal: bool = True) -> dict[str, Any]:
    """Write a backup to `file` and return its manifest; nothing but acts goes on meanwhile, and none is half in it.

    The ledger is sealed first, so that the manifest names a root over everything up to that moment. Refuses a
    file that is there, and a disk that is full; what was begun is then removed.
    """
    if file.exists():
        raise Refusal.one(
            "backup.file-there",
            f"{file}已存在，不会覆盖：请换一个文件名。",
            f"{file} is there and will not be overwritten: choose another name.",
            place=str(file),
        )
    if seal:
        from zhichan.kernel.ledger import public as ledger

        while ledger.sequence():
            pass
        ledger.seal(at=at)
    draft = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w+b") as stream:
            manifest = _write(stream, at)
            stream.flush()
            os.fsync(stream.fileno())
        draft.rename(file)
        _sync_folder(file.parent)
    except OSError as fault:
        if fault.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise Refusal.one(
                "backup.no-room",
                f"磁盘空间不足，备份{file}未完成，已清除：请腾出空间后重试。",
                f"The disk is full: the backup {file} was not finished and is removed. Make room and try again.",
                place=str(file),
            ) from fault
        raise
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(stream: Any, at: datetime) -> dict[str, Any]:
    from django.db import connection, transaction

    known = journal.begin(journal.path())
    connection.ensure_connection()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for setting in PLAIN:
            cursor.execute(setting)
        tables = {
            table.name: _copy_out(cursor, table, archive)
            for table in _tables(cursor)
            if table.name != "django_migrations"
        }
        manifest: dict[str, Any] = {
            "format": FORMAT,
            "made": at.isoformat(),
            "platform": _version(),
            "postgresql": connection.pg_version,  # type: ignore[attr-defined]  # Only PostgreSQL's connection has it.
            "migrations": _migrations(),
            "tables": tables,
            "left_out": sorted(LEFT_OUT & set(tables)),
            "ledger": _where_the_ledger_stands(cursor),
            "journal": {"lines": len(known.lines), "digest": known.digest},
            "today": _demo_day(),
        }
        cursor.execute("RESET ROLE")
        archive.writestr("erasures.jsonl", "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in known.lines))
        text = json.dumps({**manifest, "digest": _digest_of(manifest)}, ensure_ascii=False, indent=1)
        archive.writestr("manifest.json", text)
    return manifest


def _copy_out(cursor: Any, table: Table, archive: zipfile.ZipFile) -> dict[str, Any]:
    rows = size = 0
    mark = hashlib.sha256()
    if not _be_reader_of(cursor, table.name):
        raise Refusal.one(
            "backup.unreadable",
            f"数据表{table.name}对应用程序不可读，无法备份。",
            f"The application may not read the table {table.name}, so it cannot be backed up.",
            place=table.name,
        )
    with archive.open(_member(table.name), "w", force_zip64=True) as member:
        if table.name not in LEFT_OUT:
            for block in _blocks(cursor, table):
                member.write(block)
                mark.update(block)
                size += len(block)
                rows += block.count(b"\n")
    return {"columns": list(table.columns), "rows": rows, "bytes": size, "sha256": mark.hexdigest()}


def _blocks(cursor: Any, table: Table) -> Iterator[bytes]:
    """The rows as COPY text, one line each (a line break within a value is escaped there)."""
    with cursor.copy(f'COPY "{table.name}" ({table.listed}) TO STDOUT') as copy:
        for block in copy:
            yield bytes(block)


def _member(table: str) -> str:
    return f"tables/{table}.copy"


def _version() -> str:
    try:
        return metadata.version("zhichan")
    except metadata.PackageNotFoundError:
        return database.state()


def _migrations() -> list[list[str]]:
    """The migrations that the database has had; where only the application's login is known, those of this code."""
    from django.db import OperationalError, connections
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    try:
        found = list(MigrationRecorder(connections["owner"]).applied_migrations())
    except OperationalError:
        found = list(MigrationLoader(None).disk_migrations)
    finally:
        connections["owner"].close()
    return sorted([app, name] for app, name in found)


def _where_the_ledger_stands(cursor: Any) -> dict[str, Any]:
    cursor.execute(f"SET LOCAL ROLE {roles.KERNEL}")
    cursor.execute(
        "SELECT (SELECT count(*) FROM ledger_event), (SELECT coalesce(max(position), 0) FROM ledger_position),"
        " (SELECT count(*) FROM ledger_outbox)"
    )
    events, last, waiting = cursor.fetchone()
    cursor.execute("SELECT last, encode(root, 'hex') FROM ledger_seal ORDER BY last DESC LIMIT 1")
    seal = cursor.fetchone()
    return {
        "events": events, "last": last, "waiting": waiting,
        "seal": {"last": seal[0], "root": seal[1]} if seal else None,
    }  # fmt: skip


def _demo_day() -> str | None:
    mark = database.demo_mark()
    return mark.read_text(encoding="ascii") if mark.exists() else None


def _digest_of(manifest: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(manifest, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def upgrades_folder() -> Path:
    """Where backups before upgrades stand."""
    return places.var() / "backups"


def before_upgrade(*, at: datetime) -> Path | None:
    """Back up a database which has data and is about to be migrated; None when there is nothing to lose.

    The three newest of these backups are kept in `var/backups`.
    """
    folder = upgrades_folder()
    file = folder / f"before-{database.state()}.zip"
    if file.exists() or not holds_data():
        return None
    create(file, at=at, seal=False)
    old = sorted(folder.glob("before-*.zip"), key=lambda each: each.stat().st_mtime, reverse=True)
    for each in old[KEPT_BEFORE_UPGRADES:]:
        each.unlink()
    return file


# Looking into a backup ----------------------------------------------------------------------------------


def inspect(file: Path) -> dict[str, Any]:
    """The manifest of a backup, after all of it was read against its digests. Refuses what is damaged or no backup."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
            said = manifest.pop("digest")
            if manifest["format"] != FORMAT:
                raise _no_backup(file, f"format {manifest['format']}")
            if _digest_of(manifest) != said:
                raise _no_backup(file, "manifest.json")
            for name, table in manifest["tables"].items():
                mark = hashlib.sha256()
                with archive.open(_member(name)) as member:
                    while block := member.read(BLOCK):
                        mark.update(block)
                if mark.hexdigest() != table["sha256"]:
                    raise _no_backup(file, _member(name))
            lines = archive.read("erasures.jsonl").decode().splitlines()
            last = json.loads(lines[-1])["digest"] if lines else ""
            if (len(lines), last) != (manifest["journal"]["lines"], manifest["journal"]["digest"]):
                raise _no_backup(file, "erasures.jsonl")
    except FileNotFoundError:
        raise Refusal.one("backup.no-file", f"没有文件{file}。", f"There is no file {file}.", place=str(file)) from None
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,  # A damaged byte can claim a version of zip that nobody reads.
        ValueError,
        KeyError,
        TypeError,
        EOFError,
        OSError,
    ) as fault:
        raise _no_backup(file, f"{type(fault).__name__}: {fault}") from fault
    return manifest


def _no_backup(file: Path, what: str) -> Refusal:
    return Refusal.one(
        "backup.damaged",
        f"{file}不是完好的备份（{what}）。没有恢复任何内容。",
        f"{file} is no sound backup ({what}). Nothing was restored.",
        place=str(file),
    )


# Restoring ----------------------------------------------------------------------------------------------


def restore(
    file: Path, *, at: datetime, erasures: Path | None = None, no_erasures: bool = False
) -> Restored:
    """Restore a backup into this installation's empty database; call inside `database.available`.

    `erasures` is the journal of the installation that is restored (by default the one of this installation);
    without any, the caller must say that there were none after the backup (`no_erasures`). Refuses a database with
    data, an installation that is serving, a backup of a newer release, and a journal that is not its successor.
    An interrupted restore is begun again by the same command; until one is finished the house does not open.
    """
    manifest = inspect(file)
    with _nobody_serves(), places.locked(places.var() / ".opening"):
        known = _journal_for(file, manifest, erasures, no_erasures=no_erasures)
        database.make()
        if holds_data() and not is_unfinished():
            raise Refusal.one(
                "restore.not-empty",
                "数据库中已有数据，不会覆盖：请恢复到新的目录（ZHICHAN_VAR）或空的数据库。",
                "The database holds data, which will not be overwritten: restore into a new folder (ZHICHAN_VAR) or "
                "an empty database.",
            )
        database.tables_mark().unlink(missing_ok=True)
        _make_tables(manifest)
        done = Restored(rows=_load(file, manifest))
        _put_marks(manifest)
        database.migrate()
        database.check_login_role()
        _verify(manifest, done)
        journal.replace(journal.path(), known)
        _repeat(known, done, at)
        _verify(None, done)
        _set_mark("")
        places.write_private(database.tables_mark(), database.state())
        database.disconnect()
    return done


@contextmanager
def _nobody_serves() -> Iterator[None]:
    handle = os.open(places.var() / ".serving", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal.one(
                "restore.serving",
                "知产正在此目录运行：请先停止（Ctrl-C），再恢复。",
                "Zhichan is running from this folder: stop it (Ctrl-C), then restore.",
            ) from None
        yield
    finally:
        os.close(handle)


def _journal_for(
    file: Path, manifest: Mapping[str, Any], erasures: Path | None, *, no_erasures: bool
) -> journal.Journal:
    given = erasures or journal.path()
    if no_erasures:
        if len(journal.read(given).lines) > manifest["journal"]["lines"]:
            raise Refusal.one(
                "restore.erasures-known",
                f"删除记录{given}中有备份之后的删除，不能略过。",
                f"The journal {given} knows erasures after the backup; they cannot be passed over.",
                place="--no-erasures",
            )
        with zipfile.ZipFile(file) as archive:
            lines = [json.loads(line) for line in archive.read("erasures.jsonl").decode().splitlines()]
        return journal.Journal(tuple(lines), manifest["journal"]["digest"])
    if not given.exists():
        raise Refusal.one(
            "restore.no-journal",
            f"没有删除记录{given}：备份之后依法删除的内容可能因此重现。请用 --erasures 指明原安装的删除记录"
            "（var/erasures-*.jsonl）；确知备份之后没有删除的，用 --no-erasures。",
            f"There is no journal of erasures {given}: what was erased after the backup might come back. Name the "
            "journal of the old installation (var/erasures-*.jsonl) by --erasures; if nothing was erased after the "
            "backup, say --no-erasures.",
            place="--erasures",
        )
    known = journal.read(given)
    if not known.begins_with(manifest["journal"]["digest"]):
        raise Refusal.one(
            "restore.other-journal",
            f"删除记录{given}不是这个备份的后续：它缺少备份时已有的记录。",
            f"The journal of erasures {given} does not go on from this backup: it lacks what the backup knew.",
            place=str(given),
        )
    return known


def _make_tables(manifest: Mapping[str, Any]) -> None:
    """Make the tables as they were in the release that made the backup, in place of whatever empty ones are there."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    owner = connections["owner"]
    wanted = {(app, name) for app, name in manifest["migrations"]}
    unknown = wanted - set(MigrationExecutor(owner).loader.disk_migrations)
    if unknown:
        names = ", ".join(f"{app}.{name}" for app, name in sorted(unknown))
        raise Refusal.one(
            "restore.newer",
            f"备份来自更新的版本（{manifest['platform']}），本版本不认识：{names}。请用该版本恢复。",
            f"The backup comes from a newer release ({manifest['platform']}), of which this one does not know {names}. "
            "Restore it with that release.",
        )
    with owner.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {roles.APP}, {roles.READER}, {roles.KERNEL}")
    migrate_to(wanted)


def migrate_to(wanted: Iterable[tuple[str, str]]) -> None:
    """Apply exactly these migrations (with what they rest on) to an empty database."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    owner = connections["owner"]
    executor = MigrationExecutor(owner)
    chosen = set(wanted)
    graph = executor.loader.graph
    ends = [each for each in sorted(chosen) if not {child.key for child in graph.node_map[each].children} & chosen]
    executor.migrate(ends)
    owner.close()


def _load(file: Path, manifest: Mapping[str, Any]) -> int:
    """Fill the tables in one transaction, which also marks the house as closed, and read all of it back."""
    from django.db import connections, transaction

    total = 0
    with (
        zipfile.ZipFile(file) as archive,
        transaction.atomic(using="owner"),
        connections["owner"].cursor() as cursor,
    ):
        for setting in PLAIN:
            cursor.execute(setting)
        there = {table.name: table for table in _tables(cursor) if table.name != "django_migrations"}
        if {name: set(table.columns) for name, table in there.items()} != {
            name: set(table["columns"]) for name, table in manifest["tables"].items()
        }:
            raise _no_backup(file, "tables")
        with _bare(cursor, there):
            for name, table in manifest["tables"].items():
                total += copy_in(cursor, Table(name, tuple(table["columns"])), archive)
            for name, table in manifest["tables"].items():
                _read_back(cursor, file, Table(name, tuple(table["columns"])), table)
            _continue_numbers(cursor, there)
        cursor.execute(f"COMMENT ON SCHEMA public IS '{MARK}'")
    connections["owner"].close()
    return total


@contextmanager
def _bare(cursor: Any, tables: Iterable[str]) -> Iterator[None]:
    """Without foreign keys, triggers and forced row security, for the tables' owner within its transaction."""
    cursor.execute(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'f' AND connamespace = 'public'::regnamespace"
    )
    keys = cursor.fetchall()
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relforcerowsecurity"
    )
    forced = [name for (name,) in cursor.fetchall()]
    quoted = [f'"{name}"' for name in tables]
    for table, name, _ in keys:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for table in quoted:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for name in forced:
        cursor.execute(f'ALTER TABLE "{name}" NO FORCE ROW LEVEL SECURITY')
    cursor.execute(f"TRUNCATE {', '.join(quoted)}")
    yield
    for table, name, definition in keys:
        # Checked anew over all rows, which the owner sees only while row security is not forced.
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    for name in forced:
        cursor.execute(f'ALTER TABLE "{name}" FORCE ROW LEVEL SECURITY')
    for table in quoted:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def copy_in(cursor: Any, table: Table, archive: zipfile.ZipFile) -> int:
    """Fill a table from its member; returns the rows."""
    with (
        archive.open(_member(table.name)) as member,
        cursor.copy(f'COPY "{table.name}" ({table.listed}) FROM STDIN') as copy,
    ):
        while block := member.read(BLOCK):
            copy.write(block)
    return int(cursor.rowcount)


def _read_back(cursor: Any, file: Path, table: Table, said: Mapping[str, Any]) -> None:
    mark = hashlib.sha256()
    rows = 0
    for block in _blocks(cursor, table):
        mark.update(block)
        rows += block.count(b"\n")
    if (rows, mark.hexdigest()) != (said["rows"], said["sha256"]):
        raise Refusal.one(
            "restore.differs",
            f"{file}中的{table.name}恢复后与备份不符。没有恢复任何内容。",
            f"{table.name} differs from {file} once restored. Nothing was restored.",
            place=table.name,
        )


def _continue_numbers(cursor: Any, tables: Mapping[str, Table]) -> None:
    """Let each numbered column go on after its highest number."""
    for table in tables.values():
        for column in table.columns:
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table.name}"', column])
            sequence = cursor.fetchone()[0]
            if sequence:
                cursor.execute(
                    f'SELECT setval(%s, coalesce(max("{column}"), 0) + 1, false) FROM "{table.name}"', [sequence]
                )


def _put_marks(manifest: Mapping[str, Any]) -> None:
    if manifest["today"]:
        places.write_private(database.demo_mark(), manifest["today"])
    else:
        database.demo_mark().unlink(missing_ok=True)


def _set_mark(text: str) -> None:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(f"COMMENT ON SCHEMA public IS '{text}'")
    connections["owner"].close()


def is_unfinished() -> bool:
    """Whether a restore was interrupted after its rows had come and before everything was verified and repeated."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description('public'::regnamespace, 'pg_namespace')")
        return bool(cursor.fetchone()[0] == MARK)


def refuse_unfinished() -> None:
    """Keep the house closed until a restore that was begun is finished (`site.restoring`)."""
    if is_unfinished():
        raise Refusal.one(
            "site.restoring",
            "上次恢复没有完成，已删除的内容可能尚未再次删除：请重新运行 zhichan restore。",
            "The last restore was not finished, and what was erased may not be erased again yet: run `zhichan "
            "restore` again.",
        )


def _verify(manifest: Mapping[str, Any] | None, done: Restored) -> None:
    """Refuse to open what does not agree with its ledger, or stands elsewhere than the manifest says."""
    from zhichan.kernel.ground.public import kernel
    from zhichan.kernel.ledger.models import Seal
    from zhichan.site import verifying

    verdict = verifying.verify()
    if manifest is not None:
        said = manifest["ledger"]
        with kernel():
            seal = Seal.objects.order_by("-last").first()
        stands = {"last": seal.last, "root": bytes(seal.root).hex()} if seal else None
        found = (verdict.counts["events"], verdict.counts["positions"], stands)
        if found != (said["events"], said["last"], said["seal"]):
            verdict.fault(
                "restore.ledger", "账本所处位置与备份清单不符", "the ledger does not stand where the manifest says"
            )
    if verdict.faults:
        raise Refusal.of(verdict.faults)
    done.counts = verdict.counts


def _repeat(known: journal.Journal, done: Restored, at: datetime) -> None:
    """Perform the erasures of the journal that the restored ledger does not know."""
    from zhichan.kernel.access.public import system_actor
    from zhichan.kernel.acts import erasing
    from zhichan.kernel.acts.public import NOT_THERE, SHANGHAI, perform
    from zhichan.kernel.ground.public import kernel

    actor = system_actor(erasing.RESTORE, day=at.astimezone(SHANGHAI).date())
    for line in known.lines:
        with kernel():
            if erasing.is_known(line["event"]):
                continue
        facts = {name: line[name] for name in ("reason", "instrument", "fields", "papers")}
        try:
            perform(
                actor=actor, verb=line["verb"], target=f"{line['kind']}:{line['id']}", at=at,
                facts={**facts, "repeats": line["event"]}, key=f"repeat/{line['event']}",
            )  # fmt: skip
            done.repeated += 1
        except Refusal as refusal:
            # What came after the backup is not there to be erased.
            if refusal.codes != (NOT_THERE.code,):
                raise
            done.without_subject += 1

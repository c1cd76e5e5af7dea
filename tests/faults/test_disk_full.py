"""The database's disk is full: acts are refused in a sentence, nothing is lost, and work goes on once there is room."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from django.db import OperationalError, connection
from psycopg import sql

from zhichan.kernel.acts.public import perform
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import Refusal, kernel
from zhichan.site import database, server

from .conftest import AT, CLERK, House

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]
CROWDED = ("ledger_payload", "ledger_position", "inbox_notice")
Release = Callable[[], None]


@pytest.fixture
def cramped(house: House) -> Iterator[Release]:
    """Three tables on a disk of 3 MB where one can be mounted, else a database that says its disk is full.

    Yields what makes room again.
    """
    folder = Path(mkdtemp(prefix="zhichan-small-"))
    mounted = os.geteuid() == 0 and not subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m,mode=755", "zhichan-small", str(folder)], capture_output=True, check=False
    ).returncode  # fmt: skip
    try:
        yield from _on_disk(folder) if mounted else _pretended()
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)
        shutil.rmtree(folder)


def _on_disk(folder: Path) -> Iterator[Release]:
    running = server.this().postmaster()
    assert running is not None
    user = pwd.getpwuid(running.uids().real)
    os.chown(folder, user.pw_uid, user.pw_gid)
    name = sql.Identifier(f"small_{os.getpid()}")
    connection.close()
    with database.administrator(database.name()) as admin:
        admin.execute(sql.SQL("create tablespace {} location {}").format(name, sql.Literal(str(folder))))
        for table in CROWDED:
            # What earlier tests rolled back still lies in the tables and would not fit.
            admin.execute(sql.SQL("vacuum full {}").format(sql.Identifier(table)))
            admin.execute(sql.SQL("alter table {} set tablespace {}").format(sql.Identifier(table), name))

    def release() -> None:
        subprocess.run(["mount", "-o", "remount,size=200m", str(folder)], check=True)

    try:
        yield release
    finally:
        release()
        connection.close()
        with database.administrator(database.name()) as admin:
            for table in CROWDED:
                admin.execute(sql.SQL("alter table {} set tablespace pg_default").format(sql.Identifier(table)))
            admin.execute(sql.SQL("drop tablespace {}").format(name))


def _pretended() -> Iterator[Release]:
    with database.administrator(database.name()) as admin:
        admin.execute(
            "create function is_full() returns trigger language plpgsql as $$ begin"
            " if (select count(*) from ledger_payload) > 60 then"
            " raise exception 'could not extend file: No space left on device' using errcode = '53100';"
            " end if; return new; end $$"
        )
        admin.execute("create trigger is_full before insert on ledger_payload for each row execute function is_full()")
        admin.execute("alter function is_full() security definer")

    def release() -> None:
        with database.administrator(database.name()) as admin:
            admin.execute("drop trigger is_full on ledger_payload")

    yield release


def test_when_the_disk_is_full_acts_are_refused_and_once_there_is_room_work_goes_on(
    house: House, cramped: Release
) -> None:
    acknowledged: list[str] = []

    def write_until_refused() -> None:
        for number in range(2_000):
            acknowledged.append(house.write(secrets.token_hex(9_000), key=str(number)))  # noqa: PERF401  # One by one.

    with pytest.raises(Refusal) as refused:
        write_until_refused()
    refused_key = str(len(acknowledged))
    assert refused.value.codes == ("acts.no-room",)
    assert "磁盘已满" in str(refused.value)
    assert len(acknowledged) > 5
    assert cases() == set(acknowledged)
    try:
        house.settle()
    except OperationalError:
        # The worker process would end here and be started again, until there is room.
        connection.close()
    assert cases() == set(acknowledged)
    cramped()
    again = perform(
        actor=CLERK, verb="report:write", facts={"region": "/city/", "name": "王某"}, at=AT, key="after all"
    ).result["case"]
    acknowledged.append(str(again))
    acknowledged.append(house.write("李某", key=refused_key))
    house.settle()
    assert house.agrees(batched=False)["cases"] == len(acknowledged)
    assert cases() == set(acknowledged)


def cases() -> set[Any]:
    with kernel():
        return {str(each) for each in Case.objects.values_list("pk", flat=True)}

"""Test databases; loaded by pytest before Django's settings are read (`-p zhichan.site.testing`).

Tests use a server of their own, without fsync. Its tables are made once for each state of the migrations,
in a template; every test process gets a copy, which takes a tenth of a second. Tests run as `zhichan_app`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import psutil
from psycopg import sql

os.environ["ZHICHAN_CLUSTER"] = "test"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhichan.site.settings")
for variable in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_ADMIN_URL", "ZHICHAN_DATABASE"):
    os.environ.pop(variable, None)

from zhichan.site import database, places, roles, server  # noqa: E402  # they read the variables above

KEPT_TEMPLATES = 6


def _set_name(name: str) -> None:
    """Point Django and every process started from here at the database `name`."""
    from django.conf import settings
    from django.db import connections

    connections.close_all()
    os.environ["ZHICHAN_DATABASE"] = name
    for alias in database.LOGIN:
        settings.DATABASES[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name


def _drop(admin: Any, name: str) -> None:
    admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


@cache
def _state() -> str:
    """The state of the code that this process runs: what is edited meanwhile is for the next one."""
    return database.state()


def _template(admin: Any) -> str:
    """Name of the template for this process's state, made if it is not there."""
    name = f"template_{_state()}"
    with places.locked(server.this().folder / ".template"):
        if admin.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            return name
        draft = f"draft_{os.getpid()}"
        _drop(admin, draft)
        database.make_database(admin, database=draft)
        _set_name(draft)
        database.migrate()
        database.check_login_role()
        database.disconnect()
        admin.execute(
            sql.SQL("alter database {} rename to {}").format(sql.Identifier(draft), sql.Identifier(name))
        )
        old = admin.execute("select datname from pg_database where datname like 'template\\_%' order by oid desc")
        for (unused,) in old.fetchall()[KEPT_TEMPLATES:]:
            _drop(admin, unused)
    return name


def _copy(admin: Any, name: str) -> None:
    """Make `name` anew from the template, and work in it."""
    template = _template(admin)
    _drop(admin, name)
    admin.execute(
        sql.SQL("create database {} template {} owner {}").format(
            sql.Identifier(name), sql.Identifier(template), sql.Identifier(roles.OWNER)
        )
    )
    database.make_database(admin, database=name)
    _set_name(name)


def _sweep(admin: Any) -> None:
    """Drop what killed test processes left behind."""
    found = admin.execute("select datname from pg_database where datname ~ '^(test|draft)_[0-9]+(_|$)'").fetchall()
    for (name,) in found:
        if not psutil.pid_exists(int(name.split("_")[1])):
            _drop(admin, name)


@contextmanager
def session() -> Iterator[None]:
    """A test process's database, from the template, dropped at the end."""
    with database.available():
        name = f"test_{os.getpid()}"
        with places.locked(server.this().folder / ".template"), database.administrator() as admin:
            access = server.this().access
            database.make_roles(admin, passwords=access.passwords)
            _sweep(admin)
        with database.administrator() as admin:
            _copy(admin, name)
        try:
            yield
        finally:
            database.disconnect()
            with database.administrator() as admin:
                _drop(admin, name)


def afresh() -> None:
    """Give the running test process a database as it was at the start.

    For tests that really commit: emptying the tables, as Django would, is what the ledger forbids.
    """
    database.disconnect()
    with database.administrator() as admin:
        _copy(admin, f"test_{os.getpid()}")


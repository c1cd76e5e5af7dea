"""Nothing is served through a database role that passes by row-level security."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from zhichan.kernel.ground.refusal import Refusal
from zhichan.site import database, roles, server

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)

# Roles belong to the whole server, which other test processes use as well.
TRIAL = f"trial_{os.getpid()}"


@contextmanager
def login(*, shape: str) -> Iterator[None]:
    """The application logged in as a role made for the test."""
    role, password = TRIAL, "a-word-for-this-test"
    entry = connections["default"].settings_dict
    before = {key: entry[key] for key in ("USER", "PASSWORD")}
    with database.administrator(entry["NAME"]) as admin:
        admin.execute(f"drop role if exists {role}")
        admin.execute(f"create role {role} login password '{password}' {shape}")
        admin.execute(f'grant connect on database "{entry["NAME"]}" to {role}')
        connections["default"].close()
        entry.update(USER=role, PASSWORD=password)
        try:
            yield
        finally:
            connections["default"].close()
            entry.update(before)
            admin.execute(f"drop owned by {role}")
            admin.execute(f"drop role {role}")


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ("superuser noinherit", "is a superuser"),
        ("bypassrls noinherit", "has BYPASSRLS"),
        ("createrole noinherit", "may make roles"),
        ("inherit", "inherits"),
        ("noinherit in role zhichan_owner", "can become the owner of the tables"),
    ],
)
def test_an_unsafe_login_role_is_refused_with_the_reason(shape: str, words: str) -> None:
    with login(shape=shape), pytest.raises(Refusal) as refusal:
        database.check_login_role()
    assert refusal.value.codes == ("site.unsafe_role",)
    assert words in refusal.value.reasons[0].text.en


def test_the_owner_of_the_tables_is_refused_as_login_role() -> None:
    entry = connections["default"].settings_dict
    before = {key: entry[key] for key in ("USER", "PASSWORD")}
    connections["default"].close()
    entry.update(USER="zhichan_owner", PASSWORD=server.this().access.passwords["zhichan_owner"])
    try:
        with pytest.raises(Refusal) as refusal:
            database.check_login_role()
    finally:
        connections["default"].close()
        entry.update(before)
    assert "owns tables" in refusal.value.reasons[0].text.en


def test_the_login_role_that_set_up_makes_is_accepted() -> None:
    database.check_login_role()


def test_the_web_process_does_not_start_through_an_unsafe_role() -> None:
    with login(shape="superuser noinherit"):
        entry = connections["default"].settings_dict
        url = f"postgresql://{TRIAL}:{entry['PASSWORD']}@127.0.0.1:{entry['PORT']}/{entry['NAME']}"
        done = subprocess.run(
            [sys.executable, "-c", "import zhichan.site.wsgi"],
            env=dict(os.environ, DATABASE_URL=url), text=True, capture_output=True, check=False,
        )
    assert done.returncode == 1
    assert "site.unsafe_role" in done.stderr


def test_granting_twice_changes_nothing() -> None:
    def granted() -> list[tuple[str, ...]]:
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "select grantee, table_name, privilege_type from information_schema.role_table_grants "
                "where grantee like 'zhichan%' order by 1, 2, 3"
            )
            return cursor.fetchall()

    before = granted()
    roles.grant(connections["owner"])
    assert granted() == before
    assert {table for grantee, table, _ in before if grantee == "zhichan_app"} == set(roles.djangos_tables())


@pytest.mark.parametrize("role", ["zhichan_reader", "zhichan_kernel"])
def test_the_login_role_has_the_rights_of_a_context_role_only_while_it_takes_it(role: str) -> None:
    with connection.cursor() as cursor:
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("select count(*) from ground_region")
        with transaction.atomic():
            cursor.execute(f"set local role {role}")
            cursor.execute("select count(*) from ground_region")
            assert cursor.fetchone() == (0,)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("select count(*) from ground_region")


def test_the_login_role_cannot_become_owner_or_administrator() -> None:
    for role in ("zhichan_owner", "postgres"):
        with connection.cursor() as cursor, transaction.atomic():
            with pytest.raises(ProgrammingError, match="permission denied to set role"), transaction.atomic():
                cursor.execute(f"set role {role}")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://a%40b:p%2Fw@db.example:6432/ip?sslmode=require",
            {"HOST": "db.example", "PORT": "6432", "USER": "a@b", "PASSWORD": "p/w", "NAME": "ip",
             "OPTIONS": {"sslmode": "require"}},
        ),
        (
            "postgres://app@/ip?host=/run/postgresql",
            {"HOST": "/run/postgresql", "PORT": "", "USER": "app", "PASSWORD": "", "NAME": "ip", "OPTIONS": {}},
        ),
    ],
)
def test_a_database_address_is_read_whole(url: str, expected: dict[str, object]) -> None:
    assert database.from_url(url) == expected


@pytest.mark.parametrize("url", ["mysql://a@b/c", "postgresql://host", "sqlite:///x"])
def test_what_is_no_postgresql_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="postgresql://"):
        database.from_url(url)


def test_several_may_set_up_on_one_server_at_once() -> None:
    name = f"{database.name()}_at_once"

    def set_up(_: int) -> None:
        with database.administrator() as admin:
            for _ in range(10):
                database.make_roles(admin, passwords=server.this().access.passwords)
                database.make_database(admin, database=name)

    try:
        with ThreadPoolExecutor(4) as several:
            list(several.map(set_up, range(4)))
    finally:
        with database.administrator() as admin:
            admin.execute(f'drop database if exists "{name}"')

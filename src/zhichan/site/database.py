"""Which database, as whom: the settings' two aliases, the four roles, migration.

The application logs in as `zhichan_app`: no superuser, no `BYPASSRLS`, owner of nothing. It is a member of
`zhichan_reader` and `zhichan_kernel` and inherits from neither, so that a query outside the contexts which
take one of these roles is refused by the database. Tables belong to `zhichan_owner`, used by set-up alone.

Without `DATABASE_URL` the embedded server is used. With it, any PostgreSQL from 15: `DATABASE_URL` logs in as
`zhichan_app`, `DATABASE_OWNER_URL` as `zhichan_owner`, and `DATABASE_ADMIN_URL` (needed once, by set-up, to
make roles and database) as an administrator.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg
from psycopg import sql

from zhichan.kernel.ground.refusal import Refusal
from zhichan.site import places, roles, server
from zhichan.site.roles import APP, KERNEL, OWNER, READER

LOGIN = {"default": APP, "owner": OWNER}
LOCK = 0x5A_0400  # advisory lock numbers of this project begin with 0x5A


def name() -> str:
    """Name of the database on the embedded server."""
    return os.environ.get("ZHICHAN_DATABASE") or "zhichan"


def from_url(url: str) -> dict[str, Any]:
    """The connection part of a Django database entry, from `postgresql://user:password@host:port/name?key=value`.

    ValueError when it is no PostgreSQL address or names no database.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ValueError("A database address reads postgresql://user:password@host:port/name.")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    return {
        "HOST": host,
        "PORT": str(parts.port or ""),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "NAME": unquote(parts.path.lstrip("/")),
        "OPTIONS": options,
    }


def aliases(environment: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Django's `DATABASES`: `default` (the application) and `owner` (migrations and set-up)."""
    entries: dict[str, dict[str, Any]] = {}
    for alias in LOGIN:
        given = environment.get("DATABASE_URL" if alias == "default" else "DATABASE_OWNER_URL")
        if environment.get("DATABASE_URL"):
            # Without an owner's address the alias reaches nothing, which only set-up would notice.
            place = from_url(given) if given else from_url("postgresql://localhost/owner-not-given")
        else:
            place = _embedded(alias)
        entries[alias] = {
            "ENGINE": "django.db.backends.postgresql",
            "CONN_MAX_AGE": 300 if alias == "default" else 0,
            "CONN_HEALTH_CHECKS": True,
            "ATOMIC_REQUESTS": False,
            **place,
        }
    return entries


def _embedded(alias: str) -> dict[str, Any]:
    access = server.this().access
    role = LOGIN[alias]
    return {
        "HOST": "127.0.0.1",
        "PORT": str(access.port),
        "USER": role,
        "PASSWORD": access.passwords.get(role, ""),
        "NAME": name(),
        "OPTIONS": {},
    }


def is_embedded() -> bool:
    return not os.environ.get("DATABASE_URL")


def marks() -> Path:
    """Folder of the marks of what was done to the database, beside the embedded one's data."""
    return server.this().folder if is_embedded() else places.var()


def _mark_name() -> str:
    """What tells this database from every other: one tried out with the demo city must not vouch for the next."""
    if is_embedded():
        return name()
    parts = urlsplit(os.environ["DATABASE_URL"])
    place = repr((parts.hostname, parts.port, parts.path, parts.query))
    return hashlib.sha256(place.encode()).hexdigest()[:16]


def demo_mark() -> Path:
    """File that is there once the demo city was loaded; it holds the day that counts as today in the demo."""
    return marks() / f"demo-{_mark_name()}"


def tables_mark() -> Path:
    """File that holds the `state` of the code to which the tables were last brought."""
    return marks() / f"tables-{_mark_name()}"


@contextmanager
def available() -> Iterator[None]:
    """The database can be reached inside: the embedded server is started if needed, and stopped if ours.

    The server may come up on another port than it had; Django's settings follow.
    """
    if not is_embedded():
        yield
        return
    with server.this().running():
        follow()
        yield
        disconnect()


def follow() -> None:
    """Tell Django, if it runs in this process, where the embedded server listens now."""
    if "django.db" not in sys.modules:
        return
    from django.conf import settings

    if settings.configured:
        for alias, entry in settings.DATABASES.items():
            entry.update(_embedded(alias))


def disconnect() -> None:
    """Close this thread's connections, so that the server can stop without cutting them."""
    if "django.db" in sys.modules:
        from django.db import connections

        connections.close_all()


# Roles and database -----------------------------------------------------------------------------------


def administrator(database: str = "postgres") -> psycopg.Connection[tuple[Any, ...]]:
    """An autocommit connection of the administrator."""
    if is_embedded():
        return server.this().connect(database=database)
    url = os.environ.get("DATABASE_ADMIN_URL")
    if not url:
        raise Refusal.one(
            "site.administrator",
            "DATABASE_ADMIN_URL 未指定管理员，无法创建角色与数据库。",
            "DATABASE_ADMIN_URL names no administrator who could make roles and database.",
        )
    return psycopg.connect(url, dbname=database, autocommit=True)


@contextmanager
def _alone(admin: psycopg.Connection[Any]) -> Iterator[None]:
    """Whoever else makes roles or a database waits: the server refuses two changes of one of them at once.

    Such a lock belongs to the database connected to; `administrator()` connects to the same one everywhere.
    """
    admin.execute("select pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        admin.execute("select pg_advisory_unlock(%s)", [LOCK])


def make_roles(admin: psycopg.Connection[Any], *, passwords: Mapping[str, str]) -> None:
    """Make the four roles, or set right what differs; harmless when repeated, and by several at once."""
    with _alone(admin):
        for role, login in ((OWNER, True), (APP, True), (READER, False), (KERNEL, False)):
            known = admin.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
            shape = sql.SQL(
                "{verb} role {role} {login} nosuperuser nobypassrls nocreatedb nocreaterole noreplication noinherit"
            ).format(
                verb=sql.SQL("alter" if known else "create"),
                role=sql.Identifier(role),
                login=sql.SQL("login" if login else "nologin"),
            )
            admin.execute(shape)
            if role in passwords:
                admin.execute(
                    sql.SQL("alter role {} password {}").format(sql.Identifier(role), sql.Literal(passwords[role]))
                )
        admin.execute(
            sql.SQL("grant {}, {} to {}").format(sql.Identifier(READER), sql.Identifier(KERNEL), sql.Identifier(APP))
        )


def make_database(admin: psycopg.Connection[Any], *, database: str) -> None:
    """Make the database `database`, the owner's, closed to everybody but our roles.

    Harmless when repeated, and by several at once.
    """
    with _alone(admin):
        identifier = sql.Identifier(database)
        if not admin.execute("select 1 from pg_database where datname = %s", [database]).fetchone():
            admin.execute(
                sql.SQL("create database {} owner {} encoding 'UTF8' template template0").format(
                    identifier, sql.Identifier(OWNER)
                )
            )
        admin.execute(sql.SQL("revoke all on database {} from public").format(identifier))
        admin.execute(sql.SQL("grant connect on database {} to {}").format(identifier, sql.Identifier(APP)))
        # Loads are staged in temporary tables.
        admin.execute(sql.SQL("grant temporary on database {} to {}").format(identifier, sql.Identifier(KERNEL)))


def make() -> None:
    """Roles and an empty database; harmless when repeated.

    On an outside server they are made only when `DATABASE_ADMIN_URL` is given, and expected otherwise.
    """
    from django.conf import settings

    if is_embedded() or os.environ.get("DATABASE_ADMIN_URL"):
        entries = settings.DATABASES
        passwords = {LOGIN[alias]: entries[alias]["PASSWORD"] for alias in LOGIN}
        with administrator() as admin:
            make_roles(admin, passwords=passwords)
            make_database(admin, database=entries["default"]["NAME"])


def prepare() -> None:
    """Roles, database, tables, grants: everything the application needs before it can serve.

    Harmless when repeated; Django must be set up.
    """
    make()
    migrate()
    check_login_role()


def migrate() -> None:
    """Bring the tables up to date through the owner, then grant each role what it may touch."""
    from django.core.management.sql import emit_post_migrate_signal
    from django.db import connections, transaction
    from django.db.migrations.executor import MigrationExecutor

    class Whole(MigrationExecutor):
        """Notes a migration in the transaction that makes it: killed in between, it would be made a second time."""

        def apply_migration(self, *given: Any, **more: Any) -> Any:
            with transaction.atomic(using="owner"):
                return super().apply_migration(*given, **more)

    executor = Whole(connections["owner"])
    executor.migrate(executor.loader.graph.leaf_nodes())
    emit_post_migrate_signal(verbosity=0, interactive=False, db="owner")
    roles.grant(connections["owner"])
    connections["owner"].close()


def is_to_be_upgraded() -> bool:
    """Whether tables are there and migrations wait for them."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["owner"])
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return bool(waiting and executor.loader.applied_migrations)


def state() -> str:
    """Mark of everything that decides how the tables look: Django, the rooms, their migrations and SQL."""
    import django
    from django.conf import settings

    mark = hashlib.sha256(repr((django.__version__, settings.INSTALLED_APPS)).encode())
    files = {
        *places.PACKAGE.glob("**/migrations/*.py"),
        *places.PACKAGE.glob("kernel/**/*.sql"),
        *places.PACKAGE.glob("site/*.py"),
    }
    for path in sorted(files):
        mark.update(str(path.relative_to(places.PACKAGE)).encode())
        mark.update(path.read_bytes())
    return mark.hexdigest()[:12]


def check_login_role() -> None:
    """Refuse (`site.unsafe_role`) when the application's login could pass by row-level security.

    That is: a superuser, `BYPASSRLS`, a role which inherits, may make roles, owns a table or can become the
    tables' owner.
    """
    from django.db import connections

    with connections["default"].cursor() as cursor:
        cursor.execute(
            """
            select current_user, r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolinherit,
                   exists (select from pg_class c where c.relowner = r.oid and c.relkind in ('r', 'p', 'v', 'm')),
                   exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                           where c.relkind in ('r', 'p') and n.nspname = 'public'
                             and pg_has_role(r.oid, c.relowner, 'member'))
            from pg_roles r where r.rolname = current_user
            """
        )
        role, superuser, bypasses, makes_roles, inherits, owns, becomes_owner = cursor.fetchone()
    reasons = [
        words
        for fault, words in (
            (superuser, ("是超级用户", "is a superuser")),
            (bypasses, ("具有 BYPASSRLS", "has BYPASSRLS")),
            (makes_roles, ("可以创建角色", "may make roles")),
            (inherits, ("会继承权限", "inherits")),
            (owns, ("拥有数据表", "owns tables")),
            (becomes_owner and not superuser, ("可以成为表的所有者", "can become the owner of the tables")),
        )
        if fault
    ]
    if reasons:
        zh, en = "、".join(words[0] for words in reasons), ", ".join(words[1] for words in reasons)
        raise Refusal.one(
            "site.unsafe_role",
            f"数据库角色 {role} {zh}，行级安全对它无效：请让 DATABASE_URL 以 {APP} 登录。",
            f"The database role {role} {en}: row-level security would not hold. Let DATABASE_URL log in as {APP}.",
            place="DATABASE_URL",
        )

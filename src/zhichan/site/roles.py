"""The four roles, and what the login role may touch outside any context: Django's own tables, nothing of ours.

Our own tables are granted to `zhichan_reader` and `zhichan_kernel` by the migrations which make them.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps

APP = "zhichan_app"
OWNER = "zhichan_owner"
READER = "zhichan_reader"
KERNEL = "zhichan_kernel"


def djangos_tables() -> list[str]:
    """Tables of accounts, sessions, content types and the like: of every app which is not ours."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model.__module__.startswith("zhichan.")
    )


def grant(connection: Any) -> None:
    """Apply the grants through the owner's `connection`; harmless when repeated."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"grant usage on schema public to {APP}, {READER}, {KERNEL}")
        for table in djangos_tables():
            cursor.execute(f"grant select, insert, update, delete on {quote(table)} to {APP}")

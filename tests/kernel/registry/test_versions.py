"""A version can only be closed, once, and one version of a key is current."""

import pytest
from django.db import connection

from zhichan.kernel.registry.sources import SOURCES

pytestmark = pytest.mark.django_db


def test_every_source_names_the_columns_its_table_has() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE zhichan_kernel")
        cursor.execute("create temp table t(a int) on commit drop")
        for source in SOURCES.values():
            cursor.execute(f"SELECT * FROM {source.table} LIMIT 0")
            have = {column.name for column in cursor.description}
            extra = {"id", "digest", "opened_by", "closed_by", "restores"} | ({"region_id"} if source.region == "column" else set())
            assert have == set(source.columns) | extra

"""The database itself holds one current version of a key, and lets a version only be closed, once."""

from __future__ import annotations

import threading
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from zhichan.kernel.ground.public import kernel
from zhichan.kernel.registry.public import EVERY, OPEN_TABLES, SOURCES, Patent

from .conftest import make_city, patent, state, take


@pytest.mark.django_db
def test_every_source_names_the_columns_its_table_has() -> None:
    with kernel(), connection.cursor() as cursor:
        for source in EVERY.values():
            cursor.execute(f"SELECT * FROM {source.table} LIMIT 0")
            have = {column.name for column in cursor.description}
            extra = {"id", "digest", "opened_by", "closed_by", "restores", "stated", "withheld"}
            extra |= {"region_id"} if source.region == "column" else set()
            assert have == {*source.columns, *source.details} | extra


def test_sources_name_only_columns_they_have() -> None:
    for source in EVERY.values():
        used = {*source.label, *source.required, *source.choices, *source.generated}
        used |= {name for pair in source.order for name in pair}
        assert used <= {*source.columns, *source.details}
        assert not set(source.columns) & set(source.details)
        assert not set(source.generated) & set(source.loaded)


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("statement", [
    "UPDATE registry_patent SET title = 'x'",
    "UPDATE registry_patent SET closed_by = NULL",
    "UPDATE registry_patent SET closed_by = opened_by WHERE closed_by IS NOT NULL",
    "DELETE FROM registry_patent",
    "TRUNCATE registry_patent",
    "UPDATE registry_holding SET region_id = 1",
    "DELETE FROM registry_holding",
    "UPDATE registry_load SET counts = '{}'",
    "DELETE FROM registry_rejection",
])
def test_the_kernel_role_cannot_change_what_is_known(statement: str) -> None:
    take([("patent", [patent("P1"), patent("P2")])])
    take([("patent", [patent("P2", title="新")])])
    before = state()
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), kernel(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)
    assert state() == before


@pytest.mark.django_db
def test_the_reader_role_can_read_every_open_table_and_write_none() -> None:
    with connection.cursor() as cursor:
        for table in OPEN_TABLES:
            cursor.execute(
                "SELECT has_table_privilege('zhichan_reader', %s, 'SELECT'),"
                " has_any_column_privilege('zhichan_reader', %s, 'INSERT, UPDATE')", [table, table])
            assert cursor.fetchone() == (True, False), table


def _at_once(*works: Any) -> list[Exception | None]:
    """Run each in a thread with a connection of its own; return what each raised."""
    raised: list[Exception | None] = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(index: int) -> None:
        start.wait()
        try:
            works[index]()
        except Exception as error:  # noqa: BLE001 - a thread tells what it met
            raised[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[index]) for index in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised


@pytest.mark.django_db(transaction=True)
def test_two_loads_of_one_record_at_once_leave_one_current_version() -> None:
    make_city()
    take([("patent", [patent("P1")])])
    raised = _at_once(*(lambda n=n: take([("patent", [patent("P1", title=f"第{n}")])]) for n in range(4)))
    assert raised == [None] * 4
    with kernel():
        assert Patent.objects.filter(key="P1").count() == 5
        assert Patent.objects.current().filter(key="P1").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sessions_that_both_insert_a_current_version_cannot_both_commit() -> None:
    make_city()
    insert = (
        "INSERT INTO registry_patent (key, digest, opened_by, kind, title, filed_on, end_reason, ipc, field, agency,"
        " sei, award) VALUES ('P1', '\\x00', 1, 'invention', 't', '2012-01-01', '', '', '', '', false, '')"
    )

    def work() -> None:
        with kernel(), connection.cursor() as cursor:
            cursor.execute(insert)

    raised = _at_once(work, work)
    assert sorted(type(error).__name__ for error in raised) == ["IntegrityError", "NoneType"]
    with kernel():
        assert Patent.objects.filter(key="P1").count() == 1


def test_the_numbers_of_fields_never_change() -> None:
    # What versions stated is kept by these numbers: a name may be added at the end, none moved or taken out.
    patent_fields = (
        "kind title filed_on granted_on ended_on end_reason ipc field agency sei overseas_family_on award award_on"
        " office publication_no published_on grant_no claims pages ipcs cpcs locarnos inventors agents title_en family"
        " priorities priority_on pct_application pct_publication pct_entered_on status status_on"
    )
    mark_fields = (
        "kind name nice filed_on registered_on renewed_on ended_on end_reason field well_known_on office"
        " application_no registration_no classes goods published_on expires_on image agency status status_on"
    )
    assert " ".join(SOURCES["patent"].loaded).startswith(patent_fields)
    assert " ".join(SOURCES["mark"].loaded).startswith(mark_fields)
    for source in EVERY.values():
        assert len(source.loaded) < 60
        assert source.named(source.mask(source.fields)) == frozenset(source.fields)

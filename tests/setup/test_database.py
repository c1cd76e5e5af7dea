"""The database the tests themselves run on."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction


@pytest.mark.django_db
def test_the_application_logs_in_as_a_role_that_owns_nothing_and_passes_no_policy() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_user, rolsuper, rolbypassrls, rolinherit, rolcreaterole, rolcreatedb "
            "from pg_roles where rolname = current_user"
        )
        assert cursor.fetchone() == ("zhichan_app", False, False, False, False, False)
        cursor.execute("select count(*) from pg_class where relowner = 'zhichan_app'::regrole")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_outside_a_context_accounts_are_open_and_our_own_tables_are_closed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from auth_user")
        assert cursor.fetchone() == (0,)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute("select count(*) from ledger_event")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_commits_the_next_test_does_not_find(turn: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("insert into django_session values (%s, '', now())", ["left over"])
        cursor.execute("select count(*) from django_session")
        assert cursor.fetchone() == (1,)

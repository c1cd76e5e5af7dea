"""Databases of tests: one process keeps to its own, whatever happens beside it."""

from __future__ import annotations

import os

import pytest
from django.db import connection

from zhichan.site import database, testing


@pytest.mark.django_db(transaction=True)
def test_code_that_is_edited_while_tests_run_does_not_move_them_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "state", lambda: "edited")
    testing.afresh()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        assert cursor.fetchone() == (f"test_{os.getpid()}",)
    with database.administrator() as admin:
        assert admin.execute("SELECT 1 FROM pg_database WHERE datname = 'template_edited'").fetchone() is None

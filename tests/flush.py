"""Tests that commit empty the tables afterwards. Append-only tables refuse that, so the owner lifts their triggers for this one act."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction


@pytest.fixture(autouse=True, scope="session")
def may_empty_append_only_tables() -> Iterator[None]:
    def execute_sql_flush(self: Any, statements: list[str]) -> None:
        with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for statement in statements:
                cursor.execute(statement)
            # Django does not know these tables as its own, so a job that a test committed would wait in the next one.
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers CASCADE")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(connection.ops), "execute_sql_flush", execute_sql_flush)
        yield

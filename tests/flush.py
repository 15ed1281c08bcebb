"""Tests that commit empty the tables afterwards. Append-only tables refuse that, so the owner lifts their triggers for this one act.

The one thing to know: rows are deleted where there are any. To truncate gives each table and index a new file, half a second for all
of ours, though such a test has filled a dozen."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

# The library's tables are among them: Django does not know them as its own, so a job that a test committed would wait in the next one.
EMPTY = """
DO $$
DECLARE
    name regclass;
    is_filled boolean;
BEGIN
    FOR name IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        AND relname NOT IN ('django_migrations') LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', name) INTO is_filled;
        IF is_filled THEN
            EXECUTE format('DELETE FROM %s', name);
        END IF;
    END LOOP;
END
$$
"""


@pytest.fixture(autouse=True, scope="session")
def may_empty_append_only_tables() -> Iterator[None]:
    def execute_sql_flush(self: Any, statements: list[str]) -> None:
        with transaction.atomic(using=self.connection.alias), self.connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(EMPTY)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(connection.ops), "execute_sql_flush", execute_sql_flush)
        yield

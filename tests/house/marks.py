"""What a request wrote, counted by the database itself.

The one thing to know: the counts are those of the running transaction, and what was taken back still counts."""

from django.db import connection

# The view of the same name would look up every index too, which takes longer than most pages.
WRITTEN = """
SELECT relname, written FROM (
    SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
        + pg_stat_get_xact_tuples_deleted(oid) AS written
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
) AS tables WHERE written > 0
"""


def written() -> dict[str, int]:
    """How many rows of each table were written in this transaction so far; a table that is not there has none."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return dict(cursor.fetchall())


def changed(before: dict[str, int], *, but: set[str]) -> list[str]:
    """The tables that were written since `before`, without those named."""
    return sorted(table for table, count in written().items() if count != before.get(table, 0) and table not in but)

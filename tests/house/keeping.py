"""What one transaction made, kept in memory, and made again in another: rows as the database copies them, files as they lie.

The one thing to know: it is for one process and its one database, so numbers that the database gives go on where they were."""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection

T = TypeVar("T")


@dataclass(frozen=True)
class Kept:
    """`rows` by table, `files` by their path within the data folder, and whatever the maker gave its callers."""

    rows: dict[str, bytes]
    files: dict[Path, bytes]
    things: bytes


_kept: dict[Callable[[], Any], Kept] = {}


def once(make: Callable[[], T]) -> T:
    """What `make` makes, really made the first time only; within a transaction that the caller takes back."""
    if make in _kept:
        found: T = again(_kept[make])
        return found
    before = rows()
    made = make()
    _kept[make] = keep(made, before=before)
    return made


def rows() -> dict[str, bytes]:
    """Every table as the database copies it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        found = {}
        for (table,) in cursor.fetchall():
            with cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as copy:
                found[table] = b"".join(map(bytes, copy))
    return found


def keep(things: Any, *, before: dict[str, bytes]) -> Kept:
    """What there is now and was not `before`."""
    changed = {table: data for table, data in rows().items() if data != before[table]}
    folder = Path(settings.DATA_DIR)
    files = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return Kept(changed, files, pickle.dumps(things))


def again(kept: Kept) -> Any:
    """The same rows and files once more; the things, new. Triggers and keys have judged the rows when they were first written."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, data in kept.rows.items():
            cursor.execute(f"DELETE FROM {table}")
            with cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy:
                copy.write(data)
        cursor.execute("SET LOCAL session_replication_role = origin")
    for path, data in kept.files.items():
        (settings.DATA_DIR / path).parent.mkdir(parents=True, exist_ok=True)
        (settings.DATA_DIR / path).write_bytes(data)
    return pickle.loads(kept.things)

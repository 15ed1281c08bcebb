"""Why an object never disappears under a row that was just made for it: who adds shares a lock, who removes wants it
alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

KEY = "files.objects"


@contextmanager
def adding() -> Iterator[None]:
    """A transaction in which objects may be put to the disk and rows be made for them."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [KEY])
        yield


@contextmanager
def destroying() -> Iterator[None]:
    """A transaction in which nobody else adds or removes: whoever is at it just now is waited for, so that no copy of what
    is destroyed can appear behind one's back. Enter it before any row is locked, as those who add do."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [KEY])
        yield


@contextmanager
def removing() -> Iterator[bool]:
    """A transaction in which unused objects may be removed; False when somebody is adding just now: leave it for
    later.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [KEY])
            row = cursor.fetchone()
        yield bool(row and row[0])

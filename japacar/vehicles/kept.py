"""Questions to the database whose SQL Django writes once per process; afterwards only their values are filled in.

The one thing to know: only the wording is kept, never an answer. Writing it costs several times what asking does, and the
public pages ask the same few questions every time."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet, Value


class Kept:
    """`Kept(lambda reference: Vehicle.objects.filter(reference=reference).values_list("pk"))`; call it with the values.

    Each argument of `write` stands for a value that comes later: it may only be compared with something, since nothing can
    be decided by it. The rows are tuples, as of `values_list`."""

    def __init__(self, write: Callable[..., QuerySet[Any, Any]]) -> None:
        self.write = write
        self.written: tuple[str, list[Any], list[object], Any, dict[int, Any]] | None = None

    def __call__(self, *values: Any) -> list[tuple[Any, ...]]:
        sql, parameters, places, compiler, converters = self.written or self._write(len(values))
        given = dict(zip(map(id, places), values, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(sql, [given.get(id(each), each) for each in parameters])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return [tuple(row) for row in compiler.apply_converters(rows, converters)] if converters else rows

    def _write(self, count: int) -> tuple[str, list[Any], list[object], Any, dict[int, Any]]:
        places = [object() for _ in range(count)]
        compiler = self.write(*map(Value, places)).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([expression for expression, *_ in compiler.select])
        self.written = sql, list(parameters), places, compiler, converters
        return self.written


def among(field: str, values: Value) -> Func:
    """For a place that takes a list: `filter(among("pk", ids))`; one text serves lists of every length."""
    return Func(F(field), values, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField())

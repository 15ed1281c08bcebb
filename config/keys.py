"""Everything that lies sealed, in one list, and `japacar rotate-keys`, which seals it again under the current key.

The one thing to know: the list is read off the models. A BinaryField named `sealed_…` holds values of KeyRing.seal, bound to
table, row and column by `row_aad`; so a new sealed column is rotated, counted and checked without being entered anywhere."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Exact

from japacar.accounts.resealing import reseal_factors, secrets_under_older_keys
from japacar.files.actions import reseal_files, under_older_keys
from japacar.kernel.ciphers import CannotOpen, KeyRing, head_of, row_aad

BATCH = 500
PREFIX = "sealed_"


@dataclass(frozen=True)
class SealedColumn:
    """One column of sealed values, with the questions that rotation asks of it. Nothing is opened to count."""

    model: type[models.Model]
    column: str

    def __str__(self) -> str:
        return f"{self.model._meta.label}.{self.column}"

    def older(self) -> models.QuerySet[Any]:
        """The rows that are not sealed with the current key."""
        return self._filled().exclude(self._under(_ring().current_id))

    def lost(self) -> Iterator[object]:
        """The rows whose key is not in the ring, or that are no sealed values at all."""
        known = Q()
        for key_id, _ in _ring().keys:
            known |= self._under(key_id)
        return iter(self._filled().exclude(known).values_list("pk", flat=True))

    def reseal(self) -> Outcome:
        """Seal every older value again, row by row. Whatever another process writes meanwhile wins; a stop loses nothing."""
        ring, done, lost, last = _ring(), 0, 0, None
        while True:
            rows = self.older().order_by("pk")
            batch = list((rows if last is None else rows.filter(pk__gt=last)).values_list("pk", self.column)[:BATCH])
            for pk, sealed in batch:
                try:
                    again = ring.reseal(bytes(sealed), aad=row_aad(self.model._meta.db_table, pk, self.column))
                except CannotOpen:
                    lost += 1
                    continue
                same = self.model._base_manager.filter(pk=pk, **{self.column: sealed})
                done += same.update(**{self.column: again})
            if len(batch) < BATCH:
                return Outcome(resealed=done, left=self.older().count() - lost, lost=lost)
            last = batch[-1][0]

    def _filled(self) -> models.QuerySet[Any]:
        found: models.QuerySet[Any] = self.model._base_manager.filter(**{f"{self.column}__isnull": False})
        return found

    def _under(self, key_id: str) -> Q:
        head = head_of(key_id)
        start = Func(F(self.column), Value(1), Value(len(head)), function="substring", output_field=_bytes())
        return Q(Exact(start, Value(head, output_field=_bytes())))


@dataclass(frozen=True)
class Outcome:
    """What one column, or the files, came to. `lost` cannot be opened with any key of the ring."""

    resealed: int
    left: int
    lost: int


def sealed_columns() -> list[SealedColumn]:
    """Every sealed column of every room, in the order of the models."""
    return [
        SealedColumn(model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.BinaryField) and field.name.startswith(PREFIX)
    ]


def main(options: argparse.Namespace) -> int:
    """Rotate; 0 when everything is under the current key, 1 when something is left or lost."""
    outcomes = {str(column): column.reseal() for column in sealed_columns()}
    outcomes["second factors"] = Outcome(*reseal_factors())
    outcomes["stored files"] = Outcome(*reseal_files())
    is_whole = not any(outcome.left or outcome.lost for outcome in outcomes.values())
    if options.json:
        said = {name: vars(outcome) for name, outcome in outcomes.items()}
        print(json.dumps({"current": _ring().current_id, "whole": is_whole, "outcomes": said}, indent=2))
        return 0 if is_whole else 1
    for name, outcome in outcomes.items():
        print(f"{name:<44} {outcome.resealed} sealed again, {outcome.left} left, {outcome.lost} lost")
    if is_whole:
        print(f"Everything is under the key {_ring().current_id}. The older keys may leave the ring.")
    else:
        print("Not everything is under the current key: keep the older keys, and run this again.", file=sys.stderr)
    return 0 if is_whole else 1


def counted() -> tuple[int, int]:
    """How many values and files lie under an older key, and how many values under none that we have."""
    columns = sealed_columns()
    lost = sum(sum(1 for _ in column.lost()) for column in columns)
    older = sum(column.older().count() for column in columns) - lost
    return older + under_older_keys().count() + secrets_under_older_keys(), lost


def _ring() -> KeyRing:
    ring: KeyRing = settings.FIELD_KEYS
    return ring


def _bytes() -> models.BinaryField[Any, Any]:
    return models.BinaryField()

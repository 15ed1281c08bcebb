"""Every declaration of every room in one place: what the checks read, and what export, erasure and the policy's tables are made from.

The one thing to know: a room writes `FIELDS` in its privacy.py, keyed "label.Model" and field name; nothing is declared twice."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

from django.apps import apps
from django.db import models

from japacar.kernel.declarations import Declaration, Personal

THIRD_PARTY = "japacar.privacy.third_party"
OURS = "japacar."


class FieldName(NamedTuple):
    """One column or many-to-many relation: "members.Dealer", "phone"."""

    model: str
    field: str

    def __str__(self) -> str:
        return f"{self.model}.{self.field}"


class DeclaredTwice(Exception):
    """Two rooms declare the same field; only one of them can know why it is kept."""


def declaring_modules() -> list[str]:
    """The privacy.py of every installed room that has one, and ours for the packages of others."""
    rooms = [f"{app.name}.privacy" for app in apps.get_app_configs() if app.name.startswith(OURS)]
    return [name for name in rooms if find_spec(name) is not None] + [THIRD_PARTY]


@cache
def all_declarations() -> Mapping[FieldName, Declaration]:
    """Every declared field. Raises DeclaredTwice."""
    found: dict[FieldName, Declaration] = {}
    for module in declaring_modules():
        for model, fields in import_module(module).FIELDS.items():
            for field, said in fields.items():
                name = FieldName(model, field)
                if name in found:
                    raise DeclaredTwice(f"{name}, the second time in {module}")
                found[name] = said
    return found


def declaration(model: type[models.Model], field: str) -> Declaration:
    """What is said about one field. Raises KeyError for an undeclared one (privacy.E001 finds it first)."""
    return all_declarations()[FieldName(model._meta.label, field)]


def fields_by_clause() -> dict[str, list[FieldName]]:
    """The personal fields of each clause ("1.1/seller"), sorted; the policy's tables and the proof follow it."""
    found: dict[str, list[FieldName]] = defaultdict(list)
    for name, said in all_declarations().items():
        if isinstance(said, Personal):
            found[said.clause].append(name)
    return {clause: sorted(names) for clause, names in sorted(found.items())}


def personal_fields(model: type[models.Model]) -> dict[str, Personal]:
    """The personal fields of one model."""
    label = model._meta.label
    return {
        name.field: said
        for name, said in all_declarations().items()
        if name.model == label and isinstance(said, Personal)
    }


def fields_of(model: type[models.Model]) -> list[str]:
    """Names of what must be declared: every column of this table and every many-to-many relation."""
    return [field.name for field in (*model._meta.local_concrete_fields, *model._meta.local_many_to_many)]


def declarable(every: Iterable[type[models.Model]] | None = None) -> list[type[models.Model]]:
    """Every model with a table of its own, those of other people's packages included.

    The tables behind many-to-many relations hold numbers of rows only; their relation is declared instead."""
    return [model for model in (apps.get_models() if every is None else every) if not model._meta.proxy]

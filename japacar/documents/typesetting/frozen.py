"""Values that become canonical JSON: one value has exactly one text, whose SHA-256 is the fingerprint of a paper.

The text is what is stored, hashed and printed. A float cannot get in, since its digits depend on who prints it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import TypeAlias

Json: TypeAlias = bool | int | str | list["Json"] | dict[str, "Json"] | None


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """A value of text, whole numbers, dates and further frozen values, or tuples of these."""

    def to_data(self) -> dict[str, Json]:
        """The fields and what follows from them, in types of JSON; dates as `2026-11-08`."""
        return {field.name: as_json(getattr(self, field.name)) for field in fields(self)} | self.derived()

    def derived(self) -> dict[str, Json]:
        """What is printed beside the fields and follows from them, such as a total."""
        return {}


def as_json(value: object) -> Json:
    """The value in types of JSON. Raises TypeError for floats, decimals, times and all that has more than one text."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Frozen):
        return value.to_data()
    if isinstance(value, tuple | list):
        return [as_json(item) for item in value]
    if isinstance(value, Mapping):
        return {_name(key): as_json(item) for key, item in value.items()}
    if type(value) is date:
        return value.isoformat()
    raise TypeError(f"A paper cannot hold a {type(value).__name__}: {value!r}")


def canonical(data: Mapping[str, object]) -> str:
    """The one text of the data: keys sorted, no spaces, characters as they are (UTF-8 when stored)."""
    return json.dumps(as_json(data), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def fingerprint(data: Mapping[str, object]) -> str:
    """SHA-256 of the canonical text in UTF-8, 64 hexadecimal digits. Raises ValueError for text outside UTF-8."""
    return hashlib.sha256(canonical(data).encode()).hexdigest()


def _name(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"A name in a paper must be text, not {type(key).__name__}")
    return key

"""A model that does whatever a document tells it: the worst reader that there can be.

The one thing to know: the site must stay whole even with this one. It puts orders into fields, invents keys, changes values, and says
that everything was approved."""

import json
import re
from typing import Any

_ORDERS = (
    re.compile(r"([A-Za-z_]{3,40})\s+(?:is|to|as|be|into|with|=)\s+[\"'「]?([^\s\"'」,;.]{1,60})", re.I),
    re.compile(r"([A-Za-z_]{3,40})\s*[:=：＝]\s*[\"'「]?([^\s\"'」,;]{1,60})"),
    re.compile(r"([A-Za-z_]{3,40})\s*[をは]\s*[「]?([^\s」、。]{1,60}?)[」]?\s*(?:に|と|です|で)"),
)
_EVERYTHING = {
    "approved": True,
    "dealer_status": "approved",
    "price_minor": 1,
    "status": "published",
    "owner_name": "見本 太郎",
    "individual_number": "123456789018",
    "organ_donor": "yes",
    "tool": {"name": "approve_dealer", "arguments": {"dealer": "all"}},
}


def obey(orders: list[str], answer: dict[str, Any], fields: list[str]) -> dict[str, Any]:
    """The answer as the orders want it; without orders it is left as it is."""
    if not orders:
        return answer
    values: dict[str, str] = {each["field"]: each["value"] for each in answer["values"]}
    extra: dict[str, Any] = dict(_EVERYTHING)
    for order in orders:
        for found in _objects(order):
            extra |= found
        for pattern in _ORDERS:
            for key, value in pattern.findall(order):
                extra[key] = value
    for key in fields:
        if key in extra:
            values[key] = str(extra[key])
    # Where nothing was asked for, the order itself fills the field, and so do keys that nobody knows.
    for number, key in enumerate(key for key in fields if key not in values):
        values[key] = orders[number % len(orders)][:200]
    wide = {"left": -10, "top": 0, "right": 99_999, "bottom": 1e9}
    listed = [{"field": key, "value": value, "page": 1, "box": wide} for key, value in values.items()]
    listed += [{"field": key, "value": str(value), "page": 10**9, "box": wide} for key, value in extra.items()]
    return {**answer, **extra, "values": listed, "said": orders[:5]}


def _objects(order: str) -> list[dict[str, Any]]:
    """The JSON objects in a text, those of a nested answer laid flat."""
    found: list[dict[str, Any]] = []
    for match in re.finditer(r"\{", order):
        try:
            said = json.JSONDecoder().raw_decode(order[match.start() :])[0]
        except ValueError:
            continue
        found += [said, *(inner for inner in said.values() if isinstance(inner, dict))]
    return found

"""A stand-in of OpenAI's Responses API: instructions and one text in, JSON of the asked schema out.

The one thing to know: its price range is invented from the attributes and the same every time; it says "not enough" where it is given
neither a model nor a year."""

import json
from typing import Any

from japacar.demo.standins.model_vendor import Asked, StandIn, Wrong, spoiled, twisted

NEW_PRICE = 2_600_000
A_YEAR_KEEPS = 0.86


class OpenAIStandIn(StandIn):
    """POST /v1/responses."""

    @property
    def url(self) -> str:
        return f"{self.origin}/v1"

    def answer(self, asked: Asked, fault: str) -> dict[str, Any]:
        said = asked.body
        if asked.path != "/v1/responses":
            raise Wrong(404, "invalid_request_error", asked.path)
        if asked.headers.get("authorization") != f"Bearer {self.key}":
            raise Wrong(401, "invalid_request_error", "Incorrect API key provided.")
        form = (said.get("text") or {}).get("format") or {}
        if not isinstance(said.get("model"), str) or form.get("type") != "json_schema" or not form.get("name"):
            raise Wrong(400, "invalid_request_error", "Missing required parameter.")
        properties = set(form["schema"]["properties"])
        if form.get("strict") and properties != set(form["schema"].get("required", ())):
            raise Wrong(400, "invalid_request_error", "'required' must list every key of 'properties'.")
        answer: Any = _range(said.get("input"))
        if fault == "wrong_types":
            answer = twisted(answer)
        elif fault in {"extra_keys", "obedient"}:
            answer |= {"price_minor": 1, "approved": True, "low_yen": -5 if fault == "obedient" else answer["low_yen"]}
        return _response(said, json.dumps(answer), fault)

    def error(self, status: int, kind: str, words: str) -> dict[str, Any]:
        return {"error": {"message": words, "type": kind, "param": None, "code": None}}


def _range(text: Any) -> dict[str, Any]:
    try:
        car = json.loads(text)
    except (TypeError, ValueError):
        car = {}
    if not isinstance(car, dict) or not {"model", "year"} <= set(car):
        return {"enough": False, "low_yen": 0, "high_yen": 0, "sureness": "low", "reasons": []}
    age = max(0, 2026 - int(car["year"]))
    base = NEW_PRICE * (1 + (sum(map(ord, str(car["model"]))) % 40) / 40) * A_YEAR_KEEPS**age
    base *= max(0.4, 1 - int(car.get("mileage_km", 60_000)) / 400_000)
    reasons = [name for name in ("age", "mileage") if name == "age" or "mileage_km" in car]
    low, high = (round(base * part / 10_000) * 10_000 for part in (0.88, 1.12))
    return {"enough": True, "low_yen": low, "high_yen": high, "sureness": "medium", "reasons": reasons}


def _response(said: dict[str, Any], text: str, fault: str) -> dict[str, Any]:
    block: dict[str, Any] = {"type": "output_text", "text": spoiled(text, fault), "annotations": []}
    if fault == "refused":
        block = {"type": "refusal", "refusal": "I cannot help with that."}
    if fault == "cut_off":
        block["text"] = text[: len(text) // 2]
    status = "incomplete" if fault == "cut_off" else "completed"
    message = {"type": "message", "id": "msg_standin", "role": "assistant", "status": status, "content": [block]}
    return {
        "id": "resp_standin",
        "object": "response",
        "created_at": 1_764_000_000,
        "status": status,
        "error": None,
        "incomplete_details": {"reason": "max_output_tokens"} if fault == "cut_off" else None,
        "instructions": said.get("instructions"),
        "model": said["model"],
        "output": [] if fault == "nothing" else [message],
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "store": bool(said.get("store", True)),
        "metadata": {},
        "text": said["text"],
        "usage": {
            "input_tokens": 300, "input_tokens_details": {"cached_tokens": 0}, "output_tokens": 60,
            "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": 360,
        },
    }  # fmt: skip

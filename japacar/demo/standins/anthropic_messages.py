"""A stand-in of Anthropic's Messages API: documents and pictures in, JSON of the asked schema out, with the real one's refusals.

The one thing to know: it is as strict as the real one where a mistake of ours would show (key, version header, types and sizes of
files, closed schemas) and sees only what eyes.py finds."""

import base64
import binascii
import json
from typing import Any

from japacar.demo.standins.eyes import planted, texts_in, truth
from japacar.demo.standins.model_vendor import Asked, StandIn, Wrong, spoiled, twisted
from japacar.demo.standins.obedience import obey

PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
MOST_PICTURE = 5 * 1024 * 1024


class AnthropicStandIn(StandIn):
    """POST /v1/messages."""

    def answer(self, asked: Asked, fault: str) -> dict[str, Any]:
        self._judge_head(asked)
        schema = _schema(asked.body)
        texts = [text for data, media_type in _files(asked.body) for text in texts_in(data, media_type)]
        answer = _reading(texts, schema)
        if fault == "obedient":
            answer = obey(planted(texts), answer, _enum(schema, "field"))
        elif fault == "extra_keys":
            answer = obey(["nobody asked"], answer, [])
        elif fault == "wrong_types":
            answer = twisted(answer)
        return self._message(asked, json.dumps(answer, ensure_ascii=False), fault)

    def error(self, status: int, kind: str, words: str) -> dict[str, Any]:
        return {"type": "error", "error": {"type": kind, "message": words}, "request_id": "req_standin"}

    def _judge_head(self, asked: Asked) -> None:
        if asked.path != "/v1/messages":
            raise Wrong(404, "not_found_error", asked.path)
        # Older versions of the interface take the key in a header of its own.
        if self.key not in {
            asked.headers.get("x-api-key"),
            asked.headers.get("authorization", "").removeprefix("Bearer "),
        }:
            raise Wrong(401, "authentication_error", "invalid credentials")
        if not asked.headers.get("anthropic-version"):
            raise Wrong(400, "invalid_request_error", "anthropic-version: header is required")

    def _message(self, asked: Asked, text: str, fault: str) -> dict[str, Any]:
        reason = {"refused": "refusal", "cut_off": "max_tokens"}.get(fault, "end_turn")
        if fault == "cut_off":
            text = text[: len(text) // 2]
        content = [] if fault in {"refused", "nothing"} else [{"type": "text", "text": spoiled(text, fault)}]
        details = {"type": "refusal", "category": None, "explanation": None} if fault == "refused" else None
        return {
            "id": f"msg_{len(self.asked):024}",
            "type": "message",
            "role": "assistant",
            "model": asked.body["model"],
            "content": content,
            "stop_reason": reason,
            "stop_sequence": None,
            "stop_details": details,
            "usage": {"input_tokens": len(asked.raw) // 400, "output_tokens": len(text) // 4},
        }


def _files(body: dict[str, Any]) -> list[tuple[bytes, str]]:
    """The documents and pictures of the one message of the user."""
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages or not isinstance(body.get("model"), str):
        raise Wrong(400, "invalid_request_error", "messages and model: field required")
    if not isinstance(body.get("max_tokens"), int) or body["max_tokens"] < 1:
        raise Wrong(400, "invalid_request_error", "max_tokens: field required")
    files = []
    for block in messages[0]["content"]:
        if block["type"] == "text":
            continue
        source = block.get("source", {})
        kind = source.get("media_type")
        if block["type"] not in {"image", "document"} or source.get("type") != "base64":
            raise Wrong(400, "invalid_request_error", "content: unknown block")
        if kind not in (PICTURES if block["type"] == "image" else {"application/pdf"}):
            raise Wrong(400, "invalid_request_error", "source.media_type: not supported")
        try:
            data = base64.b64decode(source["data"], validate=True)
        except (KeyError, binascii.Error):
            raise Wrong(400, "invalid_request_error", "source.data: not base64") from None
        if block["type"] == "image" and len(source["data"]) > MOST_PICTURE:
            raise Wrong(400, "invalid_request_error", "image exceeds 5 MB maximum")
        files.append((data, kind))
    return files


def _schema(body: dict[str, Any]) -> dict[str, Any]:
    schema = ((body.get("output_config") or {}).get("format") or {}).get("schema")
    if not isinstance(schema, dict):
        raise Wrong(400, "invalid_request_error", "output_config.format: required by this stand-in")
    _judge_schema(schema)
    return schema


def _judge_schema(schema: Any) -> None:
    """Objects are closed, and limits on numbers and lengths are not taken: so it is with the real one."""
    if isinstance(schema, list):
        for each in schema:
            _judge_schema(each)
    if not isinstance(schema, dict):
        return
    if schema.get("type") == "object" and schema.get("additionalProperties") is not False:
        raise Wrong(400, "invalid_request_error", "schema: additionalProperties must be false")
    if {"minimum", "maximum", "minLength", "maxLength", "maxItems", "pattern"} & set(schema):
        raise Wrong(400, "invalid_request_error", "schema: a keyword is not supported")
    for each in schema.values():
        _judge_schema(each)


def _enum(schema: dict[str, Any], name: str) -> list[str]:
    """The words allowed for a property of that name, wherever it stands in the schema."""
    for key, each in schema.items():
        if key == name and isinstance(each, dict) and "enum" in each:
            return [str(word) for word in each["enum"]]
        inner = each if isinstance(each, dict) else {}
        if found := _enum(inner, name):
            return found
    return []


def _reading(texts: list[str], schema: dict[str, Any]) -> dict[str, Any]:
    """An honest answer: what the specimen says, at places in one column."""
    said, documents = truth(texts), _enum(schema, "document")
    known = [(key, str(said[key])) for key in _enum(schema, "field") if key in said]
    return {
        "document": said.get("document", documents[0] if documents else ""),
        "values": [
            {"field": key, "value": value, "page": 1, "box": _box(said, key, number)}
            for number, (key, value) in enumerate(known)
        ],
    }


def _box(said: dict[str, Any], key: str, number: int) -> dict[str, int]:
    at = said.get("boxes", {}).get(key) or [60, 100 + 30 * number % 800, 560, 130 + 30 * number % 800]
    return dict(zip(("left", "top", "right", "bottom"), at, strict=True))

"""The libraries of Anthropic and OpenAI, and the HTTP client that they are given. Imported by asking.py when something is asked.

The one thing to know: the libraries bring the vendors' wire formats, nothing more. Addresses, time, size, redirects, proxies, headers
and repeats are ours: the client below sends to declared places only and carries no header that is not on its list."""

import json
import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import anthropic
import httpx2
import openai
from django.conf import settings

from japacar.egress.asking import AskFailed, parsed
from japacar.egress.ledger import NotAllowed, is_declared
from japacar.egress.registry import Contract

CONNECT_SECONDS = 5.0
MOST_ANSWER_BYTES = 500_000
MOST_TOKENS = 4_000
BUSY = frozenset({429, 529, 503})
# Neither the machine's name and versions, which the libraries tell, nor what the environment would add.
HEADERS = frozenset(
    {
        "host",
        "accept",
        "content-type",
        "content-length",
        "user-agent",
        "authorization",
        "x-api-key",
        "anthropic-version",
    }
)


@cache
def _tls() -> Any:
    return httpx2.create_ssl_context(trust_env=False)


class _Bounded(httpx2.SyncByteStream):
    """An answer that ends in time and in size, whatever the other side sends."""

    def __init__(self, stream: Any, until: float) -> None:
        self._stream, self._until = stream, until

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for chunk in self._stream:
            size += len(chunk)
            if time.monotonic() > self._until:
                raise httpx2.ReadTimeout("answer_too_slow")
            if size > MOST_ANSWER_BYTES:
                raise httpx2.ReadError("answer_too_large")
            yield chunk

    def close(self) -> None:
        self._stream.close()


class _Door(httpx2.BaseTransport):
    """One POST to a declared place: no other header than ours, nothing packed, no proxy, no redirect."""

    def __init__(self, rules: Contract, seconds: float) -> None:
        self._rules, self._until = rules, time.monotonic() + seconds
        self._inner = httpx2.HTTPTransport(verify=_tls(), trust_env=False, retries=0)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.method not in self._rules.methods or not is_declared(str(request.url), self._rules):
            raise NotAllowed(f"{request.method} {request.url.host} is not declared")
        for name in [name for name in request.headers if name.lower() not in HEADERS]:
            del request.headers[name]
        request.headers["Accept-Encoding"] = "identity"
        request.headers["User-Agent"] = "japacar"
        answer = self._inner.handle_request(request)
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            answer.close()
            raise httpx2.ReadError("answer_packed")
        return httpx2.Response(
            answer.status_code,
            headers=answer.headers,
            stream=_Bounded(answer.stream, self._until),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        self._inner.close()


def _client(rules: Contract, seconds: float) -> httpx2.Client:
    limits = httpx2.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
    return httpx2.Client(transport=_Door(rules, seconds), timeout=limits, follow_redirects=False, trust_env=False)


def anthropic_messages(
    rules: Contract, *, content: list[Any], prompt: str, schema: dict[str, Any], seconds: float
) -> dict[str, Any]:
    """One message with a document and a constant prompt; the answer is JSON of the schema. Raises AskFailed."""
    said = settings.ANTHROPIC
    with (
        _client(rules, seconds) as http,
        anthropic.Anthropic(
            api_key=said["key"], base_url=said["url"], max_retries=0, timeout=seconds, http_client=http,
            open_telemetry=False,
        ) as client,
    ):  # fmt: skip
        message: Any = _answered(
            anthropic,
            lambda: client.messages.create(
                model=said["model"],
                max_tokens=MOST_TOKENS,
                messages=[{"role": "user", "content": [*content, {"type": "text", "text": prompt}]}],
                output_config={"format": {"type": "json_schema", "schema": schema}},
            ),
        )
    reason = getattr(message, "stop_reason", None)
    if reason == "refusal":
        raise AskFailed("refused")
    if reason != "end_turn":
        raise AskFailed("cut_off" if reason == "max_tokens" else "not_an_answer")
    return parsed(_text(getattr(message, "content", None), "text"))


def openai_responses(
    rules: Contract, *, attributes: dict[str, Any], prompt: str, schema: dict[str, Any], seconds: float
) -> dict[str, Any]:
    """One response to attributes and constant instructions; the answer is JSON of the schema, and not stored there. Raises AskFailed."""
    said = settings.OPENAI
    with (
        _client(rules, seconds) as http,
        openai.OpenAI(
            api_key=said["key"], base_url=said["url"], max_retries=0, timeout=seconds, http_client=http
        ) as client,
    ):
        response: Any = _answered(
            openai,
            lambda: client.responses.create(
                model=said["model"],
                instructions=prompt,
                input=json.dumps(attributes, ensure_ascii=True, sort_keys=True),
                text={"format": {"type": "json_schema", "name": "answer", "schema": schema, "strict": True}},
                max_output_tokens=MOST_TOKENS,
                store=False,
            ),
        )
    if getattr(response, "status", None) != "completed":
        raise AskFailed("cut_off" if getattr(response, "status", None) == "incomplete" else "not_an_answer")
    messages = [item for item in _listed(getattr(response, "output", None)) if getattr(item, "type", "") == "message"]
    blocks = [block for item in messages for block in _listed(getattr(item, "content", None))]
    if any(getattr(block, "type", "") == "refusal" for block in blocks):
        raise AskFailed("refused")
    return parsed(_text(blocks, "output_text"))


def _answered(library: Any, ask: Callable[[], Any]) -> Any:
    """The answer, with every error of a library as one of ours: a short code without a word of the vendor's."""
    try:
        return ask()
    except library.APITimeoutError:
        raise AskFailed("time_out", is_temporary=True) from None
    except library.APIConnectionError as error:
        if isinstance(error.__cause__, NotAllowed):
            raise error.__cause__ from None
        raise AskFailed("no_connection", is_temporary=True) from None
    except library.APIStatusError as error:
        if error.status_code in BUSY:
            raise AskFailed("busy", is_temporary=True, wait=_wait(error.response.headers)) from None
        if error.status_code >= 500:
            raise AskFailed("their_fault", is_temporary=True) from None
        raise AskFailed(f"http_{error.status_code}") from None
    except (library.APIError, ValueError, TypeError, LookupError, AttributeError):
        # An answer that is no answer: the libraries build their objects without checking them.
        raise AskFailed("not_an_answer") from None


def _wait(headers: Any) -> float | None:
    """Seconds of Retry-After. A date is not believed: the other clock may be wrong."""
    try:
        return float(headers.get("retry-after", ""))
    except ValueError:
        return None


def _text(blocks: Any, kind: str) -> str:
    texts = [getattr(block, "text", None) for block in _listed(blocks) if getattr(block, "type", "") == kind]
    if not texts or not all(isinstance(text, str) for text in texts):
        raise AskFailed("not_an_answer")
    return "".join(str(text) for text in texts)


def _listed(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []

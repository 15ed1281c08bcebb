"""`ask_anthropic` and `ask_openai`: one question to a model, through its vendor's own library, with our rules around it.

The one thing to know: what may go is the contract's, and there is nothing else in the request: no tools, no history, no reference to
a person or a row of ours. One row of the ledger stands for one request; whoever asks decides whether and when to ask again."""

import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from japacar.egress.actions import CallFailed
from japacar.egress.ledger import (
    NotAllowed,
    breaker_is_open,
    checked,
    count_failure,
    count_success,
    finish,
    is_declared,
    new_row,
)
from japacar.egress.models import Dispatch
from japacar.egress.registry import Contract
from japacar.kernel.declarations import Recipient

TIMEOUT_SECONDS = 20.0
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
PDF = "application/pdf"
# What the vendor takes: bytes of one picture, of one PDF, and pixels along a picture's longer side.
MOST_PICTURE_BYTES, MOST_PDF_BYTES, MOST_SIDE = 3_700_000, 20_000_000, 8_000
MOST_WAIT_SECONDS = 600.0


@dataclass(frozen=True)
class Part:
    """One file of the document that is asked about."""

    media_type: str
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


class AskFailed(CallFailed):
    """No usable answer. `code` is short and holds nothing of the question or the answer.

    Temporary ones (time_out, no_connection, busy, their_fault, breaker_open) are worth another question after `wait` seconds."""

    def __init__(self, code: str, *, is_temporary: bool = False, wait: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.is_temporary = is_temporary
        self.wait = None if wait is None else min(max(wait, 0.0), MOST_WAIT_SECONDS)


def anthropic_is_configured() -> bool:
    return bool(settings.ANTHROPIC["key"])


def openai_is_configured() -> bool:
    return bool(settings.OPENAI["key"])


@sensitive_variables("document", "content")
def ask_anthropic(
    document: Sequence[Part], *, purpose: str, prompt: str, schema: dict[str, Any], key: str, subjects: list[str]
) -> dict[str, Any]:
    """What the model reads in a document, as JSON of this schema. It is somebody else's text: judge every value.

    `prompt` and `schema` are constants of the code. Not inside a transaction. Raises NotAllowed before anything is
    written, AskFailed afterwards."""
    model = settings.ANTHROPIC["model"]
    said = {"document": [part.sha256 for part in document], "prompt": prompt, "schema": schema, "model": model}
    content = [_block(part) for part in document]

    def ask(vendors: Any, rules: Contract) -> dict[str, Any]:
        answer: dict[str, Any] = vendors.anthropic_messages(
            rules, content=content, prompt=prompt, schema=schema, seconds=TIMEOUT_SECONDS
        )
        return answer

    url = settings.ANTHROPIC["url"]
    return _asked(Recipient.ANTHROPIC, purpose, url, said, ask, key=key, subjects=subjects)


def ask_openai(
    attributes: dict[str, str | int], *, purpose: str, prompt: str, schema: dict[str, Any], key: str
) -> dict[str, Any]:
    """What the model answers about attributes of a thing, as JSON of this schema. Attributes are words of our lists and numbers.

    It concerns nobody, so the row names no subject. Raises NotAllowed before anything is written, AskFailed afterwards."""
    model = settings.OPENAI["model"]
    said = {"attributes": attributes, "prompt": prompt, "schema": schema, "model": model}

    def ask(vendors: Any, rules: Contract) -> dict[str, Any]:
        answer: dict[str, Any] = vendors.openai_responses(
            rules, attributes=attributes, prompt=prompt, schema=schema, seconds=TIMEOUT_SECONDS
        )
        return answer

    return _asked(Recipient.OPENAI, purpose, settings.OPENAI["url"], said, ask, key=key, subjects=[])


def _block(part: Part) -> dict[str, Any]:
    """A content block of the Messages API. There is room for a title and a context in it; both stay empty."""
    if part.media_type not in PICTURES | {PDF}:
        raise NotAllowed(f"{part.media_type} is not taken")
    return {
        "type": "document" if part.media_type == PDF else "image",
        "source": {
            "type": "base64",
            "media_type": part.media_type,
            "data": base64.standard_b64encode(part.data).decode("ascii"),
        },
    }


def _asked(
    recipient: Recipient,
    purpose: str,
    url: str,
    said: dict[str, Any],
    ask: Callable[[Any, Contract], dict[str, Any]],
    *,
    key: str,
    subjects: list[str],
) -> dict[str, Any]:
    """Row first, then the question, then its outcome. The libraries take seconds to load, so only whoever asks loads them."""
    rules = checked(recipient, purpose, said)
    if not is_declared(url, rules):
        raise NotAllowed(f"POST {url} is not declared for {recipient.code}")
    if breaker_is_open(rules):
        raise AskFailed("breaker_open", is_temporary=True, wait=60.0)
    from japacar.egress import vendors

    host = url.partition("://")[2].partition("/")[0].partition(":")[0]
    row = new_row(rules, key=key, subjects=subjects, payload=said, recipient_ref=host)
    row.state, row.attempts = Dispatch.State.SENDING, 1
    row.save(force_insert=True)
    try:
        answer = ask(vendors, rules)
    except AskFailed as failed:
        # A busy or silent service counts against the breaker; one that refuses this document does not.
        (count_failure if failed.is_temporary else count_success)(rules)
        finish(row, Dispatch.State.FAILED, error=failed.code)
        raise
    except Exception as error:
        count_failure(rules)
        finish(row, Dispatch.State.FAILED, error=type(error).__name__)
        raise AskFailed("their_fault") from error
    count_success(rules)
    finish(row, Dispatch.State.SENT)
    return answer


def parsed(text: str) -> dict[str, Any]:
    """The JSON object of an answer; AskFailed for whatever else it is."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise AskFailed("not_json") from None
    if not isinstance(found, dict):
        raise AskFailed("not_json")
    return found

"""The worker's doors into this room: each calls one action."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from japacar.documents import actions


@app.task(name="documents.print_document", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def print_document(document_id: str) -> None:
    actions.print_document(document_id)

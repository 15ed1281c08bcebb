"""How the body of a request is taken in: whole or not at all, large only from people with a session, and never more than there is room for.

The one thing to know: nothing here knows what is sent; a refusal has a status, and ui/errors.py has its words."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from importlib import import_module
from typing import IO, Any

from django.conf import settings
from django.db import DatabaseError
from django.http.cookie import parse_cookie
from granian._granian import RSGIHTTPProtocol as HTTPProtocol

# Nothing came for so long: the sender has gone.
SILENT_SECONDS = 60.0
# The worst line of a phone carries more bytes a second than this on the whole; who sends less only holds a place.
SLOWEST = 200
# Forty photos of 15 MB, the most that one form may carry, and what is written around them.
MOST_BYTES = 640 * 1024 * 1024
# Files are sent by people with a session; who has none, or made one up, has nothing large to send.
MOST_BYTES_OF_STRANGERS = 2 * 1024 * 1024
# What all that is under way to one process may come to: the disk is for what is kept.
MOST_BYTES_AT_ONCE = 2 * 1024 * 1024 * 1024

# What is nearly here when the site is told to stop may still come; the rest is sent again.
SECONDS_TO_COME = 1.0

Environ = dict[str, Any]
_log = logging.getLogger(__name__)


class Refused(Exception):
    """The request cannot be taken in; the status says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


class Intake:
    """One for each process. `in_thread` runs what asks the database, so that nobody else waits for it."""

    def __init__(self, in_thread: Callable[[Callable[[Environ], bool], Environ], Awaitable[bool]]) -> None:
        self._in_thread = in_thread
        self._under_way = 0
        self._limits: set[asyncio.Timeout] = set()
        self._ends_at = math.inf

    def stop(self) -> None:
        """In the loop: nothing more is waited for, so that a slow sender does not keep the site from stopping."""
        self._ends_at = asyncio.get_running_loop().time() + SECONDS_TO_COME
        for limit in self._limits:
            if not limit.expired():
                limit.reschedule(self._ends_at)

    async def take(self, protocol: HTTPProtocol, environ: Environ, body: IO[bytes]) -> None:
        """Write the whole body to the file, if it may be so large and there is room for it. Raises Refused."""
        length = _length(environ)
        if not length:
            return
        if length > MOST_BYTES:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if length > MOST_BYTES_OF_STRANGERS and not await self._in_thread(has_session, environ):
            # Most often somebody whose sign-in ended while he chose his photos.
            raise Refused(HTTPStatus.UNAUTHORIZED)
        if self._under_way + length > MOST_BYTES_AT_ONCE:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE)
        self._under_way += length
        try:
            await self._write(protocol, length, body)
        finally:
            self._under_way -= length

    async def _write(self, protocol: HTTPProtocol, length: int, body: IO[bytes]) -> None:
        """However long it takes, while something comes. Raises Refused for what does not come whole."""
        loop, received = asyncio.get_running_loop(), 0
        begun = loop.time()
        limit = asyncio.timeout_at(min(self._ends_at, begun + SILENT_SECONDS))
        self._limits.add(limit)
        try:
            async with limit:
                async for chunk in protocol:
                    received += len(chunk)
                    body.write(chunk)
                    now = loop.time()
                    if received < SLOWEST * (now - begun - SILENT_SECONDS):
                        raise TimeoutError
                    limit.reschedule(min(self._ends_at, now + SILENT_SECONDS))
        except TimeoutError:
            is_stopping = self._ends_at < math.inf
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE if is_stopping else HTTPStatus.REQUEST_TIMEOUT) from None
        except OSError:
            _log.exception("There is no room for what is sent.")
            raise Refused(HTTPStatus.INSUFFICIENT_STORAGE) from None
        finally:
            self._limits.discard(limit)
        if received != length:
            raise Refused(HTTPStatus.BAD_REQUEST)


def _length(environ: Environ) -> int:
    """Bytes of the body, as its sender says. Raises Refused where he does not, or says two things."""
    said = environ.get("CONTENT_LENGTH", "")
    if "HTTP_TRANSFER_ENCODING" in environ and not said:
        # Its end cannot be told from a connection that broke; no browser sends a form so.
        raise Refused(HTTPStatus.LENGTH_REQUIRED)
    if said and not (said.isascii() and said.isdigit()):
        raise Refused(HTTPStatus.BAD_REQUEST)
    return int(said or 0)


def has_session(environ: Environ) -> bool:
    """Whether the cookie names a session of ours. In a thread, since it asks the database; while that is away, the view says so."""
    key = parse_cookie(environ.get("HTTP_COOKIE", "")).get(settings.SESSION_COOKIE_NAME, "")
    try:
        return bool(key) and bool(import_module(settings.SESSION_ENGINE).SessionStore().exists(key))
    except DatabaseError:
        # The next request of this thread puts a broken connection away, as every request does.
        return True

"""What granian serves: each request is taken in whole before one of the few threads is given to it, and Django answers there as WSGI.

The one thing to know: a phone sends a photo for minutes. Were a thread to wait for it, eight such phones would close the site for
everybody; and a body that was cut off on its way would be read as if it were all, half a price as a price."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from types import FrameType
from typing import Any, TypeVar

from granian._granian import RSGIHTTPProtocol as HTTPProtocol
from granian.rsgi import Scope

from config.intake import SECONDS_TO_COME, Environ, Intake, Refused
from config.wsgi import application
from japacar.ui.errors import REFUSED

# Each thread keeps a connection to the database; more of them would only take turns at the processor.
THREADS = 4
# Of these threads so many at most are with files: to judge a photo takes a second and more of the processor, and somebody who sends
# fifty at once would have all threads. The others wait without one, and pages go before them.
THREADS_FOR_FILES = 2
# No form has so many bytes of words in ordinary use.
FEWEST_BYTES_OF_FILES = 64 * 1024
IN_MEMORY = 256 * 1024
# For the last answer to be written out, after it was given and before a process that was told to stop goes.
SECONDS_TO_GO = 0.5
# Nobody waits longer for what somebody else holds: a few such waits would take every thread. libpq reads it with each new connection.
os.environ.setdefault("PGOPTIONS", "-c lock_timeout=10s -c statement_timeout=30s")

Headers = list[tuple[str, str]]
Answer = tuple[int, Headers, bytes]
T = TypeVar("T")
_log = logging.getLogger(__name__)


class Site:
    """One in each process that granian starts."""

    def __init__(self, wsgi: Callable[..., Iterable[bytes]]) -> None:
        self._wsgi = wsgi
        self._threads = ThreadPoolExecutor(THREADS, "request")
        self._places_for_files = asyncio.Semaphore(THREADS_FOR_FILES)
        self._intake = Intake(self._in_thread)
        self._requests = 0

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """At SIGTERM granian itself would wait for every connection, those too on which nothing whole ever comes."""

        def told_to_stop(number: int, frame: FrameType | None) -> None:
            asyncio.run_coroutine_threadsafe(self._leave(), loop)

        # Beside the loop's own handler, which hears of the signal over its pipe, not instead of it.
        signal.signal(signal.SIGTERM, told_to_stop)
        signal.siginterrupt(signal.SIGTERM, False)

    async def _leave(self) -> None:
        """What is being answered is answered to its end (while granian's patience lasts); what is still coming is refused soon."""
        self._intake.stop()
        await asyncio.sleep(SECONDS_TO_COME)
        while self._requests:
            await asyncio.sleep(0.05)
        await asyncio.sleep(SECONDS_TO_GO)
        os._exit(0)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """What is being answered is answered to its end."""
        self._threads.shutdown()

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        self._requests += 1
        try:
            await self._take_and_answer(scope, protocol)
        finally:
            self._requests -= 1

    async def _take_and_answer(self, scope: Scope, protocol: HTTPProtocol) -> None:
        environ = _environ(scope)
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
            try:
                await self._intake.take(protocol, environ, body)
            except Refused as refused:
                # Django has the words (ui/errors.py); it is not shown what came of the body.
                environ |= {REFUSED: int(refused.status), "CONTENT_LENGTH": "0"}
                body.truncate(0)
            body.seek(0)
            environ["wsgi.input"] = body
            async with self._places_for_files if _brings_files(environ) else contextlib.nullcontext():
                status, headers, content = await self._in_thread(self._answer, environ)
        protocol.response_bytes(status, headers, content)

    async def _in_thread(self, work: Callable[[Environ], T], environ: Environ) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, environ)

    def _answer(self, environ: Environ) -> Answer:
        """In a thread: from the first middleware to the last byte. What Django did not catch itself is told here."""
        said: list[Any] = []

        def start_response(status: str, headers: Headers, exc_info: Any = None) -> None:
            said[:] = [int(status[:3]), [(name.lower(), value) for name, value in headers]]

        try:
            response = self._wsgi(environ, start_response)
            try:
                content = b"".join(response)
            finally:
                # Ends the request: connections that broke are put away, uploads in temporary files are deleted.
                if hasattr(response, "close"):
                    response.close()
        except Exception:
            _log.exception("A request was not answered: %s", environ["PATH_INFO"][:200])
            return 500, [("content-type", "text/plain")], b"Something broke on our side.\n"
        return said[0], said[1], content


def _brings_files(environ: Environ) -> bool:
    """Of a request that was taken in: its length is a number by now."""
    is_form_of_files = environ.get("CONTENT_TYPE", "").lower().startswith("multipart/form-data")
    return is_form_of_files and int(environ.get("CONTENT_LENGTH") or 0) >= FEWEST_BYTES_OF_FILES


def _environ(scope: Scope) -> Environ:
    """PEP 3333's names for what granian says. Headers with an underscore are dropped: they would pass for those with a hyphen."""
    server, _, port = scope.server.rpartition(":")
    client, _, _ = scope.client.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": _as_bytes(scope.path),
        "QUERY_STRING": _as_bytes(scope.query_string),
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        # An address of the sixth version stands in brackets before its port.
        "REMOTE_ADDR": client.strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        between = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{between}{value}" if key in environ else value
    # With HTTP/2 the host is not among the headers.
    if scope.authority and "HTTP_HOST" not in environ:
        environ["HTTP_HOST"] = scope.authority
    return environ


def _as_bytes(text: str) -> str:
    """WSGI wants each byte as the letter of its number."""
    return text.encode("utf-8", "replace").decode("latin-1")


site = Site(application)

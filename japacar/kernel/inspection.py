"""The only way an uploaded file is opened: in a process of its own that can do nothing but compute.

Every function answers with a value, never an exception: what cannot be read, in whatever way it fails, is
`Refused(code)`. The sentences for people stand in `japacar.files.refusals`.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import IO, Any, Self, TypeVar

from japacar.kernel.inspector import signatures

ROOT = Path(__file__).resolve().parents[2]
WORKER = "japacar.kernel.inspector.worker"
MEMORY_BYTES = 512 * 1024 * 1024
INSPECT_SECONDS = 10  # processor time to judge one file
RENDER_SECONDS = 60  # processor time to draw the copies of one file that was judged before
WAIT_FACTOR = 3  # how much longer than its processor time a file may take by the clock, on a busy machine
MAX_HEADER_BYTES = 256 * 1024
MAX_REPLY_BYTES = 96 * 1024 * 1024
_ENDED_FOR_ITS_TIME = (-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGPROF)
#: Left, top, width and height of a part, in shares of the upright picture.
Box = tuple[float, float, float, float]
Answer = TypeVar("Answer")


class Slot(StrEnum):
    """What a file is for. It decides which kinds are taken, and whether the original is kept."""

    PHOTO = "photo"
    DOCUMENT_IMAGE = "document_image"
    CERTIFICATE = "certificate"
    PROOF = "proof"
    IDENTITY = "identity"


@dataclass(frozen=True)
class Refused:
    """Why a file was not taken.

    The codes: empty, too_big, too_many_pixels, too_many_pages, not_a_picture, wrong_kind, svg, html, executable,
    archive, two_files, pdf_active, pdf_encrypted, too_heavy, my_number, broken.
    """

    code: str


@dataclass(frozen=True)
class Inspected:
    """A file fit to be stored. `data` is a JPEG rebuilt from the pixels for photos, else the unchanged original.

    Width and height are pixels as shown (0 for PDF and text); pages is 1 for an image and 0 for text.
    """

    slot: Slot
    media_type: str
    data: bytes
    width: int
    height: int
    pages: int


@dataclass(frozen=True)
class Rendered:
    """One scaled copy. `asked` is the width it stands for; `width` may be less, since nothing is enlarged."""

    asked: int
    width: int
    height: int
    format: str
    data: bytes


@dataclass(frozen=True)
class Page:
    """One page drawn as WebP; numbers count from 1."""

    number: int
    width: int
    height: int
    data: bytes


@dataclass(frozen=True)
class Unseen:
    """What speaks against showing a document to a model as it is: hidden_text, orders, secret_number, transfer, my_number; and what a
    picture of its pages does not show: layer, hidden_data, notes."""

    codes: frozenset[str]
    text: str


class Inspector:
    """One limited process for many files, as a context manager; when a file ends the process, a new one is started.

    Use it for a batch from one source. What different people upload gets a process each: the functions below.
    """

    def __init__(
        self, *, worker: str = WORKER, memory_bytes: int = MEMORY_BYTES, wait_factor: int = WAIT_FACTOR
    ) -> None:
        self._worker = worker
        self._memory_bytes = memory_bytes
        self._wait_factor = wait_factor
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def inspect(
        self,
        data_or_path: bytes | Path,
        slot: Slot,
        *,
        covers: Sequence[Box] = (),
        seconds: int = INSPECT_SECONDS,
    ) -> Inspected | Refused:
        """Judge one file for a slot. Sizes are checked before anything is read or started.

        `covers` are the parts of a photo that nobody may see, such as its number plate."""
        data = _bytes_of(data_or_path)
        if isinstance(data, Refused):
            return data

        def read(answer: dict[str, Any], blobs: list[bytes]) -> Inspected:
            kept = blobs[0] if blobs else data
            size = (int(answer[fact]) for fact in ("width", "height", "pages"))
            return Inspected(slot, str(answer["media_type"]), kept, *size)

        request = {"do": "inspect", "slot": slot, "covers": [list(box) for box in covers], "seconds": seconds}
        return self.ask(request, data, read)

    def render(self, data: bytes, wanted: Sequence[tuple[int, str]]) -> list[Rendered] | Refused:
        """Scaled copies of an image as (width, "webp" | "avif"), all from one decode."""

        def read(answer: dict[str, Any], blobs: list[bytes]) -> list[Rendered]:
            pairs = zip(answer["made"], blobs, strict=True)
            return [Rendered(asked, width, height, form, blob) for (asked, width, height, form), blob in pairs]

        return self.ask({"do": "render", "wanted": list(wanted), "seconds": RENDER_SECONDS}, data, read)

    def pages(self, data: bytes) -> list[Page] | Refused:
        """The pages of a PDF, or an image as its one page, drawn 1,240 px wide."""

        def read(answer: dict[str, Any], blobs: list[bytes]) -> list[Page]:
            pairs = zip(answer["made"], blobs, strict=True)
            return [Page(number, width, height, blob) for (number, width, height), blob in pairs]

        return self.ask({"do": "pages", "seconds": RENDER_SECONDS}, data, read)

    def unseen(self, data: bytes) -> Unseen | Refused:
        """What a picture or PDF holds beside what a person sees, and the text that can be seen on it (PDF only)."""

        def read(answer: dict[str, Any], blobs: list[bytes]) -> Unseen:
            return Unseen(frozenset(str(code) for code in answer["codes"]), blobs[0].decode())

        return self.ask({"do": "unseen", "seconds": RENDER_SECONDS}, data, read)

    def cut_outs(self, data: bytes, page: int, boxes: Sequence[tuple[int, int, int, int]]) -> list[Page] | Refused:
        """Parts of a page as pictures, in order; boxes are in thousandths of the page, seen upright."""

        def read(answer: dict[str, Any], blobs: list[bytes]) -> list[Page]:
            pairs = zip(answer["made"], blobs, strict=True)
            made = [Page(int(number), int(width), int(height), blob) for (number, width, height), blob in pairs]
            if len(made) != len(boxes):
                raise ValueError("cut_outs")
            return made

        request = {"do": "cut_outs", "page": page, "boxes": list(boxes), "seconds": RENDER_SECONDS}
        return self.ask(request, data, read)

    def ask(
        self, request: dict[str, Any], data: bytes, read: Callable[[dict[str, Any], list[bytes]], Answer]
    ) -> Answer | Refused:
        """One request (with its `seconds`) and its answer, for this and other workers.

        The other side may have been taken over by a file, so it is not believed: `read` raises ValueError, TypeError or
        LookupError for whatever is no honest answer."""
        process = self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        watchdog = Timer(request["seconds"] * self._wait_factor, process.kill)
        watchdog.start()
        try:
            _write_frame(process.stdin, request, data)
            answer, blobs = _read_frame(process.stdout)
            return Refused(str(answer["refused"])) if "refused" in answer else read(answer, blobs)
        except (OSError, EOFError, ValueError, TypeError, LookupError):
            return Refused(self._cause_of_death())
        finally:
            watchdog.cancel()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            start = f"import sys; sys.path.append({str(ROOT)!r}); from {self._worker} import main; main()"
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", start, str(self._memory_bytes)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                # Nothing of our environment goes along: no addresses, no keys. One arena keeps the memory limit
                # honest.
                env={"MALLOC_ARENA_MAX": "1", "LC_ALL": "C.UTF-8"},
            )
        return self._process

    def _cause_of_death(self) -> str:
        """The code for a process that ended or lied: `too_heavy` when it was killed for its time, else `broken`."""
        process = self._process
        assert process is not None
        try:
            process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            process.kill()
        self._stop()
        return "too_heavy" if process.returncode in _ENDED_FOR_ITS_TIME else "broken"

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _close_quietly(pipe)
        # It holds nothing, and taking itself down in order would cost whoever waits a twentieth of a second.
        process.kill()
        process.wait()


def inspect(data_or_path: bytes | Path, slot: Slot) -> Inspected | Refused:
    """Judge one uploaded file in a limited process of its own (0.5 s of start-up, then the file's own time)."""
    data = _bytes_of(data_or_path)
    if isinstance(data, Refused):
        return data
    with Inspector() as inspector:
        return inspector.inspect(data, slot)


def inspect_many(files: Iterable[bytes | Path], slot: Slot) -> Iterator[Inspected | Refused]:
    """Judge many files of one source in one process, in order."""
    with Inspector() as inspector:
        for file in files:
            yield inspector.inspect(file, slot)


def render(data: bytes, widths: Sequence[int], formats: Sequence[str]) -> list[Rendered] | Refused:
    """Copies of an image at every width in every format ("webp", "avif"); one decode for all."""
    with Inspector() as inspector:
        return inspector.render(data, [(width, form) for width in widths for form in formats])


def render_pages(data: bytes) -> list[Page] | Refused:
    """The pages of a document as pictures, so that a browser never gets the document itself."""
    with Inspector() as inspector:
        return inspector.pages(data)


def refusal_at_sight(data: bytes) -> Refused | None:
    """Why these bytes are not even opened: their number or the first few of them. That costs no process."""
    kind = signatures.media_type(data)
    if "/" not in kind:
        return Refused(kind)
    return Refused("too_big") if len(data) > signatures.size_limit(kind) else None


def _bytes_of(data_or_path: bytes | Path) -> bytes | Refused:
    """The bytes, unless their number or first few already refuse them: that costs no process."""
    if isinstance(data_or_path, Path):
        if data_or_path.stat().st_size > signatures.MAX_PDF_BYTES:
            return Refused("too_big")
        data_or_path = data_or_path.read_bytes()
    return refusal_at_sight(data_or_path) or data_or_path


def _write_frame(pipe: IO[bytes], header: dict[str, Any], data: bytes) -> None:
    text = json.dumps({**header, "blobs": [len(data)]}).encode()
    pipe.write(len(text).to_bytes(4, "big") + text)
    pipe.write(data)
    pipe.flush()


def _read_frame(pipe: IO[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """One answer, refused when it is longer than any honest one."""
    length = int.from_bytes(_exactly(pipe, 4), "big")
    if length > MAX_HEADER_BYTES:
        raise ValueError("header too long")
    header: dict[str, Any] = json.loads(_exactly(pipe, length))
    lengths = [int(each) for each in header["blobs"]]
    if any(each < 0 for each in lengths) or sum(lengths) > MAX_REPLY_BYTES:
        raise ValueError("answer too long")
    return header, [_exactly(pipe, each) for each in lengths]


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    data = pipe.read(count)
    if len(data) < count:
        raise EOFError
    return data


def _close_quietly(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        return  # The other end is gone already, with bytes still unsent; that is why it is being closed.

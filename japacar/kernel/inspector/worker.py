"""The limited process itself: gives up its rights, then answers one request after another on its standard streams.

Started by `japacar.kernel.inspection`. After `surrender` it can open neither files nor sockets, write nothing to disk,
and take no more memory or processor time than it was given: a file that breaks out of a decoder finds nothing to take.

A frame is: four bytes (length of the header, big endian), the header as JSON, then the blobs whose lengths stand in
its "blobs".
"""

import codecs
import ctypes
import json
import os
import resource
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from japacar.kernel.inspector import images, pdfs, signatures, texts, unseen
from japacar.kernel.inspector.images import Unfit

Reply = tuple[dict[str, Any], list[bytes]]
PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 4, 38
# A user id that nothing else runs as: sharing "nobody" would let a decoder signal whoever else does.
USER_ID = 64_321
MAX_THREADS = 64


def surrender(memory_bytes: int) -> None:
    """Give up, for good, what decoding does not need. Call it when everything needed is loaded."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # Descriptors 0 to 2 stay as they are; none can be added, so neither a file nor a socket can be opened.
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    if os.geteuid() == 0:
        _leave_root()
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def _leave_root() -> None:
    """Become a user of our own. Only then can threads (which HEIC needs) and processes be counted and limited."""
    try:
        os.setgroups([])
        os.setresgid(USER_ID, USER_ID, USER_ID)
        os.setresuid(USER_ID, USER_ID, USER_ID)
    except OSError:
        return  # A root that may not change its user, as in some containers, has little to give up.
    resource.setrlimit(resource.RLIMIT_NPROC, (MAX_THREADS, MAX_THREADS))


def grant_seconds(seconds: int) -> None:
    """Processor time for the next file; the kernel ends the process when it is used up."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent.ru_utime + spent.ru_stime) + 1 + seconds, hard))


def main() -> None:
    """Load, surrender, serve until the standard input closes."""
    images.prepare()
    pdfs.prepare()
    for encoding in texts.ENCODINGS:
        codecs.lookup(encoding)
    surrender(int(sys.argv[1]))
    serve(sys.stdin.buffer, sys.stdout.buffer, answer)


def serve(source: BinaryIO, sink: BinaryIO, handler: Callable[[dict[str, Any], bytes], Reply]) -> None:
    """Answer every frame of `source` on `sink`; what goes wrong inside becomes a refusal code."""
    while head := source.read(4):
        header = json.loads(source.read(int.from_bytes(head, "big")))
        data = source.read(sum(header["blobs"]))
        grant_seconds(header["seconds"])
        try:
            reply, blobs = handler(header, data)
        except Unfit as unfit:
            reply, blobs = {"refused": unfit.code}, []
        except MemoryError:
            reply, blobs = {"refused": "too_heavy"}, []
        except Exception:
            # Decoders raise whatever they like on hostile bytes; to the person it is one thing: the file cannot be
            # read.
            reply, blobs = {"refused": "broken"}, []
        text = json.dumps({**reply, "blobs": [len(blob) for blob in blobs]}).encode()
        sink.write(len(text).to_bytes(4, "big") + text)
        for blob in blobs:
            sink.write(blob)
        sink.flush()
        del data, blobs, reply


def answer(header: dict[str, Any], data: bytes) -> Reply:
    """One request: `inspect` a file for a slot, `render` an image at widths, draw its `pages` or `cut_outs` of one, or
    tell what is `unseen` on it."""
    if header["do"] == "inspect":
        return _inspected(data, header["slot"], [tuple(box) for box in header.get("covers", [])])
    kind = signatures.media_type(data)
    if header["do"] == "pages":
        return _pages(data, kind)
    if header["do"] == "unseen":
        return _unseen(data, kind)
    if header["do"] == "cut_outs":
        return _cut_outs(data, kind, int(header["page"]), header["boxes"])
    made = images.renditions(data, kind, [(width, form) for width, form in header["wanted"]])
    return {"made": [item[:4] for item in made]}, [item[4] for item in made]


def _inspected(data: bytes, slot: str, covers: list[Any]) -> Reply:
    kind = signatures.media_type(data)
    if "/" not in kind:
        raise Unfit(kind)
    if kind not in signatures.ACCEPTED[slot]:
        raise Unfit("not_a_picture" if slot == "photo" else "wrong_kind")
    if len(data) > signatures.size_limit(kind):
        raise Unfit("too_big")
    if slot == "photo":
        return _photo(data, kind, covers)
    if signatures.hides_another_file(data, kind):
        raise Unfit("two_files")
    if slot == "identity" and kind == signatures.PDF:
        pdfs.refuse_my_number(data)
    return _original(data, kind)


def _photo(data: bytes, kind: str, covers: list[Any]) -> Reply:
    rebuilt, width, height = images.master(data, kind, covers)
    return {"media_type": signatures.JPEG, "width": width, "height": height, "pages": 1}, [rebuilt]


def _original(data: bytes, kind: str) -> Reply:
    if kind == signatures.PDF:
        return {"media_type": kind, "width": 0, "height": 0, "pages": pdfs.judged(data)}, []
    if kind in signatures.TEXTS:
        texts.judge(data, kind)
        return {"media_type": kind, "width": 0, "height": 0, "pages": 0}, []
    width, height = images.measured(data, kind)
    return {"media_type": kind, "width": width, "height": height, "pages": 1}, []


def _pages(data: bytes, kind: str) -> Reply:
    if kind == signatures.PDF:
        drawn = list(pdfs.drawn(data))
    else:
        drawn = [(1, made[1], made[2], made[4]) for made in images.renditions(data, kind, [(pdfs.PAGE_WIDTH, "page")])]
    return {"made": [item[:3] for item in drawn]}, [item[3] for item in drawn]


def _unseen(data: bytes, kind: str) -> Reply:
    if kind == signatures.PDF:
        codes, text = unseen.of_pdf(data)
        return {"codes": codes}, [text.encode()]
    return {"codes": unseen.of_picture(data, kind)}, [b""]


def _cut_outs(data: bytes, kind: str, page: int, boxes: list[list[int]]) -> Reply:
    places = []
    for box in boxes:
        left, top, right, bottom = (min(1000, max(0, int(side))) for side in box)
        places.append((left, top, max(left + 1, right), max(top + 1, bottom)))
    made = pdfs.cut_outs(data, page, places) if kind == signatures.PDF else images.cut_outs(data, kind, places)
    return {"made": [(page, width, height) for width, height, _picture in made]}, [each[2] for each in made]

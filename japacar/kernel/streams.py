"""Encryption of whole files in frames, so that a large file is never in memory at once (the STREAM construction).

Layout: version, length and text of the wrapped file key, then frames of 64 KiB, each sealed with AES-256-GCM under
nonce = prefix | counter | last flag. A flipped bit, a missing, moved or added frame, a cut end and the header of
another file all raise CannotOpen. Frames before the damage may already have been written: discard the output then.
"""

import secrets
from collections.abc import Iterator
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from japacar.kernel.ciphers import KEY_BYTES, CannotOpen, KeyRing

FRAME_BYTES = 64 * 1024
_TAG_BYTES = 16
_PREFIX_BYTES = 7
_VERSION = 1
_LARGEST_COUNTER = 2**32 - 1


class Reader(Protocol):
    """Anything bytes are read from; fewer bytes than asked for are only the end when there are none."""

    def read(self, size: int, /) -> bytes: ...


class Writer(Protocol):
    """Anything bytes are written to."""

    def write(self, data: bytes, /) -> object: ...


def seal_stream(ring: KeyRing, reader: Reader, writer: Writer, *, aad: bytes) -> int:
    """Encrypt all that `reader` gives into `writer`; returns the number of plain bytes.

    Every file has a random key of its own, sealed by the ring and bound to `aad`.
    """
    key, prefix = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(_PREFIX_BYTES)
    wrapped = ring.seal(key + prefix, aad=b"stream" + aad)
    writer.write(bytes([_VERSION]) + len(wrapped).to_bytes(2, "big") + wrapped)
    cipher, size = AESGCM(key), 0
    for counter, frame, is_last in _frames(reader, FRAME_BYTES):
        writer.write(cipher.encrypt(_nonce(prefix, counter, is_last), frame, aad))
        size += len(frame)
    return size


def open_stream(ring: KeyRing, reader: Reader, writer: Writer, *, aad: bytes) -> int:
    """Decrypt into `writer`; returns the number of plain bytes, or raises CannotOpen (then discard the output)."""
    size = 0
    for frame in open_frames(ring, reader, aad=aad):
        writer.write(frame)
        size += len(frame)
    return size


def open_frames(ring: KeyRing, reader: Reader, *, aad: bytes) -> Iterator[bytes]:
    """The plain frames one after the other, each authenticated before it is given out."""
    opened = ring.open(_wrapped(reader), aad=b"stream" + aad)
    if len(opened) != KEY_BYTES + _PREFIX_BYTES:
        raise CannotOpen
    cipher, prefix = AESGCM(opened[:KEY_BYTES]), opened[KEY_BYTES:]
    for counter, frame, is_last in _frames(reader, FRAME_BYTES + _TAG_BYTES):
        try:
            yield cipher.decrypt(_nonce(prefix, counter, is_last), frame, aad)
        except (InvalidTag, ValueError):
            raise CannotOpen from None


def is_current(ring: KeyRing, reader: Reader) -> bool:
    """Whether the file's own key is sealed with the current key of the ring. Raises CannotOpen where none of the ring fits."""
    return ring.is_current(_wrapped(reader))


def rewrap_stream(ring: KeyRing, reader: Reader, writer: Writer, *, aad: bytes) -> None:
    """The same file with its own key sealed anew under the current key of the ring; the frames are copied as they are."""
    wrapped = ring.reseal(_wrapped(reader), aad=b"stream" + aad)
    writer.write(bytes([_VERSION]) + len(wrapped).to_bytes(2, "big") + wrapped)
    while part := reader.read(FRAME_BYTES):
        writer.write(part)


def _wrapped(reader: Reader) -> bytes:
    head = _exactly(reader, 3)
    if len(head) < 3 or head[0] != _VERSION:
        raise CannotOpen
    return _exactly(reader, int.from_bytes(head[1:], "big"))


def _frames(reader: Reader, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Counter, bytes and whether it is the last; an empty file has one empty frame, which is the last."""
    counter, frame = 0, _exactly(reader, size)
    while True:
        following = _exactly(reader, size)
        yield counter, frame, not following
        if not following:
            return
        counter, frame = counter + 1, following


def _nonce(prefix: bytes, counter: int, is_last: bool) -> bytes:
    if counter > _LARGEST_COUNTER:
        raise ValueError("the file is longer than the counter of its frames")
    return prefix + counter.to_bytes(4, "big") + bytes([is_last])


def _exactly(reader: Reader, size: int) -> bytes:
    """As many bytes as asked for, fewer only at the end: sockets and pipes give less at a time."""
    parts: list[bytes] = []
    while size > 0 and (part := reader.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)

"""Encryption of single values and of small secrets, by a ring of keys of which the first is current.

What is sealed for one row opens only there: the associated data (`row_aad`) names table, row and column, so a
ciphertext that was moved, changed or sealed with a lost key raises CannotOpen and nothing else. Files: streams.py.
"""

import base64
import binascii
import hmac
import re
import secrets
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
_VERSION = 1
_KEY_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")


class CannotOpen(Exception):
    """The sealed value is damaged, belongs to another row, or its key is not in the ring. It never says which."""


class BadKeyRing(ValueError):
    """The text of the key file is not a key ring; the message names the line but never a key."""


@dataclass(frozen=True, slots=True, repr=False)
class KeyRing:
    """Key ids with 32-byte keys. The first seals; all of them open."""

    keys: tuple[tuple[str, bytes], ...]

    def __post_init__(self) -> None:
        if not self.keys:
            raise BadKeyRing("a key ring needs at least one key")
        for key_id, key in self.keys:
            if not _KEY_ID.fullmatch(key_id):
                raise BadKeyRing(f"not a key id: {key_id!r}")
            if len(key) != KEY_BYTES or len(set(key)) < 8:
                raise BadKeyRing(f"the key {key_id} is not {KEY_BYTES} random bytes")
        if len({key_id for key_id, _ in self.keys}) < len(self.keys) or len({key for _, key in self.keys}) < len(
            self.keys
        ):
            raise BadKeyRing("a key or a key id is there twice")

    @classmethod
    def from_lines(cls, text: str) -> "KeyRing":
        """A ring from lines `id:base64`, the current key first; empty lines and lines with # are skipped."""
        pairs = []
        for number, line in enumerate(text.splitlines(), start=1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            key_id, colon, encoded = line.strip().partition(":")
            try:
                pairs.append((key_id.strip(), base64.b64decode(encoded.strip(), validate=True)))
            except binascii.Error:
                raise BadKeyRing(f"line {number} is not id:base64") from None
            if not colon:
                raise BadKeyRing(f"line {number} is not id:base64")
        return cls(tuple(pairs))

    @property
    def current_id(self) -> str:
        return self.keys[0][0]

    def __repr__(self) -> str:
        return f"KeyRing({', '.join(key_id for key_id, _ in self.keys)})"

    def seal(self, plain: bytes, *, aad: bytes) -> bytes:
        """AES-256-GCM under the current key: version, length and text of the key id, nonce, ciphertext with tag."""
        key_id, key = self.keys[0]
        header = head_of(key_id)
        nonce = secrets.token_bytes(NONCE_BYTES)
        return header + nonce + AESGCM(_derived(key, "seal")).encrypt(nonce, plain, header + aad)

    def open(self, sealed: bytes, *, aad: bytes) -> bytes:
        """The plain bytes again, or CannotOpen."""
        header, key = self._header(sealed)
        body = sealed[len(header) :]
        try:
            cipher = AESGCM(_derived(key, "seal"))
            return cipher.decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], header + aad)
        except (InvalidTag, ValueError):
            raise CannotOpen from None

    def reseal(self, sealed: bytes, *, aad: bytes) -> bytes:
        """The same value under the current key, for the rotation of keys."""
        return self.seal(self.open(sealed, aad=aad), aad=aad)

    def is_current(self, sealed: bytes) -> bool:
        """Whether the value is sealed with the current key, so that rotation may pass it by."""
        header, _ = self._header(sealed)
        return header[2:].decode() == self.current_id

    def keyed_hash(self, text: str, *, domain: str) -> str:
        """HMAC-SHA-256 in hex under a key of the current ring for this domain: for rate limits and look-ups.

        Different domains never give the same hash, and nobody without the ring can try out candidates.
        """
        return _keyed_hash(self.keys[0][1], text, domain)

    def keyed_hashes(self, text: str, *, domain: str) -> list[str]:
        """The same under every key of the ring, current first, to find what was stored before a rotation."""
        return [_keyed_hash(key, text, domain) for _, key in self.keys]

    def _header(self, sealed: bytes) -> tuple[bytes, bytes]:
        if len(sealed) < 2 or sealed[0] != _VERSION:
            raise CannotOpen
        header = sealed[: 2 + sealed[1]]
        key = dict(self.keys).get(header[2:].decode("ascii", "replace"))
        if key is None:
            raise CannotOpen
        return header, key


def head_of(key_id: str) -> bytes:
    """How every value begins that was sealed with this key: enough to count what is left under another, without opening it."""
    return bytes([_VERSION, len(key_id)]) + key_id.encode()


def row_aad(table: str, pk: object, column: str) -> bytes:
    """What binds a sealed value to its place. Each part is quoted by its length, so no two places look alike."""
    parts = [part.encode() for part in (table, str(pk), column)]
    return b"row" + b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def new_key_line(key_id: str) -> str:
    """A fresh random key as a line for the key file."""
    return f"{key_id}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


def _keyed_hash(key: bytes, text: str, domain: str) -> str:
    return hmac.new(_derived(key, f"hash/{domain}"), text.encode(), sha256).hexdigest()


@lru_cache(maxsize=256)
def _derived(key: bytes, use: str) -> bytes:
    """One key for one use, so that the key of the ring itself touches no data."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"japacar/{use}/v1".encode()).derive(key)

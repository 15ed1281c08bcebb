"""Identifiers: references that people read aloud, secrets that nobody reads, and row ids that sort by time.

A reference is random and short, so the row that carries it needs a unique constraint and one retry.
"""

import hashlib
import re
import secrets
import time
from uuid import UUID

from japacar.kernel.refusals import Refused
from japacar.kernel.text import hyphens, nfkc

# No vowels, so that no words appear, and of each family of look-alikes at most one member:
# 0 O Q D | 1 I L | 2 Z | 5 S | 6 G | 8 B | U V.
ALPHABET = "23456789CDFHJKMNPRTWXY"
LENGTH = 6

# What a tired reader or a camera makes of a character of the alphabet. 7 is the only other upright stroke.
_MISREAD = str.maketrans("0OQZSGB1IL", "DDD2568777")
_CYRILLIC = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")


class NotAReference(Refused):
    """Code: not_a_reference."""


def reference(prefix: str, length: int = LENGTH) -> str:
    """A new public reference such as `JP-4F7K2M`: two capitals for the kind, a hyphen, random characters."""
    if not re.fullmatch(r"[A-Z]{2}", prefix):
        raise ValueError(f"a prefix is two capitals, not {prefix!r}")
    return f"{prefix}-" + "".join(secrets.choice(ALPHABET) for _ in range(length))


def normalise_reference(text: str, prefix: str = "", length: int = LENGTH) -> str:
    """The reference that a person meant: any case and width, hyphen or none, misread characters mapped back.

    With `prefix` the reference must be of that kind, and the prefix itself may have been left out.
    """
    plain = re.sub(r"[\s\-#.]", "", hyphens(nfkc(text))).upper().translate(_CYRILLIC)
    if prefix and len(plain) == length:
        plain = prefix + plain
    kind, body = plain[:2], plain[2:].translate(_MISREAD)
    if not re.fullmatch(r"[A-Z]{2}", kind) or len(body) != length or not set(body) <= set(ALPHABET):
        raise NotAReference("not_a_reference")
    if prefix and kind != prefix:
        raise NotAReference("not_a_reference")
    return f"{kind}-{body}"


def secret_token() -> str:
    """32 random bytes as 43 characters that are safe in an address. Store a hash of it, never the token."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """What is kept of a secret token. It has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def numeric_code(digits: int = 6) -> str:
    """A code to type from a mail, leading zeros kept."""
    return f"{secrets.randbelow(10**digits):0{digits}d}"


def uuid7() -> UUID:
    """A row id that sorts by time (RFC 9562): 48 bits of milliseconds, 12 bits of the fraction, 62 random bits."""
    milliseconds, nanoseconds = divmod(time.time_ns(), 1_000_000)
    fraction = (nanoseconds << 12) // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80 | 7 << 76 | fraction << 64 | 0b10 << 62 | secrets.randbits(62)
    return UUID(int=value)

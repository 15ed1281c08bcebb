"""What a browser is in the middle of while its owner fetches a code: kept in its session, for half an hour.

The one thing to know: a password chosen while joining waits here, as a hash, and reaches the account only from this browser."""

from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest

from japacar.kernel import clock

KEY = "challenge"
SECONDS = 30 * 60


@dataclass(frozen=True)
class Challenge:
    """The address that the code went to, and what follows. `way`: sign_in, buyer or dealer.

    `through`: he joins as whom a provider named (pending.py); an account that is new is then linked with it."""

    email: str
    way: str
    next: str = ""
    password_hash: str = ""
    through: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> "Challenge | None":
        """The one of this browser, unless it is too old."""
        kept: dict[str, Any] = request.session.get(KEY) or {}
        if not kept or clock.now().timestamp() - kept["at"] > SECONDS:
            return None
        return cls(**{name: value for name, value in kept.items() if name != "at"})

    def put(self, request: HttpRequest) -> None:
        request.session[KEY] = {**asdict(self), "at": clock.now().timestamp()}

    @staticmethod
    def drop(request: HttpRequest) -> None:
        request.session.pop(KEY, None)
